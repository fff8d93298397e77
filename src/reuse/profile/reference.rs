//! The profiler, operation by operation: a list of executions, and everything worked out anew from it each time.

pub(super) mod exact;
mod sound;

use std::collections::BTreeSet;

use exact::{deviation, mean};

use super::answer::{Entry, Features, Judgement, Prediction, Statistics};
use super::asked::{Input, Mode, Operation, Settings, Variant};
use super::published::{self, Base};
use crate::scenario::contracts::Contract;

/// One entry an operation.
pub(super) fn transcript(input: &Input) -> Vec<Entry> {
    match input.mode() {
        Mode::Sound => sound::transcript(input),
        Mode::Published(variant) => published_transcript(input, variant),
    }
}

/// What a contract looks like from afar.
pub(super) fn features(contract: &Contract, variant: Variant) -> Features {
    let slots = &contract.slots;
    let classes: BTreeSet<&str> = slots.iter().map(|slot| &*slot.class).collect();
    let methods: BTreeSet<&str> = slots.iter().map(|slot| &*slot.method).collect();
    let mut levels = [0, 0, 0];
    for slot in slots {
        if let Some(level) = ["N1", "N2", "N3"].iter().position(|level| slot.level.contains(level)) {
            levels[level] += 1;
        }
    }
    let speaks_of = |capital: &str, small: &str| {
        slots.iter().any(|slot| slot.class.contains(capital) || slot.method.to_lowercase().contains(small))
    };
    let confidences: Vec<f64> = slots.iter().map(|slot| slot.confidence).collect();
    let method_count = match variant {
        Variant::DistinctNames => whole(methods.len()),
        Variant::Slots => whole(slots.len()),
    };
    let complexity = 0.3 * f64::from(method_count)
        + 0.2 * f64::from(whole(classes.len()))
        + 0.2 * f64::from(levels[1])
        + 0.3 * f64::from(levels[2]);
    Features {
        method_count,
        classes: whole(classes.len()),
        methods: whole(methods.len()),
        levels,
        mean_confidence: mean_confidence(&confidences),
        causal: speaks_of("Causal", "causal"),
        bayesian: speaks_of("Bayesian", "bayesian"),
        complexity,
    }
}

/// The exactly rounded mean; what is infinite or not a number makes the mean so too.
fn mean_confidence(confidences: &[f64]) -> f64 {
    if confidences.is_empty() {
        return 0.5;
    }
    if confidences.iter().all(|confidence| confidence.is_finite()) {
        mean(confidences)
    } else {
        confidences.iter().sum()
    }
}

/// An execution in the history.
struct Execution {
    vector: [f64; 10],
    time_ms: f64,
    memory_mb: f64,
}

fn published_transcript(input: &Input, variant: Variant) -> Vec<Entry> {
    let settings = input.settings();
    let mut history: Vec<Execution> = Vec::new();
    let mut predicted_ms = Vec::new();
    let mut entries = Vec::new();
    for operation in input.operations() {
        entries.push(match *operation {
            Operation::Record { contract, time_ms, memory_mb } => {
                let vector = features(&input.contracts()[contract as usize], variant).vector();
                history.push(Execution { vector, time_ms, memory_mb });
                if history.len() > settings.history_size as usize {
                    history.remove(0);
                }
                Entry::Recorded
            }
            Operation::Predict { contract } => {
                let prediction = prediction(&input.contracts()[contract as usize], variant, &history, settings);
                predicted_ms.push(prediction.as_ref().map(|prediction| prediction.time_ms));
                prediction.map_or(Entry::Undefined(published::NO_WEIGHT), Entry::Predicted)
            }
            Operation::Judge { prediction, time_ms, memory_mb } => {
                judgement(&history, settings, predicted_ms[prediction as usize], time_ms, memory_mb)
            }
            Operation::Statistics => Entry::Statistics(statistics(&history)),
        });
    }
    entries
}

/// The cosine of two vectors, held between 0 and 1; 0 where one of them has no length, 1 where one is not a number.
pub(super) fn similarity(one: &[f64; 10], other: &[f64; 10]) -> f64 {
    let length = |vector: &[f64; 10]| vector.iter().fold(0.0, |sum, x| sum + x * x).sqrt();
    let (length_one, length_other) = (length(one), length(other));
    if length_one <= 0.0 || length_other <= 0.0 {
        return 0.0;
    }
    let product = one.iter().zip(other).fold(0.0, |sum, (x, y)| sum + x * y);
    let cosine = product / (length_one * length_other);
    // Adding 0 makes a −0 a 0, which sorts with its equals.
    if cosine < 1.0 { cosine.max(0.0) + 0.0 } else { 1.0 }
}

