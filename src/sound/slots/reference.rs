//! The slots, one list at a time, round by round.

use std::collections::{BTreeMap, BTreeSet};

use super::statistics::Statistics;
use super::{Allocation, OverDelivery, Slot, Turn};
use crate::math::ceil_div;
use crate::model::FlightId;
use crate::scenario::sound::{Analysis, Day, RatePeriod, Regulation};
use crate::sound::capture::Captured;
use crate::sound::capture::reference::capture;
use crate::sound::counts::reference::entry_cells;
use crate::sound::{Outcome, plan};

const HOUR_S: i64 = 3600;

/// Slot `k` starts at the first second with a positive rate at which the integral of the rate has reached `k` flights.
pub(crate) fn slot_list(rates: &[RatePeriod], recovery: i64, need: usize) -> Vec<Slot> {
    // Starts, and the ends of those spans that are known already.
    let mut slots: Vec<(i64, Option<i64>)> = Vec::new();
    let mut accrued = 0; // cum at the start of the sub-period
    let due = |slots: &Vec<_>, accrued: i64, from_s: i64, per_hour: i64| {
        from_s + ceil_div(HOUR_S * slots.len() as i64 - accrued, per_hour).max(0)
    };
    for (number, period) in rates.iter().enumerate().filter(|(_, period)| period.per_hour > 0) {
        loop {
            let start = due(&slots, accrued, period.from_s, period.per_hour);
            if start >= period.to_s {
                break;
            }
            end_span(&mut slots, start);
            slots.push((start, None));
        }
        accrued += period.per_hour * (period.to_s - period.from_s);
        let next = rates.get(number + 1).map_or(recovery, |next| next.per_hour);
        if next == 0 {
            end_span(&mut slots, period.to_s);
        }
    }
    if recovery > 0 {
        let end = period_end(rates);
        for _ in 0..need {
            let start = due(&slots, accrued, end, recovery);
            end_span(&mut slots, start);
            slots.push((start, None));
        }
        let next = due(&slots, accrued, end, recovery);
        end_span(&mut slots, next);
    }
    let ended = |(start_s, end): (i64, Option<i64>)| Slot {
        start_s,
        span_end_s: end.expect("every stretch of time ends, or a slot follows"),
    };
    slots.into_iter().map(ended).collect()
}

/// Ends the span of the last slot, if it is still open.
fn end_span(slots: &mut [(i64, Option<i64>)], at: i64) {
    if let Some((_, end)) = slots.last_mut() {
        end.get_or_insert(at);
    }
}

fn period_end(rates: &[RatePeriod]) -> i64 {
    rates.last().expect("rates cover a period, which is not empty").to_s
}

/// The rate after the period: the declared one, else the last positive one.
pub(crate) fn recovery_rate(regulation: &Regulation, rates: &[RatePeriod]) -> i64 {
    let last_positive = || rates.iter().rev().map(|period| period.per_hour).find(|rate| *rate > 0).unwrap_or(0);
    regulation.recovery_rate.unwrap_or_else(last_positive)
}

/// A delay that is given, and how much later than its reference entry the flight therefore comes.
#[derive(Clone, Copy)]
struct Given {
    delay_min: i64,
    later_min: i64,
}

/// First planned, first served on one list: each flight's delay in minutes and where its slot starts.
fn serve(
    captured: &[Captured],
    rates: &[RatePeriod],
    recovery: i64,
    given: &BTreeMap<FlightId, Given>,
) -> BTreeMap<FlightId, (i64, Option<i64>)> {
    let end = period_end(rates);
    let slots = slot_list(rates, recovery, captured.len() + 1);
    let mut taken = vec![false; slots.len()];
    let mut take = |time: i64| {
        let free = (0..slots.len()).find(|slot| slots[*slot].span_end_s > time && !taken[*slot])?;
        taken[free] = true;
        Some(slots[free].start_s)
    };
    let mut served = BTreeMap::new();
    let comes = |turn: &Captured| Some((turn.eto_s + 60 * given.get(&turn.flight)?.later_min, turn.flight));
    let mut first: Vec<(i64, FlightId)> = captured.iter().filter_map(comes).collect();
    first.sort_unstable();
    for (time, flight) in first {
        let slot = if time >= end { None } else { take(time) };
        served.insert(flight, (given[&flight].delay_min, slot));
    }
    for turn in captured.iter().filter(|turn| !given.contains_key(&turn.flight)) {
        let slot = take(turn.eto_s);
        let released = slot.unwrap_or(end);
        served.insert(turn.flight, (ceil_div((released - turn.eto_s).max(0), 60), slot));
    }
    served
}

