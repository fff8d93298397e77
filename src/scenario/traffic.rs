//! A checked day of traffic: flights through volumes, and the question asked about them.

use core::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::model::{FlightId, FlowId, Horizon, UtcMicros, VolumeId};

/// A traffic volume: a piece of airspace whose entries are counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Volume {
    /// Its name.
    pub id: String,
    /// Flights an hour that it can take, by hour of the day. An hour that is not declared counts as 0.
    pub hourly_capacity: IndexMap<u32, f64>,
    /// Lowest flight level, where declared.
    pub lower_level: Option<u32>,
    /// Highest flight level, where declared.
    pub upper_level: Option<u32>,
    /// Rings of `[longitude, latitude]` in degrees; empty where not declared.
    pub outline: Vec<Vec<[f64; 2]>>,
}

/// All flights, in the order of the file, one entry a flight in each column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Flights {
    /// Names, all different.
    pub ids: Vec<String>,
    /// Take-off times.
    pub takeoff: Vec<UtcMicros>,
    /// Operators, where known.
    pub operator: Vec<Option<String>>,
    /// Where each flight's intervals start in [`Intervals`]; one more entry at the end.
    pub first_interval: Vec<u32>,
}

impl Flights {
    /// How many flights there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The positions of a flight's intervals.
    pub fn intervals(&self, flight: FlightId) -> Range<usize> {
        self.first_interval[flight.index()] as usize..self.first_interval[flight.index() + 1] as usize
    }

    /// Every flight, in order.
    pub fn iter(&self) -> impl Iterator<Item = FlightId> + use<> {
        (0..self.len()).map(FlightId::at)
    }
}

/// All intervals, flight by flight, one entry an interval in each column.
///
/// An interval is one flight's presence in one volume during one bin: a stay over three bins is three intervals.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Intervals {
    /// The volume entered.
    pub volume: Vec<VolumeId>,
    /// The bin of the day, below [`Horizon::bins`].
    pub bin: Vec<u16>,
    /// Entry in seconds after take-off, finite.
    pub entry_s: Vec<f64>,
    /// Exit in seconds after take-off, not before the entry.
    pub exit_s: Vec<f64>,
}

impl Intervals {
    /// How many intervals there are.
    pub fn len(&self) -> usize {
        self.volume.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.volume.is_empty()
    }
}

/// A named group of flights that is regulated together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Flow {
    /// Its name.
    pub id: String,
    /// Its flights in listed order; a flight may be listed twice, or in several flows.
    pub flights: Vec<FlightId>,
}

/// One volume in one bin.
///
/// The bin may lie beyond the day: such a cell is part of the question but holds no traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// The volume.
    pub volume: VolumeId,
    /// The bin.
    pub bin: u32,
}

/// What each part of the objective weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// Excess demand in target cells.
    pub alpha_target: f64,
    /// Excess demand in ripple cells.
    pub alpha_ripple: f64,
    /// Excess demand everywhere else.
    pub alpha_context: f64,
    /// Departure from the filed demand, in bins that feed target cells.
    pub beta_target: f64,
    /// The same, for ripple cells.
    pub beta_ripple: f64,
    /// The same, everywhere else.
    pub beta_context: f64,
    /// Uneven release, in bins that feed target cells.
    pub gamma_target: f64,
    /// The same, for ripple cells.
    pub gamma_ripple: f64,
    /// The same, everywhere else.
    pub gamma_context: f64,
    /// A minute of delay.
    pub lambda_delay: f64,
    /// Departure from each flow's filed share of the demand.
    pub theta_share: f64,
    /// A flight released after the day's last bin.
    pub eta_spill: f64,
    /// By how many bins target and ripple cells are widened on each side when bins are classed.
    pub class_tolerance_bins: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            alpha_target: 10.0,
            alpha_ripple: 3.0,
            alpha_context: 0.5,
            beta_target: 0.1,
            beta_ripple: 0.5,
            beta_context: 1.0,
            gamma_target: 0.1,
            gamma_ripple: 0.25,
            gamma_context: 0.5,
            lambda_delay: 0.1,
            theta_share: 0.0,
            eta_spill: 0.0,
            class_tolerance_bins: 1,
        }
    }
}

/// How a candidate releases flights.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// Flights an hour for each flow, in the order of [`Traffic::flows`]; infinity or at most 0 leaves it unregulated.
    Rates(Vec<f64>),
    /// Releases for each flow and bin, and after the last bin: `flows` rows of `bins + 1` counts.
    Schedule(Vec<Vec<i64>>),
}

/// A way to regulate the day that the scenario asks about.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its name.
    pub name: String,
    /// What it does.
    pub plan: Plan,
}

/// A checked day of traffic and the question asked about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Traffic {
    /// The day and its bins.
    pub horizon: Horizon,
    /// The traffic volumes; at least one.
    pub volumes: Vec<Volume>,
    /// The flights; shared, so that the same day with other flows or weights costs no copy of them.
    pub flights: Arc<Flights>,
    /// Their intervals; shared likewise.
    pub intervals: Arc<Intervals>,
    /// The flows in the order of the file.
    pub flows: Vec<Flow>,
    /// The volume that is regulated.
    pub control: VolumeId,
    /// The regulated bins, half-open; the end may lie beyond the day.
    pub window: Range<u32>,
    /// The weights of the objective.
    pub weights: Weights,
    /// The cells whose overload is to be removed.
    pub target: Vec<Cell>,
    /// The cells that must not suffer for it.
    pub ripple: Vec<Cell>,
    /// Ways to regulate that the scenario proposes; may be empty.
    pub candidates: Vec<Candidate>,
}

impl Traffic {
    /// Every flow's position, in the order of the file.
    pub fn flow_ids(&self) -> impl Iterator<Item = FlowId> + use<> {
        (0..self.flows.len()).map(FlowId::at)
    }
}
