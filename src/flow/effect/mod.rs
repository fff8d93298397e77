//! Effect: if each flow enters a volume at its own rate in a window, what does it cost, who waits, and what becomes of
//! every other volume?
//!
//! Three answers of the family are put side by side, as filed and held: the cost is that of `flow/objective`, with the
//! overload charged in the regulated volume; the waits are those of `flow/delay`, where those who are left at the end are
//! let through in the next bin; a flight is held on the ground, so all its entries and all its intervals move by its wait.
//!
//! | what | counts |
//! | --- | --- |
//! | entries | one a stay, as in [`demand`](super::demand), in the hour from each bin |
//! | occupancy | one a flight and bin, as in `flow/occupancy`; the objective counts a flight as often as it is an entrant |
//!
//! Promised: flows in the order of [`Context`]; a flight of several flows belongs to the last of them, as its delay does.
//! Both sides give the same answer, bit for bit: `tests/properties/effect.rs`.

mod optimised;
mod reference;

use core::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use ndarray::Array2;
use serde::Serialize;

use super::delay::Wait;
use super::demand::Demand;
use super::objective::{Context, ContextFlow, Mode, Question, Score, capacity};
use super::schedule::{Schedule, at_rate};
use crate::error::{Error, Result, nearest};
use crate::math::sort_stably;
use crate::model::{FlightId, VolumeId};
use crate::scenario::Traffic;

pub use optimised::Effects;

/// The name of the one flow of [`Mode::Blanket`].
const BLANKET: &str = "__blanket__";

/// How many names an error lists.
const LISTED: usize = 8;

/// A rate for each flow at one volume in one window.
#[derive(Debug, Clone, PartialEq)]
pub struct Regulation {
    /// Whether each flow has its own rate.
    pub mode: Mode,
    /// The volume that is regulated.
    pub control: VolumeId,
    /// The bins, half-open.
    pub window: Range<u32>,
    /// Flights an hour by the flow's name, `__blanket__` in blanket mode. A flow that is not named is not regulated, nor
    /// one at an infinite rate or at 0 or less.
    pub rates: IndexMap<String, f64>,
}

/// A flow under a regulation.
#[derive(Debug, Clone, PartialEq)]
pub struct Regulated {
    /// Its name.
    pub flow: String,
    /// Flights an hour; infinite where it is not regulated.
    pub rate_per_hour: f64,
    /// How many turns it has in the window: a flight that stays for three bins has three.
    pub entrants: usize,
    /// How many flights those are.
    pub flights: usize,
}

/// How full a volume is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Load {
    /// Flights that enter in the busiest hour.
    pub peak: i64,
    /// The bin in which that hour begins; the earliest of several.
    pub peak_bin: usize,
    /// All that stands above the capacity, added over the day's bins.
    pub overload: i64,
}

/// What a regulation does. Of two, the first is as filed and the second is held.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The flows.
    pub flows: Vec<Regulated>,
    /// What it costs.
    pub cost: [Score; 2],
    /// Entries into the regulated volume.
    pub entries: [Demand; 2],
    /// Flights present in the regulated volume, summed over the hour from each bin.
    pub occupancy: [Demand; 2],
    /// Entries into the regulated volume, held, by flow and bin; the last row holds the flights of no flow.
    pub by_flow: Array2<i64>,
    /// How full each volume is, in the order of the file.
    pub loads: [Vec<Load>; 2],
    /// Entries into each volume, held: volumes by bins.
    pub hourly: Array2<i64>,
    /// Flights an hour that each volume can take: volumes by bins.
    pub capacity: Arc<Array2<i64>>,
    /// Who waits, longest first, then in the order in which they were first served.
    pub waits: Vec<Wait>,
    /// The flow of each of them.
    pub flow_of_wait: Vec<usize>,
    /// How many flights have a turn.
    pub scheduled: usize,
}

impl Effect {
    /// How many flights wait for longer than so many minutes.
    pub fn longer_than(&self, minutes: i64) -> usize {
        self.waits.iter().filter(|wait| wait.delay_min > minutes).count()
    }

    /// Flights by their delay in steps of so many minutes: `[1..=5]`, `[6..=10]`, … for 5; up to the longest.
    ///
    /// # Panics
    /// For a step of 0.
    pub fn histogram(&self, step_min: usize) -> Vec<u32> {
        let step = |wait: &Wait| usize::try_from(wait.delay_min - 1).expect("only those who wait") / step_min;
        let mut flights = vec![0; self.waits.iter().map(|wait| step(wait) + 1).max().unwrap_or(0)];
        for wait in &self.waits {
            flights[step(wait)] += 1;
        }
        flights
    }
}

