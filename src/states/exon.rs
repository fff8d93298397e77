//! How well a token fits a state: the exon of what was learned, its resonance with the state, and the score.
//!
//! ```text
//! share  = min(1, v / v_max)                      v: how many states the orbit has
//! k      = conf · √(v / v_max)
//! exon   = nibble((li − bg) · k) · 16 + nibble((fg − ne) · k),  nibble(x) = round(x) ∧ 15;  0x42 where that is 0
//!          li, fg, bg, ne: the mask's pairs of bits from the highest
//! fold   = the six bytes of the state's word, combined by ⊕
//! resonance = 0.7 · (1 − popcount(fold ⊕ exon) / 8) + 0.3 · share
//! score  = 0.3 · conf + 0.3 · resonance + 0.2 · share + 0.2 / (1 + ln(1 + token))
//! ```
//!
//! Rounding goes to the even number at a tie. The mask `0b11_00_00_01` with confidence 1 in the largest orbit has `li − bg` = 3
//! and `fg − ne` = −1, so its exon is 0x3F. The sums are worked out in the order written.

use crate::error::{Error, Result};
use crate::math::{ln, to_whole};

/// What stands for an exon of 0.
const NEUTRAL: u8 = 0x42;

/// The part of an exon and a score that the state gives: worked out once for all its candidates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ground {
    /// √(v / `v_max`).
    weight: f64,
    /// min(1, v / `v_max`).
    share: f64,
    /// The state's six bytes, folded.
    folded: u8,
}

impl Ground {
    /// The ground of a state in an orbit of `size` states.
    ///
    /// # Errors
    /// [`Error::Argument`] where the largest orbit is empty.
    pub fn new(size: u32, largest: u32, folded: u8) -> Result<Self> {
        if largest == 0 {
            return Err(Error::argument("largest", "the largest orbit has no state", "give a number above 0"));
        }
        let ratio = f64::from(size) / f64::from(largest);
        Ok(Self { weight: ratio.sqrt(), share: ratio.min(1.0), folded })
    }

    /// The exon of an entry on this ground.
    ///
    /// ```
    /// # use loadline::states::exon::Ground;
    /// let ground = Ground::new(48_496, 48_496, 0).unwrap();
    /// assert_eq!(ground.exon(0b1100_0001, 1.0), 0x3F);
    /// assert_eq!(ground.exon(0, 1.0), 0x42);
    /// ```
    pub fn exon(&self, mask: u8, conf: f64) -> u8 {
        let pair = |shift: u32| i32::from(mask >> shift & 3);
        let (tau, eta) = (pair(6) - pair(2), pair(4) - pair(0));
        let k = conf * self.weight;
        match nibble(f64::from(tau) * k) << 4 | nibble(f64::from(eta) * k) {
            0 => NEUTRAL,
            exon => exon,
        }
    }

    /// How well an exon fits the state.
    pub fn resonance(&self, exon: u8) -> f64 {
        let apart = f64::from((self.folded ^ exon).count_ones());
        0.7 * (1.0 - apart / 8.0) + 0.3 * self.share
    }

    /// How good a candidate is: its exon and its score.
    pub fn score(&self, mask: u8, conf: f64, token: u32) -> (u8, f64) {
        let exon = self.exon(mask & 0xFE, conf);
        let small = 0.2 / (1.0 + ln(1.0 + f64::from(token)));
        (exon, 0.3 * conf + 0.3 * self.resonance(exon) + 0.2 * self.share + small)
    }
}

#[expect(clippy::cast_sign_loss, reason = "four bits are kept")]
fn nibble(x: f64) -> u8 {
    (to_whole(x) & 15) as u8
}

/// The six bytes of a word, combined by exclusive or.
///
/// ```
/// # use loadline::states::exon::fold_six;
/// assert_eq!(fold_six(0xA955_6AA9_556A), 0);
/// assert_eq!(fold_six(0x0102_0408_1020), 0x3F);
/// ```
pub const fn fold_six(word: u64) -> u8 {
    let [b0, b1, b2, b3, b4, b5, ..] = word.to_le_bytes();
    b0 ^ b1 ^ b2 ^ b3 ^ b4 ^ b5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_takes_part_through_its_share_and_its_fold() {
        let (whole, half) = (Ground::new(8, 8, 0xFF).unwrap(), Ground::new(4, 8, 0).unwrap());
        assert_eq!(whole.resonance(0xFF).to_bits(), 1.0_f64.to_bits());
        assert_eq!(half.resonance(0xFF).to_bits(), 0.15_f64.to_bits());
    }

    #[test]
    fn a_nibble_rounds_ties_to_even_and_wraps_below_zero() {
        assert_eq!([0.5, 1.5, 2.5, -0.5, -1.5, -3.0].map(nibble), [0, 2, 2, 0, 14, 13]);
    }

    #[test]
    fn an_empty_largest_orbit_is_refused() {
        assert_eq!(Ground::new(0, 0, 0).unwrap_err().at(), Some("largest"));
    }
}
