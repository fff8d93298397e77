//! Profile: how long will the next execution of a contract take, how sure is that, and is this one an anomaly?
//!
//! *Published*, in the symbols of the system that the cases were recorded from:
//!
//! ```text
//! vector   (methods, classes, names, N1, N2, N3, mean confidence, causal, Bayesian, complexity)
//! alike    executions whose cosine s with the asked vector is at least the threshold; most alike first, then oldest first
//! time     Σ s·t / Σ s over them        interval  mean ± z · deviation / √n        confidence  min(1, Σ s / n)
//! ```
//!
//! With one execution of 1,000 ms remembered, the same contract is predicted at 1,000 ms, between 500 and 1,500.
//!
//! Sums add in the order of *alike*, from 0. Means and sample deviations are exactly rounded. Where nothing is alike the type
//! decides: methods × base × (1 + complexity / 100). The history is first in, first out; its statistics begin with the
//! eleventh execution, anomalies with the tenth, and the first rule that fires is told: time or memory beyond the threshold
//! of deviations from the mean of *all* executions, else an error of more than 100 % of the prediction.
//!
//! Its surprises are kept: the interval is one of the *mean*, so it holds about 6 % of executions where its users read 95 %;
//! raw counts are always alike, so a prediction is little more than the mean of the history; the type is no feature. Where
//! it divides by zero the answer says so. A square is `x · x`, which differs in the last bit from the recorded system's
//! power function for fewer than one number in a thousand.
//!
//! *The default model* is in [`sound`]: type and size as a prior, a ridge regression on logarithms, an interval that is right
//! as often as it says, and a control chart that sees drifts.
//!
//! Promised: one entry an operation, in order. A prediction is of the history as it then stands.

mod answer;
mod asked;
pub mod history;
mod optimised;
mod profiler;
mod published;
mod reference;
pub mod replay;
mod sample;
pub mod sound;
pub mod trial;

pub use answer::{
    Chart, Coverage, Direction, Entry, Features, Forecast, Health, Judgement, Lesson, Prediction, Statistics,
};
pub use asked::{
    HISTORY_LIMIT, Input, Mode, Operation, QUANTITY_LIMIT, SLOT_LIMIT, Settings, Variant, check_quantities,
};
pub use optimised::Index;
pub use profiler::{Profiler, Ready};

use crate::pair::{Pair, Side};
use crate::rng::Rng;
use crate::scenario::contracts::Contract;

/// The pair `reuse/profile`.
#[derive(Debug)]
pub struct Profile;

impl Pair for Profile {
    const NAME: &'static str = "reuse/profile";
    const QUESTION: &'static str =
        "How long will the next execution take, how sure is that, and is this one an anomaly?";
    const DEFINITION: &'static str =
        "ln t̂ = ln prior + x·β + level;  interval t̂ · exp(±q), q = the ⌈(n + 1) · 0.95⌉-th smallest |error|";
    type Input = Input;
    type Index = Index;
    type Answer = Vec<Entry>;

    fn reference(input: &Input) -> Vec<Entry> {
        reference::transcript(input)
    }

    fn index(input: &Input) -> Index {
        Index::new(input)
    }

    fn optimised(input: &Input, index: &Index) -> Vec<Entry> {
        optimised::transcript(input, index)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        sample::life(rng, size)
    }
}

/// The published features of a contract.
pub fn features(contract: &Contract, variant: Variant, side: Side) -> Features {
    match side {
        Side::Reference => reference::features(contract, variant),
        Side::Optimised => optimised::shape::features(contract, variant),
    }
}

/// The published similarity of two vectors, held between 0 and 1; 0 where either is nothing.
pub(crate) fn published_similarity(one: &[f64; 10], other: &[f64; 10], side: Side) -> f64 {
    match side {
        Side::Reference => reference::similarity(one, other),
        Side::Optimised => {
            let mut shapes = optimised::Shapes::default();
            let (one, other) = (shapes.place(*one), shapes.place(*other));
            shapes.similarity(one, other)
        }
    }
}

/// The published interval of values whose places in the history do not matter.
pub(crate) fn published_interval(values: &[f64], level: f64, side: Side) -> [f64; 2] {
    match side {
        Side::Reference => reference::interval(values, level),
        Side::Optimised => optimised::interval_of(values, level),
    }
}
