//! How does the time of each side grow with the day?
//!
//! One pair is measured on generated days that differ in one thing only, an [`SweepAxis`]: the number of flights, the number of
//! flows, or the length of the window. Everything else stays at [the common day](SweepAxis::day), through which all three axes run.
//!
//! Agreement comes first, on every day: sides that differ are not timed, and each timed batch is compared again after the
//! clock has stopped. Then **blocks go round all sizes**: block 1 of every size, block 2 of every size, and so on, so that
//! a machine that grows slower while it measures slows all sizes alike. Inside a block both sides take turns as
//! [`measure`](super::measure()) lets them: one batch of calls each, in an order drawn from the seed, half of the blocks
//! the other way round. A batch is as long as the plan says, or one call where a call takes longer.
//!
//! What comes out, each with the median and the interval of [`median_interval`] over the blocks:
//! - at each size, the ratio of both times, as in a [`Measurement`](super::Measurement);
//! - for each side, the **slope**: in each block the line of least squares through the logarithms of size and time. Time
//!   that doubles with the size has slope 1, time that does not care has slope 0. A constant gain gives both sides the same
//!   slope; where the optimised side's is smaller, the gain grows with the day.
//!
//! What the optimised side keeps ready is built once a day, and its time stands apart, as everywhere. It is built anew
//! after every block, which gives its time a median, and gives each block an index at another place in memory.

mod plan;
mod slope;

use std::sync::Arc;

use serde::Serialize;

pub use plan::{SweepAxis, SweepPlan};
pub use slope::{Slope, slope};

use super::summary::{SideTime, median_interval};
use super::{Clock, agreed, batch_ns, calls_for, clock_step_ns, must_agree, orders, time};
use crate::catalogue::{self, Bench};
use crate::error::{Error, Result};
use crate::flow::entrants::{self, Entrants};
use crate::pair::{Pair as _, Side, digest};
use crate::scenario::{self, Content, Scenario, Traffic};

const SIDES: [Side; 2] = [Side::Reference, Side::Optimised];

/// Both sides' times along one axis, and how they grow.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Sweep {
    /// The pair.
    pub pair: String,
    /// What grows.
    pub axis: SweepAxis,
    /// One entry a size, in ascending order.
    pub points: Vec<SweepPoint>,
    /// How the times grow with the size.
    pub slopes: Slopes,
    /// Probability that an interval encloses its median: at least 0.95.
    pub confidence: f64,
    /// Blocks measured at each size.
    pub blocks: u32,
    /// Seed of the days and of the order of the sides.
    pub seed: u32,
    /// The smallest step that the clock shows, in nanoseconds.
    pub clock_step_ns: f64,
    /// Least length of a batch, in nanoseconds; one call where a call takes longer.
    pub batch_ns: f64,
}

/// Both sides' times at one size.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct SweepPoint {
    /// The size along the axis: one of the next three.
    pub size: u32,
    /// Flights of the day.
    pub flights: u32,
    /// Flows of the day.
    pub flows: u32,
    /// Bins in the regulated window.
    pub window_bins: u32,
    /// Intervals of the day.
    pub intervals: u32,
    /// Entrants of the flows in the window.
    pub entrants: u32,
    /// First 64 bits of SHA-256 over the answer's JSON text, equal on both sides.
    pub digest: String,
    /// The reference side, for each call.
    pub reference: SideTime,
    /// The optimised side, for each call.
    pub optimised: SideTime,
    /// Calls in each batch of the reference side.
    pub reference_calls: u32,
    /// Calls in each batch of the optimised side.
    pub optimised_calls: u32,
    /// How many times faster: the median of the blocks' ratios.
    pub speedup: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Time to build what the optimised side keeps ready, in nanoseconds: the median over the blocks.
    pub index_ns: f64,
}

/// Each side's slope.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Slopes {
    /// Of the reference side's times.
    pub reference: Slope,
    /// Of the optimised side's times.
    pub optimised: Slope,
}

/// How far a sweep has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct SweepProgress {
    /// Steps taken.
    pub done: u32,
    /// Steps in all.
    pub of: u32,
}

/// Measures a pair along an axis, from beginning to end.
///
/// # Errors
/// As [`SweepRun::begin`] and [`SweepRun::advance`].
pub fn sweep(plan: &SweepPlan, clock: &dyn Clock, mut on_progress: impl FnMut(SweepProgress)) -> Result<Sweep> {
    let mut run = SweepRun::begin(plan)?;
    loop {
        let progress = run.advance(clock)?;
        on_progress(progress);
        if progress.done == progress.of {
            return run.result();
        }
    }
}

