//! What all schedules of one question have in common: queues, demand, weights by bin, occupancy without delays.

use core::ops::Range;
use std::sync::Arc;

use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::flow::VolumeIndex;
use crate::flow::argument::{check_volume, check_window};
use crate::flow::delay::{Turn, queue};
use crate::flow::entrants::{self, Entrant, Entrants, Visits};
use crate::flow::occupancy::{self, Occupancy};
use crate::flow::schedule::{Schedule, at_rate, demand};
use crate::math::{positions_by_key, to_whole};
use crate::model::{FlightId, FlowId, Horizon, VolumeId};
use crate::pair::{Pair as _, Side};
use crate::scenario::{Cell, Traffic, Volume, Weights};

/// Whether flows are regulated one by one or as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub enum Mode {
    /// Each flow has its own rate; flows in the order of their names as text, so "10" before "2".
    PerFlow,
    /// All entrants are one flow, `__blanket__`.
    Blanket,
}

/// What is asked of a day: what is regulated, what is charged, at which weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Whether each flow has its own schedule.
    pub mode: Mode,
    /// The volume that is regulated.
    pub control: VolumeId,
    /// The regulated bins, half-open; may reach beyond the day.
    pub window: Range<u32>,
    /// The volumes whose overload is charged.
    pub volumes: Vec<VolumeId>,
    /// The weights.
    pub weights: Weights,
    /// The cells whose overload is to be removed.
    pub target: Vec<Cell>,
    /// The cells that must not suffer for it.
    pub ripple: Vec<Cell>,
}

impl Question {
    /// The scenario's own question: overload is charged in the control volume alone.
    pub fn of(traffic: &Traffic, mode: Mode) -> Self {
        Self {
            mode,
            control: traffic.control,
            window: traffic.window.clone(),
            volumes: vec![traffic.control],
            weights: traffic.weights,
            target: traffic.target.clone(),
            ripple: traffic.ripple.clone(),
        }
    }

    /// A question about any volume and window: overload is charged in that volume alone.
    ///
    /// The cells are the scenario's own where volume and window are; elsewhere the target is the volume in every bin of
    /// the window, as for a scenario that names none, and nothing is kept from ripples.
    ///
    /// # Errors
    /// [`Error::Argument`] for a volume that is not there, and a window that is empty, begins after the day or ends more
    /// than a day after it.
    pub fn about(traffic: &Traffic, mode: Mode, control: VolumeId, window: Range<u32>) -> Result<Self> {
        let own = Self::of(traffic, mode);
        if (control, &window) == (own.control, &own.window) {
            return Ok(own);
        }
        check_volume(traffic, control)?;
        check_window(traffic, &window)?;
        let latest = 2 * traffic.horizon.bins();
        if window.end > latest {
            let found = format!("ends at bin {}, more than a day beyond the day", window.end);
            return Err(Error::argument("windowBins", found, format!("end at bin {latest} or before")));
        }
        let target = window.clone().map(|bin| Cell { volume: control, bin }).collect();
        Ok(Self { control, window, volumes: vec![control], target, ripple: Vec::new(), ..own })
    }

    /// The same, with overload charged in every volume.
    #[must_use]
    pub fn in_all_volumes(self, traffic: &Traffic) -> Self {
        Self { volumes: (0..traffic.volumes.len()).map(VolumeId::at).collect(), ..self }
    }
}

/// A flow as the objective sees it.
#[derive(Debug, Clone)]
pub struct ContextFlow {
    /// Its name.
    pub id: String,
    /// The scenario's flow; none for the blanket.
    pub source: Option<FlowId>,
    /// Its entrants in the order of service.
    pub queue: Vec<Turn>,
    /// Its demand: turns a bin, and a last 0.
    pub demand: Vec<i64>,
    /// Median over its entrants of (first bin in an attention volume − own bin), by attention volume.
    pub median_offsets: Vec<f64>,
    /// Weight of departure from the demand, by bin, in single precision.
    pub beta: Vec<f32>,
    /// Weight of unevenness, by bin, in single precision.
    pub gamma: Vec<f32>,
}

