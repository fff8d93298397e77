//! Every interval of every flight is visited and counted in its bin.

use ndarray::Array2;

use super::{Counts, Input};
use crate::flow::delayed_bin;
use crate::model::FlightId;

/// For each bin, the sum of the counts in the `length` bins that begin there; the day ends the last ones early.
pub(crate) fn rolling(counts: &[i32], length: usize) -> Vec<i64> {
    (0..counts.len()).map(|bin| counts.iter().skip(bin).take(length).map(|count| i64::from(*count)).sum()).collect()
}

pub(super) fn occupancy(input: &Input) -> Counts {
    let traffic = &input.traffic;
    let bins = traffic.horizon.bins() as usize;
    let mut counts = Array2::zeros((input.volumes.len(), bins));
    let mut row_of = vec![None; traffic.volumes.len()];
    for (row, volume) in input.volumes.iter().enumerate() {
        row_of[volume.index()] = Some(row);
    }
    let everyone: Vec<FlightId> = traffic.flights.iter().collect();

    for &flight in input.flights.as_ref().unwrap_or(&everyone) {
        let delay = input.delays_min[flight.index()];
        for i in traffic.flights.intervals(flight) {
            let bin = delayed_bin(traffic.horizon, traffic.intervals.bin[i], traffic.intervals.entry_s[i], delay);
            let row = row_of[traffic.intervals.volume[i].index()];
            let column = usize::try_from(bin).ok().filter(|bin| *bin < bins);
            if let (Some(row), Some(column)) = (row, column) {
                counts[[row, column]] += 1;
            }
        }
    }
    Counts(counts)
}
