//! The search for rates.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use js_sys::{Float64Array, Uint32Array};
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::clock::HostClock;
use super::error::to_js;
use super::scenario::Scenario;
use super::whatif::Cost;
use super::{Js, crossing, request_of};
use crate::error::{Error, Result, nearest};
use crate::flow::objective::{Mode, Question};
use crate::flow::rates::{Finder, Found, Input, Scoring, Search, Settings};
use crate::measure::Clock as _;
use crate::model::{FlightId, VolumeId};
use crate::pair::{Side, answer_text, digest};
use crate::scenario::{Flow, Traffic, Weights};

/// What is asked: rates for the flows through a volume in a window.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct RatesRequest {
    /// The volume's position; the scenario's control volume where left out.
    #[tsify(optional)]
    pub volume: Option<u32>,
    /// The bins, half-open; the scenario's window where left out.
    #[tsify(optional, type = "[number, number]")]
    pub window_bins: Option<[u32; 2]>,
    /// Whether each flow has its own rate; `"perFlow"` where left out.
    #[tsify(optional)]
    pub mode: Option<Mode>,
    /// The side that answers; `"optimised"` where left out.
    #[tsify(optional)]
    pub side: Option<Side>,
    /// Whether rates made from the demand are tried too, all of them in one pass.
    #[tsify(optional)]
    pub adaptive: Option<bool>,
    /// The rates to try, in this order; `[Infinity, 60, 48, 36, 24, 18, 12, 6]` where left out. Empty means no limit alone.
    #[tsify(optional)]
    pub grid: Option<Vec<f64>>,
    /// How often every flow is visited; 2 where left out.
    #[tsify(optional)]
    pub passes: Option<u32>,
    /// A pass that gains no more than this share of the cost is the last; 0.001 where left out.
    #[tsify(optional)]
    pub epsilon: Option<f64>,
    /// How many scored candidates are remembered; 256 where left out.
    #[tsify(optional)]
    pub cache_size: Option<usize>,
    /// The largest rate made from the demand; 120 where left out.
    #[tsify(optional)]
    pub max_adaptive_rate: Option<u32>,
    /// How many rates are made from the demand, no limit included; 8 where left out.
    #[tsify(optional)]
    pub max_adaptive_candidates: Option<u32>,
    /// Stops the search after the lesser of this and `flows * (rates + 3)` evaluations; no cap where left out.
    #[tsify(optional)]
    pub max_eval_calls: Option<usize>,
    /// Weights in place of the scenario's own, by the names of scenario files: `{ lambdaDelay: 0.2 }`.
    #[tsify(optional, type = "Partial<Record<WeightName, number>>")]
    pub weights: Option<IndexMap<String, f64>>,
    /// Other flows over the same day: flight names by flow name.
    #[tsify(optional, type = "Record<string, string[]>")]
    pub flows: Option<IndexMap<String, Vec<String>>>,
    /// Which side scores the candidates of an optimised search, for diagnosis; `"own"` where left out. `"both"` fails at the
    /// first candidate on which they differ.
    #[tsify(optional)]
    pub scorer: Option<Scoring>,
}

#[wasm_bindgen(typescript_custom_section)]
const WEIGHT_NAME: &str = "/** What each part of the objective weighs, by the names of scenario files. */
export type WeightName = \"alphaTarget\" | \"alphaRipple\" | \"alphaContext\" | \"betaTarget\" | \"betaRipple\" | \"betaContext\"
  | \"gammaTarget\" | \"gammaRipple\" | \"gammaContext\" | \"lambdaDelay\" | \"thetaShare\" | \"etaSpill\" | \"classToleranceBins\";";

/// The rates tried for one flow, each with its change in cost when it was last tried.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RateHistory {
    /// The flow's name.
    pub flow: String,
    /// Flights an hour, in the order in which they were first tried.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub rate: Float64Array,
    /// Cost with that rate less cost as filed, the other flows being at their best so far.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub delta_j: Float64Array,
}

/// The rates found, what they cost, and how the search came to them.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RatesFound {
    /// Name of the regulated volume.
    pub volume: String,
    /// The regulated bins, half-open.
    #[tsify(type = "[number, number]")]
    pub window_bins: [u32; 2],
    /// Whether each flow has its own rate.
    pub mode: Mode,
    /// The side that answered.
    pub side: Side,
    /// The flows, by name as text; `__blanket__` alone where all are one.
    pub flow: Vec<String>,
    /// Flights an hour of each; `Infinity` where it is not regulated.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub rate: Float64Array,
    /// The day's flows, by name as text, in either mode.
    pub flow_names: Vec<String>,
    /// How many turns each of `flowNames` has in the window.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub entrants: Uint32Array,
    /// Cost under the rates found less cost as filed: negative is better.
    pub delta_j: f64,
    /// Cost as filed.
    pub baseline: Cost,
    /// Cost under the rates found.
    pub found: Cost,
    /// The rates that were tried, in order.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub grid: Float64Array,
    /// By `flow`.
    pub history: Vec<RateHistory>,
    /// Candidates that had to be scored.
    pub eval_calls: usize,
    /// Candidates whose score was remembered.
    pub cache_hits: usize,
    /// Passes begun.
    pub passes_ran: u32,
    /// By how much each lowered the cost.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub pass_improvements: Float64Array,
    /// Whether the cap on evaluations ended the search.
    pub stopped_early: bool,
    /// What a reader should know beside the figures.
    pub notes: Vec<String>,
    /// Digest of the answer: first 64 bits of SHA-256 over its JSON text.
    pub digest: String,
    /// The answer as JSON text: `rates`, `deltaJ` and all `diagnostics`.
    pub answer: String,
    /// Time to answer, in nanoseconds, as the host's clock has it.
    pub elapsed_ns: f64,
}

