//! All flights are scanned for entries; each flow then takes those of its flights.

use super::{Entrant, Input};

pub(super) fn entrants(input: &Input) -> Vec<Vec<Entrant>> {
    let traffic = &input.traffic;
    let entries_of_flight: Vec<Vec<Entrant>> = traffic
        .flights
        .iter()
        .map(|flight| {
            let takeoff = traffic.flights.takeoff[flight.index()];
            traffic
                .flights
                .intervals(flight)
                .filter(|i| traffic.intervals.volume[*i] == input.control)
                .filter(|i| input.window.contains(&u32::from(traffic.intervals.bin[*i])))
                .map(|i| Entrant {
                    flight,
                    entry: takeoff.plus_seconds(traffic.intervals.entry_s[i]),
                    bin: traffic.intervals.bin[i],
                })
                .collect()
        })
        .collect();

    traffic
        .flows
        .iter()
        .map(|flow| flow.flights.iter().flat_map(|flight| entries_of_flight[flight.index()].clone()).collect())
        .collect()
}
