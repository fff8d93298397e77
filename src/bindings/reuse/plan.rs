//! The plan: batches, and when each runs on so many workers.

use core::num::NonZeroU32;
use std::sync::Arc;

use js_sys::{Float64Array, Uint32Array};
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::{above_nothing, floats, wholes};
use crate::bindings::clock::HostClock;
use crate::bindings::error::to_js;
use crate::bindings::scenario::Scenario;
use crate::bindings::{Js, crossing, request_of};
use crate::error::{Error, Result};
use crate::measure::Clock as _;
use crate::pair::{Side, answer_text, ask, digest};
use crate::reuse::batch::{self, Batches, Input, Mode, Plan, Planning};
use crate::reuse::schedule::{self, Schedule, Timetable};
use crate::scenario::contracts::{Contracts, Limits};

/// What a batch may hold, and how alike contracts must be to share one.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct BatchLimits {
    /// Contracts in a batch.
    pub batch_size: u32,
    /// Estimated memory of a batch in megabytes.
    pub batch_memory_mb: f64,
    /// Estimated time of a batch in milliseconds.
    pub batch_time_ms: f64,
    /// Clusters merge while their average similarity is at least this.
    pub similarity_threshold: f64,
}

impl BatchLimits {
    pub(super) fn of(limits: &Limits) -> Self {
        let Limits { batch_size, batch_memory_mb, batch_time_ms, similarity_threshold } = *limits;
        Self { batch_size, batch_memory_mb, batch_time_ms, similarity_threshold }
    }
}

/// What is asked: batches and a timetable. What is left out is as the scenario has it.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct PlanRequest {
    /// How many batches run at once, from 1 to 10,000.
    #[tsify(optional)]
    pub workers: Option<u32>,
    /// Contracts in a batch, at least 1.
    #[tsify(optional)]
    pub batch_size: Option<u32>,
    /// Estimated memory of a batch in megabytes, above 0.
    #[tsify(optional)]
    pub batch_memory_mb: Option<f64>,
    /// Estimated time of a batch in milliseconds, above 0.
    #[tsify(optional)]
    pub batch_time_ms: Option<f64>,
    /// Clusters merge while their average similarity is at least this; from 0 to 1.
    #[tsify(optional)]
    pub similarity_threshold: Option<f64>,
    /// How clusters are compared; `"scale"` where left out. `"published"` is as the published system, dependencies unknown to it.
    #[tsify(optional, type = "\"published\" | \"scale\"")]
    pub mode: Option<Mode>,
    /// The side that answers; `"optimised"` where left out.
    #[tsify(optional)]
    pub side: Option<Side>,
}

/// Batches and when each runs. Columns that begin with `batch` have one entry a batch, those with `turn` one a turn.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ContractPlan {
    /// How clusters were compared.
    #[tsify(type = "\"published\" | \"scale\"")]
    pub mode: Mode,
    /// The side that answered.
    pub side: Side,
    /// How many batches run at once.
    pub workers: u32,
    /// What a batch may hold.
    pub limits: BatchLimits,
    /// How many clusters there are.
    pub clusters: usize,
    /// Positions of all contracts, batch after batch, in the order of execution.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub order: Uint32Array,
    /// Where each batch begins in `order`, and the end: one more than there are batches.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub batch_start: Uint32Array,
    /// The cluster of each batch.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub batch_cluster: Uint32Array,
    /// Its number within its cluster, from 0.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub batch_number: Uint32Array,
    /// The sum of the estimated times of its contracts, in milliseconds.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub batch_time_ms: Float64Array,
    /// The sum of their estimated memory, in megabytes.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub batch_memory_mb: Float64Array,
    /// The mean similarity of its pairs; 1 where there is none.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub batch_similarity: Float64Array,
    /// The classes that all of its contracts have, ascending.
    pub batch_shared_classes: Vec<Vec<String>>,
    /// The worker of each turn, from 0; turns go by start, then by worker.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub turn_worker: Uint32Array,
    /// The batch of each turn.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub turn_batch: Uint32Array,
    /// When it starts, in milliseconds from the start of all.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub turn_start_ms: Float64Array,
    /// When it ends.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub turn_end_ms: Float64Array,
    /// When the last batch ends, in milliseconds.
    pub makespan_ms: f64,
    /// No timetable of these batches on so many workers ends before, in milliseconds.
    pub bound_ms: f64,
    /// How long one worker takes for all batches, in milliseconds.
    pub sum_ms: f64,
    /// How many times faster the workers are than one of them.
    pub gain: f64,
    /// The mean number of contracts in a batch.
    pub average_batch_size: f64,
    /// The unweighted mean over batches of their similarity.
    pub average_similarity: f64,
    /// The published figure for the time of the whole: its longest batch, in milliseconds, as if each had a worker of its own.
    pub published_time_ms: f64,
    /// The published figure for the gain, under the same supposition.
    pub published_factor: f64,
    /// The published summary.
    pub published_text: String,
    /// Digest of the plan: first 64 bits of SHA-256 over its JSON text.
    pub digest: String,
    /// Time to answer, in nanoseconds, as the host's clock has it.
    pub elapsed_ns: f64,
}

