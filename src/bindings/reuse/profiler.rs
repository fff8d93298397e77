//! A profiler that learns as executions come, as JavaScript holds it.

use js_sys::Float64Array;
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::floats;
use crate::bindings::error::{to_js, unusable};
use crate::bindings::{Js, crossing, request_of, text_of};
use crate::error::{Error, Result};
use crate::reuse::profile::history::History;
use crate::reuse::profile::{self, Chart, Coverage, Direction, Health, Ready, Settings};
use crate::scenario;

#[wasm_bindgen(typescript_custom_section)]
const CONTRACT: &str = "/** A contract, as a scenario file has it, in the short form or the long one. */
export interface ContractGiven {
    /** What it is called; `UNKNOWN` where left out. */
    id?: string;
    /** Its type, such as `TYPE_B`; `TYPE_A` where left out. */
    type?: string;
    /** The methods that it executes. */
    methods?: { class?: string; method?: string; level?: string; confidence?: number }[];
    /** The long form of `id` and `type`. */
    identity?: { contract_id?: string; contract_type?: string };
    /** The long form of `methods`, by phase. */
    method_binding?: {
      execution_phases?: Record<string, { methods?: { class_name?: string; method_name?: string; level?: string; confidence_score?: number }[] }>;
    };
}";

/// What a profiler is told once.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct ProfilerSettings {
    /// Names its executions in a history; `"here"` where left out. Give each machine its own where histories are merged.
    #[tsify(optional)]
    pub source: Option<String>,
    /// How many executions are remembered; 1,000 where left out.
    #[tsify(optional)]
    pub history_size: Option<u32>,
    /// The share of executions that an interval is meant to hold, between 0 and 1; 0.95 where left out.
    #[tsify(optional)]
    pub confidence_level: Option<f64>,
    /// From how many standard deviations on an execution is an anomaly; 3 where left out.
    #[tsify(optional)]
    pub anomaly_threshold: Option<f64>,
}

/// What is expected of a contract's next execution.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Forecast {
    /// The contract's name.
    pub contract: String,
    /// The expected time, in milliseconds: as often longer as shorter.
    pub time_ms: f64,
    /// Where its time lies, with the level of the settings.
    #[tsify(type = "[number, number]")]
    pub time_interval_ms: [f64; 2],
    /// The expected memory, in megabytes.
    pub memory_mb: f64,
    /// Where its memory lies.
    #[tsify(type = "[number, number]")]
    pub memory_interval_mb: [f64; 2],
    /// How many executions the model rests on.
    pub samples: u32,
    /// How many of the last time intervals were right, and of how many; at most 200.
    pub recent: IntervalsHeld,
}

/// How often intervals held what happened.
#[derive(Serialize, Tsify)]
pub struct IntervalsHeld {
    /// Executions inside their interval.
    pub held: u32,
    /// Executions in all.
    pub of: u32,
}

impl IntervalsHeld {
    fn of(coverage: Coverage) -> Self {
        Self { held: coverage.held, of: coverage.of }
    }
}

/// What the model learned from one quantity of an execution.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Learned {
    /// How far it was from its expectation, in robust standard deviations of the logarithm, held to ±3.
    pub deviation: f64,
    /// The exponentially weighted mean of the deviations.
    pub smoothed: f64,
    /// The cumulative sums, upward and downward.
    #[tsify(type = "[number, number]")]
    pub sums: [f64; 2],
    /// Set where the smoothed deviation left its limits.
    #[tsify(optional, type = "\"up\" | \"down\"")]
    pub off_target: Option<&'static str>,
    /// Set where a cumulative sum crossed its limit: the model moved its level.
    #[tsify(optional, type = "\"up\" | \"down\"")]
    pub drift: Option<&'static str>,
    /// Whether the interval that was given before held it.
    pub held: bool,
    /// How often the last intervals did.
    pub recent: IntervalsHeld,
}

impl Learned {
    fn of(chart: &Chart) -> Self {
        Self {
            deviation: chart.deviation,
            smoothed: chart.smoothed,
            sums: chart.sums,
            off_target: chart.off_target.map(way),
            drift: chart.drift.map(way),
            held: chart.held,
            recent: IntervalsHeld::of(chart.recent),
        }
    }
}

