//! The sound model: what a flow manager may ask about a day, and about plans for it.
//!
//! A desk is kept with each scenario, so that a plan that changes is answered within a frame.

mod answers;
mod day;
mod request;
mod search;
mod shown;

use core::cell::RefMut;
use std::sync::Arc;

use js_sys::{Float64Array, JSON};
use tsify::{Ts, Tsify as _};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::clock::HostClock;
use super::error::{to_js, unusable};
use super::scenario::Scenario;
use super::{Js, crossing};
use crate::error::Result;
use crate::measure::Clock as _;
use crate::scenario::sound::{Plan, Question, to_published};
use crate::semantics::{Comparison, compare_as};
use crate::sound::desk::{Desk, nothing_to_regulate};

pub use answers::{
    CherryPick, DelayStatistics, FlowPlayed, OperatorRow, PlanPlayed, RegulationPlayed, SlotColumns, SoundBound,
    SoundCost, SoundVolumeEffect,
};
pub use day::{ShortWindow, SoundCounts, SoundFlights, SoundHotspot, SoundSummary, SoundVolume};
pub use search::{SoundCandidate, SoundDescent, SoundExhaustive, SoundFound, SoundProgress, SoundSearch};

use request::{Request, volume_named};

#[wasm_bindgen]
impl Scenario {
    /// What the day is under the sound model, with its own plan.
    #[wasm_bindgen(js_name = soundSummary)]
    pub fn sound_summary(&self) -> Js<Ts<SoundSummary>> {
        let day = self.loaded.flow_day().map_err(to_js)?;
        let note = self.loaded.capacities_note.clone();
        crossing(&shown::summary(day, note)?)
    }

    /// All flights under the sound model, in the order that positions in other answers mean.
    #[wasm_bindgen(js_name = soundFlights)]
    pub fn sound_flights(&self) -> Js<Ts<SoundFlights>> {
        crossing(&shown::flights(&self.sound_question().map_err(to_js)?.day.flights))
    }

