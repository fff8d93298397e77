//! The fingerprint by which the recorded cases name a generated day.

use core::fmt::Write;

use sha2::{Digest, Sha256};

use crate::model::{FlightId, UtcMicros};
use crate::pair::hex;

use super::generate::Params;
use super::traffic::{Flow, Traffic, Volume};

/// SHA-256, in hexadecimal, of what [`super::generate`] made from `params`, as the recorded generator defines it.
///
/// The text that is hashed has a line a flight (`id|take-off`) with a line an interval after it
/// (`volume,bin,entry,exit`, the volume by its position, the times in microseconds after take-off); then a line a flow,
/// by name (`name:flight,flight`, with the [`Params::ghost_names`] at the end); then a line a volume
/// (`name;hour=capacity,…` in half flights); and last, without a line end, the control volume and the window.
pub fn fingerprint(params: &Params, day: &Traffic) -> String {
    let mut hash = Sha256::new();
    for flight in day.flights.iter() {
        hash.update(flight_lines(day, flight));
    }
    let mut flows: Vec<_> = day.flows.iter().enumerate().collect();
    flows.sort_unstable_by(|(_, one), (_, other)| one.id.cmp(&other.id));
    for (position, flow) in flows {
        hash.update(flow_line(params, day, position, flow));
    }
    for volume in &day.volumes {
        hash.update(volume_line(volume));
    }
    hash.update(format!("{} {} {}", day.control.0, day.window.start, day.window.end));
    hex(&hash.finalize())
}

fn flight_lines(day: &Traffic, flight: FlightId) -> String {
    let id = &day.flights.ids[flight.index()];
    let mut lines = format!("{id}|{}\n", day.flights.takeoff[flight.index()]);
    for at in day.flights.intervals(flight) {
        let (volume, bin) = (day.intervals.volume[at].0, day.intervals.bin[at]);
        let [entry, exit] = [&day.intervals.entry_s, &day.intervals.exit_s].map(|column| micros(column[at]));
        writeln!(lines, "{volume},{bin},{entry},{exit}").expect("a text takes any line");
    }
    lines
}

fn micros(seconds: f64) -> i64 {
    UtcMicros(0).plus_seconds(seconds).0
}

fn flow_line(params: &Params, day: &Traffic, position: usize, flow: &Flow) -> String {
    let flights = flow.flights.iter().map(|flight| day.flights.ids[flight.index()].clone());
    let names: Vec<_> = flights.chain(params.ghost_names(position)).collect();
    format!("{}:{}\n", flow.id, names.join(","))
}

fn volume_line(volume: &Volume) -> String {
    let hour = |(hour, capacity): (&u32, &f64)| format!("{hour}={}", (capacity * 2.0).trunc());
    let hours: Vec<_> = volume.hourly_capacity.iter().map(hour).collect();
    format!("{};{}\n", volume.id, hours.join(","))
}
