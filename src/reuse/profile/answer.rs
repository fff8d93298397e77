//! What a profiler answers: one entry an operation.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::pair::exact;

/// What a contract looks like from afar: the published features.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Features {
    /// How many methods it has, by the variant's count.
    pub method_count: u32,
    /// How many class names, the empty one included.
    pub classes: u32,
    /// How many method names, the empty one included.
    pub methods: u32,
    /// How many slots of the levels N1, N2 and N3.
    pub levels: [u32; 3],
    /// The mean confidence of its slots, exactly rounded; 0.5 where there is none.
    pub mean_confidence: f64,
    /// Whether a class or method speaks of causes.
    pub causal: bool,
    /// Whether a class or method speaks of Bayes.
    pub bayesian: bool,
    /// `((0.3 · method count + 0.2 · classes) + 0.2 · N2) + 0.3 · N3`.
    pub complexity: f64,
}

impl Features {
    /// The ten numbers whose cosine is taken.
    pub fn vector(&self) -> [f64; 10] {
        [
            f64::from(self.method_count),
            f64::from(self.classes),
            f64::from(self.methods),
            f64::from(self.levels[0]),
            f64::from(self.levels[1]),
            f64::from(self.levels[2]),
            self.mean_confidence,
            f64::from(u8::from(self.causal)),
            f64::from(u8::from(self.bayesian)),
            self.complexity,
        ]
    }
}

/// A published prediction.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Prediction {
    /// The contract's name.
    pub contract: String,
    /// The expected time, in milliseconds.
    pub time_ms: f64,
    /// The expected memory, in megabytes.
    pub memory_mb: f64,
    /// The published interval of the time: of the mean, not of an execution.
    pub time_interval_ms: [f64; 2],
    /// The published interval of the memory.
    pub memory_interval_mb: [f64; 2],
    /// The mean similarity, at most 1: no probability.
    pub confidence: f64,
    /// `1 − confidence`.
    pub uncertainty: f64,
    /// How many executions were similar enough.
    pub samples: u32,
}

impl fmt::Display for Prediction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ([from_ms, to_ms], [from_mb, to_mb]) = (self.time_interval_ms, self.memory_interval_mb);
        writeln!(f, "PredictionResult(\n  contract={},", self.contract)?;
        writeln!(f, "  time={:.0}ms [{from_ms:.0}, {to_ms:.0}],", self.time_ms)?;
        writeln!(f, "  memory={:.0}MB [{from_mb:.0}, {to_mb:.0}],", self.memory_mb)?;
        write!(f, "  confidence={:.2}%,\n  samples={}\n)", self.confidence * 100.0, self.samples)
    }
}

/// How often intervals held what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Coverage {
    /// Executions inside their interval.
    pub held: u32,
    /// Executions in all.
    pub of: u32,
}

/// A prediction of the default model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Forecast {
    /// The contract's name.
    pub contract: String,
    /// The expected time, in milliseconds: as often longer as shorter.
    pub time_ms: f64,
    /// Where the next execution's time lies, with the level of the settings.
    pub time_interval_ms: [f64; 2],
    /// The expected memory, in megabytes.
    pub memory_mb: f64,
    /// Where the next execution's memory lies.
    pub memory_interval_mb: [f64; 2],
    /// How many executions the model rests on.
    pub samples: u32,
    /// How often the last time intervals were right.
    pub recent: Coverage,
}

/// Which way executions went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// More than expected.
    Up,
    /// Less than expected.
    Down,
}

/// The control chart of one quantity after an execution.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    /// How far the execution was from its expectation, in robust standard deviations of the logarithm, held to ±3.
    #[serde(serialize_with = "exact")]
    pub deviation: f64,
    /// The exponentially weighted mean of the deviations.
    pub smoothed: f64,
    /// The cumulative sums, upward and downward.
    pub sums: [f64; 2],
    /// Set where the smoothed deviation left its limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub off_target: Option<Direction>,
    /// Set where a cumulative sum crossed its limit: the model moves its level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drift: Option<Direction>,
    /// Whether the interval that was given before held the execution.
    pub held: bool,
    /// How often the last intervals did.
    pub recent: Coverage,
}

/// What the default model learned from an execution.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Lesson {
    /// Of its time.
    pub time: Chart,
    /// Of its memory.
    pub memory: Chart,
}

/// Whether an execution is an anomaly, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Whether it is one.
    pub anomalous: bool,
    /// The reason as a sentence.
    pub reason: String,
}

/// Mean and standard deviation of the history, all types together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    /// How many executions are remembered.
    pub history_size: u32,
    /// Mean time, in milliseconds; 0 for up to ten executions, as all that follow.
    pub time_mean_ms: f64,
    /// Sample standard deviation of the time.
    pub time_deviation_ms: f64,
    /// Mean memory, in megabytes.
    pub memory_mean_mb: f64,
    /// Sample standard deviation of the memory.
    pub memory_deviation_mb: f64,
}

/// What the default model knows of one quantity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// The robust standard deviation of the logarithm.
    pub scale: f64,
    /// Half the width of an interval, as a logarithm.
    pub reach: f64,
    /// How far drifts have moved the model, as a logarithm.
    pub level: f64,
    /// How often the last intervals were right.
    pub recent: Coverage,
    /// How often all of them were.
    pub all: Coverage,
}

/// The answer to one operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Entry {
    /// Published: an execution was remembered.
    Recorded,
    /// Published: a prediction.
    Predicted(Prediction),
    /// Published: statistics.
    Statistics(Statistics),
    /// The default model learned from an execution.
    Learned(Lesson),
    /// The default model's prediction.
    Forecast(Forecast),
    /// What the default model knows: of how many executions, of time, of memory.
    Health(u32, Health, Health),
    /// Whether an execution was an anomaly.
    Judged(Judgement),
    /// Published: where it divides by zero, with what was zero.
    Undefined(&'static str),
}

impl Judgement {
    /// Not one.
    pub(super) fn ordinary(reason: &str) -> Self {
        Self { anomalous: false, reason: reason.to_owned() }
    }

    /// The published sentence for a value far from the mean.
    pub(super) fn far(quantity: &str, unit: &str, value: f64, mean: f64, deviation: f64, score: f64) -> Self {
        let expected = format!("expected {mean:.0}±{deviation:.0}{unit}, z-score={score:.2}");
        Self { anomalous: true, reason: format!("{quantity} anomaly: {value:.0}{unit} ({expected})") }
    }

    /// The published sentence for a prediction that was far off.
    pub(super) fn missed(percent: f64, predicted_ms: f64, actual_ms: f64) -> Self {
        let told = format!("predicted {predicted_ms:.0}ms, actual {actual_ms:.0}ms");
        Self { anomalous: true, reason: format!("Prediction error: {percent:.0}% ({told})") }
    }
}