/// How far a search has come.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RatesProgress {
    /// Whether nothing is left to try.
    pub done: bool,
    /// Candidates tried.
    pub tried: f64,
    /// Candidates tried if every pass runs.
    pub at_most: f64,
    /// The pass under way, from 1.
    pub pass: u32,
    /// The best change in cost so far; at most 0.
    pub best_delta_j: f64,
}

/// A search under way. Holds wasm memory: call `free()`, or declare it with `using`.
#[wasm_bindgen]
pub struct RateSearch {
    search: Option<Box<dyn Search>>,
    side: Side,
    spent_ns: f64,
}

#[wasm_bindgen]
impl RateSearch {
    /// Goes on searching for about so many milliseconds, and says how far it has come.
    pub fn advance(&mut self, milliseconds: u32) -> Js<Ts<RatesProgress>> {
        let start = HostClock.now_ns();
        let until = start + f64::from(milliseconds) * 1e6;
        let search = self.search.as_mut().ok_or_else(finished)?;
        // The clock is looked at after every candidate of the reference, whose candidates take long, and every 32 of the other.
        let stride = if self.side == Side::Reference { 1 } else { 32 };
        'slice: loop {
            for _ in 0..stride {
                if !search.step().map_err(to_js)? {
                    break 'slice;
                }
            }
            if HostClock.now_ns() >= until {
                break;
            }
        }
        let progress = search.progress();
        self.spent_ns += HostClock.now_ns() - start;
        crossing(&RatesProgress {
            done: progress.done,
            tried: progress.tried as f64,
            at_most: progress.at_most as f64,
            pass: progress.pass,
            best_delta_j: progress.best,
        })
    }

    /// The answer. Searches to the end first, and can be asked for once.
    pub fn result(&mut self) -> Js<Ts<RatesFound>> {
        let start = HostClock.now_ns();
        let mut search = self.search.take().ok_or_else(finished)?;
        while search.step().map_err(to_js)? {}
        let found = search.finish().map_err(to_js)?;
        self.spent_ns += HostClock.now_ns() - start;
        crossing(&described(&found, self.side, self.spent_ns))
    }
}

fn finished() -> JsValue {
    to_js(Error::argument("RateSearch", "its result has been taken", "begin another with searchRates()"))
}

#[wasm_bindgen]
impl Scenario {
    /// Searches for the hourly rates of the flows through a volume in a window that bring the least cost. Blocks until done.
    ///
    /// The search is greedy: it finds rates that no single later trial improved. `findRates` of the package does the same
    /// without blocking, with progress and cancellation.
    #[wasm_bindgen(js_name = findRates)]
    pub fn find_rates(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "RatesRequest")] request: JsValue,
    ) -> Js<Ts<RatesFound>> {
        self.search_rates(request)?.result()
    }

    /// Begins such a search, to be continued slice by slice.
    #[wasm_bindgen(js_name = searchRates)]
    pub fn search_rates(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "RatesRequest")] request: JsValue,
    ) -> Js<RateSearch> {
        let request: RatesRequest = request_of(request)?;
        let (side, scoring) = (request.side.unwrap_or(Side::Optimised), request.scorer.unwrap_or_default());
        let input = input(self.traffic()?, request).map_err(to_js)?;
        let start = HostClock.now_ns();
        let search = self.with_finder(|finder| finder.search(&input, side, scoring)).map_err(to_js)?;
        Ok(RateSearch { search: Some(search), side, spent_ns: HostClock.now_ns() - start })
    }
}

impl Scenario {
    /// Asks the finder, which is made when it is first needed.
    fn with_finder<T>(&self, ask: impl FnOnce(&mut Finder) -> Result<T>) -> Result<T> {
        let (traffic, index) = (self.loaded.traffic()?, self.index()?);
        ask(self.finder.borrow_mut().get_or_insert_with(|| Finder::with_index(traffic, index)))
    }
}

