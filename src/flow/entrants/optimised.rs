//! Right because: an entrant is a visit to the control volume by a listed flight, and the index holds exactly the
//!   visits to that volume, in flight order, each with the moment of its entry. The window is checked on each.
//! Fast because: a listed flight's visits are found by its position, not by search; no other flight and no other
//!   volume is touched. O(listed flights + their visits to one volume), whatever the size of the day.
//! Did not pay: nothing else was measured. A search for each listed flight among the volume's visits would save the four
//!   bytes a flight of the table, at about ten comparisons a flight.

use core::ops::Range;

use super::{Entrant, Input};
use crate::flow::VolumeIndex;
use crate::model::{FlightId, VolumeId};
use crate::scenario::Traffic;

/// All visits to one volume, found by flight.
#[derive(Debug, Clone)]
pub struct Visits {
    /// Where each flight's visits start; one more entry at the end.
    first: Vec<u32>,
    visits: Vec<Entrant>,
}

impl Visits {
    /// Collects the visits to `volume`, in O(flights + visits to it).
    pub fn new(traffic: &Traffic, index: &VolumeIndex, volume: VolumeId) -> Self {
        Self::within(traffic, index, volume, &(0..traffic.horizon.bins()))
    }

    /// The same for visits in some bins alone.
    pub(crate) fn within(traffic: &Traffic, index: &VolumeIndex, volume: VolumeId, bins: &Range<u32>) -> Self {
        let mut first = vec![0_u32; traffic.flights.len() + 1];
        let mut visits = Vec::new();
        let in_bins = |bin: &u16| bins.contains(&u32::from(*bin));
        for (flight, position, bin) in index.filed_visits_of(volume).filter(|(_, _, bin)| in_bins(bin)) {
            first[flight as usize + 1] += 1;
            visits.push(Entrant {
                flight: FlightId(flight),
                entry: traffic.flights.takeoff[flight as usize].plus_seconds(traffic.intervals.entry_s[position]),
                bin,
            });
        }
        for flight in 0..traffic.flights.len() {
            first[flight + 1] += first[flight];
        }
        Self { first, visits }
    }

    fn of(&self, flight: FlightId) -> &[Entrant] {
        &self.visits[self.first[flight.index()] as usize..self.first[flight.index() + 1] as usize]
    }
}

pub(super) fn entrants(input: &Input, index: &Visits) -> Vec<Vec<Entrant>> {
    let in_window = |visit: &&Entrant| input.window.contains(&u32::from(visit.bin));
    input
        .traffic
        .flows
        .iter()
        .map(|flow| flow.flights.iter().flat_map(|flight| index.of(*flight)).filter(in_window).copied().collect())
        .collect()
}
