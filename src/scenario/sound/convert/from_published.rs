//! A published day as a sound one: pieces become stays, bins give way to seconds.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::capacity::declared;
use super::{Loss, Losses};
use crate::model::{FlightId, UtcMicros};
use crate::scenario::Traffic;
use crate::scenario::sound::build::{Builder, Header, Stay};
use crate::scenario::sound::{Analysis, Day, Filter, Flow, Question, Regulation, Search, Volume, Weights};

const SECOND_US: i64 = 1_000_000;

/// The rates that the published search tries, tried here too.
const GRID: [Option<i64>; 8] = [None, Some(60), Some(48), Some(36), Some(24), Some(18), Some(12), Some(6)];

/// The same day under the sound model, and what that leaves out. O(flights + intervals · log).
///
/// Second 0 is the midnight of the day on which most flights take off. Intervals of one flight in one volume that touch are
/// one stay. The control volume in the window is the one regulation, its flows the published ones, none of them held.
///
/// ```
/// # use loadline::scenario::{Params, generate, sound::from_published};
/// let day = generate(&Params::of_size("tiny", 1)?)?;
/// let (question, losses) = from_published(&day);
/// assert!(question.day.stays.len() < day.intervals.len());
/// assert!(losses.iter().any(|loss| loss.code == "conversion/undeclared-hours"));
/// # Ok::<(), loadline::Error>(())
/// ```
pub fn from_published(traffic: &Traffic) -> (Question, Vec<Loss>) {
    let mut losses = Losses::default();
    let midnight = midnight(traffic);
    let (builder, order) = stays(traffic, midnight, &mut losses);
    let (flights, stays) = builder.build();
    let volumes = traffic.volumes.iter().map(|volume| Volume {
        id: volume.id.clone(),
        band: volume.lower_level.zip(volume.upper_level).map(|(low, high)| [low.into(), high.into()]),
        entry_capacity: declared(&volume.hourly_capacity, &mut losses),
        occupancy: Vec::new(),
        outline: volume.outline.clone(),
    });
    let day = Day { volumes: volumes.collect(), flights, stays, horizon: 0..86_400, merge_gap_s: 0 };
    let regulation = regulation(traffic, &order, &mut losses);
    asked_otherwise(traffic, &mut losses);
    let search = Search { grids: vec![GRID.to_vec(); regulation.flows.len()], regulation: regulation.clone() };
    let question = Question {
        day: Arc::new(day),
        midnight: Some(midnight),
        regulations: vec![regulation],
        analysis: Analysis::default(),
        weights: Weights::default(),
        search: Some(search),
    };
    (question, merged(losses))
}

/// Losses of one code, volume by volume, as one.
pub(super) fn merged(losses: Losses) -> Vec<Loss> {
    let mut merged: Vec<Loss> = Vec::new();
    for loss in losses.0 {
        match merged.iter_mut().find(|known| known.code == loss.code) {
            Some(known) => known.count += loss.count,
            None => merged.push(loss),
        }
    }
    merged
}

/// The midnight of the day on which most flights take off; the earliest of several.
fn midnight(traffic: &Traffic) -> UtcMicros {
    let mut days: BTreeMap<UtcMicros, usize> = BTreeMap::new();
    for takeoff in &traffic.flights.takeoff {
        *days.entry(takeoff.midnight()).or_default() += 1;
    }
    days.into_iter().rev().max_by_key(|(_, flights)| *flights).map_or(UtcMicros(0), |(day, _)| day)
}

/// All flights with their stays in whole seconds, and the position that each will have.
fn stays(traffic: &Traffic, midnight: UtcMicros, losses: &mut Losses) -> (Builder, Vec<FlightId>) {
    let (flights, intervals) = (&traffic.flights, &traffic.intervals);
    let mut builder = Builder::new(0);
    let (mut rounded, mut other_bin) = (0, 0);
    for flight in flights.iter() {
        let takeoff = flights.takeoff[flight.index()];
        let mut second = |after_s: f64| {
            let micros = takeoff.plus_seconds(after_s).0 - midnight.0;
            rounded += usize::from(micros.rem_euclid(SECOND_US) != 0);
            micros.div_euclid(SECOND_US)
        };
        let mut own = Vec::new();
        for at in flights.intervals(flight) {
            let (entry_s, exit_s) = (second(intervals.entry_s[at]), second(intervals.exit_s[at]));
            own.push(Stay { entry_s, exit_s, volume: intervals.volume[at] });
            let clock = takeoff.plus_seconds(intervals.entry_s[at]).bin(traffic.horizon);
            other_bin += usize::from(clock != u32::from(intervals.bin[at]));
        }
        let header = Header {
            id: flights.ids[flight.index()].clone(),
            operator: flights.operator[flight.index()].clone().filter(|operator| !operator.is_empty()),
            takeoff_s: Some((takeoff.0 - midnight.0).div_euclid(SECOND_US)),
            ..Header::default()
        };
        builder.push(header, own);
    }
    losses.note("conversion/part-seconds", rounded, "entries and exits were rounded down to whole seconds");
    losses.note(
        "conversion/other-bins",
        other_bin,
        "intervals were filed in a bin that is not the clock's; only seconds count",
    );
    let mut by_id: Vec<FlightId> = flights.iter().collect();
    by_id.sort_by(|a, b| flights.ids[a.index()].cmp(&flights.ids[b.index()]));
    let mut order = vec![FlightId(0); by_id.len()];
    for (position, flight) in by_id.iter().enumerate() {
        order[flight.index()] = FlightId::at(position);
    }
    (builder, order)
}

/// The control volume in the window, with the published flows; a flight is in the first that lists it.
fn regulation(traffic: &Traffic, order: &[FlightId], losses: &mut Losses) -> Regulation {
    let (mut seen, mut again) = (HashSet::new(), 0);
    let flows = traffic.flows.iter().map(|flow| {
        let mut members: Vec<FlightId> = flow.flights.iter().map(|flight| order[flight.index()]).collect();
        let listed = members.len();
        members.retain(|flight| seen.insert(*flight));
        again += listed - members.len();
        members.sort_unstable();
        Flow { id: flow.id.clone(), filter: Filter::Flights(members), rates: None }
    });
    let flows = flows.collect();
    losses.note("conversion/listed-again", again, "listings of a flight that an earlier one has were left out");
    let bin_s = i64::from(traffic.horizon.bin_seconds());
    Regulation {
        id: "R".to_owned(),
        volume: traffic.control,
        period: i64::from(traffic.window.start) * bin_s..i64::from(traffic.window.end) * bin_s,
        flows,
        recovery_rate: None,
    }
}

/// What the published model is asked in another way.
fn asked_otherwise(traffic: &Traffic, losses: &mut Losses) {
    losses.note("conversion/weights", 1, "the published weights were left out: the sound objective has its own");
    let usual = traffic.ripple.is_empty()
        && traffic.target.iter().all(|cell| cell.volume == traffic.control && traffic.window.contains(&cell.bin));
    losses.note(
        "conversion/cells",
        if usual { 0 } else { traffic.target.len() + traffic.ripple.len() },
        "target and ripple cells were left out: whole volumes have roles",
    );
    losses.note("conversion/candidates", traffic.candidates.len(), "candidates were left out: they release by bins");
}
