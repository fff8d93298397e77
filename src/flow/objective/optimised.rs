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
//! Did not pay: the short cut "base − scheduled + sum of releases". It is wrong on nearly every real day, because a
//!   release is a turn and an occupancy is a presence: `tests/shortcut.rs` has the counterexamples, and
//!   `tests/properties.rs` the law that says when it holds.

use core::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use ndarray::Array2;

use super::{Context, Score};
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

/// A turn whose delay is its flight's delay.
#[derive(Debug, Clone)]
struct Owner {
    turn: u32,
    place: u32,
}

/// A scheduled flight: how often it is an entrant, and its footprints.
#[derive(Debug, Clone)]
struct Scheduled {
    times: i32,
    footprints: Range<u32>,
}

#[derive(Debug, Clone)]
struct Flow {
    queue: Queue,
    /// For each turn, its flight's place among the scheduled flights.
    place: Vec<u32>,
    owners: Vec<Owner>,
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
pub struct Part {
    releases: Vec<i64>,
    /// The bin of each served turn, in queue order.
    bins: Vec<u32>,
    /// Cells whose occupancy changes, and by how much.
    changes: Vec<(u32, i32)>,
    delay_min: i64,
    reg: [f64; 2],
    tv: [f64; 3],
}

/// The parts of the schedule scored last, and the occupancy under it.
struct State {
    parts: Vec<Part>,
    occupancy: Vec<i32>,
    terms: Vec<f64>,
}

impl Scorer {
    /// Makes a context ready.
    pub fn new(context: Arc<Context>) -> Self {
        let mut times: IndexMap<FlightId, i32> = IndexMap::new();
        let flows_with_places: Vec<Vec<u32>> = context
            .flows
            .iter()
            .map(|flow| flow.queue.iter().map(|turn| place(&mut times, turn.flight)).collect())
            .collect();
        let mut owner = vec![(0, 0); times.len()];
        for (flow, places) in flows_with_places.iter().enumerate() {
            for (turn, &place) in (0_u32..).zip(places) {
                owner[place as usize] = (flow, turn);
            }
        }
        let mut flows: Vec<Flow> = context
            .flows
            .iter()
            .zip(flows_with_places)
            .map(|(flow, place)| Flow {
                queue: Queue::new(&flow.queue, context.traffic.horizon),
                place,
                owners: vec![],
            })
            .collect();
        for (place, (flow, turn)) in (0_u32..).zip(owner) {
            flows[flow].owners.push(Owner { turn, place });
        }
        let (scheduled, footprints) = footprints(&context, &times);
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
        let counts = self.unserved(&state).map_or(state.occupancy, |(occupancy, _)| occupancy);
        Array2::from_shape_vec(self.context.base_all.dim(), counts).expect("one count a cell")
    }

    fn state(&self) -> State {
        let parts = vec![Part::default(); self.flows.len()];
        State { parts, occupancy: self.base.clone(), terms: Vec::with_capacity(self.base.len()) }
    }

    fn score(&self, state: &mut State, schedule: &Schedule, spill: &Spill) -> Score {
        self.apply(state, schedule, spill);
        let (cap, delay_min) = if let Some((occupancy, delay_min)) = self.unserved(state) {
            (self.cap(&occupancy, &mut state.terms), delay_min)
        } else {
            let delay_min = state.parts.iter().map(|part| part.delay_min).sum();
            (self.cap(&state.occupancy, &mut state.terms), delay_min)
        };
        let weights = &self.context.question.weights;
        let parts = &state.parts;
        Score::of(
            cap,
            weights.lambda_delay * delay_min as f64,
            parts.iter().fold(0.0, |sum, part| sum + part.reg[0] + part.reg[1]),
            parts.iter().fold(0.0, |sum, part| sum + part.tv[0] + part.tv[1] + part.tv[2]),
            if weights.theta_share > 0.0 { weights.theta_share * self.share(schedule, &mut state.terms) } else { 0.0 },
            if weights.eta_spill > 0.0 { weights.eta_spill * spilled(schedule) } else { 0.0 },
        )
    }

