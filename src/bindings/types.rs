//! What crosses the border and is not already a type of a lower rung. TypeScript's types are made from these.

use js_sys::{Float64Array, Uint32Array};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::reuse::ContractsSummary;
use crate::error::Problem;
use crate::flow::delay::Wait;
use crate::flow::demand;
use crate::pair::Side;
use crate::scenario;

/// What a loaded scenario is, in figures, by its kind.
#[derive(Serialize, Tsify)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[tsify(hashmap_as_object)]
pub enum ScenarioSummary {
    /// A day of traffic.
    Flow(FlowSummary),
    /// What is asked about the space of states.
    States(StatesSummary),
    /// A set of contracts.
    Contracts(ContractsSummary),
}

/// What is asked about the space of states, in figures.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StatesSummary {
    /// What it says about itself.
    #[serde(flatten)]
    pub about: ScenarioAbout,
    /// How many introns its alphabet has.
    pub introns: usize,
    /// How many words it looks up.
    pub states: usize,
    /// How many indices it looks up.
    pub indices: usize,
    /// How many calls its walk has.
    pub calls: usize,
    /// How many tokens it measures.
    pub tokens: usize,
    /// How many entries its store has.
    pub entries: usize,
    /// For how many states it asks for candidates.
    pub queries: usize,
}

impl StatesSummary {
    pub(super) fn of(loaded: &scenario::Scenario, asked: &scenario::states::Asked) -> Self {
        Self {
            about: ScenarioAbout::of(loaded),
            introns: asked.alphabet.len(),
            states: asked.states.len(),
            indices: asked.indices.len(),
            calls: asked.walk.calls.len(),
            tokens: asked.tokens.len(),
            entries: asked.entries.len(),
            queries: asked.queries.len(),
        }
    }
}

/// What every scenario says about itself.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ScenarioAbout {
    /// The file's name as given.
    pub name: String,
    /// What the scenario calls itself.
    pub title: String,
    /// Where its data come from.
    #[tsify(optional)]
    pub source: Option<String>,
    /// Whether its content is made up or resampled.
    pub synthetic: bool,
    /// SHA-256 of its JSON text.
    pub sha256: String,
    /// Length of its JSON text in bytes.
    pub json_bytes: usize,
    /// What was accepted but deserves a look; the first 100.
    pub warnings: Vec<Problem>,
    /// How many warnings there are in all.
    pub warning_count: usize,
}

impl ScenarioAbout {
    pub(super) fn of(loaded: &scenario::Scenario) -> Self {
        Self {
            name: loaded.name.clone(),
            title: loaded.title.clone(),
            source: loaded.source.clone(),
            synthetic: loaded.synthetic,
            sha256: loaded.sha256.clone(),
            json_bytes: loaded.json_bytes,
            warnings: loaded.warnings.clone(),
            warning_count: loaded.warning_count,
        }
    }
}

/// A day of traffic in figures.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FlowSummary {
    /// What it says about itself.
    #[serde(flatten)]
    pub about: ScenarioAbout,
    /// Where its capacities come from.
    #[tsify(optional)]
    pub capacities_note: Option<String>,
    /// Length of a bin in minutes.
    pub bin_minutes: u32,
    /// Bins in the day.
    pub bins: u32,
    /// How many volumes it has.
    pub volumes: usize,
    /// How many flights.
    pub flights: usize,
    /// How many intervals.
    pub intervals: usize,
    /// How many flows.
    pub flows: usize,
    /// Names of the flows, in the order of the file.
    pub flow_names: Vec<String>,
    /// How many entrants its question has: intervals in the control volume and window, by flights of a flow.
    pub entrants: usize,
    /// Name of the regulated volume.
    pub control_volume: String,
    /// Its position.
    pub control_volume_index: u32,
    /// The regulated bins, half-open.
    pub window_bins: [u32; 2],
    /// How many schedules its question scores.
    pub candidates: usize,
}

/// A volume in one line.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct VolumeRow {
    /// Its position.
    pub index: u32,
    /// Its name.
    pub id: String,
    /// Its lowest flight level, where declared.
    #[tsify(optional)]
    pub lower_level: Option<u32>,
    /// Its highest flight level, where declared.
    #[tsify(optional)]
    pub upper_level: Option<u32>,
    /// Flights entering in its busiest hour.
    pub peak_entries: i64,
    /// The bin in which that hour begins.
    pub peak_bin: usize,
    /// Capacity in that bin, flights an hour.
    pub capacity_at_peak: i64,
    /// All that stands above the capacity, added over the bins.
    pub overload: i64,
    /// How many intervals lie in it.
    pub intervals: usize,
    /// Entry counts of its day, for a small chart: flights entering in the hour from each bin.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub hourly: Float64Array,
    /// Rings of `[longitude, latitude]` in degrees; empty where not declared.
    #[tsify(type = "[number, number][][]")]
    pub outline: Vec<Vec<[f64; 2]>>,
}

