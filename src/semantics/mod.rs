//! The same question under both models of the flow, both answers judged by the sound one.
//!
//! The published search proposes rates and delays of its own. Here its rates are played as a real regulation would play
//! them, its delays are taken as they are, and both are held against what the sound search finds for the same flows:
//! in overload, in delay, and in the one integer that weighs them.

mod judge;
mod published;
mod sound;

use std::sync::Arc;

use serde::Serialize;

use crate::scenario::sound::{Analysis, Question, Search};
use crate::scenario::{FlowDay, Traffic};
use judge::Judge;

/// A way to regulate, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub enum Way {
    /// Nobody waits.
    Nothing,
    /// The rates that the published search finds, each flow served first planned, first served.
    PublishedRates,
    /// The delays that the published search itself gives to flights.
    PublishedDelays,
    /// The best of every combination of the published rates.
    SoundExhaustive,
    /// The best that a descent over the published rates finds, where there are too many combinations.
    SoundDescent,
    /// The best that descents over every whole rate find.
    SoundFine,
    /// The best rate for all flows as one.
    SoundBlanket,
    /// The delays that show the bound: the fewest minutes that could remove the overload of the regulated volume, whoever they
    /// hit. No rates could ask for it, and later re-entries of the same flights are not minded.
    CherryPick,
}

impl Way {
    /// Its name, as records write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::PublishedRates => "published rates",
            Self::PublishedDelays => "published delays",
            Self::SoundExhaustive => "sound exhaustive",
            Self::SoundDescent => "sound descent",
            Self::SoundFine => "sound fine",
            Self::SoundBlanket => "sound blanket",
            Self::CherryPick => "cherry-pick",
        }
    }
}

/// How a way to regulate comes out under the sound model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Judged {
    /// The way.
    pub way: Way,
    /// The objective in weighted flight-seconds; smaller is better.
    #[serde(rename = "J")]
    pub j: i64,
    /// Entry overload of the regulated volumes, in flight-seconds.
    pub target_s: i64,
    /// Entry overload of all other volumes, in flight-seconds.
    pub other_s: i64,
    /// Minutes of delay in all.
    pub delay_min: i64,
    /// Flights that wait.
    pub delayed: usize,
    /// Flights an hour for each flow, `null` where it is not held; one rate for a blanket, none where rates play no part.
    pub rates: Vec<Option<i64>>,
}

/// One question, answered under both models.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Comparison {
    /// The flows whose rates are searched.
    pub flows: Vec<String>,
    /// Every way, the one of doing nothing first.
    pub ways: Vec<Judged>,
    /// No way comes out below this: the overload of flights that may not be moved.
    #[serde(rename = "floorJ")]
    pub floor_j: i64,
    /// No delays of fewer minutes remove the overload of the regulated volume, with windows at the step of the analysis; `null`
    /// where no delay can.
    pub least_delay_min: Option<i64>,
    /// The same with a window every minute.
    #[serde(rename = "leastDelayMinStep60")]
    pub least_delay_min_step_60: Option<i64>,
}

impl Comparison {
    /// How a way came out, where it was tried.
    pub fn of(&self, way: Way) -> Option<&Judged> {
        self.ways.iter().find(|judged| judged.way == way)
    }
}

/// The question of a day, answered under both models and judged by the sound one; `None` where the day has no regulation.
///
/// The cost is that of both searches: milliseconds for a day of a thousand flights and four flows.
pub fn compare(day: &FlowDay) -> Option<Comparison> {
    compare_as(day.traffic(), day.question(), day.question().analysis)
}

/// The same for any two views of one question, looked at in any way. The flows of `traffic` and those that `question` searches
/// have the same names.
pub fn compare_as(traffic: &Arc<Traffic>, question: &Question, analysis: Analysis) -> Option<Comparison> {
    let search = searched(question)?;
    let judge = Judge::new(question, &search.regulation, analysis);
    let unheld = vec![None; search.regulation.flows.len()];
    let mut ways = vec![judge.rates(Way::Nothing, unheld)];
    ways.extend(published::ways(traffic, &judge));
    ways.extend(sound::searches(&judge));
    let bounds = sound::bounds(&judge);
    ways.extend(bounds.witness.as_ref().map(|witness| judge.cherry_pick(witness)));
    Some(Comparison {
        flows: search.regulation.flows.iter().map(|flow| flow.id.clone()).collect(),
        ways,
        floor_j: bounds.floor_j,
        least_delay_min: bounds.path,
        least_delay_min_step_60: bounds.path_step_60,
    })
}

/// What is searched: what the question says, or the flows of its first regulation.
fn searched(question: &Question) -> Option<Search> {
    question.search.clone().or_else(|| {
        let first = question.regulations.first()?;
        let unheld = vec![None; first.flows.len()];
        Some(Search { regulation: first.with_rates(&unheld), grids: Vec::new() })
    })
}