/// How far a plan has come.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PlanProgress {
    /// Whether nothing is left to do.
    pub done: bool,
    /// What is under way: `"clusters"`, then `"timetable"`.
    #[tsify(type = "\"clusters\" | \"timetable\"")]
    pub stage: &'static str,
    /// The share of the stage that is done, from 0 to 1.
    pub share: f64,
}

/// A plan under way. Holds wasm memory: call `free()`, or declare it with `using`.
#[wasm_bindgen]
pub struct PlanRun {
    set: Arc<Contracts>,
    input: Input,
    workers: NonZeroU32,
    side: Side,
    /// The clusters under way, of the optimised side.
    planning: Option<Planning>,
    plan: Option<Plan>,
    timetable: Option<Timetable>,
    spent_ns: f64,
}

#[wasm_bindgen]
impl PlanRun {
    /// Goes on for about so many milliseconds, and says how far it has come. The published mode and the reference side form their
    /// clusters in one go.
    pub fn advance(&mut self, milliseconds: u32) -> Js<Ts<PlanProgress>> {
        let start = HostClock.now_ns();
        self.go_on(start + f64::from(milliseconds) * 1e6).map_err(to_js)?;
        self.spent_ns += HostClock.now_ns() - start;
        let stage = if self.plan.is_some() { "timetable" } else { "clusters" };
        let done = self.timetable.is_some();
        let share = match &self.planning {
            _ if done => 1.0,
            Some(planning) => planning.share(),
            None => 0.0,
        };
        crossing(&PlanProgress { done, stage, share })
    }

    /// The plan. Goes on to the end first.
    pub fn result(&mut self) -> Js<Ts<ContractPlan>> {
        let start = HostClock.now_ns();
        while self.timetable.is_none() {
            self.go_on(f64::INFINITY).map_err(to_js)?;
        }
        self.spent_ns += HostClock.now_ns() - start;
        crossing(&self.described())
    }
}

#[wasm_bindgen]
impl Scenario {
    /// Puts the contracts into batches, and the batches on workers. Blocks until done; `planContracts` of the package does not.
    pub fn plan(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "PlanRequest")] request: JsValue,
    ) -> Js<Ts<ContractPlan>> {
        self.begin_plan(request)?.result()
    }

    /// Begins such a plan, to be continued slice by slice.
    #[wasm_bindgen(js_name = beginPlan)]
    pub fn begin_plan(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "PlanRequest")] request: JsValue,
    ) -> Js<PlanRun> {
        let set = self.loaded.contracts().map_err(to_js)?;
        let request: PlanRequest = request_of(request)?;
        PlanRun::begin(Arc::clone(set), &request).map_err(to_js)
    }
}

impl PlanRun {
    fn begin(set: Arc<Contracts>, request: &PlanRequest) -> Result<Self> {
        let workers = above_nothing("workers", request.workers.unwrap_or(set.workers))?;
        let most = crate::scenario::limits::WORKERS;
        if workers.get() as usize > most {
            return Err(Error::argument("workers", workers.to_string(), format!("give at most {most}")));
        }
        let limits = limits(&set.limits, request)?;
        let input = Input::within(Arc::clone(&set), limits, request.mode.unwrap_or(Mode::Scale))?;
        let side = request.side.unwrap_or(Side::Optimised);
        Ok(Self { set, input, workers, side, planning: None, plan: None, timetable: None, spent_ns: 0.0 })
    }

    /// Forms clusters until the clock says so, then batches, then the timetable.
    fn go_on(&mut self, until_ns: f64) -> Result<()> {
        if let Some(plan) = &self.plan {
            let input = schedule::Input::of(plan, &self.set.contracts, self.workers)?;
            self.timetable = Some(ask::<Schedule>(&input, self.side));
            return Ok(());
        }
        if self.side == Side::Reference {
            self.plan = Some(ask::<Batches>(&self.input, self.side));
            return Ok(());
        }
        let mut planning = self.planning.take().unwrap_or_else(|| Planning::new(self.input.clone()));
        // A look takes microseconds where there are thousands of sets, so the clock is not asked after each.
        while planning.step() {
            if (0..16).any(|_| !planning.step()) {
                break;
            }
            if HostClock.now_ns() >= until_ns {
                self.planning = Some(planning);
                return Ok(());
            }
        }
        self.plan = Some(planning.finish());
        Ok(())
    }

