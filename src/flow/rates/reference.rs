//! The search, trial by trial: every candidate is scored by the definition of the objective, unless it is remembered.

use super::found::{Counts, Outcome};
use super::{Found, Input, Progress, Search, Settings};
use crate::error::Result;
use crate::flow::delay::{self, Spill, reference_delays};
use crate::flow::objective::{Context, Score, score};
use crate::flow::rate_grid::RateGrid;
use crate::flow::schedule::{Schedule, at_rate};
use crate::model::FlightId;
use crate::pair::{Pair, Side};

/// The search, between two trials.
pub(super) struct Descent {
    context: Context,
    settings: Settings,
    grid: Vec<f64>,
    /// What is tried in each pass: every flow with every rate.
    trials: Vec<(usize, f64)>,
    next: usize,
    done: bool,
    baseline: Score,
    /// The rates kept so far, and the change in cost under them.
    rates: Vec<f64>,
    best: f64,
    best_before_pass: f64,
    /// Candidates with their scores, the least recently used first.
    remembered: Vec<(Vec<f64>, Score)>,
    /// For each flow the rates tried, each with its change in cost.
    history: Vec<Vec<(f64, f64)>>,
    counts: Counts,
}

impl Descent {
    pub(super) fn new(input: &Input) -> Self {
        let context = Context::new(&input.traffic, input.question.clone(), Side::Reference);
        let grid = grid(input, &context);
        let regulated = if input.traffic.flows.is_empty() { 0 } else { context.flows.len() };
        let mut order: Vec<usize> = (0..regulated).collect();
        // Flows stand in the order of their names.
        order.sort_unstable_by_key(|flow| (core::cmp::Reverse(context.flows[*flow].queue.len()), *flow));
        let trials: Vec<(usize, f64)> =
            order.into_iter().flat_map(|flow| grid.iter().map(move |rate| (flow, *rate))).collect();
        Self {
            settings: input.settings.clone(),
            grid,
            next: 0,
            done: trials.is_empty(),
            trials,
            baseline: score(&context, &context.demand(), &Spill::DumpToNextBin),
            rates: vec![f64::INFINITY; context.flows.len()],
            best: 0.0,
            best_before_pass: 0.0,
            remembered: Vec::new(),
            history: vec![Vec::new(); context.flows.len()],
            counts: Counts::default(),
            context,
        }
    }

    fn schedule(&self, rates: &[f64]) -> Schedule {
        let (window, horizon) = (&self.context.question.window, self.context.traffic.horizon);
        self.context.flows.iter().zip(rates).map(|(flow, rate)| at_rate(&flow.demand, *rate, window, horizon)).collect()
    }

    /// The score of a candidate, and whether it was remembered.
    fn score(&mut self, rates: &[f64]) -> (Score, bool) {
        if let Some(at) = self.remembered.iter().position(|(remembered, _)| remembered == rates) {
            let (rates, score) = self.remembered.remove(at);
            self.remembered.push((rates, score));
            return (score, true);
        }
        let score = score(&self.context, &self.schedule(rates), &Spill::DumpToNextBin);
        self.remembered.push((rates.to_vec(), score));
        if self.remembered.len() > self.settings.cache_size {
            self.remembered.remove(0);
        }
        (score, false)
    }

    fn end_pass(&mut self) {
        let improvement = self.best_before_pass - self.best;
        self.counts.pass_improvements.push(improvement);
        self.best_before_pass = self.best;
        self.next = 0;
        let enough = self.settings.epsilon * self.baseline.total.abs().max(1.0);
        self.done |= improvement <= enough || self.counts.passes_ran == self.settings.passes();
    }

