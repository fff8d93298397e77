//! One step after another, each state searched for.

use super::{Input, Trail};
use crate::states::word;

pub(super) fn trails(input: &Input) -> Vec<Vec<u32>> {
    input.trails.iter().map(|trail| indices(trail, &input.world.published().keys)).collect()
}

fn indices(trail: &Trail, keys: &[u64]) -> Vec<u32> {
    let mut state = keys[trail.from as usize];
    let mut indices = Vec::new();
    for intron in &trail.introns {
        state = word::step(state, *intron);
        let index = keys.binary_search(&state).expect("an input's introns stay in its world");
        indices.push(u32::try_from(index).expect("there are fewer than 2^24 states"));
    }
    indices
}
