//! Malformed contracts and surprises, as far as they are the profiler's.

use std::sync::Arc;

use serde_json::{Value, json};

use super::dynamic::contract;
use super::profile::{VARIANTS, entry};
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{Peek, SIDES, VerifiedSection};
use crate::error::{Error, Result};
use crate::pair::{Side, ask};
use crate::reuse::profile::{
    Entry, Input, Mode, Operation, Prediction, Profile, Settings, Variant, features, published_interval,
    published_similarity,
};
use crate::scenario::contracts::{Contract, Slot};

/// Whether a file holds malformed contracts and surprises, which concern several pairs.
pub(super) fn claims(peek: &Peek) -> bool {
    peek.has("cases") && peek.has("api")
}

/// The features and cold predictions of the malformed contracts, and those surprises whose inputs their names tell.
pub(super) fn sections(name: &str, text: &str) -> Result<Vec<VerifiedSection>> {
    let file: Value = serde_json::from_str(text).map_err(|error| Error::Recorded {
        name: name.to_owned(),
        at: "$".to_owned(),
        found: error.to_string(),
    })?;
    let mut tally = Tally::new("profile features");
    for (place, case) in list(&file["cases"]).iter().enumerate() {
        for (key, (_, variant)) in ["features_A", "features_B"].into_iter().zip(VARIANTS) {
            // Which words an exception had is its language's matter; that there is one is the rule.
            let recorded = &case[key];
            let recorded = if recorded["error"].is_string() { json!("refused") } else { recorded.clone() };
            for side in SIDES {
                tally.compare(
                    side,
                    &format!("$.cases[{place}].{key}"),
                    &recorded,
                    &seen(&case["contract"], variant, side),
                );
            }
        }
    }
    let mut surprises = Tally::new("profile surprises");
    for (place, case) in list(&file["api"]).iter().enumerate() {
        let told = case["name"].as_str().unwrap_or_default();
        if told.starts_with("optimize") {
            continue; // of the batches, which compare them
        }
        for side in SIDES {
            match surprise(told, side) {
                Some(own) => surprises.compare(side, &format!("$.api[{place}].result"), &case["result"], &own),
                None => surprises.skip(1),
            }
        }
    }
    Ok(vec![tally.done(), surprises.done()])
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// What a side sees in a contract of any shape: its features, and its prediction before anything is known.
fn seen(value: &Value, variant: Variant, side: Side) -> Value {
    let Some(contract) = contract(value) else { return json!("refused") };
    let vector: Vec<Value> = features(&contract, variant, side).vector().into_iter().map(written).collect();
    // A type that is no text stays what it was: it is looked up, not read.
    let kind = value.pointer("/identity/contract_type").cloned().unwrap_or_else(|| json!(&*contract.contract_type));
    let cold = match &live(variant, side, vec![contract], vec![Operation::Predict { contract: 0 }])[..] {
        [Entry::Predicted(cold)] => cold_row(cold),
        _ => Value::Null,
    };
    json!({ "vector": vector, "contract_type": kind, "cold": cold })
}

fn cold_row(cold: &Prediction) -> Value {
    let Prediction {
        time_ms, memory_mb, time_interval_ms, memory_interval_mb, confidence, uncertainty, samples, ..
    } = cold;
    json!([time_ms, memory_mb, time_interval_ms, memory_interval_mb, confidence, uncertainty, samples])
}

/// A number in the way of the files: those that JSON cannot write carry a tag.
fn written(number: f64) -> Value {
    if number.is_finite() { json!(number) } else { json!({ "__float__": number.to_string().to_lowercase() }) }
}

fn live(variant: Variant, side: Side, contracts: Vec<Contract>, operations: Vec<Operation>) -> Vec<Entry> {
    let mode = Mode::Published(variant);
    ask::<Profile>(&Input::as_recorded(mode, Settings::default(), contracts, operations), side)
}

/// The answer to a surprise; nothing where it is not the profiler's, or its name does not tell its input.
fn surprise(told: &str, side: Side) -> Option<Value> {
    let rising = |count: u32| (0..count).map(|number| 100.0 + f64::from(number)).collect::<Vec<f64>>();
    let interval = |values: &[f64], level: f64| Some(json!(published_interval(values, level, side)));
    match told.split(" =>").next()?.split(':').next()? {
        "anomaly n=9" => Some(judged(&rising(9), 1e6, 100.0, side)),
        "anomaly n=10" => Some(judged(&rising(10), 1e6, 100.0, side)),
        "anomaly n=10 memory x1000 not seen" => Some(judged(&rising(10), 104.0, 1e5, side)),
        "anomaly n=11" => Some(judged(&rising(11), 1e6, 100.0, side)),
        "anomaly n=11 memory" => Some(judged(&rising(11), 105.0, 1e9, side)),
        "anomaly constant history, time x1.5" => Some(judged(&[100.0; 20], 150.0, 100.0, side)),
        "anomaly constant history, time x2.5" => Some(judged(&[100.0; 20], 250.0, 100.0, side)),
        "anomaly NaN time" => Some(judged(&rising(11), f64::NAN, 105.0, side)),
        "anomaly with a zero prediction (empty contract, cold)" => Some(judged_cold(side)),
        "NaN feature" => nan_feature(side),
        "all-zero vector" => Some(json!(published_similarity(&[0.0; 10], &[0.0; 10], side))),
        "wilson []" => interval(&[], 0.95),
        "wilson [7]" => interval(&[7.0], 0.95),
        "wilson [1,100] lower clipped" => interval(&[1.0, 100.0], 0.95),
        "wilson conf .80 uses 1.96" => interval(&[1.0, 2.0, 3.0], 0.8),
        _ => None,
    }
}

fn ordinary(confidence: f64) -> Contract {
    let slot = Slot { class: Arc::from("A"), method: Arc::from("m"), level: Arc::from("N1-EMP"), confidence };
    Contract { id: Arc::from("X"), contract_type: Arc::from("TYPE_A"), slots: vec![slot], waits_for: Vec::new() }
}

/// A judgement after executions of one contract that took these many milliseconds and megabytes.
fn judged(history: &[f64], time_ms: f64, memory_mb: f64, side: Side) -> Value {
    let mut operations: Vec<Operation> =
        history.iter().map(|value| Operation::Record { contract: 0, time_ms: *value, memory_mb: *value }).collect();
    operations.push(Operation::Predict { contract: 0 });
    operations.push(Operation::Judge { prediction: 0, time_ms, memory_mb });
    live(Variant::DistinctNames, side, vec![ordinary(0.8)], operations).last().map_or(Value::Null, entry)
}

/// A judgement beside the prediction of a contract without methods, made before anything was known.
fn judged_cold(side: Side) -> Value {
    let nothing = Contract { slots: Vec::new(), ..ordinary(0.8) };
    let mut operations = vec![Operation::Predict { contract: 1 }];
    operations.extend((0..10).map(|_| Operation::Record { contract: 0, time_ms: 100.0, memory_mb: 100.0 }));
    operations.push(Operation::Judge { prediction: 0, time_ms: 100.0, memory_mb: 100.0 });
    live(Variant::DistinctNames, side, vec![ordinary(0.8), nothing], operations).last().map_or(Value::Null, entry)
}

/// A contract whose confidence is not a number is like every other.
fn nan_feature(side: Side) -> Option<Value> {
    let operations =
        vec![Operation::Record { contract: 0, time_ms: 100.0, memory_mb: 100.0 }, Operation::Predict { contract: 1 }];
    let entries = live(Variant::DistinctNames, side, vec![ordinary(0.8), ordinary(f64::NAN)], operations);
    match entries.last() {
        Some(Entry::Predicted(Prediction { time_ms, confidence, samples, .. })) => {
            Some(json!([time_ms, confidence, samples]))
        }
        _ => None,
    }
}
