//! A sweep under way, as JavaScript holds it.

use tsify::Ts;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::clock::HostClock;
use super::crossing;
use super::error::to_js;
use crate::measure::{self, Sweep, SweepPlan, SweepProgress};

type Js<T> = core::result::Result<T, JsValue>;

/// A sweep that goes on only while `advance` is called, so that a page can draw between two steps.
///
/// Holds wasm memory, with the day of every size: call `free()`, or declare it with `using`.
#[wasm_bindgen]
pub struct SweepRun(measure::SweepRun);

#[wasm_bindgen]
impl SweepRun {
    /// Begins a sweep over generated days. Nothing is made or timed yet.
    pub fn begin(#[wasm_bindgen(unchecked_optional_param_type = "SweepPlan")] plan: JsValue) -> Js<SweepRun> {
        let plan: SweepPlan = super::from_json("plan", &plan)?;
        measure::SweepRun::begin(&plan).map(Self).map_err(to_js)
    }

    /// Takes the next step: makes a day, compares both sides on it, or times one block of one size.
    pub fn advance(&mut self) -> Js<Ts<SweepProgress>> {
        crossing(&self.0.advance(&HostClock).map_err(to_js)?)
    }

    /// What was measured; throws before the last step.
    pub fn result(&self) -> Js<Ts<Sweep>> {
        crossing(&self.0.result().map_err(to_js)?)
    }
}
