//! A search as a value: it goes as far as it is told to, and can be left and taken up again between slices.

use std::sync::Arc;

use super::base::{Base, Change, Scratch};
use super::grids::{blanket, shares};
use super::prepared::Prepared;
use super::{Best, Candidate, Descent, Exhaustive, Found, Input, MOST_CANDIDATES, MOST_LISTED, MOST_PASSES, Rate, Start};
use crate::scenario::sound::Regulation;
use crate::sound::capture::{Captured, VolumeVisits};
use crate::sound::counts::Network;
use crate::sound::objective::optimised::cost;
use crate::sound::slots::Regulated;

/// How far a search is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Candidates evaluated so far, by all of its parts.
    pub evaluated: u64,
    /// The best of the flows' own rates so far.
    pub best: Option<Candidate>,
    /// Whether there is nothing left to do.
    pub finished: bool,
}

/// How candidates of one regulation are evaluated.
struct Evaluator {
    network: Arc<Network>,
    visits: Arc<VolumeVisits>,
    input: Arc<Input>,
    regulation: Regulation,
    flows: Vec<Vec<Captured>>,
    /// `None` where flights are held by several regulations, so that candidates must be played in full.
    base: Option<Base>,
    /// Every change worked out so far, by flow.
    changes: Vec<Vec<(Rate, Change)>>,
    scratch: Scratch,
    prepared: Option<Prepared>,
}

impl Evaluator {
    fn new(network: &Arc<Network>, visits: &Arc<VolumeVisits>, input: &Arc<Input>, regulation: Regulation) -> Self {
        let base = Base::new(network, visits, &regulation, &input.regulations[1..], &input.weights);
        let flows = match &base {
            Some(base) => base.flows.clone(),
            None => visits.capture(&input.day, &regulation),
        };
        Self {
            network: Arc::clone(network),
            visits: Arc::clone(visits),
            input: Arc::clone(input),
            changes: vec![Vec::new(); regulation.flows.len()],
            regulation,
            flows,
            base,
            scratch: Scratch::default(),
            prepared: None,
        }
    }

    /// Makes every rate of these grids ready.
    fn prepare(&mut self, grids: Vec<Vec<Rate>>) {
        let Some(base) = &self.base else { return };
        for (flow, grid) in grids.iter().enumerate() {
            for rate in grid {
                if !self.changes[flow].iter().any(|(known, _)| known == rate) {
                    let change = base.change(&self.network, flow, *rate, &mut self.scratch);
                    self.changes[flow].push((*rate, change));
                }
            }
        }
        let known = |flow: usize, rate: &Rate| {
            let found = self.changes[flow].iter().find(|(known, _)| known == rate);
            &found.expect("every rate of the grids was worked out").1
        };
        let changes: Vec<Vec<&Change>> =
            grids.iter().enumerate().map(|(flow, grid)| grid.iter().map(|rate| known(flow, rate)).collect()).collect();
        self.prepared = Some(Prepared::new(base, &changes));
    }

    /// J and total delay for every rate of one flow, the others as chosen.
    fn every_rate(&mut self, grids: &[Vec<Rate>], choice: &[usize], flow: usize, found: &mut Vec<(i64, i64)>) {
        match (&self.base, &mut self.prepared) {
            (Some(base), Some(prepared)) => prepared.every_rate(base, choice, flow, found),
            _ => {
                found.clear();
                let mut rates: Vec<Rate> = grids.iter().zip(choice).map(|(grid, position)| grid[*position]).collect();
                for rate in &grids[flow] {
                    rates[flow] = *rate;
                    found.push(self.whole(&rates));
                }
            }
        }
    }

    /// J and total delay of a candidate that is played in full.
    fn whole(&self, rates: &[Rate]) -> (i64, i64) {
        let input = &self.input;
        let mut regulations = input.regulations.clone();
        regulations[0] = self.regulation.with_rates(rates);
        let outcome = Regulated::among(&input.day, &self.visits, &regulations).final_outcome(&input.day);
        let j = cost(&self.network, &regulations, &outcome, &input.weights).j;
        (j, outcome.delays_of_the_free(&input.day).map(|(_, delay_min)| delay_min).sum())
    }
}

/// Where a search is.
enum Stage {
    Begin,
    Exhaustive(Odometer),
    Coarse,
    Blanket,
    Fine(usize),
    Done,
}

/// The exhaustive part: where in the product it is, and what it found.
struct Odometer {
    choice: Vec<usize>,
    best: Option<Candidate>,
    evaluated: u64,
    all_j: Vec<i64>,
    listed: bool,
}

