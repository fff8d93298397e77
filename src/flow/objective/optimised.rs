//! Right because of five facts, each true for every input:
//!
//!   1. A flow's releases alone decide in which bins its turns are served, so what a flow adds to `J_reg` and `J_tv`
//!      depends on its own row of the schedule only.
//!   2. A flight's delay is that of its last served turn, flows in order. When every turn is served that turn is the
//!      same for every schedule: its *owner*. So the delays, too, fall apart by flow.
//!   3. `base_all + scheduled(delays) − scheduled(0)` differs from `base_all` only where an owner is late: minus its
//!      flight's multiplicity in the bin where an interval is filed, plus the same where it now counts.
//!   4. These are integers, so their order does not matter; they are kept as a list of changes for each flow, taken
//!      out and put in when the flow's row changes.
//!   5. Every float sum is taken in the order of the definition: bins pairwise, flows one after another.
//!
//!   When some turn is *not* served (only [`Spill::OverflowBin`] does that) fact 2 fails, and the delays of that one
//!   schedule are taken turn by turn instead.
//!
//! Fast because: no flight is visited that is not late, and a row that did not change since the last schedule is not
//!   worked out again. One schedule costs O(turns of the changed flows + their late intervals + volumes × bins).
//!   Opening times are whole minutes, so a delay is a difference of minutes, rounded once when the index is built.
//!   Of a row that did change, only the bins in which it differs from the demand are looked at: before them every turn is
//!   served as asked, and after them too, once nobody waits. The same goes for the terms of the sums: those that cannot
//!   have changed are kept, and only the additions are done again, in full and in order.
//! Did not pay: comparing rows as memory (`==` on slices). In wasm that goes byte by byte: 4.5 µs a schedule instead of 2.3
//!   on the generated medium day with 8 flows, in Node 20, both builds measured in turns.
//!   And the short cut "base − scheduled + sum of releases". It is wrong on nearly every real day, because a
//!   release is a turn and an occupancy is a presence: `tests/shortcut.rs` has the counterexamples, and
//!   `tests/properties.rs` the law that says when it holds.

use core::ops::Range;
use std::sync::Arc;

use ndarray::Array2;

use super::terms::{cap_term, differing, reg, share, spilled, tv, tv_term};
use super::{Context, Score};
use crate::flow::VolumeIndex;
use crate::flow::delay::{Queue, Spill, SpillOf};
use crate::flow::entry_offset;
use crate::flow::occupancy::optimised_rolling as rolling;
use crate::flow::schedule::Schedule;
use crate::math::pairwise_sum;
use crate::model::{FlightId, VolumeId};

/// One interval of a scheduled flight in a scored volume.
#[derive(Debug, Clone, Copy)]
struct Footprint {
    /// Row times bins, plus bin: where it is filed.
    cell: u32,
    bin: u32,
    /// Whole minutes from take-off to entry, modulo the bin.
    offset_min: u32,
}

/// A scheduled flight: how often it is an entrant, and its footprints.
#[derive(Debug, Clone)]
struct Scheduled {
    flight: FlightId,
    times: i32,
    footprints: Range<u32>,
}

#[derive(Debug, Clone)]
struct Flow {
    queue: Queue,
    /// For each turn, its flight's place among the scheduled flights.
    place: Vec<u32>,
    /// For each turn, whether its flight has no later one: then the turn's delay is the flight's.
    is_last: Vec<bool>,
    /// The terms of `J_tv` under the demand.
    demand_tv: Vec<f64>,
}

/// A question made ready for scoring many schedules: O(entrants + intervals of scheduled flights) to build.
#[derive(Debug, Clone)]
pub struct Scorer {
    context: Arc<Context>,
    flows: Vec<Flow>,
    scheduled: Vec<Scheduled>,
    footprints: Vec<Footprint>,
    base: Vec<i32>,
    capacity: Vec<f32>,
}