fn input(traffic: &Arc<Traffic>, request: RatesRequest) -> Result<Input> {
    let traffic = match request.flows {
        None => Arc::clone(traffic),
        Some(flows) => Arc::new(Traffic { flows: named_flows(traffic, flows)?, ..Traffic::clone(traffic) }),
    };
    let control = request.volume.map_or(traffic.control, VolumeId);
    let window = request.window_bins.map_or_else(|| traffic.window.clone(), |[from, until]| from..until);
    let mut question = Question::about(&traffic, request.mode.unwrap_or(Mode::PerFlow), control, window)?;
    for (name, value) in request.weights.into_iter().flatten() {
        set_weight(&mut question.weights, &name, value)?;
    }
    let usual = Settings::default();
    let settings = Settings {
        grid: request.grid.unwrap_or(usual.grid),
        adaptive: request.adaptive.unwrap_or(usual.adaptive),
        max_adaptive_rate: request.max_adaptive_rate.unwrap_or(usual.max_adaptive_rate),
        max_adaptive_candidates: request.max_adaptive_candidates.unwrap_or(usual.max_adaptive_candidates),
        passes: request.passes.unwrap_or(usual.passes),
        epsilon: request.epsilon.unwrap_or(usual.epsilon),
        cache_size: request.cache_size.unwrap_or(usual.cache_size),
        max_eval_calls: request.max_eval_calls,
    };
    Ok(Input { traffic, question, settings })
}

/// The flows that a request names over a day.
fn named_flows(traffic: &Traffic, flows: IndexMap<String, Vec<String>>) -> Result<Vec<Flow>> {
    let names = &traffic.flights.ids;
    let positions: HashMap<&str, FlightId> =
        names.iter().enumerate().map(|(at, id)| (id.as_str(), FlightId::at(at))).collect();
    let flight = |flow: &str, at: usize, id: &str| {
        positions.get(id).copied().ok_or_else(|| {
            let remedy = nearest(id, names.iter().map(String::as_str)).map_or_else(
                || "name one of the scenario's flights".to_owned(),
                |near| format!("did you mean {near}?"),
            );
            Error::argument(format!("flows.{flow}[{at}]"), format!("there is no flight {id:?}"), remedy)
        })
    };
    flows
        .into_iter()
        .map(|(id, listed)| {
            let flights = listed.iter().enumerate().map(|(at, name)| flight(&id, at, name)).collect::<Result<_>>()?;
            Ok(Flow { id, flights })
        })
        .collect()
}

fn set_weight(weights: &mut Weights, name: &str, value: f64) -> Result<()> {
    let at = || format!("weights.{name}");
    if !value.is_finite() || value < 0.0 {
        return Err(Error::argument(at(), format!("{value} is no weight"), "use a number of at least 0"));
    }
    let weight = match name {
        "alphaTarget" => &mut weights.alpha_target,
        "alphaRipple" => &mut weights.alpha_ripple,
        "alphaContext" => &mut weights.alpha_context,
        "betaTarget" => &mut weights.beta_target,
        "betaRipple" => &mut weights.beta_ripple,
        "betaContext" => &mut weights.beta_context,
        "gammaTarget" => &mut weights.gamma_target,
        "gammaRipple" => &mut weights.gamma_ripple,
        "gammaContext" => &mut weights.gamma_context,
        "lambdaDelay" => &mut weights.lambda_delay,
        "thetaShare" => &mut weights.theta_share,
        "etaSpill" => &mut weights.eta_spill,
        "classToleranceBins" => {
            let bins = [value].into_iter().find(|bins| bins.fract() == 0.0 && *bins <= 1440.0);
            let Some(bins) = bins else {
                return Err(Error::argument(at(), format!("{value} is no number of bins"), "use 0 to 1,440 bins"));
            };
            weights.class_tolerance_bins = u32::try_from(crate::math::to_whole(bins)).unwrap_or(0);
            return Ok(());
        }
        _ => {
            return Err(Error::argument(
                at(),
                "there is no such weight",
                "use the names of scenario files: alphaTarget, …",
            ));
        }
    };
    *weight = value;
    Ok(())
}

fn described(found: &Found, side: Side, elapsed_ns: f64) -> RatesFound {
    let floats = |values: &[f64]| Float64Array::from(values);
    let answer = answer_text(found);
    let history = found.flows.iter().zip(&found.history).map(|(flow, tried)| {
        let (rate, delta): (Vec<f64>, Vec<f64>) = tried.iter().copied().unzip();
        RateHistory { flow: flow.clone(), rate: floats(&rate), delta_j: floats(&delta) }
    });
    let entrants: Vec<u32> =
        found.entrants.iter().map(|(_, count)| u32::try_from(*count).unwrap_or(u32::MAX)).collect();
    RatesFound {
        volume: found.traffic.volumes[found.control.index()].id.clone(),
        window_bins: [found.window.start, found.window.end],
        mode: found.mode,
        side,
        flow: found.flows.clone(),
        rate: floats(&found.rates),
        flow_names: found.entrants.iter().map(|(flow, _)| flow.clone()).collect(),
        entrants: Uint32Array::from(entrants.as_slice()),
        delta_j: found.delta,
        baseline: Cost::of(found.baseline),
        found: Cost::of(found.cost),
        grid: floats(&found.grid),
        history: history.collect(),
        eval_calls: found.eval_calls,
        cache_hits: found.cache_hits,
        passes_ran: found.passes_ran,
        pass_improvements: floats(&found.pass_improvements),
        stopped_early: found.stopped_early,
        notes: found.notes(),
        digest: digest(&answer),
        answer,
        elapsed_ns,
    }
}
