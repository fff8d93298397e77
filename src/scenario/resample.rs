//! More traffic from the traffic there is: flights of a day, drawn with replacement and moved by some minutes.
//!
//! Each copy draws a flight of the day and a shift of whole seconds, at most [`LARGEST_SHIFT_S`] earlier or later, and
//! takes off that much earlier or later. Times after take-off stay as they are; bins follow the clock. A stay, which is
//! one flight in one volume without a gap, is cut anew where its moved clock crosses from bin to bin: one interval a
//! bin, the later ones starting on the stroke of their bin.
//!
//! No copy leaves its day. Shifts are drawn only from those that keep take-off and all intervals within it. A flight
//! that flies past midnight is moved earlier, as far as it takes; one that is longer than a day is moved to start with
//! the day, and what lies beyond is dropped.

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::model::{FlightId, FlowId, UtcMicros, VolumeId};
use crate::rng::Rng;

use super::generate::{MAX_INTERVALS, position, too_many_intervals};
use super::traffic::{Flights, Flow, Intervals, Plan, Traffic};
use super::{Content, Scenario};

/// The most that a copy takes off earlier or later than its flight: 15 minutes.
pub const LARGEST_SHIFT_S: i64 = 900;

const SECOND_US: i64 = 1_000_000;
const DAY_US: i64 = 86_400 * SECOND_US;

/// The most that a day may be multiplied by, and the most flights that may result.
const MOST_TIMES: u32 = 1_000;
const MAX_FLIGHTS: usize = 250_000;

/// A day with `times` as many flights, drawn from the flights of `day`; the same for the same seed on every host.
///
/// Flights are called `R00001`, `R00002`, … in the order of the draws; their intervals are sorted by entry, then by
/// volume. A copy is in the flows that its flight is in, as often. Capacities, and the rates and releases of candidates,
/// are multiplied by `times`. The rest is kept. The cost is that of sorting each copy's intervals.
///
/// # Errors
/// [`Error::Argument`] when `times` is 0 or above 1,000, or when there would be more than 250,000 copies, or more
/// than 3 million intervals.
pub fn resample(day: &Traffic, times: u32, seed: u64) -> Result<Traffic> {
    if !(1..=MOST_TIMES).contains(&times) {
        let remedy = format!("give a whole number from 1 to {MOST_TIMES}");
        return Err(Error::argument("times", format!("found {times}"), remedy));
    }
    let copies = day.flights.len().saturating_mul(times as usize);
    if copies > MAX_FLIGHTS {
        let found = format!("{} flights, {times} times", day.flights.len());
        return Err(Error::argument("times", found, "keep it to 250,000 copies in all"));
    }
    let (drawn, flights, intervals) = draw_copies(day, copies, &mut Rng::new(seed))?;
    let mut more = Traffic {
        flights: Arc::new(flights),
        intervals: Arc::new(intervals),
        flows: flows_of_copies(day, &drawn),
        ..without_traffic(day)
    };
    for volume in &mut more.volumes {
        volume.hourly_capacity.values_mut().for_each(|capacity| *capacity *= f64::from(times));
    }
    for candidate in &mut more.candidates {
        match &mut candidate.plan {
            Plan::Rates(rates) => rates.iter_mut().for_each(|rate| *rate *= f64::from(times)),
            Plan::Schedule(rows) => {
                rows.iter_mut().flatten().for_each(|releases| *releases = releases.saturating_mul(times.into()));
            }
        }
    }
    Ok(more)
}

