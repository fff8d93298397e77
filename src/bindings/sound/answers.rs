//! What a plan does, as it crosses: slots, delays, costs, effects and bounds.

use js_sys::{Float64Array, Int32Array, Uint32Array};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::JsValue;

use crate::error::Problem;
use crate::pair::Side;
use crate::sound::effect::{Role, VolumeEffect};
use crate::sound::objective::{Cost, Parts};

/// J and its parts, in weighted flight-seconds; a page shows a sixtieth, in weighted flight-minutes.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundCost {
    /// The parts in sum.
    pub j: i64,
    /// Entry overload of the regulated volumes.
    pub target: i64,
    /// Entry overload of the other volumes of the flights in scope.
    pub ripple: i64,
    /// Entry overload everywhere else.
    pub context: i64,
    /// Overload above the peaks of occupancy.
    pub occ_peak: i64,
    /// Overload above the sustained occupancies.
    pub occ_sustain: i64,
    /// Delay, late minutes counted again.
    pub delay: i64,
    /// Flights that wait at all.
    pub touched: i64,
    /// Unsteadiness of the deliveries.
    pub smooth: i64,
    /// Flights delivered after the period.
    pub spill: i64,
}

impl From<Cost> for SoundCost {
    fn from(Cost { j, parts }: Cost) -> Self {
        let Parts { target, ripple, context, occ_peak, occ_sustain, delay, touched, smooth, spill } = parts;
        Self { j, target, ripple, context, occ_peak, occ_sustain, delay, touched, smooth, spill }
    }
}

/// What a plan does to one volume.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundVolumeEffect {
    /// The volume's name.
    pub volume: String,
    /// `target`: regulated; `ripple`: a flight in scope stays in it.
    #[tsify(type = "\"target\" | \"ripple\" | \"context\"")]
    pub role: Role,
    /// The largest entry count before.
    pub peak_pre: i64,
    /// The largest entry count after.
    pub peak_post: i64,
    /// Overload before, in flight-seconds.
    pub area_pre_s: i64,
    /// Overload after, in flight-seconds.
    pub area_post_s: i64,
    /// Windows that are overloaded only after.
    pub new_cells: i64,
    /// Windows that are overloaded only before.
    pub resolved_cells: i64,
    /// Overload that came, in flight-seconds.
    pub worse_s: i64,
    /// Overload that went, in flight-seconds.
    pub better_s: i64,
    /// Windows whose count changed.
    pub changed_cells: i64,
    /// Hotspots after that overlap none before: `[from, to, largest excess]`.
    #[tsify(type = "[number, number, number][]")]
    pub new_hotspots: Vec<(i64, i64, i64)>,
    /// Hotspots before that overlap none after: `[from, to, largest excess]`.
    #[tsify(type = "[number, number, number][]")]
    pub resolved_hotspots: Vec<(i64, i64, i64)>,
}

impl From<VolumeEffect> for SoundVolumeEffect {
    fn from(row: VolumeEffect) -> Self {
        let VolumeEffect {
            volume,
            role,
            peak_pre,
            peak_post,
            area_pre_s,
            area_post_s,
            new_cells,
            resolved_cells,
            worse_s,
            better_s,
            changed_cells,
            new_hotspots,
            resolved_hotspots,
        } = row;
        Self {
            volume,
            role,
            peak_pre,
            peak_post,
            area_pre_s,
            area_post_s,
            new_cells,
            resolved_cells,
            worse_s,
            better_s,
            changed_cells,
            new_hotspots,
            resolved_hotspots,
        }
    }
}

/// Every turn in every held flow, by regulation name, flow and order of service; one entry a turn in each column.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SlotColumns {
    /// The flight, as a position in `soundFlights()`.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub flight: Uint32Array,
    /// The regulation, as a position in the plan.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub regulation: Uint32Array,
    /// The flow, as a position in the regulation.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub flow: Uint32Array,
    /// ETO: the first entry into the volume during the period.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub eto_s: Float64Array,
    /// Start of the slot; `NaN` where none is needed or left.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub slot_s: Float64Array,
    /// Minutes that the flight is late in the end, by the most penalising regulation.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub delay_min: Float64Array,
    /// Whose delay that is, as a position in the plan; −1 where the flight does not wait or is fixed.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Int32Array")]
    pub most_penalising: Int32Array,
    /// 1 where the delay was given: by another regulation, or because the flight is exempt or frozen.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub forced: Uint32Array,
    /// 1 where the flight is exempt or frozen.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub fixed: Uint32Array,
    /// CTOT: planned take-off plus delay; `NaN` where no take-off is known. Its window is from 5 minutes before to 10 after.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub ctot_s: Float64Array,
}

/// Delays over the captured flights that are free to be delayed.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct DelayStatistics {
    /// Captured flights that are free to be delayed.
    pub captured: i64,
    /// Captured flights that are exempt or frozen.
    pub fixed: i64,
    /// Those of `captured` that wait at all.
    pub delayed: i64,
    /// Minutes in all.
    pub total_min: i64,
    /// The longest delay in minutes.
    pub max_min: i64,
    /// Those that wait more than 15 minutes.
    pub over15: i64,
    /// Those that enter at or after the end of a period.
    pub spill: i64,
    /// Mean delay in minutes of the captured; 0 where there are none.
    pub mean_min: f64,
    /// Mean delay in minutes of the delayed; 0 where there are none.
    pub mean_delayed_min: f64,
    /// How unequal the flights' delays are, as a fraction `[numerator, denominator]`: 0 for equal ones.
    #[tsify(type = "[number, number]")]
    pub gini_flights: (i64, i64),
    /// The same for the operators' mean delays.
    #[tsify(type = "[number, number]")]
    pub gini_operators: (i64, i64),
    /// Hourly windows above 110 % of the limit in the regulated periods, and all of them, before the plan.
    #[tsify(type = "[number, number]")]
    pub over_delivery_pre: (i64, i64),
    /// The same under the plan.
    #[tsify(type = "[number, number]")]
    pub over_delivery_post: (i64, i64),
}

