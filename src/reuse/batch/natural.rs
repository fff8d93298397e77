//! Whole numbers of any size, as far as comparing sums of fractions asks for them.

use core::cmp::Ordering;

/// A whole number from 0, as its digits to the base 2⁶⁴, the lowest first; the highest is never 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Natural(Vec<u64>);

impl Natural {
    pub(super) fn new(value: u64) -> Self {
        Self(if value == 0 { Vec::new() } else { vec![value] })
    }

    pub(super) fn product(factors: impl IntoIterator<Item = u64>) -> Self {
        factors.into_iter().fold(Self::new(1), Self::times)
    }

    #[expect(clippy::cast_possible_truncation, reason = "splits a double-width number into its two digits")]
    pub(super) fn times(mut self, factor: u64) -> Self {
        if factor == 0 {
            return Self::default();
        }
        let mut carry: u128 = 0;
        for digit in &mut self.0 {
            carry += u128::from(*digit) * u128::from(factor);
            *digit = carry as u64;
            carry >>= 64;
        }
        if carry > 0 {
            self.0.push(carry as u64);
        }
        self
    }

    #[expect(clippy::cast_possible_truncation, reason = "splits a double-width number into its two digits")]
    pub(super) fn plus(mut self, other: &Self) -> Self {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        let mut carry: u128 = 0;
        for (place, digit) in self.0.iter_mut().enumerate() {
            carry += u128::from(*digit) + u128::from(other.0.get(place).copied().unwrap_or(0));
            *digit = carry as u64;
            carry >>= 64;
        }
        if carry > 0 {
            self.0.push(carry as u64);
        }
        self
    }

    /// The number doubled so many times.
    pub(super) fn doubled(mut self, times: u32) -> Self {
        for _ in 0..times / 32 {
            self = self.times(1 << 32);
        }
        self.times(1 << (times % 32))
    }
}

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let digits = || self.0.iter().rev().cmp(other.0.iter().rev());
        self.0.len().cmp(&other.0.len()).then_with(digits)
    }
}

/// The exact value of a threshold, as a whole number halved so many times; 0 where it is negative.
pub(super) fn halved(threshold: f64) -> (u64, u32) {
    if threshold <= 0.0 {
        return (0, 0);
    }
    let (bits, fraction) = (threshold.to_bits(), (1_u64 << 52) - 1);
    let exponent = u32::try_from(bits >> 52).expect("a positive double has eleven bits above its fraction");
    let whole = if exponent == 0 { bits & fraction } else { bits & fraction | (1 << 52) };
    match 1075_u32.checked_sub(exponent.max(1)) {
        Some(halvings) => (whole, halvings),
        // Far above any similarity: no average reaches it.
        None => (u64::MAX, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::{Natural, halved};

    #[test]
    fn carries_reach_the_next_digit() {
        let most = Natural::new(u64::MAX);
        assert_eq!(most.clone().plus(&Natural::new(1)), Natural(vec![0, 1]));
        assert_eq!(most.clone().times(u64::MAX), Natural(vec![1, u64::MAX - 1]));
        assert_eq!(Natural::new(3).doubled(65), Natural(vec![0, 6]));
        assert!(most < Natural(vec![0, 1]) && Natural::default() < Natural::new(1));
    }

    #[test]
    fn a_threshold_is_exactly_what_its_double_is() {
        assert_eq!(halved(0.5), (1 << 52, 53));
        assert_eq!(halved(0.3), (5_404_319_552_844_595, 54));
        assert_eq!(halved(-2.0), (0, 0));
        assert_eq!(halved(5e-324), (1, 1074));
    }
}
