//! The hotspots, volume by volume and kind by kind, then ranked.

use core::cmp::Reverse;

use super::{Hotspot, Kind};
use crate::model::VolumeId;
use crate::scenario::sound::{Analysis, Day};
use crate::sound::counts::reference::{entry_cells, occupancy_cells};
use crate::sound::counts::{Cell, Threshold};

pub(crate) fn hotspots(day: &Day, delays_min: &[i64], analysis: &Analysis) -> Vec<Hotspot> {
    let mut hotspots = Vec::new();
    for volume in (0..day.volumes.len()).map(VolumeId::at) {
        let name = &day.volumes[volume.index()].id;
        let entries = entry_cells(day, volume, delays_min, analysis);
        hotspots.extend(runs_of_excess(name, Kind::Entry, &entries, analysis.step_s));
        for (kind, threshold) in [(Kind::Peak, Threshold::Peak), (Kind::Sustain, Threshold::Sustain)] {
            let samples = occupancy_cells(day, volume, delays_min, threshold, analysis);
            hotspots.extend(runs_of_excess(name, kind, &samples, analysis.occ_step_s));
        }
    }
    hotspots.sort_by(|one, other| {
        let rank = |h: &Hotspot| (Reverse(h.area_s), Reverse(h.max_excess));
        let name = |h: &Hotspot| (h.kind, h.from_s);
        rank(one)
            .cmp(&rank(other))
            .then_with(|| one.volume.cmp(&other.volume))
            .then_with(|| name(one).cmp(&name(other)))
    });
    hotspots
}

/// The maximal runs of consecutive cells with excess, in order of time.
pub(crate) fn runs_of_excess(volume: &str, kind: Kind, cells: &[Cell], step_s: i64) -> Vec<Hotspot> {
    let mut hotspots: Vec<Hotspot> = Vec::new();
    let mut last_start = None;
    for cell in cells {
        if cell.excess() == 0 {
            last_start = None;
            continue;
        }
        if last_start != Some(cell.start_s - step_s) {
            hotspots.push(Hotspot {
                volume: volume.to_owned(),
                kind,
                from_s: cell.start_s,
                to_s: cell.start_s,
                cells: 0,
                area_s: 0,
                max_excess: 0,
                worst_at_s: cell.start_s,
                count: cell.count,
                limit: cell.limit,
            });
        }
        last_start = Some(cell.start_s);
        let hotspot = hotspots.last_mut().expect("one was opened at the first cell with excess");
        hotspot.to_s = cell.start_s + cell.length_s;
        hotspot.cells += 1;
        hotspot.area_s += cell.excess() * step_s;
        if cell.excess() > hotspot.max_excess {
            hotspot.max_excess = cell.excess();
            (hotspot.worst_at_s, hotspot.count, hotspot.limit) = (cell.start_s, cell.count, cell.limit);
        }
    }
    hotspots
}
