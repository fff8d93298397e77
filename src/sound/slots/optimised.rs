//! Right because: slot `k` starts where the integral of the rate reaches `k` flights, so the slot of a moment is that integral,
//!   divided. Flights are served in the order in which they are planned, so of the slots whose span ends after a flight's
//!   entry, all before the last one given are taken: the first free one is the next, or the flight's own. Slots that given
//!   flights took stand in order too, and are stepped over.
//! Fast because: no list of slots is made, and none is searched: a flight costs two divisions. Delays are kept in one
//!   table by flight, and a round of several regulations serves only lists that hold a newly committed flight. What is
//!   delivered is counted from the visits to the regulated volumes alone.
//! Did not pay: keeping the slots of a rate in a list for the next flight: a list costs what all its flights together cost.

use super::grid::SlotGrid;
use super::statistics::Statistics;
use super::{Allocation, OverDelivery, Turn};
use crate::math::ceil_div;
use crate::model::FlightId;
use crate::scenario::sound::{Analysis, Day, RatePeriod, Regulation};
use crate::sound::capture::{Captured, VolumeVisits};
use crate::sound::{Outcome, counts, plan};

/// A delay that is given, and how much later than its reference entry the flight therefore comes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given {
    pub(crate) delay_min: i64,
    pub(crate) later_min: i64,
}

/// Where a flight of a list goes: its delay in minutes, and its slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Served {
    pub(crate) delay_min: i64,
    pub(crate) slot_s: Option<i64>,
}

/// First planned, first served on one list; the answers are in the order of `captured`.
///
/// `given` knows the flights whose delay is decided already. O(n), and O(g log g) for g such flights.
pub(crate) fn serve(
    captured: &[Captured],
    slots: &SlotGrid,
    given: impl Fn(FlightId) -> Option<Given>,
    served: &mut Vec<Served>,
) {
    served.clear();
    let mut first: Vec<(i64, FlightId, usize)> = Vec::new();
    for (position, turn) in captured.iter().enumerate() {
        let delay_min = given(turn.flight).map(|given| {
            first.push((turn.eto_s + 60 * given.later_min, turn.flight, position));
            given.delay_min
        });
        served.push(Served { delay_min: delay_min.unwrap_or(-1), slot_s: None });
    }
    first.sort_unstable();
    let (mut taken, mut next) = (Vec::new(), 0);
    for (moment_s, _, position) in first {
        if moment_s < slots.end_s {
            let slot = slots.first_after(moment_s).max(next);
            if let Some(start_s) = slots.start_s(slot) {
                served[position].slot_s = Some(start_s);
                taken.push(slot);
                next = slot + 1;
            }
        }
    }
    let (mut next, mut passed) = (0, 0);
    for (turn, served) in captured.iter().zip(served).filter(|(_, served)| served.delay_min < 0) {
        let mut slot = slots.first_after(turn.eto_s).max(next);
        while passed < taken.len() && taken[passed] <= slot {
            slot += i64::from(taken[passed] == slot);
            passed += 1;
        }
        served.slot_s = slots.start_s(slot);
        let released_s = served.slot_s.unwrap_or(slots.end_s);
        served.delay_min = ceil_div((released_s - turn.eto_s).max(0), 60);
        next = slot + 1;
    }
}

/// One regulated flow.
#[derive(Debug, Clone)]
struct List {
    regulation: usize,
    flow: usize,
    captured: Vec<Captured>,
    slots: SlotGrid,
}

/// Regulations with their flights captured and their slots laid out.
#[derive(Debug, Clone)]
pub struct Regulated {
    lists: Vec<List>,
    scope: Vec<FlightId>,
}

/// The rate after the period: the declared one, else the last positive one.
pub(crate) fn recovery_rate(regulation: &Regulation, rates: &[RatePeriod]) -> i64 {
    let positive = rates.iter().rev().find(|period| period.per_hour > 0);
    regulation.recovery_rate.unwrap_or_else(|| positive.map_or(0, |period| period.per_hour))
}

impl Regulated {
    /// Captures the flights of every regulation. O(visits to the regulated volumes + captured flights * conditions).
    pub fn among(day: &Day, visits: &VolumeVisits, regulations: &[Regulation]) -> Self {
        let captured: Vec<_> = regulations.iter().map(|regulation| visits.capture(day, regulation)).collect();
        Self::of_captured(regulations, &captured)
    }