/// What one flow adds under one row of releases.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    pub(crate) releases: Vec<i64>,
    /// Whether every turn is served.
    all_served: bool,
    /// Cells whose occupancy changes, and by how much.
    changes: Vec<(u32, i32)>,
    /// The flights that it makes late, each with its minutes: those whose last turn is one of this flow's.
    pub(crate) late: Vec<(u32, u32)>,
    pub(crate) delay_min: i64,
    pub(crate) reg: [f64; 2],
    pub(crate) tv: [f64; 3],
}

/// Room for the bins of one flow's turns, and for the terms of one sum: taken once, used again and again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Room {
    bins: Vec<u32>,
    terms: Vec<f64>,
}

/// The parts of the schedule scored last, and what follows from them.
struct State {
    parts: Vec<Part>,
    occupancy: Vec<i32>,
    /// The terms of `J_cap`, up to date but for the cells in `stale`.
    cap_terms: Vec<f64>,
    stale: Range<usize>,
    room: Room,
}

impl State {
    fn change(&mut self, cell: u32, change: i32) {
        let cell = cell as usize;
        self.occupancy[cell] += change;
        let before = if self.stale.is_empty() { cell..cell } else { self.stale.clone() };
        self.stale = before.start.min(cell)..before.end.max(cell + 1);
    }
}

impl Scorer {
    /// Makes a context ready.
    pub fn new(context: Arc<Context>) -> Self {
        Self::prepare(context, None)
    }

    /// The same for a day that is indexed: where few volumes are scored, only the visits to them are looked at.
    pub(crate) fn indexed(context: Arc<Context>, index: &VolumeIndex) -> Self {
        Self::prepare(context, Some(index))
    }

    fn prepare(context: Arc<Context>, index: Option<&VolumeIndex>) -> Self {
        let mut places = Places::new(context.traffic.flights.len());
        let flows_with_places: Vec<Vec<u32>> =
            context.flows.iter().map(|flow| flow.queue.iter().map(|turn| places.of(turn.flight)).collect()).collect();
        let mut owner = vec![(0, 0); places.flights.len()];
        for (flow, places) in flows_with_places.iter().enumerate() {
            for (turn, &place) in (0_u32..).zip(places) {
                owner[place as usize] = (flow, turn);
            }
        }
        let flows = context
            .flows
            .iter()
            .zip(flows_with_places)
            .enumerate()
            .map(|(number, (flow, place))| Flow {
                queue: Queue::new(&flow.queue, context.traffic.horizon),
                is_last: (0_u32..).zip(&place).map(|(turn, place)| owner[*place as usize] == (number, turn)).collect(),
                place,
                demand_tv: (0..flow.gamma.len()).map(|bin| tv_term(&flow.gamma, &flow.demand, bin)).collect(),
            })
            .collect();
        let (scheduled, footprints) = match index {
            Some(index) => footprints_from_visits(&context, &places, index),
            None => footprints(&context, &places.flights),
        };
        Self {
            flows,
            scheduled,
            footprints,
            base: context.base_all.iter().copied().collect(),
            capacity: context.capacity.iter().map(|capacity| *capacity as f32).collect(),
            context,
        }
    }

    /// What each schedule costs, in order.
    pub fn scores(&self, schedules: &[Schedule], spill: &Spill) -> Vec<Score> {
        let mut state = self.state();
        schedules.iter().map(|schedule| self.score(&mut state, schedule, spill)).collect()
    }

    /// Occupancy of the scored volumes under a schedule; rows as in [`Question::volumes`](super::Question::volumes).
    ///
    /// # Panics
    /// Never: the counts fill the rows exactly.
    pub fn occupancy_after(&self, schedule: &Schedule, spill: &Spill) -> Array2<i32> {
        let mut state = self.state();
        self.apply(&mut state, schedule, spill);
        let counts = self.unserved(&state, spill).map_or(state.occupancy, |(occupancy, _)| occupancy);
        Array2::from_shape_vec(self.context.base_all.dim(), counts).expect("one count a cell")
    }

