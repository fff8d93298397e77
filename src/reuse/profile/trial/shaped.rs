//! Contracts of the shape of a real set: 30 questions in 10 sectors.

use std::sync::Arc;

use crate::rng::Rng;
use crate::scenario::contracts::{Contract, Slot};

/// How many questions of each type: with 10 sectors 20, 120, 40, 80 and 40 contracts.
const QUESTIONS: [(&str, u32); 5] = [("TYPE_A", 2), ("TYPE_B", 12), ("TYPE_C", 4), ("TYPE_D", 8), ("TYPE_E", 4)];
const SECTORS: u32 = 10;
/// Questions draw on one of so many sets of classes.
const CLASS_SETS: u64 = 14;
const CLASSES: u64 = 37;
/// Shares of the levels, of 14 slots.
const LEVELS: [(&str, u64); 3] = [("N1-EMP", 5), ("N2-INF", 5), ("N3-AUD", 4)];

/// 300 made-up contracts with 13 to 17 methods each: a question is the same in all sectors.
///
/// # Panics
/// Never.
pub fn shaped_contracts(seed: u64) -> Vec<Contract> {
    let mut rng = Rng::new(seed);
    let sets: Vec<Vec<u64>> = (0..CLASS_SETS).map(|_| class_set(&mut rng)).collect();
    let mut contracts = Vec::new();
    let mut number = 0;
    for (kind, questions) in QUESTIONS {
        for _ in 0..questions {
            number += 1;
            let set = &sets[usize::try_from(rng.below(CLASS_SETS)).expect("fourteen sets")];
            let slots: Vec<Slot> = (0..13 + rng.below(5)).map(|place| slot(&mut rng, set, place)).collect();
            contracts.extend((1..=SECTORS).map(|sector| Contract {
                id: Arc::from(format!("Q{number:03}_S{sector:02}")),
                contract_type: Arc::from(kind),
                slots: slots.clone(),
                waits_for: Vec::new(),
            }));
        }
    }
    contracts
}

fn class_set(rng: &mut Rng) -> Vec<u64> {
    (0..6 + rng.below(5)).map(|_| rng.below(CLASSES)).collect()
}

fn slot(rng: &mut Rng, set: &[u64], place: u64) -> Slot {
    let class = set[usize::try_from(rng.below(set.len() as u64)).expect("a place in a list")];
    let mut share = rng.below(14);
    let level = LEVELS.iter().find(|(_, weight)| {
        let here = share < *weight;
        share = share.saturating_sub(*weight);
        here
    });
    Slot {
        class: Arc::from(format!("C{class:02}{}", if class == 7 { "Bayesian" } else { "" })),
        method: Arc::from(format!("m{place:02}_{class}{}", if class.is_multiple_of(11) { "_causal" } else { "" })),
        level: Arc::from(level.map_or("", |(level, _)| *level)),
        confidence: [0.5, 0.8, 0.88, 0.92][usize::try_from(rng.below(4)).expect("four")],
    }
}
