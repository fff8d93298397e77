//! Right because: counts are sums over flights, so a plan's counts are those before it, less each moved flight where it was,
//!   plus where it is now; the areas, the deliveries and the delays are then summed as defined.
//! Fast because: only flights that move are counted anew, O(moved stays + windows) in all, and occupancy only where a volume
//!   declares it. The deliveries of a period are counted only when their weight is not 0.
//! Did not pay: remembering which windows a plan touched, to sum the areas over those alone: a search does that
//!   (`sound/rates`); for a single plan the list costs more than the pass over all windows that it saves.

use core::ops::Range;

use super::{Cost, Parts};
use crate::scenario::sound::{Count, Regulation, Weights};
use crate::sound::Outcome;
use crate::sound::counts::{Network, SustainedRuns, Visit};
use crate::sound::effect::Role;
use crate::sound::effect::optimised::roles;

const QUARTER_HOUR_S: i64 = 900;

/// What a plan costs; see the pair's definition.
pub(crate) fn cost(network: &Network, regulations: &[Regulation], outcome: &Outcome, weights: &Weights) -> Cost {
    cost_of_row(network, &network.moved(&outcome.delays_min), regulations, outcome, weights)
}

/// The same where the counts under the plan are known.
pub(crate) fn cost_of_row(
    network: &Network,
    row: &[i32],
    regulations: &[Regulation],
    outcome: &Outcome,
    weights: &Weights,
) -> Cost {
    let roles = roles(network, regulations, &outcome.scope);
    let mut parts = overload(network, row, &roles, weights);
    let mut steady = Delays::default();
    for (_, delay_min) in outcome.delays_of_the_free(&network.day) {
        steady.add(delay_min, weights);
    }
    (parts.delay, parts.touched) = (steady.cost, steady.touched);
    if weights.smooth != 0 {
        let of_one = |regulation: &Regulation| unsteadiness(&deliveries(network, regulation, &outcome.delays_min));
        parts.smooth = 60 * weights.smooth * regulations.iter().map(of_one).sum::<i64>();
    }
    parts.spill = 60 * weights.spill * outcome.spill;
    Cost::of(parts)
}

/// What delays cost, added up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Delays {
    /// In weighted flight-seconds.
    pub(crate) cost: i64,
    /// Slot messages, in weighted flight-seconds.
    pub(crate) touched: i64,
    /// In minutes.
    pub(crate) total_min: i64,
}

impl Delays {
    pub(crate) fn add(&mut self, delay_min: i64, weights: &Weights) {
        let late_min = (delay_min - weights.late_after_min).max(0);
        self.cost += 60 * (weights.delay * delay_min + weights.late * late_min);
        self.touched += 60 * weights.touched * i64::from(delay_min > 0);
        self.total_min += delay_min;
    }
}

/// The parts of J that volumes bear, given all counts.
pub(crate) fn overload(network: &Network, row: &[i32], roles: &[Role], weights: &Weights) -> Parts {
    let (mut parts, analysis) = (Parts::default(), &network.analysis);
    for (tracks, role) in network.volumes.iter().zip(roles) {
        let mut above = 0;
        for checked in &tracks.checked {
            let (track, windows) = checked.windows(tracks);
            let places = track.at + windows.start..track.at + windows.end;
            above += excess(&row[places.clone()], network.limits[places].iter().copied());
        }
        let area = above * analysis.step_s;
        match role {
            Role::Target => parts.target += weights.target * area,
            Role::Ripple => parts.ripple += weights.ripple * area,
            Role::Context => parts.context += weights.context * area,
        }
        if tracks.watched() {
            let counts = &row[tracks.occupancy.places()];
            let above_peak = excess(counts, tracks.peak.iter().copied());
            parts.occ_peak += weights.occ_peak * above_peak * analysis.occ_step_s;
            let runs = if tracks.sustain.is_empty() { &[] } else { counts };
            let above_sustained = sustained_excess(runs, &tracks.sustain, analysis.occ_step_s);
            parts.occ_sustain += weights.occ_sustain * above_sustained * analysis.occ_step_s;
        }
    }
    parts
}

fn excess(counts: &[i32], limits: impl Iterator<Item = i64>) -> i64 {
    counts.iter().zip(limits).map(|(count, limit)| (i64::from(*count) - limit).max(0)).sum()
}

/// The excess over sustained thresholds, where it lasts.
pub(crate) fn sustained_excess(counts: &[i32], limits: &[(i64, i64)], step_s: i64) -> i64 {
    let excess = |sample: usize| i64::from(counts[sample]) - limits[sample].0;
    SustainedRuns::new(counts, limits, step_s).flatten().map(excess).sum()
}

/// How many quarter hours a period has, the last one perhaps shorter.
pub(crate) fn quarters(period: &Range<i64>) -> usize {
    usize::try_from((period.end - period.start + QUARTER_HOUR_S - 1) / QUARTER_HOUR_S).expect("periods are not empty")
}

/// Adds `sign` to each quarter hour of the period in which a flight with these visits to the volume is delivered.
pub(crate) fn deliver(
    deliveries: &mut [i32],
    period: &Range<i64>,
    count: Count,
    visits: impl Iterator<Item = Visit>,
    delay_min: i64,
    sign: i32,
) {
    let mut last = None;
    for visit in visits {
        let entry_s = visit.entry_s + 60 * delay_min;
        if period.contains(&entry_s) {
            let quarter = usize::try_from((entry_s - period.start) / QUARTER_HOUR_S).expect("it lies inside");
            if count == Count::Entries || last != Some(quarter) {
                deliveries[quarter] += sign;
                last = Some(quarter);
            }
        }
    }
}

/// What each quarter hour of a regulation's period delivers.
pub(crate) fn deliveries(network: &Network, regulation: &Regulation, delays_min: &[i64]) -> Vec<i32> {
    let mut deliveries = vec![0; quarters(&regulation.period)];
    for (flight, delay_min) in network.day.flights.iter().zip(delays_min) {
        let here = network.visits_in(flight, regulation.volume);
        deliver(&mut deliveries, &regulation.period, network.analysis.count, here, *delay_min, 1);
    }
    deliveries
}

/// The sum of the differences between consecutive quarter hours.
pub(crate) fn unsteadiness(deliveries: &[i32]) -> i64 {
    deliveries.windows(2).map(|two| i64::from((two[1] - two[0]).abs())).sum()
}
