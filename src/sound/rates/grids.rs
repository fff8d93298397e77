//! Which rates are worth trying.

use super::Rate;
use crate::scenario::sound::{Day, Filter, Flow, Regulation};
use crate::sound::capture::Captured;

/// Rates that every flow is tried with first, besides none.
pub const COARSE_PER_HOUR: [i64; 7] = [60, 48, 36, 24, 18, 12, 6];

/// The rates to try.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grids {
    /// For each flow of the regulation, in declared order: what is tried in full, and by a descent from nothing.
    pub coarse: Vec<Vec<Rate>>,
    /// For each flow: what is tried by descents from several starts; empty where that is not asked for.
    pub fine: Vec<Vec<Rate>>,
    /// What is tried for everybody at once.
    pub blanket: Vec<Rate>,
}

impl Grids {
    /// The usual grids for a regulation whose flows are captured so.
    ///
    /// Coarse: none and [`COARSE_PER_HOUR`]. Fine: none, and every rate from the flow's largest hour down to 1. Blanket: none,
    /// and every rate from 1.3 to 0.4 of the largest capacity declared in the period; where none is declared, from the largest
    /// hour of all down to 1.
    pub fn usual(day: &Day, regulation: &Regulation, flows: &[Vec<Captured>]) -> Self {
        let with_none = |rates: Vec<i64>| core::iter::once(None).chain(rates.into_iter().map(Some)).collect();
        let downwards = |from: i64, to: i64| (to..=from).rev().collect::<Vec<_>>();
        let mut everybody: Vec<i64> = flows.iter().flatten().map(|captured| captured.eto_s).collect();
        everybody.sort_unstable();
        let blanket = match largest_capacity(day, regulation) {
            Some(capacity) => downwards(13 * capacity / 10, ((4 * capacity + 9) / 10).max(1)),
            None => downwards(largest_hour(&everybody), 1),
        };
        let fine = |flow: &Vec<Captured>| {
            let etos: Vec<i64> = flow.iter().map(|captured| captured.eto_s).collect();
            with_none(downwards(largest_hour(&etos), 1))
        };
        Self {
            coarse: flows.iter().map(|_| with_none(COARSE_PER_HOUR.to_vec())).collect(),
            fine: flows.iter().map(fine).collect(),
            blanket: with_none(blanket),
        }
    }

    /// How many candidates the coarse grids hold; the largest number where that is beyond it.
    pub fn candidates(&self) -> u64 {
        self.coarse.iter().fold(1, |product, grid| product.saturating_mul(grid.len() as u64))
    }
}

/// The most flights in any hour that starts with one of them; `etos` ascending.
fn largest_hour(etos: &[i64]) -> i64 {
    let mut first = 0;
    let mut largest = 0;
    for (last, eto) in etos.iter().enumerate() {
        while etos[first] + 3600 <= *eto {
            first += 1;
        }
        largest = largest.max(last + 1 - first);
    }
    largest as i64
}

fn largest_capacity(day: &Day, regulation: &Regulation) -> Option<i64> {
    let declared = &day.volumes[regulation.volume.index()].entry_capacity;
    let inside = |from_s: i64, to_s: i64| from_s < regulation.period.end && to_s > regulation.period.start;
    declared.iter().filter(|period| inside(period.from_s, period.to_s)).map(|period| period.per_hour).max()
}

/// The same regulation with one flow that holds everybody.
pub(crate) fn blanket(regulation: &Regulation) -> Regulation {
    let everybody = Flow { id: "all".to_owned(), filter: Filter::everything(), rates: None };
    Regulation { flows: vec![everybody], ..regulation.clone() }
}

/// A rate in proportion to each flow's share of the captured flights, at least 1; none for an empty flow, and for all
/// where there is no rate to share.
pub(crate) fn shares(rate: Rate, flows: &[Vec<Captured>]) -> Vec<Rate> {
    let all: usize = flows.iter().map(Vec::len).sum();
    let share = |flow: &Vec<Captured>| {
        let exact = |rate: i64| (2 * rate * flow.len() as i64 + all as i64) / (2 * all as i64);
        rate.filter(|_| !flow.is_empty()).map(|rate| exact(rate).max(1))
    };
    flows.iter().map(share).collect()
}