impl Scenario {
    /// This scenario with `times` as many flights, as [`resample`] makes them, and labelled synthetic.
    ///
    /// `sha256` is empty and `json_bytes` is 0 until it is written as a file and loaded again: it has no text yet.
    ///
    /// # Errors
    /// As [`resample`].
    pub fn resampled(&self, times: u32, seed: u64) -> Result<Self> {
        let stem = self.name.trim_end_matches(".gz").trim_end_matches(".json");
        let made = format!("{times} times the flights by seeded resampling (seed {seed}); synthetic, not observed.");
        Ok(Self {
            name: format!("{stem}-x{times}.json"),
            title: format!("{} ×{times}, synthetic", self.title),
            source: Some(self.source.as_ref().map_or_else(|| made.clone(), |source| format!("{made} From: {source}"))),
            synthetic: true,
            capacities_note: Some(self.capacities_note.as_ref().map_or_else(
                || format!("Capacities are {times} times the original."),
                |note| format!("{note} Here they are multiplied by {times}."),
            )),
            sha256: String::new(),
            json_bytes: 0,
            warnings: Vec::new(),
            warning_count: 0,
            content: Content::Flow(Arc::new(resample(self.traffic()?, times, seed)?).into()),
        })
    }
}

/// The question of a day, with no flights to ask it about.
fn without_traffic(day: &Traffic) -> Traffic {
    Traffic {
        horizon: day.horizon,
        volumes: day.volumes.clone(),
        flights: Arc::default(),
        intervals: Arc::default(),
        flows: Vec::new(),
        control: day.control,
        window: day.window.clone(),
        weights: day.weights,
        target: day.target.clone(),
        ripple: day.ripple.clone(),
        candidates: day.candidates.clone(),
    }
}

/// Which flights were drawn, and the copies with their intervals.
fn draw_copies(day: &Traffic, copies: usize, rng: &mut Rng) -> Result<(Vec<FlightId>, Flights, Intervals)> {
    let itineraries: Vec<_> = day.flights.iter().map(|flight| Itinerary::of(day, flight)).collect();
    let mut drawn = Vec::new();
    let mut flights = Flights { first_interval: vec![0], ..Flights::default() };
    let mut intervals = Intervals::default();
    for number in 1..=copies {
        let at = usize::try_from(rng.below(itineraries.len() as u64)).expect("a draw below a length is an index");
        let takeoff = itineraries[at].shifted_takeoff(rng);
        itineraries[at].fly(takeoff, day, &mut intervals);
        if intervals.len() > MAX_INTERVALS {
            return Err(too_many_intervals("times"));
        }
        drawn.push(FlightId::at(at));
        flights.ids.push(format!("R{number:05}"));
        flights.takeoff.push(takeoff);
        flights.operator.push(day.flights.operator[at].clone());
        flights.first_interval.push(position(intervals.len()));
    }
    Ok((drawn, flights, intervals))
}

/// The flows of the day with the copies of their flights, in the order of the copies.
fn flows_of_copies(day: &Traffic, drawn: &[FlightId]) -> Vec<Flow> {
    let mut listed_in = vec![Vec::new(); day.flights.len()];
    for (at, flow) in day.flows.iter().enumerate() {
        for flight in &flow.flights {
            listed_in[flight.index()].push(FlowId::at(at));
        }
    }
    let mut flows: Vec<_> = day.flows.iter().map(|flow| Flow { id: flow.id.clone(), flights: Vec::new() }).collect();
    for (copy, flight) in drawn.iter().enumerate() {
        for flow in &listed_in[flight.index()] {
            flows[flow.index()].flights.push(FlightId::at(copy));
        }
    }
    flows
}

/// A flight in one volume without a gap, in microseconds after take-off.
#[derive(Debug, Clone, Copy)]
struct Stay {
    volume: VolumeId,
    entry_us: i64,
    exit_us: i64,
}

/// A flight of the day as it can be flown again at another time.
struct Itinerary {
    takeoff: UtcMicros,
    stays: Vec<Stay>,
}

impl Itinerary {
    fn of(day: &Traffic, flight: FlightId) -> Self {
        let micros = |seconds| UtcMicros(0).plus_seconds(seconds).0;
        let mut pieces: Vec<_> = day
            .flights
            .intervals(flight)
            .map(|at| Stay {
                volume: day.intervals.volume[at],
                entry_us: micros(day.intervals.entry_s[at]),
                exit_us: micros(day.intervals.exit_s[at]),
            })
            .collect();
        pieces.sort_unstable_by_key(|piece| (piece.volume, piece.entry_us, piece.exit_us));
        Self { takeoff: day.flights.takeoff[flight.index()], stays: join(pieces) }
    }

