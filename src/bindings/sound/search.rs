//! The search for rates under the sound model.

use std::sync::Arc;

use js_sys::Float64Array;
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::request::Request;
use super::{plan_object, shown};
use crate::bindings::clock::HostClock;
use crate::bindings::error::to_js;
use crate::bindings::scenario::Scenario;
use crate::bindings::types::column;
use crate::bindings::{Js, crossing};
use crate::error::Error;
use crate::measure::Clock as _;
use crate::pair::{Pair as _, Side, answer_text, digest};
use crate::scenario::sound::{Plan, Question};
use crate::sound::rates::{self, Candidate, Descent, Exhaustive, Found, Rate, Rates, Start};

/// One rate or none for each flow, and what that costs.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundCandidate {
    /// Flights an hour by flow; `Infinity` where it is not held.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub rate: Float64Array,
    /// J, in weighted flight-seconds.
    pub j: i64,
    /// Delay of all captured flights that are free to be delayed, in minutes.
    pub total_min: i64,
}

impl From<&Candidate> for SoundCandidate {
    fn from(found: &Candidate) -> Self {
        Self { rate: shown::rates(&found.rates), j: found.j, total_min: found.total_min }
    }
}

/// The best of every combination, and how many there were.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundExhaustive {
    /// The best.
    pub best: SoundCandidate,
    /// How many were evaluated.
    pub evaluated: f64,
    /// Every J in the order of the product, the last flow fastest; empty where there are more than 5,000.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub all_j: Float64Array,
}

impl From<&Exhaustive> for SoundExhaustive {
    fn from(found: &Exhaustive) -> Self {
        let all_j = column(found.all_j.as_deref().unwrap_or_default());
        Self { best: (&found.best).into(), evaluated: found.evaluated as f64, all_j }
    }
}

/// What a descent found.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundDescent {
    /// Where it started: from nothing, from the best of the coarse grids, or from shares of the best blanket rate.
    #[tsify(type = "\"nothing\" | \"coarse\" | \"shares\"")]
    pub start: Start,
    /// The best.
    pub best: SoundCandidate,
    /// How many evaluations were asked for.
    pub evaluations: f64,
    /// J after each pass.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub pass_j: Float64Array,
}

impl From<&Descent> for SoundDescent {
    fn from(found: &Descent) -> Self {
        let (best, evaluations) = ((&found.best).into(), found.evaluations as f64);
        Self { start: found.start, best, evaluations, pass_j: column(&found.pass_j) }
    }
}

/// Everything that a search found.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundFound {
    /// The regulation whose rates were searched.
    pub regulation: String,
    /// Name of its volume.
    pub volume: String,
    /// Its flows, in order.
    pub flow: Vec<String>,
    /// The side that answered.
    pub side: Side,
    /// From one window to the next.
    pub step_s: i64,
    /// What no regulation costs.
    pub nothing: SoundCandidate,
    /// The coarse grids in full; left out where there are more than 4,000,000 combinations.
    #[tsify(optional)]
    pub exhaustive: Option<SoundExhaustive>,
    /// The descent over the coarse grids from nothing.
    pub coarse: SoundDescent,
    /// The descents over every whole rate, one a start; none where that was not asked for.
    pub fine: Vec<SoundDescent>,
    /// One rate for all flights alike, in full.
    pub blanket: SoundExhaustive,
    /// The best of all.
    pub best: SoundCandidate,
    /// Whether the best is the blanket rate: `best.rate` then holds that one rate.
    pub best_is_blanket: bool,
    /// The plan with the best rates: ask `regulate` what it does.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "SoundPlan")]
    pub plan: JsValue,
    /// What a reader should know beside the figures.
    pub notes: Vec<String>,
    /// Digest of the answer: first 64 bits of SHA-256 over its JSON text.
    pub digest: String,
    /// Time to answer, in nanoseconds, as the host's clock has it.
    pub elapsed_ns: f64,
}

/// How far a search has come.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundProgress {
    /// Whether nothing is left to try.
    pub done: bool,
    /// Candidates evaluated.
    pub evaluated: f64,
    /// Combinations of the coarse grids; the descents come after them.
    pub combinations: f64,
    /// The best of the flows' own rates so far.
    #[tsify(optional)]
    pub best: Option<SoundCandidate>,
}

enum Work {
    Optimised(Box<rates::Search>),
    Reference(Option<Box<Found>>),
}

/// A search under way. Holds wasm memory: call `free()`, or declare it with `using`.
#[wasm_bindgen]
pub struct SoundSearch {
    question: Arc<Question>,
    input: Arc<rates::Input>,
    /// The plan as it was asked about, at its own step.
    plan: Plan,
    work: Work,
    spent_ns: f64,
}

#[wasm_bindgen]
impl SoundSearch {
    /// Goes on searching for about so many milliseconds, and says how far it has come. The reference side does all at once.
    pub fn advance(&mut self, milliseconds: u32) -> Js<Ts<SoundProgress>> {
        let start = HostClock.now_ns();
        let until = start + f64::from(milliseconds) * 1e6;
        let combinations = self.input.grids.candidates() as f64;
        let progress = match &mut self.work {
            Work::Optimised(search) => loop {
                let progress = search.go_on(512);
                if progress.finished || HostClock.now_ns() >= until {
                    break SoundProgress {
                        done: progress.finished,
                        evaluated: progress.evaluated as f64,
                        combinations,
                        best: progress.best.as_ref().map(SoundCandidate::from),
                    };
                }
            },
            Work::Reference(found) => {
                let found = found.get_or_insert_with(|| Box::new(Rates::reference(&self.input)));
                let best = Some((&found.best.candidate).into());
                SoundProgress { done: true, evaluated: combinations, combinations, best }
            }
        };
        self.spent_ns += HostClock.now_ns() - start;
        crossing(&progress)
    }

