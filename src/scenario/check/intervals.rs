//! The rules for intervals, in the flights or as a table.

use super::field;
use super::volumes::Names;
use crate::model::{Horizon, VolumeId};
use crate::scenario::Intervals;
use crate::scenario::column::{Column, Marked};
use crate::scenario::format::{IntervalFile, IntervalTable};
use crate::scenario::limits;
use crate::scenario::locate::Place;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::Odd;

const BIN_REMEDY: &str = "write the bin of the day, a whole number from 0";
const SECONDS_REMEDY: &str = "write seconds after take-off";

/// Checks a bin of the day and answers it.
fn bin(value: i64, horizon: Option<Horizon>, place: impl FnOnce() -> Place, problems: &mut Problems) -> Option<u16> {
    let bins = horizon?.bins();
    let found = u16::try_from(value).ok().filter(|bin| u32::from(*bin) < bins);
    if found.is_none() {
        problems.error("scenario/bin-outside-day", place(), || {
            (format!("bin {value} lies outside the day"), format!("use 0 to {}", bins - 1))
        });
    }
    found
}

/// Checks when an interval starts and ends. `place` is the field of that name, or the interval for `None`.
fn times(entry: f64, exit: f64, place: impl Fn(&'static str) -> Place, swap: Place, problems: &mut Problems) {
    for (name, value) in [("entryTimeS", entry), ("exitTimeS", exit)] {
        if value.abs() > limits::SECONDS {
            problems.error("scenario/time-out-of-range", place(name), || {
                (format!("{} s is more than seven days from take-off", say::number(value)), SECONDS_REMEDY)
            });
        }
    }
    if exit < entry {
        problems.error("scenario/exit-before-entry", swap, || {
            let (exit, entry) = (say::number(exit), say::number(entry));
            (format!("leaves at {exit} s, before it enters at {entry} s"), "swap the two times")
        });
    }
    if entry < 0.0 {
        problems.warning("scenario/negative-entry", place("entryTimeS"), || {
            (format!("enters {} s before take-off", say::number(-entry)), "kept; write seconds after take-off")
        });
    }
}

/// Intervals of the readable form, gathered flight by flight.
pub(super) struct Rows<'n, 'v> {
    horizon: Option<Horizon>,
    names: Option<&'n Names<'v>>,
    intervals: Intervals,
}

impl<'n, 'v> Rows<'n, 'v> {
    pub(super) fn new(horizon: Option<Horizon>, names: Option<&'n Names<'v>>) -> Self {
        Self { horizon, names, intervals: Intervals::default() }
    }

    /// How many rows there are so far.
    pub(super) fn position(&self) -> u32 {
        u32::try_from(self.intervals.len()).expect("the limit on intervals fits in 32 bits")
    }

    pub(super) fn into_intervals(self) -> Intervals {
        self.intervals
    }

    /// Adds one interval, which stands at `at`; an unsound one is noted and left out.
    pub(super) fn push(&mut self, interval: &IntervalFile<'_>, at: impl Fn() -> Place, problems: &mut Problems) {
        let tv = field::text(&interval.tv, || at().key("tv"), "write the volume's id", problems);
        let volume = tv.zip(self.names).and_then(|(id, names)| names.find(id, || at().key("tv"), problems));
        let bin = field::number(&interval.bin, || at().key("bin"), BIN_REMEDY, problems)
            .and_then(|value| field::whole(value, || at().key("bin"), BIN_REMEDY, problems))
            .and_then(|value| bin(value, self.horizon, || at().key("bin"), problems));
        let entry = field::number(&interval.entry_s, || at().key("entryTimeS"), SECONDS_REMEDY, problems);
        let exit = field::number(&interval.exit_s, || at().key("exitTimeS"), SECONDS_REMEDY, problems);
        let (Some(entry), Some(exit)) = (entry, exit) else { return };
        times(entry, exit, |name| at().key(name), at(), problems);
        let (Some(volume), Some(bin)) = (volume, bin) else { return };
        self.intervals.volume.push(volume);
        self.intervals.bin.push(bin);
        self.intervals.entry_s.push(entry);
        self.intervals.exit_s.push(exit);
    }
}

fn place(column: &'static str) -> Place {
    Place::of("intervals").key(column)
}

/// Intervals of the table; also fills in where each of `flights` flights starts. Unsound rows are noted and stay.
pub(super) fn table(
    table: IntervalTable,
    flights: usize,
    horizon: Option<Horizon>,
    names: Option<&Names<'_>>,
    first_interval: &mut Vec<u32>,
    problems: &mut Problems,
) -> Option<Intervals> {
    let IntervalTable { flight, tv, bin, entry_s, exit_s } = table;
    let flight = column("flight", flight, problems);
    let tv = column("tv", tv, problems);
    let bin = column("bin", bin, problems);
    let entry = column("entryTimeS", entry_s, problems);
    let exit = column("exitTimeS", exit_s, problems);
    let (flight, tv, bin, entry_s, exit_s) = (flight?, tv?, bin?, entry?, exit?);
    let rows = flight.len();
    let lengths = [("tv", tv.len()), ("bin", bin.len()), ("entryTimeS", entry_s.len()), ("exitTimeS", exit_s.len())];
    for (name, length) in lengths.into_iter().filter(|(_, length)| *length != rows) {
        problems.error("scenario/column-length", place(name), || {
            let (length, rows) = (say::count(length), say::count(rows));
            (format!("has {length} rows, where flight has {rows}"), "give every column a value for each interval")
        });
    }
    if lengths.iter().any(|(_, length)| *length != rows)
        || !limits::within(rows, limits::INTERVALS, "intervals", Place::of("intervals"), problems)
    {
        return None;
    }
    *first_interval = starts(&flight, flights, problems);
    drop(flight);
    for (row, (&entry, &exit)) in entry_s.iter().zip(&exit_s).enumerate() {
        let usual = entry >= 0.0 && exit >= entry && exit <= limits::SECONDS;
        if !(usual || entry.is_nan() || exit.is_nan()) {
            times(entry, exit, |name| place(name).index(row), place("exitTimeS").index(row), problems);
        }
    }
    let bin = bin_column(&bin, horizon, problems);
    let volume = volume_column(tv, names, problems);
    Some(Intervals { volume, bin, entry_s, exit_s })
}

/// The values of a column that must be there, once its odd ones are noted.
fn column<T: Marked>(name: &'static str, column: Option<Column<T>>, problems: &mut Problems) -> Option<Vec<T>> {
    let remedy = match name {
        "flight" => "write the flight's position in flights, from 0",
        "tv" => "write the volume's position in trafficVolumes, from 0",
        "bin" => BIN_REMEDY,
        _ => SECONDS_REMEDY,
    };
    let Some(Column { values, odd }) = column else {
        field::missing(place(name), remedy, problems);
        return None;
    };
    for (row, odd) in &odd {
        let at = place(name).index(*row);
        match odd {
            Odd::Number(value) => problems.error("scenario/not-whole", at, || {
                let fault = if value.fract() == 0.0 { "is too large" } else { "is not a whole number" };
                (format!("{} {fault}", say::number(*value)), remedy)
            }),
            odd => field::not_a_number(odd, at, remedy, problems),
        }
    }
    let marked = values.iter().filter(|value| value.is_mark()).count();
    problems.more_errors(marked - odd.len());
    Some(values)
}

/// Where each flight starts in the table, and the end.
fn starts(rows: &[i32], flights: usize, problems: &mut Problems) -> Vec<u32> {
    let mut starts = vec![0; flights + 1];
    let mut last = 0;
    for (row, &flight) in rows.iter().enumerate().filter(|(_, flight)| !flight.is_mark()) {
        match usize::try_from(flight).ok().filter(|flight| *flight < flights) {
            None => problems.error("scenario/unknown-flight", place("flight").index(row), || {
                (format!("there is no flights[{flight}]"), format!("use positions below {}", say::count(flights)))
            }),
            Some(_) if flight < last => {
                problems.error("scenario/unordered-intervals", place("flight").index(row), || {
                    (format!("goes back to flights[{flight}] after flights[{last}]"), "sort the rows by flight")
                });
            }
            Some(position) => {
                starts[position + 1] += 1;
                last = flight;
            }
        }
    }
    for position in 0..flights {
        starts[position + 1] += starts[position];
    }
    starts
}

fn bin_column(bins: &[i32], horizon: Option<Horizon>, problems: &mut Problems) -> Vec<u16> {
    let checked = |(row, &value): (usize, &i32)| {
        let known =
            if value.is_mark() { None } else { bin(value.into(), horizon, || place("bin").index(row), problems) };
        known.unwrap_or_default()
    };
    bins.iter().enumerate().map(checked).collect()
}

fn volume_column(volumes: Vec<i32>, names: Option<&Names<'_>>, problems: &mut Problems) -> Vec<VolumeId> {
    let count = names.map_or(usize::MAX, Names::len);
    let mut checked = |(row, value): (usize, i32)| {
        let known = usize::try_from(value).ok().filter(|position| *position < count);
        if known.is_none() && !value.is_mark() {
            problems.error("scenario/unknown-volume", place("tv").index(row), || {
                (format!("there is no trafficVolumes[{value}]"), format!("use positions below {}", say::count(count)))
            });
        }
        VolumeId(value.unsigned_abs())
    };
    volumes.into_iter().enumerate().map(&mut checked).collect()
}
