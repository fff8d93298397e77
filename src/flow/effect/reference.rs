//! Every flight is looked at, twice: as filed, and late by its wait.

use std::sync::Arc;

use ndarray::{Array1, Array2};

use super::{Effect, Load, at, capacities, different, flow_of_flight, longest_first, releases, unlimited};
use crate::flow::delay::{self, Spill, reference_delays};
use crate::flow::demand::{Demand, first_day};
use crate::flow::objective::{Context, Question, score};
use crate::flow::occupancy::{self, Occupancy, rolling};
use crate::model::{FlightId, UtcMicros, VolumeId};
use crate::pair::{Pair as _, Side};
use crate::scenario::Traffic;

/// One flight beginning a stay.
struct Stay {
    flight: FlightId,
    volume: VolumeId,
    at: UtcMicros,
}

pub(super) fn effect(traffic: &Arc<Traffic>, question: Question, rates: &[f64]) -> Effect {
    let control = question.control;
    let context = Context::new(traffic, question, Side::Reference);
    let (demand, held) = (context.demand(), releases(&context, rates));
    let cost = [&demand, &held].map(|schedule| score(&context, schedule, &Spill::DumpToNextBin));

    let waits = longest_first(reference_delays(&delay::Input {
        horizon: traffic.horizon,
        queues: context.flows.iter().map(|flow| flow.queue.clone()).collect(),
        schedule: held,
        spill: Spill::DumpToNextBin,
    }));
    let filed_min = vec![0; traffic.flights.len()];
    let mut held_min = filed_min.clone();
    for wait in &waits {
        held_min[wait.flight.index()] = wait.delay_min;
    }

    let stays = stays(traffic);
    let by_volume = |delays_min: &[i64]| {
        hourly(traffic, &stays, delays_min, traffic.volumes.len(), |stay| Some(stay.volume.index()))
    };
    let hours = [by_volume(&filed_min), by_volume(&held_min)];
    let flow_of = flow_of_flight(&context);
    let row_of = |stay: &Stay| (stay.volume == control).then(|| flow_of[stay.flight.index()]);
    let by_flow = hourly(traffic, &stays, &held_min, context.flows.len() + 1, row_of);

    let capacity = capacities(traffic);
    let against = |hourly: Vec<i64>| Demand { hourly, capacity: capacity.row(control.index()).to_vec() };
    let loads = hours.each_ref().map(|hours| {
        let rows = hours.rows().into_iter().zip(capacity.rows());
        rows.map(|(hourly, capacity)| load(&Demand { hourly: hourly.to_vec(), capacity: capacity.to_vec() })).collect()
    });
    let present = |delays_min| {
        let asked =
            occupancy::Input { traffic: Arc::clone(traffic), delays_min, volumes: vec![control], flights: None };
        let counts = Occupancy::reference(&asked).0.row(0).to_vec();
        rolling(&counts, traffic.horizon.bins_per_hour() as usize, Side::Reference)
    };
    Effect {
        flows: at(rates, unlimited(&context)),
        cost,
        entries: hours.each_ref().map(|hours| against(hours.row(control.index()).to_vec())),
        occupancy: [filed_min, held_min].map(|delays_min| against(present(delays_min))),
        by_flow,
        loads,
        hourly: {
            let [_, held] = hours;
            held
        },
        flow_of_wait: waits.iter().map(|wait| flow_of[wait.flight.index()]).collect(),
        waits,
        scheduled: different(traffic, context.scheduled.iter().copied()),
        capacity: Arc::new(capacity),
    }
}

/// All stays: an interval that carries on the flight's last one in the same volume begins none.
fn stays(traffic: &Traffic) -> Vec<Stay> {
    let intervals = &traffic.intervals;
    let mut stays = Vec::new();
    for flight in traffic.flights.iter() {
        for i in traffic.flights.intervals(flight) {
            let volume = intervals.volume[i];
            let mut earlier = traffic.flights.intervals(flight).start..i;
            let before = earlier.rfind(|before| intervals.volume[*before] == volume);
            if before.is_none_or(|before| intervals.exit_s[before].to_bits() != intervals.entry_s[i].to_bits()) {
                let at = traffic.flights.takeoff[flight.index()].plus_seconds(intervals.entry_s[i]);
                stays.push(Stay { flight, volume, at });
            }
        }
    }
    stays
}

/// Entries in the hour from each bin, each stay in the row that it is given.
fn hourly(
    traffic: &Traffic,
    stays: &[Stay],
    delays_min: &[i64],
    rows: usize,
    row_of: impl Fn(&Stay) -> Option<usize>,
) -> Array2<i64> {
    let (horizon, day) = (traffic.horizon, first_day(traffic));
    let mut counts = Array2::zeros((rows, horizon.bins() as usize));
    for stay in stays {
        let at = UtcMicros(stay.at.0 + delays_min[stay.flight.index()] * 60_000_000);
        if let Some(row) = row_of(stay).filter(|_| at.midnight() == day) {
            counts[[row, at.bin(horizon) as usize]] += 1;
        }
    }
    let mut hourly = Array2::zeros(counts.dim());
    for (mut hours, counts) in hourly.rows_mut().into_iter().zip(counts.rows()) {
        hours.assign(&Array1::from(rolling(&counts.to_vec(), horizon.bins_per_hour() as usize, Side::Reference)));
    }
    hourly
}

fn load(demand: &Demand) -> Load {
    let peak_bin = demand.peak_bin();
    Load { peak: demand.hourly[peak_bin], peak_bin, overload: demand.overload() }
}
