//! The executions of a scenario, each predicted before it is told.

use js_sys::{Float64Array, Uint8Array, Uint32Array};
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::profiler::way;
use super::{floats, truths, wholes};
use crate::bindings::clock::HostClock;
use crate::bindings::error::to_js;
use crate::bindings::scenario::Scenario;
use crate::bindings::{Js, crossing, request_of};
use crate::measure::Clock as _;
use crate::pair::Side;
use crate::reuse::profile::replay::{Alarm, AlarmKind, Course, Replay, replay};
use crate::reuse::profile::sound::{ALARM, OFF_TARGET, RECENT};
use crate::reuse::profile::{Chart, Mode, Settings, Variant};

/// Whose rules predict.
#[derive(Clone, Copy, Default, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub enum ProfileMode {
    /// The default model: type and size as a prior, corrected by what happened, with intervals that are right as often as they say.
    #[default]
    Sound,
    /// As published, its later version: every method slot counts.
    Published,
    /// As first published: each method name counts once.
    FirstPublished,
}

impl ProfileMode {
    fn mode(self) -> Mode {
        match self {
            Self::Sound => Mode::Sound,
            Self::Published => Mode::Published(Variant::Slots),
            Self::FirstPublished => Mode::Published(Variant::DistinctNames),
        }
    }
}

/// What is asked: the executions replayed under these settings.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct ProfileRequest {
    /// Whose rules predict; `"sound"` where left out.
    #[tsify(optional)]
    pub mode: Option<ProfileMode>,
    /// How many executions are remembered; 1,000 where left out.
    #[tsify(optional)]
    pub history_size: Option<u32>,
    /// From which cosine similarity on an execution counts, in the published modes; 0.7 where left out.
    #[tsify(optional)]
    pub similarity_threshold: Option<f64>,
    /// The share of executions that an interval is meant to hold, between 0 and 1; 0.95 where left out.
    #[tsify(optional)]
    pub confidence_level: Option<f64>,
    /// From how many standard deviations on an execution is an anomaly; 3 where left out.
    #[tsify(optional)]
    pub anomaly_threshold: Option<f64>,
    /// The side that answers; `"optimised"` where left out.
    #[tsify(optional)]
    pub side: Option<Side>,
}

/// One quantity, one entry an execution in each column. Where there was no prediction its numbers are NaN.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ProfileCourse {
    /// What was expected.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub expected: Float64Array,
    /// The lower end of the interval.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub low: Float64Array,
    /// The upper end of the interval.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub high: Float64Array,
    /// What happened.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub actual: Float64Array,
    /// 1 where the interval held it.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub held: Uint8Array,
    /// The share of the last `recentExecutions` intervals that held.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub recent_coverage: Float64Array,
    /// How far the execution was from its expectation, in robust standard deviations of the logarithm, held to ±3. Empty in
    /// the published modes, as the three that follow.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub deviation: Float64Array,
    /// The exponentially weighted mean of the deviations: the EWMA chart.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub smoothed: Float64Array,
    /// The upward cumulative sum: the CUSUM chart.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub sum_up: Float64Array,
    /// The downward cumulative sum.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub sum_down: Float64Array,
    /// The share of all intervals that held; 0 where there is none.
    pub coverage: f64,
    /// The mean of `|expected − actual| / actual`, where something was taken; 0 where there is none.
    pub mean_relative_error: f64,
}

impl ProfileCourse {
    fn of(course: &Course) -> Self {
        let chart = |of: fn(&Chart) -> f64| floats(&course.charts.iter().map(of).collect::<Vec<_>>());
        Self {
            expected: floats(&course.expected),
            low: floats(&course.low),
            high: floats(&course.high),
            actual: floats(&course.actual),
            held: truths(&course.held),
            recent_coverage: floats(&course.recent),
            deviation: chart(|chart| chart.deviation),
            smoothed: chart(|chart| chart.smoothed),
            sum_up: chart(|chart| chart.sums[0]),
            sum_down: chart(|chart| chart.sums[1]),
            coverage: course.coverage(),
            mean_relative_error: course.error(),
        }
    }
}

