//! Laws that hold for every day, whoever works out the answer.
//!
//! The days are drawn by `support/days.rs`. The draws are the same in every run; `PROPTEST_RNG_SEED=7 cargo test --test
//! properties` draws others, and `PROPTEST_CASES=20000` more of them.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/days.rs"]
mod days;
#[path = "properties/hold.rs"]
mod hold;
#[path = "support/shortcut.rs"]
mod shortcut;
#[path = "support/sound.rs"]
mod sound;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use loadline::flow::delay::{self, Delay, Spill, Wait};
use loadline::flow::entrants::{self, Entrant, Entrants};
use loadline::flow::objective::{self, Context, Mode, Objective, Question, Score};
use loadline::flow::occupancy::{self, Occupancy, rolling};
use loadline::flow::schedule::{Schedule, at_rate, demand};
use loadline::model::{FlightId, Horizon, UtcMicros};
use loadline::pair::{Pair, Side, answer_text, parity};
use loadline::scenario::Traffic;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{RngSeed, TestRunner};

use days::{MIDNIGHT, SECOND, any_day};
use sound::{Breach, Regulated};

/// The same draws in every run, unless the environment asks for others.
fn config() -> ProptestConfig {
    let given = ProptestConfig::default();
    let rng_seed = if given.rng_seed == RngSeed::Random { RngSeed::Fixed(1) } else { given.rng_seed };
    ProptestConfig { rng_seed, failure_persistence: None, ..given }
}

/// The answer of a pair, once both sides have given it.
fn answer<P: Pair>(input: &P::Input) -> P::Answer {
    let reference = P::reference(input);
    let optimised = P::optimised(input, &P::index(input));
    let verdict = parity(P::NAME, &answer_text(&reference), &answer_text(&optimised));
    assert!(verdict.agree, "{}: the two sides part: {:?}", P::NAME, verdict.disagreement);
    assert_eq!(verdict.reference_digest, verdict.optimised_digest, "{}", P::NAME);
    reference
}

/// Minutes of delay for up to 16 flights, many of them none; below 0 is early.
fn delays() -> impl Strategy<Value = Vec<i64>> {
    vec(prop_oneof![Just(0_i64), -90_i64..300, -1500_i64..1500], 16)
}

/// Any hourly rate: none, too small for anyone, usual, without limit.
fn rate() -> impl Strategy<Value = f64> {
    prop_oneof![
        select(vec![-1.0, 0.0, 0.3, f64::INFINITY]),
        (1_u32..60).prop_map(f64::from),
        (1_u32..60).prop_map(f64::from),
    ]
}

/// Any way to serve the rest of four queues.
fn spill() -> impl Strategy<Value = Spill> {
    prop_oneof![
        Just(Spill::OverflowBin),
        Just(Spill::DumpToNextBin),
        Just(Spill::OnePerSpillBin),
        Just(Spill::SameReleaseRate),
        vec(0.5_f64..60.0, 4).prop_map(|rates| Spill::at_rates(rates).expect("half a flight an hour is a rate")),
    ]
}

/// Releases in the bins from the first that is asked for, in any number.
#[derive(Debug, Clone)]
struct Queued {
    input: delay::Input,
}

/// Queues of flights that ask at any time of two days, with releases in any number and below 0.
fn queued(once: bool) -> impl Strategy<Value = Queued> {
    let moment = (prop_oneof![0_i64..172_800, 28_000_i64..33_000], select(vec![0_i64, 0, 1, 999_999]));
    let flow = (vec((moment, 0_u32..6), 0..7), vec((0_usize..97, -2_i64..4), 0..8), any::<bool>());
    (days::horizon(), vec(flow, 0..4), spill()).prop_map(move |(horizon, flows, spill)| {
        let bins = horizon.bins() as usize;
        let names: Vec<String> = (0..32).map(|flight| format!("{}", 31 - flight)).collect();
        let mut next = 0;
        let (mut queues, mut schedule) = (Vec::new(), Vec::new());
        for (moments, releases, from_demand) in flows {
            let entrant = |((second, micro), flight): ((i64, i64), u32)| {
                next += 1;
                let flight = FlightId(if once { next - 1 } else { flight });
                Entrant { flight, entry: UtcMicros(MIDNIGHT + second * SECOND + micro), bin: 0 }
            };
            let entrants: Vec<Entrant> = moments.into_iter().map(entrant).collect();
            let queue = delay::queue(&entrants, &names, horizon);
            let mut row = if from_demand { demand(&queue, horizon) } else { vec![0; bins + 1] };
            for (place, count) in releases {
                // Near the turns as often as anywhere else.
                let near = queue.get(place % 8).map_or(place, |turn| turn.bin as usize + place / 16);
                row[near.min(bins)] += count;
            }
            queues.push(queue);
            schedule.push(row);
        }
        Queued { input: delay::Input { horizon, queues, schedule, spill } }
    })
}

