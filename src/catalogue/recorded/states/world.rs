//! The whole space, as the recorded answers need it: the words in ascending order, and the orbits. Built once.

use std::sync::{Arc, OnceLock};

use crate::states::orbits::Orbits;
use crate::states::word;

/// Every state.
pub(super) struct World {
    /// The words, in ascending order; a word's place is the state's index.
    pub(super) words: Vec<u64>,
    /// The orbits of those states.
    pub(super) orbits: Arc<Orbits>,
}

impl World {
    /// The index of a word.
    pub(super) fn index(&self, word: u64) -> Option<u32> {
        self.words.binary_search(&word).ok().and_then(|place| u32::try_from(place).ok())
    }

    /// The word of a state.
    pub(super) fn word(&self, state: u32) -> Option<u64> {
        self.words.get(state as usize).copied()
    }
}

/// The space, built at the first call.
pub(super) fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(build)
}

fn build() -> World {
    let mut seen = std::collections::HashSet::new();
    let mut queue = vec![word::ARCHETYPE];
    seen.insert(word::ARCHETYPE);
    while let Some(state) = queue.pop() {
        for intron in 0..=u8::MAX {
            let next = word::step(state, intron);
            if seen.insert(next) {
                queue.push(next);
            }
        }
    }
    let mut words: Vec<u64> = seen.into_iter().collect();
    words.sort_unstable();
    let erased = |word: u64| {
        let [a, b, c, ..] = word.to_le_bytes();
        !((a ^ b) & 0x0F | (b ^ c) & 0xF0)
    };
    let orbits = Orbits::new(words.iter().map(|word| (erased(*word), *word))).expect("the space has states");
    World { words, orbits: Arc::new(orbits) }
}
