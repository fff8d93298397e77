//! What if: any rates at any volume, and what becomes of all the others.

use core::cell::RefMut;
use std::sync::Arc;

use indexmap::IndexMap;
use js_sys::{Float64Array, Int32Array, Uint32Array};
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::clock::HostClock;
use super::error::to_js;
use super::scenario::Scenario;
use super::types::{Demand, Waits, column};
use super::{Js, crossing, request_of};
use crate::flow::demand;
use crate::flow::effect::{Effect, Effects, Load, Regulation, reference_effect};
use crate::flow::objective::{Mode, Score};
use crate::measure::Clock as _;
use crate::model::VolumeId;
use crate::pair::{Side, answer_text, digest};
use crate::scenario::Traffic;

/// What is asked: rates at a volume in a window.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct WhatIfRequest {
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
    /// Flights an hour by the flow's name, `"__blanket__"` in blanket mode. A flow that is left out is not regulated, nor
    /// one at `Infinity`, or at 0 or less.
    #[tsify(optional, type = "Record<string, number>")]
    pub rates: Option<IndexMap<String, f64>>,
}

/// What letting flights through so costs, by part.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// The sum of the parts.
    pub total: f64,
    /// Flights above capacity.
    pub cap: f64,
    /// Minutes of delay.
    pub delay: f64,
    /// Departure from the demand.
    pub reg: f64,
    /// Unevenness.
    pub tv: f64,
    /// Departure from the filed shares.
    pub share: f64,
    /// Releases after the day.
    pub spill: f64,
}

impl Cost {
    pub(super) fn of(score: Score) -> Self {
        let Score { total, cap, delay, reg, tv, share, spill } = score;
        Self { total, cap, delay, reg, tv, share, spill }
    }
}

/// A volume's counts as filed and held.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FiledAndHeld {
    /// Without the rates.
    pub as_filed: Demand,
    /// With them.
    pub held: Demand,
}

/// What rates do to the cost, to every volume and to those who wait.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct WhatIf {
    /// Name of the regulated volume.
    pub volume: String,
    /// Its position.
    pub volume_index: u32,
    /// The regulated bins, half-open.
    #[tsify(type = "[number, number]")]
    pub window_bins: [u32; 2],
    /// Whether each flow has its own rate.
    pub mode: Mode,
    /// The side that answered.
    pub side: Side,
    /// Bins in the day.
    pub bins: u32,
    /// Length of a bin in minutes.
    pub bin_minutes: u32,
    /// The flows, by name as text.
    pub flow: Vec<String>,
    /// Flights an hour of each; `Infinity` where it is not regulated.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub rate: Float64Array,
    /// How many turns each has in the window: a flight that stays for three bins has three.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub entrants: Uint32Array,
    /// How many flights those are.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub flights: Uint32Array,
    /// What the day costs as filed, with overload charged in the regulated volume.
    pub baseline: Cost,
    /// The same under the rates.
    pub held: Cost,
    /// Entries into the regulated volume, one a stay.
    pub entries: FiledAndHeld,
    /// Its published occupancy: flights present, one a bin, summed over the hour.
    pub occupancy: FiledAndHeld,
    /// Entries under the rates in the hour from each bin, flow by flow; the last row is every flight of no flow.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub by_flow: Float64Array,
    /// Flights entering each volume in its busiest hour under the rates; volumes in the order of the file.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub peak: Float64Array,
    /// The bin in which that hour begins.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub peak_bin: Uint32Array,
    /// Capacity in that bin, flights an hour.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub capacity_at_peak: Float64Array,
    /// All that stands above each volume's capacity under the rates, added over the bins.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub overload: Float64Array,
    /// The same as filed.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub overload_as_filed: Float64Array,
    /// Entries under the rates in the hour from each bin, volume by volume.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub hourly: Float64Array,
    /// Flights an hour that each volume can take, by bin, volume by volume.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub capacity: Float64Array,
    /// How many flights wait.
    pub waiting: usize,
    /// How many flights have a turn in the window.
    pub scheduled: usize,
    /// Mean delay in minutes of those who wait; 0 where nobody does.
    pub mean_delay_min: f64,
    /// The longest, in minutes.
    pub max_delay_min: i64,
    /// All together, in minutes.
    pub total_delay_min: i64,
    /// How many wait for longer than 15 minutes.
    pub over15: usize,
    /// Flights by 5 minutes of delay: 1 to 5, 6 to 10, …
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub histogram: Uint32Array,
    /// Names of the flights that wait, longest first.
    pub flight: Vec<String>,
    /// Their operators, `null` where not known.
    #[tsify(type = "(string | null)[]")]
    pub operator: Vec<Option<String>>,
    /// The flow of each as a position in `flow`; −1 for none.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Int32Array")]
    pub wait_flow: Int32Array,
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
    /// Digest of the costs, the waits and how full each volume is: first 64 bits of SHA-256 over their JSON text.
    pub digest: String,
    /// Time to answer, in nanoseconds, as the host's clock has it.
    pub elapsed_ns: f64,
}

