//! Counts: how many flights enter each volume in each window, how many are inside, and how many are declared to fit?
//!
//! ```text
//! E(v, t) = |{flights with an entry into v in [t, t + W)}|              for the multiples t of the step in the horizon
//! O(v, t) = |{flights with a stay [e, x) in v, e < t + D and x > t}|    for the multiples t of its own step
//! limit(v, [a, b)) = floor(sum over declared sub-periods of capacity * seconds of it in [a, b) / 3600)
//! ```
//!
//! With `W` an hour and steps of 15 minutes, a flight that enters at 10:00 and again at 10:20 is in the windows that start
//! from 09:15 to 10:15: five, each once. Counted as entries, those from 09:30 to 10:00 hold two.
//!
//! A window is checked when it lies inside one run of adjoining sub-periods; a run shorter than `W` is one window of its
//! own length. Undeclared time is unconstrained. A stay of no length is an entry and never occupies.
//!
//! Promised: volumes in their own order, each with counts that are not 0 and checked windows in order of time. The order
//! of flights does not matter.

pub(crate) mod optimised;
pub(crate) mod reference;
mod track;

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{Outcome, plan, sample};
use crate::pair::Pair;
use crate::rng::Rng;
use crate::scenario::sound::{Analysis, Day};

/// The pair `sound/counts`.
#[derive(Debug)]
pub struct Counts;

/// What is asked: a day, who is how late, and how to look at it.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day.
    pub day: Arc<Day>,
    /// Minutes that each flight is late.
    pub delays_min: Vec<i64>,
    /// How to look at it.
    pub analysis: Analysis,
}

impl Input {
    /// The day before anything is decided.
    pub fn base(day: Arc<Day>, analysis: Analysis) -> Self {
        Self { delays_min: plan::base_delays_min(&day), day, analysis }
    }

    /// The day as a plan leaves it.
    pub fn after(day: Arc<Day>, outcome: &Outcome, analysis: Analysis) -> Self {
        Self { delays_min: outcome.delays_min.clone(), day, analysis }
    }
}

/// A checked window, or a sample of the occupancy with a threshold: `[start, length, count, limit]` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// First second.
    pub start_s: i64,
    /// How many seconds.
    pub length_s: i64,
    /// Flights (or entries) in it.
    pub count: i64,
    /// Flights that are declared to fit.
    pub limit: i64,
}

impl Cell {
    /// Flights above the limit; 0 where they fit.
    pub fn excess(&self) -> i64 {
        (self.count - self.limit).max(0)
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start_s, self.length_s, self.count, self.limit).serialize(serializer)
    }
}

/// The counts of one volume.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VolumeCounts {
    /// `[window start, count]`, where the count is not 0.
    pub entry_counts: Vec<(i64, i64)>,
    /// The checked windows.
    pub cells: Vec<Cell>,
    /// `[sample start, flights inside]`, where that is not 0.
    pub occupancy: Vec<(i64, i64)>,
}

/// Which of a volume's declared occupancies is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Threshold {
    Peak,
    Sustain,
}

impl Pair for Counts {
    const NAME: &'static str = "sound/counts";
    const QUESTION: &'static str =
        "How many flights enter each volume in each window, how many are inside, how many fit?";
    const DEFINITION: &'static str =
        "E(v,t) = |{f : some entry into v in [t, t+W)}|,  O(v,t) = |{f : e < t+D ∧ x > t}|";
    type Input = Input;
    type Index = optimised::Network;
    type Answer = Vec<VolumeCounts>;

    fn reference(input: &Input) -> Vec<VolumeCounts> {
        reference::counts(&input.day, &input.delays_min, &input.analysis)
    }

    fn index(input: &Input) -> optimised::Network {
        optimised::Network::new(Arc::clone(&input.day), input.analysis)
    }

    fn optimised(input: &Input, index: &optimised::Network) -> Vec<VolumeCounts> {
        index.counts(&input.delays_min)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let day = sample::day(rng, size);
        let analysis = sample::analysis(rng);
        let delays_min = sample::delays_min(rng, &day);
        Input { day: Arc::new(day), delays_min, analysis }
    }
}

pub use optimised::Network;
pub(crate) use optimised::Visit;
pub(crate) use track::{Checked, Declared, SustainedRuns, Track, UNLIMITED, runs};
