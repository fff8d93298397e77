//! A search as a value: it goes as far as it is told to, and can be left and taken up again between slices.

use std::sync::Arc;

use super::evaluator::Evaluator;
use super::grids::{blanket, shares};
use super::odometer::Odometer;
use super::{Best, Candidate, Descent, Exhaustive, Found, Input, MOST_CANDIDATES, MOST_PASSES, Rate, Start};
use crate::sound::capture::VolumeVisits;
use crate::sound::counts::Network;

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

/// Where a search is.
enum Stage {
    Begin,
    /// Works out what the flows change at the coarse rates.
    Parts,
    Exhaustive(Odometer),
    Coarse,
    /// With what all flights together change, as far as it is worked out.
    Blanket(Option<Box<Evaluator>>),
    Fine(usize),
    Done,
}

/// As how many candidates it counts to work out what a flow changes at one rate.
const OF_ONE_CHANGE: u64 = 64;

/// A search for rates, in slices.
///
/// ```
/// # use loadline::{pair::Pair, rng::Rng, sound::rates::{Rates, Search}, sound::counts::Network};
/// let input = std::sync::Arc::new(Rates::sample(&mut Rng::new(1), 7));
/// let network = std::sync::Arc::new(Network::new(input.day.clone(), input.analysis));
/// let mut search = Search::new(&network, input.clone());
/// while !search.go_on(100).finished {} // a page would draw here, or stop
/// assert_eq!(search.found(), Some(Rates::reference(&input)));
/// ```
pub struct Search {
    input: Arc<Input>,
    flows: Evaluator,
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
    pub fn new(network: &Arc<Network>, input: Arc<Input>) -> Self {
        let visits = Arc::new(VolumeVisits::new(&input.day));
        Self::among(network, &visits, input)
    }

    /// The same where the visits of the day are filed already.
    pub fn among(network: &Arc<Network>, visits: &Arc<VolumeVisits>, input: Arc<Input>) -> Self {
        let searched = input.regulations[0].clone();
        Self {
            flows: Evaluator::new(network, visits, &input, searched),
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
        let mut left = most.max(1);
        while left > 0 && !matches!(self.stage, Stage::Done) {
            left = left.saturating_sub(self.step(left));
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

    /// Does about `most` candidates of what comes next; how many it did, what it worked out counted in.
    fn step(&mut self, most: u64) -> u64 {
        let input = Arc::clone(&self.input);
        let (before, changes) = (self.evaluated, most.div_ceil(OF_ONE_CHANGE));
        let mut worked_out = 0;
        self.stage = match core::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Begin => {
                self.begin();
                Stage::Parts
            }
            Stage::Parts => {
                worked_out = self.flows.work_out(&input.grids.coarse, changes);
                if worked_out == changes {
                    Stage::Parts
                } else {
                    self.flows.prepare(&input.grids.coarse);
                    let few = input.grids.candidates() <= MOST_CANDIDATES;
                    if few { Stage::Exhaustive(Odometer::new(&input.grids.coarse)) } else { Stage::Coarse }
                }
            }
            Stage::Exhaustive(mut odometer) => {
                let before = odometer.evaluated;
                let ended = odometer.turn(&mut self.flows, &input.grids.coarse, most);
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
                Stage::Blanket(None)
            }
            Stage::Blanket(everybody) => {
                let mut everybody =
                    everybody.unwrap_or_else(|| Box::new(self.flows.with(blanket(&input.regulations[0]))));
                let grids = [input.grids.blanket.clone()];
                worked_out = everybody.work_out(&grids, changes);
                if worked_out == changes {
                    Stage::Blanket(Some(everybody))
                } else {
                    self.try_blanket(&mut everybody, &grids);
                    if input.grids.fine.is_empty() { Stage::Done } else { Stage::Fine(0) }
                }
            }
            Stage::Fine(number) => {
                worked_out = self.flows.work_out(&input.grids.fine, changes);
                if worked_out == changes {
                    Stage::Fine(number)
                } else {
                    let (start, rates) = self.start(number);
                    let descent = self.descend(start, rates, &input.grids.fine);
                    self.fine.push(descent);
                    if number < 2 { Stage::Fine(number + 1) } else { Stage::Done }
                }
            }
            Stage::Done => Stage::Done,
        };
        (self.evaluated - before) + worked_out * OF_ONE_CHANGE
    }

    /// Tries every rate that holds all flights alike.
    fn try_blanket(&mut self, everybody: &mut Evaluator, grids: &[Vec<Rate>; 1]) {
        everybody.prepare(grids);
        let mut odometer = Odometer::new(grids);
        odometer.turn(everybody, grids, u64::MAX);
        self.evaluated += odometer.evaluated;
        self.blanket = Some(odometer.found());
    }

    /// Evaluates nothing, in the sense that no flow is regulated.
    fn begin(&mut self) {
        let rates = vec![None; self.flows.flows.len()];
        let (j, total_min) = self.flows.evaluate(&rates);
        self.nothing = Some(Candidate { rates, j, total_min });
        self.evaluated += 1;
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
        let (j, total_min) = self.flows.evaluate(&rates);
        let mut best = Candidate { rates, j, total_min };
        let (mut evaluations, mut pass_j, mut found) = (1, Vec::new(), Vec::new());
        // The grids, each with the rate that its flow starts from.
        let with_own: Vec<Vec<Rate>> =
            grids.iter().zip(&best.rates).map(|(grid, rate)| grid.iter().chain([rate]).copied().collect()).collect();
        let mut choice: Vec<usize> = grids.iter().map(Vec::len).collect();
        self.flows.prepare(&with_own);
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
