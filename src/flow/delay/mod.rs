//! Delay: when a schedule lets so many flights through in each bin, first in, first out, how long does each wait?
//!
//! ```text
//! for t = 0, 1, … T-1:  those asked for by bin t join the queue;  the first max(0, n[t]) of it leave in bin t
//! delay = ceil(max(0, start of the bin - asked) / 60 s)          in whole minutes
//! ```
//!
//! With bins of 15 minutes and `n = 1, 1`, flights that ask at 00:02 and 00:10 leave in bins 0 and 1: the second is
//! held to 00:15 and waits 5 minutes.
//!
//! The flights still waiting after the last bin are served as [`Spill`] says. A flight that queues several times keeps
//! the delay of its *last* turn: flows in order, first in first out inside each.
//!
//! Promised: flights in the order in which they were first served. The order of a queue is by time of day, then by
//! name; the date takes no part, so an entry after midnight is served first. Both are the published definition.

mod optimised;
mod reference;

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

use super::entrants::Entrant;
use super::schedule::Schedule;
use super::{sample, schedule};
use crate::error::{Error, Result};
use crate::math::{positions_by_key, sort_stably};
use crate::model::{FlightId, Horizon, UtcMicros};
use crate::pair::Pair;
use crate::rng::Rng;

/// The pair `flow/delay`.
#[derive(Debug)]
pub struct Delay;

/// What becomes of flights that are still waiting after the last bin of the day.
#[derive(Debug, Clone, PartialEq)]
pub enum Spill {
    /// The schedule's extra count releases that many at the end of the day; the others get no delay at all.
    OverflowBin,
    /// All leave in the bin after the last one with a release.
    DumpToNextBin,
    /// One leaves in each bin after the last one with a release, beyond the day if need be.
    OnePerSpillBin,
    /// They leave at this hourly rate, one rate a flow.
    DefinedReleaseRate(Vec<f64>),
    /// They leave at the flow's mean release between its first and last bin with a release.
    SameReleaseRate,
}

impl Spill {
    /// Releases the rest at the given hourly rates, one a flow.
    ///
    /// # Errors
    /// [`Error::Argument`] unless each rate is a finite number of at least 0.1 an hour: at a lower rate the queue
    /// would outlast any horizon.
    pub fn at_rates(rates: Vec<f64>) -> Result<Self> {
        match rates.iter().position(|rate| !(rate.is_finite() && *rate >= 0.1)) {
            None => Ok(Self::DefinedReleaseRate(rates)),
            Some(flow) => Err(Error::argument(
                format!("releaseRate[{flow}]"),
                format!("{} is no rate", rates[flow]),
                "give flights an hour, at least 0.1",
            )),
        }
    }
}

/// One entrant's place in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Who.
    pub flight: FlightId,
    /// When it asks to enter.
    pub asked: UtcMicros,
    /// The bin of the day of `asked`, whatever the date.
    pub bin: u32,
}

/// The entrants of a flow in the order in which they are served: by time of day, then by the flight's name.
///
/// The sort is stable. The bin is that of the clock; the bin in which the interval was filed is not used.
pub fn queue(entrants: &[Entrant], flight_names: &[String], horizon: Horizon) -> Vec<Turn> {
    let turn =
        |entrant: &Entrant| Turn { flight: entrant.flight, asked: entrant.entry, bin: entrant.entry.bin(horizon) };
    let mut turns: Vec<Turn> = positions_by_key(entrants.iter().map(|entrant| entrant.entry.of_day().cast_unsigned()))
        .into_iter()
        .map(|at| turn(&entrants[at]))
        .collect();
    let name = |turn: &Turn| flight_names[turn.flight.index()].as_str();
    for at_once in turns.chunk_by_mut(|one, next| one.bin == next.bin && one.asked.of_day() == next.asked.of_day()) {
        if at_once.len() > 1 {
            sort_stably(at_once, |one, other| name(one).cmp(name(other)));
        }
    }
    turns
}

/// What is asked: queues, and how many leave each in every bin.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day.
    pub horizon: Horizon,
    /// One queue a flow, each in the order of [`queue`].
    pub queues: Vec<Vec<Turn>>,
    /// Releases: one row a flow, one count a bin and one more for after the day.
    pub schedule: Schedule,
    /// What becomes of the rest.
    pub spill: Spill,
}

/// One flight's wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// Who.
    pub flight: FlightId,
    /// When it asked to enter.
    pub asked: UtcMicros,
    /// How long, in whole minutes, rounded up.
    pub delay_min: i64,
    /// When it enters: the start of its bin, or when it asked if that is later.
    pub start: UtcMicros,
}

impl Serialize for Wait {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(3)?;
        tuple.serialize_element(&self.flight.0)?;
        tuple.serialize_element(&self.delay_min)?;
        tuple.serialize_element(&self.start.0)?;
        tuple.end()
    }
}

impl Pair for Delay {
    const NAME: &'static str = "flow/delay";
    const QUESTION: &'static str = "First in, first out under so many releases a bin: how long does each flight wait?";
    const DEFINITION: &'static str =
        "delay = ⌈max(0, start of release bin − asked) / 60 s⌉, releases n[t] from the head";
    type Input = Input;
    type Index = optimised::Queues;
    type Answer = Vec<Wait>;

    fn reference(input: &Input) -> Vec<Wait> {
        reference::delays(input)
    }

    fn index(input: &Input) -> optimised::Queues {
        optimised::Queues::new(input.horizon, &input.queues)
    }

    fn optimised(input: &Input, index: &optimised::Queues) -> Vec<Wait> {
        index.delays(&input.schedule, &input.spill)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let traffic = sample::traffic(rng, size);
        let queues = sample::queues(rng, &traffic);
        let schedule = queues
            .iter()
            .map(|queue| schedule::random(rng, &schedule::demand(queue, traffic.horizon), &traffic))
            .collect();
        let spill = sample::spill(rng, queues.len());
        Input { horizon: traffic.horizon, queues, schedule, spill }
    }
}

pub use optimised::Queues;
pub(crate) use optimised::{Queue, SpillOf};

/// The reference waits, for the reference sides that stand on this pair.
pub(crate) fn reference_delays(input: &Input) -> Vec<Wait> {
    reference::delays(input)
}
