//! Flights and stays as columns: sorted, and with what touches merged.

use super::{Flights, Stays};
use crate::model::VolumeId;

/// What is known of a flight, its stays apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::scenario) struct Header {
    pub(in crate::scenario) id: String,
    pub(in crate::scenario) operator: Option<String>,
    pub(in crate::scenario) departure: Option<String>,
    pub(in crate::scenario) arrival: Option<String>,
    pub(in crate::scenario) takeoff_s: Option<i64>,
    pub(in crate::scenario) rfl: Option<i64>,
    pub(in crate::scenario) fixed_min: Option<i64>,
}

/// A flight's presence in a volume; in the order of stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::scenario) struct Stay {
    pub(in crate::scenario) entry_s: i64,
    pub(in crate::scenario) exit_s: i64,
    pub(in crate::scenario) volume: VolumeId,
}

/// Collects flights in any order.
pub(in crate::scenario) struct Builder {
    merge_gap_s: i64,
    flights: Vec<(Header, Vec<Stay>)>,
    /// How many stays were given.
    pub(in crate::scenario) given: usize,
}

impl Builder {
    /// Stays at most `merge_gap_s` seconds apart in one volume are one.
    pub(in crate::scenario) fn new(merge_gap_s: i64) -> Self {
        Self { merge_gap_s, flights: Vec::new(), given: 0 }
    }

    /// A flight and its stays, in any order.
    pub(in crate::scenario) fn push(&mut self, header: Header, stays: Vec<Stay>) {
        self.given += stays.len();
        self.flights.push((header, merged(stays, self.merge_gap_s)));
    }

    /// The columns, in byte order of the ids.
    pub(in crate::scenario) fn build(mut self) -> (Flights, Stays) {
        self.flights.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        let mut flights = Flights { first_stay: vec![0], ..Flights::default() };
        let mut stays = Stays::default();
        for (header, own) in self.flights {
            flights.ids.push(header.id);
            flights.operator.push(header.operator);
            flights.departure.push(header.departure);
            flights.arrival.push(header.arrival);
            flights.takeoff_s.push(header.takeoff_s);
            flights.rfl.push(header.rfl);
            flights.fixed_min.push(header.fixed_min);
            for stay in own {
                stays.volume.push(stay.volume);
                stays.entry_s.push(stay.entry_s);
                stays.exit_s.push(stay.exit_s);
            }
            flights.first_stay.push(u32::try_from(stays.len()).expect("the limit of stays is below 2^32"));
        }
        (flights, stays)
    }
}

/// Stays of one flight: those in one volume that overlap, touch or lie at most `gap` seconds apart are one; in the order of
/// (entry, exit, volume).
fn merged(mut stays: Vec<Stay>, gap: i64) -> Vec<Stay> {
    stays.sort_unstable_by_key(|stay| (stay.volume, stay.entry_s, stay.exit_s));
    let mut merged: Vec<Stay> = Vec::with_capacity(stays.len());
    for stay in stays {
        match merged.last_mut() {
            Some(last) if last.volume == stay.volume && stay.entry_s <= last.exit_s + gap => {
                last.exit_s = last.exit_s.max(stay.exit_s);
            }
            _ => merged.push(stay),
        }
    }
    merged.sort_unstable();
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stays(list: &[(u32, i64, i64)]) -> Vec<Stay> {
        list.iter().map(|&(volume, entry_s, exit_s)| Stay { entry_s, exit_s, volume: VolumeId(volume) }).collect()
    }

    #[test]
    fn stays_that_touch_are_one_and_a_gap_is_a_re_entry() {
        let given = stays(&[(0, 100, 200), (1, 150, 160), (0, 0, 100), (0, 201, 300), (0, 50, 60)]);
        assert_eq!(merged(given.clone(), 0), stays(&[(0, 0, 200), (1, 150, 160), (0, 201, 300)]));
        assert_eq!(merged(given, 1), stays(&[(0, 0, 300), (1, 150, 160)]));
    }

    #[test]
    fn a_stay_of_no_length_stays_an_entry_of_its_own() {
        assert_eq!(merged(stays(&[(0, 5, 5), (0, 7, 7), (0, 5, 5)]), 0), stays(&[(0, 5, 5), (0, 7, 7)]));
    }
}
