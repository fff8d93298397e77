//! Days of traffic for the tests of the loader: random ones, and what every checked one promises.

use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;

use loadline::model::{Horizon, UtcMicros, VolumeId};
use loadline::scenario::{Candidate, Cell, Flights, Flow, Intervals, Plan, Traffic, Volume, Weights};
use proptest::prelude::*;

/// Panics unless the day keeps every promise that its types' docs make.
pub(crate) fn assert_sound(day: &Traffic) {
    let Traffic { horizon, volumes, flights, intervals, flows, control, window, target, ripple, candidates, .. } = day;
    let bins = horizon.bins();
    assert!(!volumes.is_empty() && control.index() < volumes.len());
    assert_eq!(volumes.iter().map(|volume| &volume.id).collect::<HashSet<_>>().len(), volumes.len());
    assert!(volumes.iter().flat_map(|volume| &volume.hourly_capacity).all(|(hour, c)| *hour < 24 && c.is_finite()));
    assert_eq!(flights.ids.iter().collect::<HashSet<_>>().len(), flights.len());
    assert_eq!((flights.takeoff.len(), flights.operator.len()), (flights.len(), flights.len()));
    assert_eq!(flights.first_interval.len(), flights.len() + 1);
    assert!(flights.first_interval.is_sorted() && flights.first_interval[0] == 0);
    assert_eq!(flights.first_interval[flights.len()] as usize, intervals.len());
    let lengths = [intervals.bin.len(), intervals.entry_s.len(), intervals.exit_s.len()];
    assert_eq!(lengths, [intervals.len(); 3]);
    assert!(intervals.volume.iter().all(|volume| volume.index() < volumes.len()));
    assert!(intervals.bin.iter().all(|bin| u32::from(*bin) < bins));
    let week = -604_800.0..=604_800.0;
    assert!(intervals.entry_s.iter().chain(&intervals.exit_s).all(|seconds| week.contains(seconds)));
    assert!(intervals.entry_s.iter().zip(&intervals.exit_s).all(|(entry, exit)| entry <= exit));
    assert_eq!(flows.iter().map(|flow| &flow.id).collect::<HashSet<_>>().len(), flows.len());
    assert!(flows.iter().flat_map(|flow| &flow.flights).all(|flight| flight.index() < flights.len()));
    assert!(window.start < window.end && window.start < bins && window.end <= 2 * bins);
    assert!(target.iter().chain(ripple).all(|cell| cell.volume.index() < volumes.len() && cell.bin < 2 * bins));
    for candidate in candidates {
        match &candidate.plan {
            Plan::Rates(rates) => assert!(rates.len() == flows.len() && rates.iter().all(|rate| !rate.is_nan())),
            Plan::Schedule(rows) => {
                assert_eq!(rows.len(), flows.len());
                assert!(rows.iter().all(|row| row.len() == bins as usize + 1));
            }
        }
    }
}

/// The bytes, gzipped.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Any sound day of up to a few volumes, flights and flows, with names of any characters.
pub(crate) fn day() -> impl Strategy<Value = Traffic> {
    let horizon = prop::sample::select(&Horizon::BIN_MINUTES[..]).prop_map(|minutes| Horizon::new(minutes).unwrap());
    (horizon, names(1..4), names(0..6), names(0..4)).prop_flat_map(|(horizon, volume_ids, flight_ids, flow_ids)| {
        let bins = horizon.bins();
        let (volumes, flights, flows) = (volume_ids.len(), flight_ids.len(), flow_ids.len());
        let per_flight = prop::collection::vec(interval(volumes, bins), 0..4);
        let members = prop::collection::vec(any::<prop::sample::Index>(), 0..5);
        let question = (0..bins, 0..volumes, cells(volumes, bins), cells(volumes, bins), weights());
        (
            volume_ids.into_iter().map(volume).collect::<Vec<_>>(),
            prop::collection::vec((takeoff(), prop::option::of(".{0,8}"), per_flight), flights),
            prop::collection::vec(members, flows),
            question.prop_flat_map(move |question| (Just(question.clone()), question.0 + 1..=2 * bins)),
            prop::collection::vec((".{0,8}", plan(flows, bins as usize + 1)), 0..3),
        )
            .prop_map(move |(volumes, rows, members, (question, end), candidates)| {
                let (start, control, target, ripple, weights) = question;
                let (flights, intervals) = columns(&flight_ids, rows);
                let flow = |(id, members): (&String, Vec<prop::sample::Index>)| Flow {
                    id: id.clone(),
                    flights: members
                        .iter()
                        .filter_map(|at| flights.iter().nth(at.index(flights.len().max(1))))
                        .collect(),
                };
                Traffic {
                    flows: flow_ids.iter().zip(members).map(flow).collect(),
                    candidates: candidates.into_iter().map(|(name, plan)| Candidate { name, plan }).collect(),
                    control: VolumeId::at(control),
                    window: start..end,
                    horizon,
                    volumes,
                    flights: Arc::new(flights),
                    intervals: Arc::new(intervals),
                    weights,
                    target,
                    ripple,
                }
            })
    })
}

