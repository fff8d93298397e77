//! Lives of a profiler: what was recorded, predicted, judged and counted, by both published variants.

use serde_json::{Map, Value, json};

use super::dynamic::{contract, float};
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{Peek, SIDES, VerifiedSection};
use crate::error::{Error, Result};
use crate::pair::ask;
use crate::reuse::profile::{
    Entry, Features, Input, Mode, Operation, Prediction, Profile, Settings, Statistics, Variant, features,
};
use crate::scenario::contracts::Contract;

/// The published variants by the names that files give them.
pub(super) const VARIANTS: [(&str, Variant); 2] =
    [("A_6e691f7", Variant::DistinctNames), ("B_7aca6253", Variant::Slots)];

/// Whether a file is one of these.
pub(super) fn claims(peek: &Peek) -> bool {
    ["params", "contracts", "ops", "results"].iter().all(|key| peek.has(key))
}

/// Two sections a variant: the features of the contracts, and what came of each operation.
pub(super) fn sections(name: &str, text: &str) -> Result<Vec<VerifiedSection>> {
    let wrong = |at: String, found: &str| Error::Recorded { name: name.to_owned(), at, found: found.to_owned() };
    let file: Value = serde_json::from_str(text).map_err(|error| wrong("$".to_owned(), &error.to_string()))?;
    let contracts: Vec<Contract> = list(&file["contracts"])
        .iter()
        .enumerate()
        .map(|(place, value)| contract(value).ok_or_else(|| wrong(format!("$.contracts[{place}]"), "no contract")))
        .collect::<Result<_>>()?;
    let settings = settings(&file["params"]).ok_or_else(|| wrong("$.params".to_owned(), "not the four settings"))?;
    let operations: Vec<Operation> = list(&file["ops"])
        .iter()
        .enumerate()
        .map(|(place, value)| operation(value).ok_or_else(|| wrong(format!("$.ops[{place}]"), "no operation")))
        .collect::<Result<_>>()?;
    let mut sections = Vec::new();
    for (key, variant) in VARIANTS {
        let recorded = &file["results"][key];
        let own = |side| {
            Value::Array(contracts.iter().map(|contract| shown(contract, &features(contract, variant, side))).collect())
        };
        let mut tally = Tally::new(&format!("features {key}"));
        for side in SIDES {
            tally.compare(side, &format!("$.results.{key}.features"), &recorded["features"], &own(side));
        }
        sections.push(tally.done());
        let input = Input::checked(Mode::Published(variant), settings, contracts.clone(), operations.clone())?;
        let mut tally = Tally::new(&format!("profile {key}"));
        for side in SIDES {
            let own = ask::<Profile>(&input, side).iter().map(entry).collect();
            tally.compare(side, &format!("$.results.{key}.out"), &recorded["out"], &Value::Array(own));
        }
        sections.push(tally.done());
    }
    Ok(sections)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn settings(params: &Value) -> Option<Settings> {
    Some(Settings {
        history_size: u32::try_from(params["history_size"].as_u64()?).ok()?,
        similarity_threshold: params["similarity_threshold"].as_f64()?,
        confidence_level: params["confidence_level"].as_f64()?,
        anomaly_threshold: params["anomaly_threshold"].as_f64()?,
    })
}

fn operation(value: &Value) -> Option<Operation> {
    let place = |key: &str| u32::try_from(value[key].as_u64()?).ok();
    let number = |key: &str| float(&value[key]);
    Some(match value["op"].as_str()? {
        "record" => Operation::Record {
            contract: place("contract")?,
            time_ms: number("time_ms")?,
            memory_mb: number("memory_mb")?,
        },
        "predict" => Operation::Predict { contract: place("contract")? },
        "anomaly" => Operation::Judge {
            prediction: place("pred")?,
            time_ms: number("time_ms")?,
            memory_mb: number("memory_mb")?,
        },
        "stats" => Operation::Statistics,
        _ => return None,
    })
}

/// Features in the words of a file.
fn shown(contract: &Contract, features: &Features) -> Value {
    json!({
        "contract_id": &*contract.id,
        "contract_type": &*contract.contract_type,
        "method_count": features.method_count,
        "unique_classes": features.classes,
        "unique_methods": features.methods,
        "n1_methods": features.levels[0],
        "n2_methods": features.levels[1],
        "n3_methods": features.levels[2],
        "avg_confidence": features.mean_confidence,
        "has_causal_methods": features.causal,
        "has_bayesian_methods": features.bayesian,
        "complexity_score": features.complexity,
        "vector": features.vector(),
    })
}

/// An entry in the words of a file.
pub(super) fn entry(entry: &Entry) -> Value {
    match entry {
        Entry::Predicted(prediction) => predicted(prediction),
        Entry::Statistics(statistics) => counted(statistics),
        Entry::Judged(judgement) => json!([judgement.anomalous, judgement.reason]),
        Entry::Undefined(_) => Value::Object(Map::from_iter([
            ("error".to_owned(), json!("ZeroDivisionError")),
            ("message".to_owned(), json!("float division by zero")),
        ])),
        _ => Value::Null,
    }
}

fn predicted(prediction: &Prediction) -> Value {
    json!({
        "contract_id": prediction.contract,
        "predicted_time_ms": prediction.time_ms,
        "predicted_memory_mb": prediction.memory_mb,
        "confidence_interval_time": prediction.time_interval_ms,
        "confidence_interval_memory": prediction.memory_interval_mb,
        "confidence_level": prediction.confidence,
        "prediction_uncertainty": prediction.uncertainty,
        "based_on_samples": prediction.samples,
        "str": prediction.to_string(),
    })
}

fn counted(statistics: &Statistics) -> Value {
    json!({
        "history_size": statistics.history_size,
        "time_mean": statistics.time_mean_ms,
        "time_std": statistics.time_deviation_ms,
        "memory_mean": statistics.memory_mean_mb,
        "memory_std": statistics.memory_deviation_mb,
    })
}
