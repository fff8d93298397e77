//! Laws of waiting: first in, first out, never early, never more in a bin than it releases; and of schedules.

use std::collections::{BTreeMap, BTreeSet};

use loadline::flow::delay::{Delay, Input, Spill, Turn, Wait, queue};
use loadline::flow::entrants::Entrant;
use loadline::flow::schedule::{at_rate, demand};
use loadline::model::{FlightId, UtcMicros};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::days::{MIDNIGHT, SECOND, horizon};
use crate::{answer, config, rate, spill};

/// Queues of flights that ask at any time of two days, and releases in any number, also below 0. With `once`, every
/// turn is another flight's.
fn queued(once: bool) -> impl Strategy<Value = Input> {
    let moment = (prop_oneof![0_i64..172_800, 28_000_i64..33_000], select(vec![0_i64, 0, 1, 999_999]));
    let flow = (vec((moment, 0_u32..6), 0..7), vec((0_usize..97, -2_i64..4), 0..8), any::<bool>());
    (horizon(), vec(flow, 0..4), spill()).prop_map(move |(horizon, flows, spill)| {
        let names: Vec<String> = (0..32).map(|flight| format!("{}", 31 - flight)).collect();
        let mut next = 0;
        let (mut queues, mut schedule) = (Vec::new(), Vec::new());
        for (moments, changes, from_demand) in flows {
            let entrant = |((second, micro), flight): ((i64, i64), u32)| {
                next += 1;
                let flight = FlightId(if once { next - 1 } else { flight });
                Entrant { flight, entry: UtcMicros(MIDNIGHT + second * SECOND + micro), bin: 0 }
            };
            let entrants: Vec<Entrant> = moments.into_iter().map(entrant).collect();
            let queue = queue(&entrants, &names, horizon);
            let mut releases = demand(&queue, horizon);
            if !from_demand {
                releases.fill(0);
            }
            for (place, change) in changes {
                // In the bin of a turn or a little later, as often as anywhere else.
                let bin = queue.get(place % 8).map_or(place, |turn| turn.bin as usize + place / 16);
                let last = releases.len() - 1;
                releases[bin.min(last)] += change;
            }
            queues.push(queue);
            schedule.push(releases);
        }
        Input { horizon, queues, schedule, spill }
    })
}

/// Each flight's wait, where every turn is another flight's.
struct Served {
    waits: BTreeMap<FlightId, Wait>,
    bin_micros: i64,
}

impl Served {
    fn new(input: &Input) -> Self {
        let waits = answer::<Delay>(input).into_iter().map(|wait| (wait.flight, wait)).collect();
        Self { waits, bin_micros: i64::from(input.horizon.bin_seconds()) * SECOND }
    }

    /// When the turn's flight enters, in microseconds from midnight of the date on which it asked.
    fn start(&self, turn: &Turn) -> Option<i64> {
        self.waits.get(&turn.flight).map(|wait| wait.start.0 - turn.asked.midnight().0)
    }

    /// The bin of that moment: the one that released it, or the one in which it asked if that is later.
    fn bin(&self, turn: &Turn) -> Option<i64> {
        self.start(turn).map(|start| start / self.bin_micros)
    }
}

