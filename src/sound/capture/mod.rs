//! Capture: which flights does a regulation take hold of, and in which of its flows?
//!
//! ```text
//! reference entry of f = its first entry into the volume inside [start, end), before anything is decided
//! f is in the first flow, in declared order, whose filter it matches; in one flow at most, whatever its re-entries
//! ```
//!
//! With a period of 10:00 to 11:00, a flight that enters at 09:50 and again at 10:20 is captured once, at 10:20.
//!
//! Promised: each flow's flights in the order in which they are served, by reference entry and then by name. A frozen
//! flight's entries are those of its slot.

mod optimised;
pub(crate) mod reference;

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::sample;
use crate::model::FlightId;
use crate::pair::Pair;
use crate::rng::Rng;
use crate::scenario::sound::{Day, Regulation};

/// The pair `sound/capture`.
#[derive(Debug)]
pub struct Capture;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Input {
    /// The day.
    pub day: Arc<Day>,
    /// The regulation; its rates take no part.
    pub regulation: Regulation,
}

/// A captured flight: `[reference entry, flight]` in JSON, the flight by its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Captured {
    /// Its reference entry, in seconds of the day.
    pub eto_s: i64,
    /// Who.
    pub flight: FlightId,
}

impl Serialize for Captured {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.eto_s, self.flight.0).serialize(serializer)
    }
}

impl Pair for Capture {
    const NAME: &'static str = "sound/capture";
    const QUESTION: &'static str = "Which flights does a regulation take hold of, and in which of its flows?";
    const DEFINITION: &'static str = "f ∈ first flow whose filter it matches at its first entry inside [start, end)";
    type Input = Input;
    type Index = optimised::VolumeVisits;
    type Answer = Vec<Vec<Captured>>;

    fn reference(input: &Input) -> Vec<Vec<Captured>> {
        reference::capture(&input.day, &input.regulation)
    }

    fn index(input: &Input) -> optimised::VolumeVisits {
        optimised::VolumeVisits::new(&input.day)
    }

    fn optimised(input: &Input, index: &optimised::VolumeVisits) -> Vec<Vec<Captured>> {
        index.capture(&input.day, &input.regulation)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        let day = sample::day(rng, size);
        let regulation = sample::regulation(rng, &day, "R");
        Input { day: Arc::new(day), regulation }
    }
}

pub use optimised::VolumeVisits;
