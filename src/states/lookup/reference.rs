//! The published list of states, searched by halves.

use super::{Answer, Input};

pub(super) fn found(input: &Input) -> Answer {
    let keys = &input.world.published().keys;
    let index_of = |word: &u64| {
        let place = keys.binary_search(word).ok()?;
        Some(u32::try_from(place).expect("there are fewer than 2^24 states"))
    };
    let state_at = |index: &i64| keys.get(usize::try_from(*index).ok()?).copied();
    Answer { indices: input.words.iter().map(index_of).collect(), states: input.indices.iter().map(state_at).collect() }
}
