//! Result cache: was this call answered before, and is the answer still good?
//!
//! ```text
//! key     SHA-256 of the call's text: the same call is the same key, whatever the order of its names
//! live    the time to live is not over
//! hit     there is a live entry under the key; it becomes the most recent
//! full    the least recently used entry makes room
//! ```
//!
//! With room for two: `put a`, `put b`, `get a` (hit), `put c` evicts `b`, as `a` was asked for later; `get b` is a miss.
//!
//! There are two caches. [`sound`] is the default: see there for what *live*, *full* and *the same call* mean exactly, and for
//! how many can ask at once while one works. [`published`] is the cache of the published system with its surprises, and
//! [`decorated`] what wrapping a function or a class in it does there. [`key`] says which calls are the same.
//!
//! The pair is asked for a whole trace, as what an entry is worth depends on all that was done before, and answers with a transcript:
//! for each operation its outcome, which keys were dropped for it, the counts and the size afterwards.

pub mod decorated;
pub mod key;
mod of_contracts;
mod optimised;
pub mod published;
mod reference;
pub mod replay;
mod sample;
pub mod sound;
mod table;

use serde::Serialize;

use crate::pair::Pair;
use crate::rng::Rng;

pub use key::Key;
pub use published::PublishedCache;
pub use sound::{Begun, Finished, Life, Limits, Put, ResultCache};

/// The pair `reuse/result_cache`.
#[derive(Debug)]
pub struct Cache;

/// What is asked: all that is done to a cache, from empty.
#[derive(Debug, Clone, PartialEq)]
pub enum Trace {
    /// To the sound cache.
    Sound {
        /// What it may hold.
        limits: Limits,
        /// What is done, in this order.
        steps: Vec<sound::Step>,
    },
    /// To the published cache.
    Published {
        /// How it is set up.
        rules: published::Rules,
        /// What is done, in this order.
        steps: Vec<published::Step>,
    },
}

/// What an observer sees of each step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Transcript {
    /// Of the sound cache.
    Sound(Vec<sound::Seen>),
    /// Of the published cache.
    Published(Vec<published::Seen>),
}

impl Pair for Cache {
    const NAME: &'static str = "reuse/result_cache";
    const QUESTION: &'static str = "Was this call answered before, and is the answer still good?";
    const DEFINITION: &'static str =
        "hit ⇔ an entry under SHA-256(call) is live; where there is no room, the least recently used entry makes it";
    type Input = Trace;
    type Index = ();
    type Answer = Transcript;

    fn reference(trace: &Trace) -> Transcript {
        reference::transcript(trace)
    }

    /// Nothing can be kept ready: a trace begins with an empty cache.
    fn index(_: &Trace) {}

    fn optimised(trace: &Trace, (): &()) -> Transcript {
        optimised::transcript(trace)
    }

    fn sample(rng: &mut Rng, size: u32) -> Trace {
        sample::trace(rng, size)
    }
}
