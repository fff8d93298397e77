//! The bounds, as defined: whole arrays, swept until nothing changes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bounds, FINE_STEP_S, Input, Witness};
use crate::math::ceil_div;
use crate::model::{FlightId, VolumeId};
use crate::scenario::sound::{Analysis, Count, Day, Stays};
use crate::sound::Outcome;
use crate::sound::capture::Captured;
use crate::sound::capture::reference::capture;
use crate::sound::counts::reference::{limit, runs};
use crate::sound::effect::reference::roles;
use crate::sound::objective::reference::{cost, overload};

pub(crate) fn bounds(input: &Input) -> Bounds {
    let scope: BTreeSet<FlightId> =
        capture(&input.day, &input.regulation).iter().flatten().map(|captured| captured.flight).collect();
    let entries = Entries::of(input, &scope);
    let paths = [FINE_STEP_S, input.analysis.step_s].map(|step_s| path(input, &entries, step_s));
    let witness = paths.iter().flatten().next().map(|path| witness(input, &scope, &entries, path));
    let least_delay = |path: &Option<Path>| path.as_ref().map(|path| least_delay_min(&entries, path));
    Bounds {
        block: block(input, &entries),
        path: least_delay(&paths[1]),
        path_step_60: least_delay(&paths[0]),
        floor_j: floor_j(input, &scope),
        witness,
    }
}

/// The entries into the regulated volume.
struct Entries {
    /// The reference entries of the flights that may move, in the order in which they are planned.
    movable: Vec<Captured>,
    /// All entries of all others.
    fixed: Vec<(i64, FlightId)>,
}

impl Entries {
    fn of(Input { day, regulation, .. }: &Input, scope: &BTreeSet<FlightId>) -> Self {
        let (mut movable, mut fixed) = (Vec::new(), Vec::new());
        for flight in day.flights.iter() {
            let base_s = 60 * day.flights.base_delay_min(flight);
            let here = day.flights.stays(flight).filter(|stay| day.stays.volume[*stay] == regulation.volume);
            let entries: Vec<i64> = here.map(|stay| day.stays.entry_s[stay] + base_s).collect();
            let may_move = scope.contains(&flight) && day.flights.fixed_min[flight.index()].is_none();
            match entries.iter().copied().find(|entry| regulation.period.contains(entry)) {
                Some(eto_s) if may_move => movable.push(Captured { eto_s, flight }),
                _ => fixed.extend(entries.into_iter().map(|entry| (entry, flight))),
            }
        }
        movable.sort();
        Self { movable, fixed }
    }

    /// How many more flights a window may take than those that cannot move.
    fn room(&self, day: &Day, volume: VolumeId, start_s: i64, analysis: &Analysis) -> i64 {
        let window = start_s..start_s + analysis.window_s;
        let there: Vec<FlightId> =
            self.fixed.iter().filter(|(entry, _)| window.contains(entry)).map(|(_, flight)| *flight).collect();
        let count = match analysis.count {
            Count::Flights => there.iter().collect::<BTreeSet<_>>().len(),
            Count::Entries => there.len(),
        };
        (limit(&day.volumes[volume.index()].entry_capacity, &window) - count as i64).max(0)
    }
}

/// The greatest C over a grid.
struct Path {
    step_s: i64,
    /// The grid point of the first entry of `entered`.
    first: i64,
    /// Flights planned before each grid point.
    planned: Vec<i64>,
    /// Flights entered before each grid point.
    entered: Vec<i64>,
}

fn path(Input { day, regulation, analysis, .. }: &Input, entries: &Entries, step_s: i64) -> Option<Path> {
    let (window_s, movable) = (analysis.window_s, &entries.movable);
    if window_s % step_s != 0 || step_s % 60 != 0 {
        return None;
    }
    let capacity = &day.volumes[regulation.volume.index()].entry_capacity;
    let runs: Vec<_> = runs(capacity).into_iter().filter(|run| run.end - run.start >= window_s).collect();
    let moments = || movable.iter().map(|turn| turn.eto_s);
    let earliest = moments().chain(runs.iter().map(|run| run.start)).min().unwrap_or(0);
    let latest = moments().chain(runs.iter().map(|run| run.end)).max().unwrap_or(0);
    let (first, last) = (earliest.div_euclid(step_s), ceil_div(latest, step_s) + 1);
    let planned_before = |point: i64| moments().filter(|eto| *eto < point * step_s).count() as i64;
    let planned: Vec<i64> = (first..=last).map(planned_before).collect();
    let steps = usize::try_from(window_s / step_s).expect("windows are shorter than days");
    let mut room = BTreeMap::new();
    for (k, start_s) in (first..=last).map(|point| point * step_s).enumerate() {
        let checked = runs.iter().any(|run| run.start <= start_s && start_s <= run.end - window_s);
        if checked && day.horizon.contains(&start_s) && k + steps < planned.len() {
            room.insert(k, entries.room(day, regulation.volume, start_s, analysis));
        }
    }
    let entered = greatest(planned.clone(), &room, steps);
    Some(Path { step_s, first, planned, entered })
}