/// A regulated flow: who is in it, and its rates.
struct List<'a> {
    regulation: usize,
    flow: usize,
    captured: Vec<Captured>,
    rates: &'a [RatePeriod],
    recovery: i64,
}

pub(crate) fn allocation(day: &Day, regulations: &[Regulation], analysis: &Analysis) -> Allocation {
    let (outcome, served) = play(day, regulations);
    let mut rows = Vec::new();
    for (list, turns) in served.lists.iter().zip(&served.turns) {
        for Captured { eto_s, flight } in list.captured.iter().copied() {
            let (delay_min, slot_s) = turns[&flight];
            let List { regulation, flow, .. } = list;
            let forced = served.given.contains_key(&flight);
            rows.push(Turn { regulation: *regulation, flow: *flow, flight, eto_s, slot_s, delay_min, forced });
        }
    }
    Allocation {
        rows,
        most_penalising: most_penalising(day, regulations, &served.held),
        rounds: served.rounds,
        statistics: Statistics::of(day, &outcome, gini),
        over_delivery: OverDelivery {
            pre: over_delivery(day, regulations, &plan::base_delays_min(day), analysis),
            post: over_delivery(day, regulations, &outcome.delays_min, analysis),
        },
        outcome,
    }
}

/// How the lists were served in the last round.
pub(crate) struct ServedLists<'a> {
    lists: Vec<List<'a>>,
    /// For each list, each flight's delay and slot.
    turns: Vec<BTreeMap<FlightId, (i64, Option<i64>)>>,
    /// For each flight, its delay in every list that holds it, with the list's regulation.
    held: BTreeMap<FlightId, Vec<(i64, usize)>>,
    given: BTreeMap<FlightId, Given>,
    rounds: i64,
}

/// Who ends with which delay, and how it came to that.
pub(crate) fn play<'a>(day: &Day, regulations: &'a [Regulation]) -> (Outcome, ServedLists<'a>) {
    let (lists, scope) = lists(day, regulations);
    let fixed = |flight: FlightId| {
        let minutes = day.flights.fixed_min[flight.index()]?;
        Some((flight, Given { delay_min: minutes, later_min: 0 }))
    };
    let mut given: BTreeMap<FlightId, Given> = day.flights.iter().filter_map(fixed).collect();
    let mut rounds = 0;
    loop {
        rounds += 1;
        let turns: Vec<_> = lists.iter().map(|list| serve(&list.captured, list.rates, list.recovery, &given)).collect();
        let mut held: BTreeMap<FlightId, Vec<(i64, usize)>> = BTreeMap::new();
        for (list, turns) in lists.iter().zip(&turns) {
            for (flight, (delay_min, _)) in turns {
                held.entry(*flight).or_default().push((*delay_min, list.regulation));
            }
        }
        let unequal = |flight: &FlightId| !given.contains_key(flight) && least(&held[flight]) < largest(&held[flight]);
        let committed: Vec<FlightId> = held.keys().copied().filter(unequal).collect();
        if committed.is_empty() {
            let outcome = outcome(day, &lists, scope, &held);
            return (outcome, ServedLists { lists, turns, held, given, rounds });
        }
        for flight in committed {
            let delay_min = largest(&held[&flight]);
            given.insert(flight, Given { delay_min, later_min: delay_min });
        }
    }
}

