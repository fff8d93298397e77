//! Right because: the first intron of a token is one of 256, so the state after it is read from a table of 256 states that were
//!   stepped to in advance; the rest are stepped one by one, with the bits that an intron flips and keeps read from a table. The
//!   angle depends on the count of differing bits alone, and there are 49 counts.
//! Fast because: nothing is spelt out, searched or allocated for a token: a shift an intron, one table row, an exclusive or, an and,
//!   one count of bits. Most of a vocabulary of 30,522 tokens is two introns long: one look-up and one step. O(introns).
//! Did not pay: nothing else was measured. A table of the states after two introns would hold 65,536 words, half a megabyte to
//!   fill and to keep in the cache, for one step saved.

use super::{Reached, Spelling};
use crate::states::word::{self, Thetas};

/// What is ready before the first token: 256 first steps, what each intron does, and 49 angles. 6 kB.
#[derive(Debug, Clone)]
pub struct Paths {
    /// The state after each first byte of a token.
    first: Vec<u64>,
    /// What each byte flips and keeps.
    moves: Vec<(u64, u64)>,
    thetas: Thetas,
}

impl Paths {
    /// Makes them ready for walks from `origin`.
    pub fn new(origin: u64, spelling: Spelling) -> Self {
        let introns = || (0..=u8::MAX).map(|byte| spelling.of(byte));
        Self {
            first: introns().map(|intron| word::step(origin, intron)).collect(),
            moves: introns().map(|intron| (word::flipped(intron), word::FULL & !word::erased(intron))).collect(),
            thetas: Thetas::new(),
        }
    }

    /// Where a token leads. Bits of the token above the 35th take part in the walk as they would in a longer spelling.
    #[inline]
    pub fn reached(&self, token: u64) -> Reached {
        let (byte, mut rest) = next(token);
        let mut state = self.first[byte];
        let mut goes_on = byte > 0x7F;
        while goes_on {
            let (byte, after) = next(rest);
            let (flips, keeps) = self.moves[byte];
            state = (state ^ flips) & keeps;
            (rest, goes_on) = (after, byte > 0x7F);
        }
        Reached { state, theta: self.thetas.of(state) }
    }
}

/// The next byte of a token's spelling, and what is left of the token.
#[inline]
fn next(token: u64) -> (usize, u64) {
    let rest = token >> 7;
    let low = (token & 0x7F) as usize;
    (if rest > 0 { low | 0x80 } else { low }, rest)
}