    fn state(&self) -> State {
        State {
            parts: vec![Part::default(); self.flows.len()],
            occupancy: self.base.clone(),
            cap_terms: vec![0.0; self.base.len()],
            stale: 0..self.base.len(),
            room: Room::default(),
        }
    }

    fn score(&self, state: &mut State, schedule: &Schedule, spill: &Spill) -> Score {
        self.apply(state, schedule, spill);
        let (cap, delay_min) = if let Some((occupancy, delay_min)) = self.unserved(state, spill) {
            let mut terms = vec![0.0; occupancy.len()];
            self.renew_cap(&occupancy, 0..occupancy.len(), &mut terms);
            (pairwise_sum(&terms), delay_min)
        } else {
            self.renew_cap(&state.occupancy, core::mem::take(&mut state.stale), &mut state.cap_terms);
            (pairwise_sum(&state.cap_terms), state.parts.iter().map(|part| part.delay_min).sum())
        };
        let weights = &self.context.question.weights;
        let parts = &state.parts;
        Score::of(
            cap,
            weights.lambda_delay * delay_min as f64,
            parts.iter().fold(0.0, |sum, part| sum + part.reg[0] + part.reg[1]),
            parts.iter().fold(0.0, |sum, part| sum + part.tv[0] + part.tv[1] + part.tv[2]),
            if weights.theta_share > 0.0 { weights.theta_share * self.share(schedule) } else { 0.0 },
            if weights.eta_spill > 0.0 { weights.eta_spill * spilled(schedule) } else { 0.0 },
        )
    }

    fn share(&self, schedule: &Schedule) -> f64 {
        let rows: Vec<&[i64]> = schedule.iter().map(Vec::as_slice).collect();
        share(&self.context.flows, &rows)
    }

    /// Brings the state to a schedule: only flows whose releases changed are worked out again.
    fn apply(&self, state: &mut State, schedule: &Schedule, spill: &Spill) {
        for (flow, releases) in schedule.iter().enumerate() {
            // Element by element on purpose: see "did not pay".
            if state.parts[flow].releases.iter().eq(releases) {
                continue;
            }
            let mut part = core::mem::take(&mut state.parts[flow]);
            for &(cell, change) in &part.changes {
                state.change(cell, -change);
            }
            let mut changes = core::mem::take(&mut part.changes);
            changes.clear();
            let spill = SpillOf::flow(spill, flow);
            self.work_out(&mut part, flow, releases, spill, &mut state.room, |cell, change| {
                changes.push((cell, change));
            });
            part.changes = changes;
            for &(cell, change) in &part.changes {
                state.change(cell, change);
            }
            state.parts[flow] = part;
        }
    }

    /// What a flow adds under a row of releases, those left after the window served in the next bin; tells `change` of every
    /// cell whose occupancy changes instead of listing it.
    pub(crate) fn part(&self, flow: usize, releases: &[i64], room: &mut Room, change: impl FnMut(u32, i32)) -> Part {
        let mut part = Part::default();
        self.work_out(&mut part, flow, releases, SpillOf::Dump, room, change);
        part
    }

    /// The context that was made ready.
    pub(crate) fn context(&self) -> &Arc<Context> {
        &self.context
    }

    /// The flights that are entrants, in the order of their places.
    pub(crate) fn scheduled_flights(&self) -> impl ExactSizeIterator<Item = FlightId> {
        self.scheduled.iter().map(|scheduled| scheduled.flight)
    }

