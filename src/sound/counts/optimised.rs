//! Right because: a stay counts in one run of windows, those that start after `entry - W` and not after `entry`, and the
//!   re-entries of a flight in one volume follow each other in time, so their union is built by starting each run where the
//!   one before ended. A count is the sum over flights, so it is the running sum of where their runs begin and end.
//! Fast because: a stay costs two divisions and two additions, whatever the step: O(stays + windows) for all volumes at
//!   once, and a flight that moves is taken out and put in again without counting the others anew.
//! Did not pay: keeping the visits of a volume sorted by entry and sweeping over both ends: delays disturb the order, so each
//!   question would begin with a sort.

use std::sync::Arc;

use super::track::{Checked, Declared, Track, UNLIMITED, VolumeTracks};
use super::{Cell, VolumeCounts};
use crate::model::{FlightId, VolumeId};
use crate::scenario::sound::{Analysis, Count, Day, Volume};
use crate::sound::plan;

const HOUR_S: i64 = 3_600;

/// A stay, next to the other stays of its flight in the same volume.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit {
    pub(crate) volume: u32,
    pub(crate) entry_s: i64,
    pub(crate) exit_s: i64,
}

/// A day made ready for counting: where every stay counts, what is declared there, and the counts before anything is decided.
///
/// Built once a day and way of looking at it; regulations come and go without it. O(stays + windows).
#[derive(Debug, Clone)]
pub struct Network {
    pub(crate) day: Arc<Day>,
    pub(crate) analysis: Analysis,
    /// Flight by flight, in each flight volume by volume, in each volume in order of time.
    visits: Vec<Visit>,
    pub(crate) volumes: Vec<VolumeTracks>,
    /// The limit at each place of the row; [`UNLIMITED`] where nothing is checked.
    pub(crate) limits: Vec<i64>,
    /// The counts at each place before anything is decided. Places beyond belong to occupancies that nobody declared.
    pub(crate) base: Vec<i32>,
    pub(crate) base_min: Vec<i64>,
}

impl Network {
    /// Makes a day ready for counting.
    pub fn new(day: Arc<Day>, analysis: Analysis) -> Self {
        let mut at = 0;
        let mut volumes: Vec<VolumeTracks> =
            day.volumes.iter().map(|volume| VolumeTracks::new(&day, volume, &analysis, &mut at)).collect();
        let mut limits = vec![UNLIMITED; at];
        for (volume, tracks) in day.volumes.iter().zip(&volumes) {
            tracks.limit_entries(volume, &mut limits);
        }
        // Declared occupancies first, so that the rest can be left out.
        for watched in [true, false] {
            for tracks in volumes.iter_mut().filter(|tracks| tracks.watched() == watched) {
                tracks.occupancy.at = at;
                at += tracks.occupancy.len + 1;
            }
            if watched {
                limits.resize(at, UNLIMITED);
            }
        }
        let mut network = Self {
            visits: visits(&day),
            base: Vec::new(),
            base_min: plan::base_delays_min(&day),
            day,
            analysis,
            volumes,
            limits,
        };
        network.base = network.row(&network.base_min, network.limits.len());
        network
    }

    /// A row of the first `places` counts when each flight is so late.
    pub(crate) fn row(&self, delays_min: &[i64], places: usize) -> Vec<i32> {
        let mut row = vec![0; places];
        for (flight, delay_min) in (0..).map(FlightId).zip(delays_min) {
            self.lay(&mut row, flight, *delay_min, 1);
        }
        self.sum(&mut row);
        row
    }

    /// The row of the declared places when each flight is so late, counted from the base.
    pub(crate) fn moved(&self, delays_min: &[i64]) -> Vec<i32> {
        if delays_min == self.base_min {
            return self.base.clone();
        }
        let mut row = vec![0; self.base.len()];
        for (flight, (delay_min, base_min)) in (0..).map(FlightId).zip(delays_min.iter().zip(&self.base_min)) {
            if delay_min != base_min {
                self.lay(&mut row, flight, *base_min, -1);
                self.lay(&mut row, flight, *delay_min, 1);
            }
        }
        self.sum(&mut row);
        row.iter_mut().zip(&self.base).for_each(|(count, base)| *count += base);
        row
    }

    /// The visits of a flight, volume by volume.
    pub(crate) fn visits(&self, flight: FlightId) -> &[Visit] {
        &self.visits[self.day.flights.stays(flight)]
    }