/// The bins of the day with their releases, up to the last with any: after it, the rest are served without releases.
fn regulated(releases: &[i64]) -> impl Iterator<Item = (i64, i64)> {
    let day = &releases[..releases.len() - 1];
    let end = day.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1);
    (0..).zip(day[..end].iter().map(|count| (*count).max(0)))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nobody_enters_before_asking_and_a_wait_is_rounded_up_to_minutes(input in queued(false)) {
        for wait in answer::<Delay>(&input) {
            let late = wait.start.0 - wait.asked.0;
            prop_assert!(wait.delay_min >= 0 && late >= 0, "{:?}", wait);
            prop_assert!((0..60 * SECOND).contains(&(wait.delay_min * 60 * SECOND - late)), "{:?}", wait);
        }
    }

    #[test]
    fn no_bin_lets_through_more_than_its_releases(input in queued(true)) {
        let served = Served::new(&input);
        for (queue, releases) in input.queues.iter().zip(&input.schedule) {
            for (bin, release) in regulated(releases) {
                let let_through = queue.iter().filter(|turn| served.bin(turn) == Some(bin)).count() as i64;
                prop_assert!(let_through <= release, "bin {} lets {} through, of {}", bin, let_through, release);
            }
        }
    }

    #[test]
    fn no_release_is_withheld_from_a_flight_that_waits(input in queued(true)) {
        let served = Served::new(&input);
        for (queue, releases) in input.queues.iter().zip(&input.schedule) {
            for (bin, release) in regulated(releases) {
                let let_through = queue.iter().filter(|turn| served.bin(turn) == Some(bin)).count() as i64;
                let waits_on = |turn: &Turn| i64::from(turn.bin) <= bin && served.bin(turn).is_none_or(|at| at > bin);
                prop_assert!(let_through >= release || !queue.iter().any(waits_on), "bin {}", bin);
            }
        }
    }

    #[test]
    fn first_in_is_first_out(input in queued(true)) {
        let served = Served::new(&input);
        for queue in &input.queues {
            let starts: Vec<i64> = queue.iter().map_while(|turn| served.start(turn)).collect();
            prop_assert!(starts.is_sorted(), "a turn starts before one that asked earlier: {:?}", starts);
            let after = queue[starts.len()..].iter().find(|turn| served.start(turn).is_some());
            prop_assert!(after.is_none(), "a turn is served where an earlier one is not: {:?}", after);
        }
    }

    #[test]
    fn every_turn_is_served_except_where_overflow_leaves_some(input in queued(true)) {
        let turns = input.queues.iter().map(Vec::len).sum::<usize>();
        let served = answer::<Delay>(&input).len();
        prop_assert!(served == turns || (input.spill == Spill::OverflowBin && served < turns));
    }

    #[test]
    fn a_flight_of_several_turns_has_one_wait(input in queued(false)) {
        let waits = answer::<Delay>(&input);
        let flights: BTreeSet<FlightId> = input.queues.iter().flatten().map(|turn| turn.flight).collect();
        let served: BTreeSet<FlightId> = waits.iter().map(|wait| wait.flight).collect();
        prop_assert_eq!(served.len(), waits.len());
        prop_assert!(served == flights || (input.spill == Spill::OverflowBin && served.is_subset(&flights)));
    }

    #[test]
    fn released_as_asked_nobody_waits(mut input in queued(false)) {
        input.schedule = input.queues.iter().map(|queue| demand(queue, input.horizon)).collect();
        prop_assert!(answer::<Delay>(&input).iter().all(|wait| wait.delay_min == 0 && wait.start == wait.asked));
    }

    #[test]
    fn a_rate_releases_no_more_than_have_asked_and_keeps_to_its_window(
        input in queued(false),
        rate in rate(),
        start in 0_u32..90,
        length in 0_u32..30,
    ) {
        let (bins, window) = (input.horizon.bins(), start..start + length);
        for queue in &input.queues {
            let asked = demand(queue, input.horizon);
            let releases = at_rate(&asked, rate, &window, input.horizon);
            prop_assert_eq!(releases.len(), asked.len());
            let (mut asked_so_far, mut released) = (0, 0);
            for (bin, (asked, release)) in (0..bins).zip(asked.iter().zip(&releases)) {
                (asked_so_far, released) = (asked_so_far + asked, released + release);
                prop_assert!(released <= asked_so_far && *release >= 0, "bin {}", bin);
                if !window.contains(&bin) {
                    prop_assert_eq!(release, asked, "bin {} lies outside the window", bin);
                } else if rate > 0.0 {
                    // Rounding adds at most half a flight a bin.
                    let most = rate * f64::from(input.horizon.bin_minutes()) / 60.0 + 0.5;
                    prop_assert!(*release as f64 <= most, "bin {}: {} of {}", bin, release, most);
                }
            }
            prop_assert_eq!(releases.iter().sum::<i64>(), asked.iter().sum::<i64>(), "everybody is released some time");
        }
    }
}