/// The regulated flows, by regulation name and then in declared order; and every flight in any flow.
fn lists<'a>(day: &Day, regulations: &'a [Regulation]) -> (Vec<List<'a>>, BTreeSet<FlightId>) {
    let (mut lists, mut scope) = (Vec::new(), BTreeSet::new());
    let mut by_name: Vec<usize> = (0..regulations.len()).collect();
    by_name.sort_by_key(|regulation| &regulations[*regulation].id);
    for regulation in by_name {
        let flows = capture(day, &regulations[regulation]);
        scope.extend(flows.iter().flatten().map(|captured| captured.flight));
        for (flow, captured) in flows.into_iter().enumerate() {
            if let Some(rates) = &regulations[regulation].flows[flow].rates {
                let recovery = recovery_rate(&regulations[regulation], rates);
                lists.push(List { regulation, flow, captured, rates, recovery });
            }
        }
    }
    (lists, scope)
}

fn largest(held: &[(i64, usize)]) -> i64 {
    held.iter().map(|(delay_min, _)| *delay_min).max().unwrap_or(0)
}

fn least(held: &[(i64, usize)]) -> i64 {
    held.iter().map(|(delay_min, _)| *delay_min).min().unwrap_or(0)
}

fn outcome(
    day: &Day,
    lists: &[List<'_>],
    scope: BTreeSet<FlightId>,
    held: &BTreeMap<FlightId, Vec<(i64, usize)>>,
) -> Outcome {
    let mut delays_min = plan::base_delays_min(day);
    for (flight, held) in held {
        delays_min[flight.index()] = largest(held);
    }
    let spilt = |list: &List<'_>| {
        let after = |turn: &&Captured| {
            day.flights.fixed_min[turn.flight.index()].is_none()
                && turn.eto_s + 60 * delays_min[turn.flight.index()] >= period_end(list.rates)
        };
        list.captured.iter().filter(after).count() as i64
    };
    let spill = lists.iter().map(spilt).sum();
    Outcome { scope: scope.into_iter().collect(), captured: held.keys().copied().collect(), spill, delays_min }
}

/// For each delayed flight that is not fixed: the regulation with its delay, the first by name where there are several.
fn most_penalising(
    day: &Day,
    regulations: &[Regulation],
    held: &BTreeMap<FlightId, Vec<(i64, usize)>>,
) -> Vec<(FlightId, usize)> {
    let mut decided = Vec::new();
    for (flight, held) in held {
        let delay_min = largest(held);
        let deciding = held.iter().filter(|(held_min, _)| *held_min == delay_min).map(|(_, regulation)| *regulation);
        let first = deciding.min_by_key(|regulation| &regulations[*regulation].id);
        if delay_min > 0 && day.flights.fixed_min[flight.index()].is_none() {
            decided.push((*flight, first.expect("some list has the largest delay")));
        }
    }
    decided
}

/// Windows above 110 % of the declared capacity, and all that start in a regulated period of a regulated volume.
pub(crate) fn over_delivery(
    day: &Day,
    regulations: &[Regulation],
    delays_min: &[i64],
    analysis: &Analysis,
) -> (i64, i64) {
    let every_20_min = Analysis { step_s: 1200, ..*analysis };
    let regulated: BTreeSet<_> = regulations
        .iter()
        .map(|regulation| (regulation.volume, regulation.period.start, regulation.period.end))
        .collect();
    let (mut above, mut all) = (0, 0);
    for (volume, start, end) in regulated {
        for cell in entry_cells(day, volume, delays_min, &every_20_min) {
            if (start..end).contains(&cell.start_s) {
                all += 1;
                above += i64::from(10 * cell.count > 11 * cell.limit);
            }
        }
    }
    (above, all)
}

/// The Gini index by its definition, over every ordered pair.
fn gini(groups: &[(i64, i64)]) -> (i64, i64) {
    let members: i64 = groups.iter().map(|(_, members)| members).sum();
    let total: i64 = groups.iter().map(|(total, _)| total).sum();
    let against_all = |(own, count): &(i64, i64)| {
        groups.iter().map(|(other, others)| (own * others - other * count).abs()).sum::<i64>()
    };
    if members == 0 || total == 0 { (0, 1) } else { (groups.iter().map(against_all).sum(), 2 * members * total) }
}
