//! What the sound search finds, and how little could have been enough.

use std::sync::Arc;

use super::judge::Judge;
use super::{Judged, Way};
use crate::pair::Pair;
use crate::sound::bound::{self, Bound, Bounds};
use crate::sound::capture::{self, Capture};
use crate::sound::rates::{Grids, Input, Rates};

/// The best of the published rates, of all whole rates, and of one rate for everybody.
pub(super) fn searches(judge: &Judge) -> Vec<Judged> {
    let regulation = judge.searched.clone();
    let captured = capture::Input { day: Arc::clone(&judge.day), regulation: regulation.clone() };
    let captured = Capture::optimised(&captured, &Capture::index(&captured));
    let grids = Grids::usual(&judge.day, &regulation, &captured);
    let (day, regulations) = (Arc::clone(&judge.day), judge.plan(regulation));
    let input = Input { day, regulations, analysis: judge.analysis, weights: judge.weights, grids };
    let found = Rates::optimised(&input, &Rates::index(&input));
    let coarse = match found.exhaustive {
        Some(all) => judge.rates(Way::SoundExhaustive, all.best.rates),
        None => judge.rates(Way::SoundDescent, found.coarse.best.rates),
    };
    let fine = found.fine.into_iter().map(|descent| descent.best).min_by_key(|best| (best.j, best.total_min));
    let fine = fine.map(|best| judge.rates(Way::SoundFine, best.rates));
    let blanket = judge.blanket(found.blanket.best.rates.first().copied().flatten());
    [Some(coarse), fine, Some(blanket)].into_iter().flatten().collect()
}

/// How little delay could have been enough.
pub(super) fn bounds(judge: &Judge) -> Bounds {
    let (day, regulation) = (Arc::clone(&judge.day), judge.searched.clone());
    let input = bound::Input { day, regulation, analysis: judge.analysis, weights: judge.weights };
    Bound::optimised(&input, &Bound::index(&input))
}
