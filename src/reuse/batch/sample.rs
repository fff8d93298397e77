//! Random contracts, few and ugly on purpose: nothing to do, equal sets, equal averages, thresholds that decide, limits of nothing.

use std::sync::Arc;

use super::{Input, Mode};
use crate::model::ContractId;
use crate::rng::Rng;
use crate::scenario::contracts::{Contract, Contracts, Limits, Slot};

/// Beyond these the plain sides, which add everything anew after every merge, are too slow to be asked a thousand times.
const MOST_PUBLISHED: u64 = 48;
const MOST_SCALE: u64 = 20;

pub(super) fn input(rng: &mut Rng, size: u32) -> Input {
    let mode = if rng.below(2) == 0 { Mode::Published } else { Mode::Scale };
    let most = if mode == Mode::Published { MOST_PUBLISHED } else { MOST_SCALE };
    let count = most.min(u64::from(size));
    // Few classes make many equal averages; more than 64 need a second word.
    let names = [2, 3, 5, 9, 40, 90][pick(rng, 6)];
    let backwards = rng.below(2) == 0;
    let mut contracts: Vec<Contract> = (0..count).map(|number| contract(rng, number, names)).collect();
    for at in 0..contracts.len() {
        let others = if backwards { at + 1..contracts.len() } else { 0..at };
        if rng.below(3) == 0 && !others.is_empty() {
            let mut waits_for: Vec<ContractId> =
                (0..=rng.below(2)).map(|_| ContractId::at(others.start + pick(rng, others.len() as u64))).collect();
            waits_for.sort_unstable();
            waits_for.dedup();
            contracts[at].waits_for = waits_for;
        }
    }
    let limits = Limits {
        batch_size: [0, 1, 2, 5, 30][pick(rng, 5)],
        batch_memory_mb: [0.0, 60.0, 200.0, 2048.0][pick(rng, 4)],
        batch_time_ms: [0.0, 500.0, 2_500.0, 60_000.0][pick(rng, 4)],
        similarity_threshold: [0.3, 0.0, 0.1, 0.5, 1.0 / 3.0, 0.75, 1.0, 1.01, -2.0, 0.3][pick(rng, 10)],
    };
    Input { set: Arc::new(Contracts { contracts, ..Contracts::default() }), limits, mode }
}

fn contract(rng: &mut Rng, number: u64, names: u64) -> Contract {
    let slots = if rng.below(8) == 0 { 0 } else { rng.below(names.min(9) + 1) };
    let types = ["TYPE_A", "TYPE_B", "TYPE_C", "TYPE_D", "TYPE_E", "type_b", ""];
    Contract {
        id: if rng.below(9) == 0 { "UNKNOWN".into() } else { format!("R{number:03}").into() },
        contract_type: types[pick(rng, 7)].into(),
        slots: (0..slots).map(|_| slot(rng, names)).collect(),
        waits_for: Vec::new(),
    }
}

fn slot(rng: &mut Rng, names: u64) -> Slot {
    let mut name = |prefix: &str, bound: u64| -> Arc<str> {
        // "C10" sorts before "C2", and the empty name is none.
        if rng.below(12) == 0 { "".into() } else { format!("{prefix}{}", rng.below(bound)).into() }
    };
    Slot { class: name("C", names), method: name("m", 7), level: "N1-EMP".into(), confidence: 0.8 }
}

fn pick(rng: &mut Rng, bound: u64) -> usize {
    usize::try_from(rng.below(bound)).expect("samples draw small numbers")
}
