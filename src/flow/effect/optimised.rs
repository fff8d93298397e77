//! Right because: a wait changes only what the flight that waits is counted in. So every count is that of the day as filed,
//!   less one where a late flight was, plus one where it now is; an entry counts in the hours that begin in its bin and
//!   before it, so it is taken out of those and put into others.
//! Fast because: the day as filed is counted once, and what a question has in common for all rates is kept for the
//!   questions asked last, so a slider that moves costs O(turns + late flights' stays + volumes × bins for the answer
//!   itself). A peak and an overload are looked for again only in volumes that a late flight enters.
//! Did not pay: nothing else was measured.

use std::sync::Arc;

use ndarray::Array2;

use super::{
    Effect, Load, Regulated, Regulation, at, capacities, different, flow_of_flight, longest_first, question, rates,
    releases, unlimited,
};
use crate::error::Result;
use crate::flow::delay::{Queues, Spill};
use crate::flow::demand::{Demand, entries, first_day};
use crate::flow::objective::{Context, Question, Score, Scorer};
use crate::flow::occupancy::rolling;
use crate::flow::{VolumeIndex, delayed_bin};
use crate::model::{FlightId, Horizon, UtcMicros, VolumeId};
use crate::pair::Side;
use crate::scenario::Traffic;

const MINUTE: i64 = 60_000_000;

/// How many questions are kept: both modes of a window, and those of the one before.
const KEPT: usize = 4;

/// The beginning of a stay.
#[derive(Debug, Clone, Copy)]
struct Stay {
    volume: VolumeId,
    at: UtcMicros,
}

/// A day made ready for asking again and again what a regulation does.
///
/// Holds 16 bytes a stay and 16 bytes a volume and bin, and the few questions that were asked last.
#[derive(Debug)]
pub struct Effects {
    traffic: Arc<Traffic>,
    index: Arc<VolumeIndex>,
    /// Midnight of the day.
    day: UtcMicros,
    /// Where each flight's stays start; one more entry at the end.
    first_stay: Vec<u32>,
    stays: Vec<Stay>,
    capacity: Arc<Array2<i64>>,
    /// Entries as filed in the hour from each bin, volumes by bins.
    hourly: Array2<i64>,
    loads: Vec<Load>,
    /// The questions asked last, latest first.
    asked: Vec<Asked>,
}

/// What a question has in common for all rates.
#[derive(Debug)]
struct Asked {
    context: Arc<Context>,
    scorer: Scorer,
    queues: Queues,
    /// The cost as filed.
    cost: Score,
    /// The flows, not regulated.
    flows: Vec<Regulated>,
    scheduled: usize,
    flow_of: Vec<usize>,
    /// Entries into the control volume as filed, by flow.
    by_flow: Array2<i64>,
}

impl Effects {
    /// Makes a day ready, in O(intervals + volumes × bins).
    ///
    /// # Panics
    /// Never for a checked scenario: its limits keep positions within 32 bits.
    pub fn new(traffic: Arc<Traffic>, index: Arc<VolumeIndex>) -> Self {
        let (first_stay, stays) = stays(&traffic);
        let (horizon, capacity) = (traffic.horizon, capacities(&traffic));
        let mut ready = Self {
            hourly: Array2::zeros(capacity.dim()),
            loads: Vec::new(),
            day: first_day(&traffic),
            capacity: Arc::new(capacity),
            asked: Vec::new(),
            traffic,
            index,
            first_stay,
            stays,
        };
        for stay in &ready.stays {
            count(&mut ready.hourly, stay.volume.index(), bin_of(ready.day, stay.at, horizon), 1, horizon);
        }
        ready.loads = (0..ready.hourly.nrows()).map(|volume| load(&ready.hourly, &ready.capacity, volume)).collect();
        ready
    }

    /// What a regulation does.
    ///
    /// # Errors
    /// [`Error::Argument`](crate::Error::Argument) for a volume that is not there, a window that is empty or outside the
    /// day, a flow that is not there, and a rate that is no number.
    pub fn of(&mut self, regulation: &Regulation) -> Result<Effect> {
        let question = question(&self.traffic, regulation)?;
        let rates = rates(&self.traffic, regulation)?;
        let asked = match self.asked.iter().position(|asked| asked.context.question == question) {
            Some(position) => self.asked.remove(position),
            None => self.make_ready(question),
        };
        let effect = self.answer(&asked, &rates);
        self.asked.truncate(KEPT - 1);
        self.asked.insert(0, asked);
        Ok(effect)
    }

    fn make_ready(&self, question: Question) -> Asked {
        let (control, horizon) = (question.control, self.traffic.horizon);
        let context = Arc::new(Context::indexed(&self.traffic, question, &self.index));
        let scorer = Scorer::indexed(Arc::clone(&context), &self.index);
        let flow_of = flow_of_flight(&context);
        let mut by_flow = Array2::zeros((context.flows.len() + 1, horizon.bins() as usize));
        for entry in entries(&self.traffic, &self.index, control) {
            count(&mut by_flow, flow_of[entry.flight.index()], bin_of(self.day, entry.at, horizon), 1, horizon);
        }
        let queues: Vec<_> = context.flows.iter().map(|flow| flow.queue.clone()).collect();
        Asked {
            cost: scorer.scores(&[context.demand()], &Spill::DumpToNextBin)[0],
            queues: Queues::new(horizon, &queues),
            flows: unlimited(&context),
            scheduled: different(&self.traffic, context.scheduled.iter().copied()),
            context,
            scorer,
            flow_of,
            by_flow,
        }
    }

