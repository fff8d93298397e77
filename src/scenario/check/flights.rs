//! The rules for flights.

use std::collections::HashMap;

use super::field;
use super::intervals::{self, Rows};
use super::volumes::Names;
use crate::model::{Horizon, UtcMicros};
use crate::scenario::format::{FlightFile, IntervalFile, IntervalTable};
use crate::scenario::limits;
use crate::scenario::list::List;
use crate::scenario::locate::Place;
use crate::scenario::object::Object;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::takeoff;
use crate::scenario::{Flights, Intervals};

/// Flights with their intervals.
pub(super) struct Checked {
    pub(super) flights: Flights,
    pub(super) intervals: Intervals,
}

/// The checked flights, in order; `None` where their list cannot be trusted.
pub(super) fn flights(
    list: Option<List<Object<FlightFile<'_>>>>,
    table: Option<Object<IntervalTable>>,
    horizon: Option<Horizon>,
    names: Option<&Names<'_>>,
    problems: &mut Problems,
) -> Option<Checked> {
    let place = || Place::of("flights");
    let Some(list) = list else {
        field::missing(place(), "list the flights; an empty list is allowed", problems);
        return None;
    };
    if !limits::within(list.len(), limits::FLIGHTS, "flights", place(), problems) {
        return None;
    }
    duplicates(&list, problems);
    let readable = || list.iter().filter_map(|flight| flight.intervals.as_deref());
    if table.is_some() && readable().next().is_some() {
        problems.error("scenario/both-forms", Place::of("intervals"), || {
            ("intervals are given in a table and in the flights too".to_owned(), "keep one of the two")
        });
    }
    limits::within(readable().map(<[_]>::len).sum(), limits::INTERVALS, "intervals", place(), problems);
    let count = list.len();
    let mut flights = Flights::default();
    let mut rows = Rows::new(horizon, names);
    flights.first_interval.push(0);
    for (index, flight) in list.0.into_iter().enumerate() {
        header(&flight, index, &mut flights, problems);
        let at = || place().index(index).key("intervals");
        match &flight.intervals {
            Some(intervals) => readable_intervals(intervals, index, &mut rows, problems),
            None if table.is_none() => field::missing(at(), "list the intervals; an empty list is allowed", problems),
            None => {}
        }
        flights.first_interval.push(rows.position());
    }
    let intervals = match table {
        Some(table) => intervals::table(table.0, count, horizon, names, &mut flights.first_interval, problems),
        None => Some(rows.into_intervals()),
    };
    Some(Checked { flights, intervals: intervals.unwrap_or_default() })
}

fn duplicates(list: &[Object<FlightFile<'_>>], problems: &mut Problems) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (index, flight) in list.iter().enumerate() {
        let Some(id) = flight.id.good() else { continue };
        if let Some(first) = seen.get(id.as_ref()) {
            problems.error("scenario/duplicate-flight", Place::of("flights").index(index).key("id"), || {
                (format!("{} is already used by flights[{first}]", say::quoted(id)), "give each flight its own id")
            });
        } else {
            seen.insert(id, index);
        }
    }
}

fn header(flight: &FlightFile<'_>, index: usize, flights: &mut Flights, problems: &mut Problems) {
    let at = || Place::of("flights").index(index);
    let id = field::name(&flight.id, || at().key("id"), "give each flight its own id", problems);
    flights.ids.push(id.map(|id| id.clone().into_owned()).unwrap_or_default());
    let remedy = "write a UTC time such as 2018-08-01T05:00:00";
    let written = field::text(&flight.takeoff_time, || at().key("takeoffTime"), remedy, problems);
    let takeoff = written.and_then(|text| {
        let moment = takeoff::parse(text);
        if moment.is_none() {
            problems.error("scenario/bad-time", at().key("takeoffTime"), || {
                (format!("{} is not a time", say::quoted(text)), remedy)
            });
        }
        moment
    });
    flights.takeoff.push(takeoff.unwrap_or(UtcMicros(0)));
    flights.operator.push(field::sentence(&flight.operator, || at().key("operator"), problems));
}

fn readable_intervals(
    list: &[Object<IntervalFile<'_>>],
    flight: usize,
    rows: &mut Rows<'_, '_>,
    problems: &mut Problems,
) {
    for (index, interval) in list.iter().enumerate() {
        rows.push(interval, || Place::of("flights").index(flight).key("intervals").index(index), problems);
    }
}
