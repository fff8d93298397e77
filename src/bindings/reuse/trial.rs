//! Trials: how often intervals are right where the truth is known.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::bindings::clock::HostClock;
use crate::bindings::error::to_js;
use crate::bindings::scenario::Scenario;
use crate::bindings::{Js, crossing, request_of};
use crate::error::{Error, Result};
use crate::measure::Clock as _;
use crate::reuse::profile::trial::{self, Compared, Plan, Quality, Setting};
use crate::scenario::contracts::Contracts;

/// What the truth is like: noise whose logarithm is normal with σ = 0.15 (`even`) or 0.05 (`calm`); 3 % of executions two to
/// five times as long (`heavyTail`); everything 1.3 times as long from half-way on (`drift`); types and sizes that count
/// otherwise than the heuristic supposes (`otherForm`).
#[derive(Clone, Copy, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum TrialSetting {
    /// σ = 0.15.
    Even,
    /// σ = 0.05.
    Calm,
    /// Far outliers.
    HeavyTail,
    /// A change half-way.
    Drift,
    /// Against the heuristic.
    OtherForm,
}

const SETTINGS: [(TrialSetting, Setting); 5] = [
    (TrialSetting::Even, Setting::Even),
    (TrialSetting::Calm, Setting::Calm),
    (TrialSetting::HeavyTail, Setting::HeavyTail),
    (TrialSetting::Drift, Setting::Drift),
    (TrialSetting::OtherForm, Setting::OtherForm),
];

/// What is asked: trials of the profiler, each with its own seed.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct TrialRequest {
    /// What the truth is like, one row each; all where left out.
    #[tsify(optional)]
    pub settings: Option<Vec<TrialSetting>>,
    /// How many executions each may remember, one row each; `[20, 100, 1000]` where left out.
    #[tsify(optional)]
    pub histories: Option<Vec<u32>>,
    /// How many seeds each row takes in; 10 where left out.
    #[tsify(optional)]
    pub seeds: Option<u32>,
    /// The first seed; 1 where left out.
    #[tsify(optional)]
    pub first_seed: Option<u32>,
    /// How many executions are told before any is counted; 300 where left out.
    #[tsify(optional)]
    pub warm_up: Option<u32>,
    /// How many are counted; 800 where left out.
    #[tsify(optional)]
    pub tests: Option<u32>,
}

/// How one of those compared did in one setting with one history, over all seeds.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TrialRow {
    /// What the truth was like.
    pub setting: TrialSetting,
    /// How many executions each could remember.
    pub history: u32,
    /// How many seeds were tried.
    pub seeds: u32,
    /// `"sound"`: the default model; `"published"`; `"heuristic"`: the type alone, with a factor of two either way; `"knowing"`:
    /// one that knows the truth but not the noise, and has no interval.
    #[tsify(type = "\"sound\" | \"published\" | \"heuristic\" | \"knowing\"")]
    pub model: &'static str,
    /// How many executions were counted.
    pub executions: u32,
    /// The share of them that the interval held; left out of `"knowing"`.
    #[tsify(optional)]
    pub coverage: Option<f64>,
    /// The mean of `|predicted − actual| / actual`.
    pub mean_relative_error: f64,
    /// The mean width of an interval over its prediction; left out of `"knowing"`, and where something was predicted to take no time.
    #[tsify(optional)]
    pub mean_relative_width: Option<f64>,
}

/// How far the trials have come.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TrialProgress {
    /// Whether nothing is left to try.
    pub done: bool,
    /// Trials done.
    pub tried: usize,
    /// Trials in all.
    pub of: usize,
}

/// Trials under way. Holds wasm memory: call `free()`, or declare it with `using`.
#[wasm_bindgen]
pub struct ProfileTrial {
    /// The contracts that are executed; made up for each seed where there is none.
    set: Option<Arc<Contracts>>,
    plans: Vec<(TrialSetting, Plan)>,
    seeds: u32,
    tried: usize,
    rows: Vec<Compared>,
}

#[wasm_bindgen]
impl ProfileTrial {
    /// Begins trials over made-up contracts: 300 of five types with 13 to 17 methods. Nothing is tried yet.
    pub fn begin(#[wasm_bindgen(unchecked_optional_param_type = "TrialRequest")] request: JsValue) -> Js<ProfileTrial> {
        Self::of(None, &request_of(request)?).map_err(to_js)
    }

