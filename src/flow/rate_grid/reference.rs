//! The definition: the rates as a set, thinned, then merged with the configured ones.

use std::collections::BTreeSet;

use super::{Grid, Input};
use crate::flow::occupancy::rolling;
use crate::math::{sort_stably, to_whole};
use crate::pair::Side;

const NEAR: [f64; 6] = [0.5, 0.67, 0.8, 1.0, 1.25, 1.5];
const NEAR_PEAK: [f64; 3] = [0.67, 1.0, 1.5];

pub(super) fn rate_grid(input: &Input) -> Grid {
    let finite = thinned(&worth_trying(input), input.settings.max_candidates);
    let mut together: Vec<f64> =
        finite.iter().chain(&input.settings.grid).copied().filter(|rate| rate.is_finite()).collect();
    sort_stably(&mut together, |one, other| other.partial_cmp(one).expect("finite rates compare"));
    together.dedup();
    Grid { built: [vec![f64::INFINITY], finite].concat(), resolved: [vec![f64::INFINITY], together].concat() }
}

/// Every rate worth trying, largest first.
fn worth_trying(input: &Input) -> Vec<f64> {
    let active = input.active();
    let in_window =
        |flow: &Vec<u16>| flow.iter().map(|bin| u32::from(*bin)).filter(|bin| active.contains(bin)).collect();
    let flows: Vec<Vec<u32>> = input.entry_bins.iter().map(in_window).collect();
    let all = flows.concat();
    if all.is_empty() {
        return Vec::new();
    }
    let capacity = capacity(input);
    let mut rates = BTreeSet::new();
    let mut push = |rate: f64| {
        if rate > 0.0 && rate.is_finite() {
            rates.insert(to_whole(rate).clamp(1, i64::from(input.settings.max_rate.max(1))));
        }
    };
    for base in [capacity, peak(input, &all), mean(input, &all)] {
        for x in NEAR {
            push(base * x);
        }
    }
    for flow in flows.iter().filter(|flow| !flow.is_empty()) {
        let (share, peak) = (flow.len() as f64 / all.len() as f64, peak(input, flow));
        for x in NEAR {
            push(capacity * share * x);
        }
        push(mean(input, flow));
        for x in NEAR_PEAK {
            push(peak * x);
        }
    }
    rates.into_iter().rev().map(|rate| rate as f64).collect()
}

/// The most entrants in the hour that begins with some bin of the window.
fn peak(input: &Input, bins: &[u32]) -> f64 {
    let mut counts = vec![0; input.active().len()];
    for bin in bins {
        counts[(bin - input.active().start) as usize] += 1;
    }
    let hours = rolling(&counts, input.horizon.bins_per_hour() as usize, Side::Reference);
    hours.into_iter().max().unwrap_or(0) as f64
}

/// Entrants an hour of the window, rounded up.
fn mean(input: &Input, bins: &[u32]) -> f64 {
    let minutes = f64::from(input.active().end - input.active().start) * f64::from(input.horizon.bin_minutes());
    (bins.len() as f64 / (minutes / 60.0)).ceil()
}

/// The median capacity of the hours of the window, undeclared hours left out.
fn capacity(input: &Input) -> f64 {
    let hours: BTreeSet<u32> = input.active().map(|bin| bin / input.horizon.bins_per_hour()).collect();
    let declared = hours.iter().filter_map(|hour| input.hourly_capacity.get(hour).copied());
    let mut capacities: Vec<f64> = declared.filter(|capacity| *capacity >= 0.0).collect();
    sort_stably(&mut capacities, f64::total_cmp);
    let middle = capacities.len() / 2;
    match capacities.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => capacities[middle],
        _ => 0.5 * (capacities[middle - 1] + capacities[middle]),
    }
}

/// At most one rate fewer than `max_candidates`, and at least one, of rates in order.
fn thinned(rates: &[f64], max_candidates: u32) -> Vec<f64> {
    let limit = (max_candidates as usize).saturating_sub(1).max(1);
    if rates.len() <= limit {
        return rates.to_vec();
    }
    let mut kept = vec![0];
    if limit > 1 {
        kept.push(rates.len() - 1);
    }
    let places = limit - kept.len();
    let step = (rates.len() / places.max(1)).max(1);
    for position in (step / 2..rates.len()).step_by(step) {
        if kept.len() < limit && !kept.contains(&position) {
            kept.push(position);
        }
    }
    let in_order = (0..rates.len()).filter(|position| kept.contains(position));
    in_order.map(|position| rates[position]).collect()
}