/// One size's day, in figures, with the pair opened on it.
pub struct SizedDay {
    /// Flights of the day.
    pub flights: u32,
    /// Flows of the day.
    pub flows: u32,
    /// Bins in the regulated window.
    pub window_bins: u32,
    /// Intervals of the day.
    pub intervals: u32,
    /// Entrants of the flows in the window.
    pub entrants: u32,
    /// The pair with its input.
    pub bench: Box<dyn Bench>,
}

/// A sweep under way. It goes on only while [`SweepRun::advance`] is called, so a page or a terminal can breathe between two
/// steps; the pauses are not timed.
pub struct SweepRun {
    pair: &'static str,
    plan: SweepPlan,
    make: Box<dyn Fn(u32) -> Result<SizedDay>>,
    clock_step_ns: f64,
    /// One entry a size that has been made.
    sizes: Vec<AtSize>,
    done: u32,
}

/// What is known of one size so far.
struct AtSize {
    day: SizedDay,
    answer: String,
    first_call_ns: [f64; 2],
    calls: [u32; 2],
    orders: Vec<[usize; 2]>,
    /// Nanoseconds a call, one entry a block.
    times: [Vec<f64>; 2],
    index_ns: Vec<f64>,
}

impl SweepRun {
    /// A sweep over [the days of the axis](SweepAxis::day). Nothing is made or timed yet.
    ///
    /// # Errors
    /// [`Error::UnknownPair`]; [`Error::Argument`] for a plan out of range.
    pub fn begin(plan: &SweepPlan) -> Result<Self> {
        let (pair, axis, seed) = (catalogue::info(&plan.pair)?.name, plan.axis, plan.seed);
        Self::over(plan, pair, move |size| day_of(pair, axis, size, seed))
    }

    /// A sweep over days of one's own choice; `make` gives the day of a size.
    ///
    /// # Errors
    /// [`Error::Argument`] for a plan out of range.
    pub fn over(
        plan: &SweepPlan,
        pair: &'static str,
        make: impl Fn(u32) -> Result<SizedDay> + 'static,
    ) -> Result<Self> {
        let plan = plan.checked()?;
        Ok(Self { pair, plan, make: Box::new(make), clock_step_ns: 0.0, sizes: Vec::new(), done: 0 })
    }

    /// Takes the next step: makes the next day; or asks both sides about it for the first time, compares the answers and
    /// finds how many calls fill a batch; or, once all days are there, times one block of one size. Does nothing when all
    /// is done.
    ///
    /// A step takes as long as both sides' batches; the first two of a large day take longest.
    ///
    /// # Errors
    /// [`Error::Disagreement`] when the sides differ on a day or in a timed batch; [`Error::Argument`] when a day cannot be made.
    pub fn advance(&mut self, clock: &dyn Clock) -> Result<SweepProgress> {
        let sizes = self.plan.sizes.len();
        let SweepProgress { done, of } = self.progress();
        if done == of {
            return Ok(self.progress());
        }
        let step = done as usize;
        if step == 0 {
            self.clock_step_ns = clock_step_ns(clock);
        }
        if step < 2 * sizes {
            let number = step / 2;
            if step.is_multiple_of(2) {
                let day = (self.make)(self.plan.sizes[number])?;
                self.sizes.push(AtSize::of(day, self.plan.blocks, self.plan.seed.wrapping_add(done)));
            } else {
                let batch_ns = self.batch_ns();
                self.sizes[number].compare(self.pair, clock, batch_ns)?;
            }
        } else {
            let turn = step - 2 * sizes;
            self.sizes[turn % sizes].block(self.pair, turn / sizes, clock)?;
        }
        self.done += 1;
        Ok(self.progress())
    }

    /// How far it has come.
    ///
    /// # Panics
    /// Never: a plan has few sizes.
    pub fn progress(&self) -> SweepProgress {
        let sizes = u32::try_from(self.plan.sizes.len()).expect("a plan has few sizes");
        SweepProgress { done: self.done, of: sizes * (2 + self.plan.blocks) }
    }

    /// What was measured, once all is done: an unfinished interval is not given.
    ///
    /// # Errors
    /// [`Error::Argument`] before the last step.
    pub fn result(&self) -> Result<Sweep> {
        let SweepProgress { done, of } = self.progress();
        if done < of {
            return Err(Error::argument("result", format!("{done} of {of} steps"), "advance until all steps are done"));
        }
        let sizes: Vec<f64> = self.plan.sizes.iter().copied().map(f64::from).collect();
        let [reference, optimised] = [0, 1].map(|which| {
            let slopes: Vec<f64> = (0..self.plan.blocks as usize)
                .map(|block| slope(&sizes, &self.sizes.iter().map(|at| at.times[which][block]).collect::<Vec<_>>()))
                .collect();
            median_interval(&slopes, 0.95)
        });
        let points = self.plan.sizes.iter().zip(&self.sizes).map(|(&size, at)| at.point(size)).collect();
        Ok(Sweep {
            pair: self.pair.to_owned(),
            axis: self.plan.axis,
            points,
            slopes: Slopes { reference: Slope::of(&reference), optimised: Slope::of(&optimised) },
            confidence: reference.confidence,
            blocks: self.plan.blocks,
            seed: self.plan.seed,
            clock_step_ns: self.clock_step_ns,
            batch_ns: self.batch_ns(),
        })
    }