pub(super) fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
    }
}

/// What the model learned from an execution.
#[derive(Serialize, Tsify)]
pub struct Lesson {
    /// From its time.
    pub time: Learned,
    /// From its memory.
    pub memory: Learned,
}

/// Whether an execution is an anomaly, and why.
#[derive(Serialize, Tsify)]
pub struct Judgement {
    /// Whether it is one.
    pub anomalous: bool,
    /// The reason as a sentence.
    pub reason: String,
}

/// What is known of one quantity.
#[derive(Serialize, Tsify)]
pub struct QuantityHealth {
    /// The robust standard deviation of the logarithm.
    pub scale: f64,
    /// Half the width of an interval, as a logarithm.
    pub reach: f64,
    /// How far drifts have moved the model, as a logarithm.
    pub level: f64,
    /// How often the last intervals were right; at most 200.
    pub recent: IntervalsHeld,
    /// How often all of them were.
    pub all: IntervalsHeld,
}

impl QuantityHealth {
    fn of(health: &Health) -> Self {
        Self {
            scale: health.scale,
            reach: health.reach,
            level: health.level,
            recent: IntervalsHeld::of(health.recent),
            all: IntervalsHeld::of(health.all),
        }
    }
}

/// What a profiler knows.
#[derive(Serialize, Tsify)]
pub struct ProfilerStatistics {
    /// How many executions are remembered.
    pub executions: u32,
    /// Of the time.
    pub time: QuantityHealth,
    /// Of the memory.
    pub memory: QuantityHealth,
}

/// Learns from executions as they come, and predicts the next. Holds wasm memory: call `free()`, or declare it with `using`.
#[wasm_bindgen]
pub struct Profiler {
    profiler: profile::Profiler,
    settings: Settings,
    source: String,
    contracts: Vec<Ready>,
}

#[wasm_bindgen]
impl Profiler {
    /// One that knows nothing but the types.
    pub fn begin(
        #[wasm_bindgen(unchecked_optional_param_type = "ProfilerSettings")] settings: JsValue,
    ) -> Js<Profiler> {
        let (settings, source) = settled(request_of(settings)?);
        let profiler = profile::Profiler::new(settings, &source).map_err(to_js)?;
        Ok(Self { profiler, settings, source, contracts: Vec::new() })
    }