    /// The same where it is known whom each flow of each regulation captures.
    pub(crate) fn of_captured(regulations: &[Regulation], captured: &[Vec<Vec<Captured>>]) -> Self {
        let (mut lists, mut scope) = (Vec::new(), Vec::new());
        let mut by_name: Vec<usize> = (0..regulations.len()).collect();
        by_name.sort_unstable_by_key(|number| &regulations[*number].id);
        for number in by_name {
            let regulation = &regulations[number];
            for (flow, captured) in captured[number].iter().enumerate() {
                scope.extend(captured.iter().map(|turn| turn.flight));
                if let Some(rates) = &regulation.flows[flow].rates {
                    let slots = SlotGrid::new(rates, recovery_rate(regulation, rates));
                    let captured = captured.clone();
                    lists.push(List { regulation: number, flow, captured, slots });
                }
            }
        }
        scope.sort_unstable();
        scope.dedup();
        Self { lists, scope }
    }

    /// Who waits how long; see the pair's definition.
    pub fn allocation(
        &self,
        day: &Day,
        visits: &VolumeVisits,
        regulations: &[Regulation],
        analysis: &Analysis,
    ) -> Allocation {
        let (served, held, rounds) = self.serve_all(day);
        let outcome = self.outcome(day, &held);
        let mut rows = Vec::with_capacity(served.iter().map(Vec::len).sum());
        for (list, served) in self.lists.iter().zip(&served) {
            for (turn, served) in list.captured.iter().zip(served) {
                rows.push(Turn {
                    regulation: list.regulation,
                    flow: list.flow,
                    flight: turn.flight,
                    eto_s: turn.eto_s,
                    slot_s: served.slot_s,
                    delay_min: served.delay_min,
                    forced: held.given[turn.flight.index()].is_some(),
                });
            }
        }
        Allocation {
            rows,
            most_penalising: self.most_penalising(day, &outcome, &served),
            rounds,
            statistics: Statistics::of(day, &outcome, gini),
            over_delivery: OverDelivery {
                pre: over_delivery(day, visits, regulations, &plan::base_delays_min(day), analysis),
                post: over_delivery(day, visits, regulations, &outcome.delays_min, analysis),
            },
            outcome,
        }
    }

    /// Who ends with which delay, without the rows.
    pub(crate) fn final_outcome(&self, day: &Day) -> Outcome {
        let (_, held, _) = self.serve_all(day);
        self.outcome(day, &held)
    }

    /// Serves every list, round by round, until nobody is newly committed.
    fn serve_all(&self, day: &Day) -> (Vec<Vec<Served>>, Held, i64) {
        let mut held = Held::new(day);
        let mut served = vec![Vec::new(); self.lists.len()];
        let mut stale = vec![true; self.lists.len()];
        let mut rounds = 0;
        loop {
            rounds += 1;
            for (number, list) in self.lists.iter().enumerate() {
                if stale[number] {
                    serve(&list.captured, &list.slots, |flight| held.given[flight.index()], &mut served[number]);
                }
            }
            held.measure(&self.lists, &served);
            // A flight has one flow in a regulation, so that one regulation commits nobody.
            if !held.commit(&self.lists, &mut stale) {
                return (served, held, rounds);
            }
        }
    }

    fn outcome(&self, day: &Day, held: &Held) -> Outcome {
        let mut delays_min = plan::base_delays_min(day);
        let mut captured: Vec<FlightId> =
            self.lists.iter().flat_map(|list| &list.captured).map(|turn| turn.flight).collect();
        captured.sort_unstable();
        captured.dedup();
        for flight in &captured {
            delays_min[flight.index()] = held.largest[flight.index()];
        }
        let mut spill = 0;
        for list in &self.lists {
            let after = list.captured.iter().filter(|turn| {
                day.flights.fixed_min[turn.flight.index()].is_none()
                    && turn.eto_s + 60 * delays_min[turn.flight.index()] >= list.slots.end_s
            });
            spill += after.count() as i64;
        }
        Outcome { delays_min, scope: self.scope.clone(), captured, spill }
    }

    /// For each delayed flight that is not fixed: the first regulation by name that has its delay.
    fn most_penalising(&self, day: &Day, outcome: &Outcome, served: &[Vec<Served>]) -> Vec<(FlightId, usize)> {
        // Lists are in order of regulation names, so the first that has the delay is the one.
        let mut decided: Vec<(FlightId, usize, usize)> = Vec::new();
        for (number, (list, served)) in self.lists.iter().zip(served).enumerate() {
            for (turn, served) in list.captured.iter().zip(served) {
                let (flight, delay_min) = (turn.flight.index(), served.delay_min);
                let free = day.flights.fixed_min[flight].is_none();
                if free && delay_min > 0 && delay_min == outcome.delays_min[flight] {
                    decided.push((turn.flight, number, list.regulation));
                }
            }
        }
        decided.sort_unstable();
        decided.dedup_by_key(|(flight, _, _)| *flight);
        decided.into_iter().map(|(flight, _, regulation)| (flight, regulation)).collect()
    }
}