/// The bin of its own date in which a wait ends: that of its release, or of its asking if that is later.
fn bin_of_start(wait: &Wait, horizon: Horizon) -> usize {
    let after_midnight = wait.start.0 - wait.asked.midnight().0;
    usize::try_from(after_midnight / (i64::from(horizon.bin_seconds()) * SECOND))
        .expect("nobody starts before midnight")
}

/// A context for the day's own question, and a schedule of rates, one a flow.
fn rated(traffic: &Arc<Traffic>, rates: &[f64], side: Side) -> (Arc<Context>, Schedule) {
    let context = Context::new(traffic, Question::of(traffic, Mode::PerFlow), side);
    let schedule = context.at_rates(|flow| rates[flow.source.expect("one flow, one source").index()]);
    (Arc::new(context), schedule)
}

proptest! {
    #![proptest_config(config())]

    // Occupancy.

    #[test]
    fn without_delays_every_interval_counts_where_it_is_filed(traffic in any_day()) {
        let undelayed = vec![0; traffic.flights.len()];
        let counts = answer::<Occupancy>(&occupancy::Input::whole_day(Arc::clone(&traffic), undelayed)).0;
        let mut filed = vec![vec![0; traffic.horizon.bins() as usize]; traffic.volumes.len()];
        for (volume, bin) in traffic.intervals.volume.iter().zip(&traffic.intervals.bin) {
            filed[volume.index()][usize::from(*bin)] += 1;
        }
        prop_assert_eq!(counts.rows().into_iter().map(|row| row.to_vec()).collect::<Vec<_>>(), filed);
    }

    #[test]
    fn the_counts_sum_to_the_intervals_that_stay_within_the_day(traffic in any_day(), delays in delays()) {
        let delays = delays[..traffic.flights.len()].to_vec();
        let counts = answer::<Occupancy>(&occupancy::Input::whole_day(Arc::clone(&traffic), delays.clone())).0;
        let length = i64::from(traffic.horizon.bin_seconds());
        let stays = |flight: FlightId| traffic.flights.intervals(flight).filter(move |_| true);
        let within = traffic.flights.iter().flat_map(|flight| stays(flight).map(move |i| (flight, i))).filter(|&(flight, i)| {
            let entry = traffic.intervals.entry_s[i];
            let (filed, whole) = (i64::from(traffic.intervals.bin[i]) * length, entry.floor() as i64 % length);
            (0..86_400).contains(&(filed + whole + 60 * delays[flight.index()]))
        });
        prop_assert_eq!(i64::from(counts.sum()), within.count() as i64);
    }

    #[test]
    fn a_list_of_flights_counts_each_as_often_as_it_is_listed(
        traffic in any_day(),
        delays in delays(),
        list in vec(any::<prop::sample::Index>(), 0..12),
        asked in vec(any::<bool>(), 3),
    ) {
        let delays_min = delays[..traffic.flights.len()].to_vec();
        let list: Vec<FlightId> = list
            .iter()
            .filter(|_| !traffic.flights.is_empty())
            .map(|pick| FlightId::at(pick.index(traffic.flights.len())))
            .collect();
        let mut input = occupancy::Input::whole_day(Arc::clone(&traffic), delays_min);
        input.volumes.retain(|volume| asked[volume.index()]);
        let mut sum = 0 * answer::<Occupancy>(&input).0;
        for flight in &list {
            sum += &answer::<Occupancy>(&occupancy::Input { flights: Some(vec![*flight]), ..input.clone() }).0;
        }
        prop_assert_eq!(answer::<Occupancy>(&occupancy::Input { flights: Some(list), ..input }).0, sum);
    }

    #[test]
    fn a_rolling_sum_of_one_more_bin_adds_that_bin(counts in vec(-9_i32..99, 0..40), length in 1_usize..13) {
        let [shorter, longer] = [length, length + 1].map(|length| {
            let [reference, optimised] = [Side::Reference, Side::Optimised].map(|side| rolling(&counts, length, side));
            assert_eq!(reference, optimised);
            reference
        });
        let sums: Vec<i64> = (0..counts.len())
            .map(|bin| shorter[bin] + counts.get(bin + length).map_or(0, |count| i64::from(*count)))
            .collect();
        prop_assert_eq!(longer, sums);
        prop_assert_eq!(rolling(&counts, 1, Side::Optimised), counts.iter().map(|count| i64::from(*count)).collect::<Vec<_>>());
    }

    // Entrants.

    #[test]
    fn there_is_an_entrant_for_every_occurrence_in_the_window(traffic in any_day()) {
        let found = answer::<Entrants>(&entrants::Input::of(Arc::clone(&traffic)));
        prop_assert_eq!(found.len(), traffic.flows.len());
        for (flow, entrants) in traffic.flows.iter().zip(&found) {
            let occurrences = |flight: &FlightId| {
                let stays = traffic.flights.intervals(*flight).filter(|i| traffic.intervals.volume[*i] == traffic.control);
                stays.filter(|i| traffic.window.contains(&u32::from(traffic.intervals.bin[*i]))).count()
            };
            prop_assert_eq!(entrants.len(), flow.flights.iter().map(occurrences).sum::<usize>());
            let listed: Vec<FlightId> = flow.flights.iter().flat_map(|id| vec![*id; occurrences(id)]).collect();
            prop_assert_eq!(entrants.iter().map(|entrant| entrant.flight).collect::<Vec<_>>(), listed);
        }
    }

    // Delay.

    #[test]
    fn nobody_enters_before_asking_and_a_wait_is_rounded_up_to_minutes(queued in queued(false)) {
        for wait in answer::<Delay>(&queued.input) {
            let late = wait.start.0 - wait.asked.0;
            prop_assert!(wait.delay_min >= 0 && late >= 0);
            prop_assert!((0..60 * SECOND).contains(&(wait.delay_min * 60 * SECOND - late)));
        }
    }

    #[test]
    fn no_bin_lets_through_more_than_its_releases(queued in queued(true)) {
        let input = &queued.input;
        let waits: BTreeMap<FlightId, Wait> = answer::<Delay>(input).into_iter().map(|wait| (wait.flight, wait)).collect();
        for (queue, releases) in input.queues.iter().zip(&input.schedule) {
            // From the last release on, the rest are served without releases.
            let regulated = releases[..releases.len() - 1].iter().rposition(|count| *count > 0).map_or(0, |bin| bin + 1);
            let mut let_through = vec![0_i64; regulated];
            for bin in queue.iter().filter_map(|turn| waits.get(&turn.flight)).map(|wait| bin_of_start(wait, input.horizon)) {
                let_through.get_mut(bin).into_iter().for_each(|count| *count += 1);
            }
            for (bin, count) in let_through.iter().enumerate() {
                prop_assert!(*count <= releases[bin].max(0), "bin {bin}: {count} of {}", releases[bin]);
            }
        }
    }

    #[test]
    fn first_in_is_first_out(queued in queued(true)) {
        let waits: BTreeMap<FlightId, Wait> =
            answer::<Delay>(&queued.input).into_iter().map(|wait| (wait.flight, wait)).collect();
        for queue in &queued.input.queues {
            let starts: Vec<Option<i64>> = queue
                .iter()
                .map(|turn| waits.get(&turn.flight).map(|wait| wait.start.0 - wait.asked.midnight().0))
                .collect();
            let served = starts.iter().take_while(|start| start.is_some()).count();
            prop_assert!(starts[served..].iter().all(Option::is_none), "a turn is served after one that is not");
            prop_assert!(starts[..served].is_sorted(), "a turn starts before one that asked earlier");
        }
    }

    #[test]
    fn a_free_release_is_not_withheld_from_a_flight_that_waits(queued in queued(true)) {
        let input = &queued.input;
        let waits: BTreeMap<FlightId, Wait> = answer::<Delay>(input).into_iter().map(|wait| (wait.flight, wait)).collect();
        for (queue, releases) in input.queues.iter().zip(&input.schedule) {
            let served: Vec<usize> = queue.iter().map(|turn| waits.get(&turn.flight).map_or(usize::MAX, |wait| bin_of_start(wait, input.horizon))).collect();
            for (bin, &release) in releases[..releases.len() - 1].iter().enumerate() {
                let let_through = served.iter().filter(|start| **start == bin).count() as i64;
                let still_waiting = queue.iter().zip(&served).any(|(turn, start)| turn.bin as usize <= bin && *start > bin);
                prop_assert!(let_through >= release.max(0) || !still_waiting, "bin {bin}");
            }
        }
    }

    #[test]
    fn every_turn_is_served_except_where_overflow_leaves_some(queued in queued(true)) {
        let turns: usize = queued.input.queues.iter().map(Vec::len).sum();
        let served = answer::<Delay>(&queued.input).len();
        if queued.input.spill == Spill::OverflowBin {
            prop_assert!(served <= turns);
        } else {
            prop_assert_eq!(served, turns);
        }
    }

    #[test]
    fn a_flight_of_several_turns_has_one_wait(queued in queued(false)) {
        let waits = answer::<Delay>(&queued.input);
        let flights: BTreeSet<FlightId> = queued.input.queues.iter().flatten().map(|turn| turn.flight).collect();
        let served: BTreeSet<FlightId> = waits.iter().map(|wait| wait.flight).collect();
        prop_assert_eq!(served.len(), waits.len());
        prop_assert!(served.is_subset(&flights));
        prop_assert!(served.len() == flights.len() || queued.input.spill == Spill::OverflowBin);
    }

    // Schedules.

    #[test]
    fn a_rate_releases_no_more_than_have_asked_and_keeps_to_its_window(queued in queued(false), rate in rate(), start in 0_u32..90, length in 0_u32..30) {
        let horizon = queued.input.horizon;
        let (bins, window) = (horizon.bins() as usize, start..start + length);
        for queue in &queued.input.queues {
            let asked = demand(queue, horizon);
            let releases = at_rate(&asked, rate, &window, horizon);
            prop_assert_eq!(releases.len(), bins + 1);
            let (mut asked_so_far, mut released) = (0, 0);
            for bin in 0..bins {
                (asked_so_far, released) = (asked_so_far + asked[bin], released + releases[bin]);
                prop_assert!(released <= asked_so_far && releases[bin] >= 0, "bin {bin}");
                if !window.contains(&u32::try_from(bin).expect("a bin")) {
                    prop_assert_eq!(releases[bin], asked[bin], "bin {} lies outside the window", bin);
                } else if rate > 0.0 {
                    // A rounded quota is at most half a flight above the rate.
                    prop_assert!(releases[bin] as f64 <= rate * f64::from(horizon.bin_minutes()) / 60.0 + 0.5);
                }
            }
            prop_assert_eq!(releases.iter().sum::<i64>(), asked.iter().sum::<i64>(), "everybody is released some time");
        }
    }

    // Objective.

    #[test]
    fn without_a_limit_nobody_waits_and_the_demand_is_kept(traffic in any_day()) {
        let (context, schedule) = rated(&traffic, &[f64::INFINITY; 4], Side::Reference);
        prop_assert_eq!(&schedule, &context.demand());
        let candidates = vec![schedule];
        let score = answer::<Objective>(&objective::Input { context, candidates, spill: Spill::DumpToNextBin })[0];
        prop_assert_eq!((score.delay.to_bits(), score.reg.to_bits()), (0, 0), "{:?}", score);
    }

    #[test]
    fn the_cost_is_the_sum_of_its_parts_and_no_part_is_below_zero(
        traffic in any_day(),
        rates in vec(vec(rate(), 4), 1..5),
        spill in spill(),
        all_volumes in any::<bool>(),
        blanket in any::<bool>(),
        edits in vec((0_usize..4, 0_usize..1441, -3_i64..4), 0..4),
    ) {
        let mode = if blanket { Mode::Blanket } else { Mode::PerFlow };
        let question = Question::of(&traffic, mode);
        let question = if all_volumes { question.in_all_volumes(&traffic) } else { question };
        let context = Arc::new(Context::new(&traffic, question.clone(), Side::Reference));
        let mut candidates: Vec<Schedule> = rates
            .iter()
            .map(|rates| context.at_rates(|flow| rates[flow.source.map_or(0, |source| source.index())]))
            .collect();
        for (flow, bin, change) in edits {
            let last = candidates.last_mut().expect("there is at least one");
            if let Some(releases) = last.get_mut(flow) {
                let bin = bin % releases.len();
                releases[bin] += change;
            }
        }
        let input = objective::Input { context, candidates, spill };
        let scores = answer::<Objective>(&input);
        for Score { total, cap, delay, reg, tv, share, spill } in &scores {
            prop_assert_eq!(total.to_bits(), (cap + delay + reg + tv + share + spill).to_bits());
            prop_assert!([cap, delay, reg, tv, share].iter().all(|part| **part >= 0.0));
        }
        // A context prepared by the optimised sides serves both just as well.
        let prepared = Arc::new(Context::new(&traffic, question, Side::Optimised));
        prop_assert_eq!(answer::<Objective>(&objective::Input { context: prepared, ..input }), scores);
    }

    // The short cut.

    #[test]
    fn the_short_cut_is_right_where_every_turn_is_one_presence(day in sound::day(Breach::Nothing)) {
        let (found, exact) = both_ways(&day, &[]);
        prop_assert_eq!(found, exact);
    }
}

