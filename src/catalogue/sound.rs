//! The family `sound`: its pairs, and what each is asked about a day of traffic.
//!
//! All ask about the scenario's plan, or, where it has none, about one blanket regulation of the volume with the worst overload,
//! held to its capacity for as long as that lasts.

use std::sync::Arc;

use super::{Bench, Family, Opened, Row};
use crate::error::Result;
use crate::model::VolumeId;
use crate::pair::Pair;
use crate::scenario::sound::{Filter, Flow, Question, RatePeriod, Regulation};
use crate::scenario::{Kind, Scenario};
use crate::sound::Outcome;
use crate::sound::bound::{self, Bound};
use crate::sound::capture::{self, Capture};
use crate::sound::counts::{self, Counts};
use crate::sound::effect::{self, Effect};
use crate::sound::hotspots::{Hotspots, Kind as Overload};
use crate::sound::objective::{self, Objective};
use crate::sound::rates::{self, Grids, Rates};
use crate::sound::slots::{self, Slots};

const SOUND: Family =
    Family { name: "sound", question: "Which regulation removes the overload, at what delay?", kind: Kind::Flow };

/// Its pairs, in the order in which they are shown.
pub(super) static ROWS: &[Row] = &[
    Row::of::<Counts>(SOUND, counts_bench),
    Row::of::<Hotspots>(SOUND, hotspots_bench),
    Row::of::<Capture>(SOUND, capture_bench),
    Row::of::<Slots>(SOUND, slots_bench),
    Row::of::<Objective>(SOUND, objective_bench),
    Row::of::<Effect>(SOUND, effect_bench),
    Row::of::<Rates>(SOUND, rates_bench),
    Row::of::<Bound>(SOUND, bound_bench),
];

fn counts_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    Ok(Box::new(Opened::<Counts>::new(after_the_plan(&question(scenario)?))))
}

fn hotspots_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    Ok(Box::new(Opened::<Hotspots>::new(after_the_plan(&question(scenario)?))))
}

fn capture_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let Question { day, mut regulations, .. } = question(scenario)?;
    Ok(Box::new(Opened::<Capture>::new(capture::Input { day, regulation: regulations.swap_remove(0) })))
}

fn slots_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    Ok(Box::new(Opened::<Slots>::new(plan(&question(scenario)?))))
}

fn objective_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let question = question(scenario)?;
    let outcome = outcome(&question);
    let Question { day, regulations, analysis, weights, .. } = question;
    Ok(Box::new(Opened::<Objective>::new(objective::Input { day, regulations, outcome, analysis, weights })))
}

fn effect_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let question = question(scenario)?;
    let outcome = outcome(&question);
    let Question { day, regulations, analysis, .. } = question;
    Ok(Box::new(Opened::<Effect>::new(effect::Input { day, regulations, outcome, analysis })))
}

fn rates_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let Question { day, mut regulations, analysis, weights, search, .. } = question(scenario)?;
    let given = search.map(|search| {
        regulations[0] = search.regulation;
        search.grids
    });
    let captured = capture::Input { day: Arc::clone(&day), regulation: regulations[0].clone() };
    let captured = Capture::optimised(&captured, &Capture::index(&captured));
    let usual = Grids::usual(&day, &regulations[0], &captured);
    let grids = thinned(Grids { coarse: given.unwrap_or(usual.coarse), fine: Vec::new(), blanket: usual.blanket });
    Ok(Box::new(Opened::<Rates>::new(rates::Input { day, regulations, analysis, weights, grids })))
}

/// So many combinations are tried in full by both sides, so that the plain one answers in a fraction of a second.
const MOST_COMBINATIONS: u64 = 64;
/// And so many rates for everybody at once.
const MOST_BLANKET: usize = 12;

/// Fewer rates, the longest grid thinned first; what is tried first of each, no limit at all, always stays.
fn thinned(mut grids: Grids) -> Grids {
    while grids.candidates() > MOST_COMBINATIONS {
        let longest = grids.coarse.iter_mut().rev().max_by_key(|grid| grid.len()).expect("they have candidates");
        *longest = every_other(longest);
    }
    while grids.blanket.len() > MOST_BLANKET {
        grids.blanket = every_other(&grids.blanket);
    }
    grids
}

fn every_other(grid: &[rates::Rate]) -> Vec<rates::Rate> {
    grid.iter().take(1).chain(grid.iter().skip(2).step_by(2)).copied().collect()
}

fn bound_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let Question { day, mut regulations, analysis, weights, .. } = question(scenario)?;
    let regulation = regulations.swap_remove(0);
    Ok(Box::new(Opened::<Bound>::new(bound::Input { day, regulation, analysis, weights })))
}

fn plan(question: &Question) -> slots::Input {
    let (day, regulations) = (Arc::clone(&question.day), question.regulations.clone());
    slots::Input { day, regulations, analysis: question.analysis }
}

fn outcome(question: &Question) -> Outcome {
    let plan = plan(question);
    Slots::optimised(&plan, &Slots::index(&plan)).outcome
}

fn after_the_plan(question: &Question) -> counts::Input {
    counts::Input::after(Arc::clone(&question.day), &outcome(question), question.analysis)
}

/// What the scenario asks under the sound model, with at least one regulation.
fn question(scenario: &Scenario) -> Result<Question> {
    let mut question = Question::clone(scenario.flow_day()?.question());
    if question.regulations.is_empty() {
        question.regulations.push(blanket(&question));
    }
    Ok(question)
}

/// The volume with the worst overload, held to its capacity; the first volume for the whole day, not held, where nothing is
/// overloaded.
fn blanket(question: &Question) -> Regulation {
    let day = &question.day;
    let input = counts::Input::base(Arc::clone(day), question.analysis);
    let hotspots = Hotspots::optimised(&input, &Hotspots::index(&input));
    let worst = hotspots.into_iter().find(|hotspot| hotspot.kind == Overload::Entry);
    let held = worst.and_then(|worst| {
        let volume = day.volume_named(&worst.volume)?;
        let period = worst.from_s..worst.to_s;
        let declared = day.volumes[volume.index()].entry_capacity.iter();
        let inside = declared.filter(|known| known.from_s < period.end && known.to_s > period.start);
        let per_hour = inside.map(|known| known.per_hour).min()?;
        Some((volume, vec![RatePeriod { from_s: period.start, to_s: period.end, per_hour }], period))
    });
    let (volume, rates, period) = match held {
        Some((volume, rates, period)) => (volume, Some(rates), period),
        None => (VolumeId(0), None, day.horizon.clone()),
    };
    let everybody = Flow { id: "all".to_owned(), filter: Filter::everything(), rates };
    Regulation { id: "R".to_owned(), volume, period, flows: vec![everybody], recovery_rate: None }
}