    /// Everything that was found. Searches to the end first.
    ///
    /// # Panics
    /// Never: a search that has ended has found something.
    pub fn result(&mut self) -> Js<Ts<SoundFound>> {
        let start = HostClock.now_ns();
        let (found, side) = match &mut self.work {
            Work::Optimised(search) => {
                while !search.go_on(u64::MAX).finished {}
                (search.found().expect("it is finished"), Side::Optimised)
            }
            Work::Reference(found) => {
                let found = found.get_or_insert_with(|| Box::new(Rates::reference(&self.input)));
                (Found::clone(found), Side::Reference)
            }
        };
        self.spent_ns += HostClock.now_ns() - start;
        crossing(&self.described(&found, side)?)
    }
}

impl SoundSearch {
    fn described(&self, found: &Found, side: Side) -> Js<SoundFound> {
        let searched = &self.input.regulations[0];
        let best = &found.best.candidate;
        let mut plan = self.plan.clone();
        plan.regulations[0] = if found.best.blanket {
            rates::everybody(searched, best.rates[0])
        } else {
            searched.with_rates(&best.rates)
        };
        let mut notes = Vec::new();
        if best.j >= found.nothing.j {
            notes.push("No rate that was tried costs less than none: do not regulate.".to_owned());
        }
        if found.exhaustive.is_none() {
            notes.push("There are too many combinations to try them all; the descents stand for them.".to_owned());
        }
        Ok(SoundFound {
            regulation: searched.id.clone(),
            volume: self.question.day.volumes[searched.volume.index()].id.clone(),
            flow: searched.flows.iter().map(|flow| flow.id.clone()).collect(),
            side,
            step_s: self.input.analysis.step_s,
            nothing: (&found.nothing).into(),
            exhaustive: found.exhaustive.as_ref().map(SoundExhaustive::from),
            coarse: (&found.coarse).into(),
            fine: found.fine.iter().map(SoundDescent::from).collect(),
            blanket: (&found.blanket).into(),
            best: best.into(),
            best_is_blanket: found.best.blanket,
            plan: plan_object(&plan, &self.question)?,
            notes,
            digest: digest(&answer_text(found)),
            elapsed_ns: self.spent_ns,
        })
    }
}

#[wasm_bindgen]
impl Scenario {
    /// Begins a search for the rates of the first regulation that cost least, to be continued slice by slice. Windows start every
    /// minute unless `stepS` says otherwise. Without a plan it is about the flows that the scenario searches, or its own plan.
    ///
    /// `findSoundRates` of the package does it all, with progress and cancellation.
    #[wasm_bindgen(js_name = searchSound)]
    pub fn search_sound(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "SoundSearchRequest")] request: JsValue,
    ) -> Js<SoundSearch> {
        let question = self.loaded.flow_day().map_err(to_js)?.question();
        let mut asked = Request::every_minute(&request, question)?;
        let own_step_s = question.analysis.step_s;
        if !asked.names_regulations
            && let Some(searched) = Plan::searched(question)
        {
            asked.plan.regulations = searched.regulations;
        }
        let grids = asked.asked.grids.take().map(grids).transpose().map_err(to_js)?;
        let start = HostClock.now_ns();
        let mut desk = self.desk().map_err(to_js)?;
        let fine = asked.asked.fine.unwrap_or(true);
        let input = Arc::new(desk.search_input(&asked.plan, grids, fine).map_err(to_js)?);
        let work = match asked.side {
            Side::Optimised => Work::Optimised(Box::new(desk.search(&asked.plan, Arc::clone(&input)))),
            Side::Reference => Work::Reference(None),
        };
        let mut plan = asked.plan;
        plan.analysis.step_s = own_step_s;
        let spent_ns = HostClock.now_ns() - start;
        Ok(SoundSearch { question: Arc::clone(question), input, plan, work, spent_ns })
    }
}

/// The rates to try as whole numbers, each once; none is always among them.
fn grids(given: Vec<Vec<Option<f64>>>) -> crate::Result<Vec<Vec<Rate>>> {
    let most = usize::try_from(rates::MOST_CANDIDATES).unwrap_or(usize::MAX);
    let mut grids = Vec::with_capacity(given.len());
    for (flow, given) in given.into_iter().enumerate() {
        if given.len() > most.min(10_000) {
            let found = format!("has {} rates", given.len());
            return Err(Error::argument(format!("grids[{flow}]"), found, "use at most 10,000"));
        }
        let mut grid = vec![None];
        for (index, rate) in given.into_iter().enumerate() {
            let whole = rate.map(|rate| {
                let whole = rate.fract() == 0.0 && (0.0..=100_000.0).contains(&rate);
                whole.then(|| crate::math::to_whole(rate)).ok_or(rate)
            });
            let rate = whole.transpose().map_err(|rate| {
                let remedy = "use whole flights an hour from 0 to 100,000, null for none";
                Error::argument(format!("grids[{flow}][{index}]"), format!("{rate} is no rate"), remedy)
            })?;
            if !grid.contains(&rate) {
                grid.push(rate);
            }
        }
        grids.push(grid);
    }
    Ok(grids)
}