    fn batch_ns(&self) -> f64 {
        batch_ns(self.plan.batch_ms, self.clock_step_ns)
    }
}

impl AtSize {
    fn of(day: SizedDay, blocks: u32, seed: u32) -> Self {
        Self {
            day,
            answer: String::new(),
            first_call_ns: [0.0; 2],
            calls: [0; 2],
            orders: orders(blocks, seed),
            times: [Vec::new(), Vec::new()],
            index_ns: Vec::new(),
        }
    }

    fn compare(&mut self, pair: &'static str, clock: &dyn Clock, batch_ns: f64) -> Result<()> {
        let bench = &mut *self.day.bench;
        (self.answer, self.first_call_ns) = agreed(pair, bench, SIDES, clock)?;
        for (which, side) in SIDES.into_iter().enumerate() {
            // A hiccup of the machine makes a batch look full too soon, so the most of three tries counts. A call that is
            // far longer than a batch needs no second try.
            let tries = if self.first_call_ns[which] > 10.0 * batch_ns { 1 } else { 3 };
            let calls = (0..tries).map(|_| calls_for(batch_ns, |calls| time(bench, side, calls, clock)));
            self.calls[which] = calls.max().unwrap_or(1);
        }
        Ok(())
    }

    fn block(&mut self, pair: &'static str, block: usize, clock: &dyn Clock) -> Result<()> {
        let bench = &mut *self.day.bench;
        let mut ns = [0.0; 2];
        for which in self.orders[block] {
            ns[which] = time(bench, SIDES[which], self.calls[which], clock) / f64::from(self.calls[which]);
            must_agree(pair, &self.answer, &bench.answer())?;
        }
        for (times, ns) in self.times.iter_mut().zip(ns) {
            times.push(ns);
        }
        let start = clock.now_ns();
        bench.reindex();
        self.index_ns.push(clock.now_ns() - start);
        Ok(())
    }

    fn point(&self, size: u32) -> SweepPoint {
        let ratios: Vec<f64> =
            self.times[0].iter().zip(&self.times[1]).map(|(reference, optimised)| reference / optimised).collect();
        let speedup = median_interval(&ratios, 0.95);
        let [reference, optimised] =
            [0, 1].map(|which| SideTime::of(self.first_call_ns[which], self.times[which].clone()));
        SweepPoint {
            size,
            flights: self.day.flights,
            flows: self.day.flows,
            window_bins: self.day.window_bins,
            intervals: self.day.intervals,
            entrants: self.day.entrants,
            digest: digest(&self.answer),
            reference,
            optimised,
            reference_calls: self.calls[0],
            optimised_calls: self.calls[1],
            speedup: speedup.median,
            low: speedup.low,
            high: speedup.high,
            index_ns: median_interval(&self.index_ns, 0.95).median,
        }
    }
}

/// The day of a size, with the pair opened on it.
fn day_of(pair: &'static str, axis: SweepAxis, size: u32, seed: u32) -> Result<SizedDay> {
    let params = axis.day(size, seed)?;
    let traffic = Arc::new(scenario::generate(&params)?);
    let entrants = entrants::Input::of(Arc::clone(&traffic));
    let entrants = Entrants::optimised(&entrants, &Entrants::index(&entrants)).iter().map(Vec::len).sum();
    let scenario = unwritten(&traffic, format!("{} flights, seed {seed}", params.n_flights));
    Ok(SizedDay {
        flights: count(traffic.flights.len()),
        flows: count(traffic.flows.len()),
        window_bins: traffic.window.end - traffic.window.start,
        intervals: count(traffic.intervals.len()),
        entrants: count(entrants),
        bench: catalogue::open(pair, &scenario)?,
    })
}

/// A day that never was a file: it has no text, and so no digest of one.
fn unwritten(traffic: &Arc<Traffic>, title: String) -> Scenario {
    Scenario {
        name: title.clone(),
        title,
        source: None,
        synthetic: true,
        capacities_note: None,
        sha256: String::new(),
        json_bytes: 0,
        warnings: Vec::new(),
        warning_count: 0,
        content: Content::Flow(Arc::clone(traffic).into()),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).expect("a day's limits are below 2^32")
}
