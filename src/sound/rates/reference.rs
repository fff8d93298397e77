//! The searches, every candidate played in full.

use super::grids::{blanket, shares};
use super::{
    Best, Candidate, Descent, Exhaustive, Found, Input, MOST_CANDIDATES, MOST_LISTED, MOST_PASSES, Rate, Start,
};
use crate::scenario::sound::Regulation;
use crate::sound::capture::reference::capture;
use crate::sound::objective;
use crate::sound::slots;

pub(crate) fn found(input: &Input) -> Found {
    let (searched, blanket) = (&input.regulations[0], blanket(&input.regulations[0]));
    let nothing = vec![None; searched.flows.len()];
    let evaluate = |rates: Vec<Rate>| candidate(input, searched, rates);
    let exhaustive = (input.grids.candidates() <= MOST_CANDIDATES).then(|| exhaustive(&input.grids.coarse, &evaluate));
    let coarse = descent(Start::Nothing, nothing.clone(), &input.grids.coarse, &evaluate);
    let blanket =
        self::exhaustive(core::slice::from_ref(&input.grids.blanket), &|rates| candidate(input, &blanket, rates));
    let mut fine = Vec::new();
    if !input.grids.fine.is_empty() {
        let best_coarse = exhaustive.as_ref().map_or(&coarse.best, |found| &found.best).rates.clone();
        let in_proportion = shares(blanket.best.rates[0], &capture(&input.day, searched));
        for (start, rates) in
            [(Start::Nothing, nothing.clone()), (Start::Coarse, best_coarse), (Start::Shares, in_proportion)]
        {
            fine.push(descent(start, rates, &input.grids.fine, &evaluate));
        }
    }
    let best = Best::of(exhaustive.as_ref(), &coarse, &blanket, &fine);
    Found { nothing: evaluate(nothing), exhaustive, coarse, blanket, fine, best }
}

/// The plan with these rates for `searched`, and what it costs.
pub(crate) fn candidate(input: &Input, searched: &Regulation, rates: Vec<Rate>) -> Candidate {
    let mut regulations = input.regulations.clone();
    regulations[0] = searched.with_rates(&rates);
    let (outcome, _) = slots::reference::play(&input.day, &regulations);
    let cost = objective::reference::cost(&input.day, &regulations, &outcome, &input.weights, &input.analysis);
    let total_min = outcome.delays_of_the_free(&input.day).map(|(_, delay_min)| delay_min).sum();
    Candidate { rates, j: cost.j, total_min }
}

fn exhaustive(grids: &[Vec<Rate>], evaluate: &dyn Fn(Vec<Rate>) -> Candidate) -> Exhaustive {
    let mut best: Option<Candidate> = None;
    let mut all_j = Vec::new();
    for rates in product(grids) {
        let candidate = evaluate(rates);
        all_j.push(candidate.j);
        if best.as_ref().is_none_or(|best| candidate.rank() < best.rank()) {
            best = Some(candidate);
        }
    }
    let evaluated = all_j.len() as u64;
    let best = best.expect("every grid holds a rate");
    Exhaustive { best, evaluated, all_j: (evaluated <= MOST_LISTED).then_some(all_j) }
}

/// Every way to take one rate from each grid, the last grid fastest.
fn product(grids: &[Vec<Rate>]) -> Vec<Vec<Rate>> {
    grids.iter().fold(vec![Vec::new()], |begun, grid| {
        let with_each = |rates: &Vec<Rate>| {
            grid.iter().map(|rate| rates.iter().chain([rate]).copied().collect()).collect::<Vec<Vec<Rate>>>()
        };
        begun.iter().flat_map(with_each).collect()
    })
}

fn descent(start: Start, rates: Vec<Rate>, grids: &[Vec<Rate>], evaluate: &dyn Fn(Vec<Rate>) -> Candidate) -> Descent {
    let (mut best, mut evaluations, mut pass_j) = (evaluate(rates), 1, Vec::new());
    for _ in 0..MOST_PASSES {
        let before = best.rates.clone();
        for (flow, grid) in grids.iter().enumerate() {
            let from = best.rates.clone();
            for rate in grid.iter().filter(|rate| **rate != from[flow]) {
                let mut rates = from.clone();
                rates[flow] = *rate;
                let candidate = evaluate(rates);
                evaluations += 1;
                if candidate.rank() < best.rank() {
                    best = candidate;
                }
            }
        }
        pass_j.push(best.j);
        if best.rates == before {
            break;
        }
    }
    Descent { start, best, evaluations, pass_j }
}
