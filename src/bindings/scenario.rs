//! The scenario handle: what JavaScript holds, and asks.

use core::cell::{OnceCell, RefCell, RefMut};
use std::sync::Arc;

use js_sys::{Float64Array, Uint32Array};
use ndarray::Array2;
use tsify::{Ts, Tsify as _};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::clock::HostClock;
use super::crossing;
use super::error::{to_js, unusable};
use super::reuse::ContractsSummary;
use super::types::{
    Demand, EntrantColumns, FlowSummary, Held, HoldRequest, ScenarioAbout, ScenarioSummary, StatesSummary, VolumeRow,
    Waits, column,
};
use crate::catalogue::{self, Run};
use crate::error::{Error, Result};
use crate::flow::VolumeIndex;
use crate::flow::delay::{self, Delay, Spill};
use crate::flow::effect::Effects;
use crate::flow::entrants::{self, Entrants};
use crate::flow::hold::{Hold, Regulator};
use crate::flow::objective::{Input, Objective, Scorer};
use crate::flow::occupancy::{self, Occupancy};
use crate::flow::rates::Finder;
use crate::flow::schedule::Schedule;
use crate::measure::{Clock as _, MeasurePlan, Measurement, measure};
use crate::model::VolumeId;
use crate::pair::{Pair as _, Parity, Side, answer_text, digest};
use crate::scenario::{self, Content, Traffic};
use crate::sound::desk::Desk;

type Js<T> = core::result::Result<T, JsValue>;

/// A loaded scenario. Holds wasm memory: call `free()`, or declare it with `using`.
#[wasm_bindgen]
pub struct Scenario {
    pub(super) loaded: scenario::Scenario,
    question: OnceCell<Input>,
    scorer: OnceCell<Scorer>,
    regulator: RefCell<Option<Regulator>>,
    pub(super) effects: RefCell<Option<Effects>>,
    pub(super) finder: RefCell<Option<Finder>>,
    pub(super) desk: RefCell<Option<Desk>>,
}

#[wasm_bindgen]
impl Scenario {
    /// Loads a scenario file, JSON or gzipped JSON, given as its bytes.
    ///
    /// Throws an error with `problems` (up to 100, each with its place and what to do) when it is refused.
    pub fn load(bytes: &[u8], name: &str) -> Js<Scenario> {
        scenario::load(bytes, name).map(Self::of).map_err(to_js)
    }

    /// What it is, in figures.
    pub fn summary(&self) -> Js<Ts<ScenarioSummary>> {
        let summary = match &self.loaded.content {
            Content::States(asked) => ScenarioSummary::States(StatesSummary::of(&self.loaded, asked)),
            Content::Contracts(set) => ScenarioSummary::Contracts(ContractsSummary::of(&self.loaded, set)),
            Content::Flow(day) => ScenarioSummary::Flow(self.flow_summary(day.traffic())?),
        };
        crossing(&summary)
    }

    /// Asks one side of a pair.
    pub fn run(&self, pair: &str, side: Ts<Side>) -> Js<Ts<Run>> {
        let run = catalogue::run(pair, &self.loaded, side_of(&side)?).map_err(to_js)?;
        crossing(&run)
    }

    /// Asks both sides of a pair and compares the answers, bit for bit.
    pub fn agree(&self, pair: &str) -> Js<Ts<Parity>> {
        crossing(&catalogue::agree(pair, &self.loaded).map_err(to_js)?)
    }