/// The prediction; nothing where all weights are 0.
fn prediction(contract: &Contract, variant: Variant, history: &[Execution], settings: Settings) -> Option<Prediction> {
    let features = features(contract, variant);
    let vector = features.vector();
    let mut alike: Vec<(f64, &Execution)> = history
        .iter()
        .map(|execution| (similarity(&vector, &execution.vector), execution))
        .filter(|(similarity, _)| *similarity >= settings.similarity_threshold)
        .collect();
    if alike.is_empty() {
        return Some(cold(contract, &features));
    }
    alike.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let weight = alike.iter().fold(0.0, |sum, (similarity, _)| sum + similarity);
    if weight <= 0.0 {
        return None;
    }
    let times: Vec<f64> = alike.iter().map(|(_, execution)| execution.time_ms).collect();
    let memories: Vec<f64> = alike.iter().map(|(_, execution)| execution.memory_mb).collect();
    let weighted =
        |values: &[f64]| alike.iter().zip(values).fold(0.0, |sum, ((similarity, _), value)| sum + similarity * value);
    let confidence = (weight / alike.len() as f64).min(1.0);
    Some(Prediction {
        contract: contract.id.to_string(),
        time_ms: weighted(&times) / weight,
        memory_mb: weighted(&memories) / weight,
        time_interval_ms: interval(&times, settings.confidence_level),
        memory_interval_mb: interval(&memories, settings.confidence_level),
        confidence,
        uncertainty: 1.0 - confidence,
        samples: whole(alike.len()),
    })
}

/// The prediction where nothing is alike: by the type alone.
fn cold(contract: &Contract, features: &Features) -> Prediction {
    let Base { time_ms, memory_mb } = Base::of(&contract.contract_type);
    let count = f64::from(features.method_count);
    let time_ms = count * time_ms * (1.0 + features.complexity / 100.0);
    let memory_mb = 50.0 + count * memory_mb;
    Prediction {
        contract: contract.id.to_string(),
        time_ms,
        memory_mb,
        time_interval_ms: [time_ms * 0.5, time_ms * 2.0],
        memory_interval_mb: [memory_mb * 0.5, memory_mb * 2.0],
        confidence: 0.5,
        uncertainty: 0.5,
        samples: 0,
    }
}

/// The published interval: of the unweighted mean.
pub(super) fn interval(values: &[f64], level: f64) -> [f64; 2] {
    match values {
        [] => [0.0, 0.0],
        [value] => [value * 0.5, value * 1.5],
        _ => {
            let centre = mean(values);
            let margin = published::normal_quantile(level) * (deviation(values) / (values.len() as f64).sqrt());
            [(centre - margin).max(0.0), centre + margin]
        }
    }
}

fn statistics(history: &[Execution]) -> Statistics {
    let history_size = whole(history.len());
    if history.len() <= published::SILENT {
        return Statistics { history_size, ..Statistics::default() };
    }
    let times: Vec<f64> = history.iter().map(|execution| execution.time_ms).collect();
    let memories: Vec<f64> = history.iter().map(|execution| execution.memory_mb).collect();
    Statistics {
        history_size,
        time_mean_ms: mean(&times),
        time_deviation_ms: deviation(&times),
        memory_mean_mb: mean(&memories),
        memory_deviation_mb: deviation(&memories),
    }
}

/// The first rule that fires.
fn judgement(
    history: &[Execution],
    settings: Settings,
    predicted_ms: Option<f64>,
    time_ms: f64,
    memory_mb: f64,
) -> Entry {
    let threshold = settings.anomaly_threshold;
    if history.len() < published::SILENT {
        return Entry::Judged(Judgement::ordinary(published::TOO_FEW));
    }
    let known = statistics(history);
    let score = |value: f64, mean: f64, deviation: f64| (value - mean).abs() / deviation;
    if known.time_deviation_ms > 0.0 {
        let score = score(time_ms, known.time_mean_ms, known.time_deviation_ms);
        if score > threshold {
            let (mean, deviation) = (known.time_mean_ms, known.time_deviation_ms);
            return Entry::Judged(Judgement::far("Time", "ms", time_ms, mean, deviation, score));
        }
    }
    if known.memory_deviation_mb > 0.0 {
        let score = score(memory_mb, known.memory_mean_mb, known.memory_deviation_mb);
        if score > threshold {
            let (mean, deviation) = (known.memory_mean_mb, known.memory_deviation_mb);
            return Entry::Judged(Judgement::far("Memory", "MB", memory_mb, mean, deviation, score));
        }
    }
    let Some(predicted_ms) = predicted_ms.filter(|predicted| *predicted > 0.0) else {
        return Entry::Undefined(published::NO_PREDICTION);
    };
    let percent = (time_ms - predicted_ms).abs() / predicted_ms * 100.0;
    if percent > 100.0 {
        return Entry::Judged(Judgement::missed(percent, predicted_ms, time_ms));
    }
    Entry::Judged(Judgement::ordinary(published::ORDINARY))
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).expect("limits keep counts below 2^32")
}
