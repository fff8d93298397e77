//! Laws of occupancy and of entrants: whatever is filed is counted, once for each time that it is asked about.

use std::sync::Arc;

use loadline::flow::entrants::{self, Entrants};
use loadline::flow::occupancy::{Input, Occupancy, rolling};
use loadline::model::FlightId;
use loadline::pair::Side;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::days::any_day;
use crate::{answer, config};

/// Minutes of delay for more flights than a day has, many of them none; below 0 is early.
fn delays() -> impl Strategy<Value = Vec<i64>> {
    vec(prop_oneof![Just(0_i64), -90_i64..300, -1500_i64..1500], 16)
}

/// Whole seconds, rounded down.
#[expect(clippy::cast_possible_truncation, reason = "entries of tests lie within a day or two")]
fn whole(seconds: f64) -> i64 {
    seconds.floor() as i64
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn without_delays_every_interval_counts_where_it_is_filed(traffic in any_day()) {
        let undelayed = vec![0; traffic.flights.len()];
        let counts = answer::<Occupancy>(&Input::whole_day(Arc::clone(&traffic), undelayed)).0;
        let mut filed = vec![vec![0; traffic.horizon.bins() as usize]; traffic.volumes.len()];
        for (volume, bin) in traffic.intervals.volume.iter().zip(&traffic.intervals.bin) {
            filed[volume.index()][usize::from(*bin)] += 1;
        }
        prop_assert_eq!(counts.rows().into_iter().map(|row| row.to_vec()).collect::<Vec<_>>(), filed);
    }

    #[test]
    fn the_counts_sum_to_the_intervals_that_stay_within_the_day(traffic in any_day(), delays in delays()) {
        let delays_min = delays[..traffic.flights.len()].to_vec();
        let counts = answer::<Occupancy>(&Input::whole_day(Arc::clone(&traffic), delays_min)).0;
        let length = i64::from(traffic.horizon.bin_seconds());
        let mut within = 0;
        for flight in traffic.flights.iter() {
            for i in traffic.flights.intervals(flight) {
                let filed = i64::from(traffic.intervals.bin[i]) * length + whole(traffic.intervals.entry_s[i]) % length;
                within += i64::from((0..86_400).contains(&(filed + 60 * delays[flight.index()])));
            }
        }
        prop_assert_eq!(i64::from(counts.sum()), within);
    }

    #[test]
    fn a_list_of_flights_counts_each_as_often_as_it_is_listed(
        traffic in any_day(),
        delays in delays(),
        list in vec(any::<Index>(), 0..12),
        asked in vec(any::<bool>(), 3),
    ) {
        let flights = traffic.flights.len();
        let pick = |pick: &Index| (flights > 0).then(|| FlightId::at(pick.index(flights)));
        let list: Vec<FlightId> = list.iter().filter_map(pick).collect();
        let mut input = Input::whole_day(Arc::clone(&traffic), delays[..flights].to_vec());
        input.volumes.retain(|volume| asked[volume.index()]);
        let mut sum = answer::<Occupancy>(&Input { flights: Some(Vec::new()), ..input.clone() }).0;
        prop_assert_eq!(sum.iter().filter(|count| **count != 0).count(), 0, "no flights, no counts");
        for flight in &list {
            sum += &answer::<Occupancy>(&Input { flights: Some(vec![*flight]), ..input.clone() }).0;
        }
        prop_assert_eq!(answer::<Occupancy>(&Input { flights: Some(list), ..input.clone() }).0, sum);
        let everyone = Some(traffic.flights.iter().collect());
        prop_assert_eq!(answer::<Occupancy>(&input), answer::<Occupancy>(&Input { flights: everyone, ..input }));
    }

    #[test]
    fn a_rolling_sum_of_one_more_bin_adds_that_bin(counts in vec(-9_i32..99, 0..40), length in 1_usize..13) {
        let both = |length| {
            let [reference, optimised] = [Side::Reference, Side::Optimised].map(|side| rolling(&counts, length, side));
            assert_eq!(reference, optimised, "the two sides part");
            reference
        };
        let added = |bin: usize| counts.get(bin).map_or(0, |count| i64::from(*count));
        let sums: Vec<i64> = both(length).iter().enumerate().map(|(bin, sum)| sum + added(bin + length)).collect();
        prop_assert_eq!(both(length + 1), sums);
        prop_assert_eq!(both(1), (0..counts.len()).map(added).collect::<Vec<_>>());
    }

    #[test]
    fn there_is_an_entrant_for_every_occurrence_in_the_window(traffic in any_day()) {
        let found = answer::<Entrants>(&entrants::Input::of(Arc::clone(&traffic)));
        prop_assert_eq!(found.len(), traffic.flows.len());
        for (flow, entrants) in traffic.flows.iter().zip(&found) {
            let occurrences = |flight: FlightId| {
                let intervals = &traffic.intervals;
                let in_window = |i: &usize| {
                    intervals.volume[*i] == traffic.control && traffic.window.contains(&u32::from(intervals.bin[*i]))
                };
                traffic.flights.intervals(flight).filter(in_window).count()
            };
            let listed: Vec<FlightId> = flow.flights.iter().flat_map(|id| vec![*id; occurrences(*id)]).collect();
            prop_assert_eq!(entrants.iter().map(|entrant| entrant.flight).collect::<Vec<_>>(), listed);
            for entrant in entrants {
                prop_assert!(entrant.entry >= traffic.flights.takeoff[entrant.flight.index()]);
            }
        }
    }
}