/// Entry counts of a volume against its capacity, by bin.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Demand {
    /// The volume's name.
    pub volume: String,
    /// Length of a bin in minutes.
    pub bin_minutes: u32,
    /// Minute of the day at which each bin begins.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub start_minute: Float64Array,
    /// Flights entering in the hour from each bin.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub entries: Float64Array,
    /// Flights an hour that the volume can take.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub capacity: Float64Array,
    /// All that stands above the capacity, added over the bins.
    pub overload: i64,
    /// Flights entering in the busiest hour.
    pub peak: i64,
    /// The bin in which that hour begins.
    pub peak_bin: usize,
}

impl Demand {
    pub(super) fn of(traffic: &scenario::Traffic, volume: usize, demand: &demand::Demand) -> Self {
        let minutes: Vec<i64> =
            (0..traffic.horizon.bins()).map(|bin| i64::from(bin * traffic.horizon.bin_minutes())).collect();
        Self {
            volume: traffic.volumes[volume].id.clone(),
            bin_minutes: traffic.horizon.bin_minutes(),
            start_minute: column(&minutes),
            entries: column(&demand.hourly),
            capacity: column(&demand.capacity),
            overload: demand.overload(),
            peak: demand.hourly[demand.peak_bin()],
            peak_bin: demand.peak_bin(),
        }
    }
}

/// Whole numbers as a column for a chart; all stay far below 2^53.
pub(super) fn column(values: &[i64]) -> Float64Array {
    let doubles: Vec<f64> = values.iter().map(|value| *value as f64).collect();
    Float64Array::from(doubles.as_slice())
}

/// A rate for one volume in one window.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct HoldRequest {
    /// The volume's position.
    pub volume: u32,
    /// The bins, half-open.
    #[tsify(type = "[number, number]")]
    pub window_bins: [u32; 2],
    /// Flights an hour; `Infinity` for no limit.
    pub rate_per_hour: f64,
    /// The side of `flow/delay` that answers; `"optimised"` where not said.
    #[serde(default = "optimised")]
    #[tsify(optional)]
    pub side: Side,
}

fn optimised() -> Side {
    Side::Optimised
}

/// Who waits under a rate, and what becomes of the overload.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// Entry counts without the rate.
    pub as_filed: Demand,
    /// Entry counts with it.
    pub held: Demand,
    /// How many flights wait.
    pub waiting: usize,
    /// Their mean delay in minutes; 0 where nobody waits.
    pub mean_delay_min: f64,
    /// The longest, in minutes.
    pub max_delay_min: i64,
    /// All together, in minutes.
    pub total_delay_min: i64,
    /// Names of the flights that wait, longest first.
    pub flight: Vec<String>,
    /// Their operators, `null` where not known.
    #[tsify(type = "(string | null)[]")]
    pub operator: Vec<Option<String>>,
    /// When each asked to enter, in milliseconds since 1970 UTC.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub entry_ms: Float64Array,
    /// When each may enter, in milliseconds since 1970 UTC.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub held_to_ms: Float64Array,
    /// Delay of each, in whole minutes.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub delay_min: Float64Array,
    /// Digest of the waits: first 64 bits of SHA-256 over their JSON text.
    pub digest: String,
    /// Time to answer, in nanoseconds, as the host's clock has it.
    pub elapsed_ns: f64,
}

/// Those who wait, as columns, and what they have in common.
pub(super) struct Waits {
    pub(super) waiting: usize,
    pub(super) mean_delay_min: f64,
    pub(super) max_delay_min: i64,
    pub(super) total_delay_min: i64,
    pub(super) flight: Vec<String>,
    pub(super) operator: Vec<Option<String>>,
    pub(super) entry_ms: Float64Array,
    pub(super) held_to_ms: Float64Array,
    pub(super) delay_min: Float64Array,
}

impl Waits {
    /// Of waits that are sorted, the longest first.
    pub(super) fn of(traffic: &scenario::Traffic, waits: &[Wait]) -> Self {
        let delays: Vec<i64> = waits.iter().map(|wait| wait.delay_min).collect();
        let total: i64 = delays.iter().sum();
        let milliseconds = |micros: fn(&Wait) -> i64| -> Float64Array {
            let times: Vec<f64> = waits.iter().map(|wait| micros(wait) as f64 / 1000.0).collect();
            Float64Array::from(times.as_slice())
        };
        Self {
            waiting: waits.len(),
            mean_delay_min: if waits.is_empty() { 0.0 } else { total as f64 / waits.len() as f64 },
            max_delay_min: delays.first().copied().unwrap_or(0),
            total_delay_min: total,
            flight: waits.iter().map(|wait| traffic.flights.ids[wait.flight.index()].clone()).collect(),
            operator: waits.iter().map(|wait| traffic.flights.operator[wait.flight.index()].clone()).collect(),
            entry_ms: milliseconds(|wait| wait.asked.0),
            held_to_ms: milliseconds(|wait| wait.start.0),
            delay_min: column(&delays),
        }
    }
}

/// Entrants of the scenario's question, one entry an entrant in each column.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct EntrantColumns {
    /// Position of the flow.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub flow: Uint32Array,
    /// Position of the flight.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub flight: Uint32Array,
    /// Entry in milliseconds since 1970 UTC, to the microsecond.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub entry_ms: Float64Array,
    /// The bin in which the interval is filed.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub bin: Uint32Array,
}
