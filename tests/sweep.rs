//! A sweep on a clock that only its own benches move: what must come out is known to the last figure.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::Cell;
use std::rc::Rc;

use loadline::Error;
use loadline::catalogue::Bench;
use loadline::measure::{
    Clock, NativeClock, SizedDay, Sweep, SweepAxis, SweepPlan, SweepRun, median_interval, slope, sweep,
};
use loadline::pair::Side;

/// A clock that stands still until somebody works.
#[derive(Clone, Default)]
struct Hand(Rc<Cell<f64>>);

impl Clock for Hand {
    fn now_ns(&self) -> f64 {
        // A look takes a moment, so that the step of this clock is known at once; it is lost beside a call.
        self.0.set(self.0.get() + 1e-3);
        self.0.get()
    }
}

/// Both sides take as long as they are told.
struct Told {
    hand: Hand,
    ns: Box<dyn Fn(Side) -> f64>,
    differs: bool,
    last: &'static str,
}

impl Bench for Told {
    fn ask(&mut self, side: Side, calls: u32) {
        self.hand.0.set(self.hand.0.get() + (self.ns)(side) * f64::from(calls));
        self.last = if self.differs && side == Side::Optimised { "[2]" } else { "[1]" };
    }

    fn answer(&self) -> String {
        self.last.to_owned()
    }

    fn reindex(&mut self) {
        self.hand.0.set(self.hand.0.get() + 5e6);
    }
}

/// A run on days where a call of `side` at `size` takes `ns(side, size, now)`.
fn run(plan: &SweepPlan, ns: impl Fn(Side, f64, f64) -> f64 + Copy + 'static) -> (SweepRun, Hand) {
    let hand = Hand::default();
    let on = hand.clone();
    let make = move |size: u32| {
        let now = on.clone();
        let told = Told {
            hand: on.clone(),
            ns: Box::new(move |side| ns(side, f64::from(size), now.0.get())),
            differs: false,
            last: "null",
        };
        Ok(SizedDay {
            flights: size,
            flows: 8,
            window_bins: 8,
            intervals: size * 10,
            entrants: size / 2,
            bench: Box::new(told),
        })
    };
    (SweepRun::over(plan, "flow/objective", make).expect("the plan is sound"), hand)
}

fn ended(mut run: SweepRun, hand: &Hand) -> Sweep {
    loop {
        let progress = run.advance(hand).expect("the sides agree");
        if progress.done == progress.of {
            return run.result().expect("all steps are done");
        }
    }
}

fn close(found: f64, expected: f64, within: f64) -> bool {
    (found - expected).abs() <= within
}

#[test]
fn time_that_doubles_with_the_size_has_slope_1_and_time_that_does_not_care_has_slope_0() {
    let (run, hand) = run(&SweepPlan::default(), |side, size, _| match side {
        Side::Reference => size * 1e6,
        Side::Optimised => 2e6,
    });
    let found = ended(run, &hand);
    for (slope, expected) in [(found.slopes.reference, 1.0), (found.slopes.optimised, 0.0)] {
        assert!(close(slope.slope, expected, 1e-9), "{slope:?}");
        assert!(close(slope.low, expected, 1e-9) && close(slope.high, expected, 1e-9), "{slope:?}");
    }
    let sizes: Vec<u32> = found.points.iter().map(|point| point.size).collect();
    assert_eq!(sizes, SweepAxis::Flights.sizes());
    for point in &found.points {
        let ratio = f64::from(point.size) / 2.0;
        assert!(close(point.speedup, ratio, ratio * 1e-8), "{point:?}");
        assert!(point.low <= point.speedup && point.speedup <= point.high, "{point:?}");
        assert!(close(point.index_ns, 5e6, 1.0), "the index is built apart: {point:?}");
        assert!(close(point.reference.median_ns, f64::from(point.size) * 1e6, 1.0), "{point:?}");
    }
}