    /// Brings the state to a schedule: only flows whose releases changed are worked out again.
    fn apply(&self, state: &mut State, schedule: &Schedule, spill: &Spill) {
        for (flow, releases) in schedule.iter().enumerate() {
            let part = &mut state.parts[flow];
            if part.releases == *releases {
                continue;
            }
            for &(cell, change) in &part.changes {
                state.occupancy[cell as usize] -= change;
            }
            self.work_out(part, flow, releases, SpillOf::flow(spill, flow), &mut state.terms);
            for &(cell, change) in &part.changes {
                state.occupancy[cell as usize] += change;
            }
        }
    }

    /// Works out what a flow adds under a row of releases, into buffers that are reused.
    fn work_out(&self, part: &mut Part, flow: usize, releases: &[i64], spill: SpillOf, terms: &mut Vec<f64>) {
        let table = &self.flows[flow];
        part.releases.clear();
        part.releases.extend_from_slice(releases);
        table.queue.serve(releases, spill, self.context.traffic.horizon, &mut part.bins);
        let bin_minutes = self.context.traffic.horizon.bin_minutes();
        part.changes.clear();
        part.delay_min = 0;
        for owner in &table.owners {
            let Some(&bin) = part.bins.get(owner.turn as usize) else { continue };
            let delay = table.queue.delay_min(owner.turn as usize, bin, bin_minutes);
            if delay > 0 {
                part.delay_min += i64::from(delay);
                self.move_flight(owner.place, delay, &mut part.changes);
            }
        }
        let weights = &self.context.question.weights;
        let of = &self.context.flows[flow];
        part.reg = reg(&of.beta, releases, &of.demand, weights.beta_context, terms);
        part.tv = tv(&of.gamma, releases, weights.gamma_context, terms);
    }

    /// Lists the cells that a flight leaves and those that it now counts in.
    fn move_flight(&self, place: u32, delay: u32, changes: &mut Vec<(u32, i32)>) {
        let bin_minutes = self.context.traffic.horizon.bin_minutes();
        let bins = self.context.traffic.horizon.bins();
        let flight = &self.scheduled[place as usize];
        for footprint in &self.footprints[flight.footprints.start as usize..flight.footprints.end as usize] {
            let shift = (footprint.offset_min + delay) / bin_minutes;
            if shift > 0 {
                changes.push((footprint.cell, -flight.times));
                if footprint.bin + shift < bins {
                    changes.push((footprint.cell + shift, flight.times));
                }
            }
        }
    }

    /// Occupancy and minutes of delay where some turn is not served: the last *served* turn of each flight decides.
    fn unserved(&self, state: &State) -> Option<(Vec<i32>, i64)> {
        let all_served = |(flow, part): (&Flow, &Part)| part.bins.len() == flow.queue.len();
        if self.flows.iter().zip(&state.parts).all(all_served) {
            return None;
        }
        let bin_minutes = self.context.traffic.horizon.bin_minutes();
        let mut delays = vec![0; self.scheduled.len()];
        for (flow, part) in self.flows.iter().zip(&state.parts) {
            for (turn, (&place, &bin)) in flow.place.iter().zip(&part.bins).enumerate() {
                delays[place as usize] = flow.queue.delay_min(turn, bin, bin_minutes);
            }
        }
        let mut changes = Vec::new();
        for (place, &delay) in (0_u32..).zip(&delays) {
            self.move_flight(place, delay, &mut changes);
        }
        let mut occupancy = self.base.clone();
        for (cell, change) in changes {
            occupancy[cell as usize] += change;
        }
        Some((occupancy, delays.iter().map(|delay| i64::from(*delay)).sum()))
    }

