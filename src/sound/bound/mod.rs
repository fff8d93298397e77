//! Bound: how little delay could have been enough to remove a volume's overload?
//!
//! ```text
//! path: C[k] = flights entered before grid point k, of those that may move, each by its reference entry
//!   C[k] <= A[k] (as planned),  C[k] <= C[k + 1],  C[k + W/s] <= C[k] + room[k],
//!   room[k] = max(0, limit - flights in the window that cannot move)
//!   the greatest such C delays least; at each grid point A[k] - C[k] flights are held, those planned last
//! block: the same on windows that do not overlap: weaker, and cheap
//! floor of J: the overload of the traffic outside the scope alone
//! ```
//!
//! Eight flights planned at 10:00 and room for six in six minutes: six stay, two wait for the next window: 12 minutes.
//! First planned, first served at one a minute takes 0 + 1 + … + 7 = 28.
//!
//! Both bounds are in whole minutes of delay over *any delays of the flights in scope*, not over any rates, and there is no
//! limit to a single delay, so that no plan is left out. For one volume entered once by each flight the path bound is the
//! optimum; with re-entries or several volumes it lies below. There is always a C, since whoever waits until the declared time has
//! ended is in nobody's way; a step that is not whole minutes, or does not divide the window, has none.
//!
//! The *witness* is the path bound as a proposal: who waits how long, in the planned order, evaluated as any plan is.

mod optimised;
pub(crate) mod reference;

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::objective::Cost;
use super::{counts, sample};
use crate::model::FlightId;
use crate::pair::Pair;
use crate::rng::Rng;
use crate::scenario::sound::{Analysis, Day, Regulation, Weights};

/// The pair `sound/bound`.
#[derive(Debug)]
pub struct Bound;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day.
    pub day: Arc<Day>,
    /// Whose flights may move, in whose volume; its rates take no part.
    pub regulation: Regulation,
    /// How to look at the day.
    pub analysis: Analysis,
    /// What each part of the objective weighs.
    pub weights: Weights,
}

/// The steps of the path bound that no optimiser can play with: a minute.
pub const FINE_STEP_S: i64 = 60;

/// How little could have been enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bounds {
    /// Least delay in minutes over disjoint windows, and the offset of the windows that shows it, in seconds.
    pub block: (i64, i64),
    /// Least delay in minutes with windows at every step of the analysis.
    pub path: Option<i64>,
    /// Least delay in minutes with a window every minute.
    #[serde(rename = "pathStep60")]
    pub path_step_60: Option<i64>,
    /// What the overload outside the scope alone costs: no candidate costs less.
    #[serde(rename = "floorJ")]
    pub floor_j: i64,
    /// The path bound every minute as a proposal; at the step of the analysis where that has none.
    pub witness: Option<Witness>,
}

/// Delays that remove the overload of one volume at least delay: a *cherry-pick*, since rates could not ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Witness {
    /// The step of its windows, in seconds.
    pub step_s: i64,
    /// Who waits, and how many minutes, in the order of the flights.
    #[serde(serialize_with = "delays")]
    pub delays_min: Vec<(FlightId, i64)>,
    /// Minutes waited in all.
    pub total_min: i64,
    /// The longest wait in minutes.
    pub max_min: i64,
    /// What it costs, as any plan does: everybody in scope counts as captured.
    #[serde(flatten)]
    pub cost: Cost,
}

fn delays<S: Serializer>(delays: &[(FlightId, i64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(delays.iter().map(|(flight, delay_min)| (flight.0, *delay_min)))
}

impl Pair for Bound {
    const NAME: &'static str = "sound/bound";
    const QUESTION: &'static str = "How little delay could have been enough to remove a volume's overload?";
    const DEFINITION: &'static str =
        "greatest C with C[k] ≤ A[k], C[k] ≤ C[k+1], C[k+w] ≤ C[k] + room[k]; delay = Σ held";
    type Input = Input;
    type Index = counts::Network;
    type Answer = Bounds;

    fn reference(input: &Input) -> Bounds {
        reference::bounds(input)
    }

    fn index(input: &Input) -> counts::Network {
        counts::Network::new(Arc::clone(&input.day), input.analysis)
    }

    fn optimised(input: &Input, index: &counts::Network) -> Bounds {
        optimised::bounds(input, index)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let day = Arc::new(sample::day(rng, size));
        let regulation = sample::regulation(rng, &day, "R");
        let (analysis, weights) = (sample::analysis(rng), sample::weights(rng));
        Input { day, regulation, analysis, weights }
    }
}
