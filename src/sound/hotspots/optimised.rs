//! Right because: the counts are those of `sound/counts`, and a run of overload ends where a window fits, where the next
//!   window is not one step further, or where the declared time ends; the order of the answer is total.
//! Fast because: all volumes are counted in one go, O(stays + windows), occupancy only where a volume declares it, and
//!   windows that fit cost one comparison. Names are copied for hotspots alone.
//! Did not pay: skipping volumes whose flights in all are fewer than any limit: the comparison costs about what the windows cost.

use core::cmp::Reverse;

use super::{Hotspot, Kind};
use crate::sound::counts::{Cell, Network, SustainedRuns};

pub(crate) fn hotspots(network: &Network, delays_min: &[i64]) -> Vec<Hotspot> {
    let row = network.moved(delays_min);
    let analysis = &network.analysis;
    let mut hotspots = Vec::new();
    for (volume, tracks) in network.volumes.iter().enumerate() {
        let name = &network.day.volumes[volume].id;
        collect(&mut hotspots, name, Kind::Entry, analysis.step_s, network.cells(volume, &row));
        let track = &tracks.occupancy;
        let sample = |window: usize, limit: i64| Cell {
            start_s: track.start_s(window),
            length_s: analysis.occ_step_s,
            count: i64::from(row[track.at + window]),
            limit,
        };
        let peak = tracks.peak.iter().enumerate().map(|(window, limit)| sample(window, *limit));
        collect(&mut hotspots, name, Kind::Peak, analysis.occ_step_s, peak);
        if !tracks.sustain.is_empty() {
            let runs = SustainedRuns::new(&row[track.places()], &tracks.sustain, analysis.occ_step_s);
            let sustained = runs.flatten().map(|window| sample(window, tracks.sustain[window].0));
            collect(&mut hotspots, name, Kind::Sustain, analysis.occ_step_s, sustained);
        }
    }
    hotspots.sort_unstable_by(|one, other| {
        let rank = |h: &Hotspot| (Reverse(h.area_s), Reverse(h.max_excess));
        rank(one)
            .cmp(&rank(other))
            .then_with(|| one.volume.cmp(&other.volume))
            .then_with(|| (one.kind, one.from_s).cmp(&(other.kind, other.from_s)))
    });
    hotspots
}

/// Appends the maximal runs of consecutive cells with excess.
pub(crate) fn collect(
    hotspots: &mut Vec<Hotspot>,
    volume: &str,
    kind: Kind,
    step_s: i64,
    cells: impl Iterator<Item = Cell>,
) {
    let mut open: Option<(Hotspot, i64)> = None;
    for cell in cells {
        let excess = cell.count - cell.limit;
        if excess <= 0 {
            hotspots.extend(open.take().map(|(hotspot, _)| hotspot));
            continue;
        }
        let follows = open.as_ref().is_some_and(|(_, last_s)| cell.start_s == last_s + step_s);
        if !follows {
            hotspots.extend(open.take().map(|(hotspot, _)| hotspot));
        }
        let (hotspot, last_s) = open.get_or_insert_with(|| (begun(volume, kind, &cell), cell.start_s));
        *last_s = cell.start_s;
        hotspot.to_s = cell.start_s + cell.length_s;
        hotspot.cells += 1;
        hotspot.area_s += excess * step_s;
        if excess > hotspot.max_excess {
            hotspot.max_excess = excess;
            hotspot.worst_at_s = cell.start_s;
            hotspot.count = cell.count;
            hotspot.limit = cell.limit;
        }
    }
    hotspots.extend(open.map(|(hotspot, _)| hotspot));
}

fn begun(volume: &str, kind: Kind, cell: &Cell) -> Hotspot {
    Hotspot {
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
    }
}