/// What all schedules of one question have in common.
#[derive(Debug, Clone)]
pub struct Context {
    /// The day.
    pub traffic: Arc<Traffic>,
    /// For each flow of the day: the bin in which each of its entrants' intervals is filed.
    pub entry_bins: Vec<Vec<u16>>,
    /// The flows in context order.
    pub flows: Vec<ContextFlow>,
    /// The flights of all entrants, flow by flow, as often as they are entrants.
    pub scheduled: Vec<FlightId>,
    /// What is asked; its volumes are the rows of the matrices below.
    pub question: Question,
    /// Volumes with target or ripple cells, by name.
    pub attention: Vec<VolumeId>,
    /// Capacity of the rolling hour, volumes by bins.
    pub capacity: Array2<i64>,
    /// Weight of excess, volumes by bins, in single precision.
    pub alpha: Array2<f32>,
    /// Occupancy of the undelayed day, volumes by bins.
    pub base_all: Array2<i32>,
    /// Occupancy of the scheduled flights alone, undelayed and with their repetitions.
    pub base_scheduled: Array2<i32>,
}

impl Context {
    /// Prepares a question; `side` says which side of `flow/entrants` and `flow/occupancy` it stands on.
    pub fn new(traffic: &Arc<Traffic>, question: Question, side: Side) -> Self {
        match side {
            Side::Reference => Self::prepare(traffic, question, None),
            Side::Optimised => Self::indexed(traffic, question, &VolumeIndex::new(traffic)),
        }
    }

    /// The same on the optimised side, for a day that is indexed already: O(flights + visits to the volumes asked about).
    pub fn indexed(traffic: &Arc<Traffic>, question: Question, index: &VolumeIndex) -> Self {
        Self::prepare(traffic, question, Some(index))
    }

    fn prepare(traffic: &Arc<Traffic>, question: Question, index: Option<&VolumeIndex>) -> Self {
        let attention = attention(traffic, &question);
        let input = entrants::Input {
            traffic: Arc::clone(traffic),
            control: question.control,
            window: question.window.clone(),
        };
        let entrants = index.map_or_else(
            || Entrants::reference(&input),
            |index| Entrants::optimised(&input, &Visits::within(traffic, index, question.control, &question.window)),
        );
        let entry_bins = entrants.iter().map(|flow| flow.iter().map(|entrant| entrant.bin).collect()).collect();
        let specs = specs(traffic, question.mode, entrants);
        let volumes = &question.volumes;
        let scheduled: Vec<FlightId> =
            specs.iter().flat_map(|(_, _, entrants)| entrants.iter().map(|entrant| entrant.flight)).collect();
        let (base_all, base_scheduled) = base_occupancy(traffic, volumes, &scheduled, index);
        let flows = flows(traffic, &question, &attention, specs, index);
        let mut capacities = Array2::zeros((volumes.len(), traffic.horizon.bins() as usize));
        for (mut row, volume) in capacities.rows_mut().into_iter().zip(volumes) {
            row.assign(&ndarray::Array1::from(capacity(&traffic.volumes[volume.index()], traffic.horizon)));
        }
        Self {
            alpha: alpha(traffic, &question),
            capacity: capacities,
            traffic: Arc::clone(traffic),
            entry_bins,
            flows,
            scheduled,
            question,
            attention,
            base_all,
            base_scheduled,
        }
    }

    /// Every flow's demand: the schedule that delays nobody.
    pub fn demand(&self) -> Schedule {
        self.flows.iter().map(|flow| flow.demand.clone()).collect()
    }

    /// The schedule in which each flow is held to an hourly rate in the window.
    pub fn at_rates(&self, rate: impl Fn(&ContextFlow) -> f64) -> Schedule {
        let held = |flow: &ContextFlow| at_rate(&flow.demand, rate(flow), &self.question.window, self.traffic.horizon);
        self.flows.iter().map(held).collect()
    }
}

/// A volume's capacity by bin: the rounded hourly value in each of the hour's bins, 0 in undeclared hours.
///
/// A negative value counts as 0 and an hour past the end of the day is left out.
pub fn capacity(volume: &Volume, horizon: Horizon) -> Vec<i64> {
    let mut by_bin = vec![0; horizon.bins() as usize];
    let bins_per_hour = horizon.bins_per_hour() as usize;
    for (&hour, &value) in &volume.hourly_capacity {
        for bin in by_bin.iter_mut().skip(hour as usize * bins_per_hour).take(bins_per_hour) {
            *bin = to_whole(value).max(0);
        }
    }
    by_bin
}

type Spec = (String, Option<FlowId>, Vec<Entrant>);