/// What the lists hold, by flight.
struct Held {
    given: Vec<Option<Given>>,
    /// The largest delay in any list; below 0 where no list holds the flight.
    largest: Vec<i64>,
    least: Vec<i64>,
}

impl Held {
    fn new(day: &Day) -> Self {
        let fixed = |fixed: &Option<i64>| fixed.map(|delay_min| Given { delay_min, later_min: 0 });
        let given: Vec<Option<Given>> = day.flights.fixed_min.iter().map(fixed).collect();
        Self { largest: vec![-1; given.len()], least: vec![i64::MAX; given.len()], given }
    }

    fn measure(&mut self, lists: &[List], served: &[Vec<Served>]) {
        let turns = || lists.iter().zip(served).flat_map(|(list, served)| list.captured.iter().zip(served));
        for (turn, _) in turns() {
            (self.largest[turn.flight.index()], self.least[turn.flight.index()]) = (-1, i64::MAX);
        }
        for (turn, served) in turns() {
            let flight = turn.flight.index();
            self.largest[flight] = self.largest[flight].max(served.delay_min);
            self.least[flight] = self.least[flight].min(served.delay_min);
        }
    }

    /// Commits every flight whose delays differ; whether there was one, and which lists hold one.
    fn commit(&mut self, lists: &[List], stale: &mut [bool]) -> bool {
        let unequal = |held: &Self, turn: &Captured| {
            let flight = turn.flight.index();
            held.given[flight].is_none() && held.least[flight] < held.largest[flight]
        };
        for (stale, list) in stale.iter_mut().zip(lists) {
            *stale = list.captured.iter().any(|turn| unequal(self, turn));
        }
        for turn in lists.iter().flat_map(|list| &list.captured) {
            if unequal(self, turn) {
                let delay_min = self.largest[turn.flight.index()];
                self.given[turn.flight.index()] = Some(Given { delay_min, later_min: delay_min });
            }
        }
        stale.iter().any(|stale| *stale)
    }
}

/// The Gini index of `total / members`, each weighed by its members.
///
/// Equal groups are one group of all their members, since nothing differs between them: waits are minutes, of which there are few.
/// In order of the means every difference has one sign, so two running sums hold all of them: O(n log n).
fn gini(groups: &[(i64, i64)]) -> (i64, i64) {
    let members: i64 = groups.iter().map(|(_, members)| members).sum();
    let total: i64 = groups.iter().map(|(total, _)| total).sum();
    if members == 0 || total == 0 {
        return (0, 1);
    }
    let mut all = groups.to_vec();
    all.sort_unstable();
    let of_equal = |equal: &[(i64, i64)]| {
        let times = equal.len() as i64;
        (equal[0].0 * times, equal[0].1 * times)
    };
    let mut groups: Vec<(i64, i64)> = all.chunk_by(|one, next| one == next).map(of_equal).collect();
    groups.sort_unstable_by(|(total, members), (other, others)| (total * others).cmp(&(other * members)));
    let (mut differences, mut members_before, mut total_before) = (0, 0, 0);
    for (own, count) in groups {
        differences += own * members_before - total_before * count;
        members_before += count;
        total_before += own;
    }
    (2 * differences, 2 * members * total)
}

/// Windows above 110 % of the declared capacity, and all that start in a regulated period of a regulated volume.
fn over_delivery(
    day: &Day,
    visits: &VolumeVisits,
    regulations: &[Regulation],
    delays_min: &[i64],
    analysis: &Analysis,
) -> (i64, i64) {
    let every_20_min = Analysis { step_s: 1_200, ..*analysis };
    let mut regulated: Vec<_> = regulations
        .iter()
        .map(|regulation| (regulation.volume, regulation.period.start, regulation.period.end))
        .collect();
    regulated.sort_unstable();
    regulated.dedup();
    let (mut above, mut all) = (0, 0);
    for of_one in regulated.chunk_by(|one, next| one.0 == next.0) {
        let volume = of_one[0].0;
        let cells = counts::optimised::cells_of(day, volume, visits.stays(volume), delays_min, &every_20_min);
        for (_, start_s, end_s) in of_one {
            for cell in cells.iter().filter(|cell| *start_s <= cell.start_s && cell.start_s < *end_s) {
                all += 1;
                above += i64::from(10 * cell.count > 11 * cell.limit);
            }
        }
    }
    (above, all)
}