/// Something that deserves a look.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ProfileAlarm {
    /// The execution, from 0.
    pub execution: u32,
    /// `"anomaly"`: the execution itself; `"offTarget"`: the smoothed deviation left its limits; `"drift"`: a cumulative sum
    /// crossed its limit, and the model moved its level.
    #[tsify(type = "\"anomaly\" | \"offTarget\" | \"drift\"")]
    pub kind: &'static str,
    /// Which way the time went.
    #[tsify(optional, type = "\"up\" | \"down\"")]
    pub direction: Option<&'static str>,
    /// Why, as a sentence; of an anomaly alone.
    #[tsify(optional)]
    pub reason: Option<String>,
}

impl ProfileAlarm {
    fn of(alarm: &Alarm) -> Self {
        let (kind, direction, reason) = match &alarm.kind {
            AlarmKind::Anomaly(reason) => ("anomaly", None, Some(reason.clone())),
            AlarmKind::OffTarget(direction) => ("offTarget", Some(way(*direction)), None),
            AlarmKind::Drift(direction) => ("drift", Some(way(*direction)), None),
        };
        Self { execution: alarm.execution, kind, direction, reason }
    }
}

/// What was said before each execution, and what happened.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ProfileReplay {
    /// Whose rules predicted.
    pub mode: ProfileMode,
    /// The side that answered.
    pub side: Side,
    /// The share of executions that an interval is meant to hold.
    pub confidence_level: f64,
    /// Position of the contract of each execution.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub contract: Uint32Array,
    /// When it was asked for, in seconds.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub at_s: Float64Array,
    /// How many executions its prediction rests on.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub samples: Uint32Array,
    /// Times, in milliseconds.
    pub time_ms: ProfileCourse,
    /// Memory, in megabytes.
    pub memory_mb: ProfileCourse,
    /// What deserves a look, in the order of the executions.
    pub alarms: Vec<ProfileAlarm>,
    /// How many intervals the recent coverage counts.
    pub recent_executions: usize,
    /// Where the smoothed deviation is off target, either way.
    pub smoothed_limit: f64,
    /// Where a cumulative sum is a drift.
    pub sum_limit: f64,
    /// Time to answer, in nanoseconds, as the host's clock has it.
    pub elapsed_ns: f64,
}

#[wasm_bindgen]
impl Scenario {
    /// Predicts each of the scenario's executions before it is told, and says what became of the predictions.
    pub fn profile(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "ProfileRequest")] request: JsValue,
    ) -> Js<Ts<ProfileReplay>> {
        let set = self.loaded.contracts().map_err(to_js)?;
        let request: ProfileRequest = request_of(request)?;
        let (mode, side) = (request.mode.unwrap_or_default(), request.side.unwrap_or(Side::Optimised));
        let settings = request.settings();
        let start = HostClock.now_ns();
        let replayed = replay(set, mode.mode(), settings, side).map_err(to_js)?;
        let elapsed_ns = HostClock.now_ns() - start;
        let Replay { time_ms, memory_mb, samples, alarms } = &replayed;
        crossing(&ProfileReplay {
            mode,
            side,
            confidence_level: settings.confidence_level,
            contract: wholes(&set.executions.iter().map(|each| each.contract.0).collect::<Vec<_>>()),
            at_s: floats(&set.executions.iter().map(|each| each.at_s).collect::<Vec<_>>()),
            samples: wholes(samples),
            time_ms: ProfileCourse::of(time_ms),
            memory_mb: ProfileCourse::of(memory_mb),
            alarms: alarms.iter().map(ProfileAlarm::of).collect(),
            recent_executions: RECENT,
            smoothed_limit: OFF_TARGET,
            sum_limit: ALARM,
            elapsed_ns,
        })
    }
}

impl ProfileRequest {
    fn settings(&self) -> Settings {
        let usual = Settings::default();
        Settings {
            history_size: self.history_size.unwrap_or(usual.history_size),
            similarity_threshold: self.similarity_threshold.unwrap_or(usual.similarity_threshold),
            confidence_level: self.confidence_level.unwrap_or(usual.confidence_level),
            anomaly_threshold: self.anomaly_threshold.unwrap_or(usual.anomaly_threshold),
        }
    }
}
