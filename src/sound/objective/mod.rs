//! Objective: what does a plan cost, in overload and in delay, as one integer?
//!
//! ```text
//! J = wT * A_target + wR * A_ripple + wC * A_context + wP * A_peak + wS * A_sustain
//!   + 60 * (sum over f of g(d_f) + wt * |{f : d_f > 0}| + ws * smooth + wl * spill)       in weighted flight-seconds
//! g(d) = delay * d + late * max(0, d - late_after)       over captured flights that are free to be delayed
//! A = overload in flight-seconds, by the role of its volume;  smooth = sum of |differences| of the quarter-hour deliveries
//! ```
//!
//! Delays of 0, 15, 30 and 45 minutes cost 0 + 15 + (30 + 15) + (45 + 30) = 135 minutes, 8,100 flight-seconds, and 3 * 60 for
//! three slot messages. With the default weights, ten minutes of delay buy one flight-minute of overload.
//!
//! Context cannot be changed by the plan; it makes J a figure of the whole network. J is 60 times what a page shows.

pub(crate) mod optimised;
pub(crate) mod reference;

use std::sync::Arc;

use serde::Serialize;

use super::{Outcome, counts, sample};
use crate::pair::Pair;
use crate::rng::Rng;
use crate::scenario::sound::{Analysis, Day, Regulation, Weights};

/// The pair `sound/objective`.
#[derive(Debug)]
pub struct Objective;

/// What is asked: a day, a plan, what it does, and what each part weighs.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day.
    pub day: Arc<Day>,
    /// The plan; only its volumes and periods take part here.
    pub regulations: Vec<Regulation>,
    /// What it does, or any other delays.
    pub outcome: Outcome,
    /// How to look at the day.
    pub analysis: Analysis,
    /// What each part weighs.
    pub weights: Weights,
}

/// The parts of J, each with its weight in it, in weighted flight-seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Parts {
    /// Entry overload of the regulated volumes.
    pub target: i64,
    /// Entry overload of the other volumes of the flights in scope.
    pub ripple: i64,
    /// Entry overload everywhere else.
    pub context: i64,
    /// Overload above the peaks.
    pub occ_peak: i64,
    /// Overload above the sustained thresholds.
    pub occ_sustain: i64,
    /// Delay, late minutes counted again.
    pub delay: i64,
    /// Flights that wait at all.
    pub touched: i64,
    /// Unsteadiness of the deliveries.
    pub smooth: i64,
    /// Flights delivered after the period.
    pub spill: i64,
}

impl Parts {
    /// J: the parts in sum.
    pub fn sum(&self) -> i64 {
        let Self { target, ripple, context, occ_peak, occ_sustain, delay, touched, smooth, spill } = self;
        target + ripple + context + occ_peak + occ_sustain + delay + touched + smooth + spill
    }
}

/// J and its parts, in weighted flight-seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// The parts in sum.
    #[serde(rename = "J")]
    pub j: i64,
    /// The parts.
    pub parts: Parts,
}

impl Cost {
    pub(crate) fn of(parts: Parts) -> Self {
        Self { j: parts.sum(), parts }
    }
}

impl Pair for Objective {
    const NAME: &'static str = "sound/objective";
    const QUESTION: &'static str = "What does a plan cost, in overload and in delay, as one integer?";
    const DEFINITION: &'static str =
        "J = Σ w · area + 60 (Σ g(d) + touched + smooth + spill), g(d) = d + late · (d − 15)⁺";
    type Input = Input;
    type Index = counts::Network;
    type Answer = Cost;

    fn reference(input: &Input) -> Cost {
        reference::cost(&input.day, &input.regulations, &input.outcome, &input.weights, &input.analysis)
    }

    fn index(input: &Input) -> counts::Network {
        counts::Network::new(Arc::clone(&input.day), input.analysis)
    }

    fn optimised(input: &Input, index: &counts::Network) -> Cost {
        optimised::cost(index, &input.regulations, &input.outcome, &input.weights)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let day = Arc::new(sample::day(rng, size));
        let regulations = sample::regulations(rng, &day);
        let (analysis, weights) = (sample::analysis(rng), sample::weights(rng));
        let outcome = sample::outcome(rng, &day, &regulations);
        Input { day, regulations, outcome, analysis, weights }
    }
}