    /// Works out what a flow adds under a row of releases, into buffers that are reused.
    fn work_out(
        &self,
        part: &mut Part,
        flow: usize,
        releases: &[i64],
        spill: SpillOf,
        room: &mut Room,
        mut change: impl FnMut(u32, i32),
    ) {
        let (table, of) = (&self.flows[flow], &self.context.flows[flow]);
        let horizon = self.context.traffic.horizon;
        part.releases.clear();
        part.releases.extend_from_slice(releases);
        part.late.clear();
        part.delay_min = 0;
        part.all_served = true;
        let differing = differing(&releases[..of.beta.len()], &of.demand);
        if let Some(between) = differing {
            let (first, all) = table.queue.serve_between(releases, between, spill, horizon, &mut room.bins);
            part.all_served = all;
            for (turn, &bin) in (first..).zip(&room.bins) {
                let delay = table.queue.delay_min(turn, bin, horizon.bin_minutes());
                if delay > 0 && table.is_last[turn] {
                    part.delay_min += i64::from(delay);
                    part.late.push((table.place[turn], delay));
                    self.move_flight(table.place[turn], delay, &mut change);
                }
            }
        }
        let weights = &self.context.question.weights;
        let changed = differing.map_or(0..0, |(from, until)| from..until + 1);
        part.reg = reg(of, releases, &changed, weights.beta_context, &mut room.terms);
        part.tv = tv(of, &table.demand_tv, releases, &changed, weights.gamma_context, &mut room.terms);
    }

    /// Lists the cells that a flight leaves and those that it now counts in.
    fn move_flight(&self, place: u32, delay: u32, change: &mut impl FnMut(u32, i32)) {
        let bin_minutes = self.context.traffic.horizon.bin_minutes();
        let bins = self.context.traffic.horizon.bins();
        let flight = &self.scheduled[place as usize];
        for footprint in &self.footprints[flight.footprints.start as usize..flight.footprints.end as usize] {
            let shift = (footprint.offset_min + delay) / bin_minutes;
            if shift > 0 {
                change(footprint.cell, -flight.times);
                if footprint.bin + shift < bins {
                    change(footprint.cell + shift, flight.times);
                }
            }
        }
    }

    /// Occupancy and minutes of delay where some turn is not served: the last *served* turn of each flight decides.
    fn unserved(&self, state: &State, spill: &Spill) -> Option<(Vec<i32>, i64)> {
        if state.parts.iter().all(|part| part.all_served) {
            return None;
        }
        let horizon = self.context.traffic.horizon;
        let (mut delays, mut bins) = (vec![0; self.scheduled.len()], Vec::new());
        for (number, (flow, part)) in self.flows.iter().zip(&state.parts).enumerate() {
            flow.queue.serve(&part.releases, SpillOf::flow(spill, number), horizon, &mut bins);
            for (turn, (&place, &bin)) in flow.place.iter().zip(&bins).enumerate() {
                delays[place as usize] = flow.queue.delay_min(turn, bin, horizon.bin_minutes());
            }
        }
        let mut occupancy = self.base.clone();
        for (place, &delay) in (0_u32..).zip(&delays) {
            self.move_flight(place, delay, &mut |cell, change| occupancy[cell as usize] += change);
        }
        Some((occupancy, delays.iter().map(|delay| i64::from(*delay)).sum()))
    }

    /// Works out the terms of `J_cap` again for every hour that holds one of the `stale` cells.
    fn renew_cap(&self, occupancy: &[i32], stale: Range<usize>, terms: &mut [f64]) {
        let horizon = self.context.traffic.horizon;
        let (bins, bins_per_hour) = (horizon.bins() as usize, horizon.bins_per_hour() as usize);
        let alpha = self.context.alpha.as_slice().expect("made row by row");
        let rows = if stale.is_empty() { 0..0 } else { stale.start / bins..(stale.end - 1) / bins + 1 };
        for row in rows {
            let first = (row * bins).max((stale.start + 1).saturating_sub(bins_per_hour));
            let end = ((row + 1) * bins).min(stale.end);
            let last_counted = ((row + 1) * bins).min(end + bins_per_hour - 1);
            let weighed = self.capacity[first..end].iter().zip(&alpha[first..end]);
            let mut last_to_first = terms[first..end].iter_mut().zip(weighed).rev();
            let mut beyond = last_counted - end;
            rolling(&occupancy[first..last_counted], bins_per_hour, |hour| {
                if beyond > 0 {
                    beyond -= 1; // an hour after the stale ones, only summed up to get there
                } else if let Some((term, (capacity, alpha))) = last_to_first.next() {
                    *term = cap_term(hour as f32, *capacity, *alpha);
                }
            });
        }
    }
}