    /// For every flow without a limit: the finite rate that it might as well have.
    fn prefer_finite(&mut self) {
        let tie = (self.best.abs() * 1e-6).max(1e-6);
        for (rate, history) in self.rates.iter_mut().zip(&self.history) {
            if limits(*rate) {
                continue;
            }
            let mut kept: Option<(f64, f64)> = None;
            for &(other, delta) in history {
                if !limits(other) || delta > self.best + tie {
                    continue;
                }
                let better = kept.is_none_or(|(kept_rate, kept_delta)| {
                    delta < kept_delta - tie || ((delta - kept_delta).abs() <= tie && other < kept_rate)
                });
                if better {
                    kept = Some((other, delta));
                }
            }
            if let Some((other, _)) = kept {
                *rate = other;
            }
        }
    }
}

impl Search for Descent {
    fn step(&mut self) -> Result<bool> {
        if self.done {
            return Ok(false);
        }
        if self.counts.eval_calls >= self.settings.most_evaluations(self.context.flows.len(), self.grid.len()) {
            (self.done, self.counts.stopped_early) = (true, true);
            if self.next > 0 {
                self.end_pass();
            }
            return Ok(false);
        }
        if self.next == 0 {
            self.counts.passes_ran += 1;
        }
        let (flow, rate) = self.trials[self.next];
        let mut candidate = self.rates.clone();
        candidate[flow] = rate;
        let (score, was_remembered) = self.score(&candidate);
        self.counts.count(was_remembered);
        let delta = score.total - self.baseline.total;
        // A rate tried again replaces its change in cost, but not its place.
        match self.history[flow].iter_mut().find(|(tried, _)| tried.to_bits() == rate.to_bits()) {
            Some(entry) => entry.1 = delta,
            None => self.history[flow].push((rate, delta)),
        }
        if delta < self.best {
            self.best = delta;
            self.rates = candidate;
        }
        self.next += 1;
        if self.next == self.trials.len() {
            self.end_pass();
        }
        Ok(!self.done)
    }

    fn progress(&self) -> Progress {
        let at_most = self.trials.len() as u64 * u64::from(self.settings.passes());
        Progress::new(&self.counts, at_most, self.done, self.best)
    }

    fn finish(mut self: Box<Self>) -> Result<Found> {
        self.prefer_finite();
        let rates = self.rates.clone();
        let (cost, was_remembered) = self.score(&rates);
        // The last score is not counted as an evaluation, but as a remembered one it is.
        if was_remembered && !self.trials.is_empty() {
            self.counts.cache_hits += 1;
        }
        let schedule = self.schedule(&rates);
        let (within, after): (Vec<i64>, Vec<i64>) = schedule
            .iter()
            .filter_map(|row| row.split_last())
            .map(|(after, within)| (within.iter().sum::<i64>(), *after))
            .unzip();
        Ok(Found::new(
            &self.context,
            Outcome {
                rates,
                baseline: self.baseline,
                cost,
                grid: self.grid,
                history: self.history,
                counts: self.counts,
                released: [within.iter().sum(), after.iter().sum()],
                delays: delays(&self.context, schedule),
            },
        ))
    }
}

/// Whether a rate limits anything at all.
fn limits(rate: f64) -> bool {
    rate.is_finite() && rate > 0.0
}

/// The rates to try.
fn grid(input: &Input, context: &Context) -> Vec<f64> {
    if input.settings.adaptive {
        return RateGrid::reference(&input.settings.rate_grid(context)).resolved;
    }
    if input.settings.grid.is_empty() { vec![f64::INFINITY] } else { input.settings.grid.clone() }
}

fn delays(context: &Context, schedule: Schedule) -> Vec<(FlightId, i64)> {
    let waits = reference_delays(&delay::Input {
        horizon: context.traffic.horizon,
        queues: context.flows.iter().map(|flow| flow.queue.clone()).collect(),
        schedule,
        spill: Spill::DumpToNextBin,
    });
    let mut delays: Vec<(FlightId, i64)> = waits.iter().map(|wait| (wait.flight, wait.delay_min)).collect();
    delays.sort_unstable();
    delays
}