/// The short cut's occupancy and the exact one, once both sides have given it; `edits` are added to the releases.
fn both_ways(day: &Regulated, edits: &[(usize, usize, i64)]) -> (Vec<i32>, Vec<i32>) {
    let exact = [Side::Reference, Side::Optimised].map(|side| {
        let (context, mut schedule) = rated(&day.traffic, &day.rates, side);
        for &(flow, bin, change) in edits {
            schedule[flow][bin] += change;
        }
        let counts = match side {
            Side::Reference => objective::occupancy_after(&context, &schedule, &Spill::DumpToNextBin),
            Side::Optimised => {
                objective::Scorer::new(Arc::clone(&context)).occupancy_after(&schedule, &Spill::DumpToNextBin)
            }
        };
        (shortcut::occupancy(&context, &schedule), counts.into_iter().collect::<Vec<i32>>())
    });
    assert_eq!(exact[0], exact[1], "the two sides part");
    exact.into_iter().next().expect("two sides")
}

/// Asserts that some day which breaks just this condition has the short cut wrong.
fn is_needed(breach: Breach, edits: &[(usize, u32, i64)]) {
    let mut runner = TestRunner::deterministic();
    let days = sound::day(breach);
    let wrong = (0..500).filter(|_| {
        let day = days.new_tree(&mut runner).expect("nothing is rejected").current();
        let start = day.traffic.window.start;
        let edits: Vec<_> = edits.iter().map(|&(flow, bin, change)| (flow, (start + bin) as usize, change)).collect();
        let (found, exact) = both_ways(&day, &edits);
        found != exact
    });
    assert_ne!(wrong.count(), 0, "of 500 days none shows that the condition is needed: {breach:?}");
}