    /// The visits of a flight to one volume, in order of time.
    pub(crate) fn visits_in(&self, flight: FlightId, volume: VolumeId) -> impl Iterator<Item = Visit> + '_ {
        self.visits(flight).iter().copied().filter(move |visit| visit.volume == volume.0)
    }

    /// Adds `sign` where each run of windows that a flight lights begins, and takes it away where it ends.
    pub(crate) fn lay(&self, row: &mut [i32], flight: FlightId, delay_min: i64, sign: i32) {
        let union = self.analysis.count == Count::Flights;
        for here in self.visits(flight).chunk_by(|one, next| one.volume == next.volume) {
            let tracks = &self.volumes[here[0].volume as usize];
            tracks.lay_entries(row, here, delay_min, sign, union);
            if tracks.occupancy.at < row.len() {
                lay_occupancy(row, &tracks.occupancy, here, delay_min, sign);
            }
        }
    }

    /// Turns what was laid into counts.
    pub(crate) fn sum(&self, row: &mut [i32]) {
        for tracks in &self.volumes {
            tracks.sum_entries(row);
            if tracks.occupancy.at < row.len() {
                sum_track(row, &tracks.occupancy);
            }
        }
    }

    /// The checked windows of a volume, in order of time.
    pub(crate) fn cells<'a>(&'a self, volume: usize, row: &'a [i32]) -> impl Iterator<Item = Cell> + 'a {
        self.volumes[volume].cells(row, &self.limits)
    }

    /// The counts of all volumes; see the pair's definition.
    pub(crate) fn counts(&self, delays_min: &[i64]) -> Vec<VolumeCounts> {
        let everywhere = self.volumes.iter().map(|tracks| tracks.occupancy.places().end + 1).max();
        let row = self.row(delays_min, everywhere.unwrap_or(0).max(self.limits.len()));
        let of_one = |(volume, tracks): (usize, &VolumeTracks)| VolumeCounts {
            entry_counts: shown(&row, &tracks.entries),
            cells: self.cells(volume, &row).collect(),
            occupancy: shown(&row, &tracks.occupancy),
        };
        self.volumes.iter().enumerate().map(of_one).collect()
    }
}

/// The counts of one volume, without a network: O(its stays + its windows). `stays` are those of the volume, in order.
pub(crate) fn counts_of(
    day: &Day,
    volume: VolumeId,
    stays: impl Iterator<Item = (FlightId, usize)>,
    delays_min: &[i64],
    analysis: &Analysis,
) -> VolumeCounts {
    let mut at = 0;
    let mut tracks = VolumeTracks::new(day, &day.volumes[volume.index()], analysis, &mut at);
    tracks.occupancy.at = at;
    let (mut row, mut limits) = (vec![0; at + tracks.occupancy.len + 1], vec![UNLIMITED; at]);
    let union = analysis.count == Count::Flights;
    by_flight(day, stays, |flight, here| {
        let delay_min = delays_min[flight.index()];
        tracks.lay_entries(&mut row, here, delay_min, 1, union);
        lay_occupancy(&mut row, &tracks.occupancy, here, delay_min, 1);
    });
    tracks.sum_entries(&mut row);
    sum_track(&mut row, &tracks.occupancy);
    tracks.limit_entries(&day.volumes[volume.index()], &mut limits);
    VolumeCounts {
        entry_counts: shown(&row, &tracks.entries),
        cells: tracks.cells(&row, &limits).collect(),
        occupancy: shown(&row, &tracks.occupancy),
    }
}

/// Hands over the visits of each flight together, of stays that stand flight by flight.
fn by_flight(day: &Day, stays: impl Iterator<Item = (FlightId, usize)>, mut each: impl FnMut(FlightId, &[Visit])) {
    let (mut own, mut here) = (None, Vec::new());
    for (flight, stay) in stays {
        if own != Some(flight) {
            if let Some(own) = own {
                each(own, &here);
            }
            own = Some(flight);
            here.clear();
        }
        here.push(visit(day, stay));
    }
    if let Some(own) = own {
        each(own, &here);
    }
}

/// The counts of a track that are not 0, with where their windows start.
fn shown(row: &[i32], track: &Track) -> Vec<(i64, i64)> {
    let counts = row[track.places()].iter().enumerate().filter(|(_, count)| **count != 0);
    counts.map(|(window, count)| (track.start_s(window), i64::from(*count))).collect()
}