#[wasm_bindgen]
impl Scenario {
    /// What any rates at any volume do: to the cost, to every volume, and to those who wait.
    #[wasm_bindgen(js_name = whatIf)]
    pub fn what_if(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "WhatIfRequest")] request: JsValue,
    ) -> Js<Ts<WhatIf>> {
        let request: WhatIfRequest = request_of(request)?;
        let traffic = self.traffic()?;
        let window = request.window_bins.map_or_else(|| traffic.window.clone(), |[start, end]| start..end);
        let regulation = Regulation {
            mode: request.mode.unwrap_or(Mode::PerFlow),
            control: request.volume.map_or(traffic.control, VolumeId),
            window,
            rates: request.rates.unwrap_or_default(),
        };
        let side = request.side.unwrap_or(Side::Optimised);
        let start = HostClock.now_ns();
        let effect = match side {
            Side::Reference => reference_effect(traffic, &regulation),
            Side::Optimised => self.effects().and_then(|mut effects| effects.of(&regulation)),
        };
        let elapsed_ns = HostClock.now_ns() - start;
        crossing(&Self::answer(traffic, &regulation, side, &effect.map_err(to_js)?, elapsed_ns))
    }
}

impl Scenario {
    /// The day made ready for asking what if, when it is first needed.
    fn effects(&self) -> crate::Result<RefMut<'_, Effects>> {
        let (traffic, index) = (self.loaded.traffic()?, self.index()?);
        Ok(RefMut::map(self.effects.borrow_mut(), |effects| {
            effects.get_or_insert_with(|| Effects::new(Arc::clone(traffic), index))
        }))
    }

    fn answer(traffic: &Traffic, regulation: &Regulation, side: Side, effect: &Effect, elapsed_ns: f64) -> WhatIf {
        let control = regulation.control.index();
        let both = |of: &[demand::Demand; 2]| FiledAndHeld {
            as_filed: Demand::of(traffic, control, &of[0]),
            held: Demand::of(traffic, control, &of[1]),
        };
        let [filed, held] = &effect.loads;
        let loads = |of: &[Load], value: fn(&Load) -> i64| column(&of.iter().map(value).collect::<Vec<i64>>());
        let at_peak: Vec<i64> =
            held.iter().enumerate().map(|(volume, load)| effect.capacity[[volume, load.peak_bin]]).collect();
        let rates: Vec<f64> = effect.flows.iter().map(|flow| flow.rate_per_hour).collect();
        let flow_of_wait: Vec<i32> = effect
            .flow_of_wait
            .iter()
            .map(|flow| i32::try_from(*flow).ok().filter(|_| *flow < effect.flows.len()).unwrap_or(-1))
            .collect();
        let waits = Waits::of(traffic, &effect.waits);
        WhatIf {
            volume: traffic.volumes[control].id.clone(),
            volume_index: regulation.control.0,
            window_bins: [regulation.window.start, regulation.window.end],
            mode: regulation.mode,
            side,
            bins: traffic.horizon.bins(),
            bin_minutes: traffic.horizon.bin_minutes(),
            flow: effect.flows.iter().map(|flow| flow.flow.clone()).collect(),
            rate: Float64Array::from(rates.as_slice()),
            entrants: counts(effect.flows.iter().map(|flow| flow.entrants)),
            flights: counts(effect.flows.iter().map(|flow| flow.flights)),
            baseline: Cost::of(effect.cost[0]),
            held: Cost::of(effect.cost[1]),
            entries: both(&effect.entries),
            occupancy: both(&effect.occupancy),
            by_flow: cells(&effect.by_flow),
            peak: loads(held, |load| load.peak),
            peak_bin: counts(held.iter().map(|load| load.peak_bin)),
            capacity_at_peak: column(&at_peak),
            overload: loads(held, |load| load.overload),
            overload_as_filed: loads(filed, |load| load.overload),
            hourly: cells(&effect.hourly),
            capacity: cells(&effect.capacity),
            waiting: waits.waiting,
            scheduled: effect.scheduled,
            mean_delay_min: waits.mean_delay_min,
            max_delay_min: waits.max_delay_min,
            total_delay_min: waits.total_delay_min,
            over15: effect.longer_than(15),
            histogram: Uint32Array::from(effect.histogram(5).as_slice()),
            flight: waits.flight,
            operator: waits.operator,
            wait_flow: Int32Array::from(flow_of_wait.as_slice()),
            entry_ms: waits.entry_ms,
            held_to_ms: waits.held_to_ms,
            delay_min: waits.delay_min,
            digest: digest(&answer_text(&(effect.cost, &effect.waits, held))),
            elapsed_ns,
        }
    }
}

/// A small table, row by row.
fn cells(table: &Array2<i64>) -> Float64Array {
    column(table.as_slice().expect("tables are made row by row"))
}

fn counts(counts: impl Iterator<Item = usize>) -> Uint32Array {
    let counts: Vec<u32> = counts.map(|count| u32::try_from(count).unwrap_or(u32::MAX)).collect();
    Uint32Array::from(counts.as_slice())
}
