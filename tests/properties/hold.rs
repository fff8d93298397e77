//! Laws of demand and hold: entries are counted once a stay, and a rate holds where it is set.

use std::collections::BTreeMap;
use std::sync::Arc;

use loadline::flow::VolumeIndex;
use loadline::flow::delay::Wait;
use loadline::flow::demand::{Demand, entries};
use loadline::flow::hold::{Held, Hold, Regulator};
use loadline::model::{FlightId, UtcMicros, VolumeId};
use loadline::pair::Side;
use loadline::scenario::{Traffic, Weights};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::config;
use crate::days::{Asked, Filed, MIDNIGHT, SECOND, Stay, any_day, horizon, traffic, volumes};
use crate::sound::scaled;

/// Volume 0, which is held.
const VOLUME: VolumeId = VolumeId(0);

/// A day on which each flight enters volume 0 once, to stay for one bin or two.
fn single_entries() -> impl Strategy<Value = Arc<Traffic>> {
    let takeoff = prop_oneof![0_i64..86_400, 27_000_i64..30_000, 85_000_i64..86_400];
    let flight = (takeoff, 0_i32..40_000, any::<bool>());
    (horizon(), volumes(2), vec(flight, 0..30)).prop_map(|(horizon, volumes, flights)| {
        let filed = |(takeoff, eighths, long): (i64, i32, bool)| {
            let entry_s = f64::from(eighths) / 8.0;
            let length = f64::from(horizon.bin_seconds());
            let mut stays = vec![Stay { volume: 0, entry_s, exit_s: entry_s + length, bin: None }];
            if long {
                stays.push(Stay { volume: 0, entry_s: entry_s + length, exit_s: entry_s + 2.0 * length, bin: None });
            }
            stays.push(Stay { volume: 1, entry_s, exit_s: entry_s + 1.0, bin: None });
            Filed { takeoff: MIDNIGHT + takeoff * SECOND, stays }
        };
        let flights: Vec<Filed> = flights.into_iter().map(filed).collect();
        traffic(&flights, Asked { horizon, volumes, flows: vec![], window: (0, 1), weights: Weights::default() })
    })
}

/// A window that begins within the day, as a share of it and bins, and flights a bin.
fn limit() -> impl Strategy<Value = (f64, u32, u32)> {
    (prop_oneof![Just(0.0), 0.0..1.0, 0.3..0.4], 1_u32..20, 1_u32..4)
}

fn ask(traffic: &Traffic, (start, length, a_bin): (f64, u32, u32)) -> Hold {
    let start = scaled(start, traffic.horizon.bins());
    let rate_per_hour = f64::from(a_bin * traffic.horizon.bins_per_hour());
    Hold { volume: VOLUME, window: start..start + length, rate_per_hour }
}

/// What holding does, once both sides have said so.
fn hold(traffic: &Arc<Traffic>, ask: &Hold) -> Held {
    let mut regulator = Regulator::new(Arc::clone(traffic));
    let [reference, optimised] = [Side::Reference, Side::Optimised]
        .map(|side| regulator.hold(ask, side).expect("the window begins within the day, and the rate is above 0"));
    assert_eq!(reference, optimised, "the two sides part");
    reference
}

/// Entries by bin, from those by hour, last bin first.
fn by_bin(demand: &Demand, traffic: &Traffic) -> Vec<i64> {
    let mut counts = vec![0; demand.hourly.len()];
    for bin in (0..counts.len()).rev() {
        let rest: i64 = counts.iter().skip(bin + 1).take(traffic.horizon.bins_per_hour() as usize - 1).sum();
        counts[bin] = demand.hourly[bin] - rest;
    }
    counts
}

