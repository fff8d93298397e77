//! Demand: how many flights enter a volume in the hour that begins at each bin?
//!
//! This is the entry count that flow managers chart. An *entry* begins a stay: an interval that does not carry on the
//! flight's interval before it in the same volume (whose exit is exactly this entry). A flight that stays for three
//! bins is one entry here, where the published occupancy counts it three times.

use super::VolumeIndex;
use super::occupancy::rolling;
use crate::model::{FlightId, UtcMicros, VolumeId};
use crate::pair::Side;
use crate::scenario::Traffic;

use super::objective::capacity;

/// One flight beginning a stay in a volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Who.
    pub flight: FlightId,
    /// When.
    pub at: UtcMicros,
}

/// All entries into a volume, flight by flight, undelayed. O(visits to the volume).
pub fn entries(traffic: &Traffic, index: &VolumeIndex, volume: VolumeId) -> Vec<Entry> {
    let intervals = &traffic.intervals;
    let mut before: Option<(u32, u64)> = None;
    let mut entries = Vec::new();
    for (flight, position) in index.visits_of(volume) {
        let (entry_s, exit_s) = (intervals.entry_s[position], intervals.exit_s[position]);
        if before != Some((flight, entry_s.to_bits())) {
            let at = traffic.flights.takeoff[flight as usize].plus_seconds(entry_s);
            entries.push(Entry { flight: FlightId(flight), at });
        }
        before = Some((flight, exit_s.to_bits()));
    }
    entries
}

/// Entry counts of one volume against its capacity, by bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Flights that enter in the hour from each bin; the day ends the last hours early.
    pub hourly: Vec<i64>,
    /// Flights an hour that the volume can take, by bin.
    pub capacity: Vec<i64>,
}

impl Demand {
    /// Counts entries, each flight late by its entry of `delays_min` (one a flight). An entry that leaves the scenario's day is dropped.
    pub fn of(traffic: &Traffic, volume: VolumeId, entries: &[Entry], delays_min: &[i64]) -> Self {
        let horizon = traffic.horizon;
        let day = first_day(traffic);
        let mut counts = vec![0; horizon.bins() as usize];
        for entry in entries {
            let at = UtcMicros(entry.at.0 + delays_min[entry.flight.index()] * 60_000_000);
            if at.midnight() == day {
                counts[at.bin(horizon) as usize] += 1;
            }
        }
        Self {
            hourly: rolling(&counts, horizon.bins_per_hour() as usize, Side::Optimised),
            capacity: capacity(&traffic.volumes[volume.index()], horizon),
        }
    }

    /// All that stands above the capacity, added over the day's bins.
    pub fn overload(&self) -> i64 {
        self.hourly.iter().zip(&self.capacity).map(|(hourly, capacity)| (hourly - capacity).max(0)).sum()
    }

    /// The busiest hour's first bin; the earliest of several.
    pub fn peak_bin(&self) -> usize {
        let busiest = self.hourly.iter().max().copied().unwrap_or(0);
        self.hourly.iter().position(|hourly| *hourly == busiest).unwrap_or(0)
    }
}

/// Midnight of the scenario's day: that of its earliest take-off.
pub(super) fn first_day(traffic: &Traffic) -> UtcMicros {
    traffic.flights.takeoff.iter().min().map_or(UtcMicros(0), |earliest| earliest.midnight())
}
