//! Which flights each flow of a regulation has: needed to name them in the published model.

use crate::model::FlightId;
use crate::scenario::sound::{Day, Filter, Regulation};

/// The flights of each flow, in order of (reference entry, name).
pub(super) fn members(day: &Day, regulation: &Regulation) -> Vec<Vec<FlightId>> {
    let mut members: Vec<Vec<(i64, FlightId)>> = vec![Vec::new(); regulation.flows.len()];
    for flight in day.flights.iter() {
        let base_s = 60 * day.flights.base_delay_min(flight);
        let is_reference = |at: &usize| {
            day.stays.volume[*at] == regulation.volume && regulation.period.contains(&(day.stays.entry_s[*at] + base_s))
        };
        let Some(reference) = day.flights.stays(flight).find(is_reference) else { continue };
        let first = regulation.flows.iter().position(|flow| matches(day, flight, reference, &flow.filter));
        if let Some(flow) = first {
            members[flow].push((day.stays.entry_s[reference] + base_s, flight));
        }
    }
    let sorted = |mut flow: Vec<(i64, FlightId)>| {
        flow.sort_unstable();
        flow.into_iter().map(|(_, flight)| flight).collect()
    };
    members.into_iter().map(sorted).collect()
}

/// Whether the flight that is captured by its stay at `reference` meets the condition.
fn matches(day: &Day, flight: FlightId, reference: usize, filter: &Filter) -> bool {
    let (flights, volume) = (&day.flights, &day.stays.volume);
    let own = flights.stays(flight);
    let is_one_of = |name: &Option<String>, names: &[String]| name.as_ref().is_some_and(|name| names.contains(name));
    let nearest = |mut elsewhere: Box<dyn Iterator<Item = usize> + '_>| {
        elsewhere.find(|at| volume[*at] != volume[reference]).map(|at| volume[at])
    };
    match filter {
        Filter::All(parts) => parts.iter().all(|part| matches(day, flight, reference, part)),
        Filter::Any(parts) => parts.iter().any(|part| matches(day, flight, reference, part)),
        Filter::Not(part) => !matches(day, flight, reference, part),
        Filter::Operator(names) => is_one_of(&flights.operator[flight.index()], names),
        Filter::Departure(names) => is_one_of(&flights.departure[flight.index()], names),
        Filter::Arrival(names) => is_one_of(&flights.arrival[flight.index()], names),
        Filter::Flights(listed) => listed.binary_search(&flight).is_ok(),
        Filter::Via(volumes) => own.clone().any(|at| volumes.contains(&volume[at])),
        Filter::From { volumes, none } => {
            nearest(Box::new((own.start..reference).rev())).map_or(*none, |from| volumes.contains(&from))
        }
        Filter::To { volumes, none } => {
            nearest(Box::new(reference + 1..own.end)).map_or(*none, |to| volumes.contains(&to))
        }
        Filter::Before(volumes) => (own.start..reference).any(|at| volumes.contains(&volume[at])),
        Filter::After(volumes) => (reference + 1..own.end).any(|at| volumes.contains(&volume[at])),
        Filter::Band { lowest, highest } => own.clone().any(|at| {
            day.volumes[volume[at].index()].band.is_some_and(|[low, high]| *lowest <= low && high <= *highest)
        }),
        Filter::Rfl { from, to } => flights.rfl[flight.index()].is_some_and(|level| (*from..*to).contains(&level)),
    }
}
