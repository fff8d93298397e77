//! Laws of the sound model, on random days.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use loadline::pair::{Pair, Side, ask};
use loadline::rng::Rng;
use loadline::scenario::sound::{Analysis, Count, Day, RatePeriod, Regulation};
use loadline::sound::Outcome;
use loadline::sound::bound::Bound;
use loadline::sound::counts::{self, Counts, Network};
use loadline::sound::objective::{self, Objective};
use loadline::sound::rates::{Rates, Search};
use loadline::sound::slots::{self, Slots, slot_list};

/// Inputs of a pair, small and large in turn.
fn samples<P: Pair>(count: u64) -> impl Iterator<Item = P::Input> {
    (0..count).map(|seed| P::sample(&mut Rng::new(seed), [2, 7, 33][usize::try_from(seed % 3).unwrap()]))
}

fn constant(per_hour: i64) -> (Regulation, Vec<RatePeriod>) {
    let rates = vec![RatePeriod { from_s: 36_000, to_s: 43_200, per_hour }];
    let input = samples::<loadline::sound::capture::Capture>(1).next().unwrap();
    (Regulation { recovery_rate: None, ..input.regulation }, rates)
}

#[test]
fn a_rate_gives_as_many_slots_an_hour() {
    for per_hour in 1..=200 {
        let (regulation, rates) = constant(per_hour);
        for side in [Side::Reference, Side::Optimised] {
            let slots = slot_list(&regulation, &rates, 1, side);
            let first_hour = slots.iter().filter(|slot| slot.start_s < 39_600).count();
            assert_eq!(i64::try_from(first_hour).unwrap(), per_hour, "{side:?}");
        }
    }
}

#[test]
fn spans_follow_each_other_without_a_gap_where_nothing_closes() {
    let (regulation, rates) = constant(38);
    let slots = slot_list(&regulation, &rates, 3, Side::Optimised);
    assert!(slots.windows(2).all(|two| two[0].span_end_s == two[1].start_s));
}

#[test]
fn nobody_enters_earlier_than_planned_and_fixed_flights_keep_their_delay() {
    for input in samples::<Slots>(150) {
        let outcome = Slots::optimised(&input, &Slots::index(&input)).outcome;
        for (delay_min, fixed) in outcome.delays_min.iter().zip(&input.day.flights.fixed_min) {
            assert!(*delay_min >= 0);
            assert!(fixed.is_none_or(|fixed| fixed == *delay_min));
        }
    }
}

#[test]
fn any_hour_holds_at_most_one_reference_entry_more_than_the_rate() {
    for input in samples::<Slots>(300) {
        for regulation in &input.regulations {
            let blanket = regulation.flows.iter().take(1).cloned().map(|flow| loadline::scenario::sound::Flow {
                filter: loadline::scenario::sound::Filter::everything(),
                ..flow
            });
            let one_flow = Regulation { flows: blanket.collect(), recovery_rate: None, ..regulation.clone() };
            let held = one_flow.with_rates(&[Some(7)]);
            let mut day = Day::clone(&input.day);
            day.flights.fixed_min.fill(None);
            let plan = slots::Input { day: Arc::new(day), regulations: vec![held], analysis: input.analysis };
            let rows = Slots::optimised(&plan, &Slots::index(&plan)).rows;
            let mut entries: Vec<i64> = rows.iter().map(|row| row.eto_s + 60 * row.delay_min).collect();
            entries.sort_unstable();
            for first in 0..entries.len() {
                let hour = entries[first..].iter().filter(|entry| **entry < entries[first] + 3_600).count();
                assert!(hour <= 8, "{hour} in an hour at 7 an hour");
            }
        }
    }
}

#[test]
fn a_day_that_comes_a_day_later_has_the_same_counts_a_day_later() {
    const DAY_S: i64 = 86_400;
    for mut input in samples::<Counts>(60) {
        // A multiple of every step.
        let step_s = [900, 1_200, 300][input.delays_min.len() % 3];
        input.analysis = Analysis { step_s, occ_step_s: 60, ..input.analysis };
        let mut later = Day::clone(&input.day);
        later.horizon = later.horizon.start + DAY_S..later.horizon.end + DAY_S;
        later.stays.entry_s.iter_mut().for_each(|entry| *entry += DAY_S);
        later.stays.exit_s.iter_mut().for_each(|exit| *exit += DAY_S);
        for volume in &mut later.volumes {
            for capacity in &mut volume.entry_capacity {
                (capacity.from_s, capacity.to_s) = (capacity.from_s + DAY_S, capacity.to_s + DAY_S);
            }
        }
        let moved = counts::Input { day: Arc::new(later), ..input.clone() };
        for side in [Side::Reference, Side::Optimised] {
            let (one, other) = (ask::<Counts>(&input, side), ask::<Counts>(&moved, side));
            for (one, other) in one.iter().zip(&other) {
                let back = |cells: &[(i64, i64)]| cells.iter().map(|(t, n)| (t - DAY_S, *n)).collect::<Vec<_>>();
                assert_eq!(one.entry_counts, back(&other.entry_counts));
                assert_eq!(one.occupancy, back(&other.occupancy));
                let limits =
                    |cells: &[counts::Cell]| cells.iter().map(|cell| (cell.count, cell.limit)).collect::<Vec<_>>();
                assert_eq!(limits(&one.cells), limits(&other.cells));
            }
        }
    }
}