/// The greatest C that meets the constraints, at most `entered` anywhere.
fn greatest(mut entered: Vec<i64>, room: &BTreeMap<usize, i64>, steps: usize) -> Vec<i64> {
    loop {
        let before = entered.clone();
        for (k, room) in room {
            entered[k + steps] = entered[k + steps].min(entered[*k] + room);
        }
        for k in (1..entered.len()).rev() {
            entered[k - 1] = entered[k - 1].min(entered[k]);
        }
        if entered == before {
            return entered;
        }
    }
}

/// At every grid point, those are held that pay least: the latest of the last step, then whoever is held already.
fn least_delay_min(entries: &Entries, path: &Path) -> i64 {
    let mut total_min = 0;
    for (k, (planned, entered)) in path.planned.iter().zip(&path.entered).enumerate().skip(1) {
        let (held, point_s) = (planned - entered, (path.first + k as i64) * path.step_s);
        let last_step = point_s - path.step_s..point_s;
        let own = entries.movable.iter().rev().filter(|turn| last_step.contains(&turn.eto_s));
        let mut rest = held;
        for turn in own.take(usize::try_from(held).unwrap_or(0)) {
            total_min += ceil_div(point_s - turn.eto_s, 60);
            rest -= 1;
        }
        total_min += rest * (path.step_s / 60);
    }
    total_min
}

/// The path as a proposal: at every grid point those planned last are held, and enter at the point where they are not.
fn witness(input: &Input, scope: &BTreeSet<FlightId>, entries: &Entries, path: &Path) -> Witness {
    let day = &input.day;
    let mut outcome = Outcome::base(day);
    for (k, entered) in path.entered.iter().enumerate() {
        let point_s = (path.first + k as i64) * path.step_s;
        let entered = usize::try_from(*entered).expect("nobody enters before the first flight");
        for turn in entries.movable[entered..].iter().filter(|turn| turn.eto_s < point_s) {
            outcome.delays_min[turn.flight.index()] = ceil_div(point_s - turn.eto_s, 60);
        }
    }
    outcome.scope = scope.iter().copied().collect();
    outcome.captured.clone_from(&outcome.scope);
    let comes = |turn: &&Captured| turn.eto_s + 60 * outcome.delays_min[turn.flight.index()];
    let after = entries.movable.iter().filter(|turn| comes(turn) >= input.regulation.period.end);
    outcome.spill = after.count() as i64;
    let delays_min: Vec<(FlightId, i64)> =
        outcome.delays_of_the_free(day).filter(|(_, delay_min)| *delay_min > 0).collect();
    let regulations = core::slice::from_ref(&input.regulation);
    Witness {
        step_s: path.step_s,
        total_min: delays_min.iter().map(|(_, delay_min)| delay_min).sum(),
        max_min: delays_min.iter().map(|(_, delay_min)| *delay_min).max().unwrap_or(0),
        delays_min,
        cost: cost(day, regulations, &outcome, &input.weights, &input.analysis),
    }
}

/// The same on disjoint windows: what does not fit is carried to the next, and those planned last are carried.
fn block(Input { day, regulation, analysis, .. }: &Input, entries: &Entries) -> (i64, i64) {
    let (window_s, mut best) = (analysis.window_s, (0, 0));
    let mut offset = 0;
    while offset < window_s {
        let mut total_min = 0;
        for run in runs(&day.volumes[regulation.volume.index()].entry_capacity) {
            let mut start = ceil_div(run.start - offset, window_s) * window_s + offset;
            let mut carried = 0; // they stand at the start of the window
            while start + window_s <= run.end {
                let end = start + window_s;
                let own: Vec<i64> =
                    entries.movable.iter().map(|turn| turn.eto_s).filter(|eto| (start..end).contains(eto)).collect();
                let room = entries.room(day, regulation.volume, start, analysis);
                let over = (carried + own.len() as i64 - room).max(0);
                let late = own.iter().rev().take(usize::try_from(over).expect("never below 0"));
                let late: Vec<i64> = late.map(|eto| ceil_div(end - eto, 60)).collect();
                total_min += late.iter().sum::<i64>() + (over - late.len() as i64) * (window_s / 60);
                carried = over;
                start = end;
            }
        }
        if total_min > best.0 {
            best = (total_min, offset);
        }
        offset += analysis.step_s;
    }
    best
}

/// What the overload of the traffic outside the scope alone costs, each volume with the role that it has for the plan.
fn floor_j(Input { day, regulation, analysis, weights }: &Input, scope: &BTreeSet<FlightId>) -> i64 {
    let everybody = Outcome { scope: scope.iter().copied().collect(), ..Outcome::base(day) };
    let roles = roles(day, core::slice::from_ref(regulation), &everybody);
    overload(&without(day, scope), &roles, &everybody.delays_min, weights, analysis).sum()
}

/// The day with flights that stay nowhere.
fn without(day: &Day, gone: &BTreeSet<FlightId>) -> Day {
    let mut rest = Day { stays: Stays::default(), ..day.clone() };
    rest.flights.first_stay = vec![0];
    for flight in day.flights.iter() {
        for stay in day.flights.stays(flight).filter(|_| !gone.contains(&flight)) {
            rest.stays.volume.push(day.stays.volume[stay]);
            rest.stays.entry_s.push(day.stays.entry_s[stay]);
            rest.stays.exit_s.push(day.stays.exit_s[stay]);
        }
        rest.flights.first_stay.push(u32::try_from(rest.stays.len()).expect("no more stays than before"));
    }
    rest
}
