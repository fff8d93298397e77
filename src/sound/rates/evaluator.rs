//! What candidates of one regulation cost: by adding up what its flows change, or played in full.

use std::sync::Arc;

use super::base::{Base, Change, Scratch};
use super::prepared::Prepared;
use super::{Input, Rate};
use crate::scenario::sound::Regulation;
use crate::sound::capture::{Captured, VolumeVisits};
use crate::sound::counts::Network;
use crate::sound::objective::optimised::cost;
use crate::sound::slots::Regulated;

/// How candidates of one regulation are evaluated.
pub(super) struct Evaluator {
    network: Arc<Network>,
    visits: Arc<VolumeVisits>,
    input: Arc<Input>,
    regulation: Regulation,
    pub(super) flows: Vec<Vec<Captured>>,
    /// `None` where flights are held by several regulations, so that candidates must be played in full.
    base: Option<Base>,
    /// Every change worked out so far, by flow.
    changes: Vec<Vec<(Rate, Change)>>,
    scratch: Scratch,
    prepared: Option<Prepared>,
}

impl Evaluator {
    pub(super) fn new(
        network: &Arc<Network>,
        visits: &Arc<VolumeVisits>,
        input: &Arc<Input>,
        regulation: Regulation,
    ) -> Self {
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

    /// The same for another regulation in the place of the searched one.
    pub(super) fn with(&self, regulation: Regulation) -> Self {
        Self::new(&self.network, &self.visits, &self.input, regulation)
    }

    /// Works out what flows change at rates of these grids, where that is not known, at most `most` times; how often it did.
    ///
    /// It is most of what a search of a large day does, so it can be left in between.
    pub(super) fn work_out(&mut self, grids: &[Vec<Rate>], most: u64) -> u64 {
        let Some(base) = &self.base else { return 0 };
        let mut times = 0;
        for (flow, grid) in grids.iter().enumerate() {
            for rate in grid {
                if times == most {
                    return times;
                }
                if !self.changes[flow].iter().any(|(known, _)| known == rate) {
                    let change = base.change(&self.network, flow, *rate, &mut self.scratch);
                    self.changes[flow].push((*rate, change));
                    times += 1;
                }
            }
        }
        times
    }

    /// Makes every rate of these grids ready.
    pub(super) fn prepare(&mut self, grids: &[Vec<Rate>]) {
        self.work_out(grids, u64::MAX);
        let Some(base) = &self.base else { return };
        let known = |flow: usize, rate: &Rate| {
            let found = self.changes[flow].iter().find(|(known, _)| known == rate);
            &found.expect("every rate of the grids was worked out").1
        };
        let changes: Vec<Vec<&Change>> =
            grids.iter().enumerate().map(|(flow, grid)| grid.iter().map(|rate| known(flow, rate)).collect()).collect();
        self.prepared = Some(Prepared::new(base, &changes));
    }

    /// J and total delay for every rate of one flow, the others as chosen.
    pub(super) fn every_rate(
        &mut self,
        grids: &[Vec<Rate>],
        choice: &[usize],
        flow: usize,
        found: &mut Vec<(i64, i64)>,
    ) {
        if let (Some(base), Some(prepared)) = (&self.base, &mut self.prepared) {
            prepared.every_rate(base, choice, flow, found);
        } else {
            found.clear();
            let mut rates: Vec<Rate> = grids.iter().zip(choice).map(|(grid, position)| grid[*position]).collect();
            for rate in &grids[flow] {
                rates[flow] = *rate;
                found.push(self.whole(&rates));
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

    /// J and total delay of one candidate. What was made ready is lost.
    pub(super) fn evaluate(&mut self, rates: &[Rate]) -> (i64, i64) {
        if rates.is_empty() || self.base.is_none() {
            return self.whole(rates);
        }
        let grids: Vec<Vec<Rate>> = rates.iter().map(|rate| vec![*rate]).collect();
        self.prepare(&grids);
        let mut found = Vec::new();
        self.every_rate(&grids, &vec![0; rates.len()], rates.len() - 1, &mut found);
        found[0]
    }
}