#[test]
fn a_flight_counts_no_more_than_its_entries() {
    for input in samples::<Counts>(60) {
        let of = |count| {
            let analysis = Analysis { count, ..input.analysis };
            ask::<Counts>(&counts::Input { analysis, ..input.clone() }, Side::Optimised)
        };
        for (flights, entries) in of(Count::Flights).iter().zip(&of(Count::Entries)) {
            assert_eq!(flights.entry_counts.len(), entries.entry_counts.len());
            assert!(flights.entry_counts.iter().zip(&entries.entry_counts).all(|(one, other)| one.1 <= other.1));
        }
    }
}

#[test]
fn no_candidate_costs_less_than_the_floor() {
    for input in samples::<Rates>(60).filter(|input| input.regulations.len() == 1) {
        let found = Rates::optimised(&input, &Rates::index(&input));
        let loadline::sound::rates::Input { day, mut regulations, analysis, weights, .. } = input;
        let regulation = regulations.swap_remove(0);
        let asked = loadline::sound::bound::Input { day, regulation, analysis, weights };
        let floor_j = Bound::optimised(&asked, &Bound::index(&asked)).floor_j;
        let all = found.exhaustive.unwrap().all_j.unwrap();
        assert!(all.iter().all(|j| floor_j <= *j), "{floor_j} above {all:?}");
    }
}

#[test]
fn the_bounds_are_in_order_and_the_witness_takes_what_the_path_says() {
    for input in samples::<Bound>(150) {
        let analysis = Analysis { window_s: 3_600, step_s: 900, ..input.analysis };
        let input = loadline::sound::bound::Input { analysis, ..input };
        let bounds = Bound::optimised(&input, &Bound::index(&input));
        let (path, fine) = (bounds.path.unwrap(), bounds.path_step_60.unwrap());
        assert!(path <= fine, "more windows cannot need less: {path} and {fine}");
        assert_eq!(bounds.witness.unwrap().total_min, fine);
    }
}

#[test]
fn the_witness_leaves_no_overload_where_each_flight_enters_once_and_all_may_move() {
    let mut moved = 0;
    for input in samples::<Bound>(200) {
        let analysis = Analysis { window_s: 3_600, step_s: 60, count: Count::Flights, ..input.analysis };
        let mut day = Day::clone(&input.day);
        day.flights.fixed_min.fill(None);
        day.horizon = -1_000_000..1_000_000;
        let mut regulation = Regulation { period: -900_000..900_000, ..input.regulation.clone() };
        regulation.flows.truncate(1);
        regulation.flows[0].filter = loadline::scenario::sound::Filter::everything();
        let enters = |flight| day.flights.stays(flight).filter(|s| day.stays.volume[*s] == regulation.volume).count();
        if day.flights.iter().any(|flight| enters(flight) > 1) {
            continue;
        }
        let day = Arc::new(day);
        let asked = loadline::sound::bound::Input { day: Arc::clone(&day), regulation, analysis, ..input };
        let witness = Bound::optimised(&asked, &Bound::index(&asked)).witness.unwrap();
        let mut outcome = Outcome::base(&day);
        for (flight, delay_min) in &witness.delays_min {
            outcome.delays_min[flight.index()] = *delay_min;
            moved += 1;
        }
        let after = ask::<Counts>(&counts::Input::after(Arc::clone(&day), &outcome, analysis), Side::Reference);
        // A run of declared time that is shorter than a window is no part of the bound.
        let cells = after[asked.regulation.volume.index()].cells.iter().filter(|cell| cell.length_s == 3_600);
        assert_eq!(cells.map(counts::Cell::excess).sum::<i64>(), 0);
    }
    assert!(moved > 20, "only {moved} flights were moved");
}

#[test]
fn a_search_in_slices_finds_what_it_finds_in_one_go() {
    for (number, input) in samples::<Rates>(40).enumerate() {
        let at_once = Rates::optimised(&input, &Rates::index(&input));
        let network = Arc::new(Network::new(Arc::clone(&input.day), input.analysis));
        let mut search = Search::new(&network, Arc::new(input));
        let mut slices = 0;
        while !search.go_on(1 + number as u64 % 3).finished {
            slices += 1;
        }
        assert_eq!(search.found().unwrap(), at_once, "after {slices} slices");
    }
}

#[test]
fn the_best_is_worth_what_it_says() {
    for input in samples::<Rates>(40) {
        let found = Rates::optimised(&input, &Rates::index(&input));
        let best = found.exhaustive.unwrap().best;
        let mut regulations = input.regulations.clone();
        regulations[0] = regulations[0].with_rates(&best.rates);
        let plan = slots::Input { day: Arc::clone(&input.day), regulations, analysis: input.analysis };
        let outcome = ask::<Slots>(&plan, Side::Reference).outcome;
        let slots::Input { day, regulations, analysis } = plan;
        let asked = objective::Input { day, regulations, outcome, analysis, weights: input.weights };
        assert_eq!(ask::<Objective>(&asked, Side::Reference).j, best.j);
    }
}

/// Searches whose plain side takes seconds: too long for a page, so they are replayed here alone.
#[test]
fn both_sides_give_the_recorded_searches() {
    let files: [(&str, &[u8]); 2] = [
        ("gen101.json.gz", include_bytes!("cases/sound/gen101.json.gz")),
        ("swiss_search.json.gz", include_bytes!("cases/sound/swiss_search.json.gz")),
    ];
    for (name, bytes) in files {
        let verified = loadline::catalogue::recorded::verify(name, bytes, &|_| None).expect("it is a recorded file");
        assert!(verified.sections.iter().map(|section| section.checked).sum::<usize>() > 20, "{name}");
        for section in verified.sections {
            assert_eq!(section.differ, 0, "{name}, {}: {:?}", section.section, section.first);
        }
    }
}
