//! Theta: how far is a state from the archetype?
//!
//! ```text
//! theta(s) = acos(1 − 2h/48) in f64, rounded to f32;   h = popcount(s ⊕ archetype)
//! ```
//!
//! State 0 differs from the archetype in 24 bits: its angle is acos(0) = π/2. Index 0 is that state, not the archetype.
//!
//! The published system keeps the angle of each state in a table, and searches the states for the place: 0.7 to 1.5 ms a look, as
//! its search copies all states to another type first. The reference searches, without the copy.
//!
//! Promised: an angle for each state, then one for each index, in the order asked. Words that are no states have no place here:
//! they are refused when the question is put.

mod optimised;
mod reference;

pub use optimised::{thetas, thetas_at};

use std::sync::Arc;

use serde::Serialize;

use crate::error::Result;
use crate::pair::Pair;
use crate::rng::Rng;
use crate::states::space::Space;
use crate::states::world::World;

/// The pair `states/theta`.
#[derive(Debug)]
pub struct Theta;

/// States, and indices, of a world.
#[derive(Debug, Clone)]
pub struct Input {
    world: World,
    states: Vec<u64>,
    indices: Vec<u32>,
}

impl Input {
    /// Asks about words and indices.
    ///
    /// # Errors
    /// [`Error::Argument`](crate::Error::Argument) at the first word that is no state, and at the first index outside the space.
    pub fn new(world: World, states: Vec<u64>, indices: Vec<u32>) -> Result<Self> {
        for (place, state) in states.iter().enumerate() {
            world.space().checked_index(*state, &format!("states[{place}]"))?;
        }
        for (place, index) in indices.iter().enumerate() {
            world.space().checked_code(i64::from(*index), &format!("indices[{place}]"))?;
        }
        Ok(Self { world, states, indices })
    }
}

/// Angles in radians.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// One a state.
    pub of_states: Vec<f32>,
    /// One an index.
    pub of_indices: Vec<f32>,
}

impl Pair for Theta {
    const NAME: &'static str = "states/theta";
    const QUESTION: &'static str = "How far is a state from the archetype?";
    const DEFINITION: &'static str = "theta(s) = acos(1 − 2 popcount(s ⊕ archetype) / 48)";

    type Input = Input;
    type Index = Arc<Space>;
    type Answer = Answer;

    fn reference(input: &Input) -> Answer {
        reference::angles(input)
    }

    fn index(input: &Input) -> Arc<Space> {
        Arc::clone(input.world.space())
    }

    fn optimised(input: &Input, space: &Arc<Space>) -> Answer {
        let mut answer =
            Answer { of_states: vec![0.0; input.states.len()], of_indices: vec![0.0; input.indices.len()] };
        thetas(space, &input.states, &mut answer.of_states);
        thetas_at(space, &input.indices, &mut answer.of_indices);
        answer
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let world = World::sample(rng, size);
        let indices: Vec<u32> = (0..size).map(|_| world.sampled_index(rng)).collect();
        let states = (0..size).map(|_| world.published().keys[world.sampled_index(rng) as usize]).collect();
        Input { world, states, indices }
    }
}