/// The delays of one operator.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct OperatorRow {
    /// Its name; empty for flights without one.
    pub operator: String,
    /// Its captured flights that are free to be delayed.
    pub flights: i64,
    /// Those that wait at all.
    pub delayed: i64,
    /// Minutes in all.
    pub total_min: i64,
    /// The longest delay in minutes.
    pub max_min: i64,
}

/// A regulation as it was played.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct RegulationPlayed {
    /// Its name.
    pub id: String,
    /// Name of its volume.
    pub volume: String,
    /// Position of its volume.
    pub volume_index: u32,
    /// The seconds in which it held, half-open: as asked, or longer where it was extended.
    #[tsify(type = "[number, number]")]
    pub period_s: [i64; 2],
    /// By how many seconds it was extended.
    pub extended_s: i64,
    /// Flights that it delivers at or after its end: its queue.
    pub queue: usize,
    /// Its flows, in order.
    pub flows: Vec<FlowPlayed>,
}

/// A flow of a regulation as it was played.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FlowPlayed {
    /// Its name.
    pub id: String,
    /// Whether it is held to rates.
    pub held: bool,
    /// How many flights it captures.
    pub captured: usize,
}

/// What a plan does.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PlanPlayed {
    /// The side that answered.
    pub side: Side,
    /// What is counted, in words: `flights entering in 60 min`.
    pub counted: String,
    /// What a reader should know beside the figures, such as that a filter captures nobody.
    pub notes: Vec<String>,
    /// What deserves a look in the plan.
    pub warnings: Vec<Problem>,
    /// The regulations in the order of the plan.
    pub regulations: Vec<RegulationPlayed>,
    /// The slot list.
    pub slots: SlotColumns,
    /// The delays in sum.
    pub statistics: DelayStatistics,
    /// The delays of each operator, by name.
    pub operators: Vec<OperatorRow>,
    /// J before the plan.
    pub cost_pre: SoundCost,
    /// J under the plan.
    pub cost: SoundCost,
    /// What becomes of each volume in reach: targets first, then by how much the overload grows.
    pub effect: Vec<SoundVolumeEffect>,
    /// Rounds until no flight was newly committed to another regulation's delay.
    pub rounds: i64,
    /// The plan as it was played, with everything said: what to save.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "SoundPlan")]
    pub plan: JsValue,
    /// Digest of the slots, the cost and the effect, where asked for: first 64 bits of SHA-256 over their JSON text.
    #[tsify(optional)]
    pub digest: Option<String>,
    /// Time to answer, in nanoseconds, as the host's clock has it.
    pub elapsed_ns: f64,
}

/// How little could have been enough for one regulation, whose others are left out.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct SoundBound {
    /// The regulation.
    pub regulation: String,
    /// Name of its volume.
    pub volume: String,
    /// The side that answered.
    pub side: Side,
    /// From one window to the next.
    pub step_s: i64,
    /// What may move: `any delays of the flights in scope`.
    pub moves: String,
    /// The longest delay that the bounds allow, in minutes; `null`: there is no such limit, so that they hold for every plan.
    #[tsify(type = "number | null")]
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub delay_limit_min: JsValue,
    /// Least minutes of delay that remove the overload of the volume: the path bound. Left out where there is none at that step.
    #[tsify(optional)]
    pub path_min: Option<i64>,
    /// The same over disjoint windows: the block bound, which is weaker.
    pub block_min: i64,
    /// No plan for these flights costs less than this J: the overload of everybody else.
    pub floor_j: i64,
    /// J of the regulation alone.
    pub j: i64,
    /// Its delays in sum, in minutes.
    pub total_min: i64,
    /// Its longest delay, in minutes.
    pub max_min: i64,
    /// Overload that it leaves in its volume, in flight-seconds.
    pub left_s: i64,
    /// `(J - floorJ) / J`.
    pub gap_j: f64,
    /// `(total - path) / total`, where the regulation removes the overload; left out where it does not, as it then aims lower.
    #[tsify(optional)]
    pub gap_delay: Option<f64>,
    /// The path bound as a proposal.
    #[tsify(optional)]
    pub witness: Option<CherryPick>,
    /// What a reader should know beside the figures.
    pub notes: Vec<String>,
    /// Time to answer, in nanoseconds, as the host's clock has it.
    pub elapsed_ns: f64,
}

/// Delays that remove the overload of one volume at least delay: no rates could ask for them.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CherryPick {
    /// From one of its windows to the next.
    pub step_s: i64,
    /// Who waits, as positions in `soundFlights()`.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub flight: Uint32Array,
    /// How long, in minutes.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub delay_min: Float64Array,
    /// Minutes in all.
    pub total_min: i64,
    /// The longest delay, in minutes.
    pub max_min: i64,
    /// What it costs.
    pub cost: SoundCost,
    /// The same delays as a plan: the day without the regulation, these flights frozen.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "SoundPlan")]
    pub plan: JsValue,
}