#[test]
fn a_batch_is_filled_with_calls_or_is_one_call_that_takes_longer() {
    let plan = SweepPlan { sizes: vec![1, 2, 40], batch_ms: 5.0, ..SweepPlan::default() };
    let (run, hand) = run(&plan, |_, size, _| size * 1e6);
    let calls: Vec<u32> = ended(run, &hand).points.iter().map(|point| point.reference_calls).collect();
    assert_eq!(calls, [5, 3, 1]);
}

#[test]
fn a_machine_that_grows_slower_slows_all_sizes_alike() {
    // It doubles its times within half a minute. Size by size, the large ones would look as if they grew faster.
    let slower = |_, size: f64, now: f64| size * 1e6 * (1.0 + now / 30e9);
    let plan = SweepPlan { sizes: vec![1, 2, 4, 8, 16], blocks: 40, ..SweepPlan::default() };
    let (run, hand) = run(&plan, slower);
    let found = ended(run, &hand);
    assert!(hand.0.get() > 3e9, "there was time to grow slower");
    assert!(close(found.slopes.reference.slope, 1.0, 0.01), "{:?}", found.slopes);
    for point in &found.points {
        assert!(close(point.speedup, 1.0, 0.01), "{point:?}");
    }
}

#[test]
fn blocks_go_round_all_sizes() {
    // Between two steps the hand is moved on, so that each step tells when it was taken.
    let plan = SweepPlan { sizes: vec![1, 2, 3], blocks: 6, ..SweepPlan::default() };
    let seen = Rc::new(Cell::new(0_u32));
    let hand = Hand::default();
    let (at, on) = (Rc::clone(&seen), hand.clone());
    let make = move |size: u32| {
        let (at, hand) = (Rc::clone(&at), on.clone());
        let ns = Box::new(move |_| {
            at.set(size);
            1e7
        });
        let told = Told { hand, ns, differs: false, last: "null" };
        Ok(SizedDay { flights: size, flows: 1, window_bins: 1, intervals: 1, entrants: 1, bench: Box::new(told) })
    };
    let mut run = SweepRun::over(&plan, "flow/objective", make).expect("the plan is sound");
    let mut order = Vec::new();
    while run.progress().done < run.progress().of {
        run.advance(&hand).expect("the sides agree");
        order.push(seen.get());
    }
    let blocks = &order[6..];
    assert_eq!(blocks, [1, 2, 3].repeat(6), "block 1 of every size, then block 2 of every size");
}

#[test]
fn sides_that_differ_are_not_timed() {
    let hand = Hand::default();
    let on = hand.clone();
    let make = move |size: u32| {
        let told = Told { hand: on.clone(), ns: Box::new(|_| 1e7), differs: size == 3, last: "null" };
        Ok(SizedDay { flights: size, flows: 1, window_bins: 1, intervals: 1, entrants: 1, bench: Box::new(told) })
    };
    let plan = SweepPlan { sizes: vec![1, 2, 3], ..SweepPlan::default() };
    let mut run = SweepRun::over(&plan, "flow/objective", make).expect("the plan is sound");
    let failure = (0..100).find_map(|_| run.advance(&hand).err()).expect("it is found");
    assert!(matches!(&failure, Error::Disagreement { at, .. } if at.contains("[0]")), "{failure}");
    assert_eq!(run.progress().done, 5, "before anything is timed");
    assert!(run.result().is_err(), "an unfinished sweep has no result");
}

/// Spoils a fit in ways that people do, and sees that the example with uneven times tells each from the right one.
#[test]
fn a_wrong_fit_is_told_from_the_right_one() {
    let (sizes, times) = ([1.0, 2.0, 4.0, 8.0], [1.0, 2.0, 2.0, 2.0]);
    let right = slope(&sizes, &times);
    assert!(close(right, 0.3, 1e-15), "{right}");
    let (first, last) = (0, 3);
    let from_end_to_end = f64::log2(times[last] / times[first]) / f64::log2(sizes[last] / sizes[first]);
    let on_plain_axes = {
        let (mean_size, mean_time) = (3.75, 1.75);
        let covered: f64 = sizes.iter().zip(&times).map(|(size, time)| (size - mean_size) * (time - mean_time)).sum();
        covered / sizes.iter().map(|size| (size - mean_size) * (size - mean_size)).sum::<f64>()
    };
    let turned_round = slope(&times, &sizes);
    for wrong in [from_end_to_end, on_plain_axes, turned_round] {
        assert!(!close(wrong, right, 0.02), "{wrong} passes for {right}");
    }
}

