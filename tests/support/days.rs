//! Days for the laws: small, and ugly on purpose. Flights come back, stay over several bins, ask at the same moment,
//! fly past midnight, are filed in bins that the clock does not agree with; flows repeat and share them.

use std::sync::Arc;

use loadline::model::{FlightId, Horizon, UtcMicros, VolumeId};
use loadline::scenario::{Cell, Flights, Flow, Intervals, Traffic, Volume, Weights};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// 2023-08-01T00:00:00 in microseconds.
pub(crate) const MIDNIGHT: i64 = 1_690_848_000 * SECOND;
/// A second in microseconds.
pub(crate) const SECOND: i64 = 1_000_000;

/// A flight: when it takes off, and where it stays.
#[derive(Debug, Clone)]
pub(crate) struct Filed {
    /// In microseconds.
    pub(crate) takeoff: i64,
    /// In file order.
    pub(crate) stays: Vec<Stay>,
}

/// A flight's presence in one volume during one bin.
#[derive(Debug, Clone)]
pub(crate) struct Stay {
    pub(crate) volume: usize,
    pub(crate) entry_s: f64,
    pub(crate) exit_s: f64,
    /// The bin in the file; that of the clock for `None`.
    pub(crate) bin: Option<u32>,
}

/// What is asked of a day, and who is in which flow, by position.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) horizon: Horizon,
    pub(crate) volumes: Vec<Volume>,
    pub(crate) flows: Vec<Vec<usize>>,
    pub(crate) window: (u32, u32),
    pub(crate) weights: Weights,
}

/// The day as the library wants it: volume 0 is regulated, its window is the target.
pub(crate) fn traffic(flights: &[Filed], asked: Asked) -> Arc<Traffic> {
    let (mut table, mut intervals) = (Flights { first_interval: vec![0], ..Flights::default() }, Intervals::default());
    for (number, flight) in flights.iter().enumerate() {
        let takeoff = UtcMicros(flight.takeoff);
        for stay in &flight.stays {
            let bin = stay.bin.unwrap_or_else(|| takeoff.plus_seconds(stay.entry_s).bin(asked.horizon));
            intervals.volume.push(VolumeId::at(stay.volume));
            intervals.bin.push(u16::try_from(bin).expect("a day has at most 1,440 bins"));
            intervals.entry_s.push(stay.entry_s);
            intervals.exit_s.push(stay.exit_s);
        }
        // Names in another order than positions: 7, 4, 1, 8, 5, 2, …
        table.ids.push(format!("{}{number}", (7 + 7 * number) % 10));
        table.takeoff.push(takeoff);
        table.operator.push(None);
        table.first_interval.push(u32::try_from(intervals.len()).expect("days of tests are small"));
    }
    let names = ["10", "2", "b", "a"]; // neither in order of numbers nor of texts
    let flows = names.iter().zip(&asked.flows).map(|(name, flights)| Flow {
        id: (*name).to_owned(),
        flights: flights.iter().map(|flight| FlightId::at(*flight)).collect(),
    });
    let (control, window) = (VolumeId(0), asked.window.0..asked.window.1);
    Arc::new(Traffic {
        horizon: asked.horizon,
        flows: flows.collect(),
        volumes: asked.volumes,
        flights: Arc::new(table),
        intervals: Arc::new(intervals),
        control,
        target: window.clone().map(|bin| Cell { volume: control, bin }).collect(),
        ripple: (window.end..window.end + 2).map(|bin| Cell { volume: control, bin }).collect(),
        window,
        weights: asked.weights,
        candidates: Vec::new(),
    })
}

/// Any horizon of a few lengths.
pub(crate) fn horizon() -> impl Strategy<Value = Horizon> {
    select(vec![60, 30, 15, 5]).prop_map(|minutes| Horizon::new(minutes).expect("these lengths divide the hour"))
}

/// `count` volumes, some of whose hours are undeclared.
pub(crate) fn volumes(count: usize) -> impl Strategy<Value = Vec<Volume>> {
    vec(vec((0_u32..24, 0_u8..8), 0..30), count).prop_map(|capacities| {
        let volume = |(number, hours): (usize, Vec<(u32, u8)>)| Volume {
            id: format!("V{number}"),
            hourly_capacity: hours.into_iter().map(|(hour, value)| (hour, f64::from(value) / 2.0)).collect(),
            lower_level: None,
            upper_level: None,
            outline: Vec::new(),
        };
        capacities.into_iter().enumerate().map(volume).collect()
    })
}

/// The usual weights, or others of which some are 0.
pub(crate) fn weights() -> impl Strategy<Value = Weights> {
    let odd = (prop::array::uniform12(0_u16..900), 0_u32..4).prop_map(|(weights, class_tolerance_bins)| {
        let weights = weights.map(|weight| f64::from(weight / 2) / 50.0);
        Weights {
            alpha_target: weights[0],
            alpha_ripple: weights[1],
            alpha_context: weights[2],
            beta_target: weights[3],
            beta_ripple: weights[4],
            beta_context: weights[5],
            gamma_target: weights[6],
            gamma_ripple: weights[7],
            gamma_context: weights[8],
            lambda_delay: weights[9],
            theta_share: weights[10],
            eta_spill: weights[11],
            class_tolerance_bins,
        }
    });
    prop_oneof![Just(Weights::default()), Just(Weights { theta_share: 0.3, ..Weights::default() }), odd]
}

/// A flight that stays here and there: without a break, again at the same moment, or after a while.
fn flight(volumes: usize) -> impl Strategy<Value = Filed> {
    let takeoff = prop_oneof![28_000_i64..32_000, 84_000_i64..86_400, 0_i64..86_400];
    let bin = prop_oneof![3 => Just(None), 1 => (0_u32..24).prop_map(Some)];
    let stay = (0..volumes, select(vec![0_i32, 0, 0, -1, 60, 4000]), 1_i32..20_000, bin);
    (takeoff, 0_i64..4, 0_i32..30_000, vec(stay, 0..5)).prop_map(|(takeoff, micros, entry, stays)| {
        let (mut entry_s, mut last) = (f64::from(entry) / 8.0, 0.0);
        let stays = stays.into_iter().map(|(volume, pause, eighths, bin)| {
            // A pause below 0 stands for a second stay from the same moment.
            entry_s = if pause < 0 { last } else { entry_s + f64::from(pause) };
            let exit_s = entry_s + f64::from(eighths) / 8.0;
            let stay = Stay { volume, entry_s, exit_s, bin };
            (last, entry_s) = (entry_s, exit_s);
            stay
        });
        Filed { takeoff: MIDNIGHT + takeoff * SECOND + micros, stays: stays.collect() }
    })
}

/// Any day.
pub(crate) fn any_day() -> impl Strategy<Value = Arc<Traffic>> {
    (1_usize..4).prop_flat_map(|count| {
        let flights = vec(flight(count), 0..9);
        let flows = vec(vec(any::<prop::sample::Index>(), 0..8), 0..4);
        let window = (prop_oneof![0_u32..24, Just(8)], 1_u32..30);
        (horizon(), volumes(count), flights, flows, window, weights()).prop_map(
            |(horizon, volumes, flights, flows, (hour, length), weights)| {
                let pick = |list: Vec<prop::sample::Index>| {
                    list.iter().filter(|_| !flights.is_empty()).map(|pick| pick.index(flights.len())).collect()
                };
                let start = hour * horizon.bins_per_hour();
                let flows = flows.into_iter().map(pick).collect();
                traffic(&flights, Asked { horizon, volumes, flows, window: (start, start + length), weights })
            },
        )
    })
}