    /// Times both sides of a pair, after making sure that they agree. Blocks until done.
    pub fn measure(
        &self,
        pair: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "MeasurePlan")] plan: JsValue,
    ) -> Js<Ts<Measurement>> {
        let plan: MeasurePlan = super::from_json("plan", &plan)?;
        crossing(&measure(pair, &self.loaded, &HostClock, &plan).map_err(to_js)?)
    }

    /// Every volume in one line, in the order of the file.
    #[wasm_bindgen(unchecked_return_type = "VolumeRow[]")]
    pub fn volumes(&self) -> Js<js_sys::Array> {
        let traffic = self.traffic()?;
        let rows = js_sys::Array::new();
        for (index, volume) in (0_u32..).zip(&traffic.volumes) {
            let (demand, intervals) = self
                .regulated(|regulator| {
                    let intervals = regulator.index().visits(VolumeId(index));
                    Ok((regulator.demand(VolumeId(index))?, intervals))
                })
                .map_err(to_js)?;
            let peak_bin = demand.peak_bin();
            let row = VolumeRow {
                index,
                id: volume.id.clone(),
                lower_level: volume.lower_level,
                upper_level: volume.upper_level,
                peak_entries: demand.hourly[peak_bin],
                peak_bin,
                capacity_at_peak: demand.capacity[peak_bin],
                overload: demand.overload(),
                intervals,
                hourly: column(&demand.hourly),
                outline: volume.outline.clone(),
            };
            rows.push(&row.into_ts().map_err(|error| unusable("volumes", error))?.js_value());
        }
        Ok(rows)
    }

    /// Entry counts of a volume, by its position.
    pub fn demand(&self, volume: u32) -> Js<Ts<Demand>> {
        let demand = self.regulated(|regulator| regulator.demand(VolumeId(volume))).map_err(to_js)?;
        crossing(&Demand::of(self.traffic()?, volume as usize, &demand))
    }

    /// Who waits, and what becomes of the overload, if a volume lets through so many flights an hour in a window.
    pub fn hold(&self, request: Ts<HoldRequest>) -> Js<Ts<Held>> {
        let request = request.to_rust().map_err(|error| unusable("request", error))?;
        let ask = Hold {
            volume: VolumeId(request.volume),
            window: request.window_bins[0]..request.window_bins[1],
            rate_per_hour: request.rate_per_hour,
        };
        let start = HostClock.now_ns();
        let held = self.regulated(|regulator| regulator.hold(&ask, request.side)).map_err(to_js)?;
        let elapsed_ns = HostClock.now_ns() - start;

        let traffic = self.traffic()?;
        let waits = Waits::of(traffic, &held.waits);
        crossing(&Held {
            as_filed: Demand::of(traffic, request.volume as usize, &held.as_filed),
            held: Demand::of(traffic, request.volume as usize, &held.held),
            waiting: waits.waiting,
            mean_delay_min: waits.mean_delay_min,
            max_delay_min: waits.max_delay_min,
            total_delay_min: waits.total_delay_min,
            flight: waits.flight,
            operator: waits.operator,
            entry_ms: waits.entry_ms,
            held_to_ms: waits.held_to_ms,
            delay_min: waits.delay_min,
            digest: digest(&answer_text(&held.waits)),
            elapsed_ns,
        })
    }

    /// `flow/occupancy` of every volume: volumes times bins, row by row. One delay a flight, in minutes; none where left out.
    pub fn occupancy(
        &self,
        side: Ts<Side>,
        #[wasm_bindgen(js_name = delaysMin)] delays_min: Option<Vec<i32>>,
    ) -> Js<Vec<i32>> {
        let traffic = self.traffic()?;
        let delays_min = delays_min.unwrap_or_else(|| vec![0; traffic.flights.len()]);
        check_length("delaysMin", delays_min.len(), traffic.flights.len(), "one delay a flight").map_err(to_js)?;
        let delays = delays_min.into_iter().map(i64::from).collect();
        let input = occupancy::Input::whole_day(Arc::clone(traffic), delays);
        let counts = match side_of(&side)? {
            Side::Reference => Occupancy::reference(&input),
            Side::Optimised => {
                self.regulated(|regulator| Ok(Occupancy::optimised(&input, regulator.index()))).map_err(to_js)?
            }
        };
        Ok(counts.0.into_raw_vec_and_offset().0)
    }

    /// `flow/entrants` of the scenario's question, as columns.
    pub fn entrants(&self, side: Ts<Side>) -> Js<Ts<EntrantColumns>> {
        let input = entrants::Input::of(Arc::clone(self.traffic()?));
        let by_flow = match side_of(&side)? {
            Side::Reference => Entrants::reference(&input),
            Side::Optimised => Entrants::optimised(&input, &Entrants::index(&input)),
        };
        let flows: Vec<u32> = (0..).zip(&by_flow).flat_map(|(flow, of)| core::iter::repeat_n(flow, of.len())).collect();
        let all: Vec<entrants::Entrant> = by_flow.into_iter().flatten().collect();
        let numbers = |number: &dyn Fn(&entrants::Entrant) -> u32| -> Uint32Array {
            Uint32Array::from(all.iter().map(number).collect::<Vec<_>>().as_slice())
        };
        let times: Vec<f64> = all.iter().map(|entrant| entrant.entry.0 as f64 / 1000.0).collect();
        crossing(&EntrantColumns {
            flow: Uint32Array::from(flows.as_slice()),
            flight: numbers(&|entrant| entrant.flight.0),
            entry_ms: Float64Array::from(times.as_slice()),
            bin: numbers(&|entrant| entrant.bin.into()),
        })
    }

    /// `flow/delay` under a schedule: minutes a flight, −1 for a flight that does not queue or is not served.
    ///
    /// `schedule` holds one row a flow, flows by name as text, each with one count a bin and one for after the day.
    pub fn delays(&self, side: Ts<Side>, schedule: &[i32]) -> Js<Vec<i32>> {
        let side = side_of(&side)?;
        let [schedule] = <[Schedule; 1]>::try_from(self.schedules("schedule", schedule).map_err(to_js)?)
            .map_err(|all| unusable("schedule", format!("{} schedules where one is expected", all.len())))?;
        let context = &self.question().map_err(to_js)?.context;
        let input = delay::Input {
            horizon: context.traffic.horizon,
            queues: context.flows.iter().map(|flow| flow.queue.clone()).collect(),
            schedule,
            spill: Spill::DumpToNextBin,
        };
        let waits = match side {
            Side::Reference => Delay::reference(&input),
            Side::Optimised => Delay::optimised(&input, &Delay::index(&input)),
        };
        let mut delays = vec![-1; context.traffic.flights.len()];
        for wait in waits {
            delays[wait.flight.index()] = i32::try_from(wait.delay_min).unwrap_or(i32::MAX);
        }
        Ok(delays)
    }

    /// `flow/objective` of schedules, one after another in `schedules`, each as in `delays`.
    ///
    /// Seven numbers a schedule: total, overload, delay, departure, unevenness, shares, spill.
    pub fn score(&self, side: Ts<Side>, schedules: &[i32]) -> Js<Vec<f64>> {
        let question = self.question().map_err(to_js)?;
        let candidates = self.schedules("schedules", schedules).map_err(to_js)?;
        let scores = match side_of(&side)? {
            Side::Reference => Objective::reference(&Input { candidates, ..question.clone() }),
            Side::Optimised => {
                self.scorer.get_or_init(|| Objective::index(question)).scores(&candidates, &question.spill)
            }
        };
        Ok(scores.iter().flat_map(|s| [s.total, s.cap, s.delay, s.reg, s.tv, s.share, s.spill]).collect())
    }

    /// The demand of the scenario's flows as a schedule: what `delays` and `score` take, and what delays nobody.
    #[wasm_bindgen(js_name = demandSchedule)]
    pub fn demand_schedule(&self) -> Js<Vec<i32>> {
        let rows = self.question().map_err(to_js)?.context.demand();
        Ok(rows.into_iter().flatten().map(|count| i32::try_from(count).unwrap_or(i32::MAX)).collect())
    }

    /// The scenario file of this day `times` as large, by seeded resampling; labelled synthetic. JSON text as bytes.
    pub fn resample(&self, times: u32, seed: u32) -> Js<Vec<u8>> {
        let larger = self.loaded.resampled(times, seed.into()).map_err(to_js)?;
        Ok(scenario::to_json(&larger.about(), larger.traffic().map_err(to_js)?).into_bytes())
    }
}

