//! Slots: who waits how long, first planned, first served, under one regulation or several?
//!
//! ```text
//! cum(t) = integral of the rate from the start of the period               in flights an hour times seconds
//! slot k starts at the first second t with a positive rate and cum(t) >= 3600 k;  its span runs to the next slot, or to the
//!   end of its open stretch
//! in order of (planned entry, name): the first free slot whose span ends after the planned entry
//! delay = max(0, ceil((slot start - planned entry) / 60))                  in minutes
//! ```
//!
//! At 30 an hour from 10:00 there are slots at 10:00 and 10:02. Planned at 10:01:30, a flight lies inside the first and does
//! not wait; the next, at 10:01:40, takes the second: 20 seconds, so 1 minute.
//!
//! After the period the recovery rate goes on; without one, whoever finds no slot is released at the end of the period.
//! Flights whose delay is given (exempt, frozen or forced) take their slots first. Of several regulations the most
//! penalising one decides: a flight that two lists hold with unequal delays is *committed* to the larger one, round by
//! round, until nothing changes.
//!
//! Promised: rows by regulation name, then flow, then order of service.

mod grid;
pub(crate) mod optimised;
pub(crate) mod reference;
mod statistics;

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::{Outcome, sample};
use crate::model::FlightId;
use crate::pair::{Pair, Side};
use crate::rng::Rng;
use crate::scenario::sound::{Analysis, Day, RatePeriod, Regulation};
use crate::sound::capture::VolumeVisits;

pub(crate) use grid::SlotGrid;
pub use optimised::Regulated;
pub use statistics::{OperatorDelays, Statistics};

/// The pair `sound/slots`.
#[derive(Debug)]
pub struct Slots;

/// What is asked: a day, a plan, and how over-delivery is counted.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day.
    pub day: Arc<Day>,
    /// The plan, in any order; no two regulations share a name.
    pub regulations: Vec<Regulation>,
    /// What a window counts; over-delivery has steps of its own.
    pub analysis: Analysis,
}

/// A slot: `[start, end of its span]` in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// When it opens.
    pub start_s: i64,
    /// When the next one opens, or its stretch of time closes.
    pub span_end_s: i64,
}

impl Serialize for Slot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.start_s, self.span_end_s).serialize(serializer)
    }
}

/// One flight's turn in one list:
/// `[regulation, flow, flight, planned entry, slot or null, delay in minutes, whether forced]` in JSON, by positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The regulation, as a position in the input.
    pub regulation: usize,
    /// The flow, as a position in the regulation.
    pub flow: usize,
    /// Who.
    pub flight: FlightId,
    /// Its reference entry.
    pub eto_s: i64,
    /// Where its slot starts; `None` where it needs or finds none.
    pub slot_s: Option<i64>,
    /// How long it waits, in minutes.
    pub delay_min: i64,
    /// Whether that was given: exempt, frozen, or decided by another regulation.
    pub forced: bool,
}

impl Serialize for Turn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { regulation, flow, flight, eto_s, slot_s, delay_min, forced } = self;
        (regulation, flow, flight.0, eto_s, slot_s, delay_min, forced).serialize(serializer)
    }
}

/// What a plan does, flight by flight and in sum.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Allocation {
    /// Every turn in every regulated list.
    pub rows: Vec<Turn>,
    /// Who ends with which delay, who is in scope, who is captured, and the spill.
    #[serde(serialize_with = "outcome")]
    pub outcome: Outcome,
    /// For each delayed flight that is not fixed, in order: the regulation whose delay it has.
    #[serde(serialize_with = "most_penalising")]
    pub most_penalising: Vec<(FlightId, usize)>,
    /// Rounds until nobody was newly committed.
    pub rounds: i64,
    /// The delays in sum.
    pub statistics: Statistics,
    /// How often much more came than was declared, before the plan and under it.
    pub over_delivery: OverDelivery,
}

/// Hourly windows, every 20 minutes of the regulated periods, above 110 % of the declared capacity; and all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OverDelivery {
    /// Before the plan: `[above, all]`.
    pub pre: (i64, i64),
    /// Under it: `[above, all]`.
    pub post: (i64, i64),
}

fn outcome<S: Serializer>(outcome: &Outcome, serializer: S) -> Result<S::Ok, S::Error> {
    let indices = |flights: &[FlightId]| flights.iter().map(|flight| flight.0).collect::<Vec<_>>();
    (&outcome.delays_min, indices(&outcome.scope), indices(&outcome.captured), outcome.spill).serialize(serializer)
}

fn most_penalising<S: Serializer>(decided: &[(FlightId, usize)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(decided.iter().map(|(flight, regulation)| (flight.0, *regulation)))
}

impl Pair for Slots {
    const NAME: &'static str = "sound/slots";
    const QUESTION: &'static str = "Who waits how long, first planned, first served, under these regulations?";
    const DEFINITION: &'static str =
        "slot k: first t, R(t) > 0, ∫R ≥ 3600 k;  delay = ⌈(slot − ETO) / 60⌉, first free span that ends after ETO";
    type Input = Input;
    type Index = (VolumeVisits, optimised::Regulated);
    type Answer = Allocation;

    fn reference(input: &Input) -> Allocation {
        reference::allocation(&input.day, &input.regulations, &input.analysis)
    }

    fn index(input: &Input) -> Self::Index {
        let visits = VolumeVisits::new(&input.day);
        let regulated = optimised::Regulated::among(&input.day, &visits, &input.regulations);
        (visits, regulated)
    }

    fn optimised(input: &Input, (visits, regulated): &Self::Index) -> Allocation {
        regulated.allocation(&input.day, visits, &input.regulations, &input.analysis)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let day = sample::day(rng, size);
        let regulations = sample::regulations(rng, &day);
        let analysis = sample::analysis(rng);
        Input { day: Arc::new(day), regulations, analysis }
    }
}

/// The slots of a flow of `regulation` that is held to `rates`, with `need` of them after the period.
///
/// O(slots). None after the period where no recovery follows.
pub fn slot_list(regulation: &Regulation, rates: &[RatePeriod], need: usize, side: Side) -> Vec<Slot> {
    match side {
        Side::Reference => reference::slot_list(rates, reference::recovery_rate(regulation, rates), need),
        Side::Optimised => SlotGrid::new(rates, optimised::recovery_rate(regulation, rates)).list(need),
    }
}