#[test]
fn the_short_cut_needs_a_single_stay_in_the_window() {
    is_needed(Breach::SecondStayInWindow, &[]);
}

#[test]
fn the_short_cut_needs_a_single_stay_over_the_whole_day() {
    is_needed(Breach::SecondStayAfterWindow, &[]);
}

#[test]
fn the_short_cut_needs_every_flight_to_be_listed_once() {
    is_needed(Breach::ListedTwice, &[]);
}

#[test]
fn the_short_cut_needs_every_flight_to_be_in_one_flow() {
    is_needed(Breach::Shared, &[]);
}

#[test]
fn the_short_cut_needs_the_filed_bin_to_be_that_of_the_clock() {
    is_needed(Breach::AnotherBin, &[]);
}

#[test]
fn the_short_cut_needs_the_entry_to_reach_as_far_into_its_bin_as_the_clock() {
    is_needed(Breach::ShortOffset, &[]);
}

#[test]
fn the_short_cut_needs_everybody_to_be_served_in_the_window() {
    is_needed(Breach::Spill, &[]);
}

#[test]
fn the_short_cut_needs_releases_that_are_never_more_than_are_ready() {
    is_needed(Breach::OtherReleases, &[(0, 1, 20)]);
}

#[test]
fn the_short_cut_needs_releases_that_are_never_below_zero() {
    is_needed(Breach::OtherReleases, &[(0, 1, -20)]);
}