/// Entrants by context flow, each sorted by the bin in which the interval is filed; equal bins keep their order.
fn specs(traffic: &Traffic, mode: Mode, entrants: Vec<Vec<Entrant>>) -> Vec<Spec> {
    let mut specs: Vec<Spec> = match mode {
        Mode::Blanket => vec![("__blanket__".to_owned(), None, entrants.concat())],
        Mode::PerFlow => {
            let named = |(flow, entrants): (FlowId, _)| (traffic.flows[flow.index()].id.clone(), Some(flow), entrants);
            let mut specs: Vec<Spec> = traffic.flow_ids().zip(entrants).map(named).collect();
            specs.sort_unstable_by(|a, b| a.0.cmp(&b.0));
            specs
        }
    };
    for (_, _, entrants) in &mut specs {
        let order = positions_by_key(entrants.iter().map(|entrant| entrant.bin.into()));
        *entrants = order.into_iter().map(|at| entrants[at]).collect();
    }
    specs
}

fn base_occupancy(
    traffic: &Arc<Traffic>,
    volumes: &[VolumeId],
    scheduled: &[FlightId],
    index: Option<&VolumeIndex>,
) -> (Array2<i32>, Array2<i32>) {
    if let Some(index) = index {
        let rows: Vec<usize> = volumes.iter().map(|volume| volume.index()).collect();
        return (index.undelayed().select(Axis(0), &rows), alone(traffic, volumes, scheduled, index));
    }
    let everyone = occupancy::Input {
        traffic: Arc::clone(traffic),
        delays_min: vec![0; traffic.flights.len()],
        volumes: volumes.to_vec(),
        flights: None,
    };
    let scheduled = occupancy::Input { flights: Some(scheduled.to_vec()), ..everyone.clone() };
    (Occupancy::reference(&everyone).0, Occupancy::reference(&scheduled).0)
}

/// Occupancy of the scheduled flights alone, undelayed: the visits to the scored volumes, each as often as its flight is
/// scheduled.
fn alone(traffic: &Traffic, volumes: &[VolumeId], scheduled: &[FlightId], index: &VolumeIndex) -> Array2<i32> {
    let mut times = vec![0; traffic.flights.len()];
    for flight in scheduled {
        times[flight.index()] += 1;
    }
    let mut counts = Array2::zeros((volumes.len(), traffic.horizon.bins() as usize));
    for (row, &volume) in volumes.iter().enumerate() {
        for (flight, _, bin) in index.filed_visits_of(volume) {
            counts[[row, usize::from(bin)]] += times[flight as usize];
        }
    }
    counts
}

fn attention(traffic: &Traffic, question: &Question) -> Vec<VolumeId> {
    let name = |volume: &VolumeId| traffic.volumes[volume.index()].id.as_str();
    let cells = question.target.iter().chain(&question.ripple);
    let mut attention: Vec<VolumeId> = cells.map(|cell| cell.volume).collect();
    attention.sort_unstable_by(|a, b| name(a).cmp(name(b)));
    attention.dedup();
    attention
}

#[expect(clippy::cast_possible_truncation, reason = "the published weights are single precision")]
fn alpha(traffic: &Traffic, question: &Question) -> Array2<f32> {
    let (weights, volumes) = (&question.weights, &question.volumes);
    let target = weights.alpha_target as f32;
    let mut alpha = Array2::from_elem((volumes.len(), traffic.horizon.bins() as usize), weights.alpha_context as f32);
    let place =
        |cell: &Cell| volumes.iter().position(|volume| *volume == cell.volume).map(|row| [row, cell.bin as usize]);
    for cell in question.target.iter().filter_map(place) {
        alpha.get_mut(cell).into_iter().for_each(|weight| *weight = target);
    }
    for cell in question.ripple.iter().filter_map(place) {
        // A cell that already weighs as much as a target keeps that weight.
        if let Some(weight) = alpha.get_mut(cell).filter(|weight| weight.to_bits() != target.to_bits()) {
            *weight = weights.alpha_ripple as f32;
        }
    }
    alpha
}

fn flows(
    traffic: &Traffic,
    question: &Question,
    attention: &[VolumeId],
    specs: Vec<Spec>,
    index: Option<&VolumeIndex>,
) -> Vec<ContextFlow> {
    let earliest: Vec<_> = attention.iter().map(|volume| earliest_bins(traffic, *volume, index)).collect();
    let classes = Classes::new(traffic.horizon, question, attention);
    let flow = |(id, source, entrants): Spec| {
        let queue = queue(&entrants, &traffic.flights.ids, traffic.horizon);
        let median_offsets: Vec<f64> = earliest.iter().map(|earliest| median_offset(&queue, earliest)).collect();
        let (beta, gamma) = classes.weights(&question.weights, &median_offsets);
        ContextFlow { id, source, demand: demand(&queue, traffic.horizon), queue, median_offsets, beta, gamma }
    };
    specs.into_iter().map(flow).collect()
}

