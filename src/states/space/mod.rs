//! Space: which states can be reached, and in how many steps?
//!
//! ```text
//! layer 0 = { origin },  layer d+1 = { step(s, i) : s ∈ layer d, i ∈ alphabet } ∖ (layer 0 ∪ … ∪ layer d)
//! ```
//!
//! With the alphabet { 1 } the archetype leads to one more state, its lowest column erased, and that one to itself: 2 states in
//! layers of 1 and 1. With all 256 introns there are 788,986 states in layers of 1, 255, 10,449, 151,191, 473,304, 151,410 and
//! 2,376.
//!
//! Promised: states are numbered by their words, ascending; that number is a state's *index*. The digests are SHA-256 of all words
//! as little-endian u64, and of all angles from the archetype as little-endian f32, in that order. A state's orbit is named by the
//! columns erased in it, and represented by its least index.
//!
//! [`Build`] works the space out in slices, so that a page may show progress and stop; [`Space`] is what it leaves; [`Published`]
//! are the four tables of the published system, for those who search them.

mod optimised;
mod published;
mod reference;
mod tables;

pub use optimised::{Build, Progress};
pub use published::Published;
pub use tables::{ABSENT, Large, Orbit, Space};

use serde::Serialize;

use crate::error::{Error, Result};
use crate::pair::Pair;
use crate::rng::Rng;
use crate::states::code::Code;
use crate::states::word;

/// The pair `states/space`.
#[derive(Debug)]
pub struct States;

/// From where, and with which introns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    origin: u64,
    alphabet: Vec<u8>,
}

impl Input {
    /// The whole space: from the archetype, with all introns.
    pub fn whole() -> Self {
        Self { origin: word::ARCHETYPE, alphabet: (0..=255).collect() }
    }

    /// The space that an alphabet reaches from a state.
    ///
    /// # Errors
    /// [`Error::Argument`] where `origin` has not the form of a state.
    pub fn new(origin: u64, alphabet: Vec<u8>) -> Result<Self> {
        if Code::of(origin).is_some() {
            return Ok(Self { origin, alphabet });
        }
        Err(Error::argument(
            "origin",
            format!("{origin} is no state"),
            "give a state that introns reach from the archetype",
        ))
    }

    /// The state from which the others are reached.
    pub fn origin(&self) -> u64 {
        self.origin
    }

    /// The introns.
    pub fn alphabet(&self) -> &[u8] {
        &self.alphabet
    }
}

/// What the space is like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// How many states there are.
    pub states: u32,
    /// How many need so many steps, from 0 on.
    pub layers: Vec<u32>,
    /// How many differ from the archetype in so many bits, from 0 to 48.
    pub distances: Vec<u32>,
    /// SHA-256 of the words, as hexadecimal digits.
    pub keys_sha256: String,
    /// SHA-256 of the angles.
    pub theta_sha256: String,
    /// The orbits, by erased columns.
    pub orbits: Vec<NamedOrbit>,
}

impl Answer {
    /// What a space that was built already is like. Reads every state.
    pub fn of(space: &Space) -> Self {
        optimised::described(space)
    }
}

/// One orbit of a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NamedOrbit {
    /// The columns erased in each of its states, a bit each.
    pub erased: u8,
    /// Its least index.
    pub representative: u32,
    /// How many states it has.
    pub size: u32,
}

impl Pair for States {
    const NAME: &'static str = "states/space";
    const QUESTION: &'static str = "Which states can be reached, and in how many steps?";
    const DEFINITION: &'static str = "layer[d+1] = { step(s, i) : s ∈ layer[d], i ∈ alphabet } ∖ all earlier layers";

    type Input = Input;
    type Index = ();
    type Answer = Answer;

    fn reference(input: &Input) -> Answer {
        reference::space(input)
    }

    fn index(_: &Input) {}

    fn optimised(input: &Input, (): &()) -> Answer {
        optimised::space(input)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let columns = sampled_columns(rng, size);
        let count = rng.below(1 + u64::from(size.min(40)));
        let mut alphabet: Vec<u8> = (0..count).map(|_| rng.next_u64().to_le_bytes()[0] & columns).collect();
        if rng.below(4) == 0 {
            // An alphabet of whole columns, in no particular order and with a repetition.
            alphabet.extend((0..=255).rev().filter(|intron| intron & !columns == 0));
        }
        let before: Vec<u8> = (0..rng.below(4)).map(|_| rng.next_u64().to_le_bytes()[0] & columns).collect();
        Input { origin: word::walk(word::ARCHETYPE, &before), alphabet }
    }
}

/// A few columns, so that a sample's space stays small: at most three, and four now and then.
pub(crate) fn sampled_columns(rng: &mut Rng, size: u32) -> u8 {
    let count = match size {
        0 => rng.below(2),
        1..8 => rng.below(3),
        _ => 1 + rng.below(3) + u64::from(rng.below(16) == 0),
    };
    (0..count).fold(0, |columns, _| columns | 1 << rng.below(8))
}
