//! Random days for tests, small and ugly on purpose: shared and repeated flights, re-entries, stays over several
//! bins, bins that the clock does not agree with, entries after midnight, windows past the end of the day.

use std::sync::Arc;

use super::delay::{Spill, Turn, queue};
use super::entrants::{Entrants, Input};
use crate::model::{FlightId, Horizon, UtcMicros, VolumeId};
use crate::pair::Pair;
use crate::rng::Rng;
use crate::scenario::{Cell, Flights, Flow, Intervals, Traffic, Volume, Weights};

/// A random day with `size` flights.
pub(super) fn traffic(rng: &mut Rng, size: u32) -> Traffic {
    let horizon = Horizon::new([5, 15, 15, 30, 60][pick(rng, 5)]).expect("listed lengths divide the day");
    let volumes: Vec<Volume> = (0..=pick(rng, 4)).map(|number| volume(rng, number)).collect();
    let (mut flights, mut intervals) =
        (Flights { first_interval: vec![0], ..Flights::default() }, Intervals::default());
    for number in 0..size {
        flight(rng, number, horizon, volumes.len(), &mut flights, &mut intervals);
    }
    let start = small(rng, u64::from(horizon.bins()));
    let window = start..start + 1 + small(rng, 12);
    let control = VolumeId::at(pick(rng, volumes.len()));
    let cells = |rng: &mut Rng, count: u64| -> Vec<Cell> {
        (0..rng.below(count))
            .map(|_| Cell { volume: VolumeId::at(pick(rng, volumes.len())), bin: start + small(rng, 9) })
            .collect()
    };
    let target = window.clone().map(|bin| Cell { volume: control, bin }).chain(cells(rng, 3)).collect();
    Traffic {
        horizon,
        flows: (0..=pick(rng, 4)).map(|number| flow(rng, number, flights.len())).collect(),
        control,
        window,
        weights: weights(rng),
        target,
        ripple: cells(rng, 9),
        candidates: Vec::new(),
        volumes,
        flights: Arc::new(flights),
        intervals: Arc::new(intervals),
    }
}

fn volume(rng: &mut Rng, number: usize) -> Volume {
    let hours = small(rng, 25);
    Volume {
        id: format!("V{number}"),
        hourly_capacity: (0..hours).map(|hour| (hour, f64::from(small(rng, 12)) / 2.0)).collect(),
        lower_level: None,
        upper_level: None,
        outline: Vec::new(),
    }
}

fn flight(
    rng: &mut Rng,
    number: u32,
    horizon: Horizon,
    volumes: usize,
    flights: &mut Flights,
    intervals: &mut Intervals,
) {
    let takeoff = UtcMicros(1_690_848_000_000_000 + i64::from(small(rng, 86_400)) * 1_000_000);
    let mut entry = f64::from(small(rng, 4_000)) + f64::from(small(rng, 8)) / 8.0;
    for _ in 0..pick(rng, 6) {
        let exit = entry + f64::from(small(rng, 3_000)) + 0.25;
        let clock = takeoff.plus_seconds(entry).bin(horizon);
        let bin = if pick(rng, 8) == 0 { small(rng, u64::from(horizon.bins())) } else { clock };
        intervals.volume.push(VolumeId::at(pick(rng, volumes)));
        intervals.bin.push(u16::try_from(bin).expect("a day has at most 1,440 bins"));
        intervals.entry_s.push(entry);
        intervals.exit_s.push(exit);
        entry = if pick(rng, 6) == 0 { entry } else { exit };
    }
    // Names in another order than positions, so that ties by name and by position differ.
    flights.ids.push(format!("F{}-{number}", small(rng, 10)));
    flights.takeoff.push(takeoff);
    flights.operator.push(None);
    flights.first_interval.push(u32::try_from(intervals.len()).expect("samples are small"));
}

fn flow(rng: &mut Rng, number: usize, flights: usize) -> Flow {
    // "10" sorts before "2": the order of names is not that of numbers.
    Flow { id: format!("{}", number * 5), flights: self::flights(rng, flights) }
}

fn weights(rng: &mut Rng) -> Weights {
    if pick(rng, 2) == 0 {
        return Weights::default();
    }
    let mut weight = || f64::from(small(rng, 900)) / 100.0;
    Weights {
        alpha_target: weight(),
        alpha_ripple: weight(),
        alpha_context: weight(),
        beta_target: weight(),
        beta_ripple: weight(),
        beta_context: weight(),
        gamma_target: weight(),
        gamma_ripple: weight(),
        gamma_context: weight(),
        lambda_delay: weight(),
        theta_share: weight(),
        eta_spill: weight(),
        class_tolerance_bins: small(rng, 4),
    }
}

/// Delays of which many are none and a few are early.
pub(super) fn delays(rng: &mut Rng, flights: usize) -> Vec<i64> {
    (0..flights).map(|_| if pick(rng, 2) == 0 { 0 } else { i64::from(small(rng, 200)) - 40 }).collect()
}

/// A list of flights with repetitions, none where the day has none.
pub(super) fn flights(rng: &mut Rng, flights: usize) -> Vec<FlightId> {
    if flights == 0 {
        return Vec::new();
    }
    (0..pick(rng, flights + 2)).map(|_| FlightId::at(pick(rng, flights))).collect()
}

/// The queues of a day's flows.
pub(super) fn queues(rng: &mut Rng, traffic: &Traffic) -> Vec<Vec<Turn>> {
    let all_day = pick(rng, 2) == 0;
    let window = if all_day { 0..traffic.horizon.bins() } else { traffic.window.clone() };
    let traffic = std::sync::Arc::new(traffic.clone());
    let input = Input { control: traffic.control, window, traffic: std::sync::Arc::clone(&traffic) };
    Entrants::reference(&input).iter().map(|flow| queue(flow, &traffic.flights.ids, traffic.horizon)).collect()
}

/// Any of the five ways to serve the rest.
pub(super) fn spill(rng: &mut Rng, flows: usize) -> Spill {
    match rng.below(5) {
        0 => Spill::OverflowBin,
        1 => Spill::DumpToNextBin,
        2 => Spill::OnePerSpillBin,
        3 => Spill::SameReleaseRate,
        _ => Spill::DefinedReleaseRate((0..flows).map(|_| f64::from(1 + small(rng, 90)) / 4.0).collect()),
    }
}

fn pick(rng: &mut Rng, bound: usize) -> usize {
    small(rng, bound as u64) as usize
}

fn small(rng: &mut Rng, bound: u64) -> u32 {
    u32::try_from(rng.below(bound)).expect("samples draw small numbers")
}
