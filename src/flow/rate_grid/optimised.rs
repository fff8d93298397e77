//! Right because: the same products are rounded in the same way, and a grid depends neither on the order in which rates
//!   come nor on how often one comes. Positions are kept in order: the largest, then every `step`-th, then the smallest.
//! Fast because: each flow's entrants are counted once, in one table of the window that all flows share, and the hours are
//!   carried from bin to bin. A rate is a bit in a table of 128 bytes, so none is searched for, none is moved and the order
//!   comes with it. O(entrants + flows × bins of the window).
//! Did not pay: one sorted list of rates instead of the bits, filled by search and insertion (3.0 µs on the Swiss day, with
//!   the bits 1.7) or all at once, then sorted (2.9 µs); on the generated medium day 3.4 and 3.3 µs against 2.2. Natively, all
//!   in one run in turns. Rounding by adding 2^52, which saves the call for it: 0.3 µs natively, but in wasm rounding is
//!   one instruction (not measured there), and the plain call says what it does.

use super::{Grid, Input};
use crate::flow::occupancy::optimised_rolling as rolling;

const NEAR: [f64; 6] = [0.5, 0.67, 0.8, 1.0, 1.25, 1.5];
const NEAR_PEAK: [f64; 3] = [0.67, 1.0, 1.5];

pub(super) fn rate_grid(input: &Input) -> Grid {
    let built = thinned(&worth_trying(input), input.settings.max_candidates);
    let mut resolved = Vec::with_capacity(built.len() + input.settings.grid.len());
    resolved.extend_from_slice(&built);
    for &rate in input.settings.grid.iter().filter(|rate| rate.is_finite()) {
        let place = resolved.partition_point(|other| *other > rate);
        if resolved.get(place).is_none_or(|other| *other < rate) {
            resolved.insert(place, rate);
        }
    }
    Grid { built, resolved }
}

/// Every rate worth trying.
fn worth_trying(input: &Input) -> Rates {
    let mut rates = Rates::new(input.settings.max_rate.max(1));
    let (flows, all) = crowds(input);
    if all.entrants == 0 {
        return rates;
    }
    let active = input.active();
    let minutes = f64::from(active.end - active.start) * f64::from(input.horizon.bin_minutes());
    let mean = |crowd: &Crowd| (f64::from(crowd.entrants) / (minutes / 60.0)).ceil();
    let capacity = capacity(input);
    for base in [capacity, f64::from(all.peak), mean(&all)] {
        for x in NEAR {
            rates.push(base * x);
        }
    }
    for flow in &flows {
        let at_share = capacity * (f64::from(flow.entrants) / f64::from(all.entrants));
        for x in NEAR {
            rates.push(at_share * x);
        }
        rates.push(mean(flow));
        for x in NEAR_PEAK {
            rates.push(f64::from(flow.peak) * x);
        }
    }
    rates
}

/// Entrants in the window, and the most of them in one hour of it.
struct Crowd {
    entrants: u32,
    peak: u32,
}

/// The flows with an entrant, and all flows together.
fn crowds(input: &Input) -> (Vec<Crowd>, Crowd) {
    let active = input.active();
    let bins_per_hour = input.horizon.bins_per_hour() as usize;
    let crowd = |counts: &[i32]| {
        let mut peak = 0;
        let entrants = counts.iter().map(|count| count.unsigned_abs()).sum();
        rolling(counts, bins_per_hour, |hour| peak = peak.max(hour));
        Crowd { entrants, peak: u32::try_from(peak).expect("limits keep counts below 2^31") }
    };
    // No bin has a number beyond 16 bits.
    let mut counts = vec![0_i32; (active.end.min(1 << 16).max(active.start) - active.start) as usize];
    let mut all = counts.clone();
    let mut flows = Vec::with_capacity(input.entry_bins.len());
    for bins in input.entry_bins.iter().filter(|bins| !bins.is_empty()) {
        counts.fill(0);
        for bin in bins {
            if let Some(count) =
                u32::from(*bin).checked_sub(active.start).and_then(|place| counts.get_mut(place as usize))
            {
                *count += 1;
            }
        }
        all.iter_mut().zip(&counts).for_each(|(sum, count)| *sum += count);
        let flow = crowd(&counts);
        if flow.entrants > 0 {
            flows.push(flow);
        }
    }
    let all = crowd(&all);
    (flows, all)
}

/// The median capacity of the hours of the window, undeclared hours left out.
fn capacity(input: &Input) -> f64 {
    let (active, bins_per_hour) = (input.active(), input.horizon.bins_per_hour());
    let hours = active.start / bins_per_hour..=(active.end - 1) / bins_per_hour;
    let mut capacities = Vec::with_capacity(input.hourly_capacity.len());
    for (hour, &capacity) in &input.hourly_capacity {
        if hours.contains(hour) && capacity >= 0.0 {
            capacities.insert(capacities.partition_point(|other| *other < capacity), capacity);
        }
    }
    let middle = capacities.len() / 2;
    match capacities.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => capacities[middle],
        _ => 0.5 * (capacities[middle - 1] + capacities[middle]),
    }
}

/// Whole rates, each once: those below 1,024 as bits, the others in order.
struct Rates {
    max: u32,
    low: [u64; 16],
    high: Vec<u32>,
}

impl Rates {
    fn new(max: u32) -> Self {
        Self { max, low: [0; 16], high: Vec::new() }
    }

    fn push(&mut self, rate: f64) {
        if !(rate > 0.0 && rate < f64::INFINITY) {
            return;
        }
        let rate = nearest(rate.min(f64::from(self.max))).max(1);
        if let Some(word) = self.low.get_mut(rate as usize / 64) {
            *word |= 1 << (rate % 64);
        } else if let Err(place) = self.high.binary_search(&rate) {
            self.high.insert(place, rate);
        }
    }

    /// Largest first.
    fn in_order(&self) -> Vec<f64> {
        let bits: u32 = self.low.iter().map(|word| word.count_ones()).sum();
        let mut rates = Vec::with_capacity(self.high.len() + bits as usize);
        rates.extend(self.high.iter().rev().map(|rate| f64::from(*rate)));
        for (first, word) in (0..1_024_u32).step_by(64).zip(self.low).rev() {
            let mut left = word;
            while let Some(bit) = left.checked_ilog2() {
                rates.push(f64::from(first + bit));
                left ^= 1 << bit;
            }
        }
        rates
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rates lie from 0 to a 32-bit maximum")]
fn nearest(rate: f64) -> u32 {
    rate.round_ties_even() as u32
}

/// No limit, and at most one rate fewer than `max_candidates`, and at least one.
fn thinned(rates: &Rates, max_candidates: u32) -> Vec<f64> {
    let rates = rates.in_order();
    let limit = (max_candidates as usize).saturating_sub(1).max(1);
    let mut kept = Vec::with_capacity(1 + rates.len().min(limit));
    kept.push(f64::INFINITY);
    match (rates.as_slice(), limit) {
        (all, limit) if all.len() <= limit => kept.extend_from_slice(all),
        ([largest, ..], 1) => kept.push(*largest),
        ([largest, between @ .., smallest], limit) => {
            kept.push(*largest);
            let places = limit - 2;
            let step = (rates.len() / places.max(1)).max(1);
            // Positions among all of them: that of the largest is taken, and so is that of the smallest.
            let first = if step / 2 == 0 { step } else { step / 2 };
            kept.extend(between.iter().skip(first - 1).step_by(step).take(places));
            kept.push(*smallest);
        }
        ([] | [_], _) => {}
    }
    kept
}
