//! Right because of the facts that `flow/objective` stands on, and three more:
//!
//!   1. A rate acts through its whole quota a bin alone, and a quota of all of a flow's turns is no limit. So a flow has
//!      few different rows of releases, and what each adds (its *part*) is worked out once.
//!   2. While one flow is visited the others do not move. Their sliding hour, their delays and the sums of those before it
//!      are fixed, and the sliding hour is linear: a candidate's hour is theirs plus that of the part's own changes.
//!   3. Terms of `J_cap` outside the reach of the part are those of the others, bit for bit, so they are kept. Every sum
//!      is taken in the order of the definition: bins pairwise, flows one after another.
//!
//!   The memory of scored candidates is keyed by the whole vector of rates, as in the reference: the counts depend on it.
//! Fast because: no flight is looked at once its part is known. A candidate costs a few operations for each bin that its
//!   part reaches, the pairwise sum over the day, and five additions for each flow from the visited one on. Setting up
//!   reads the visits to one volume, not the day: doing that for entrants, counts and footprints alike took a search on
//!   the generated medium day with 8 flows from 3.1 to 2.1 million instructions (`valgrind --tool=callgrind`).
//! Did not pay: nothing was dropped that was tried. Not tried: to add and take away single terms of `J_cap`, whose sum is
//!   exact in double precision at usual weights. It would save the pairwise sum, about a third of a candidate, but needs a
//!   guard against weights for which it is not exact, and candidates are a tenth of a search: the rest is setting up.

use core::cmp::{Ordering, Reverse};
use core::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;

use super::found::{Counts, Outcome};
use super::prepared::Prepared;
use super::visit::Visit;
use super::{Found, Progress, Scoring, Search, Settings};
use crate::error::{Error, Result};
use crate::flow::delay::Spill;
use crate::flow::objective::{Context, Score, score};
use crate::flow::rate_grid::RateGrid;
use crate::flow::schedule::Schedule;
use crate::model::FlightId;
use crate::pair::{Pair, answer_text};

/// A candidate as the memory knows it: for each flow the first of the equal rates in the grid, its length for no limit
/// where the grid has none.
type Key = Box<[u16]>;

/// The search, between two trials.
pub(super) struct Descent {
    visit: Visit,
    settings: Settings,
    grid: Vec<f64>,
    /// For each flow and rate, the place of the part.
    places: Vec<Vec<usize>>,
    /// For each rate the first in the grid that is equal to it, and the first that has its bits: −0 equals 0.
    equal: Vec<u16>,
    same: Vec<u16>,
    /// Flows in the order of visits.
    order: Vec<usize>,
    /// The next trial: a place in `order` and one in `grid`.
    next: (usize, usize),
    done: bool,
    baseline: Score,
    rates: Vec<f64>,
    key: Key,
    best: f64,
    best_before_pass: f64,
    remembered: Option<LruCache<Key, Score>>,
    /// For each flow and rate, its change in cost when it was last tried.
    history: Vec<Vec<Option<f64>>>,
    counts: Counts,
    scoring: Scoring,
}

impl Descent {
    pub(super) fn new(prepared: Arc<Prepared>, settings: &Settings, scoring: Scoring) -> Self {
        let context = Arc::clone(prepared.context());
        let grid = grid(&context, settings);
        let flows = context.flows.len();
        let regulated = if context.traffic.flows.is_empty() { 0 } else { flows };
        let mut order: Vec<usize> = (0..regulated).collect();
        order.sort_unstable_by_key(|flow| (Reverse(context.flows[*flow].queue.len()), *flow));
        let first = |like: &dyn Fn(&f64) -> bool| short(grid.iter().position(like).unwrap_or(grid.len()));
        let no_limit = first(&|rate| *rate > f64::MAX);
        let mut visit = Visit::new(prepared);
        Self {
            baseline: visit.score_at(None),
            places: (0..flows)
                .map(|flow| grid.iter().map(|rate| visit.prepared.place(flow, *rate)).collect())
                .collect(),
            visit,
            equal: grid.iter().map(|rate| first(&|other| other.partial_cmp(rate) == Some(Ordering::Equal))).collect(),
            same: grid.iter().map(|rate| first(&|other| other.to_bits() == rate.to_bits())).collect(),
            next: (0, 0),
            done: order.is_empty(),
            order,
            rates: vec![f64::INFINITY; flows],
            key: vec![no_limit; flows].into(),
            best: 0.0,
            best_before_pass: 0.0,
            remembered: NonZeroUsize::new(settings.cache_size).map(LruCache::new),
            history: vec![vec![None; grid.len()]; flows],
            counts: Counts::default(),
            settings: settings.clone(),
            scoring,
            grid,
        }
    }

    /// The score of the kept rates with `flow` at the rate in place `rate` of the grid, and whether it was remembered.
    fn try_rate(&mut self, flow: usize, rate: usize) -> Result<(Score, bool)> {
        let kept = core::mem::replace(&mut self.key[flow], self.equal[rate]);
        let remembered = self.remembered.as_mut().and_then(|remembered| remembered.get(&self.key).copied());
        let answer = match remembered {
            Some(score) => (score, true),
            None => (self.score(Some((flow, self.places[flow][rate])))?, false),
        };
        if let (Some(remembered), false) = (&mut self.remembered, answer.1) {
            remembered.put(self.key.clone(), answer.0);
        }
        self.key[flow] = kept;
        Ok(answer)
    }

