//! Rates: which hourly rates for these flows through one volume in a window bring the least cost, tried flow by flow?
//!
//! ```text
//! rates = ∞ for every flow;  best = 0
//! passes:  for each flow, most entrants first:  for each rate of the grid:
//!     Δ = J(rates, with this flow at this rate) − J(as filed);   Δ < best  →  keep the rate, best = Δ
//! end after a pass that gains no more than ε · max(1, |J(as filed)|)
//! ```
//!
//! `J` is the pair [`objective`](super::objective), flights left at the end of the window served in the bin after it; a
//! rate becomes releases by [`at_rate`](super::schedule::at_rate). A rate is kept *at once*, so later rates of the same
//! flow are tried against it. Flows of equally many entrants are visited by name as text. Where all flows are one, the
//! search is the same with the single flow `__blanket__`.
//!
//! This is a greedy descent: it finds *a* vector of rates that no single later trial improved, not the best one. Then
//! the published *finite preference* replaces each "no limit": by the rate of its history that costs least, if one lies
//! within `max(1e-6, 1e-6 · |best|)` of the best cost or below it; of rates that close to each other, the smallest.
//! Those changes were measured while other flows had other rates, so the vector is scored once more at the end, and that
//! cost is the answer, even where it is worse than the best that was seen. A flow without entrants thus ends at the
//! smallest rate of the grid: a note says that it means nothing.
//!
//! Promised: flows by name as text; the order of trials, hence the counts of evaluations and of remembered scores (the
//! least recently used of which are forgotten first); every float as the order of the definition gives it.

mod finder;
mod found;
mod optimised;
mod prepared;
mod reference;
mod settings;
mod visit;

use std::sync::Arc;

use serde::Deserialize;

pub use finder::Finder;
pub use found::Found;
pub use prepared::Prepared;
pub use settings::Settings;

use super::objective::{Mode, Question};
use super::{VolumeIndex, sample};
use crate::error::Result;
use crate::pair::Pair;
use crate::rng::Rng;
use crate::scenario::Traffic;

/// The pair `flow/rates`.
#[derive(Debug)]
pub struct Rates;

/// What is asked: the best rates for one regulation of a day.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day, its flows and capacities.
    pub traffic: Arc<Traffic>,
    /// What is regulated and at which weights. Overload must be charged in one volume, the regulated one.
    pub question: Question,
    /// How to search.
    pub settings: Settings,
}

impl Input {
    /// Asks the scenario's own question, each flow with its own rate, with the published settings.
    pub fn of(traffic: Arc<Traffic>) -> Self {
        Self { question: Question::of(&traffic, Mode::PerFlow), traffic, settings: Settings::default() }
    }
}

/// Which side scores the candidates of an optimised search: a diagnosis, not a setting of the answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub enum Scoring {
    /// Its own: parts that are worked out once and added up.
    #[default]
    Own,
    /// The reference of `flow/objective`.
    Reference,
    /// Both; the search fails at the first candidate on which they differ.
    Both,
}

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Whether nothing is left to try.
    pub done: bool,
    /// Candidates tried.
    pub tried: u64,
    /// Candidates tried if every pass runs.
    pub at_most: u64,
    /// The pass under way, from 1.
    pub pass: u32,
    /// The best change in cost so far; at most 0.
    pub best: f64,
}

impl Progress {
    fn new(counts: &found::Counts, at_most: u64, done: bool, best: f64) -> Self {
        Self { done, tried: counts.tried, at_most, pass: counts.passes_ran.max(1), best }
    }
}

/// A search under way. It holds all it needs, so it can be left and taken up again between any two candidates.
pub trait Search {
    /// Tries the next candidate; false once there is none.
    ///
    /// # Errors
    /// [`Error::Disagreement`](crate::Error::Disagreement) under [`Scoring::Both`].
    fn step(&mut self) -> Result<bool>;

    /// How far it has come.
    fn progress(&self) -> Progress;

    /// The answer from what was tried: the finite preference and the last score.
    ///
    /// # Errors
    /// As [`Self::step`].
    fn finish(self: Box<Self>) -> Result<Found>;
}

/// Searches to the end.
fn run(mut search: Box<dyn Search>) -> Result<Found> {
    while search.step()? {}
    search.finish()
}

impl Pair for Rates {
    const NAME: &'static str = "flow/rates";
    const QUESTION: &'static str = "Which hourly rates for these flows through one volume bring the least cost?";
    const DEFINITION: &'static str = "each flow in turn, each rate r:  J(rates with r) − J(as filed) < best  →  keep r";
    type Input = Input;
    type Index = VolumeIndex;
    type Answer = Found;

    fn reference(input: &Input) -> Found {
        run(Box::new(reference::Descent::new(input))).expect("the reference has nothing to differ from")
    }

    fn index(input: &Input) -> VolumeIndex {
        VolumeIndex::new(&input.traffic)
    }

    fn optimised(input: &Input, index: &VolumeIndex) -> Found {
        let prepared = Arc::new(Prepared::new(input, index));
        run(Box::new(optimised::Descent::new(prepared, &input.settings, Scoring::Own))).expect("nothing is checked")
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let traffic = Arc::new(sample::traffic(rng, size));
        let mode = if rng.below(4) == 0 { Mode::Blanket } else { Mode::PerFlow };
        Input { question: Question::of(&traffic, mode), traffic, settings: settings::random(rng) }
    }
}