/// A search for rates, in slices.
///
/// ```
/// # use loadline::{pair::Pair, rng::Rng, sound::rates::{Rates, Search}, sound::counts::Network};
/// let input = std::sync::Arc::new(Rates::sample(&mut Rng::new(1), 7));
/// let network = std::sync::Arc::new(Network::new(input.day.clone(), input.analysis));
/// let mut search = Search::new(network, input.clone());
/// while !search.go_on(100).finished {} // a page would draw here, or stop
/// assert_eq!(search.found(), Some(Rates::reference(&input)));
/// ```
pub struct Search {
    input: Arc<Input>,
    flows: Evaluator,
    everybody: Evaluator,
    stage: Stage,
    evaluated: u64,
    exhaustive: Option<Exhaustive>,
    coarse: Option<Descent>,
    blanket: Option<Exhaustive>,
    fine: Vec<Descent>,
    nothing: Option<Candidate>,
}

impl Search {
    /// A search that has not begun; the network must be of the input's day and analysis.
    pub fn new(network: Arc<Network>, input: Arc<Input>) -> Self {
        let visits = Arc::new(VolumeVisits::new(&input.day));
        let searched = input.regulations[0].clone();
        let everybody = blanket(&searched);
        Self {
            flows: Evaluator::new(&network, &visits, &input, searched),
            everybody: Evaluator::new(&network, &visits, &input, everybody),
            input,
            stage: Stage::Begin,
            evaluated: 0,
            exhaustive: None,
            coarse: None,
            blanket: None,
            fine: Vec::new(),
            nothing: None,
        }
    }

    /// Evaluates about `most` candidates more, fewer where the search ends before, and at least one step.
    pub fn go_on(&mut self, most: u64) -> Progress {
        let until = self.evaluated.saturating_add(most);
        while self.evaluated < until && !matches!(self.stage, Stage::Done) {
            self.step(until);
        }
        Progress {
            evaluated: self.evaluated,
            best: self.best_so_far().cloned(),
            finished: matches!(self.stage, Stage::Done),
        }
    }

    /// Everything that was found, once the search is finished.
    pub fn found(&self) -> Option<Found> {
        let (coarse, blanket) = (self.coarse.clone()?, self.blanket.clone()?);
        let Stage::Done = self.stage else { return None };
        let best = Best::of(self.exhaustive.as_ref(), &coarse, &blanket, &self.fine);
        let (nothing, exhaustive, fine) = (self.nothing.clone()?, self.exhaustive.clone(), self.fine.clone());
        Some(Found { nothing, exhaustive, coarse, blanket, fine, best })
    }

    fn best_so_far(&self) -> Option<&Candidate> {
        let running = match &self.stage {
            Stage::Exhaustive(odometer) => odometer.best.as_ref(),
            _ => None,
        };
        let found = self.exhaustive.as_ref().map(|found| &found.best);
        let descents = self.coarse.iter().chain(&self.fine).map(|descent| &descent.best);
        running.into_iter().chain(found).chain(descents).min_by_key(|candidate| candidate.rank())
    }

