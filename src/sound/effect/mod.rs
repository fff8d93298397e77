//! Effect: where does a plan move the overload to?
//!
//! ```text
//! roles: target = regulated volumes;  ripple = other volumes of any flight in scope;  context = the rest, unchanged
//! per target and ripple volume, before and after: peak count, area, windows that are newly or no longer overloaded
//! new hotspot = one after that overlaps none before;  resolved = one before that overlaps none after
//! ```
//!
//! Held to two an hour at X, the third flight enters Y an hour later, after two others: the four windows of X that held three
//! are resolved, and four windows of Y are new. The roles do not depend on the rates.
//!
//! Promised: targets first, then by how much the area grows, then by name.

pub(crate) mod optimised;
pub(crate) mod reference;

use std::sync::Arc;

use serde::Serialize;

use super::{Outcome, counts, sample};
use crate::pair::Pair;
use crate::rng::Rng;
use crate::scenario::sound::{Analysis, Day, Regulation};

/// The pair `sound/effect`.
#[derive(Debug)]
pub struct Effect;

/// What is asked: a day, a plan and what it does.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day.
    pub day: Arc<Day>,
    /// The plan; only its volumes take part here.
    pub regulations: Vec<Regulation>,
    /// What it does.
    pub outcome: Outcome,
    /// How to look at the day.
    pub analysis: Analysis,
}

/// What a volume is to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// It is regulated.
    Target,
    /// A flight in scope stays in it.
    Ripple,
    /// The plan cannot change it.
    Context,
}

/// A run of overload that came or went: `[from, to, largest excess]` in JSON.
pub type Run = (i64, i64, i64);

/// What a plan does to one volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VolumeEffect {
    /// The volume's name.
    pub volume: String,
    /// What it is to the plan.
    pub role: Role,
    /// The largest entry count before.
    pub peak_pre: i64,
    /// The largest entry count after.
    pub peak_post: i64,
    /// Overload before, in flight-seconds.
    pub area_pre_s: i64,
    /// Overload after, in flight-seconds.
    pub area_post_s: i64,
    /// Checked windows that are overloaded only after.
    pub new_cells: i64,
    /// Checked windows that are overloaded only before.
    pub resolved_cells: i64,
    /// Overload that came, window by window, in flight-seconds.
    pub worse_s: i64,
    /// Overload that went, window by window, in flight-seconds.
    pub better_s: i64,
    /// Windows whose count changed.
    pub changed_cells: i64,
    /// Hotspots after that overlap none before.
    pub new_hotspots: Vec<Run>,
    /// Hotspots before that overlap none after.
    pub resolved_hotspots: Vec<Run>,
}

impl Pair for Effect {
    const NAME: &'static str = "sound/effect";
    const QUESTION: &'static str = "Where does a plan move the overload to?";
    const DEFINITION: &'static str = "per volume of the scope: counts, areas and hotspots before and after";
    type Input = Input;
    type Index = counts::Network;
    type Answer = Vec<VolumeEffect>;

    fn reference(input: &Input) -> Vec<VolumeEffect> {
        reference::effect(&input.day, &input.regulations, &input.outcome, &input.analysis)
    }

    fn index(input: &Input) -> counts::Network {
        counts::Network::new(Arc::clone(&input.day), input.analysis)
    }

    fn optimised(input: &Input, index: &counts::Network) -> Vec<VolumeEffect> {
        optimised::effect(index, &input.regulations, &input.outcome)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let day = Arc::new(sample::day(rng, size));
        let regulations = sample::regulations(rng, &day);
        let analysis = sample::analysis(rng);
        let outcome = sample::outcome(rng, &day, &regulations);
        Input { day, regulations, outcome, analysis }
    }
}
