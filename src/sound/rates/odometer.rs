//! The exhaustive part of a search: every candidate in turn, the last flow fastest.

use super::evaluator::Evaluator;
use super::{Candidate, Exhaustive, MOST_LISTED, Rate};

/// Where in the product it is, and what it found.
pub(super) struct Odometer {
    choice: Vec<usize>,
    pub(super) best: Option<Candidate>,
    pub(super) evaluated: u64,
    all_j: Vec<i64>,
    listed: bool,
}

impl Odometer {
    pub(super) fn new(grids: &[Vec<Rate>]) -> Self {
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
    pub(super) fn turn(&mut self, evaluator: &mut Evaluator, grids: &[Vec<Rate>], most: u64) -> bool {
        let until = self.evaluated.saturating_add(most);
        let Some(last) = grids.len().checked_sub(1) else {
            let (j, total_min) = evaluator.evaluate(&[]);
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

    pub(super) fn found(self) -> Exhaustive {
        let best = self.best.expect("every grid holds a rate");
        Exhaustive { best, evaluated: self.evaluated, all_j: self.listed.then_some(self.all_j) }
    }
}
