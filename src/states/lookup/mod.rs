//! Lookup: which index has a state, and which state an index?
//!
//! ```text
//! index(s) = |{ t a state : t < s }|  where s is a state, none otherwise;   state(index(s)) = s
//! ```
//!
//! In the whole space the archetype has index 549,871 and state 0 has index 0. The archetype with its lowest bit flipped is no
//! state; nor is an index below 0 or from 788,986 on one.
//!
//! Promised: an index or none for each word, a state or none for each index, in the order asked. For one at a time, with the
//! refusals of the published system, see [`Space::checked_index`] and [`Space::checked_code`].

mod optimised;
mod reference;

pub use optimised::{indices, indices_at_once};

use std::sync::Arc;

use serde::Serialize;

use crate::pair::Pair;
use crate::rng::Rng;
use crate::states::space::Space;
use crate::states::word;
use crate::states::world::World;

/// The pair `states/lookup`.
#[derive(Debug)]
pub struct Lookup;

/// Words and indices, which may or may not be those of states.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where they are looked up.
    pub world: World,
    /// Words.
    pub words: Vec<u64>,
    /// Indices.
    pub indices: Vec<i64>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The index of each word.
    pub indices: Vec<Option<u32>>,
    /// The state at each index.
    pub states: Vec<Option<u64>>,
}

impl Pair for Lookup {
    const NAME: &'static str = "states/lookup";
    const QUESTION: &'static str = "Which index has a state, and which state an index?";
    const DEFINITION: &'static str = "index(s) = |{ t a state : t < s }| where s is a state, else none";

    type Input = Input;
    type Index = Arc<Space>;
    type Answer = Answer;

    fn reference(input: &Input) -> Answer {
        reference::found(input)
    }

    fn index(input: &Input) -> Arc<Space> {
        Arc::clone(input.world.space())
    }

    fn optimised(input: &Input, space: &Arc<Space>) -> Answer {
        optimised::found(input, space)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let world = World::sample(rng, size);
        let words = (0..size).map(|_| sampled_word(&world, rng)).collect();
        let indices = (0..size).map(|_| sampled_index(&world, rng)).collect();
        Input { world, words, indices }
    }
}

/// A state, one with a bit flipped or a column erased, or any word.
fn sampled_word(world: &World, rng: &mut Rng) -> u64 {
    let state = world.published().keys[world.sampled_index(rng) as usize];
    match rng.below(8) {
        0 => state ^ 1 << rng.below(64),
        1 => word::step(state, rng.next_u64().to_le_bytes()[0]),
        2 => state ^ [word::FG, word::BG, word::FULL][world.sampled_index(rng) as usize % 3],
        3 => rng.next_u64() >> rng.below(64),
        _ => state,
    }
}

fn sampled_index(world: &World, rng: &mut Rng) -> i64 {
    let states = i64::from(world.space().len());
    match rng.below(8) {
        0 => -1,
        1 => states,
        2 => states - 1,
        3 => rng.next_u64().cast_signed(),
        _ => i64::from(world.sampled_index(rng)),
    }
}
