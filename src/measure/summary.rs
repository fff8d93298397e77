//! Medians and what can be said about them.

use serde::Serialize;

use crate::math::{exp, ln};

/// One side's time for a call, over all batches.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct SideTime {
    /// Median over the batches, in nanoseconds.
    pub median_ns: f64,
    /// Median distance of a batch from that median, in nanoseconds.
    pub mad_ns: f64,
    /// The fastest batch, in nanoseconds.
    pub min_ns: f64,
    /// The very first call, in nanoseconds, before any warm-up.
    pub first_call_ns: f64,
}

impl SideTime {
    pub(super) fn of(first_call_ns: f64, mut times: Vec<f64>) -> Self {
        let median_ns = median(&mut times);
        let mut distances: Vec<f64> = times.iter().map(|time| (time - median_ns).abs()).collect();
        Self { median_ns, mad_ns: median(&mut distances), min_ns: times[0], first_call_ns }
    }
}

/// What an interval of a speed-up says, with 2 % either way counting as no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub enum Verdict {
    /// Above 1.02 throughout.
    Faster,
    /// Below 0.98 throughout.
    Slower,
    /// Between 0.98 and 1.02 throughout.
    Equivalent,
    /// Anything else: more trials would be needed.
    Undecided,
}

impl Verdict {
    pub(super) fn of(low: f64, high: f64) -> Self {
        if low > 1.02 {
            Self::Faster
        } else if high < 0.98 {
            Self::Slower
        } else if low >= 0.98 && high <= 1.02 {
            Self::Equivalent
        } else {
            Self::Undecided
        }
    }
}

/// A median with an interval that encloses the true one with at least the given confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The median.
    pub median: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Probability that the interval encloses the true median, whatever the distribution.
    pub confidence: f64,
}

/// The narrowest interval between two values of equal rank from either end with at least this confidence.
///
/// Of `n` independent values each lies below the true median with probability ½, so the `k`-th smallest and the `k`-th
/// largest miss it with probability `2 Σ_{i<k} C(n, i) / 2ⁿ`. Fewer than 6 values cannot reach 0.95; then the whole range
/// is given, with the confidence that it has.
///
/// ```
/// # use loadline::measure::median_interval;
/// let ratios: Vec<f64> = (1..=12).map(f64::from).collect();
/// let interval = median_interval(&ratios, 0.95);
/// assert_eq!((interval.low, interval.median, interval.high), (3.0, 6.5, 10.0));
/// assert_eq!(interval.confidence, 1.0 - 2.0 * (1.0 + 12.0 + 66.0) / 4096.0);
/// ```
///
/// # Panics
/// When `values` is empty.
pub fn median_interval(values: &[f64], confidence: f64) -> Interval {
    let mut sorted = values.to_vec();
    let median = median(&mut sorted);
    let count = sorted.len() as f64;
    let (mut rank, mut reached) = (0, None);
    let mut term = (0..sorted.len()).fold(1.0, |power, _| power / 2.0);
    let mut missed = 2.0 * term;
    while 1.0 - missed >= confidence && rank < (sorted.len() - 1) / 2 {
        reached = Some((rank, 1.0 - missed));
        term *= (count - rank as f64) / (rank as f64 + 1.0);
        missed += 2.0 * term;
        rank += 1;
    }
    let (rank, confidence) = reached.unwrap_or((0, 1.0 - 2.0 * (0..sorted.len()).fold(1.0, |power, _| power / 2.0)));
    Interval { median, low: sorted[rank], high: sorted[sorted.len() - 1 - rank], confidence }
}

/// The mean of ratios: the `n`-th root of their product; 1 where there are none.
///
/// Half as fast and twice as fast cancel, which an arithmetic mean would call a gain.
///
/// ```
/// # use loadline::measure::geometric_mean;
/// assert_eq!(geometric_mean(&[0.5, 2.0]), 1.0);
/// ```
pub fn geometric_mean(ratios: &[f64]) -> f64 {
    let logarithms: f64 = ratios.iter().map(|ratio| ln(*ratio)).sum();
    exp(logarithms / (ratios.len() as f64).max(1.0))
}

/// Sorts the values and returns their median.
fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
}