    fn step(&mut self, until: u64) {
        let input = Arc::clone(&self.input);
        self.stage = match core::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Begin => {
                self.begin();
                if input.grids.candidates() <= MOST_CANDIDATES {
                    Stage::Exhaustive(Odometer::new(&input.grids.coarse))
                } else {
                    Stage::Coarse
                }
            }
            Stage::Exhaustive(mut odometer) => {
                let before = odometer.evaluated;
                let ended = odometer.turn(&mut self.flows, &input.grids.coarse, until - self.evaluated);
                self.evaluated += odometer.evaluated - before;
                if ended {
                    self.exhaustive = Some(odometer.found());
                    Stage::Coarse
                } else {
                    Stage::Exhaustive(odometer)
                }
            }
            Stage::Coarse => {
                let start = vec![None; self.flows.flows.len()];
                self.coarse = Some(self.descend(Start::Nothing, start, &input.grids.coarse));
                Stage::Blanket
            }
            Stage::Blanket => {
                let grids = [input.grids.blanket.clone()];
                self.everybody.prepare(grids.to_vec());
                let mut odometer = Odometer::new(&grids);
                odometer.turn(&mut self.everybody, &grids, u64::MAX);
                self.evaluated += odometer.evaluated;
                self.blanket = Some(odometer.found());
                if input.grids.fine.is_empty() { Stage::Done } else { Stage::Fine(0) }
            }
            Stage::Fine(number) => {
                let (start, rates) = self.start(number);
                let descent = self.descend(start, rates, &input.grids.fine);
                self.fine.push(descent);
                if number < 2 { Stage::Fine(number + 1) } else { Stage::Done }
            }
            Stage::Done => Stage::Done,
        };
    }

    /// Evaluates nothing, in the sense that no flow is regulated.
    fn begin(&mut self) {
        let rates = vec![None; self.flows.flows.len()];
        let (j, total_min) = self.evaluate(&rates);
        self.nothing = Some(Candidate { rates, j, total_min });
        self.flows.prepare(self.input.grids.coarse.clone());
        self.evaluated += 1;
    }

    /// J and total delay of one candidate, whatever the grids hold.
    fn evaluate(&mut self, rates: &[Rate]) -> (i64, i64) {
        if rates.is_empty() || self.flows.base.is_none() {
            return self.flows.whole(rates);
        }
        let grids: Vec<Vec<Rate>> = rates.iter().map(|rate| vec![*rate]).collect();
        self.flows.prepare(grids.clone());
        let mut found = Vec::new();
        self.flows.every_rate(&grids, &vec![0; rates.len()], rates.len() - 1, &mut found);
        found[0]
    }

    /// Where the fine descents start.
    fn start(&self, number: usize) -> (Start, Vec<Rate>) {
        let coarse = self.coarse.as_ref().map(|found| &found.best);
        let best = self.exhaustive.as_ref().map(|found| &found.best).or(coarse);
        let none = vec![None; self.flows.flows.len()];
        match number {
            0 => (Start::Nothing, none),
            1 => (Start::Coarse, best.map_or(none, |best| best.rates.clone())),
            _ => {
                let rate = self.blanket.as_ref().and_then(|found| found.best.rates[0]);
                (Start::Shares, shares(rate, &self.flows.flows))
            }
        }
    }

    fn descend(&mut self, start: Start, rates: Vec<Rate>, grids: &[Vec<Rate>]) -> Descent {
        let (j, total_min) = self.evaluate(&rates);
        let mut best = Candidate { rates, j, total_min };
        let (mut evaluations, mut pass_j, mut found) = (1, Vec::new(), Vec::new());
        // The grids, each with the rate that its flow starts from.
        let with_own: Vec<Vec<Rate>> =
            grids.iter().zip(&best.rates).map(|(grid, rate)| grid.iter().chain([rate]).copied().collect()).collect();
        let mut choice: Vec<usize> = grids.iter().map(Vec::len).collect();
        self.flows.prepare(with_own.clone());
        for _ in 0..MOST_PASSES {
            let before = best.rates.clone();
            for (flow, grid) in grids.iter().enumerate() {
                let own = best.rates[flow];
                self.flows.every_rate(&with_own, &choice, flow, &mut found);
                for (position, (rate, (j, total_min))) in grid.iter().zip(&found).enumerate() {
                    if *rate == own {
                        continue;
                    }
                    evaluations += 1;
                    if *j <= best.j {
                        let mut rates = best.rates.clone();
                        rates[flow] = *rate;
                        let candidate = Candidate { rates, j: *j, total_min: *total_min };
                        if candidate.rank() < best.rank() {
                            best = candidate;
                            choice[flow] = position;
                        }
                    }
                }
            }
            pass_j.push(best.j);
            if best.rates == before {
                break;
            }
        }
        self.evaluated += evaluations;
        Descent { start, best, evaluations, pass_j }
    }
}

impl Odometer {
    fn new(grids: &[Vec<Rate>]) -> Self {
        let candidates: u64 = grids.iter().fold(1, |product, grid| product.saturating_mul(grid.len() as u64));
        Self {
            choice: vec![0; grids.len()],
            best: None,
            evaluated: 0,
            all_j: Vec::new(),
            listed: candidates <= MOST_LISTED,
        }
    }

    /// Goes on for about `most` candidates; whether it came to the end.
    fn turn(&mut self, evaluator: &mut Evaluator, grids: &[Vec<Rate>], most: u64) -> bool {
        let until = self.evaluated.saturating_add(most);
        let Some(last) = grids.len().checked_sub(1) else {
            let (j, total_min) = evaluator.whole(&[]);
            self.keep(grids, 0, j, total_min);
            return true;
        };
        let mut found = Vec::new();
        while self.evaluated < until {
            evaluator.every_rate(grids, &self.choice, last, &mut found);
            for (position, (j, total_min)) in found.iter().enumerate() {
                self.keep(grids, position, *j, *total_min);
            }
            let next = (0..last).rev().find(|flow| self.choice[*flow] + 1 < grids[*flow].len());
            let Some(next) = next else { return true };
            self.choice[next] += 1;
            self.choice[next + 1..].fill(0);
        }
        false
    }

    fn keep(&mut self, grids: &[Vec<Rate>], position: usize, j: i64, total_min: i64) {
        self.evaluated += 1;
        if self.listed {
            self.all_j.push(j);
        }
        if self.best.as_ref().is_some_and(|best| best.j < j) {
            return;
        }
        if let Some(last) = self.choice.last_mut() {
            *last = position;
        }
        let rates = grids.iter().zip(&self.choice).map(|(grid, position)| grid[*position]).collect();
        let candidate = Candidate { rates, j, total_min };
        if self.best.as_ref().is_none_or(|best| candidate.rank() < best.rank()) {
            self.best = Some(candidate);
        }
    }

    fn found(self) -> Exhaustive {
        let best = self.best.expect("every grid holds a rate");
        Exhaustive { best, evaluated: self.evaluated, all_j: self.listed.then_some(self.all_j) }
    }
}