    /// A take-off that keeps the flight within its day, up to [`LARGEST_SHIFT_S`] from the filed one.
    fn shifted_takeoff(&self, rng: &mut Rng) -> UtcMicros {
        let first_us = self.stays.iter().map(|stay| stay.entry_us).fold(0, i64::min);
        let last_us = self.stays.iter().map(|stay| stay.exit_us).fold(0, i64::max);
        let of_day = self.takeoff.of_day();
        let earliest = -(of_day + first_us).div_euclid(SECOND_US);
        let latest = (DAY_US - 1 - of_day - last_us).div_euclid(SECOND_US).max(earliest);
        let low = (-LARGEST_SHIFT_S).clamp(earliest, latest);
        let high = LARGEST_SHIFT_S.clamp(earliest, latest);
        let drawn = rng.below((high - low).unsigned_abs() + 1).cast_signed();
        UtcMicros(self.takeoff.0 + (low + drawn) * SECOND_US)
    }

    /// The intervals of the flight when it takes off then, by entry.
    fn fly(&self, takeoff: UtcMicros, day: &Traffic, intervals: &mut Intervals) {
        let midnight_us = self.takeoff.midnight().0 - takeoff.0;
        let bin_us = i64::from(day.horizon.bin_seconds()) * SECOND_US;
        let pieces = self.stays.iter().flat_map(|stay| cut(*stay, midnight_us, bin_us));
        // One more than there is room for is enough to be refused.
        let mut pieces: Vec<_> = pieces.take(MAX_INTERVALS + 1 - intervals.len()).collect();
        pieces.sort_unstable_by_key(|(_, piece)| (piece.entry_us, piece.volume, piece.exit_us));
        for (bin, piece) in pieces {
            intervals.volume.push(piece.volume);
            intervals.bin.push(bin);
            intervals.entry_s.push(seconds(piece.entry_us));
            intervals.exit_s.push(seconds(piece.exit_us));
        }
    }
}

/// The stays that pieces make together; both sorted by volume, then by entry.
fn join(pieces: Vec<Stay>) -> Vec<Stay> {
    let mut stays: Vec<Stay> = Vec::new();
    for piece in pieces {
        match stays.last_mut() {
            Some(stay) if (stay.volume, stay.exit_us) == (piece.volume, piece.entry_us) => stay.exit_us = piece.exit_us,
            _ => stays.push(piece),
        }
    }
    stays
}

/// A stay in pieces, one a bin, with their bins, as far as the day goes that starts at `midnight_us`.
fn cut(stay: Stay, midnight_us: i64, bin_us: i64) -> impl Iterator<Item = (u16, Stay)> {
    let exit_us = stay.exit_us.min(midnight_us + DAY_US);
    let first = (stay.entry_us - midnight_us) / bin_us;
    // A stay that ends on the stroke of a bin is not in that bin, unless it has no length.
    let last = ((exit_us - 1).max(stay.entry_us) - midnight_us) / bin_us;
    let bins = if stay.entry_us < midnight_us + DAY_US { first..last + 1 } else { 0..0 };
    bins.map(move |bin| {
        let starts_us = midnight_us + bin * bin_us;
        let entry_us = stay.entry_us.max(starts_us);
        let piece = Stay { entry_us, exit_us: exit_us.min(starts_us + bin_us), ..stay };
        (u16::try_from(bin).expect("a day has at most 1440 bins"), piece)
    })
}

#[expect(clippy::cast_precision_loss, reason = "a piece lies within a day: far fewer than 2^53 microseconds")]
fn seconds(micros: i64) -> f64 {
    micros as f64 / 1e6
}
