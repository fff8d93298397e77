//! The law of the short cut `base − scheduled + Σ releases`: it gives the exact counts where every scheduled flight
//!
//! 1. stays in the control volume once in the whole day, and that in the window;
//! 2. is an entrant once: listed once, in one flow;
//! 3. is filed in the bin of the clock;
//! 4. enters at least as far into a bin counted from take-off as into the bin of the clock;
//!
//! and where everybody is served in the window, under releases that are never below 0 nor more than are ready, as
//! those made from rates are. Each condition is needed: a day that breaks it alone can have the short cut wrong.

use std::sync::Arc;

use loadline::flow::delay::Spill;
use loadline::flow::objective::{Context, Mode, Question, Scorer, occupancy_after};
use loadline::pair::Side;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::sound::{Breach, Regulated, day};
use crate::{config, shortcut};

/// The short cut's occupancy and the exact one, on which both sides agree. `change` is added to what the first flow
/// releases in the second bin of the window.
fn both_ways(day: &Regulated, change: i64) -> [Vec<i32>; 2] {
    let [reference, optimised] = [Side::Reference, Side::Optimised].map(|side| {
        let question = Question::of(&day.traffic, Mode::PerFlow);
        let context = Arc::new(Context::new(&day.traffic, question, side));
        let mut schedule = context.at_rates(|flow| day.rates[flow.source.expect("one flow, one source").index()]);
        schedule[0][day.traffic.window.start as usize + 1] += change;
        let exact = match side {
            Side::Reference => occupancy_after(&context, &schedule, &Spill::DumpToNextBin),
            Side::Optimised => Scorer::new(Arc::clone(&context)).occupancy_after(&schedule, &Spill::DumpToNextBin),
        };
        [shortcut::occupancy(&context, &schedule), exact.into_iter().collect()]
    });
    assert_eq!(reference, optimised, "the two sides part");
    reference
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_short_cut_is_right_where_every_turn_is_one_presence(day in day(Breach::Nothing)) {
        let [short_cut, exact] = both_ways(&day, 0);
        prop_assert_eq!(short_cut, exact);
    }
}

/// Asserts that on some day that breaks just this condition the short cut is wrong.
fn is_needed(breach: Breach, change: i64) {
    let mut runner = TestRunner::deterministic();
    let days = day(breach);
    let wrong = (0..500).any(|_| {
        let day = days.new_tree(&mut runner).expect("nothing is rejected").current();
        let [short_cut, exact] = both_ways(&day, change);
        short_cut != exact
    });
    assert!(wrong, "of 500 days none shows that the condition is needed: {breach:?}");
}

#[test]
fn the_short_cut_needs_a_single_stay_in_the_window() {
    is_needed(Breach::SecondStayInWindow, 0);
}

#[test]
fn the_short_cut_needs_a_single_stay_over_the_whole_day() {
    is_needed(Breach::SecondStayAfterWindow, 0);
}

#[test]
fn the_short_cut_needs_every_flight_to_be_listed_once() {
    is_needed(Breach::ListedTwice, 0);
}

#[test]
fn the_short_cut_needs_every_flight_to_be_in_one_flow() {
    is_needed(Breach::Shared, 0);
}

#[test]
fn the_short_cut_needs_the_filed_bin_to_be_that_of_the_clock() {
    is_needed(Breach::AnotherBin, 0);
}

#[test]
fn the_short_cut_needs_the_entry_to_reach_as_far_into_its_bin_as_the_clock() {
    is_needed(Breach::ShortOffset, 0);
}

#[test]
fn the_short_cut_needs_everybody_to_be_served_in_the_window() {
    is_needed(Breach::Spill, 0);
}

#[test]
fn the_short_cut_needs_releases_that_are_never_more_than_are_ready() {
    is_needed(Breach::Nothing, 20);
}

#[test]
fn the_short_cut_needs_releases_that_are_never_below_zero() {
    is_needed(Breach::Nothing, -20);
}