    fn cap(&self, occupancy: &[i32], terms: &mut Vec<f64>) -> f64 {
        let horizon = self.context.traffic.horizon;
        let (bins, bins_per_hour) = (horizon.bins() as usize, horizon.bins_per_hour() as usize);
        let alpha = self.context.alpha.as_slice().expect("made row by row");
        terms.clear();
        terms.resize(occupancy.len(), 0.0);
        for (row, counts) in occupancy.chunks_exact(bins).enumerate() {
            let cells = row * bins..(row + 1) * bins;
            let weighed = self.capacity[cells.clone()].iter().zip(&alpha[cells.clone()]);
            let mut last_to_first = terms[cells].iter_mut().zip(weighed).rev();
            rolling(counts, bins_per_hour, |hour| {
                let (term, (capacity, alpha)) = last_to_first.next().expect("one term a bin");
                *term = f64::from((hour as f32 - capacity).max(0.0) * alpha);
            });
        }
        pairwise_sum(terms)
    }

    fn share(&self, schedule: &Schedule, terms: &mut Vec<f64>) -> f64 {
        let part = |count: i64, all: i64| count as f64 / all.max(1) as f64;
        let flows = &self.context.flows;
        terms.clear();
        terms.extend((0..self.context.traffic.horizon.bins() as usize).map(|bin| {
            let released: i64 = schedule.iter().map(|releases| releases[bin]).sum();
            let asked: i64 = flows.iter().map(|flow| flow.demand[bin]).sum();
            if released == 0 && asked == 0 && schedule.iter().all(|releases| releases[bin] == 0) {
                return 0.0;
            }
            0.5 * flows.iter().zip(schedule).fold(0.0, |sum, (flow, releases)| {
                sum + (part(releases[bin], released) - part(flow.demand[bin], asked)).abs()
            })
        }));
        pairwise_sum(terms)
    }
}

/// The place of a flight among those seen so far; counts the sighting.
fn place(times: &mut IndexMap<FlightId, i32>, flight: FlightId) -> u32 {
    let entry = times.entry(flight);
    let place = FlightId::at(entry.index()).0;
    *entry.or_insert(0) += 1;
    place
}

fn footprints(context: &Context, times: &IndexMap<FlightId, i32>) -> (Vec<Scheduled>, Vec<Footprint>) {
    let traffic = &context.traffic;
    let bins = traffic.horizon.bins();
    let row_of = |volume: VolumeId| context.question.volumes.iter().position(|scored| *scored == volume);
    let mut footprints: Vec<Footprint> = Vec::new();
    let size =
        |footprints: &[Footprint]| u32::try_from(footprints.len()).expect("limits keep intervals within 32 bits");
    let mut scheduled = Vec::with_capacity(times.len());
    for (&flight, &times) in times {
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
        scheduled.push(Scheduled { times, footprints: start..size(&footprints) });
    }
    (scheduled, footprints)
}

fn reg(beta: &[f32], releases: &[i64], demand: &[i64], beta_context: f64, terms: &mut Vec<f64>) -> [f64; 2] {
    terms.clear();
    let off = releases.iter().zip(demand).map(|(release, asked)| (release - asked).abs() as f64);
    terms.extend(beta.iter().zip(off).map(|(beta, off)| f64::from(*beta) * off));
    let bins = beta.len();
    [pairwise_sum(terms), beta_context * (releases[bins] - demand[bins]).abs() as f64]
}

fn tv(gamma: &[f32], releases: &[i64], gamma_context: f64, terms: &mut Vec<f64>) -> [f64; 3] {
    terms.clear();
    let step = releases.windows(2).map(|step| (step[1] - step[0]).abs() as f64);
    terms.extend(gamma.iter().zip(step).map(|(gamma, step)| f64::from(*gamma) * step));
    let last = releases.len() - 1;
    [pairwise_sum(&terms[1..]), terms[0], gamma_context * (releases[last] - releases[last - 1]).abs() as f64]
}

fn spilled(schedule: &Schedule) -> f64 {
    schedule.iter().filter_map(|releases| releases.last()).sum::<i64>() as f64
}
