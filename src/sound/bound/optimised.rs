//! Right because: the constraints have weights that are not negative, so the greatest C is a shortest path, and sweeping
//!   forward over windows and backward over time comes to it. Who is held at a grid point are those planned last, so
//!   flights enter in the planned order: the i-th enters in the first step before whose end C has passed i, and its delay
//!   is one subtraction.
//! Fast because: the flights planned by each grid point are counted in one pass over the sorted entries; those that cannot move
//!   are counted for all windows at once, by where their runs of windows begin and end; the sweeps are a few thousand
//!   additions each. Blocks read the same counts, and find their own flights by bisection.
//! Did not pay: a heap for the shortest path: a handful of sweeps over an array is less than its overhead.

use super::{Bounds, FINE_STEP_S, Input, Witness};
use crate::math::ceil_div;
use crate::model::FlightId;
use crate::scenario::sound::{Count, EntryCapacity};
use crate::sound::Outcome;
use crate::sound::capture::{Captured, VolumeVisits};
use crate::sound::counts::optimised::{lay_entries, sum_track};
use crate::sound::counts::{Declared, Network, Track, Visit, runs};
use crate::sound::effect::optimised::roles;
use crate::sound::objective::optimised::{cost, overload};

const HOUR_S: i64 = 3_600;

pub(super) fn bounds(input: &Input, network: &Network) -> Bounds {
    let entries = Entries::of(input, network);
    let paths = [FINE_STEP_S, input.analysis.step_s].map(|step_s| entries.path(input, step_s));
    let least = |path: &Option<Path>| path.as_ref().map(|path| path.delays_min.iter().sum());
    Bounds {
        block: entries.block(input),
        path: least(&paths[1]),
        path_step_60: least(&paths[0]),
        floor_j: floor_j(input, network, &entries.scope),
        witness: paths.iter().flatten().next().map(|path| entries.witness(input, network, path)),
    }
}

/// The entries into the regulated volume.
struct Entries {
    scope: Vec<FlightId>,
    /// The reference entries of the flights that may move, in the planned order.
    movable: Vec<Captured>,
    /// The visits of all other flights, flight by flight, with the delay that they have for good.
    fixed: Vec<(Vec<Visit>, i64)>,
    union: bool,
}

/// The greatest C, as what it means for each movable flight.
struct Path {
    step_s: i64,
    delays_min: Vec<i64>,
}

impl Entries {
    fn of(input: &Input, network: &Network) -> Self {
        let (day, volume) = (&input.day, input.regulation.volume);
        let captured = VolumeVisits::new(day).capture(day, &input.regulation);
        let mut scope: Vec<FlightId> = captured.iter().flatten().map(|turn| turn.flight).collect();
        scope.sort_unstable();
        let is_free = |flight: FlightId| day.flights.fixed_min[flight.index()].is_none();
        let mut movable: Vec<Captured> = captured.into_iter().flatten().filter(|turn| is_free(turn.flight)).collect();
        movable.sort_unstable();
        let mut fixed = Vec::new();
        for flight in day.flights.iter() {
            let visits: Vec<Visit> = network.visits_in(flight, volume).collect();
            let moves = || is_free(flight) && scope.binary_search(&flight).is_ok();
            if !visits.is_empty() && !moves() {
                fixed.push((visits, day.flights.base_delay_min(flight)));
            }
        }
        Self { scope, movable, fixed, union: input.analysis.count == Count::Flights }
    }

    /// For each window of a track, how many flights that cannot move it holds.
    fn fixed_counts(&self, track: &Track) -> Vec<i32> {
        let mut row = vec![0; track.len + 1];
        for (visits, delay_min) in &self.fixed {
            lay_entries(&mut row, track, visits, *delay_min, 1, self.union);
        }
        sum_track(&mut row, track);
        row
    }

