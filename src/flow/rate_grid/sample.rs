//! Random questions for tests, small and ugly on purpose: entrants outside the window, windows without a bin or beyond the
//! day, hours without a capacity, capacities that are no capacities, rates beyond every table, and limits of nothing.

use indexmap::IndexMap;

use super::{Input, Settings};
use crate::model::Horizon;
use crate::rng::Rng;

/// A random question about flows of up to `size` entrants each.
pub(super) fn input(rng: &mut Rng, size: u32) -> Input {
    let horizon = Horizon::new(of(rng, &[1, 5, 15, 15, 30, 60])).expect("listed lengths divide the day");
    let start = below(rng, horizon.bins());
    let length = of(rng, &[0, 1, 4, 8, 8, 12, 90]);
    let flows = (0..=below(rng, 5)).map(|_| flow(rng, size, start, length)).collect();
    Input {
        horizon,
        window: start..start + length,
        entry_bins: flows,
        hourly_capacity: hours(rng),
        settings: settings(rng),
    }
}

/// Entrants that crowd in a few bins from `start` on, or spread over more than the window.
fn flow(rng: &mut Rng, size: u32, start: u32, length: u32) -> Vec<u16> {
    let among = of(rng, &[1, 3, length + 1, length + 1, 2 * length + 9]);
    let before = start.saturating_sub(below(rng, 2));
    let count = below(rng, size + 1);
    (0..count).map(|_| u16::try_from(before + below(rng, among)).expect("a few days of bins")).collect()
}

fn hours(rng: &mut Rng) -> IndexMap<u32, f64> {
    let (declared, scale) = (below(rng, 30), of(rng, &[1.0, 5.0, 40.0, 1e3, 1e12]));
    let capacity = |rng: &mut Rng| match below(rng, 40) {
        0 => of(rng, &[-1.0, f64::NAN, f64::INFINITY, 0.0]),
        _ => f64::from(below(rng, 24)) / 2.0 * scale,
    };
    (0..declared).map(|_| (below(rng, 48), capacity(rng))).collect()
}

fn settings(rng: &mut Rng) -> Settings {
    let odd = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 0.0, -0.0, -6.0, 0.5, 1e300];
    let rate = |rng: &mut Rng| if below(rng, 3) == 0 { of(rng, &odd) } else { f64::from(below(rng, 130)) };
    Settings {
        grid: if below(rng, 3) == 0 {
            Settings::default().grid
        } else {
            (0..below(rng, 9)).map(|_| rate(rng)).collect()
        },
        max_rate: of(rng, &[0, 1, 30, 120, 120, 1_023, 1_024, 5_000, u32::MAX]),
        max_candidates: of(rng, &[0, 1, 2, 3, 4, 5, 8, 8, 12, 100, u32::MAX]),
    }
}

fn of<T: Copy>(rng: &mut Rng, list: &[T]) -> T {
    list[below(rng, u32::try_from(list.len()).expect("lists of a few")) as usize]
}

fn below(rng: &mut Rng, bound: u32) -> u32 {
    u32::try_from(rng.below(u64::from(bound))).expect("below a 32-bit bound")
}
