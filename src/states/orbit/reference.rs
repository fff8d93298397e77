//! Tarjan's search for strongly connected components, with a stack of its own in place of recursion.
//!
//! Source: Tarjan, *Depth-first search and linear graph algorithms*, SIAM Journal on Computing 1 (1972).

use sha2::{Digest as _, Sha256};

use super::Answer;
use crate::pair::hex;
use crate::states::word;
use crate::states::world::World;

/// Not visited yet.
const UNSEEN: usize = usize::MAX;

pub(super) fn orbits(world: &World) -> Answer {
    let keys = &world.published().keys;
    let representatives = representatives(keys, &world.alphabet());
    let mut orbits = Vec::new();
    for (index, representative) in representatives.iter().enumerate() {
        if *representative == index {
            let size = representatives.iter().filter(|other| *other == representative).count();
            orbits.push((whole(index), whole(size)));
        }
    }
    let bytes: Vec<u8> = representatives.iter().flat_map(|index| whole(*index).to_le_bytes()).collect();
    Answer { orbits, map_sha256: hex(&Sha256::digest(&bytes)) }
}

/// The least index of each state's component.
fn representatives(keys: &[u64], alphabet: &[u8]) -> Vec<usize> {
    let next = |index: usize, intron: u8| {
        keys.binary_search(&word::step(keys[index], intron)).expect("the alphabet stays in its world")
    };
    let mut order = vec![UNSEEN; keys.len()];
    let mut lowest = vec![UNSEEN; keys.len()];
    let mut representatives = vec![UNSEEN; keys.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut visited = 0;
    for root in 0..keys.len() {
        if order[root] != UNSEEN {
            continue;
        }
        // Each entry: a state, and how many of its introns were followed.
        let mut path = vec![(root, 0)];
        while let Some((state, followed)) = path.pop() {
            if followed == 0 {
                (order[state], lowest[state]) = (visited, visited);
                visited += 1;
                open.push(state);
            } else {
                let child = next(state, alphabet[followed - 1]);
                if representatives[child] == UNSEEN {
                    lowest[state] = lowest[state].min(lowest[child]);
                }
            }
            if let Some(intron) = alphabet.get(followed) {
                path.push((state, followed + 1));
                let child = next(state, *intron);
                if order[child] == UNSEEN {
                    path.push((child, 0));
                }
            } else if lowest[state] == order[state] {
                let first = open.iter().rposition(|member| *member == state).expect("a root is open");
                let component = open.split_off(first);
                let least = *component.iter().min().expect("a component has its root");
                for member in component {
                    representatives[member] = least;
                }
            }
        }
    }
    representatives
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).expect("there are fewer than 2^24 states")
}
