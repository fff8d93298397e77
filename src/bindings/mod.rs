//! The wasm exports, each a few lines: convert, call, convert. The only folder that names JavaScript.

#![allow(
    clippy::needless_pass_by_value,
    clippy::missing_errors_doc,
    reason = "arguments cross by value, and every failure is one kind of error: see `error::to_js`"
)]

mod clock;
mod error;
mod rates;
mod reuse;
mod scenario;
mod sound;
mod states;
mod sweep;
mod types;
mod whatif;

use core::cell::RefCell;

use js_sys::JSON;
use serde::de::DeserializeOwned;
use tsify::{Ts, Tsify as _};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::catalogue::recorded::VerifiedFile;
use crate::catalogue::{self, Sampled, recorded};
use crate::error::Error;
use crate::scenario::{About, Params, SCHEMAS, generate as generate_day, generated_to_json};
use error::{to_js, unusable};

pub use rates::{RateHistory, RateSearch, RatesFound, RatesProgress, RatesRequest};
pub use reuse::*;
pub use scenario::Scenario;
pub use sound::{
    CherryPick, DelayStatistics, FlowPlayed, OperatorRow, PlanPlayed, RegulationPlayed, ShortWindow, SlotColumns,
    SoundBound, SoundCandidate, SoundCost, SoundCounts, SoundDescent, SoundExhaustive, SoundFlights, SoundFound,
    SoundHotspot, SoundProgress, SoundSearch, SoundSummary, SoundVolume, SoundVolumeEffect,
};
pub use states::{
    CandidateColumns, CandidatesRequest, DecayRequest, DivergenceRequest, GenerateRequest, GeneratedColumns, LogFault,
    LogReport, PruneRequest, StateColumns, StateSpace, StateSpaceBuild, StateStore, StatesColumns, StatesDigests,
    StatesProgress, StoreColumns, StoreIntegrity, StoreReport, StoreRequest, TokenColumns, WalkRequest, Walked,
    bytes_of_tokens, theta_of_words, tokens_of_bytes,
};
pub use sweep::SweepRun;
pub use types::{Demand, EntrantColumns, FlowSummary, Held, HoldRequest, ScenarioAbout, ScenarioSummary, VolumeRow};
pub use whatif::{Cost, FiledAndHeld, WhatIf, WhatIfRequest};

type Js<T> = core::result::Result<T, JsValue>;

#[wasm_bindgen(typescript_custom_section)]
const GENERATE_PARAMS: &str = "/** What to generate: any of the generator's parameters, on top of a named size. */
export type GenerateParams = Partial<Params> & { size?: \"tiny\" | \"small\" | \"medium\" | \"large\" };";

#[wasm_bindgen(typescript_custom_section)]
const FILE_BESIDE: &str = "/** Gives the bytes of a file by its name, or undefined where there is no such file. */
export type FileBeside = (name: string) => Uint8Array | undefined;";

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| {
        LAST_PANIC.with(|last| *last.borrow_mut() = Some(panic.to_string()));
        console_error_panic_hook::hook(panic);
    }));
}

/// The text of the last broken rule, where one was broken: the trap itself carries none.
#[wasm_bindgen(js_name = lastPanic)]
pub fn last_panic() -> Option<String> {
    LAST_PANIC.with(|last| last.borrow().clone())
}

/// Breaks a rule on purpose, so that a page can be tested against traps.
///
/// # Panics
/// Always.
#[wasm_bindgen(js_name = plantTrap)]
pub fn plant_trap() {
    panic!("planted on purpose");
}

/// The package's version.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Every pair, in the order in which they are shown.
#[wasm_bindgen(unchecked_return_type = "PairInfo[]")]
pub fn pairs() -> Js<js_sys::Array> {
    catalogue::pairs().map(|pair| Ok(pair.into_ts().map_err(|error| unusable("pairs", error))?.js_value())).collect()
}

