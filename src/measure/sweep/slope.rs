//! The line through times on two logarithmic axes.

use serde::Serialize;

use crate::math::ln;
use crate::measure::Interval;

/// By which power of the size a time grows, with an interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Slope {
    /// The median of the blocks' slopes.
    pub slope: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

impl Slope {
    pub(super) fn of(interval: &Interval) -> Self {
        Self { slope: interval.median, low: interval.low, high: interval.high }
    }
}

/// The slope of the line of least squares through `ln(time)` over `ln(size)`: by which power of the size the time grows.
///
/// 0 where sizes do not differ.
///
/// ```
/// # use loadline::measure::slope;
/// // Size and time at powers of two, so that the sum can be done by hand: the logarithms are 0, 1, 2, 3 and 0, 1, 1, 1,
/// // their means 1.5 and 0.75, and the slope (1.125 − 0.125 + 0.125 + 0.375) / (2.25 + 0.25 + 0.25 + 2.25) = 1.5 / 5.
/// let found = slope(&[1.0, 2.0, 4.0, 8.0], &[1.0, 2.0, 2.0, 2.0]);
/// assert!((found - 0.3).abs() < 1e-15);
/// ```
pub fn slope(sizes: &[f64], times: &[f64]) -> f64 {
    let count = sizes.len().min(times.len()) as f64;
    let logarithms = |values: &[f64]| values.iter().map(|value| ln(*value)).collect::<Vec<f64>>();
    let (sizes, times) = (logarithms(sizes), logarithms(times));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (mean_size, mean_time) = (mean(&sizes), mean(&times));
    let (mut covered, mut spread) = (0.0, 0.0);
    for (size, time) in sizes.iter().zip(&times) {
        covered += (size - mean_size) * (time - mean_time);
        spread += (size - mean_size) * (size - mean_size);
    }
    if spread > 0.0 { covered / spread } else { 0.0 }
}
