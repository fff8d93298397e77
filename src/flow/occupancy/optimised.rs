//! Right because: a delay changes only the counts of the flight that has it. So the counts are those of the undelayed
//!   day, which the index holds, less one where a late flight was filed, plus one where it now is. A list of flights
//!   has no such start, so there each listed flight's intervals are counted, with the offsets of the index.
//! Fast because: flights without a delay are never visited. Asked about few volumes, only the visits to those volumes
//!   are looked through; asked about many, only the late flights: whichever is less. No division by the bin length
//!   touches a float.
//! Did not pay: keeping the counts of the last call and changing only what is new since. It would save the copy of the
//!   undelayed counts, but the answer would depend on the calls before it. Not measured, for that reason.

use ndarray::{Array2, Axis};

use super::{Counts, Input};
use crate::flow::VolumeIndex;
use crate::model::FlightId;

pub(super) fn occupancy(input: &Input, index: &VolumeIndex) -> Counts {
    let rows: Vec<usize> = input.volumes.iter().map(|volume| volume.index()).collect();
    match &input.flights {
        Some(flights) => listed(input, index, flights, &rows),
        None => everyone(input, index, &rows),
    }
}

/// The undelayed day, corrected for each late flight.
fn everyone(input: &Input, index: &VolumeIndex, rows: &[usize]) -> Counts {
    let mut counts = Counts(if rows.iter().copied().eq(0..index.undelayed().nrows()) {
        index.undelayed().clone()
    } else {
        index.undelayed().select(Axis(0), rows)
    });
    let traffic = &input.traffic;
    let moved = || (0_u32..).zip(&input.delays_min).filter(|(_, delay)| **delay != 0);
    let intervals_of_moved: usize = moved().map(|(flight, _)| traffic.flights.intervals(FlightId(flight)).len()).sum();
    let visits_of_asked: usize = input.volumes.iter().map(|volume| index.visits(*volume)).sum();

    let mut shift = |row: usize, position: usize, delay: i64| {
        let bin = traffic.intervals.bin[position];
        counts.0[[row, usize::from(bin)]] -= 1;
        add(&mut counts.0, row, delayed(input, index, position, delay));
    };
    if visits_of_asked < intervals_of_moved {
        for (row, &volume) in input.volumes.iter().enumerate() {
            for (flight, position) in index.visits_of(volume) {
                match input.delays_min[flight as usize] {
                    0 => {}
                    delay => shift(row, position, delay),
                }
            }
        }
    } else {
        let row_of = row_of(rows, traffic.volumes.len());
        for (flight, &delay) in moved() {
            for position in traffic.flights.intervals(FlightId(flight)) {
                if let Some(row) = row_of[traffic.intervals.volume[position].index()] {
                    shift(row, position, delay);
                }
            }
        }
    }
    counts
}

/// The listed flights only, from nothing.
fn listed(input: &Input, index: &VolumeIndex, flights: &[FlightId], rows: &[usize]) -> Counts {
    let traffic = &input.traffic;
    let row_of = row_of(rows, traffic.volumes.len());
    let mut counts = Array2::zeros((rows.len(), traffic.horizon.bins() as usize));
    for &flight in flights {
        let delay = input.delays_min[flight.index()];
        for position in traffic.flights.intervals(flight) {
            if let Some(row) = row_of[traffic.intervals.volume[position].index()] {
                add(&mut counts, row, delayed(input, index, position, delay));
            }
        }
    }
    Counts(counts)
}

fn delayed(input: &Input, index: &VolumeIndex, position: usize, delay: i64) -> i64 {
    let (bin, length) = (input.traffic.intervals.bin[position], i64::from(input.traffic.horizon.bin_seconds()));
    index.delayed_bin(position, bin, delay, length)
}

fn add(counts: &mut Array2<i32>, row: usize, bin: i64) {
    if let Some(count) = usize::try_from(bin).ok().and_then(|bin| counts.get_mut([row, bin])) {
        *count += 1;
    }
}

/// For each bin, the sum of the counts in the `length` bins that begin there, carried from bin to bin, last bin first.
pub(crate) fn rolling(counts: &[i32], length: usize, each: impl FnMut(i64)) {
    let left = |bin: usize| counts.get(bin + length).map_or(0, |count| i64::from(*count));
    (0..counts.len())
        .rev()
        .scan(0, |sum, bin| {
            *sum += i64::from(counts[bin]) - left(bin);
            Some(*sum)
        })
        .for_each(each);
}

/// For each volume of the day, its row in the answer.
fn row_of(rows: &[usize], volumes: usize) -> Vec<Option<usize>> {
    let mut row_of = vec![None; volumes];
    for (row, &volume) in rows.iter().enumerate() {
        row_of[volume] = Some(row);
    }
    row_of
}
