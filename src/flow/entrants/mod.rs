//! Entrants: which flights of each flow enter the regulated volume in the window, and when?
//!
//! ```text
//! entrants[f] = [ (flight, take-off + entry, bin) : flight listed in f, its interval in the control volume, bin in window ]
//! ```
//!
//! One entrant an *interval*, not a flight: a flight that stays for three bins of the window is three entrants. A
//! flight listed twice is listed twice here, and a flight in two flows is an entrant of both. This is the published
//! definition; it is why rates are spent faster than flights arrive.
//!
//! Promised: flows in file order; inside a flow, flights as listed and each flight's intervals in file order.

mod optimised;
mod reference;

use std::sync::Arc;

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

use super::{VolumeIndex, sample};
use crate::model::{FlightId, UtcMicros, VolumeId};
use crate::pair::Pair;
use crate::rng::Rng;
use crate::scenario::Traffic;

/// The pair `flow/entrants`.
#[derive(Debug)]
pub struct Entrants;

/// What is asked: who enters this volume in these bins?
#[derive(Debug, Clone)]
pub struct Input {
    /// The day and its flows.
    pub traffic: Arc<Traffic>,
    /// The volume entered.
    pub control: VolumeId,
    /// The bins of the window, half-open; may reach beyond the day.
    pub window: core::ops::Range<u32>,
}

impl Input {
    /// Asks about the scenario's own control volume and window.
    pub fn of(traffic: Arc<Traffic>) -> Self {
        Self { control: traffic.control, window: traffic.window.clone(), traffic }
    }
}

/// One entry into the control volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entrant {
    /// Who.
    pub flight: FlightId,
    /// When: take-off plus the interval's entry.
    pub entry: UtcMicros,
    /// The bin in which the interval is filed; need not be the bin of `entry`.
    pub bin: u16,
}

impl Serialize for Entrant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(3)?;
        tuple.serialize_element(&self.flight.0)?;
        tuple.serialize_element(&self.entry.0)?;
        tuple.serialize_element(&self.bin)?;
        tuple.end()
    }
}

impl Pair for Entrants {
    const NAME: &'static str = "flow/entrants";
    const QUESTION: &'static str = "Which flights of each flow enter the regulated volume in the window, and when?";
    const DEFINITION: &'static str =
        "entrants[f] = [ (flight, take-off + entry, bin) : flight ∈ f, volume = control, bin ∈ window ]";
    type Input = Input;
    type Index = optimised::Visits;
    type Answer = Vec<Vec<Entrant>>;

    fn reference(input: &Input) -> Vec<Vec<Entrant>> {
        reference::entrants(input)
    }

    fn index(input: &Input) -> optimised::Visits {
        optimised::Visits::new(&input.traffic, &VolumeIndex::new(&input.traffic), input.control)
    }

    fn optimised(input: &Input, index: &optimised::Visits) -> Vec<Vec<Entrant>> {
        optimised::entrants(input, index)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        Input::of(Arc::new(sample::traffic(rng, size)))
    }
}

pub use optimised::Visits;
