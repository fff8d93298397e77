//! Random lives of a profiler.

use std::sync::Arc;

use super::asked::{Input, Mode, Operation, Settings, Variant};
use crate::rng::Rng;
use crate::scenario::contracts::{Contract, Slot};

/// A life of about `size` operations on a few contracts: empty ones, twins, equal vectors under other names, odd types.
pub(super) fn life(rng: &mut Rng, size: u32) -> Input {
    let mode = match rng.below(4) {
        0 => Mode::Published(Variant::DistinctNames),
        1 => Mode::Published(Variant::Slots),
        _ => Mode::Sound,
    };
    let settings = Settings {
        history_size: pick(rng, &[0, 1, 5, 11, 20, 1000]),
        similarity_threshold: pick(rng, &[0.7, 0.0, 0.9, 0.999, 1.0, -1.0, 1.1]),
        confidence_level: pick(rng, &[0.95, 0.9, 0.99, 0.8, 0.5]),
        anomaly_threshold: pick(rng, &[3.0, 1.0, 0.0]),
    };
    let count = 1 + rng.below(12);
    let contracts: Vec<Contract> = (0..count).map(|number| contract(rng, number)).collect();
    let operations = operations(rng, size, count);
    Input::checked(mode, settings, contracts, operations).expect("samples stay inside the limits")
}

fn operations(rng: &mut Rng, size: u32, contracts: u64) -> Vec<Operation> {
    let coarse = rng.below(3) == 0;
    let mut operations = Vec::new();
    let mut predictions = 0;
    for number in 0..size {
        let contract = whole(rng.below(contracts));
        let drifted = if number > size / 2 { 1.5 } else { 1.0 };
        let (time_ms, memory_mb) = (quantity(rng, coarse, 1500.0 * drifted), quantity(rng, coarse, 200.0));
        operations.push(match rng.below(8) {
            0..4 => Operation::Record { contract, time_ms, memory_mb },
            4 | 5 => {
                predictions += 1;
                Operation::Predict { contract }
            }
            6 if predictions > 0 => Operation::Judge { prediction: whole(rng.below(predictions)), time_ms, memory_mb },
            _ => Operation::Statistics,
        });
    }
    operations
}

/// A quantity near `centre`; where `coarse`, one of few values, 0 among them. Now and then a far one.
fn quantity(rng: &mut Rng, coarse: bool, centre: f64) -> f64 {
    if coarse {
        return pick(rng, &[0.0, centre, centre, centre * 0.5, centre * 2.0]);
    }
    let share = rng.below(1 << 20) as f64 / 1_048_576.0;
    match rng.below(40) {
        0 => centre * 1e6 * share,
        1 => centre * 1e-9 * share,
        _ => centre * (0.75 + 0.5 * share),
    }
}

fn contract(rng: &mut Rng, number: u64) -> Contract {
    let slots = pick(rng, &[0, 1, 3, 13, 17]);
    // Few names: two contracts often have the same vector, or the same slots.
    let names = 1 + rng.below(6);
    let steady = rng.below(2) == 0;
    let slots = (0..slots).map(|place| {
        let name = if steady { place % names } else { rng.below(names) };
        slot(rng, name, steady)
    });
    Contract {
        slots: slots.collect(),
        id: Arc::from(format!("K{number}")),
        contract_type: Arc::from(pick(rng, &["TYPE_A", "TYPE_B", "TYPE_C", "TYPE_D", "TYPE_E", "TYPE_Z", ""])),
        waits_for: Vec::new(),
    }
}

fn slot(rng: &mut Rng, name: u64, steady: bool) -> Slot {
    let class = ["", "Alpha", "CausalBeta", "causalGamma", "BayesianDelta", "Épsilon"];
    let method = ["", "fit", "RUN_CAUSAL", "bayesianise", "gate", "rank_é"];
    let name = usize::try_from(name).expect("a few names");
    Slot {
        class: Arc::from(class[name]),
        method: Arc::from(method[if steady { name } else { pick(rng, &[name, 0, 5]) }]),
        level: Arc::from(if steady { "N2-INF" } else { pick(rng, &["N1-EMP", "N2-INF", "N3-AUD", "N3N1", "", "n1"]) }),
        confidence: if steady { 0.8 } else { pick(rng, &[0.5, 0.88, 0.0, 1.0, -3.5, 0.1]) },
    }
}

fn pick<T: Copy>(rng: &mut Rng, list: &[T]) -> T {
    list[usize::try_from(rng.below(list.len() as u64)).expect("a place in a short list")]
}

fn whole(count: u64) -> u32 {
    u32::try_from(count).expect("a small count")
}
