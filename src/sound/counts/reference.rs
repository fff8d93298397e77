//! The counts, window by window as defined.

use core::ops::Range;

use super::{Cell, Threshold, VolumeCounts};
use crate::math::ceil_div;
use crate::model::{FlightId, VolumeId};
use crate::scenario::sound::{Analysis, Count, Day, EntryCapacity};

const HOUR_S: i64 = 3600;

pub(crate) fn counts(day: &Day, delays_min: &[i64], analysis: &Analysis) -> Vec<VolumeCounts> {
    let shown = |counts: Vec<(i64, i64)>| counts.into_iter().filter(|(_, count)| *count != 0).collect();
    let volumes = (0..day.volumes.len()).map(VolumeId::at);
    let of_one = |volume| VolumeCounts {
        entry_counts: shown(entry_counts(day, volume, delays_min, analysis)),
        cells: entry_cells(day, volume, delays_min, analysis),
        occupancy: shown(occupancy(day, volume, delays_min, analysis)),
    };
    volumes.map(of_one).collect()
}

/// The multiples of `step_s` in the horizon.
fn grid(horizon: &Range<i64>, step_s: i64) -> Vec<i64> {
    let mut points = Vec::new();
    let mut point = ceil_div(horizon.start, step_s) * step_s;
    while point < horizon.end {
        points.push(point);
        point += step_s;
    }
    points
}

/// The delayed stays `[entry, exit)` of a flight in a volume.
fn stays(day: &Day, volume: VolumeId, flight: FlightId, delay_min: i64) -> Vec<(i64, i64)> {
    let here = day.flights.stays(flight).filter(|stay| day.stays.volume[*stay] == volume);
    here.map(|stay| (day.stays.entry_s[stay] + 60 * delay_min, day.stays.exit_s[stay] + 60 * delay_min)).collect()
}

/// The grid points `t` with `after < t <= last`, by position.
fn lit(grid: &[i64], after: i64, last: i64) -> Range<usize> {
    let first = grid.partition_point(|point| *point <= after);
    first..grid.partition_point(|point| *point <= last).max(first)
}

/// `(t, E(t))` for every point of the grid.
pub(crate) fn entry_counts(day: &Day, volume: VolumeId, delays_min: &[i64], analysis: &Analysis) -> Vec<(i64, i64)> {
    let grid = grid(&day.horizon, analysis.step_s);
    let mut counts = vec![0; grid.len()];
    for flight in day.flights.iter() {
        let mut windows: Vec<usize> = Vec::new();
        for (entry, _) in stays(day, volume, flight, delays_min[flight.index()]) {
            windows.extend(lit(&grid, entry - analysis.window_s, entry));
        }
        if analysis.count == Count::Flights {
            windows.sort_unstable();
            windows.dedup();
        }
        for window in windows {
            counts[window] += 1;
        }
    }
    grid.into_iter().zip(counts).collect()
}

/// The same count for one window.
pub(crate) fn count_in(
    day: &Day,
    volume: VolumeId,
    delays_min: &[i64],
    window: &Range<i64>,
    analysis: &Analysis,
) -> i64 {
    let mut count = 0;
    for flight in day.flights.iter() {
        let stays = stays(day, volume, flight, delays_min[flight.index()]);
        let entries = stays.iter().filter(|(entry, _)| window.contains(entry)).count() as i64;
        count += if analysis.count == Count::Flights { entries.min(1) } else { entries };
    }
    count
}

/// `(t, O(t))` for every sample.
pub(crate) fn occupancy(day: &Day, volume: VolumeId, delays_min: &[i64], analysis: &Analysis) -> Vec<(i64, i64)> {
    let grid = grid(&day.horizon, analysis.occ_step_s);
    let mut counts = vec![0; grid.len()];
    for flight in day.flights.iter() {
        let mut samples: Vec<usize> = Vec::new();
        for (entry, exit) in stays(day, volume, flight, delays_min[flight.index()]) {
            if exit > entry {
                samples.extend(lit(&grid, entry - analysis.occ_duration_s, exit - 1));
            }
        }
        samples.sort_unstable();
        samples.dedup();
        for sample in samples {
            counts[sample] += 1;
        }
    }
    grid.into_iter().zip(counts).collect()
}