    fn path(&self, input: &Input, step_s: i64) -> Option<Path> {
        let window_s = input.analysis.window_s;
        if window_s % step_s != 0 || step_s % 60 != 0 {
            return None;
        }
        let capacity = &input.day.volumes[input.regulation.volume.index()].entry_capacity;
        let runs: Vec<_> = runs(capacity).filter(|run| run.end - run.start >= window_s).collect();
        let etos = || self.movable.iter().map(|turn| turn.eto_s);
        let earliest = etos().next().into_iter().chain(runs.iter().map(|run| run.start)).min().unwrap_or(0);
        let latest = etos().next_back().into_iter().chain(runs.iter().map(|run| run.end)).max().unwrap_or(0);
        let (first, last) = (earliest.div_euclid(step_s), ceil_div(latest, step_s) + 1);
        let points = usize::try_from(last - first + 1).expect("the last entry is not before the first");
        let steps = usize::try_from(window_s / step_s).expect("windows are shorter than days");
        let mut entered = self.planned(first * step_s, step_s, points);
        let len = points.saturating_sub(steps);
        let track = Track { origin_s: first * step_s, step_s, length_s: window_s, len, at: 0 };
        let counts = self.fixed_counts(&track);
        let mut room: Vec<(usize, i64)> = Vec::new();
        let [mut starts, mut ends] = [0; 2].map(|_| Declared::new(capacity));
        for run in &runs {
            let from = usize::try_from(ceil_div(run.start, step_s) - first).expect("runs start after the first point");
            let until = (run.end - window_s).div_euclid(step_s) - first + 1;
            let to = usize::try_from(until).map_or(0, |until| until.min(len)).max(from.min(len));
            for (window, count) in counts[..to].iter().enumerate().skip(from) {
                let start_s = track.start_s(window);
                let allowed = (ends.until(start_s + window_s) - starts.until(start_s)).div_euclid(HOUR_S);
                if input.day.horizon.contains(&start_s) {
                    room.push((window, (allowed - i64::from(*count)).max(0)));
                }
            }
        }
        sweep(&mut entered, &room, steps);
        // The i-th flight enters in the step before the first point by which more than i have entered.
        let mut point = 0;
        let delay_min = |(before, turn): (i64, &Captured)| {
            while entered[point] <= before {
                point += 1;
            }
            let step_start_s = (first + point as i64 - 1) * step_s;
            ceil_div((step_start_s - turn.eto_s).max(0), 60)
        };
        Some(Path { step_s, delays_min: (0..).zip(&self.movable).map(delay_min).collect() })
    }

    /// How many movable flights are planned before each of `points` grid points.
    fn planned(&self, origin_s: i64, step_s: i64, points: usize) -> Vec<i64> {
        let mut passed = 0;
        let before = |point: usize| {
            let moment_s = origin_s + step_s * point as i64;
            while self.movable.get(passed).is_some_and(|turn| turn.eto_s < moment_s) {
                passed += 1;
            }
            passed as i64
        };
        (0..points).map(before).collect()
    }

    fn witness(&self, input: &Input, network: &Network, path: &Path) -> Witness {
        let mut outcome = Outcome { delays_min: network.base_min.clone(), ..Outcome::default() };
        for (turn, delay_min) in self.movable.iter().zip(&path.delays_min) {
            outcome.delays_min[turn.flight.index()] = *delay_min;
            outcome.spill += i64::from(turn.eto_s + 60 * delay_min >= input.regulation.period.end);
        }
        outcome.scope.clone_from(&self.scope);
        outcome.captured.clone_from(&self.scope);
        let mut delays_min: Vec<(FlightId, i64)> =
            self.movable.iter().map(|turn| turn.flight).zip(path.delays_min.iter().copied()).collect();
        delays_min.retain(|(_, delay_min)| *delay_min > 0);
        delays_min.sort_unstable();
        Witness {
            step_s: path.step_s,
            total_min: delays_min.iter().map(|(_, delay_min)| delay_min).sum(),
            max_min: delays_min.iter().map(|(_, delay_min)| *delay_min).max().unwrap_or(0),
            delays_min,
            cost: cost(network, core::slice::from_ref(&input.regulation), &outcome, &input.weights),
        }
    }

