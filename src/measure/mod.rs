//! How much faster is the optimised side, and how sure is that?
//!
//! Agreement comes first: sides that differ are not timed. Then both sides take turns in one run, block by block, each
//! block with one batch of calls a side in an order drawn from the seed, half of the blocks the other way round. A batch
//! is long enough that the clock's step does not matter. Each block gives one ratio; the speed-up is their median. Its
//! interval needs no assumption about how times scatter: of `n` ratios in order, the `k`-th from either end enclose the
//! median with the probability that a fair coin thrown `n` times shows neither side fewer than `k` times. No batch is dropped.

mod clock;
mod summary;
mod sweep;

use serde::{Deserialize, Serialize};

use crate::catalogue::{self, Bench};
use crate::error::{Error, Result};
use crate::pair::{Side, parity};
use crate::rng::Rng;
use crate::scenario::Scenario;

#[cfg(not(target_arch = "wasm32"))]
pub use clock::NativeClock;
pub use clock::{Clock, clock_step_ns};
pub use summary::{Interval, SideTime, Verdict, geometric_mean, median_interval};
pub use sweep::{
    SizedDay, Slope, Slopes, Sweep, SweepAxis, SweepPlan, SweepPoint, SweepProgress, SweepRun, slope, sweep,
};

/// How to measure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct MeasurePlan {
    /// Blocks, each with one batch a side; at least 6, at most 1,000. 12 where not said.
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub blocks: u32,
    /// Least length of a batch in milliseconds; at least 0.1, at most 10,000. 5 where not said, and never under 20 clock steps.
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub batch_ms: f64,
    /// Seed of the order of the sides. 1 where not said.
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub seed: u32,
    /// Time the reference against itself: a control that must show no difference.
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub control: bool,
}

impl Default for MeasurePlan {
    fn default() -> Self {
        Self { blocks: 12, batch_ms: 5.0, seed: 1, control: false }
    }
}

fn check_blocks_and_batch(blocks: u32, batch_ms: f64) -> Result<()> {
    if !(6..=1000).contains(&blocks) {
        return Err(Error::argument("blocks", blocks.to_string(), "use 6 to 1,000 blocks"));
    }
    if !(0.1..=10_000.0).contains(&batch_ms) {
        return Err(Error::argument("batchMs", batch_ms.to_string(), "use 0.1 to 10,000 ms"));
    }
    Ok(())
}

/// One timed batch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Trial {
    /// Its block, from 0.
    pub block: u32,
    /// The side timed; in a control the second batch of a block is the reference, too.
    pub side: Side,
    /// 0 if it was the first batch of its block, 1 if the second.
    pub order: u32,
    /// Calls in the batch.
    pub calls: u32,
    /// Nanoseconds a call.
    pub ns_per_call: f64,
}

/// A pair's verdict: both sides' times, their ratio, and every trial behind them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Measurement {
    /// The pair.
    pub pair: String,
    /// Whether this is the reference against itself.
    pub control: bool,
    /// Whether the answers were equal; always true, for sides that differ are not timed.
    pub agree: bool,
    /// The reference side, for each call.
    pub reference: SideTime,
    /// The optimised side, for each call; the reference once more in a control.
    pub optimised: SideTime,
    /// How many times faster: the median of the blocks' ratios.
    pub speedup: f64,
    /// Lower end of its interval.
    pub speedup_low: f64,
    /// Upper end of its interval.
    pub speedup_high: f64,
    /// Probability that the interval encloses the median ratio: at least 0.95.
    pub confidence: f64,
    /// What the interval says.
    pub verdict: Verdict,
    /// Blocks measured.
    pub blocks: u32,
    /// The smallest step that the clock shows, in nanoseconds.
    pub clock_step_ns: f64,
    /// Least length of a batch, in nanoseconds.
    pub batch_ns: f64,
    /// Time to build what the optimised side keeps ready, once, in nanoseconds.
    pub index_ns: f64,
    /// Whether the answer of every timed batch was compared after the clock stopped, and equal.
    pub digests_equal: bool,
    /// Each block's ratio, in run order; `speedup` is their median.
    pub ratios: Vec<f64>,
    /// Every batch in run order.
    pub trials: Vec<Trial>,
}

/// Measures a pair on a scenario.
///
/// # Errors
/// [`Error::UnknownPair`]; [`Error::Argument`] for a plan out of range; [`Error::Disagreement`] when the sides differ, on
/// the scenario or in any timed batch.
pub fn measure(pair: &str, scenario: &Scenario, clock: &dyn Clock, plan: &MeasurePlan) -> Result<Measurement> {
    let name = catalogue::info(pair)?.name;
    measure_bench(name, &mut *catalogue::open(pair, scenario)?, clock, plan)
}

