//! The capture, flight by flight and filter by filter.

use super::Captured;
use crate::model::{FlightId, VolumeId};
use crate::scenario::sound::{Day, Filter, Regulation};

pub(crate) fn capture(day: &Day, regulation: &Regulation) -> Vec<Vec<Captured>> {
    let mut flows = vec![Vec::new(); regulation.flows.len()];
    for flight in day.flights.iter() {
        let base_s = 60 * day.flights.base_delay_min(flight);
        let captures = |stay: &usize| {
            day.stays.volume[*stay] == regulation.volume
                && regulation.period.contains(&(day.stays.entry_s[*stay] + base_s))
        };
        let Some(reference) = day.flights.stays(flight).find(captures) else { continue };
        if let Some(flow) = regulation.flows.iter().position(|flow| matches(day, flight, reference, &flow.filter)) {
            flows[flow].push(Captured { eto_s: day.stays.entry_s[reference] + base_s, flight });
        }
    }
    for flow in &mut flows {
        flow.sort();
    }
    flows
}

/// Whether a flight with that reference stay satisfies a filter.
pub(crate) fn matches(day: &Day, flight: FlightId, reference: usize, filter: &Filter) -> bool {
    let (flights, own) = (&day.flights, day.flights.stays(flight));
    let here = day.stays.volume[reference];
    let volume = |stay: usize| day.stays.volume[stay];
    let is_one_of =
        |names: &[String], known: &Option<String>| known.as_ref().is_some_and(|known| names.contains(known));
    let nearest = |volumes: &[VolumeId], none: bool, found: Option<VolumeId>| match found {
        Some(found) => volumes.contains(&found),
        None => none,
    };
    match filter {
        Filter::All(filters) => filters.iter().all(|filter| matches(day, flight, reference, filter)),
        Filter::Any(filters) => filters.iter().any(|filter| matches(day, flight, reference, filter)),
        Filter::Not(filter) => !matches(day, flight, reference, filter),
        Filter::Operator(names) => is_one_of(names, &flights.operator[flight.index()]),
        Filter::Departure(names) => is_one_of(names, &flights.departure[flight.index()]),
        Filter::Arrival(names) => is_one_of(names, &flights.arrival[flight.index()]),
        Filter::Flights(wanted) => wanted.contains(&flight),
        Filter::Via(volumes) => own.into_iter().any(|stay| volumes.contains(&volume(stay))),
        Filter::From { volumes, none } => {
            nearest(volumes, *none, (own.start..reference).rev().map(volume).find(|other| *other != here))
        }
        Filter::To { volumes, none } => {
            nearest(volumes, *none, (reference + 1..own.end).map(volume).find(|other| *other != here))
        }
        Filter::Before(volumes) => (own.start..reference).any(|stay| volumes.contains(&volume(stay))),
        Filter::After(volumes) => (reference + 1..own.end).any(|stay| volumes.contains(&volume(stay))),
        Filter::Band { lowest, highest } => own
            .into_iter()
            .filter_map(|stay| day.volumes[volume(stay).index()].band)
            .any(|[low, high]| *lowest <= low && high <= *highest),
        Filter::Rfl { from, to } => flights.rfl[flight.index()].is_some_and(|level| (*from..*to).contains(&level)),
    }
}
