//! A hash set of the words seen, and a list of those found last.

use std::collections::HashSet;

use sha2::{Digest as _, Sha256};

use super::{Answer, Input, NamedOrbit};
use crate::pair::hex;
use crate::states::word::{self, ARCHETYPE};

pub(super) fn space(input: &Input) -> Answer {
    let (mut words, layers) = reached(input);
    words.sort_unstable();
    let mut distances = vec![0; 49];
    for state in &words {
        distances[word::distance(*state) as usize] += 1;
    }
    Answer {
        states: whole(words.len()),
        layers,
        distances,
        keys_sha256: sha256(words.iter().flat_map(|state| state.to_le_bytes())),
        theta_sha256: sha256(words.iter().flat_map(|state| word::theta(*state).to_le_bytes())),
        orbits: orbits(&words),
    }
}

/// Every state, in the order in which it was found, and how many each layer has.
fn reached(input: &Input) -> (Vec<u64>, Vec<u32>) {
    let mut seen = HashSet::from([input.origin]);
    let mut found = vec![input.origin];
    let mut layers = Vec::new();
    let mut layer = vec![input.origin];
    while !layer.is_empty() {
        layers.push(whole(layer.len()));
        let mut next = Vec::new();
        for state in &layer {
            for intron in &input.alphabet {
                let reached = word::step(*state, *intron);
                if seen.insert(reached) {
                    next.push(reached);
                }
            }
        }
        found.extend(&next);
        layer = next;
    }
    (found, layers)
}

fn orbits(words: &[u64]) -> Vec<NamedOrbit> {
    let erased_of: Vec<u8> = words.iter().map(|state| erased_columns(*state)).collect();
    let mut orbits = Vec::new();
    for erased in 0..=255 {
        let members: Vec<usize> = (0..words.len()).filter(|index| erased_of[*index] == erased).collect();
        if let Some(first) = members.first() {
            orbits.push(NamedOrbit { erased, representative: whole(*first), size: whole(members.len()) });
        }
    }
    orbits
}

/// The columns in which the bits of a layer agree although those of the archetype do not.
fn erased_columns(state: u64) -> u8 {
    let mut erased = 0;
    for column in 0..8 {
        let bits = |of: u64| [0, 8, 16, 24, 32, 40].map(|shift| of >> (column + shift) & 1);
        let flipped = |fg: bool, bg: bool| {
            let flips = (if fg { word::FG } else { 0 }) ^ (if bg { word::BG } else { 0 });
            bits(ARCHETYPE ^ flips)
        };
        let intact = [(false, false), (false, true), (true, false), (true, true)]
            .into_iter()
            .any(|(fg, bg)| bits(state) == flipped(fg, bg));
        if !intact {
            erased |= 1 << column;
        }
    }
    erased
}

fn sha256(bytes: impl Iterator<Item = u8>) -> String {
    let bytes: Vec<u8> = bytes.collect();
    hex(&Sha256::digest(&bytes))
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).expect("there are fewer than 2^24 states")
}