    /// Where there is more than is declared to fit, worst first: on the day as filed, or under a plan that names regulations.
    #[wasm_bindgen(unchecked_return_type = "SoundHotspot[]")]
    pub fn hotspots(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "SoundPlanRequest")] request: JsValue,
    ) -> Js<js_sys::Array> {
        let asked = Request::about_the_day(&request, self.sound_question().map_err(to_js)?)?;
        let found = self.desk().map_err(to_js)?.hotspots(&asked.plan, asked.side);
        let row = |hotspot| {
            let row = SoundHotspot::from(hotspot).into_ts().map_err(|error| unusable("hotspots", error))?;
            Ok(row.js_value())
        };
        found.into_iter().map(row).collect()
    }

    /// Every volume in one line, in the order of the file: on the day as filed, or under a plan that names regulations.
    #[wasm_bindgen(js_name = soundVolumes, unchecked_return_type = "SoundVolume[]")]
    pub fn sound_volumes(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "SoundPlanRequest")] request: JsValue,
    ) -> Js<js_sys::Array> {
        let question = self.sound_question().map_err(to_js)?;
        let asked = Request::about_the_day(&request, question)?;
        let counts = self.desk().map_err(to_js)?.counts(&asked.plan, asked.side);
        let row = |(index, counts)| {
            let row = shown::volume(&question.day, index, counts, &asked.plan.analysis).into_ts();
            Ok(row.map_err(|error| unusable("soundVolumes", error))?.js_value())
        };
        counts.iter().enumerate().map(row).collect()
    }

    /// The counts of a volume, by its name, before a plan and under it; the scenario's own plan where nothing is given.
    pub fn counts(
        &self,
        volume: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "SoundPlanRequest")] request: JsValue,
    ) -> Js<Ts<SoundCounts>> {
        let question = self.sound_question().map_err(to_js)?;
        let asked = Request::read(&request, question)?;
        let volume = volume_named(question, volume)?;
        let start = HostClock.now_ns();
        let counts = self.desk().map_err(to_js)?.counts_of(volume, &asked.plan, asked.side);
        let elapsed_ns = HostClock.now_ns() - start;
        crossing(&shown::counts(&question.day, volume, &counts, &asked.plan.analysis, elapsed_ns))
    }

    /// What a plan does: slots, delays, costs, and what becomes of every volume. The scenario's own plan where nothing is given.
    pub fn regulate(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "SoundPlanRequest")] request: JsValue,
    ) -> Js<Ts<PlanPlayed>> {
        let question = self.sound_question().map_err(to_js)?;
        let asked = Request::read(&request, question)?;
        let start = HostClock.now_ns();
        let played = self.desk().map_err(to_js)?.play(&asked.plan, asked.side);
        let elapsed_ns = HostClock.now_ns() - start;
        crossing(&shown::played(question, asked, played, elapsed_ns)?)
    }

    /// For each regulation of a plan, how little delay could have been enough; windows start every minute unless `stepS` says
    /// otherwise.
    #[wasm_bindgen(unchecked_return_type = "SoundBound[]")]
    pub fn bound(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "BoundRequest")] request: JsValue,
    ) -> Js<js_sys::Array> {
        let question = self.sound_question().map_err(to_js)?;
        let asked = Request::every_minute(&request, question)?;
        if asked.plan.regulations.is_empty() {
            return Err(to_js(nothing_to_regulate()));
        }
        let start = HostClock.now_ns();
        let bounds = self.desk().map_err(to_js)?.bounds(&asked.plan, asked.side);
        let elapsed_ns = HostClock.now_ns() - start;
        let rows = asked.plan.regulations.iter().zip(bounds).map(|(regulation, bounded)| {
            let row = shown::bound(question, &asked, regulation, bounded, elapsed_ns)?.into_ts();
            Ok(row.map_err(|error| unusable("bound", error))?.js_value())
        });
        rows.collect()
    }

    /// The question of a plan under both models, both judged by the sound one. The first regulation's rates are searched; windows
    /// start as the plan's analysis says.
    #[wasm_bindgen(js_name = compareSemantics)]
    pub fn compare_semantics(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "SoundPlanRequest")] request: JsValue,
    ) -> Js<Ts<Comparison>> {
        let day = self.loaded.flow_day().map_err(to_js)?;
        let question = day.question();
        let asked = Request::read(&request, question)?;
        let mut question = Question::clone(question);
        let compared = if asked.names_regulations {
            question.search = None;
            question.regulations = asked.plan.regulations;
            let (traffic, _) = to_published(&question);
            compare_as(&Arc::new(traffic), &question, asked.plan.analysis)
        } else {
            question.weights = asked.plan.weights;
            compare_as(day.traffic(), &question, asked.plan.analysis)
        };
        crossing(&compared.ok_or_else(|| to_js(nothing_to_regulate()))?)
    }
}

impl Scenario {
    /// What the scenario asks under the sound model; an error where it is of another kind.
    fn sound_question(&self) -> Result<&Arc<Question>> {
        Ok(self.loaded.flow_day()?.question())
    }

    /// The day kept ready, from when it is first needed.
    fn desk(&self) -> Result<RefMut<'_, Desk>> {
        let question = self.sound_question()?;
        Ok(RefMut::map(self.desk.borrow_mut(), |desk| desk.get_or_insert_with(|| Desk::new(Arc::clone(question)))))
    }
}

/// A plan as a JavaScript object.
fn plan_object(plan: &Plan, question: &Question) -> Js<JsValue> {
    JSON::parse(&plan.to_json(question)).map_err(|_| unusable("plan", "it cannot be written as JSON"))
}

/// Numbers as a column, `NaN` where there is none.
fn column_of(values: impl Iterator<Item = Option<i64>>) -> Float64Array {
    let values: Vec<f64> = values.map(|value| value.map_or(f64::NAN, |value| value as f64)).collect();
    Float64Array::from(values.as_slice())
}