#[test]
fn the_interval_is_that_of_the_blocks_slopes() {
    // The largest size alone is 10 % slower every other while, and the slopes of those blocks are steeper.
    let plan = SweepPlan { sizes: vec![1, 10, 100], blocks: 12, batch_ms: 0.1, ..SweepPlan::default() };
    let (run, hand) = run(&plan, |side, size, now| {
        let slow = side == Side::Reference && size > 50.0 && (now / 7e8) % 2.0 > 1.0;
        size * 1e6 * if slow { 1.1 } else { 1.0 }
    });
    let found = ended(run, &hand);
    let slow = slope(&[1.0, 10.0, 100.0], &[1.0, 10.0, 110.0]);
    assert!(close(found.slopes.reference.low, 1.0, 1e-3), "{:?}", found.slopes);
    assert!(close(found.slopes.reference.high, slow, 5e-3), "{slow}, {:?}", found.slopes);
    assert!(close(found.confidence, median_interval(&[0.0; 12], 0.95).confidence, 0.0));
}

#[test]
fn a_plan_out_of_range_is_refused_by_name() {
    let plans: [(&str, SweepPlan); 5] = [
        ("blocks", SweepPlan { blocks: 5, ..SweepPlan::default() }),
        ("batchMs", SweepPlan { batch_ms: 0.0, ..SweepPlan::default() }),
        ("sizes", SweepPlan { sizes: vec![1, 2], ..SweepPlan::default() }),
        ("sizes", SweepPlan { sizes: vec![1, 3, 3], ..SweepPlan::default() }),
        ("sizes", SweepPlan { sizes: vec![0, 1, 2], ..SweepPlan::default() }),
    ];
    for (at, plan) in plans {
        let refused = SweepRun::begin(&plan).err().and_then(|error| error.at().map(str::to_owned));
        assert_eq!(refused.as_deref(), Some(at));
    }
    let unknown = SweepRun::begin(&SweepPlan { pair: "flow/objectif".to_owned(), ..SweepPlan::default() });
    assert!(matches!(unknown.err(), Some(Error::UnknownPair { .. })));
}

#[test]
fn every_axis_makes_real_days_on_which_the_sides_agree() {
    let hand = Hand::default();
    for (axis, sizes) in
        [(SweepAxis::Flights, [20, 40, 80]), (SweepAxis::Flows, [1, 2, 3]), (SweepAxis::Window, [1, 2, 4])]
    {
        let plan = SweepPlan { axis, sizes: sizes.to_vec(), blocks: 6, batch_ms: 0.1, ..SweepPlan::default() };
        // Real sides do not move this clock, so a batch would never fill: only the first day is made.
        let mut run = SweepRun::begin(&plan).expect("the plan is sound");
        let made = run.advance(&hand).expect("the first day is made");
        assert_eq!((made.done, made.of), (1, 24));
    }
    let steps = Cell::new(0);
    let plan = SweepPlan { sizes: vec![20, 40, 80], blocks: 6, batch_ms: 0.1, ..SweepPlan::default() };
    let found = sweep(&plan, &NativeClock::start(), |_| steps.set(steps.get() + 1)).expect("the sides agree");
    assert_eq!(steps.get(), 24);
    assert_eq!(found.points.iter().map(|point| point.flights).collect::<Vec<_>>(), [20, 40, 80]);
    assert!(found.points.iter().all(|point| point.digest.len() == 16 && point.intervals > point.flights));
}