/// Who enters volume 0, and when, as filed.
fn filed_entries(traffic: &Traffic) -> Vec<(FlightId, UtcMicros)> {
    entries(traffic, &VolumeIndex::new(traffic), VOLUME).into_iter().map(|entry| (entry.flight, entry.at)).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_entry_is_a_stay_that_does_not_carry_on_the_one_before(traffic in any_day()) {
        let (flights, intervals) = (&traffic.flights, &traffic.intervals);
        for volume in (0..traffic.volumes.len()).map(VolumeId::at) {
            let mut expected = Vec::new();
            for flight in flights.iter() {
                let mut left_at = None;
                for i in flights.intervals(flight).filter(|i| intervals.volume[*i] == volume) {
                    if left_at != Some(intervals.entry_s[i].to_bits()) {
                        expected.push((flight, flights.takeoff[flight.index()].plus_seconds(intervals.entry_s[i])));
                    }
                    left_at = Some(intervals.exit_s[i].to_bits());
                }
            }
            let found = entries(&traffic, &VolumeIndex::new(&traffic), volume);
            prop_assert_eq!(found.iter().map(|entry| (entry.flight, entry.at)).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn filed_entries_are_counted_in_the_bins_of_the_clock(traffic in single_entries()) {
        let demand = Regulator::new(Arc::clone(&traffic)).demand(VOLUME).expect("volume 0 is there");
        let mut counts = vec![0; traffic.horizon.bins() as usize];
        for (_, at) in filed_entries(&traffic).iter().filter(|(_, at)| at.midnight() == UtcMicros(MIDNIGHT)) {
            counts[at.bin(traffic.horizon) as usize] += 1;
        }
        prop_assert_eq!(by_bin(&demand, &traffic), counts);
    }

    #[test]
    fn no_bin_of_the_window_holds_more_entries_than_the_quota(traffic in single_entries(), limit in limit()) {
        let ask = ask(&traffic, limit);
        let counts = by_bin(&hold(&traffic, &ask).held, &traffic);
        for (bin, count) in counts.iter().enumerate().take(ask.window.end as usize).skip(ask.window.start as usize) {
            prop_assert!(*count <= i64::from(limit.2), "bin {bin} holds {count}, the quota is {}", limit.2);
        }
    }

    #[test]
    fn holding_moves_entries_and_loses_only_those_past_midnight(traffic in single_entries(), limit in limit()) {
        let ask = ask(&traffic, limit);
        let held = hold(&traffic, &ask);
        let [before, after] = [&held.as_filed, &held.held].map(|demand| by_bin(demand, &traffic));
        let past_midnight =
            |wait: &&Wait| wait.asked.0 + wait.delay_min * 60 * SECOND >= MIDNIGHT + 86_400 * SECOND;
        let lost = held.waits.iter().filter(past_midnight).count() as i64;
        prop_assert_eq!(after.iter().sum::<i64>(), before.iter().sum::<i64>() - lost);
        let start = ask.window.start as usize;
        prop_assert_eq!(&after[..start], &before[..start], "bins before the window");
        let mut sums = (0, 0);
        for (bin, (before, after)) in before.iter().zip(&after).enumerate() {
            sums = (sums.0 + before, sums.1 + after);
            prop_assert!(sums.1 <= sums.0, "by bin {bin} more have entered than as filed");
        }
        prop_assert_eq!(held.as_filed.capacity, held.held.capacity);
    }

    #[test]
    fn those_who_ask_first_enter_first_and_only_the_window_waits(traffic in single_entries(), limit in limit()) {
        let ask = ask(&traffic, limit);
        let held = hold(&traffic, &ask);
        let waits: BTreeMap<FlightId, i64> = held.waits.iter().map(|wait| (wait.flight, wait.start.0)).collect();
        let (mut inside, outside): (Vec<_>, Vec<_>) = filed_entries(&traffic).into_iter().partition(|(_, at)| {
            at.midnight() == UtcMicros(MIDNIGHT) && ask.window.contains(&at.bin(traffic.horizon))
        });
        prop_assert!(outside.iter().all(|(flight, _)| !waits.contains_key(flight)));
        inside.sort_by_key(|(flight, at)| (*at, traffic.flights.ids[flight.index()].as_str()));
        let starts: Vec<i64> = inside.iter().map(|(flight, at)| waits.get(flight).copied().unwrap_or(at.0)).collect();
        prop_assert!(starts.is_sorted());
        prop_assert!(held.waits.is_sorted_by_key(|wait| core::cmp::Reverse(wait.delay_min)), "longest first");
        prop_assert!(held.waits.iter().all(|wait| wait.delay_min > 0));
    }

    #[test]
    fn a_rate_without_limit_changes_nothing_on_any_day(traffic in any_day(), limit in limit()) {
        let ask = Hold { rate_per_hour: f64::INFINITY, ..ask(&traffic, limit) };
        let held = hold(&traffic, &ask);
        prop_assert!(held.waits.is_empty());
        prop_assert_eq!(held.as_filed, held.held);
    }

    #[test]
    fn both_sides_hold_alike_on_any_day_at_any_rate(traffic in any_day(), limit in limit(), rate in 0.1_f64..90.0) {
        hold(&traffic, &Hold { rate_per_hour: rate, ..ask(&traffic, limit) });
    }
}