/// What a regulation does, counted plainly from the flights.
///
/// # Errors
/// [`Error::Argument`] as [`Effects::of`].
pub fn reference_effect(traffic: &Arc<Traffic>, regulation: &Regulation) -> Result<Effect> {
    let question = question(traffic, regulation)?;
    Ok(reference::effect(traffic, question, &rates(traffic, regulation)?))
}

fn question(traffic: &Traffic, regulation: &Regulation) -> Result<Question> {
    Question::about(traffic, regulation.mode, regulation.control, regulation.window.clone())
}

/// The rate of each flow, flows in context order.
fn rates(traffic: &Traffic, regulation: &Regulation) -> Result<Vec<f64>> {
    let mut names: Vec<&str> = match regulation.mode {
        Mode::Blanket => vec![BLANKET],
        Mode::PerFlow => traffic.flows.iter().map(|flow| flow.id.as_str()).collect(),
    };
    sort_stably(&mut names, Ord::cmp);
    for (name, rate) in &regulation.rates {
        let at = || format!("rates[{name:?}]");
        if !names.contains(&name.as_str()) {
            let remedy = match nearest(name, names.iter().copied()) {
                Some(near) => format!("did you mean {near:?}?"),
                None if names.len() <= LISTED => format!("the flows are {}", names.join(", ")),
                None => format!("use one of the names of the {} flows", names.len()),
            };
            return Err(Error::argument(at(), "there is no such flow", remedy));
        }
        if rate.is_nan() {
            let remedy = "use a number above 0, or Infinity for no limit";
            return Err(Error::argument(at(), format!("{rate} an hour is no rate"), remedy));
        }
    }
    let rate = |name: &&str| regulation.rates.get(*name).copied().filter(|rate| *rate > 0.0).unwrap_or(f64::INFINITY);
    Ok(names.iter().map(rate).collect())
}

/// The schedule under a rate a flow.
fn releases(context: &Context, rates: &[f64]) -> Schedule {
    let flows = context.flows.iter().zip(rates);
    flows.map(|(flow, rate)| at_rate(&flow.demand, *rate, &context.question.window, context.traffic.horizon)).collect()
}

/// For each flight of the day, the last flow that lists it; the number of flows where none does.
fn flow_of_flight(context: &Context) -> Vec<usize> {
    let traffic = &context.traffic;
    let mut flow_of = vec![context.flows.len(); traffic.flights.len()];
    for (position, flow) in context.flows.iter().enumerate() {
        let listed =
            traffic.flows.iter().zip(traffic.flow_ids()).filter(|(_, id)| flow.source.is_none_or(|own| own == *id));
        for flight in listed.flat_map(|(listed, _)| &listed.flights) {
            flow_of[flight.index()] = position;
        }
    }
    flow_of
}

/// Every flow, not regulated.
fn unlimited(context: &Context) -> Vec<Regulated> {
    let flow = |flow: &ContextFlow| Regulated {
        flow: flow.id.clone(),
        rate_per_hour: f64::INFINITY,
        entrants: flow.queue.len(),
        flights: different(&context.traffic, flow.queue.iter().map(|turn| turn.flight)),
    };
    context.flows.iter().map(flow).collect()
}

/// The same flows at these rates.
fn at(rates: &[f64], flows: Vec<Regulated>) -> Vec<Regulated> {
    flows.into_iter().zip(rates).map(|(flow, rate)| Regulated { rate_per_hour: *rate, ..flow }).collect()
}

/// How many different flights there are.
fn different(traffic: &Traffic, flights: impl Iterator<Item = FlightId>) -> usize {
    let mut seen = vec![false; traffic.flights.len()];
    flights.filter(|flight| !core::mem::replace(&mut seen[flight.index()], true)).count()
}

/// Those who do wait, longest first.
fn longest_first(mut waits: Vec<Wait>) -> Vec<Wait> {
    waits.retain(|wait| wait.delay_min > 0);
    sort_stably(&mut waits, |one, other| other.delay_min.cmp(&one.delay_min));
    waits
}

/// Every volume's capacity by bin.
fn capacities(traffic: &Traffic) -> Array2<i64> {
    let mut capacities = Array2::zeros((traffic.volumes.len(), traffic.horizon.bins() as usize));
    for (mut row, volume) in capacities.rows_mut().into_iter().zip(&traffic.volumes) {
        row.assign(&ndarray::Array1::from(capacity(volume, traffic.horizon)));
    }
    capacities
}