/// Measures a pair on an input of one's own choice.
///
/// # Errors
/// As [`measure`].
pub fn measure_bench(
    name: &'static str,
    bench: &mut dyn Bench,
    clock: &dyn Clock,
    plan: &MeasurePlan,
) -> Result<Measurement> {
    check_blocks_and_batch(plan.blocks, plan.batch_ms)?;
    let sides = if plan.control { [Side::Reference; 2] } else { [Side::Reference, Side::Optimised] };

    let (answer, first_call_ns) = agreed(name, bench, sides, clock)?;
    let clock_step_ns = clock_step_ns(clock);
    let batch_ns = batch_ns(plan.batch_ms, clock_step_ns);
    let calls = sides.map(|side| calls_for(batch_ns, |calls| time(bench, side, calls, clock)));
    let mut trials = Vec::new();
    let (mut times, mut ratios) = ([Vec::new(), Vec::new()], Vec::new());
    for (block, order_of_sides) in (0_u32..).zip(orders(plan.blocks, plan.seed)) {
        let mut ns = [0.0; 2];
        for (order, which) in (0_u32..).zip(order_of_sides) {
            ns[which] = time(bench, sides[which], calls[which], clock) / f64::from(calls[which]);
            must_agree(name, &answer, &bench.answer())?;
            times[which].push(ns[which]);
            trials.push(Trial { block, side: sides[which], order, calls: calls[which], ns_per_call: ns[which] });
        }
        ratios.push(ns[0] / ns[1]);
    }

    let start = clock.now_ns();
    bench.reindex();
    let index_ns = clock.now_ns() - start;
    let interval = median_interval(&ratios, 0.95);
    let [reference, optimised] = times;
    Ok(Measurement {
        pair: name.to_owned(),
        control: plan.control,
        agree: true,
        reference: SideTime::of(first_call_ns[0], reference),
        optimised: SideTime::of(first_call_ns[1], optimised),
        speedup: interval.median,
        speedup_low: interval.low,
        speedup_high: interval.high,
        confidence: interval.confidence,
        verdict: Verdict::of(interval.low, interval.high),
        blocks: plan.blocks,
        clock_step_ns,
        batch_ns,
        index_ns,
        digests_equal: true,
        ratios,
        trials,
    })
}

/// The answer of both sides, once it has been found equal, and what each side's first call took.
fn agreed(
    name: &'static str,
    bench: &mut dyn Bench,
    sides: [Side; 2],
    clock: &dyn Clock,
) -> Result<(String, [f64; 2])> {
    let mut first_call_ns = [0.0; 2];
    let [answer, other] = [0, 1].map(|which| {
        first_call_ns[which] = time(bench, sides[which], 1, clock);
        bench.answer()
    });
    must_agree(name, &answer, &other)?;
    Ok((answer, first_call_ns))
}

/// How long a batch lasts at least: as planned, and never under 20 steps of the clock.
fn batch_ns(batch_ms: f64, clock_step_ns: f64) -> f64 {
    (batch_ms * 1e6).max(20.0 * clock_step_ns)
}

/// Nanoseconds that `calls` calls of a side take.
fn time(bench: &mut dyn Bench, side: Side, calls: u32, clock: &dyn Clock) -> f64 {
    let start = clock.now_ns();
    bench.ask(side, calls);
    clock.now_ns() - start
}

fn must_agree(pair: &'static str, reference: &str, other: &str) -> Result<()> {
    match (reference != other).then(|| parity(pair, reference, other).disagreement).flatten() {
        None => Ok(()),
        Some(part) => {
            Err(Error::Disagreement { pair, at: part.at, reference: part.reference, optimised: part.optimised })
        }
    }
}

/// How many calls fill a batch: doubled until one does, then scaled.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u32 first")]
fn calls_for(batch_ns: f64, mut time: impl FnMut(u32) -> f64) -> u32 {
    let mut calls: u32 = 1;
    loop {
        let spent = time(calls);
        if spent >= batch_ns / 2.0 || calls >= 1 << 24 {
            let needed = f64::from(calls) * batch_ns / spent.max(1.0);
            return needed.ceil().clamp(1.0, f64::from(1_u32 << 25)) as u32;
        }
        calls *= 2;
    }
}

/// For each block, which side goes first and which second: half of the blocks either way, in an order drawn from the seed.
fn orders(blocks: u32, seed: u32) -> Vec<[usize; 2]> {
    let mut rng = Rng::new(u64::from(seed));
    let mut orders: Vec<[usize; 2]> = (0..blocks).map(|block| if block % 2 == 0 { [0, 1] } else { [1, 0] }).collect();
    for last in (1..orders.len()).rev() {
        let other = usize::try_from(rng.below(last as u64 + 1)).expect("not above a block's number");
        orders.swap(last, other);
    }
    orders
}
