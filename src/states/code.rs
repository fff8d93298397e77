//! The code: a state that can be reached, in 24 bits.
//!
//! Column p of a word is its bits p, p + 8, … p + 40; each intron erases whole columns. A byte each of three facts is enough:
//!
//! ```text
//! E = the columns that were ever erased
//! A = for each column, how often its FG bits were flipped since it was last erased, modulo 2
//! B = the same for its BG bits
//! state = (O ∧ ¬(E · R)) ⊕ ((A · R) ∧ FG) ⊕ ((B · R) ∧ BG)          O: the archetype, R: a byte written six times
//! ```
//!
//! A step is E' = E ∨ i, A' = (A ⊕ a) ∧ ¬i, B' = (B ⊕ b) ∧ ¬i, where a and b are 0 or 0xFF by the layers that i flips. Columns
//! that were never erased have all been flipped as often, so they carry one parity, the *common* one.
//!
//! The way back: in the archetype, columns 0 to 3 differ between bits p and p + 8, which are both FG, and columns 4 to 7 between
//! bits p + 8 and p + 16, which are both BG. Flips keep the difference, erasing removes it for good: so the word shows E. Then
//! bits p and p + 16, an FG and a BG one, show A and B.
//!
//! In the 24 bits the columns stand in two halves of four, each with E above A above B: `E[7..4] A[7..4] B[7..4] E[3..0] A[3..0]
//! B[3..0]`, so that a table of 4,096 covers half of the columns.

use crate::states::word::{ARCHETYPE, BG, FG, REPEAT};

/// E of all columns.
const ERASED: u32 = 0x00F0_0F00;

/// A state that can be reached from the archetype.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(u32);

/// What an intron does to a code.
#[derive(Clone, Copy)]
#[repr(align(16))]
struct Move {
    flip: u32,
    keep: u32,
    erase: u32,
}

static MOVES: [Move; 256] = moves();

#[expect(clippy::cast_possible_truncation, reason = "introns are counted up to 256")]
const fn moves() -> [Move; 256] {
    let mut moves = [Move { flip: 0, keep: 0, erase: 0 }; 256];
    let mut intron = 0;
    while intron < 256 {
        let columns = halves(intron as u32);
        let flips = flips(intron as u8);
        let flip = (if flips & 2 != 0 { 0x000F_00F0 } else { 0 }) | (if flips & 1 != 0 { 0x0000_F00F } else { 0 });
        moves[intron] = Move { flip, keep: !(columns * 0x11), erase: columns << 8 };
        intron += 1;
    }
    moves
}

/// Which layers an intron flips: FG with weight 2, BG with weight 1.
pub(crate) const fn flips(intron: u8) -> u8 {
    let all = (intron & 0x42 != 0) as u8;
    let fg = (intron & 0x24 != 0) as u8;
    let bg = (intron & 0x18 != 0) as u8;
    (all ^ fg) << 1 | (all ^ bg)
}

/// A byte with its upper half moved to where the upper columns are.
const fn halves(byte: u32) -> u32 {
    byte & 0x0F | (byte & 0xF0) << 8
}

/// The byte whose halves stand at the two places that begin at `shift`.
const fn byte(code: u32, shift: u32) -> u64 {
    let moved = code >> shift;
    (moved & 0x0F | moved >> 8 & 0xF0) as u64
}

impl Code {
    /// The code of the archetype: nothing erased, nothing flipped.
    pub const ARCHETYPE: Self = Self(0);

    /// The code of the three bytes.
    #[inline]
    pub(crate) const fn of_parts(erased: u8, fg: u8, bg: u8) -> Self {
        Self(halves(erased as u32) << 8 | halves(fg as u32) << 4 | halves(bg as u32))
    }

    /// The code of 24 bits that [`Code::bits`] gave.
    #[inline]
    pub(crate) const fn of_bits(bits: u32) -> Self {
        Self(bits & 0x00FF_FFFF)
    }

    /// The 24 bits.
    #[inline]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The code of a word, where the word has the form of a state; a few words have it that cannot be reached.
    ///
    /// ```
    /// # use loadline::states::{code::Code, word};
    /// assert_eq!(Code::of(word::ARCHETYPE), Some(Code::ARCHETYPE));
    /// assert_eq!(Code::of(word::ARCHETYPE ^ 1), None);
    /// ```
    #[inline]
    pub fn of(word: u64) -> Option<Self> {
        let [first, second, third, ..] = word.to_le_bytes();
        let intact = (first ^ second) & 0x0F | (second ^ third) & 0xF0;
        let [first_of_archetype, _, third_of_archetype, ..] = ARCHETYPE.to_le_bytes();
        let fg = first ^ first_of_archetype & intact;
        let bg = third ^ third_of_archetype & intact;
        let common = |parity: u8| parity & intact == 0 || parity & intact == intact;
        let code = Self::of_parts(!intact, fg, bg);
        (common(fg) && common(bg) && code.word() == word).then_some(code)
    }

    /// The word.
    #[inline]
    pub const fn word(self) -> u64 {
        let (erased, fg, bg) = (byte(self.0, 8), byte(self.0, 4), byte(self.0, 0));
        (ARCHETYPE & !(erased * REPEAT)) ^ ((fg * REPEAT) & FG) ^ ((bg * REPEAT) & BG)
    }

    /// The code after an intron.
    ///
    /// ```
    /// # use loadline::states::{code::Code, word};
    /// let next = Code::ARCHETYPE.step(0x67);
    /// assert_eq!(next.word(), word::step(word::ARCHETYPE, 0x67));
    /// ```
    #[inline]
    #[must_use]
    pub fn step(self, intron: u8) -> Self {
        let Move { flip, keep, erase } = MOVES[intron as usize];
        Self((self.0 ^ flip) & keep | erase)
    }

    /// The columns that were ever erased, a bit each: the name of the state's orbit.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a byte is put together from two halves")]
    pub const fn erased(self) -> u8 {
        byte(self.0, 8) as u8
    }

    /// The parity that the columns never erased have in common, FG with weight 2 and BG with weight 1; 0 where all are erased.
    #[inline]
    pub(crate) const fn common(self) -> u32 {
        let intact = !self.0 & ERASED;
        let fg = (self.0 & intact >> 4 != 0) as u32;
        let bg = (self.0 & intact >> 8 != 0) as u32;
        fg << 1 | bg
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Rng;
    use crate::states::word;

    #[test]
    fn codes_and_words_walk_in_step() {
        let mut rng = Rng::new(5);
        for _ in 0..200 {
            let (mut code, mut state) = (Code::ARCHETYPE, word::ARCHETYPE);
            for _ in 0..12 {
                // Few columns at a time, so that not all are erased at once.
                let intron = (rng.next_u64() & rng.next_u64() & rng.next_u64()).to_le_bytes()[0];
                (code, state) = (code.step(intron), word::step(state, intron));
                assert_eq!(code.word(), state);
                assert_eq!(Code::of(state), Some(code));
            }
        }
    }

    #[test]
    fn a_word_whose_columns_do_not_agree_is_no_state() {
        for bit in 0..word::BITS {
            assert_eq!(Code::of(word::ARCHETYPE ^ 1 << bit), None, "bit {bit}");
        }
        assert_eq!(Code::of(word::FULL + 1), None);
        // Column 0 flipped while the others are not.
        assert_eq!(Code::of(word::ARCHETYPE ^ word::REPEAT & word::FG), None);
    }
}
