//! Sums of similarities as the exact fractions that they are.

use core::cmp::Ordering;

use super::classes::Sets;
use super::natural::Natural;

/// A sum of fractions: how many times each denominator's unit it holds, with the number of its terms.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// `units[u]` parts of 1/u, from fractions in lowest terms.
    units: Vec<u64>,
    count: u64,
}

impl Tally {
    /// The similarities of every member of one cluster with every member of another; clusters are (set, how many) lists.
    pub(super) fn between(one: &[(u32, u32)], other: &[(u32, u32)], sets: &Sets) -> Self {
        let mut tally = Self::default();
        for &(p, copies) in one {
            for &(q, times) in other {
                let pairs = u64::from(copies) * u64::from(times);
                let (shared, all) = sets.shared_and_all(p, q);
                tally.count += pairs;
                if shared > 0 {
                    let common = common_divisor(shared, all);
                    let unit = (all / common) as usize;
                    if tally.units.len() <= unit {
                        tally.units.resize(unit + 1, 0);
                    }
                    tally.units[unit] += pairs * u64::from(shared / common);
                }
            }
        }
        tally
    }

    /// Which of two averages is the greater.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let most = self.units.len().max(other.units.len());
        let product = |units: &[u64], unit: usize, count: u64| {
            u128::from(units.get(unit).copied().unwrap_or(0)) * u128::from(count)
        };
        // What one side has more of each unit, once both averages have the same number of terms.
        let (mut more, mut less) = (Vec::new(), Vec::new());
        for unit in 1..most {
            let (own, others) = (product(&self.units, unit, other.count), product(&other.units, unit, self.count));
            match own.cmp(&others) {
                Ordering::Greater => more.push((unit as u64, own - others)),
                Ordering::Less => less.push((unit as u64, others - own)),
                Ordering::Equal => {}
            }
        }
        if more.is_empty() || less.is_empty() {
            return more.len().cmp(&less.len());
        }
        let units: Vec<u64> = more.iter().chain(&less).map(|(unit, _)| *unit).collect();
        sum(&more, &units).cmp(&sum(&less, &units))
    }

    /// Whether the average is at least a threshold, given as a whole number halved so many times.
    pub(super) fn reaches(&self, (whole, halvings): (u64, u32)) -> bool {
        let terms: Vec<(u64, u128)> = (0..)
            .zip(&self.units)
            .filter(|(_, parts)| **parts > 0)
            .map(|(unit, parts)| (unit, u128::from(*parts)))
            .collect();
        let units: Vec<u64> = terms.iter().map(|(unit, _)| *unit).collect();
        sum(&terms, &units).doubled(halvings) >= Natural::product(units).times(whole).times(self.count)
    }
}

/// The sum of `parts / unit`, in parts of one over the product of `units`.
#[expect(clippy::cast_possible_truncation, reason = "splits a double-width number into its two digits")]
fn sum(terms: &[(u64, u128)], units: &[u64]) -> Natural {
    terms.iter().fold(Natural::default(), |sum, (unit, parts)| {
        let rest = Natural::product(units.iter().copied().filter(|other| other != unit));
        let (high, low) = ((parts >> 64) as u64, *parts as u64);
        sum.plus(&rest.clone().times(high).doubled(64)).plus(&rest.times(low))
    })
}

fn common_divisor(one: u32, other: u32) -> u32 {
    let (mut one, mut other) = (one, other);
    while one > 0 {
        (one, other) = (other % one, one);
    }
    other
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(parts: &[(usize, u64)], count: u64) -> Tally {
        let mut tally = Tally { units: vec![0; 128], count };
        for (unit, parts) in parts {
            tally.units[*unit] += parts;
        }
        tally
    }

    #[test]
    fn equal_fractions_are_equal_however_they_are_made_up() {
        let (half, third_and_sixth) = (tally(&[(2, 1)], 1), tally(&[(3, 1), (6, 1)], 1));
        assert_eq!(half.compare(&third_and_sixth), Ordering::Equal);
        assert_eq!(tally(&[(2, 3)], 3).compare(&half), Ordering::Equal);
        assert_eq!(tally(&[], 7).compare(&tally(&[], 1)), Ordering::Equal);
    }

    #[test]
    fn fractions_that_no_double_tells_apart_are_ordered() {
        // 1/101 + 1/103 + … against the same with one unit less of 2^60.
        let many = 1 << 60;
        let (one, other) = (tally(&[(101, many), (127, many)], many), tally(&[(101, many), (127, many - 1)], many));
        assert_eq!(one.compare(&other), Ordering::Greater);
        assert_eq!(other.compare(&one), Ordering::Less);
        // 1/97 − 1/98 = 1/9506: one part more of that decides.
        let (one, other) = (tally(&[(97, 9506), (2, 1)], 3), tally(&[(98, 9506), (2, 3)], 3));
        assert_eq!(one.compare(&other), Ordering::Equal);
    }

    #[test]
    fn a_threshold_is_reached_exactly() {
        // 3/10 is above the double nearest to 0.3, which is below 3/10.
        assert!(tally(&[(10, 3)], 1).reaches(crate::reuse::batch::natural::halved(0.3)));
        assert!(!tally(&[(10, 1)], 1).reaches(crate::reuse::batch::natural::halved(0.1)));
        assert!(tally(&[(2, 1)], 1).reaches(crate::reuse::batch::natural::halved(0.5)));
        assert!(tally(&[], 1).reaches(crate::reuse::batch::natural::halved(-1.0)));
    }
}
