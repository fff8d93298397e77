//! The intervals of a day, once more, volume by volume: what optimised sides keep ready.

use core::ops::Range;

use ndarray::Array2;

use super::entry_offset;
use crate::model::VolumeId;
use crate::scenario::Traffic;

/// Every interval under its volume, and how many undelayed flights each volume holds in each bin.
///
/// Built once for a day in O(intervals); holds about 16 bytes an interval.
#[derive(Debug, Clone)]
pub struct VolumeIndex {
    /// Volumes by bins: intervals counted where they are filed.
    undelayed: Array2<i32>,
    /// For each interval, in file order: whole seconds from take-off to entry, modulo the bin.
    offset: Vec<u16>,
    /// Where each volume's visits start; one more entry at the end.
    first_visit: Vec<u32>,
    /// The flight of each visit. Within a volume, flights ascend.
    flight: Vec<u32>,
    /// The interval of each visit.
    interval: Vec<u32>,
    /// The bin in which it is filed: kept here too, so that looking through a volume's visits does not jump about the day.
    bin: Vec<u16>,
}

impl VolumeIndex {
    /// Indexes a day.
    ///
    /// # Panics
    /// Never for a checked scenario: its limits keep positions within 32 bits.
    pub fn new(traffic: &Traffic) -> Self {
        let (horizon, intervals) = (traffic.horizon, &traffic.intervals);
        let mut undelayed = Array2::zeros((traffic.volumes.len(), horizon.bins() as usize));
        let mut first_visit = vec![0_u32; traffic.volumes.len() + 1];
        for (volume, bin) in intervals.volume.iter().zip(&intervals.bin) {
            undelayed[[volume.index(), usize::from(*bin)]] += 1;
            first_visit[volume.index() + 1] += 1;
        }
        for volume in 0..traffic.volumes.len() {
            first_visit[volume + 1] += first_visit[volume];
        }
        let mut next = first_visit.clone();
        let mut flight = vec![0; intervals.len()];
        let mut interval = vec![0; intervals.len()];
        let mut bin = vec![0; intervals.len()];
        for id in traffic.flights.iter() {
            for position in traffic.flights.intervals(id) {
                let place = &mut next[intervals.volume[position].index()];
                flight[*place as usize] = id.0;
                interval[*place as usize] = u32::try_from(position).expect("limits keep intervals within 32 bits");
                bin[*place as usize] = intervals.bin[position];
                *place += 1;
            }
        }
        let within = |entry: &f64| u16::try_from(entry_offset(horizon, *entry)).expect("a bin is at most 3,600 s");
        Self { undelayed, offset: intervals.entry_s.iter().map(within).collect(), first_visit, flight, interval, bin }
    }

    /// Volumes by bins: how many intervals are filed in each.
    pub fn undelayed(&self) -> &Array2<i32> {
        &self.undelayed
    }

    /// How many intervals a volume has.
    pub fn visits(&self, volume: VolumeId) -> usize {
        self.range(volume).len()
    }

    /// A volume's visits as `(flight, interval)` positions, in flight order.
    pub(crate) fn visits_of(&self, volume: VolumeId) -> impl ExactSizeIterator<Item = (u32, usize)> {
        let range = self.range(volume);
        self.flight[range.clone()].iter().copied().zip(self.interval[range].iter().map(|interval| *interval as usize))
    }

    /// The same, each with the bin in which it is filed.
    pub(crate) fn filed_visits_of(&self, volume: VolumeId) -> impl Iterator<Item = (u32, usize, u16)> {
        let bins = self.bin[self.range(volume)].iter().copied();
        self.visits_of(volume).zip(bins).map(|((flight, interval), bin)| (flight, interval, bin))
    }

    /// The bin in which the interval at `position`, filed in `bin`, counts after `delay_min` minutes.
    pub(crate) fn delayed_bin(&self, position: usize, bin: u16, delay_min: i64, bin_seconds: i64) -> i64 {
        i64::from(bin) + (i64::from(self.offset[position]) + 60 * delay_min).div_euclid(bin_seconds)
    }

    /// Whole minutes from take-off to the entry of the interval at `position`, modulo the bin.
    pub(crate) fn offset_min(&self, position: usize) -> u32 {
        u32::from(self.offset[position]) / 60
    }

    fn range(&self, volume: VolumeId) -> Range<usize> {
        self.first_visit[volume.index()] as usize..self.first_visit[volume.index() + 1] as usize
    }
}