/// Flights in the order in which they are first seen, each with how often.
struct Places {
    /// For each flight of the day, its place; `u32::MAX` before it is seen.
    place: Vec<u32>,
    flights: Vec<(FlightId, i32)>,
}

impl Places {
    fn new(flights_of_day: usize) -> Self {
        Self { place: vec![u32::MAX; flights_of_day], flights: Vec::new() }
    }

    /// The place of a flight; counts the sighting.
    fn of(&mut self, flight: FlightId) -> u32 {
        let place = &mut self.place[flight.index()];
        if *place == u32::MAX {
            *place = FlightId::at(self.flights.len()).0;
            self.flights.push((flight, 0));
        }
        self.flights[*place as usize].1 += 1;
        *place
    }
}

fn footprints(context: &Context, flights: &[(FlightId, i32)]) -> (Vec<Scheduled>, Vec<Footprint>) {
    let traffic = &context.traffic;
    let bins = traffic.horizon.bins();
    let row_of = |volume: VolumeId| context.question.volumes.iter().position(|scored| *scored == volume);
    let mut footprints: Vec<Footprint> = Vec::new();
    let size =
        |footprints: &[Footprint]| u32::try_from(footprints.len()).expect("limits keep intervals within 32 bits");
    let mut scheduled = Vec::with_capacity(flights.len());
    for &(flight, times) in flights {
        let start = size(&footprints);
        for i in traffic.flights.intervals(flight) {
            if let Some(row) = row_of(traffic.intervals.volume[i]) {
                let bin = u32::from(traffic.intervals.bin[i]);
                let offset = entry_offset(traffic.horizon, traffic.intervals.entry_s[i]) / 60;
                footprints.push(Footprint {
                    cell: VolumeId::at(row).0 * bins + bin,
                    bin,
                    offset_min: u32::try_from(offset).expect("an offset lies within a bin"),
                });
            }
        }
        scheduled.push(Scheduled { flight, times, footprints: start..size(&footprints) });
    }
    (scheduled, footprints)
}

/// The same from the visits to the scored volumes, where those are fewer than the intervals of the scheduled flights.
fn footprints_from_visits(context: &Context, places: &Places, index: &VolumeIndex) -> (Vec<Scheduled>, Vec<Footprint>) {
    let (traffic, volumes) = (&context.traffic, &context.question.volumes);
    let intervals: usize = places.flights.iter().map(|(flight, _)| traffic.flights.intervals(*flight).len()).sum();
    if volumes.iter().map(|volume| index.visits(*volume)).sum::<usize>() >= intervals {
        return footprints(context, &places.flights);
    }
    let visits = || {
        let rows = volumes
            .iter()
            .enumerate()
            .flat_map(|(row, volume)| index.filed_visits_of(*volume).map(move |visit| (row, visit)));
        rows.filter_map(|(row, (flight, position, bin))| {
            let place = places.place[flight as usize];
            (place != u32::MAX).then_some((place as usize, row, position, bin))
        })
    };
    let mut next = vec![0_u32; places.flights.len() + 1];
    visits().for_each(|(place, ..)| next[place + 1] += 1);
    for place in 0..places.flights.len() {
        next[place + 1] += next[place];
    }
    let scheduled = places.flights.iter().zip(next.windows(2));
    let scheduled = scheduled
        .map(|(&(flight, times), range)| Scheduled { flight, times, footprints: range[0]..range[1] })
        .collect();
    let nothing = Footprint { cell: 0, bin: 0, offset_min: 0 };
    let mut footprints = vec![nothing; next[places.flights.len()] as usize];
    for (place, row, position, bin) in visits() {
        let bin = u32::from(bin);
        let cell = VolumeId::at(row).0 * traffic.horizon.bins() + bin;
        footprints[next[place] as usize] = Footprint { cell, bin, offset_min: index.offset_min(position) };
        next[place] += 1;
    }
    (scheduled, footprints)
}
