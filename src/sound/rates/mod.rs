//! Rates: which hourly rates of a regulation cost least?
//!
//! ```text
//! candidate = one rate or none for each flow;  J(candidate) = objective of the plan with these rates
//! better = smaller (J, regulated flows, total delay, rates descending, none highest)        a total order
//! exhaustive: the whole product of the grids
//! descent: flows in declared order, the whole grid of a flow tried, the best kept; until a pass changes nothing
//! blanket: one flow that holds everybody, at each rate of its grid
//! ```
//!
//! Two flights and a capacity of ten: no rate costs less than none, and none has fewer regulated flows than any, so the
//! answer is none.
//!
//! Moves of a single flow get stuck, and lists of slots cannot lend each other what they do not use. So descents start from
//! nothing, from the best of the coarse grids and from shares of the blanket rate in proportion to the flows, and the
//! blanket rate itself is always tried. The J that is returned is that of the rates that are returned.
//!
//! Promised: everything that was found, each search with its own count of evaluations; the best of all of them last.

mod base;
mod evaluator;
mod grids;
mod odometer;
mod optimised;
mod prepared;
pub(crate) mod reference;
mod search;

use core::cmp::Reverse;
use std::sync::Arc;

use serde::Serialize;

use super::{counts, sample};
use crate::pair::Pair;
use crate::rng::Rng;
use crate::scenario::sound::{Analysis, Day, Regulation, Weights};

pub use grids::{COARSE_PER_HOUR, Grids};
pub use search::{Progress, Search};

/// The pair `sound/rates`.
#[derive(Debug)]
pub struct Rates;

/// One flow's rate in flights an hour; `None` where it is not regulated.
pub type Rate = Option<i64>;

/// With at most so many candidates, every J is part of the answer.
pub const MOST_LISTED: u64 = 5_000;

/// With more candidates than this, the exhaustive search is left out.
pub const MOST_CANDIDATES: u64 = 4_000_000;

/// A descent ends after so many passes.
pub const MOST_PASSES: usize = 10;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day.
    pub day: Arc<Day>,
    /// The plan: the first regulation is searched, the others stay as they are. Never empty.
    pub regulations: Vec<Regulation>,
    /// How to look at the day.
    pub analysis: Analysis,
    /// What each part of the objective weighs.
    pub weights: Weights,
    /// The rates to try.
    pub grids: Grids,
}

/// A candidate and what it costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// One rate a flow, in declared order.
    pub rates: Vec<Rate>,
    /// What it costs, in weighted flight-seconds.
    #[serde(rename = "J")]
    pub j: i64,
    /// The delay of all captured flights that are free to be delayed, in minutes.
    pub total_min: i64,
}

impl Candidate {
    /// What orders candidates: the smaller is the better.
    pub(crate) fn rank(&self) -> (i64, usize, i64, Vec<Reverse<i64>>) {
        let regulated = self.rates.iter().flatten().count();
        (self.j, regulated, self.total_min, self.rates.iter().map(|rate| Reverse(rate.unwrap_or(i64::MAX))).collect())
    }
}

/// What the whole product of the grids holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exhaustive {
    /// The best candidate.
    #[serde(flatten)]
    pub best: Candidate,
    /// How many were evaluated.
    pub evaluated: u64,
    /// Every J in the order of the product, the last flow fastest; where there are not more than [`MOST_LISTED`].
    #[serde(rename = "allJ", skip_serializing_if = "Option::is_none")]
    pub all_j: Option<Vec<i64>>,
}

/// Where a descent starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Start {
    /// Nothing is regulated.
    Nothing,
    /// The best of the coarse grids.
    Coarse,
    /// The best blanket rate, shared in proportion to the flows.
    Shares,
}

/// What a descent found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Descent {
    /// Where it started.
    pub start: Start,
    /// The best candidate.
    #[serde(flatten)]
    pub best: Candidate,
    /// How many evaluations were asked for, the starting point included.
    pub evaluations: u64,
    /// J after each pass.
    #[serde(rename = "passJ")]
    pub pass_j: Vec<i64>,
}

/// Everything that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    /// What no regulation costs.
    pub nothing: Candidate,
    /// The coarse grids in full; `None` where there are more than [`MOST_CANDIDATES`].
    pub exhaustive: Option<Exhaustive>,
    /// The descent over the coarse grids from nothing.
    pub coarse: Descent,
    /// The blanket rates in full.
    pub blanket: Exhaustive,
    /// The descents over the fine grids, one a start; none where there are no fine grids.
    pub fine: Vec<Descent>,
    /// The best of all: rates of the flows, or the one blanket rate.
    pub best: Best,
}

/// The best of everything that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Best {
    /// Whether `rates` holds the one blanket rate instead of one rate a flow.
    pub blanket: bool,
    /// The candidate.
    #[serde(flatten)]
    pub candidate: Candidate,
}

impl Best {
    /// The best of what the searches found; the flows' own rates win a tie with the blanket.
    pub(crate) fn of(
        exhaustive: Option<&Exhaustive>,
        coarse: &Descent,
        blanket: &Exhaustive,
        fine: &[Descent],
    ) -> Self {
        let mut best = Self { blanket: false, candidate: coarse.best.clone() };
        let flows = exhaustive.map(|found| &found.best).into_iter().chain(fine.iter().map(|found| &found.best));
        for (is_blanket, candidate) in flows.map(|flows| (false, flows)).chain([(true, &blanket.best)]) {
            if candidate.rank() < best.candidate.rank() {
                best = Self { blanket: is_blanket, candidate: candidate.clone() };
            }
        }
        best
    }
}

/// A regulation with one flow that holds everybody at one rate, or at none: what a blanket candidate stands for.
#[must_use]
pub fn everybody(regulation: &Regulation, rate: Rate) -> Regulation {
    grids::blanket(regulation).with_rates(&[rate])
}

impl Pair for Rates {
    const NAME: &'static str = "sound/rates";
    const QUESTION: &'static str = "Which hourly rates of a regulation cost least?";
    const DEFINITION: &'static str =
        "argmin over candidates of (J, regulated flows, total delay, rates descending): exhaustive, descents, blanket";
    type Input = Input;
    type Index = counts::Network;
    type Answer = Found;

    fn reference(input: &Input) -> Found {
        reference::found(input)
    }

    fn index(input: &Input) -> counts::Network {
        counts::Network::new(Arc::clone(&input.day), input.analysis)
    }

    fn optimised(input: &Input, index: &counts::Network) -> Found {
        optimised::found(input, index)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        sample::search(rng, size)
    }
}
