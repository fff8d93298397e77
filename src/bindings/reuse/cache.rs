//! A cache before the executions of a scenario: what it would have spared.

use js_sys::{Float64Array, Uint8Array, Uint32Array};
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::{above_nothing, floats, truths, units, wholes};
use crate::bindings::error::to_js;
use crate::bindings::scenario::Scenario;
use crate::bindings::{Js, crossing, request_of};
use crate::error::Result;
use crate::reuse::result_cache::{Limits, replay};

/// What is asked: a cache of these limits before the executions.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct CacheReplayRequest {
    /// At most so many answers, at least 1; 1,000 where left out.
    #[tsify(optional)]
    pub capacity: Option<u32>,
    /// How long an answer is good, in seconds, above 0; for ever where left out.
    #[tsify(optional)]
    pub life_s: Option<f64>,
    /// At most so many megabytes, above 0, each answer counted as the memory that its execution took; no bound where left out.
    #[tsify(optional)]
    pub budget_mb: Option<f64>,
}

/// What came of each execution, one entry an execution in each column, and of all.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CacheReplay {
    /// 1 where the answer was there.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub hit: Uint8Array,
    /// The share of hits among the last 200 executions.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub recent_hit_ratio: Float64Array,
    /// How many answers the cache holds afterwards.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub size: Uint32Array,
    /// How many answers made room for it.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub evicted: Uint32Array,
    /// How many answers were found too old.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub expired: Uint32Array,
    /// How many executions there are.
    pub executions: usize,
    /// How many different calls they are.
    pub calls: u32,
    /// How many were hits.
    pub hits: u32,
    /// The share that were; 0 where there was none.
    pub hit_ratio: f64,
    /// The share that could be with room for all and for ever.
    pub best_hit_ratio: f64,
    /// How many answers made room.
    pub evictions: u32,
    /// How many were found too old.
    pub expirations: u32,
    /// Time that hits spared, in milliseconds.
    pub spared_ms: f64,
    /// Time of all executions, in milliseconds.
    pub all_ms: f64,
}

#[wasm_bindgen]
impl Scenario {
    /// Puts a result cache before the scenario's executions: what was executed before need not be again.
    #[wasm_bindgen(js_name = replayCache)]
    pub fn replay_cache(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CacheReplayRequest")] request: JsValue,
    ) -> Js<Ts<CacheReplay>> {
        let set = self.loaded.contracts().map_err(to_js)?;
        let limits = limits(&request_of(request)?).map_err(to_js)?;
        crossing(&described(&replay::replay(set, limits).map_err(to_js)?))
    }
}

fn limits(request: &CacheReplayRequest) -> Result<Limits> {
    Ok(Limits {
        capacity: above_nothing("capacity", request.capacity.unwrap_or(1_000))?,
        budget_bytes: request.budget_mb.map(|mb| units("budgetMb", mb, 1_048_576.0)).transpose()?,
        life_us: request.life_s.map(|seconds| units("lifeS", seconds, 1e6)).transpose()?,
    })
}

fn described(replay: &replay::Replay) -> CacheReplay {
    let executions = replay.hit.len();
    let hits = u32::try_from(replay.hit.iter().filter(|hit| **hit).count()).unwrap_or(u32::MAX);
    let share = |count: f64| if executions == 0 { 0.0 } else { count / executions as f64 };
    CacheReplay {
        hit: truths(&replay.hit),
        recent_hit_ratio: floats(&replay.recent),
        size: wholes(&replay.size),
        evicted: wholes(&replay.evicted),
        expired: wholes(&replay.expired),
        executions,
        calls: replay.calls,
        hits,
        hit_ratio: share(f64::from(hits)),
        best_hit_ratio: share(executions as f64 - f64::from(replay.calls)),
        evictions: replay.evicted.iter().sum(),
        expirations: replay.expired.iter().sum(),
        spared_ms: replay.spared_ms,
        all_ms: replay.all_ms,
    }
}