    /// Goes on for about so many milliseconds, and says how far it has come.
    pub fn advance(&mut self, milliseconds: u32) -> Js<Ts<TrialProgress>> {
        let until = HostClock.now_ns() + f64::from(milliseconds) * 1e6;
        while self.step().map_err(to_js)? && HostClock.now_ns() < until {}
        let of = self.plans.len();
        crossing(&TrialProgress { done: self.tried == of, tried: self.tried, of })
    }

    /// The rows. Tries to the end first.
    #[wasm_bindgen(unchecked_return_type = "TrialRow[]")]
    pub fn result(&mut self) -> Js<js_sys::Array> {
        while self.step().map_err(to_js)? {}
        self.described().iter().map(|row| Ok(crossing(row)?.js_value())).collect()
    }
}

#[wasm_bindgen]
impl Scenario {
    /// Begins trials over the scenario's contracts: what executing them takes is made up from each seed. Nothing is tried yet.
    #[wasm_bindgen(js_name = beginTrial)]
    pub fn begin_trial(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "TrialRequest")] request: JsValue,
    ) -> Js<ProfileTrial> {
        let set = self.loaded.contracts().map_err(to_js)?;
        ProfileTrial::of(Some(Arc::clone(set)), &request_of(request)?).map_err(to_js)
    }
}

/// The most trials of one request.
const MOST_TRIALS: usize = 100_000;

impl ProfileTrial {
    fn of(set: Option<Arc<Contracts>>, request: &TrialRequest) -> Result<Self> {
        let usual = Plan::default();
        let all: Vec<TrialSetting> = SETTINGS.iter().map(|(setting, _)| *setting).collect();
        let settings = request.settings.as_ref().unwrap_or(&all);
        let histories = request.histories.as_deref().unwrap_or(&[20, 100, 1000]);
        let seeds = super::above_nothing("seeds", request.seeds.unwrap_or(10))?.get();
        let first = request.first_seed.unwrap_or(1);
        let trials = (settings.len() * histories.len()).saturating_mul(seeds as usize);
        if trials > MOST_TRIALS {
            return Err(Error::argument("seeds", format!("{trials} trials"), format!("ask for at most {MOST_TRIALS}")));
        }
        let mut plans = Vec::with_capacity(trials);
        for setting in settings {
            for history in histories {
                let truth = SETTINGS[*setting as usize].1;
                plans.extend((0..seeds).map(|seed| {
                    let plan = Plan {
                        setting: truth,
                        history: *history,
                        warm_up: request.warm_up.unwrap_or(usual.warm_up),
                        tests: request.tests.unwrap_or(usual.tests),
                        seed: u64::from(first) + u64::from(seed),
                    };
                    (*setting, plan)
                }));
            }
        }
        Ok(Self { set, plans, seeds, tried: 0, rows: Vec::new() })
    }

    /// Tries the next; whether there is another.
    fn step(&mut self) -> Result<bool> {
        let Some((_, plan)) = self.plans.get(self.tried) else { return Ok(false) };
        let compared = match &self.set {
            Some(set) => trial::trial(&set.contracts, *plan)?,
            None => trial::trial(&trial::shaped_contracts(plan.seed), *plan)?,
        };
        if self.tried.is_multiple_of(self.seeds as usize) {
            self.rows.push(Compared::default());
        }
        if let Some(row) = self.rows.last_mut() {
            row.add(&compared);
        }
        self.tried += 1;
        Ok(self.tried < self.plans.len())
    }

    fn described(&self) -> Vec<TrialRow> {
        let asked = self.plans.iter().step_by(self.seeds as usize);
        let rows = asked.zip(&self.rows).flat_map(|((setting, plan), compared)| {
            let row = |model: &'static str, quality: &Quality| TrialRow {
                setting: *setting,
                history: plan.history,
                seeds: self.seeds,
                model,
                executions: quality.of,
                coverage: (model != "knowing").then(|| quality.coverage()),
                mean_relative_error: quality.error(),
                mean_relative_width: Some(quality.width()).filter(|width| model != "knowing" && width.is_finite()),
            };
            [
                row("sound", &compared.sound),
                row("published", &compared.published),
                row("heuristic", &compared.heuristic),
                row("knowing", &compared.knowing),
            ]
        });
        rows.collect()
    }
}
