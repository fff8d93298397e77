//! Which regulation removes the overload, at what delay?
//!
//! The *sound* semantics of the flow model, which a flow manager may trust: whole flights instead of pieces of them,
//! absolute seconds instead of bins, declared capacities in sub-periods, regulations whose slots each hold one real
//! flight. Everything is an integer: seconds, minutes, flights, flights an hour, flight-seconds. All intervals are
//! half-open, nothing wraps at midnight, and no tie is broken by the order of a file.
//!
//! - [`counts`]: how many flights enter each volume in each window, and how many are inside, against what is declared.
//! - [`hotspots`]: where that is more than declared, worst first.
//! - [`capture`]: which flights a regulation takes hold of, flow by flow.
//! - [`slots`]: who waits how long, first planned, first served, under one regulation or several.
//! - [`effect`]: where a plan moves the overload to.
//! - [`objective`]: what a plan costs in overload and in delay, as one integer.
//! - [`rates`]: which rates cost least.
//! - [`bound`]: how little delay could have been enough.
//!
//! [`desk`] keeps a day ready, so that all of this can be asked again at once when a plan changes.
//!
//! The pairs stand on each other in this order: `counts, capture <- hotspots, slots <- effect <- objective <- rates, bound`.

pub mod bound;
pub mod capture;
pub mod counts;
pub mod desk;
pub mod effect;
pub mod hotspots;
pub mod objective;
mod plan;
pub mod rates;
mod sample;
pub mod slots;

pub use plan::Outcome;
