//! A day under the sound model as it crosses: what it is, its flights, its volumes, its hotspots and its counts.
//!
//! Times are whole seconds of the scenario's day, UTC; below 0 is the evening before, from 86,400 on the morning after.

use js_sys::Float64Array;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::JsValue;

use crate::scenario::Semantics;
use crate::scenario::sound::{Count, Loss};
use crate::sound::hotspots::{Hotspot, Kind};

/// A day under the sound model, in figures, with its own plan.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundSummary {
    /// The model that the file is written for. A `published` one is converted.
    pub semantics: Semantics,
    /// What the conversion leaves out or reads in another way; for a file of the sound model, what the published one would.
    pub losses: Vec<Loss>,
    /// Midnight of the day, in milliseconds since 1970 UTC, where known.
    #[tsify(optional)]
    pub midnight_ms: Option<f64>,
    /// Where its capacities come from, in a sentence.
    #[tsify(optional)]
    pub capacities_note: Option<String>,
    /// The seconds in which windows start, half-open.
    #[tsify(type = "[number, number]")]
    pub horizon_s: [i64; 2],
    /// How many volumes it has.
    pub volumes: usize,
    /// How many of them declare an entry capacity.
    pub declared: usize,
    /// How many flights.
    pub flights: usize,
    /// How many of them are exempt or frozen in the file.
    pub fixed: usize,
    /// How many stays.
    pub stays: usize,
    /// What is counted, in words: `flights entering in 60 min`.
    pub counted: String,
    /// The scenario's own plan, with everything said.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "SoundPlan")]
    pub plan: JsValue,
    /// The same with the flows that the scenario searches, none held, in the place of the first regulation's; where it does.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "SoundPlan | undefined")]
    pub search_plan: JsValue,
}

/// All flights, in the order that positions in other answers mean.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundFlights {
    /// Names, ascending by bytes.
    pub flight: Vec<String>,
    /// Operators; empty where not known.
    pub operator: Vec<String>,
    /// Aerodromes of departure; empty where not known.
    pub departure: Vec<String>,
    /// Aerodromes of arrival; empty where not known.
    pub arrival: Vec<String>,
    /// Planned take-off; `NaN` where not known.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub takeoff_s: Float64Array,
    /// Minutes that a flight is late for good in the file: 0 for an exempt one; `NaN` where it may be delayed.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub fixed_min: Float64Array,
}

/// One run of overload.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundHotspot {
    /// The volume's name.
    pub volume: String,
    /// Flights entering in a window, or inside above the peak, or above the sustained threshold for too long.
    #[tsify(type = "\"entry\" | \"peak\" | \"sustain\"")]
    pub kind: Kind,
    /// Start of the first window.
    pub from_s: i64,
    /// End of the last window.
    pub to_s: i64,
    /// How many windows or samples.
    pub cells: i64,
    /// Excess times step, summed, in flight-seconds.
    pub area_s: i64,
    /// The largest excess in flights.
    pub max_excess: i64,
    /// Start of the window where that is first reached.
    pub worst_at_s: i64,
    /// The count there.
    pub count: i64,
    /// The limit there.
    pub limit: i64,
}

impl From<Hotspot> for SoundHotspot {
    fn from(found: Hotspot) -> Self {
        let Hotspot { volume, kind, from_s, to_s, cells, area_s, max_excess, worst_at_s, count, limit } = found;
        Self { volume, kind, from_s, to_s, cells, area_s, max_excess, worst_at_s, count, limit }
    }
}

/// A volume in one line, under a plan where there is one.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundVolume {
    /// Its position.
    pub index: u32,
    /// Its name.
    pub id: String,
    /// Lowest and highest flight level, where declared.
    #[tsify(optional, type = "[number, number]")]
    pub band: Option<[i64; 2]>,
    /// Whether it declares an entry capacity. Without one nothing is overloaded.
    pub declared: bool,
    /// The largest entry count.
    pub peak: i64,
    /// Start of the first window that has it.
    pub peak_at_s: i64,
    /// The limit of that window, where it is checked.
    #[tsify(optional)]
    pub limit_at_peak: Option<i64>,
    /// Overload in flight-seconds.
    pub area_s: i64,
    /// The largest excess in flights.
    pub max_excess: i64,
    /// How many checked windows are overloaded.
    pub overloaded: usize,
    /// Entry count of each window of the horizon, for a small chart.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub counts: Float64Array,
    /// Rings of `[longitude, latitude]` in degrees; empty where not declared.
    #[tsify(type = "[number, number][][]")]
    pub outline: Vec<Vec<[f64; 2]>>,
}

/// The counts of one volume before a plan and under it, one entry a window in each column.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundCounts {
    /// The volume's name.
    pub volume: String,
    /// Length of a window.
    pub window_s: i64,
    /// From one window to the next.
    pub step_s: i64,
    /// What is counted, in words: `flights entering in 60 min`.
    pub counted: String,
    /// Where each window starts.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub start_s: Float64Array,
    /// The count before the plan.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub pre: Float64Array,
    /// The count under the plan.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub post: Float64Array,
    /// What the declared capacity allows; `NaN` where the window is not checked.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub limit: Float64Array,
    /// Checked windows of their own length: declared time that is shorter than a window.
    pub short: Vec<ShortWindow>,
    /// From one sample of the occupancy to the next.
    pub occ_step_s: i64,
    /// Length of a sample.
    pub occ_duration_s: i64,
    /// Where each sample starts.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub occ_start_s: Float64Array,
    /// Flights inside before the plan.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub occ_pre: Float64Array,
    /// Flights inside under the plan.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub occ_post: Float64Array,
    /// Time to answer, in nanoseconds, as the host's clock has it.
    pub elapsed_ns: f64,
}

/// A checked window of its own length.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ShortWindow {
    /// Where it starts.
    pub start_s: i64,
    /// How long it is.
    pub length_s: i64,
    /// The count before the plan.
    pub pre: i64,
    /// The count under the plan.
    pub post: i64,
    /// What is allowed.
    pub limit: i64,
}

/// What a window counts, in words.
pub(super) fn counted(count: Count, window_s: i64) -> String {
    let what = match count {
        Count::Flights => "flights entering",
        Count::Entries => "entries, each re-entry again,",
    };
    if window_s % 60 == 0 { format!("{what} in {} min", window_s / 60) } else { format!("{what} in {window_s} s") }
}
