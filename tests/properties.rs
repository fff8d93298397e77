//! Laws that hold for every day, whoever works out the answer.
//!
//! The days are drawn by `support/days.rs`. The draws are the same in every run; `PROPTEST_RNG_SEED=7 cargo test --test
//! properties` draws others, and `PROPTEST_CASES=20000` more of them.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/days.rs"]
mod days;
#[path = "properties/delay.rs"]
mod delay;
#[path = "properties/effect.rs"]
mod effect;
#[path = "properties/hold.rs"]
mod hold;
#[path = "properties/objective.rs"]
mod objective;
#[path = "properties/occupancy.rs"]
mod occupancy;
#[path = "properties/rate_grid.rs"]
mod rate_grid;
#[path = "properties/short_cut_law.rs"]
mod short_cut_law;
#[path = "support/shortcut.rs"]
mod shortcut;
#[path = "support/sound.rs"]
mod sound;

use loadline::flow::delay::Spill;
use loadline::pair::{Pair, answer_text, parity};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

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

/// Any hourly rate: none, too small for anyone, usual, without limit.
fn rate() -> impl Strategy<Value = f64> {
    prop_oneof![1 => select(vec![-1.0, 0.0, 0.3, f64::INFINITY]), 2 => (1_u32..60).prop_map(f64::from)]
}

/// Any way to serve the rest of up to four queues.
fn spill() -> impl Strategy<Value = Spill> {
    prop_oneof![
        Just(Spill::OverflowBin),
        Just(Spill::DumpToNextBin),
        Just(Spill::OnePerSpillBin),
        Just(Spill::SameReleaseRate),
        vec(0.5_f64..60.0, 4).prop_map(|rates| Spill::at_rates(rates).expect("half a flight an hour is a rate")),
    ]
}
