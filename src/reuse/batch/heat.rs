//! Heat map: how alike are the contracts, two by two, in a square small enough to be drawn?
//!
//! ```text
//! groups   the contracts in a given order, cut into at most so many runs of nearly equal length
//! cell     the mean of J(a, b) over a in the one group and b in the other, a contract with itself included
//! ```
//!
//! Where there are no more contracts than groups, each cell is one similarity.

use core::num::NonZeroU32;

use super::classes::Sets;
use crate::error::{Error, Result};
use crate::scenario::contracts::Contract;

/// The most rows of a heat map: its cells are 8 MB then.
pub const MOST_ROWS: u32 = 1_000;

/// Mean similarities between groups of contracts.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// Rows, and as many columns.
    pub rows: u32,
    /// Where each group begins in the order, and the end: one more than there are rows.
    pub starts: Vec<u32>,
    /// The cells, row after row: from 0 to 1, the same on both sides of the diagonal.
    pub cells: Vec<f64>,
}

/// The heat map of the contracts at these positions, in this order, with at most `most` rows.
///
/// Costs one similarity for each two distinct sets of classes in each two groups: neighbours that are alike cost little.
///
/// # Errors
/// [`Error::Argument`] for more than [`MOST_ROWS`] rows, or a position that no contract has.
///
/// # Panics
/// Never: the limits of a scenario keep contracts within 32 bits.
pub fn heat_map(contracts: &[Contract], order: &[u32], most: NonZeroU32) -> Result<HeatMap> {
    if most.get() > MOST_ROWS {
        return Err(Error::argument("rows", most.to_string(), format!("ask for at most {MOST_ROWS}")));
    }
    if let Some(at) = order.iter().find(|at| **at as usize >= contracts.len()) {
        return Err(Error::argument("order", format!("there is no contract {at}"), "give positions of contracts"));
    }
    let sets = Sets::new(contracts);
    let rows = order.len().min(most.get() as usize);
    let starts: Vec<usize> = (0..=rows).map(|row| row * order.len() / rows.max(1)).collect();
    let groups: Vec<Vec<(u32, u32)>> =
        starts.windows(2).map(|ends| counted(order[ends[0]..ends[1]].iter().map(|at| sets.of[*at as usize]))).collect();
    let mut cells = vec![0.0; rows * rows];
    for one in 0..rows {
        for other in one..rows {
            let mean = mean_similarity(&sets, &groups[one], &groups[other]);
            cells[one * rows + other] = mean;
            cells[other * rows + one] = mean;
        }
    }
    let narrow = |count: usize| u32::try_from(count).expect("scenario limits keep contracts within 32 bits");
    Ok(HeatMap { rows: narrow(rows), starts: starts.into_iter().map(narrow).collect(), cells })
}

impl HeatMap {
    /// The least, the greatest and the mean of the cells off the diagonal; 0 where there is none.
    pub fn extremes(&self) -> [f64; 3] {
        let rows = self.rows as usize;
        let above = (0..rows).flat_map(|row| &self.cells[row * rows + row + 1..(row + 1) * rows]);
        let (mut least, mut greatest, mut sum, mut count) = (f64::INFINITY, 0.0, 0.0, 0.0);
        for cell in above {
            least = f64::min(least, *cell);
            greatest = f64::max(greatest, *cell);
            sum += cell;
            count += 1.0;
        }
        if count > 0.0 { [least, greatest, sum / count] } else { [0.0; 3] }
    }
}

/// Each distinct set with how often it comes, ascending.
fn counted(sets: impl Iterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut sets: Vec<u32> = sets.collect();
    sets.sort_unstable();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for set in sets {
        match runs.last_mut() {
            Some((last, count)) if *last == set => *count += 1,
            _ => runs.push((set, 1)),
        }
    }
    runs
}

fn mean_similarity(sets: &Sets, one: &[(u32, u32)], other: &[(u32, u32)]) -> f64 {
    let members = |runs: &[(u32, u32)]| runs.iter().map(|(_, count)| f64::from(*count)).sum::<f64>();
    let mut sum = 0.0;
    for (set, count) in one {
        for (other, others) in other {
            sum += sets.similarity(*set, *other) * (f64::from(*count) * f64::from(*others));
        }
    }
    sum / (members(one) * members(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::contracts::{Flavour, Generated, generate};

    fn made(contracts: u32) -> Vec<Contract> {
        generate(&Generated { contracts, flavour: Flavour::Random, seed: 3, executions: 0 }).unwrap().contracts
    }

    #[test]
    fn a_group_is_as_alike_as_its_members_are_on_average() {
        let contracts = made(30);
        let order: Vec<u32> = (0..30).rev().collect();
        let fine = heat_map(&contracts, &order, NonZeroU32::new(30).unwrap()).unwrap();
        let coarse = heat_map(&contracts, &order, NonZeroU32::new(4).unwrap()).unwrap();
        assert_eq!(coarse.starts, [0, 7, 15, 22, 30]);
        let [least, greatest, mean] = fine.extremes();
        assert!(least <= mean && mean <= greatest && greatest <= 1.0);
        for row in 0..4 {
            for column in 0..4 {
                let (rows, columns) =
                    (coarse.starts[row]..coarse.starts[row + 1], coarse.starts[column]..coarse.starts[column + 1]);
                let count = f64::from((rows.end - rows.start) * (columns.end - columns.start));
                let sum: f64 = rows
                    .flat_map(|r| columns.clone().map(move |c| (r, c)))
                    .map(|(r, c)| fine.cells[r as usize * 30 + c as usize])
                    .sum();
                assert!((sum / count - coarse.cells[row * 4 + column]).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn nothing_has_a_map_without_rows_and_a_wrong_place_is_refused() {
        let none = heat_map(&[], &[], NonZeroU32::MIN).unwrap();
        assert_eq!((none.rows, none.cells.len(), none.starts), (0, 0, vec![0]));
        assert!(heat_map(&made(2), &[2], NonZeroU32::MIN).unwrap_err().to_string().contains("no contract 2"));
    }
}
