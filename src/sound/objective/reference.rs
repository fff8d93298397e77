//! The objective, part by part.

use super::{Cost, Parts};
use crate::model::VolumeId;
use crate::scenario::sound::{Analysis, Day, Regulation, Weights};
use crate::sound::Outcome;
use crate::sound::counts::Threshold;
use crate::sound::counts::reference::{area, count_in, entry_cells, occupancy_cells};
use crate::sound::effect::Role;
use crate::sound::effect::reference::roles;

const QUARTER_HOUR_S: i64 = 900;

pub(crate) fn cost(
    day: &Day,
    regulations: &[Regulation],
    outcome: &Outcome,
    weights: &Weights,
    analysis: &Analysis,
) -> Cost {
    let delays_min = &outcome.delays_min;
    let mut parts = overload(day, &roles(day, regulations, outcome), delays_min, weights, analysis);
    for (_, delay_min) in outcome.delays_of_the_free(day) {
        let late_min = (delay_min - weights.late_after_min).max(0);
        parts.delay += 60 * (weights.delay * delay_min + weights.late * late_min);
        parts.touched += 60 * weights.touched * i64::from(delay_min > 0);
    }
    if weights.smooth > 0 {
        let of_one = |regulation| unsteadiness(day, regulation, delays_min, analysis);
        parts.smooth = 60 * weights.smooth * regulations.iter().map(of_one).sum::<i64>();
    }
    parts.spill = 60 * weights.spill * outcome.spill;
    Cost::of(parts)
}

/// The parts of J that volumes bear, each volume in its role.
pub(crate) fn overload(day: &Day, roles: &[Role], delays_min: &[i64], weights: &Weights, analysis: &Analysis) -> Parts {
    let mut parts = Parts::default();
    for (volume, role) in (0..).map(VolumeId).zip(roles) {
        let overload = area(&entry_cells(day, volume, delays_min, analysis), analysis.step_s);
        match role {
            Role::Target => parts.target += weights.target * overload,
            Role::Ripple => parts.ripple += weights.ripple * overload,
            Role::Context => parts.context += weights.context * overload,
        }
        let above =
            |threshold| area(&occupancy_cells(day, volume, delays_min, threshold, analysis), analysis.occ_step_s);
        parts.occ_peak += weights.occ_peak * above(Threshold::Peak);
        parts.occ_sustain += weights.occ_sustain * above(Threshold::Sustain);
    }
    parts
}

/// The sum of the differences between the deliveries of consecutive quarter hours of a regulation's period.
fn unsteadiness(day: &Day, regulation: &Regulation, delays_min: &[i64], analysis: &Analysis) -> i64 {
    let (mut deliveries, mut start) = (Vec::new(), regulation.period.start);
    while start < regulation.period.end {
        let quarter = start..(start + QUARTER_HOUR_S).min(regulation.period.end);
        deliveries.push(count_in(day, regulation.volume, delays_min, &quarter, analysis));
        start += QUARTER_HOUR_S;
    }
    deliveries.windows(2).map(|two| (two[1] - two[0]).abs()).sum()
}