    fn answer(&self, asked: &Asked, rates: &[f64]) -> Effect {
        let (traffic, control, horizon) = (&self.traffic, asked.context.question.control, self.traffic.horizon);
        let schedule = releases(&asked.context, rates);
        let waits = longest_first(asked.queues.delays(&schedule, &Spill::DumpToNextBin));

        let (mut hourly, mut by_flow, mut loads) = (self.hourly.clone(), asked.by_flow.clone(), self.loads.clone());
        let filed = self.index.undelayed().row(control.index()).to_vec();
        let mut present = filed.clone();
        let mut entered = vec![false; loads.len()];
        for wait in &waits {
            let late = wait.delay_min * MINUTE;
            for stay in self.stays_of(wait.flight) {
                let volume = stay.volume.index();
                let moved = |hours: &mut Array2<i64>, row| {
                    count(hours, row, bin_of(self.day, stay.at, horizon), -1, horizon);
                    count(hours, row, bin_of(self.day, UtcMicros(stay.at.0 + late), horizon), 1, horizon);
                };
                moved(&mut hourly, volume);
                if stay.volume == control {
                    moved(&mut by_flow, asked.flow_of[wait.flight.index()]);
                }
                entered[volume] = true;
            }
            for i in traffic.flights.intervals(wait.flight).filter(|i| traffic.intervals.volume[*i] == control) {
                let bin = traffic.intervals.bin[i];
                present[usize::from(bin)] -= 1;
                let now = delayed_bin(horizon, bin, traffic.intervals.entry_s[i], wait.delay_min);
                if let Some(count) = usize::try_from(now).ok().and_then(|now| present.get_mut(now)) {
                    *count += 1;
                }
            }
        }
        for (volume, _) in entered.iter().enumerate().filter(|(_, entered)| **entered) {
            loads[volume] = load(&hourly, &self.capacity, volume);
        }

        let capacity = self.capacity.row(control.index()).to_vec();
        let against = |hourly: Vec<i64>| Demand { hourly, capacity: capacity.clone() };
        let in_hour = |counts: &[i32]| rolling(counts, horizon.bins_per_hour() as usize, Side::Optimised);
        let held_cost = asked.scorer.scores(core::slice::from_ref(&schedule), &Spill::DumpToNextBin)[0];
        Effect {
            flows: at(rates, asked.flows.clone()),
            cost: [asked.cost, held_cost],
            entries: [&self.hourly, &hourly].map(|hours| against(hours.row(control.index()).to_vec())),
            occupancy: [filed, present].map(|counts| against(in_hour(&counts))),
            by_flow,
            loads: [self.loads.clone(), loads],
            hourly,
            capacity: Arc::clone(&self.capacity),
            flow_of_wait: waits.iter().map(|wait| asked.flow_of[wait.flight.index()]).collect(),
            waits,
            scheduled: asked.scheduled,
        }
    }

    fn stays_of(&self, flight: FlightId) -> &[Stay] {
        &self.stays[self.first_stay[flight.index()] as usize..self.first_stay[flight.index() + 1] as usize]
    }
}

/// All stays, flight by flight, and where each flight's start.
fn stays(traffic: &Traffic) -> (Vec<u32>, Vec<Stay>) {
    let intervals = &traffic.intervals;
    let (mut first, mut stays) = (vec![0], Vec::new());
    // For each volume, who was there last, and until when.
    let mut last: Vec<Option<(FlightId, u64)>> = vec![None; traffic.volumes.len()];
    for flight in traffic.flights.iter() {
        for i in traffic.flights.intervals(flight) {
            let volume = intervals.volume[i];
            if last[volume.index()] != Some((flight, intervals.entry_s[i].to_bits())) {
                let at = traffic.flights.takeoff[flight.index()].plus_seconds(intervals.entry_s[i]);
                stays.push(Stay { volume, at });
            }
            last[volume.index()] = Some((flight, intervals.exit_s[i].to_bits()));
        }
        first.push(u32::try_from(stays.len()).expect("limits keep intervals within 32 bits"));
    }
    (first, stays)
}

/// The bin of a moment of the day; none for one of another day.
fn bin_of(day: UtcMicros, at: UtcMicros, horizon: Horizon) -> Option<usize> {
    (at.midnight() == day).then(|| at.bin(horizon) as usize)
}

/// Adds to the hours that hold a bin: those that begin in it and up to an hour before.
fn count(hours: &mut Array2<i64>, row: usize, bin: Option<usize>, change: i64, horizon: Horizon) {
    let Some(bin) = bin else { return };
    for first in (bin + 1).saturating_sub(horizon.bins_per_hour() as usize)..=bin {
        hours[[row, first]] += change;
    }
}

fn load(hourly: &Array2<i64>, capacity: &Array2<i64>, volume: usize) -> Load {
    let mut load = Load { peak: 0, peak_bin: 0, overload: 0 };
    for (bin, (hour, capacity)) in hourly.row(volume).iter().zip(capacity.row(volume)).enumerate() {
        if *hour > load.peak {
            (load.peak, load.peak_bin) = (*hour, bin);
        }
        load.overload += (hour - capacity).max(0);
    }
    load
}
