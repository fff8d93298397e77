//! Learning: how what is kept of a token changes when it is read once more.
//!
//! ```text
//! fold(a, b) = b ∧ ¬a
//! mask'  = fold(mask ∧ 0xFE, intron) ∧ 0xFE
//! alpha  = 1/6 · √(v / v_max)                       v: how many states the orbit has
//! conf'  = min(1, conf + (1 − conf) · alpha · popcount(mask ⊕ mask') / 8)
//! kept   unless mask' = mask and round(255 conf') = round(255 conf), where an entry existed before
//! ```
//!
//! A first entry has mask 0 and conf 0.1, and is always kept. In the largest orbit intron 102 (four bits) brings it to
//! 0.1 + 0.9 · 1/6 · 4/8 = 0.175. The published fold, `a ⊕ (b ⊕ (a ∧ ¬b))`, is the AND-NOT above; so the same intron twice
//! clears the mask again.

use serde::Serialize;

/// How many states the largest orbit has.
pub const LARGEST_ORBIT: u32 = 48_496;

/// What is kept of a token in an orbit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Entry {
    /// What the introns folded to; the lowest bit is 0.
    pub mask: u8,
    /// How sure the entry is, in `0..=1`.
    pub conf: f64,
    /// Which way the token was read: 0 or 1. What is learned has 0.
    pub direction: u8,
}

impl Entry {
    /// What a token starts from before it is first read.
    pub const FIRST: Self = Self { mask: 0, conf: 0.1, direction: 0 };
}

/// What is left of `b` where `a` was before: the bits of `b` that `a` has not.
///
/// ```
/// # use loadline::states::learn::fold;
/// assert_eq!(fold(0, 7), 7);
/// assert_eq!(fold(7, 7), 0);
/// ```
#[inline]
pub const fn fold(a: u8, b: u8) -> u8 {
    b & !a
}

/// The introns folded one after another onto `start`.
pub fn fold_all(start: u8, introns: &[u8]) -> u8 {
    introns.iter().fold(start, |mask, intron| fold(mask, *intron))
}

/// How much one reading counts in an orbit of `size` states: 1/6 · √(size / largest).
pub fn rate(size: u32, largest: u32) -> f64 {
    (1.0 / 6.0) * (f64::from(size) / f64::from(largest)).sqrt()
}

/// The entry after one more intron, in an orbit with the given [`rate`]; `None` where nothing changes that would be kept.
///
/// `known` is what was kept before, if anything. In what is kept, direction stays 0 for a first entry.
pub fn learned(known: Option<Entry>, intron: u8, rate: f64) -> Option<Entry> {
    let before = known.unwrap_or(Entry::FIRST);
    let mask_before = before.mask & 0xFE;
    let mask = fold(mask_before, intron) & 0xFE;
    let novelty = f64::from((mask_before ^ mask).count_ones()) / 8.0;
    let conf = (before.conf + (1.0 - before.conf) * rate * novelty).min(1.0);
    let same = mask == mask_before && in_255ths(conf) == in_255ths(before.conf);
    (known.is_none() || !same).then_some(Entry { mask, conf, direction: before.direction })
}

/// A confidence in 255ths, the even one at a tie.
fn in_255ths(conf: f64) -> i64 {
    crate::math::to_whole((conf * 255.0).clamp(0.0, 255.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example_holds() {
        let first = learned(None, 102, rate(LARGEST_ORBIT, LARGEST_ORBIT)).unwrap();
        assert_eq!((first.mask, first.direction), (102, 0));
        assert!((first.conf - 0.175).abs() < 1e-15);
    }

    #[test]
    fn a_first_entry_is_kept_even_when_nothing_is_learned() {
        assert_eq!(learned(None, 1, 0.0), Some(Entry::FIRST));
        assert_eq!(learned(Some(Entry::FIRST), 1, 0.0), None);
    }

    #[test]
    fn the_fold_is_the_published_one() {
        for a in 0..=255_u8 {
            for b in 0..=255_u8 {
                assert_eq!(fold(a, b), a ^ (b ^ (a & !b)));
            }
        }
    }
}