type Row = (usize, u16, f64, f64);

fn columns(ids: &[String], rows: Vec<(UtcMicros, Option<String>, Vec<Row>)>) -> (Flights, Intervals) {
    let mut flights = Flights { ids: ids.to_vec(), first_interval: vec![0], ..Flights::default() };
    let mut intervals = Intervals::default();
    for (takeoff, operator, rows) in rows {
        flights.takeoff.push(takeoff);
        flights.operator.push(operator);
        for (volume, bin, entry, stay) in rows {
            intervals.volume.push(VolumeId::at(volume));
            intervals.bin.push(bin);
            intervals.entry_s.push(entry);
            intervals.exit_s.push(entry + stay);
        }
        flights.first_interval.push(u32::try_from(intervals.len()).unwrap());
    }
    (flights, intervals)
}

fn names(count: core::ops::Range<usize>) -> impl Strategy<Value = Vec<String>> {
    prop::collection::hash_set(prop_oneof!["[A-Z]{4}", ".{0,20}"], count).prop_map(|names| names.into_iter().collect())
}

fn volume(id: String) -> impl Strategy<Value = Volume> {
    let capacity = prop_oneof![(0..100_u32).prop_map(f64::from), -1e6..1e6_f64];
    let hours = prop::collection::hash_map(0..24_u32, capacity, 0..5);
    let ring = prop::collection::vec((-180.0..=180.0_f64, -90.0..=90.0_f64), 1..4);
    let level = || prop::option::of(0..=999_u32);
    (hours, level(), level(), prop::collection::vec(ring, 0..3)).prop_map(
        move |(hours, lower_level, upper_level, rings)| {
            let mut hourly_capacity: Vec<_> = hours.into_iter().collect();
            hourly_capacity.sort_by_key(|(hour, _)| *hour);
            Volume {
                id: id.clone(),
                hourly_capacity: hourly_capacity.into_iter().collect(),
                lower_level,
                upper_level,
                outline: rings.into_iter().map(|ring| ring.into_iter().map(|(x, y)| [x, y]).collect()).collect(),
            }
        },
    )
}

fn takeoff() -> impl Strategy<Value = UtcMicros> {
    // From year 1 to year 9999.
    (-62_135_596_800_000_000..253_402_300_800_000_000_i64).prop_map(UtcMicros)
}

fn interval(volumes: usize, bins: u32) -> impl Strategy<Value = Row> {
    let bins = u16::try_from(bins).unwrap();
    (0..volumes, 0..bins, -1e5..5e5_f64, prop_oneof![Just(0.0), 0.0..1e5_f64])
}

fn cells(volumes: usize, bins: u32) -> impl Strategy<Value = Vec<Cell>> {
    let cell = (0..volumes, 0..2 * bins).prop_map(|(volume, bin)| Cell { volume: VolumeId::at(volume), bin });
    prop::collection::vec(cell, 0..4)
}

fn weights() -> impl Strategy<Value = Weights> {
    (prop::array::uniform12(-1e3..1e3_f64), 0..=1440_u32).prop_map(|(values, class_tolerance_bins)| {
        let [alpha_target, alpha_ripple, alpha_context, beta_target, beta_ripple, beta_context, rest @ ..] = values;
        let [gamma_target, gamma_ripple, gamma_context, lambda_delay, theta_share, eta_spill] = rest;
        Weights {
            alpha_target,
            alpha_ripple,
            alpha_context,
            beta_target,
            beta_ripple,
            beta_context,
            gamma_target,
            gamma_ripple,
            gamma_context,
            lambda_delay,
            theta_share,
            eta_spill,
            class_tolerance_bins,
        }
    })
}

fn plan(flows: usize, length: usize) -> impl Strategy<Value = Plan> {
    let rate =
        prop_oneof![Just(f64::INFINITY), Just(f64::NEG_INFINITY), (1..99_u32).prop_map(f64::from), -1e3..1e3_f64];
    let row = prop::collection::vec(-99..999_i64, length);
    prop_oneof![
        prop::collection::vec(rate, flows).prop_map(Plan::Rates),
        prop::collection::vec(row, flows).prop_map(Plan::Schedule),
    ]
}