/// The checked windows of one volume, without a network: as [`counts_of`], without the occupancy.
pub(crate) fn cells_of(
    day: &Day,
    volume: VolumeId,
    stays: impl Iterator<Item = (FlightId, usize)>,
    delays_min: &[i64],
    analysis: &Analysis,
) -> Vec<Cell> {
    let mut at = 0;
    let tracks = VolumeTracks::new(day, &day.volumes[volume.index()], analysis, &mut at);
    let (mut row, mut limits) = (vec![0; at], vec![UNLIMITED; at]);
    let union = analysis.count == Count::Flights;
    by_flight(day, stays, |flight, here| tracks.lay_entries(&mut row, here, delays_min[flight.index()], 1, union));
    tracks.sum_entries(&mut row);
    tracks.limit_entries(&day.volumes[volume.index()], &mut limits);
    tracks.cells(&row, &limits).collect()
}

pub(crate) fn lay_occupancy(row: &mut [i32], track: &Track, here: &[Visit], delay_min: i64, sign: i32) {
    let mut covered = 0;
    for visit in here.iter().filter(|visit| visit.exit_s > visit.entry_s) {
        let lit = track.lit(visit.entry_s + 60 * delay_min, visit.exit_s + 60 * delay_min - 1);
        let start = lit.start.max(covered);
        if start < lit.end {
            row[track.at + start] += sign;
            row[track.at + lit.end] -= sign;
            covered = lit.end;
        }
    }
}

/// Adds up what was laid into one track.
pub(crate) fn sum_track(row: &mut [i32], track: &Track) {
    let mut count = 0;
    for place in &mut row[track.places()] {
        count += *place;
        *place = count;
    }
    // What ends beyond the last window ends nowhere.
    row[track.at + track.len] = 0;
}

/// Lays the entries of one flight into the windows of one track.
pub(crate) fn lay_entries(row: &mut [i32], track: &Track, here: &[Visit], delay_min: i64, sign: i32, union: bool) {
    let mut covered = 0;
    for visit in here {
        let entry_s = visit.entry_s + 60 * delay_min;
        let lit = track.lit(entry_s, entry_s);
        let start = if union { lit.start.max(covered) } else { lit.start };
        if start < lit.end {
            row[track.at + start] += sign;
            row[track.at + lit.end] -= sign;
            covered = lit.end;
        }
    }
}

impl VolumeTracks {
    fn lay_entries(&self, row: &mut [i32], here: &[Visit], delay_min: i64, sign: i32, union: bool) {
        lay_entries(row, &self.entries, here, delay_min, sign, union);
        for checked in &self.checked {
            if let Checked::Whole(track) = checked {
                lay_entries(row, track, here, delay_min, sign, union);
            }
        }
    }

    fn sum_entries(&self, row: &mut [i32]) {
        sum_track(row, &self.entries);
        for checked in &self.checked {
            if let Checked::Whole(track) = checked {
                sum_track(row, track);
            }
        }
    }

    /// Writes the limit of every checked window.
    fn limit_entries(&self, volume: &Volume, limits: &mut [i64]) {
        let [mut starts, mut ends] = [0; 2].map(|_| Declared::new(&volume.entry_capacity));
        for checked in &self.checked {
            let (track, windows) = checked.windows(self);
            for window in windows {
                let start_s = track.start_s(window);
                let allowed = ends.until(start_s + track.length_s) - starts.until(start_s);
                limits[track.at + window] = allowed.div_euclid(HOUR_S);
            }
        }
    }

    fn cells<'a>(&'a self, row: &'a [i32], limits: &'a [i64]) -> impl Iterator<Item = Cell> + 'a {
        self.checked.iter().flat_map(move |checked| {
            let (track, windows) = checked.windows(self);
            windows.map(move |window| Cell {
                start_s: track.start_s(window),
                length_s: track.length_s,
                count: i64::from(row[track.at + window]),
                limit: limits[track.at + window],
            })
        })
    }
}

fn visit(day: &Day, stay: usize) -> Visit {
    Visit { volume: day.stays.volume[stay].0, entry_s: day.stays.entry_s[stay], exit_s: day.stays.exit_s[stay] }
}

fn visits(day: &Day) -> Vec<Visit> {
    let mut visits: Vec<Visit> = (0..day.stays.len()).map(|stay| visit(day, stay)).collect();
    for flight in day.flights.iter() {
        let own = &mut visits[day.flights.stays(flight)];
        if !own.is_sorted_by_key(|visit| visit.volume) {
            own.sort_by_key(|visit| visit.volume);
        }
    }
    visits
}