    /// Scores the kept parts, with one flow's part replaced.
    fn score(&mut self, varied: Option<(usize, usize)>) -> Result<Score> {
        if self.scoring == Scoring::Own {
            return Ok(self.visit.score_at(varied));
        }
        let prepared = Arc::clone(&self.visit.prepared);
        let schedule: Schedule = self.visit.rows(&prepared, varied).into_iter().map(<[i64]>::to_vec).collect();
        let plain = score(prepared.context(), &schedule, &Spill::DumpToNextBin);
        if self.scoring == Scoring::Both {
            let own = self.visit.score_at(varied);
            if answer_text(&own) != answer_text(&plain) {
                return Err(Error::Disagreement {
                    pair: "flow/rates",
                    at: format!("evaluation {}", self.counts.eval_calls + 1),
                    reference: answer_text(&plain),
                    optimised: answer_text(&own),
                });
            }
        }
        Ok(plain)
    }

    fn end_pass(&mut self) {
        let improvement = self.best_before_pass - self.best;
        self.counts.pass_improvements.push(improvement);
        self.best_before_pass = self.best;
        self.next = (0, 0);
        let enough = self.settings.epsilon * self.baseline.total.abs().max(1.0);
        self.done |= improvement <= enough || self.counts.passes_ran == self.settings.passes();
    }

    /// The rate of a flow's history that it might as well have in place of no limit.
    fn finite(&self, flow: usize) -> Option<usize> {
        let tie = (self.best.abs() * 1e-6).max(1e-6);
        let mut kept: Option<(usize, f64)> = None;
        for (place, delta) in self.history[flow].iter().enumerate() {
            let (rate, Some(delta)) = (self.grid[place], *delta) else { continue };
            if rate.is_infinite() || rate <= 0.0 || delta > self.best + tie {
                continue;
            }
            let better = kept.is_none_or(|(other, least)| {
                delta < least - tie || ((delta - least).abs() <= tie && rate < self.grid[other])
            });
            if better {
                kept = Some((place, delta));
            }
        }
        kept.map(|(place, _)| place)
    }

    fn keep(&mut self, flow: usize, rate: usize) {
        self.rates[flow] = self.grid[rate];
        self.key[flow] = self.equal[rate];
        self.visit.keep(flow, self.places[flow][rate]);
    }

    /// Minutes of delay of each flight that is an entrant, in the order of the file.
    fn delays(&mut self) -> Vec<(FlightId, i64)> {
        let prepared = Arc::clone(&self.visit.prepared);
        let mut delays: Vec<(FlightId, i64)> =
            prepared.scorer().scheduled_flights().map(|flight| (flight, 0)).collect();
        for part in self.visit.parts(&prepared) {
            for &(place, delay) in &part.late {
                delays[place as usize].1 = delay.into();
            }
        }
        delays.sort_unstable();
        delays
    }
}

impl Search for Descent {
    fn step(&mut self) -> Result<bool> {
        if self.done {
            return Ok(false);
        }
        if self.counts.eval_calls >= self.settings.most_evaluations(self.rates.len(), self.grid.len()) {
            (self.done, self.counts.stopped_early) = (true, true);
            if self.next != (0, 0) {
                self.end_pass();
            }
            return Ok(false);
        }
        if self.next == (0, 0) {
            self.counts.passes_ran += 1;
        }
        let (flow, rate) = (self.order[self.next.0], self.next.1);
        let (score, was_remembered) = self.try_rate(flow, rate)?;
        self.counts.count(was_remembered);
        let delta = score.total - self.baseline.total;
        self.history[flow][usize::from(self.same[rate])] = Some(delta);
        if delta < self.best {
            self.best = delta;
            self.keep(flow, rate);
        }
        self.next.1 += 1;
        if self.next.1 == self.grid.len() {
            self.next = (self.next.0 + 1, 0);
        }
        if self.next.0 == self.order.len() {
            self.end_pass();
        }
        Ok(!self.done)
    }

    fn progress(&self) -> Progress {
        let trials = self.order.len() as u64 * self.grid.len() as u64;
        Progress::new(&self.counts, trials * u64::from(self.settings.passes()), self.done, self.best)
    }

    fn finish(mut self: Box<Self>) -> Result<Found> {
        for &flow in &self.order.clone() {
            let holds = self.rates[flow].is_finite() && self.rates[flow] > 0.0;
            if let Some(rate) = self.finite(flow).filter(|_| !holds) {
                self.keep(flow, rate);
            }
        }
        let remembered = self.remembered.as_mut().and_then(|remembered| remembered.get(&self.key).copied());
        let cost = match remembered {
            Some(score) => score,
            None => self.score(None)?,
        };
        self.counts.cache_hits += usize::from(remembered.is_some());
        let prepared = Arc::clone(&self.visit.prepared);
        let released = self.visit.parts(&prepared).fold([0, 0], |[within, after], part| {
            let rest = part.releases.last().copied().unwrap_or(0);
            [within + part.releases.iter().sum::<i64>() - rest, after + rest]
        });
        let delays = self.delays();
        let history = |deltas: &Vec<Option<f64>>| {
            self.grid.iter().zip(deltas).filter_map(|(rate, delta)| Some((*rate, (*delta)?))).collect()
        };
        let outcome = Outcome {
            delays,
            history: self.history.iter().map(history).collect(),
            rates: self.rates,
            baseline: self.baseline,
            cost,
            grid: self.grid,
            counts: self.counts,
            released,
        };
        Ok(Found::new(prepared.context(), outcome))
    }
}

/// The rates to try.
fn grid(context: &Context, settings: &Settings) -> Vec<f64> {
    if settings.adaptive {
        let input = settings.rate_grid(context);
        return RateGrid::optimised(&input, &RateGrid::index(&input)).resolved;
    }
    if settings.grid.is_empty() { vec![f64::INFINITY] } else { settings.grid.clone() }
}

/// A place in a grid; grids are short.
fn short(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}