    /// One that has learned a history, the text that `save` gave.
    pub fn load(
        history: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "ProfilerSettings")] settings: JsValue,
    ) -> Js<Profiler> {
        let (settings, source) = settled(request_of(settings)?);
        let history = History::load(history).map_err(to_js)?;
        let profiler = profile::Profiler::with_history(settings, &source, &history).map_err(to_js)?;
        Ok(Self { profiler, settings, source, contracts: Vec::new() })
    }

    /// Makes a contract ready, and gives the number under which to ask for it.
    pub fn contract(&mut self, #[wasm_bindgen(unchecked_param_type = "ContractGiven")] contract: JsValue) -> Js<u32> {
        let file = format!("{{\"version\":1,\"kind\":\"contracts\",\"contracts\":[{}]}}", text_of(&contract)?);
        let loaded = scenario::from_json(&file, "the contract").map_err(to_js)?;
        let set = loaded.contracts().map_err(to_js)?;
        let contract = set.contracts.first().ok_or_else(|| unusable("contract", "there is none"))?;
        self.contracts.push(Ready::new(contract).map_err(to_js)?);
        Ok(u32::try_from(self.contracts.len() - 1).unwrap_or(u32::MAX))
    }

    /// Learns from an execution. `at_s` is when it was, in seconds from any moment that all sources share; 0 where left out.
    pub fn record(
        &mut self,
        contract: u32,
        #[wasm_bindgen(js_name = timeMs, unchecked_param_type = "Quantity")] time_ms: f64,
        #[wasm_bindgen(js_name = memoryMb, unchecked_param_type = "Quantity")] memory_mb: f64,
        #[wasm_bindgen(js_name = atS, unchecked_optional_param_type = "Quantity")] at_s: Option<f64>,
    ) -> Js<Ts<Lesson>> {
        let ready = ready(&self.contracts, contract).map_err(to_js)?;
        let lesson = self.profiler.record(ready, at_s.unwrap_or(0.0), time_ms, memory_mb).map_err(to_js)?;
        crossing(&Lesson { time: Learned::of(&lesson.time), memory: Learned::of(&lesson.memory) })
    }

    /// What is expected of the contract's next execution.
    pub fn predict(&self, contract: u32) -> Js<Ts<Forecast>> {
        let said = self.profiler.predict(ready(&self.contracts, contract).map_err(to_js)?);
        crossing(&Forecast {
            contract: said.contract,
            time_ms: said.time_ms,
            time_interval_ms: said.time_interval_ms,
            memory_mb: said.memory_mb,
            memory_interval_mb: said.memory_interval_mb,
            samples: said.samples,
            recent: IntervalsHeld::of(said.recent),
        })
    }

    /// What is expected of the next executions of many contracts, six numbers each: time in ms, its interval, memory in MB, its
    /// interval.
    #[wasm_bindgen(js_name = predictAll)]
    pub fn predict_all(&self, contracts: &[u32]) -> Js<Float64Array> {
        let mut numbers = Vec::with_capacity(contracts.len() * 6);
        for contract in contracts {
            let said = self.profiler.predict(ready(&self.contracts, *contract).map_err(to_js)?);
            let ([low_ms, high_ms], [low_mb, high_mb]) = (said.time_interval_ms, said.memory_interval_mb);
            numbers.extend([said.time_ms, low_ms, high_ms, said.memory_mb, low_mb, high_mb]);
        }
        Ok(floats(&numbers))
    }

    /// Whether an execution that was not recorded yet is an anomaly.
    pub fn judge(
        &self,
        contract: u32,
        #[wasm_bindgen(js_name = timeMs, unchecked_param_type = "Quantity")] time_ms: f64,
        #[wasm_bindgen(js_name = memoryMb, unchecked_param_type = "Quantity")] memory_mb: f64,
    ) -> Js<Ts<Judgement>> {
        let ready = ready(&self.contracts, contract).map_err(to_js)?;
        let judgement = self.profiler.judge(ready, time_ms, memory_mb).map_err(to_js)?;
        crossing(&Judgement { anomalous: judgement.anomalous, reason: judgement.reason })
    }

    /// What it knows, and how often its intervals were right.
    pub fn statistics(&self) -> Js<Ts<ProfilerStatistics>> {
        let [time, memory] = self.profiler.health();
        let executions = self.profiler.history().map_err(to_js)?.executions().len();
        crossing(&ProfilerStatistics {
            executions: u32::try_from(executions).unwrap_or(u32::MAX),
            time: QuantityHealth::of(&time),
            memory: QuantityHealth::of(&memory),
        })
    }

    /// What it remembers, as JSON text for `load` and `merge`.
    pub fn save(&self) -> Js<String> {
        Ok(self.profiler.history().map_err(to_js)?.save())
    }

    /// Learns anew from its own history and another together, by time. Returns the names, `source#sequence`, of executions that both
    /// have; each counts once.
    pub fn merge(&mut self, history: &str) -> Js<Vec<String>> {
        let merged = || {
            let merged = self.profiler.history()?.merge(&History::load(history)?)?;
            let learned = profile::Profiler::with_history(self.settings, &self.source, &merged.history)?;
            Ok((learned, merged.duplicates))
        };
        let (learned, duplicates) = merged().map_err(to_js)?;
        self.profiler = learned;
        Ok(duplicates)
    }
}

fn settled(given: ProfilerSettings) -> (Settings, String) {
    let usual = Settings::default();
    let settings = Settings {
        history_size: given.history_size.unwrap_or(usual.history_size),
        confidence_level: given.confidence_level.unwrap_or(usual.confidence_level),
        anomaly_threshold: given.anomaly_threshold.unwrap_or(usual.anomaly_threshold),
        ..usual
    };
    (settings, given.source.unwrap_or_else(|| "here".to_owned()))
}

fn ready(contracts: &[Ready], contract: u32) -> Result<&Ready> {
    contracts.get(contract as usize).ok_or_else(|| {
        let found = format!("there is no contract {contract}");
        Error::argument("contract", found, "pass a number that contract() gave")
    })
}
