//! The hot paths of busy systems, each written twice: once plainly, once fast.
//!
//! A **pair** is one question and two programs, a `reference` that anyone can check by eye and an `optimised` side that must
//! give the same answer, bit for bit. This crate is the library of pairs, their proof and their timing; the same code runs
//! natively and, compiled to WebAssembly, in Node and in browsers.
//!
//! # Find it by question
//!
//! **What is there?**
//! - [`catalogue::pairs`]: every pair, with its question and its definition.
//! - [`pair::Pair`]: the contract that all of them keep.
//!
//! **How full is it, and who waits?** (family [`flow`])
//! - [`flow::occupancy`]: how many flights each volume holds in each bin, once some are late.
//! - [`flow::entrants`]: which flights of each flow enter a volume in a window, and when.
//! - [`flow::delay`]: how long each waits, first in, first out.
//! - [`flow::objective`]: what a way of letting flights through costs.
//! - [`flow::rate_grid`]: which hourly rates are worth trying.
//! - [`flow::rates`]: which hourly rates bring the least cost, tried flow by flow.
//! - [`flow::demand`] and [`flow::hold`]: entry counts, and who waits when a volume is held to a rate.
//! - [`semantics`]: one question under the published and the sound model, both judged by the sound one.
//!
//! **Which regulation removes the overload, at what delay?** (family [`sound`])
//! - [`sound::counts`]: how many flights enter each volume in each window, how many are inside, how many are declared to fit.
//! - [`sound::hotspots`]: where there are more, worst first.
//! - [`sound::capture`]: which flights a regulation takes hold of, flow by flow.
//! - [`sound::slots`]: who waits how long, first planned, first served, under one regulation or several.
//! - [`sound::effect`]: where a plan moves the overload to.
//! - [`sound::objective`]: what it costs, as one integer.
//! - [`sound::rates`]: which rates cost least, in slices if need be.
//! - [`sound::bound`]: how little delay could have been enough.
//!
//! **Where are we, and how far from the origin?** (family [`states`])
//! - [`states::word`]: a state, the step that an intron makes, the angle between two states.
//! - [`states::token`]: the numbers that a stream of introns spells.
//! - [`states::learn`]: what is kept of a token, and how it changes.
//! - [`states::store`]: what was learned of which token, as a log of records and views of two of them.
//! - [`states::candidates`]: which tokens fit a state best, while more is learned; [`states::turn`]: one token after another.
//! - [`states::divergence`]: where a token leads from the archetype, and how far that is.
//!
//! **Have we done this already, can we do many at once, how long will it take?** (family [`reuse`])
//! - [`reuse::result_cache`]: whether a call was answered before.
//! - [`reuse::batch`]: which contracts are executed together.
//! - [`reuse::schedule`]: when each batch runs on so many workers.
//! - [`reuse::profile`]: how long the next execution takes, and how sure that is.
//!
//! **Do the two sides agree?**
//! - [`catalogue::agree`] on a scenario, [`catalogue::sample`] on random inputs, [`catalogue::recorded::verify`] on recorded answers.
//!
//! **How much faster is one of them?**
//! - [`measure::measure`]: both in turns, in one run, after they agreed.
//! - [`measure::sweep()`]: how both grow with the flights, the flows or the window of a day.
//!
//! **How do I get a situation in?**
//! - [`scenario::load`]: a file, checked; [`scenario::generate`]: a seeded day; [`scenario::resample`]: a larger one;
//!   [`scenario::contracts::generate`]: a seeded set of contracts.
//!
//! What goes wrong is an [`Error`], with a code, a place and what to do.

#[cfg(feature = "bindings")]
pub mod bindings;
pub mod catalogue;
pub mod error;
pub mod flow;
pub mod math;
pub mod measure;
pub mod model;
pub mod pair;
pub mod reuse;
pub mod rng;
pub mod scenario;
pub mod semantics;
pub mod sound;
pub mod states;

pub use error::{Error, Result};

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
