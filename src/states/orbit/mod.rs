//! Orbit: which states lead to each other and back?
//!
//! ```text
//! s ~ t  if introns of the alphabet lead from s to t and from t to s;   an orbit is a class of ~
//! ```
//!
//! With columns 1 and 6 the alphabet is { 0, 0x02, 0x40, 0x42 }. From the archetype, intron 0x02 erases column 1 for good: no way
//! leads back. So the archetype is an orbit by itself, and so are at least the states with only column 1, only column 6 and both
//! erased apart. In the whole space there are 256 orbits, one for each set of erased columns; the one with all of them erased has
//! 48,496 states, and every long enough walk ends there.
//!
//! Promised: orbits ascend by representative, their least index. The digest is SHA-256 of each state's representative, as
//! little-endian i32, in the order of the states: the published map.

mod optimised;
mod reference;

use std::sync::Arc;

use serde::Serialize;

use crate::pair::Pair;
use crate::rng::Rng;
use crate::states::space::Space;
use crate::states::world::World;

/// The pair `states/orbit`.
#[derive(Debug)]
pub struct Orbits;

/// The orbits of a world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The least index and the number of states of each.
    pub orbits: Vec<(u32, u32)>,
    /// SHA-256 of each state's representative, as hexadecimal digits.
    pub map_sha256: String,
}

impl Pair for Orbits {
    const NAME: &'static str = "states/orbit";
    const QUESTION: &'static str = "Which states lead to each other and back?";
    const DEFINITION: &'static str = "orbits = the strongly connected components of s → step(s, i), i ∈ alphabet";

    type Input = World;
    type Index = Arc<Space>;
    type Answer = Answer;

    fn reference(input: &World) -> Answer {
        reference::orbits(input)
    }

    fn index(input: &World) -> Arc<Space> {
        Arc::clone(input.space())
    }

    fn optimised(_: &World, space: &Arc<Space>) -> Answer {
        optimised::orbits(space)
    }

    fn sample(rng: &mut Rng, size: u32) -> World {
        World::sample(rng, size)
    }
}