type EarliestBins<'a> = Box<dyn Fn(FlightId) -> Option<i64> + 'a>;

/// A flight's earliest bin in a volume over the whole day.
fn earliest_bins<'a>(traffic: &'a Traffic, volume: VolumeId, index: Option<&VolumeIndex>) -> EarliestBins<'a> {
    let Some(index) = index else {
        return Box::new(move |flight| {
            let there = traffic.flights.intervals(flight).filter(|i| traffic.intervals.volume[*i] == volume);
            there.map(|i| i64::from(traffic.intervals.bin[i])).min()
        });
    };
    let mut earliest = vec![u16::MAX; traffic.flights.len()];
    for (flight, _, bin) in index.filed_visits_of(volume) {
        let earliest = &mut earliest[flight as usize];
        *earliest = bin.min(*earliest);
    }
    Box::new(move |flight| Some(earliest[flight.index()]).filter(|bin| *bin < u16::MAX).map(i64::from))
}

/// Median of (a flight's earliest bin in a volume − the bin of its turn); 0 where none goes there.
fn median_offset(queue: &[Turn], earliest: &EarliestBins<'_>) -> f64 {
    let offset = |turn: &Turn| Some(earliest(turn.flight)? - i64::from(turn.bin));
    let mut offsets: Vec<i64> = queue.iter().filter_map(offset).collect();
    if offsets.is_empty() {
        return 0.0;
    }
    let (middle, even) = (offsets.len() / 2, offsets.len().is_multiple_of(2));
    let (below, upper, _) = offsets.select_nth_unstable(middle);
    let lower = below.iter().max().filter(|_| even).unwrap_or(upper);
    (lower + *upper) as f64 / 2.0
}

/// In which bins each attention volume has a target or a ripple cell nearby.
struct Classes {
    horizon: Horizon,
    target: Vec<Vec<bool>>,
    ripple: Vec<Vec<bool>>,
}

impl Classes {
    fn new(horizon: Horizon, question: &Question, attention: &[VolumeId]) -> Self {
        let tolerance = question.weights.class_tolerance_bins;
        let near = |cells: &[Cell]| -> Vec<Vec<bool>> {
            attention.iter().map(|volume| near(horizon, cells, *volume, tolerance)).collect()
        };
        Self { horizon, target: near(&question.target), ripple: near(&question.ripple) }
    }

    /// β and γ by bin: a bin feeds a cell when the cell is the flow's median offset *before* it (the published sign).
    #[expect(clippy::cast_possible_truncation, reason = "the published weights are single precision")]
    fn weights(&self, weights: &Weights, offsets: &[f64]) -> (Vec<f32>, Vec<f32>) {
        let shifts: Vec<i64> = offsets.iter().map(|offset| to_whole(*offset)).collect();
        let feeds = |near: &[Vec<bool>], bin: i64| {
            let before = |shift: i64| usize::try_from(bin - shift).ok();
            near.iter().zip(&shifts).any(|(near, shift)| before(*shift).and_then(|bin| near.get(bin)) == Some(&true))
        };
        let class = |bin: i64| {
            if feeds(&self.target, bin) {
                (weights.beta_target, weights.gamma_target)
            } else if feeds(&self.ripple, bin) {
                (weights.beta_ripple, weights.gamma_ripple)
            } else {
                (weights.beta_context, weights.gamma_context)
            }
        };
        (0..i64::from(self.horizon.bins())).map(class).map(|(beta, gamma)| (beta as f32, gamma as f32)).unzip()
    }
}

/// For each bin of the day, whether one of a volume's cells lies at most `tolerance` bins away.
fn near(horizon: Horizon, cells: &[Cell], volume: VolumeId, tolerance: u32) -> Vec<bool> {
    let mut near = vec![false; horizon.bins() as usize];
    for cell in cells.iter().filter(|cell| cell.volume == volume) {
        let from = (cell.bin.saturating_sub(tolerance) as usize).min(near.len());
        let until = (cell.bin.saturating_add(tolerance) as usize + 1).min(near.len());
        near[from..until].fill(true);
    }
    near
}