/// The JSON Schema of one form of scenario files, by the name of its file: a published day of traffic where none is given.
#[wasm_bindgen(js_name = scenarioSchema)]
pub fn scenario_schema(
    #[wasm_bindgen(unchecked_optional_param_type = "SchemaName")] name: Option<String>,
) -> Js<String> {
    let name = name.unwrap_or_else(|| SCHEMAS[0].0.to_owned());
    let found = SCHEMAS.into_iter().find(|(own, _)| *own == name);
    found.map(|(_, text)| text.to_owned()).ok_or_else(|| {
        let remedy = format!("use one of {}", SCHEMAS.map(|(own, _)| own).join(", "));
        to_js(Error::argument("name", format!("{name:?} is no form of a scenario"), remedy))
    })
}

#[wasm_bindgen(typescript_custom_section)]
const SCHEMA_NAME: &str = "/** A form of scenario files. */
export type SchemaName = \"scenario\" | \"flow-sound\" | \"states\" | \"contracts\";";

/// A seeded day of traffic as a scenario file: JSON text as bytes. The same seed gives the same day on every host.
#[wasm_bindgen]
pub fn generate(#[wasm_bindgen(unchecked_param_type = "GenerateParams")] params: JsValue) -> Js<Vec<u8>> {
    let params = Params::from_json(&text_of(&params)?).map_err(to_js)?;
    let day = generate_day(&params).map_err(to_js)?;
    let title = format!("Generated day, {} flights, seed {}", params.n_flights, params.seed);
    let source = "Made by the seeded generator; no real traffic.";
    let about = About { title: &title, source: Some(source), synthetic: true, capacities_note: None };
    Ok(generated_to_json(&about, &params, &day).into_bytes())
}

/// Checks a recorded file, JSON or gzipped, on both sides of every pair that it has answers for.
///
/// `beside` gives the bytes of a file that lies beside it, by name: recorded candidates need the store they were taken from.
#[wasm_bindgen(js_name = verifyRecorded)]
pub fn verify_recorded(
    name: &str,
    bytes: &[u8],
    #[wasm_bindgen(unchecked_optional_param_type = "FileBeside")] beside: JsValue,
) -> Js<Ts<VerifiedFile>> {
    let beside = beside.dyn_into::<js_sys::Function>().ok();
    let found = |name: &str| {
        let bytes = beside.as_ref()?.call1(&JsValue::UNDEFINED, &JsValue::from_str(name)).ok()?;
        Some(bytes.dyn_into::<js_sys::Uint8Array>().ok()?.to_vec())
    };
    crossing(&recorded::verify(name, bytes, &found).map_err(to_js)?)
}

/// The mean of speed-ups: the `n`-th root of their product.
#[wasm_bindgen(js_name = geometricMean)]
pub fn geometric_mean(ratios: &[f64]) -> f64 {
    crate::measure::geometric_mean(ratios)
}

/// Compares both sides of a pair on `count` random inputs that follow from `seed`.
#[wasm_bindgen(js_name = sampleParity)]
pub fn sample_parity(pair: &str, seed: u32, count: u32) -> Js<Ts<Sampled>> {
    crossing(&catalogue::sample(pair, seed.into(), count).map_err(to_js)?)
}

fn crossing<T: tsify::Tsify + serde::Serialize>(value: &T) -> Js<Ts<T>> {
    value.into_ts().map_err(|error| unusable("answer", error))
}

/// What is asked, by its parts; everything at its default where nothing is given. By way of the object itself, since JSON
/// has no `Infinity`.
fn request_of<T: DeserializeOwned + Default>(request: JsValue) -> Js<T> {
    if request.is_undefined() || request.is_null() {
        return Ok(T::default());
    }
    serde_wasm_bindgen::from_value(request).map_err(|error| unusable("request", error))
}

/// Reads a small object by way of its JSON text, so that a misspelt key is refused instead of ignored.
fn from_json<T: DeserializeOwned + Default>(at: &str, value: &JsValue) -> Js<T> {
    if value.is_undefined() {
        return Ok(T::default());
    }
    serde_json::from_str(&text_of(value)?).map_err(|error| unusable(at, error))
}

fn text_of(value: &JsValue) -> Js<String> {
    if value.is_undefined() {
        return Ok("{}".to_owned());
    }
    JSON::stringify(value).map(String::from).map_err(|_| unusable("params", "it cannot be written as JSON"))
}
