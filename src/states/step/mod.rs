//! Step: through which indices do introns lead?
//!
//! ```text
//! s[0] = the state at the index where a trail begins,  s[k+1] = step(s[k], introns[k]),  the trail = index(s[1]), index(s[2]), …
//! ```
//!
//! From the archetype, introns 1 and 0xFF lead over index 543,766 to index 0, where every trail ends that erases all columns in
//! one step.
//!
//! The published system has an entry for each state and intron, 808 MB; a trail reads it once a step. Here a step is worked out,
//! and only its index is looked up. Promised: an index for each intron, trail by trail.

mod optimised;
mod reference;

pub use optimised::{successors, trail, trail_at_once};

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::pair::Pair;
use crate::rng::Rng;
use crate::states::space::Space;
use crate::states::world::World;

/// The pair `states/step`.
#[derive(Debug)]
pub struct Step;

/// Where a trail begins, and what leads on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// The index of its first state.
    pub from: u32,
    /// The introns.
    pub introns: Vec<u8>,
}

/// Trails through a world.
#[derive(Debug, Clone)]
pub struct Input {
    world: World,
    trails: Vec<Trail>,
}

impl Input {
    /// Asks about trails.
    ///
    /// # Errors
    /// [`Error::Argument`] at the first index outside the world, and at the first intron that leads out of it.
    pub fn new(world: World, trails: Vec<Trail>) -> Result<Self> {
        for (place, trail) in trails.iter().enumerate() {
            world.space().checked_code(i64::from(trail.from), &format!("trails[{place}].from"))?;
            if let Some(at) = trail.introns.iter().position(|intron| intron & !world.columns() != 0) {
                let found = format!("intron {} erases a column that this space keeps", trail.introns[at]);
                return Err(Error::argument(
                    format!("trails[{place}].introns[{at}]"),
                    found,
                    "use introns of the space's columns",
                ));
            }
        }
        Ok(Self { world, trails })
    }
}

impl Pair for Step {
    const NAME: &'static str = "states/step";
    const QUESTION: &'static str = "Through which indices do introns lead?";
    const DEFINITION: &'static str = "s[k+1] = (s[k] ⊕ X(i)) ∧ ¬P(i), each by its index";

    type Input = Input;
    type Index = Arc<Space>;
    type Answer = Vec<Vec<u32>>;

    fn reference(input: &Input) -> Vec<Vec<u32>> {
        reference::trails(input)
    }

    fn index(input: &Input) -> Arc<Space> {
        Arc::clone(input.world.space())
    }

    fn optimised(input: &Input, space: &Arc<Space>) -> Vec<Vec<u32>> {
        let indices = |asked: &Trail| {
            let mut indices = vec![0; asked.introns.len()];
            trail(space, asked.from, &asked.introns, &mut indices);
            indices
        };
        input.trails.iter().map(indices).collect()
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let world = World::sample(rng, size);
        let trails = (0..size.min(20)).map(|_| {
            let from = world.sampled_index(rng);
            let length = rng.below(1 + u64::from(size / 2));
            Trail { from, introns: (0..length).map(|_| world.sampled_intron(rng)).collect() }
        });
        Input { trails: trails.collect(), world }
    }
}
