//! Which flights a flow holds, as a checked tree.

use crate::model::{FlightId, VolumeId};

/// A condition on a flight and on the stay by which it is captured, its *reference stay*.
///
/// Names of volumes and flights are positions already; names that the day does not have match nothing and are gone. A
/// flight that lacks what a condition asks about does not meet it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Every one of these holds; without any, everything matches.
    All(Vec<Filter>),
    /// At least one of these holds; without any, nothing matches.
    Any(Vec<Filter>),
    /// This does not hold.
    Not(Box<Filter>),
    /// The operator is one of these.
    Operator(Vec<String>),
    /// The aerodrome of departure is one of these.
    Departure(Vec<String>),
    /// The aerodrome of arrival is one of these.
    Arrival(Vec<String>),
    /// The flight is one of these; ascending, all different.
    Flights(Vec<FlightId>),
    /// Any stay is in one of these volumes.
    Via(Vec<VolumeId>),
    /// The nearest stay before the reference stay that is in another volume is in one of `volumes`; where there is no such
    /// stay, the answer is `none`.
    From {
        /// The volumes.
        volumes: Vec<VolumeId>,
        /// Whether a flight that comes from nowhere matches.
        none: bool,
    },
    /// As [`Filter::From`], for the nearest stay after the reference stay.
    To {
        /// The volumes.
        volumes: Vec<VolumeId>,
        /// Whether a flight that goes nowhere matches.
        none: bool,
    },
    /// Any stay before the reference stay is in one of these volumes.
    Before(Vec<VolumeId>),
    /// Any stay after the reference stay is in one of these volumes.
    After(Vec<VolumeId>),
    /// Any stay is in a volume whose declared band lies inside `lowest..=highest`.
    Band {
        /// Lowest flight level.
        lowest: i64,
        /// Highest flight level.
        highest: i64,
    },
    /// The requested level is at least `from` and below `to`.
    Rfl {
        /// Lowest level that matches.
        from: i64,
        /// The level above those that match.
        to: i64,
    },
}

impl Filter {
    /// What every flight matches.
    pub fn everything() -> Self {
        Self::All(Vec::new())
    }
}
