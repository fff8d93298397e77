//! One question under both models: what must hold between the ways to regulate, whatever the day.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;

use loadline::scenario::{self, FlowDay, Params};
use loadline::semantics::{Comparison, Way, compare};

/// Days small enough to search in full, one of them observed.
fn comparisons() -> Vec<(String, Comparison)> {
    let generated = |seed: u32| {
        let params = Params { n_flows: 3, ..Params::of_size("tiny", seed.into()).unwrap() };
        let day = FlowDay::published(Arc::new(scenario::generate(&params).unwrap()));
        (format!("tiny {seed}"), compare(&day).unwrap())
    };
    let swiss = include_bytes!("../scenarios/flow/swiss-2018-08-01-sound.json.gz");
    let swiss = scenario::load(swiss, "the Swiss day").unwrap();
    let swiss = ("Swiss".to_owned(), compare(swiss.flow_day().unwrap()).unwrap());
    (1..=5).map(generated).chain([swiss]).collect()
}

#[test]
fn the_searches_never_do_worse_than_what_they_may_choose() {
    for (name, found) in comparisons() {
        let j = |way| found.of(way).unwrap_or_else(|| panic!("{name}: {way:?} is missing")).j;
        let nothing = j(Way::Nothing);
        assert!(j(Way::SoundExhaustive) <= nothing.min(j(Way::PublishedRates)), "{name}");
        assert!(j(Way::SoundBlanket) <= nothing, "{name}");
        assert!(found.ways.iter().all(|judged| judged.j >= found.floor_j), "{name}: below the floor");
    }
}

#[test]
fn nobody_waits_where_nothing_is_done_and_everybody_who_waits_is_charged() {
    for (name, found) in comparisons() {
        let nothing = found.of(Way::Nothing).unwrap();
        assert_eq!((nothing.delay_min, nothing.delayed), (0, 0), "{name}");
        for judged in &found.ways {
            let charged = 60 * (judged.delay_min + i64::try_from(judged.delayed).unwrap());
            let overload = 10 * (judged.target_s + judged.other_s);
            assert!(judged.j >= overload + charged, "{name}: {judged:?}");
        }
    }
}

#[test]
fn the_cherry_pick_waits_for_exactly_the_minutes_of_the_bound() {
    for (name, found) in comparisons() {
        let Some(picked) = found.of(Way::CherryPick) else { continue };
        assert_eq!(Some(picked.delay_min), found.least_delay_min_step_60.or(found.least_delay_min), "{name}");
    }
}

#[test]
fn the_swiss_day_comes_out_as_worked_out_beside_it() {
    let (_, found) = comparisons().pop().unwrap();
    let nothing = found.of(Way::Nothing).unwrap();
    assert_eq!((nothing.j, nothing.target_s, nothing.other_s), (1_053_000, 47_700, 57_600));
    // 38 an hour for everybody costs 941,760; the best rate costs no more.
    assert!(found.of(Way::SoundBlanket).unwrap().j <= 941_760);
    assert_eq!(found.flows, ["France", "Germany", "Italy", "elsewhere"]);
}
