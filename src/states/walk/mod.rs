//! Walk: where does a stream of bytes lead, and what is learned on the way?
//!
//! ```text
//! i = byte ⊕ 0xAA,  s' = step(s, i);  a token ends at an intron below 0x80
//! a token read:  key = (representative of the orbit of its pre-state, token),  entry' = learned(entry, last intron, rate of the orbit)
//! ```
//!
//! From the archetype, byte 0xD0 is intron 122, which is token 122. Its pre-state is the archetype, alone in its orbit:
//! what is kept is mask 122 and a confidence of 0.1 + 0.9 · 1/6 · √(1 / 48,496) · 5/8.
//!
//! A stream comes in calls. [`Semantics`] says what happens at their edges and which state is a token's pre-state. The separator
//! (token 102) and tokens of more than five introns are never learned. Nothing is quantised on the way.
//!
//! Promised: an entry in the transcript for each call, then what was learned, in the order in which each key was first met.

mod optimised;
mod reference;

pub use crate::scenario::states::Semantics;
pub use optimised::Stream;

use std::sync::Arc;

use serde::Serialize;

use crate::error::Result;
use crate::pair::Pair;
use crate::rng::Rng;
use crate::states::space::Space;
use crate::states::token::SEPARATOR;
use crate::states::word;
use crate::states::world::World;

/// The pair `states/walk`.
#[derive(Debug)]
pub struct Walk;

/// How many introns the published system lets wait for the end of a token.
const MOST_WAITING: u32 = 1024;
/// How many bytes the published system takes at once.
const CHUNK_BYTES: usize = 65_536;
/// How many angles the ring keeps.
const RING: usize = 8;

/// A stream of bytes through a world.
#[derive(Debug, Clone)]
pub struct Input {
    world: World,
    from: u32,
    calls: Vec<Vec<u8>>,
    semantics: Semantics,
}

impl Input {
    /// Asks about calls of bytes from outside, through the whole space, from the archetype.
    pub fn whole(calls: Vec<Vec<u8>>, semantics: Semantics) -> Self {
        let world = World::whole();
        Self { from: world.space().index_of(word::ARCHETYPE), world, calls, semantics }
    }

    /// Asks about calls through the whole space, from the state at an index.
    ///
    /// # Errors
    /// [`Error::Argument`](crate::Error::Argument) where there is no such index.
    pub fn from_index(index: u32, calls: Vec<Vec<u8>>, semantics: Semantics) -> Result<Self> {
        let world = World::whole();
        world.space().checked_code(i64::from(index), "from")?;
        Ok(Self { world, from: index, calls, semantics })
    }
}

/// What a walk leaves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// One entry a call.
    pub calls: Vec<Call>,
    /// What is kept in the end.
    pub learned: Vec<Learned>,
    /// How often something was kept that was not there before or is not the same.
    pub puts: u32,
}

/// How things stand after a call.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// The index after each of its bytes; the one before where a byte was dropped.
    pub trail: Vec<u32>,
    /// How many bytes made a step since the stream began.
    pub cycles: u32,
    /// How many introns wait for the end of their token.
    pub waiting: u32,
    /// The last token that was learned; 0 before the first.
    pub last_token: u64,
    /// Up to eight angles in radians, the newest last.
    pub ring: Vec<f32>,
}

/// What is kept of a token in an orbit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Learned {
    /// The orbit's least index.
    pub representative: u32,
    /// The token.
    pub token: u64,
    /// The folded introns.
    pub mask: u8,
    /// The confidence.
    pub conf: f64,
}

impl Pair for Walk {
    const NAME: &'static str = "states/walk";
    const QUESTION: &'static str = "Where does a stream of bytes lead, and what is learned on the way?";
    const DEFINITION: &'static str =
        "s' = step(s, byte ⊕ 0xAA); at a token's end, entry(orbit(pre-state), token) learns its last intron";

    type Input = Input;
    type Index = Arc<Space>;
    type Answer = Answer;

    fn reference(input: &Input) -> Answer {
        reference::walk(input)
    }

    fn index(input: &Input) -> Arc<Space> {
        Arc::clone(input.world.space())
    }

    fn optimised(input: &Input, space: &Arc<Space>) -> Answer {
        let mut stream = Stream::new(Arc::clone(space), input.from, input.semantics);
        let calls = input.calls.iter().map(|bytes| stream.call(bytes)).collect();
        Answer { calls, learned: stream.learned(), puts: stream.puts() }
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let world = World::sample(rng, size);
        let semantics = match rng.below(3) {
            0 => Semantics::Loadline,
            1 => Semantics::PublishedPerByte,
            _ => Semantics::PublishedBulk,
        };
        let calls = (0..rng.below(1 + u64::from(size.min(5)))).map(|_| sampled_bytes(&world, rng, size)).collect();
        Input { from: world.sampled_index(rng), calls, semantics, world }
    }
}

/// Bytes of one call: of short tokens, with separators, or such that no token ends for long.
fn sampled_bytes(world: &World, rng: &mut Rng, size: u32) -> Vec<u8> {
    let length = rng.below(1 + u64::from(size));
    let columns = world.columns();
    let endless = columns & 0x80 != 0 && size > 100 && rng.below(2) == 0;
    let length = if endless { length + 900 } else { length };
    let byte = |rng: &mut Rng| {
        let intron = world.sampled_intron(rng);
        match rng.below(10) {
            // Bits beyond the world's columns would lead out of it; the separator has four.
            0 if SEPARATOR & !u64::from(columns) == 0 => SEPARATOR.to_le_bytes()[0],
            1..4 => intron & 0x7F,
            _ if endless => intron | 0x80,
            _ => intron,
        }
    };
    let mut introns: Vec<u8> = (0..length).map(|_| byte(rng)).collect();
    if endless {
        let end = introns.len() - introns.len() / 16;
        introns[..end].iter_mut().for_each(|intron| *intron |= 0x80);
    }
    introns.into_iter().map(word::intron).collect()
}
