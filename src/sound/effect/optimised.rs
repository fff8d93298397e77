//! Right because: the counts after a plan are those before it, with the moved flights taken out and put in again; windows
//!   and hotspots are then compared as defined.
//! Fast because: both states come from one row of counts each, O(moved stays + windows), and the state before the plan is
//!   kept with the day. Hotspots come in order of time, so overlaps are found by walking along both lists.
//! Did not pay: skipping volumes that no moved flight crosses: their rows must be reported all the same, and to fill one
//!   costs little.

use core::cmp::Reverse;

use super::{Role, Run, VolumeEffect};
use crate::model::FlightId;
use crate::scenario::sound::Regulation;
use crate::sound::Outcome;
use crate::sound::counts::Network;
use crate::sound::hotspots::{Hotspot, Kind, collect};

pub(crate) fn effect(network: &Network, regulations: &[Regulation], outcome: &Outcome) -> Vec<VolumeEffect> {
    effect_of_row(network, &network.moved(&outcome.delays_min), regulations, outcome)
}

/// The same where the counts under the plan are known.
pub(crate) fn effect_of_row(
    network: &Network,
    row: &[i32],
    regulations: &[Regulation],
    outcome: &Outcome,
) -> Vec<VolumeEffect> {
    let roles = roles(network, regulations, &outcome.scope);
    let touched = (0..roles.len()).filter(|volume| roles[*volume] != Role::Context);
    let mut rows: Vec<VolumeEffect> = touched.map(|volume| of_one(network, volume, roles[volume], row)).collect();
    let rank = |row: &VolumeEffect| (row.role != Role::Target, Reverse(row.area_post_s - row.area_pre_s));
    rows.sort_unstable_by(|one, other| rank(one).cmp(&rank(other)).then_with(|| one.volume.cmp(&other.volume)));
    rows
}

/// What each volume is to a plan with that scope.
pub(crate) fn roles(network: &Network, regulations: &[Regulation], scope: &[FlightId]) -> Vec<Role> {
    let mut roles = vec![Role::Context; network.volumes.len()];
    for flight in scope {
        for visit in network.visits(*flight) {
            roles[visit.volume as usize] = Role::Ripple;
        }
    }
    for regulation in regulations {
        roles[regulation.volume.index()] = Role::Target;
    }
    roles
}

fn of_one(network: &Network, volume: usize, role: Role, after: &[i32]) -> VolumeEffect {
    let name = &network.day.volumes[volume].id;
    let (step_s, before) = (network.analysis.step_s, network.base.as_slice());
    let places = network.volumes[volume].entries.places();
    let [pre, post] = [&before[places.clone()], &after[places]];
    let peak = |counts: &[i32]| i64::from(counts.iter().copied().max().unwrap_or(0));
    let mut effect = VolumeEffect {
        volume: name.clone(),
        role,
        peak_pre: peak(pre),
        peak_post: peak(post),
        area_pre_s: 0,
        area_post_s: 0,
        new_cells: 0,
        resolved_cells: 0,
        worse_s: 0,
        better_s: 0,
        changed_cells: pre.iter().zip(post).filter(|(pre, post)| pre != post).count() as i64,
        new_hotspots: Vec::new(),
        resolved_hotspots: Vec::new(),
    };
    for (pre, post) in network.cells(volume, before).zip(network.cells(volume, after)) {
        let (pre, post) = (pre.excess(), post.excess());
        effect.area_pre_s += pre * step_s;
        effect.area_post_s += post * step_s;
        effect.new_cells += i64::from(pre == 0 && post > 0);
        effect.resolved_cells += i64::from(pre > 0 && post == 0);
        effect.worse_s += (post - pre).max(0) * step_s;
        effect.better_s += (pre - post).max(0) * step_s;
    }
    if effect.area_pre_s + effect.area_post_s > 0 {
        let [pre, post] = [before, after].map(|row| {
            let mut hotspots = Vec::new();
            collect(&mut hotspots, name, Kind::Entry, step_s, network.cells(volume, row));
            hotspots
        });
        effect.new_hotspots = apart_from(&post, &pre);
        effect.resolved_hotspots = apart_from(&pre, &post);
    }
    effect
}

/// Those of `hotspots` that overlap none of `others`, both in order of time.
///
/// Starts and ends both ascend, so of the others only the first that ends later can overlap.
fn apart_from(hotspots: &[Hotspot], others: &[Hotspot]) -> Vec<Run> {
    let mut next = 0;
    let mut alone = Vec::new();
    for hotspot in hotspots {
        while others.get(next).is_some_and(|other| other.to_s <= hotspot.from_s) {
            next += 1;
        }
        if others.get(next).is_none_or(|other| other.from_s >= hotspot.to_s) {
            alone.push((hotspot.from_s, hotspot.to_s, hotspot.max_excess));
        }
    }
    alone
}
