//! The rules for candidates.

use super::field;
use super::spelling::Speller;
use crate::model::Horizon;
use crate::scenario::format::CandidateFile;
use crate::scenario::limits;
use crate::scenario::list::List;
use crate::scenario::locate::Place;
use crate::scenario::object::Object;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Pairs, Rate, Slot};
use crate::scenario::{Candidate, Flow, Plan};

/// The checked candidates, in order.
pub(super) fn candidates(
    list: Option<&[Object<CandidateFile<'_>>]>,
    horizon: Option<Horizon>,
    flows: Option<&[Flow]>,
    problems: &mut Problems,
) -> Option<Vec<Candidate>> {
    let list = list.unwrap_or_default();
    let (horizon, flows) = (horizon?, flows?);
    let releases = list.len() * flows.len().max(1) * (horizon.bins() as usize + 1);
    if !limits::within(
        releases,
        limits::RELEASES,
        "releases (candidates × flows × bins)",
        Place::of("candidates"),
        problems,
    ) {
        return None;
    }
    let mut speller = Speller::new(flows.iter().map(|flow| flow.id.as_str()));
    let mut candidates = Vec::with_capacity(list.len());
    for (index, file) in list.iter().enumerate() {
        let at = || Place::of("candidates").index(index);
        let name = field::name(&file.name, || at().key("name"), "give the candidate a name", problems);
        let plan = match (&file.rates, &file.schedule) {
            (Some(given), None) => Some(Plan::Rates(rates(given, flows, at, &mut speller, problems))),
            (None, Some(given)) => Some(Plan::Schedule(schedule(given, flows, horizon, at, &mut speller, problems))),
            (Some(_), Some(_)) => {
                problems.error("scenario/both-forms", at(), || {
                    ("has rates and a schedule too".to_owned(), "keep one of the two")
                });
                None
            }
            (None, None) => {
                field::missing(at().key("rates"), "give rates or a schedule", problems);
                None
            }
        };
        let name = name.map(|name| name.clone().into_owned());
        candidates.extend(name.zip(plan).map(|(name, plan)| Candidate { name, plan }));
    }
    Some(candidates)
}

/// The flow of that name; notes `scenario/unknown-flow` where there is none.
fn flow_named(
    name: &str,
    flows: &[Flow],
    at: Place,
    speller: &mut Speller<'_>,
    problems: &mut Problems,
) -> Option<usize> {
    let found = flows.iter().position(|flow| flow.id == name);
    if found.is_none() {
        problems.error("scenario/unknown-flow", at, || {
            (format!("unknown flow {}", say::quoted(name)), speller.remedy(name, "use the name of one of the flows"))
        });
    }
    found
}

fn rates(
    Pairs(given): &Pairs<'_, Slot<Rate>>,
    flows: &[Flow],
    at: impl Fn() -> Place,
    speller: &mut Speller<'_>,
    problems: &mut Problems,
) -> Vec<f64> {
    let mut rates = vec![f64::INFINITY; flows.len()];
    for (name, slot) in given {
        let place = || at().key("rates").name(name);
        let flow = flow_named(name, flows, place(), speller, problems);
        let rate = match slot {
            Slot::Good(Rate(rate)) => Some(*rate),
            Slot::Missing => None,
            Slot::Odd(odd) => {
                field::not_a_number(odd, place(), "write flights an hour, or \"inf\" for no limit", problems);
                None
            }
        };
        if let Some((flow, rate)) = flow.zip(rate) {
            rates[flow] = rate;
        }
    }
    rates
}

fn schedule(
    Pairs(given): &Pairs<'_, List<Slot<f64>>>,
    flows: &[Flow],
    horizon: Horizon,
    at: impl Fn() -> Place,
    speller: &mut Speller<'_>,
    problems: &mut Problems,
) -> Vec<Vec<i64>> {
    let length = horizon.bins() as usize + 1;
    let mut schedule: Vec<Option<Vec<i64>>> = vec![None; flows.len()];
    for (name, slots) in given {
        let place = || at().key("schedule").name(name);
        let flow = flow_named(name, flows, place(), speller, problems);
        if slots.len() != length {
            problems.error("scenario/schedule-length", place(), || {
                let remedy =
                    format!("give {} numbers, one for each bin and one for after the last", say::count(length));
                (format!("has {} numbers", say::count(slots.len())), remedy)
            });
        }
        let remedy = "write a whole number of flights";
        let mut counts = Vec::with_capacity(slots.len());
        for (index, slot) in slots.iter().enumerate() {
            let place = || place().index(index);
            let count = field::number(slot, place, remedy, problems);
            counts.push(count.and_then(|value| field::whole(value, place, remedy, problems)).unwrap_or(0));
        }
        if let Some(flow) = flow {
            schedule[flow] = Some(counts);
        }
    }
    for (flow, _) in flows.iter().zip(&schedule).filter(|(_, counts)| counts.is_none()) {
        field::missing(at().key("schedule").name(&flow.id), "give every flow's releases", problems);
    }
    schedule.into_iter().map(Option::unwrap_or_default).collect()
}
