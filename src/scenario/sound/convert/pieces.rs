//! Stays cut at the edges of bins: the intervals of the published model.

use crate::model::UtcMicros;
use crate::scenario::sound::Day;
use crate::scenario::{Flights, Intervals};

const DAY_S: i64 = 86_400;
const SECOND_US: i64 = 1_000_000;

/// Flights with one interval for each bin of each stay, in the order of the stays; frozen flights late for good.
pub(super) fn cut(day: &Day, midnight: UtcMicros, bin_s: i64) -> (Flights, Intervals) {
    let mut flights = Flights { first_interval: vec![0], ..Flights::default() };
    let mut intervals = Intervals::default();
    for flight in day.flights.iter() {
        let late_s = 60 * day.flights.base_delay_min(flight);
        let own = day.flights.stays(flight);
        let first_entry = own.clone().next().map_or(0, |at| day.stays.entry_s[at]);
        let takeoff_s = day.flights.takeoff_s[flight.index()].unwrap_or(first_entry);
        for at in own {
            let (entry_s, exit_s) = (day.stays.entry_s[at] + late_s, day.stays.exit_s[at] + late_s);
            let mut from_s = entry_s;
            loop {
                let edge_s = (from_s.div_euclid(bin_s) + 1) * bin_s;
                let to_s = edge_s.min(exit_s);
                let bin = from_s.rem_euclid(DAY_S) / bin_s;
                intervals.volume.push(day.stays.volume[at]);
                intervals.bin.push(u16::try_from(bin).expect("a day has at most 1,440 bins"));
                intervals.entry_s.push(seconds(from_s - takeoff_s - late_s));
                intervals.exit_s.push(seconds(to_s - takeoff_s - late_s));
                if to_s >= exit_s {
                    break;
                }
                from_s = to_s;
            }
        }
        flights.ids.push(day.flights.ids[flight.index()].clone());
        flights.takeoff.push(UtcMicros(midnight.0 + (takeoff_s + late_s) * SECOND_US));
        flights.operator.push(day.flights.operator[flight.index()].clone());
        flights.first_interval.push(u32::try_from(intervals.len()).expect("the limits keep intervals within 32 bits"));
    }
    (flights, intervals)
}

#[expect(clippy::cast_precision_loss, reason = "seconds of some days lie far below 2^53")]
fn seconds(whole: i64) -> f64 {
    whole as f64
}