/// Maximal runs of adjoining sub-periods.
pub(crate) fn runs(capacity: &[EntryCapacity]) -> Vec<Range<i64>> {
    let mut runs: Vec<Range<i64>> = Vec::new();
    for period in capacity {
        match runs.last_mut() {
            Some(run) if run.end == period.from_s => run.end = period.to_s,
            _ => runs.push(period.from_s..period.to_s),
        }
    }
    runs
}

/// Flights that the declared capacities allow in a window: `floor(capacity * time / 3600)`.
pub(crate) fn limit(capacity: &[EntryCapacity], window: &Range<i64>) -> i64 {
    let share = |period: &EntryCapacity| {
        period.per_hour * (window.end.min(period.to_s) - window.start.max(period.from_s)).max(0)
    };
    capacity.iter().map(share).sum::<i64>().div_euclid(HOUR_S)
}

/// The checked windows of a volume, in order of time.
pub(crate) fn entry_cells(day: &Day, volume: VolumeId, delays_min: &[i64], analysis: &Analysis) -> Vec<Cell> {
    let capacity = &day.volumes[volume.index()].entry_capacity;
    if capacity.is_empty() {
        return Vec::new();
    }
    let counts = entry_counts(day, volume, delays_min, analysis);
    let mut cells = Vec::new();
    for run in runs(capacity) {
        let length_s = (run.end - run.start).min(analysis.window_s);
        let cell = |start_s: i64, count: i64| Cell {
            start_s,
            length_s,
            count,
            limit: limit(capacity, &(start_s..start_s + length_s)),
        };
        if length_s == analysis.window_s {
            let inside = counts.iter().filter(|(start, _)| run.start <= *start && *start <= run.end - length_s);
            cells.extend(inside.map(|(start, count)| cell(*start, *count)));
        } else if day.horizon.contains(&run.start) {
            cells.push(cell(run.start, count_in(day, volume, delays_min, &run, analysis)));
        }
    }
    cells
}

/// The samples with a declared threshold of this kind, in order of time.
///
/// Of the sustained threshold, a sample outside a run that is long enough has its limit raised to its count.
pub(crate) fn occupancy_cells(
    day: &Day,
    volume: VolumeId,
    delays_min: &[i64],
    threshold: Threshold,
    analysis: &Analysis,
) -> Vec<Cell> {
    let step_s = analysis.occ_step_s;
    // Each sample with the minutes for which the sustained threshold may be exceeded there.
    let mut samples: Vec<(Cell, i64)> = Vec::new();
    let declared = &day.volumes[volume.index()].occupancy;
    let limit_of = |threshold| {
        move |limits: &crate::scenario::sound::OccupancyLimit| match threshold {
            Threshold::Peak => limits.peak,
            Threshold::Sustain => limits.sustain,
        }
    };
    if declared.iter().any(|limits| limit_of(threshold)(limits).is_some()) {
        for (start_s, count) in occupancy(day, volume, delays_min, analysis) {
            let here = declared.iter().find(|limits| (limits.from_s..limits.to_s).contains(&start_s));
            if let Some((limits, limit)) = here.and_then(|limits| Some((limits, limit_of(threshold)(limits)?))) {
                samples.push((Cell { start_s, length_s: step_s, count, limit }, limits.sustain_min));
            }
        }
    }
    if threshold == Threshold::Sustain {
        let apart = |one: &(Cell, i64), next: &(Cell, i64)| {
            one.0.excess() > 0 && next.0.excess() > 0 && next.0.start_s == one.0.start_s + step_s
        };
        for run in samples.chunk_by_mut(apart) {
            if (run.len() as i64) * step_s < 60 * run[0].1 {
                for (cell, _) in run {
                    cell.limit = cell.limit.max(cell.count);
                }
            }
        }
    }
    samples.into_iter().map(|(cell, _)| cell).collect()
}

/// Overload in flight-seconds: excess times step.
pub(crate) fn area(cells: &[Cell], step_s: i64) -> i64 {
    cells.iter().map(Cell::excess).sum::<i64>() * step_s
}