impl Scenario {
    fn of(loaded: scenario::Scenario) -> Self {
        Self {
            loaded,
            question: OnceCell::new(),
            scorer: OnceCell::new(),
            regulator: RefCell::new(None),
            effects: RefCell::new(None),
            finder: RefCell::new(None),
            desk: RefCell::new(None),
        }
    }

    fn flow_summary(&self, traffic: &Traffic) -> Js<FlowSummary> {
        let question = self.question().map_err(to_js)?;
        Ok(FlowSummary {
            about: ScenarioAbout::of(&self.loaded),
            capacities_note: self.loaded.capacities_note.clone(),
            bin_minutes: traffic.horizon.bin_minutes(),
            bins: traffic.horizon.bins(),
            volumes: traffic.volumes.len(),
            flights: traffic.flights.len(),
            intervals: traffic.intervals.len(),
            flows: traffic.flows.len(),
            flow_names: traffic.flows.iter().map(|flow| flow.id.clone()).collect(),
            entrants: question.context.scheduled.len(),
            control_volume: traffic.volumes[traffic.control.index()].id.clone(),
            control_volume_index: traffic.control.0,
            window_bins: [traffic.window.start, traffic.window.end],
            candidates: question.candidates.len(),
        })
    }

    /// The day of traffic; an error where the scenario is of another kind.
    pub(super) fn traffic(&self) -> Js<&Arc<Traffic>> {
        self.loaded.traffic().map_err(to_js)
    }

