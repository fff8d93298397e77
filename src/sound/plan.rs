//! What a plan does to the flights of a day, in the fewest words that the pairs after it need.

use crate::model::FlightId;
use crate::scenario::sound::Day;

/// Who is held how long, by whichever plan: what objective, effect and hotspots ask about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Minutes that each flight is late, in the order of the flights; a frozen flight's own delay included.
    pub delays_min: Vec<i64>,
    /// Flights in any flow of any regulation, regulated or not; ascending.
    pub scope: Vec<FlightId>,
    /// Flights in a regulated flow; ascending.
    pub captured: Vec<FlightId>,
    /// Flights that are free to be delayed and enter at or after the end of a regulation's period, once a regulation.
    pub spill: i64,
}

impl Outcome {
    /// The state before anything is decided: frozen flights keep their delay, nobody is captured.
    pub fn base(day: &Day) -> Self {
        Self { delays_min: base_delays_min(day), scope: Vec::new(), captured: Vec::new(), spill: 0 }
    }

    /// The captured flights that are free to be delayed, with their delays in minutes.
    pub fn delays_of_the_free<'a>(&'a self, day: &'a Day) -> impl Iterator<Item = (FlightId, i64)> + 'a {
        let free = |flight: &FlightId| day.flights.fixed_min[flight.index()].is_none();
        self.captured.iter().copied().filter(free).map(|flight| (flight, self.delays_min[flight.index()]))
    }
}

/// Minutes that each flight is late before anything is decided.
pub(crate) fn base_delays_min(day: &Day) -> Vec<i64> {
    day.flights.iter().map(|flight| day.flights.base_delay_min(flight)).collect()
}
