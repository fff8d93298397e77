//! Words and constants of the published rules.

/// What one method of a type is taken to need before anything is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Base {
    /// Milliseconds a method.
    pub(super) time_ms: f64,
    /// Megabytes a method.
    pub(super) memory_mb: f64,
}

impl Base {
    /// The row of the published table; a type that it does not list has the first row.
    pub(super) fn of(kind: &str) -> Self {
        let (time_ms, memory_mb) = match kind {
            "TYPE_B" => (150.0, 15.0),
            "TYPE_C" => (200.0, 20.0),
            "TYPE_D" => (120.0, 12.0),
            "TYPE_E" => (180.0, 18.0),
            _ => (100.0, 10.0),
        };
        Self { time_ms, memory_mb }
    }
}

/// A history of so many executions has no statistics yet; one of fewer has no anomalies.
pub(super) const SILENT: usize = 10;

pub(super) const TOO_FEW: &str = "Insufficient historical data";
pub(super) const ORDINARY: &str = "No anomaly detected";
/// What a division by a prediction of 0 is answered with.
pub(super) const NO_PREDICTION: &str = "the prediction is 0 ms, so an error has no percentage";
/// What a mean without weight is answered with.
pub(super) const NO_WEIGHT: &str = "all similarities are 0, so they weigh nothing";

/// The published multiplier of a level: three levels are known, all others count as 95 %.
#[expect(clippy::float_cmp, reason = "the published table is looked up by the very number")]
pub(super) fn normal_quantile(level: f64) -> f64 {
    if level == 0.90 {
        1.645
    } else if level == 0.99 {
        2.576
    } else {
        1.96
    }
}