    fn block(&self, input: &Input) -> (i64, i64) {
        let (window_s, step_s) = (input.analysis.window_s, input.analysis.step_s);
        let capacity = &input.day.volumes[input.regulation.volume.index()].entry_capacity;
        let (Some(begin), Some(end)) = (capacity.first(), capacity.last()) else { return (0, 0) };
        // Every window of every offset starts at a multiple of this.
        let unit_s = greatest_divisor(window_s, step_s);
        let origin_s = begin.from_s.div_euclid(unit_s) * unit_s;
        let len = usize::try_from((end.to_s - origin_s) / unit_s + 1).expect("sub-periods are in order");
        let track = Track { origin_s, step_s: unit_s, length_s: window_s, len, at: 0 };
        let counts = self.fixed_counts(&track);
        let mut best = (0, 0);
        let offsets = usize::try_from(step_s).expect("steps are shorter than days");
        for offset in (0..window_s).step_by(offsets) {
            let mut total_min = 0;
            for run in runs(capacity) {
                let mut start = ceil_div(run.start - offset, window_s) * window_s + offset;
                let mut carried = 0;
                while start + window_s <= run.end {
                    let window = usize::try_from((start - origin_s) / unit_s).expect("it starts after the first");
                    let room = (allowed(capacity, start, start + window_s) - i64::from(counts[window])).max(0);
                    let (added_min, over) = self.carry(start..start + window_s, carried, room);
                    total_min += added_min;
                    carried = over;
                    start += window_s;
                }
            }
            if total_min > best.0 {
                best = (total_min, offset);
            }
        }
        best
    }

    /// What it costs to carry what a window cannot hold to the next, and how many are carried.
    fn carry(&self, window: core::ops::Range<i64>, carried: i64, room: i64) -> (i64, i64) {
        let before = |moment_s: i64| self.movable.partition_point(|turn| turn.eto_s < moment_s);
        let own = &self.movable[before(window.start)..before(window.end)];
        let over = (carried + own.len() as i64 - room).max(0);
        let late = usize::try_from(over).map_or(0, |over| over.min(own.len()));
        let waits = own[own.len() - late..].iter().map(|turn| ceil_div(window.end - turn.eto_s, 60));
        (waits.sum::<i64>() + (over - late as i64) * ((window.end - window.start) / 60), over)
    }
}

/// Lowers `entered` to the greatest C that meets the constraints.
fn sweep(entered: &mut [i64], room: &[(usize, i64)], steps: usize) {
    let mut changed = true;
    while changed {
        changed = false;
        for (window, room) in room {
            let most = entered[*window] + room;
            if entered[window + steps] > most {
                entered[window + steps] = most;
                changed = true;
            }
        }
        if changed {
            for point in (1..entered.len()).rev() {
                entered[point - 1] = entered[point - 1].min(entered[point]);
            }
        }
    }
}

fn greatest_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { greatest_divisor(b, a % b) }
}

/// Flights that the declared capacities allow from one moment to another.
fn allowed(capacity: &[EntryCapacity], from_s: i64, to_s: i64) -> i64 {
    let first = capacity.partition_point(|period| period.to_s <= from_s);
    let inside = capacity[first..].iter().take_while(|period| period.from_s < to_s);
    let share = |period: &EntryCapacity| period.per_hour * (period.to_s.min(to_s) - period.from_s.max(from_s));
    inside.map(share).sum::<i64>().div_euclid(HOUR_S)
}

/// What the overload of the traffic outside the scope alone costs.
fn floor_j(input: &Input, network: &Network, scope: &[FlightId]) -> i64 {
    let mut row = vec![0; network.base.len()];
    for flight in scope {
        network.lay(&mut row, *flight, network.base_min[flight.index()], -1);
    }
    network.sum(&mut row);
    row.iter_mut().zip(&network.base).for_each(|(count, base)| *count += base);
    let roles = roles(network, core::slice::from_ref(&input.regulation), scope);
    overload(network, &row, &roles, &input.weights).sum()
}
