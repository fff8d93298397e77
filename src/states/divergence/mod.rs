//! Divergence: where does a token lead from the archetype, and how far away is that?
//!
//! ```text
//! state = walk(origin, introns of the token),  theta = acos(1 − 2 popcount(state ⊕ archetype) / 48)
//! ```
//!
//! Token 0 is spelt by intron 0, which changes nothing: from the archetype it leads to the archetype, theta 0. Token 127 is spelt
//! by intron 127, whose three flips undo each other and which erases all columns but the highest: 22 bits differ, theta 1.4874.
//!
//! A token's introns are its LEB128 spelling, as the stream of introns has it. The published diagnostic walks the bytes from outside
//! instead ([`Spelling::Masked`]), and once walked from state 0 instead of the archetype: with 30,522 tokens, 25,343 lead elsewhere
//! by the first mistake and 18,448 by the second. Both are options here, so that the published numbers can be had.
//!
//! Promised: one answer a token, in the order asked.

mod optimised;
mod reference;

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

pub use optimised::Paths;

use crate::error::{Error, Result};
use crate::pair::Pair;
use crate::rng::Rng;
use crate::states::{token, word};

/// The pair `states/divergence`.
#[derive(Debug)]
pub struct Divergence;

/// Which bytes are walked for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spelling {
    /// Its introns.
    #[default]
    Introns,
    /// The bytes from outside, taken for introns: the published mistake.
    Masked,
}

impl Spelling {
    /// What is taken for an intron where the token has this one.
    #[inline]
    fn of(self, intron: u8) -> u8 {
        match self {
            Self::Introns => intron,
            Self::Masked => word::intron(intron),
        }
    }
}

/// What is asked: tokens, and from where.
#[derive(Debug, Clone)]
pub struct Input {
    tokens: Vec<u64>,
    /// The state from which each token is walked, a word of 48 bits.
    origin: u64,
    spelling: Spelling,
}

impl Input {
    /// Tokens walked from the archetype by their introns.
    ///
    /// # Errors
    /// [`Error::Argument`] for a token that five introns cannot spell.
    pub fn new(tokens: Vec<u64>) -> Result<Self> {
        if let Some(place) = tokens.iter().position(|token| *token > token::LARGEST) {
            let found = format!("{} needs more than five bytes", tokens[place]);
            return Err(Error::argument(format!("tokens[{place}]"), found, format!("give at most {}", token::LARGEST)));
        }
        Ok(Self { tokens, origin: word::ARCHETYPE, spelling: Spelling::Introns })
    }

    /// From another state.
    ///
    /// # Errors
    /// [`Error::Argument`] for a word of more than 48 bits.
    pub fn from_origin(self, origin: u64) -> Result<Self> {
        Ok(Self { origin: word::checked(origin, "origin")?, ..self })
    }

    /// By other bytes.
    #[must_use]
    pub fn spelt(self, spelling: Spelling) -> Self {
        Self { spelling, ..self }
    }
}

/// Where a token leads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reached {
    /// The state, a word of 48 bits.
    pub state: u64,
    /// Its angle from the archetype, in radians.
    pub theta: f32,
}

impl Serialize for Reached {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(2)?;
        tuple.serialize_element(&self.state)?;
        tuple.serialize_element(&self.theta)?;
        tuple.end()
    }
}

impl Pair for Divergence {
    const NAME: &'static str = "states/divergence";
    const QUESTION: &'static str = "Where does each token lead from the archetype, and how far is that?";
    const DEFINITION: &'static str = "theta = acos(1 − 2 |walk(origin, introns of the token) ⊕ archetype| / 48)";
    type Input = Input;
    type Index = Paths;
    type Answer = Vec<Reached>;

    fn reference(input: &Input) -> Vec<Reached> {
        reference::reached(input)
    }

    fn index(input: &Input) -> Paths {
        Paths::new(input.origin, input.spelling)
    }

    fn optimised(input: &Input, index: &Paths) -> Vec<Reached> {
        input.tokens.iter().map(|token| index.reached(*token)).collect()
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let edges = [0, 0x7F, 0x80, 0x3FFF, 0x4000, (1 << 28) - 1, 1 << 28, token::LARGEST];
        let tokens = (0..size).map(|_| match rng.below(4) {
            0 => edges[usize::try_from(rng.below(8)).expect("below 8")],
            1 => rng.next_u64() & token::LARGEST,
            _ => rng.below(30_522),
        });
        let tokens = tokens.collect();
        let origin = match rng.below(3) {
            0 => word::ARCHETYPE,
            1 => 0,
            _ => rng.next_u64() & word::FULL,
        };
        let spelling = if rng.below(2) == 0 { Spelling::Introns } else { Spelling::Masked };
        Input { tokens, origin, spelling }
    }
}
