//! The four tables of the published system, for the sides that search them.

use crate::states::space::Space;
use crate::states::word;

/// A space as four lists, in the order of the states' words.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The words, ascending.
    pub keys: Vec<u64>,
    /// Each state's angle from the archetype, in radians.
    pub thetas: Vec<f32>,
    /// The least index of each state's orbit.
    pub representatives: Vec<u32>,
    /// How many states each state's orbit has.
    pub orbit_sizes: Vec<u32>,
    /// How many states the largest orbit has; the published system looks for it again each time.
    pub largest_orbit: u32,
}

impl Published {
    /// Writes a space's lists down: 20 bytes a state.
    pub fn of(space: &Space) -> Self {
        let indices = || 0..space.len();
        let keys: Vec<u64> = indices().map(|index| space.code_at(index).word()).collect();
        let orbit = |index: u32| space.orbit(space.code_at(index));
        Self {
            thetas: keys.iter().map(|state| word::theta(*state)).collect(),
            representatives: indices().map(|index| orbit(index).representative).collect(),
            orbit_sizes: indices().map(|index| orbit(index).size).collect(),
            largest_orbit: space.largest_orbit(),
            keys,
        }
    }
}
