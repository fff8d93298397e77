//! A checked day under the sound model: who is where, and what each volume declares that it can take.

use core::ops::Range;

use crate::model::{FlightId, VolumeId};

/// A number of flights an hour that may enter a volume, from one moment to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EntryCapacity {
    /// First second that it holds.
    pub from_s: i64,
    /// The second after the last; later than `from_s`.
    pub to_s: i64,
    /// Flights an hour; 0 closes the volume.
    pub per_hour: i64,
}

/// How many flights may be inside a volume at once, from one moment to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OccupancyLimit {
    /// First second that it holds.
    pub from_s: i64,
    /// The second after the last; later than `from_s`.
    pub to_s: i64,
    /// Flights that are never to be exceeded, where declared.
    pub peak: Option<i64>,
    /// Flights that are not to be exceeded for long, where declared.
    pub sustain: Option<i64>,
    /// How long is long, in minutes.
    pub sustain_min: i64,
}

/// A volume of airspace and what it declares.
#[derive(Debug, Clone, PartialEq)]
pub struct Volume {
    /// Its name, which no other volume has.
    pub id: String,
    /// Lowest and highest flight level, where declared.
    pub band: Option<[i64; 2]>,
    /// Declared capacities, in order of time, never overlapping; time without one is unconstrained.
    pub entry_capacity: Vec<EntryCapacity>,
    /// Declared occupancies, in order of time, never overlapping; time without one is unconstrained.
    pub occupancy: Vec<OccupancyLimit>,
    /// Rings of `[longitude, latitude]` in degrees; empty where not declared.
    pub outline: Vec<Vec<[f64; 2]>>,
}

/// All flights in byte order of their names, one entry a flight in each column.
///
/// That order breaks every tie, so a smaller [`FlightId`] goes first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flights {
    /// Names, all different, ascending.
    pub ids: Vec<String>,
    /// Operators, where known; never the empty text.
    pub operator: Vec<Option<String>>,
    /// Aerodromes of departure, where known.
    pub departure: Vec<Option<String>>,
    /// Aerodromes of arrival, where known.
    pub arrival: Vec<Option<String>>,
    /// Planned take-off in seconds of the day, where known.
    pub takeoff_s: Vec<Option<i64>>,
    /// Requested flight levels, where known.
    pub rfl: Vec<Option<i64>>,
    /// Minutes that a flight is late for good: 0 for an exempt flight, its slot's delay for a frozen one, `None` for a
    /// flight that may be delayed.
    pub fixed_min: Vec<Option<i64>>,
    /// Where each flight's stays start in [`Stays`]; one more entry at the end.
    pub first_stay: Vec<u32>,
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

    /// The positions of a flight's stays.
    pub fn stays(&self, flight: FlightId) -> Range<usize> {
        self.first_stay[flight.index()] as usize..self.first_stay[flight.index() + 1] as usize
    }

    /// Every flight, in byte order of the names.
    pub fn iter(&self) -> impl Iterator<Item = FlightId> + use<> {
        (0..self.len()).map(FlightId::at)
    }

    /// The flight of that name.
    pub fn named(&self, id: &str) -> Option<FlightId> {
        self.ids.binary_search_by(|known| known.as_str().cmp(id)).ok().map(FlightId::at)
    }

    /// Minutes that a flight is late before anything is decided: a frozen flight's delay, else 0.
    pub fn base_delay_min(&self, flight: FlightId) -> i64 {
        self.fixed_min[flight.index()].unwrap_or(0)
    }
}

/// All stays, flight by flight, within a flight in order of (entry, exit, volume); one entry a stay in each column.
///
/// Stays of one flight in one volume never touch or overlap: those that did are one stay. Times are seconds of the day,
/// before any delay; below 0 is the evening before, from 86,400 on the morning after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stays {
    /// The volume entered.
    pub volume: Vec<VolumeId>,
    /// The second of entry.
    pub entry_s: Vec<i64>,
    /// The second of exit, not before the entry. A stay of no length is an entry and never occupies.
    pub exit_s: Vec<i64>,
}

impl Stays {
    /// How many stays there are.
    pub fn len(&self) -> usize {
        self.volume.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.volume.is_empty()
    }
}

/// A checked day under the sound model.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// The volumes in the order of the file.
    pub volumes: Vec<Volume>,
    /// The flights in byte order of their names.
    pub flights: Flights,
    /// Their stays.
    pub stays: Stays,
    /// The seconds of the day in which windows start. It limits what is looked at, never the traffic that is counted.
    pub horizon: Range<i64>,
    /// Stays of one flight in one volume that are at most this many seconds apart were taken for one.
    pub merge_gap_s: i64,
}

impl Day {
    /// The volume of that name. O(volumes).
    pub fn volume_named(&self, id: &str) -> Option<VolumeId> {
        self.volumes.iter().position(|volume| volume.id == id).map(VolumeId::at)
    }
}
