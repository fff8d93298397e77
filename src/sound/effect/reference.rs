//! The effect, volume by volume, both states counted in full.

use core::cmp::Reverse;

use super::{Role, VolumeEffect};
use crate::model::VolumeId;
use crate::scenario::sound::{Analysis, Day, Regulation};
use crate::sound::counts::Cell;
use crate::sound::counts::reference::{area, entry_cells, entry_counts};
use crate::sound::hotspots::reference::runs_of_excess;
use crate::sound::hotspots::{Hotspot, Kind};
use crate::sound::{Outcome, plan};

/// What each volume is to a plan.
pub(crate) fn roles(day: &Day, regulations: &[Regulation], outcome: &Outcome) -> Vec<Role> {
    let mut roles = vec![Role::Context; day.volumes.len()];
    for stay in outcome.scope.iter().flat_map(|flight| day.flights.stays(*flight)) {
        roles[day.stays.volume[stay].index()] = Role::Ripple;
    }
    for regulation in regulations {
        roles[regulation.volume.index()] = Role::Target;
    }
    roles
}

pub(crate) fn effect(
    day: &Day,
    regulations: &[Regulation],
    outcome: &Outcome,
    analysis: &Analysis,
) -> Vec<VolumeEffect> {
    let roles = roles(day, regulations, outcome);
    let touched = (0..day.volumes.len()).filter(|volume| roles[*volume] != Role::Context);
    let mut rows: Vec<VolumeEffect> =
        touched.map(|volume| of_one(day, VolumeId::at(volume), roles[volume], outcome, analysis)).collect();
    let rank = |row: &VolumeEffect| (row.role != Role::Target, Reverse(row.area_post_s - row.area_pre_s));
    rows.sort_by(|one, other| rank(one).cmp(&rank(other)).then_with(|| one.volume.cmp(&other.volume)));
    rows
}

fn of_one(day: &Day, volume: VolumeId, role: Role, outcome: &Outcome, analysis: &Analysis) -> VolumeEffect {
    let name = &day.volumes[volume.index()].id;
    let base_min = plan::base_delays_min(day);
    let counts = [&base_min, &outcome.delays_min].map(|delays| entry_counts(day, volume, delays, analysis));
    let cells = [&base_min, &outcome.delays_min].map(|delays| entry_cells(day, volume, delays, analysis));
    let excess: Vec<(i64, i64)> =
        cells[0].iter().zip(&cells[1]).map(|(pre, post)| (pre.excess(), post.excess())).collect();
    let [peak_pre, peak_post] = counts.each_ref().map(|counts| counts.iter().map(|(_, n)| *n).max().unwrap_or(0));
    let [area_pre_s, area_post_s] = cells.each_ref().map(|cells| area(cells, analysis.step_s));
    let [hotspots_pre, hotspots_post] = cells.each_ref().map(|cells| runs(name, cells, analysis.step_s));
    VolumeEffect {
        volume: name.clone(),
        role,
        peak_pre,
        peak_post,
        area_pre_s,
        area_post_s,
        new_cells: excess.iter().filter(|(pre, post)| *pre == 0 && *post > 0).count() as i64,
        resolved_cells: excess.iter().filter(|(pre, post)| *pre > 0 && *post == 0).count() as i64,
        worse_s: excess.iter().map(|(pre, post)| (post - pre).max(0)).sum::<i64>() * analysis.step_s,
        better_s: excess.iter().map(|(pre, post)| (pre - post).max(0)).sum::<i64>() * analysis.step_s,
        changed_cells: counts[0].iter().zip(&counts[1]).filter(|(pre, post)| pre != post).count() as i64,
        new_hotspots: apart_from(&hotspots_post, &hotspots_pre),
        resolved_hotspots: apart_from(&hotspots_pre, &hotspots_post),
    }
}

fn runs(name: &str, cells: &[Cell], step_s: i64) -> Vec<Hotspot> {
    runs_of_excess(name, Kind::Entry, cells, step_s)
}

/// Those of `hotspots` that overlap none of `others`.
fn apart_from(hotspots: &[Hotspot], others: &[Hotspot]) -> Vec<super::Run> {
    let overlap = |one: &Hotspot, other: &Hotspot| one.from_s < other.to_s && other.from_s < one.to_s;
    let alone = hotspots.iter().filter(|one| !others.iter().any(|other| overlap(one, other)));
    alone.map(|hotspot| (hotspot.from_s, hotspot.to_s, hotspot.max_excess)).collect()
}
