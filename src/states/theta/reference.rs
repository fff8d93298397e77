//! The published tables, searched.

use super::{Answer, Input};

pub(super) fn angles(input: &Input) -> Answer {
    let tables = input.world.published();
    let searched = |state: &u64| {
        let index = tables.keys.binary_search(state).expect("an input's states were checked");
        tables.thetas[index]
    };
    Answer {
        of_states: input.states.iter().map(searched).collect(),
        of_indices: input.indices.iter().map(|index| tables.thetas[*index as usize]).collect(),
    }
}