    fn described(&self) -> ContractPlan {
        let plan = self.plan.as_ref().expect("made before it is described");
        let timetable = self.timetable.as_ref().expect("made before it is described");
        let whole = |of: fn(&batch::Batch) -> u32| wholes(&plan.batches.iter().map(of).collect::<Vec<_>>());
        let float = |of: fn(&batch::Batch) -> f64| floats(&plan.batches.iter().map(of).collect::<Vec<_>>());
        let order: Vec<u32> = plan.batches.iter().flat_map(|batch| batch.contracts.iter().copied()).collect();
        let mut starts = vec![0];
        for batch in &plan.batches {
            starts.push(starts[starts.len() - 1] + u32::try_from(batch.contracts.len()).unwrap_or(u32::MAX));
        }
        let turns = &timetable.turns;
        ContractPlan {
            mode: self.input.mode,
            side: self.side,
            workers: self.workers.get(),
            limits: BatchLimits::of(&self.input.limits),
            clusters: plan.clusters.len(),
            order: wholes(&order),
            batch_start: wholes(&starts),
            batch_cluster: whole(|batch| batch.cluster),
            batch_number: whole(|batch| batch.number),
            batch_time_ms: float(|batch| batch.time_ms),
            batch_memory_mb: float(|batch| batch.memory_mb),
            batch_similarity: float(|batch| batch.average_similarity),
            batch_shared_classes: plan.batches.iter().map(|batch| batch.shared_classes.clone()).collect(),
            turn_worker: wholes(&turns.iter().map(|turn| turn.worker).collect::<Vec<_>>()),
            turn_batch: wholes(&turns.iter().map(|turn| turn.task).collect::<Vec<_>>()),
            turn_start_ms: floats(&turns.iter().map(|turn| turn.start_ms).collect::<Vec<_>>()),
            turn_end_ms: floats(&turns.iter().map(|turn| turn.end_ms).collect::<Vec<_>>()),
            makespan_ms: timetable.makespan_ms,
            bound_ms: timetable.bound_ms,
            sum_ms: timetable.sum_ms,
            gain: timetable.gain(),
            average_batch_size: plan.average_batch_size,
            average_similarity: plan.average_similarity,
            published_time_ms: plan.longest_batch_ms,
            published_factor: plan.published_factor,
            published_text: plan.text.clone(),
            digest: digest(&answer_text(plan)),
            elapsed_ns: self.spent_ns,
        }
    }
}

/// The scenario's limits with those of the request in their place.
fn limits(usual: &Limits, request: &PlanRequest) -> Result<Limits> {
    let above = |at: &str, given: Option<f64>, usual: f64| match given.unwrap_or(usual) {
        value if value.is_finite() && value > 0.0 => Ok(value),
        value => Err(Error::argument(at, format!("nothing fits into {value}"), "give a finite number above 0")),
    };
    let similarity_threshold = request.similarity_threshold.unwrap_or(usual.similarity_threshold);
    if !(0.0..=1.0).contains(&similarity_threshold) {
        let found = format!("{similarity_threshold} is no similarity");
        return Err(Error::argument("similarityThreshold", found, "give a number from 0 to 1"));
    }
    Ok(Limits {
        batch_size: above_nothing("batchSize", request.batch_size.unwrap_or(usual.batch_size))?.get(),
        batch_memory_mb: above("batchMemoryMb", request.batch_memory_mb, usual.batch_memory_mb)?,
        batch_time_ms: above("batchTimeMs", request.batch_time_ms, usual.batch_time_ms)?,
        similarity_threshold,
    })
}

/// What is asked: a heat map of how alike the contracts are.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct SimilarityRequest {
    /// The most rows, at most 1,000; 200 where left out. More contracts than that are drawn in groups.
    #[tsify(optional)]
    pub rows: Option<u32>,
    /// Positions of the contracts in the order to draw them in, such as the `order` of a plan; that of the file where left out.
    #[tsify(optional, type = "Uint32Array")]
    pub order: Option<Vec<u32>>,
}

/// How alike contracts are, two by two; where there are many, groups of neighbours, by their mean.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Similarity {
    /// Rows, and as many columns.
    pub rows: u32,
    /// Positions of the contracts in the order in which they are drawn.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub order: Uint32Array,
    /// Where each row's group begins in `order`, and the end.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub row_start: Uint32Array,
    /// From 0 to 1, row after row; mirrored at the diagonal.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub cells: Float64Array,
    /// The least cell off the diagonal; 0 where there is none.
    pub least: f64,
    /// The greatest cell off the diagonal; 0 where there is none.
    pub greatest: f64,
    /// The mean of the cells off the diagonal; 0 where there is none.
    pub mean: f64,
}

#[wasm_bindgen]
impl Scenario {
    /// How alike the contracts are, two by two: shared classes over all classes of both.
    pub fn similarity(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "SimilarityRequest")] request: JsValue,
    ) -> Js<Ts<Similarity>> {
        let set = self.loaded.contracts().map_err(to_js)?;
        let request: SimilarityRequest = request_of(request)?;
        let rows = above_nothing("rows", request.rows.unwrap_or(200)).map_err(to_js)?;
        let order = request.order.unwrap_or_else(|| (0..).take(set.contracts.len()).collect());
        let map = batch::heat_map(&set.contracts, &order, rows).map_err(to_js)?;
        let [least, greatest, mean] = map.extremes();
        crossing(&Similarity {
            rows: map.rows,
            order: wholes(&order),
            row_start: wholes(&map.starts),
            cells: floats(&map.cells),
            least,
            greatest,
            mean,
        })
    }
}