    fn question(&self) -> Result<&Input> {
        let traffic = self.loaded.traffic()?;
        Ok(self.question.get_or_init(|| Input::of(traffic, Side::Optimised)))
    }

    /// Asks the regulator, which is made when it is first needed.
    fn regulated<T>(&self, ask: impl FnOnce(&mut Regulator) -> Result<T>) -> Result<T> {
        ask(&mut *self.regulator()?)
    }

    fn regulator(&self) -> Result<RefMut<'_, Regulator>> {
        let traffic = self.loaded.traffic()?;
        Ok(RefMut::map(self.regulator.borrow_mut(), |regulator| {
            regulator.get_or_insert_with(|| Regulator::new(Arc::clone(traffic)))
        }))
    }

    /// The day's index.
    pub(super) fn index(&self) -> Result<Arc<VolumeIndex>> {
        Ok(Arc::clone(self.regulator()?.index()))
    }

    /// Flat counts as schedules of the question's flows.
    fn schedules(&self, at: &str, counts: &[i32]) -> Result<Vec<Schedule>> {
        let context = &self.question()?.context;
        let (flows, columns) = (context.flows.len(), context.traffic.horizon.bins() as usize + 1);
        let size = flows * columns;
        if size == 0 || counts.is_empty() || !counts.len().is_multiple_of(size) {
            let found = format!("{} counts", counts.len());
            return Err(Error::argument(at, found, format!("give a multiple of {flows} flows × {columns} counts")));
        }
        let schedule = |counts: &[i32]| -> Schedule {
            let rows = Array2::from_shape_fn((flows, columns), |(row, bin)| i64::from(counts[row * columns + bin]));
            rows.rows().into_iter().map(|row| row.to_vec()).collect()
        };
        Ok(counts.chunks_exact(size).map(schedule).collect())
    }
}

fn side_of(side: &Ts<Side>) -> Js<Side> {
    side.to_rust().map_err(|_| to_js(Error::argument("side", "no such side", "use \"reference\" or \"optimised\"")))
}

fn check_length(at: &str, found: usize, expected: usize, each: &str) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    Err(Error::argument(at, format!("{found} numbers"), format!("give {expected}: {each}")))
}
