//! The state: a word of 48 bits, the step that an intron makes, and the angle between two words.
//!
//! ```text
//! step(s, i) = (s ⊕ X(i)) ∧ ¬P(i)
//! X(i) = FULL if i meets 0x42  ⊕  FG if i meets 0x24  ⊕  BG if i meets 0x18
//! P(i) = i written six times
//! theta(s) = acos(1 − 2h/48),  h = the bits in which s differs from the archetype
//! ```
//!
//! Intron 1 flips nothing and clears the lowest bit of each of the six bytes: of the archetype's A9, 55, 6A, A9, 55 and 6A it
//! clears four, so h is 4 and theta acos(1 − 8/48) = 0.586. Intron 0 changes nothing; intron 0xFF leads from every state to 0.
//!
//! The masks number bits from the lowest, the tensor numbers its elements from the highest: what the published system calls
//! layers 0 and 2 are layers 3 and 1 of its tensor. The numbers here are the definition.

use crate::error::{Error, Result};
use crate::math;

/// How many bits a state has.
pub const BITS: u32 = 48;
/// The state from which all others are reached, and from which angles are measured.
pub const ARCHETYPE: u64 = 0xA955_6AA9_556A;
/// The bits of the first and third group of twelve, counted from the lowest.
pub const FG: u64 = 0x000F_FF00_0FFF;
/// The bits of the second and fourth group of twelve.
pub const BG: u64 = 0xFFF0_00FF_F000;
/// All bits of a state.
pub const FULL: u64 = 0xFFFF_FFFF_FFFF;
/// A byte times this is the byte written six times.
pub const REPEAT: u64 = 0x0101_0101_0101;
/// What turns a byte from outside into an intron, and an intron into the byte.
pub const BYTE_MASK: u8 = 0xAA;

/// The intron of a byte from outside, and the byte of an intron.
///
/// ```
/// # use loadline::states::word::intron;
/// assert_eq!(intron(0x55), 0xFF);
/// assert_eq!(intron(intron(7)), 7);
/// ```
pub const fn intron(byte: u8) -> u8 {
    byte ^ BYTE_MASK
}

/// The bits that an intron flips: none, `FG`, `BG` or all.
pub const fn flipped(intron: u8) -> u64 {
    let all = if intron & 0x42 != 0 { FULL } else { 0 };
    let fg = if intron & 0x24 != 0 { FG } else { 0 };
    let bg = if intron & 0x18 != 0 { BG } else { 0 };
    all ^ fg ^ bg
}

/// The bits that an intron erases: the intron written six times.
pub const fn erased(intron: u8) -> u64 {
    intron as u64 * REPEAT
}

/// The state after an intron.
///
/// ```
/// # use loadline::states::word::{ARCHETYPE, step};
/// assert_eq!(step(ARCHETYPE, 0), ARCHETYPE);
/// assert_eq!(step(ARCHETYPE, 0xFF), 0);
/// ```
pub const fn step(state: u64, intron: u8) -> u64 {
    (state ^ flipped(intron)) & !erased(intron)
}

/// The state after introns, one after another.
pub fn walk(state: u64, introns: &[u8]) -> u64 {
    introns.iter().fold(state, |state, intron| step(state, *intron))
}

/// In how many bits a word differs from the archetype; even for every state that can be reached.
pub const fn distance(state: u64) -> u32 {
    (state ^ ARCHETYPE).count_ones()
}

/// The angle, in radians, between two words that differ in `bits` of their 48 bits: acos(1 − 2 bits / 48), worked out in f64.
pub fn angle(bits: u32) -> f64 {
    math::acos(1.0 - f64::from(2 * bits) / f64::from(BITS))
}

/// How far a state is from the archetype, in radians: [`angle`] of their distance, rounded to f32.
///
/// ```
/// # use loadline::states::word::{ARCHETYPE, theta};
/// assert_eq!(theta(ARCHETYPE), 0.0);
/// assert_eq!(theta(0), core::f32::consts::FRAC_PI_2);
/// ```
#[expect(clippy::cast_possible_truncation, reason = "the definition rounds to f32")]
pub fn theta(state: u64) -> f32 {
    angle(distance(state)) as f32
}

/// The 49 angles that two words can have, by the bits in which they differ.
#[derive(Debug, Clone)]
pub struct Thetas {
    /// Sixty-four, so that a count masked to six bits needs no check; those beyond 48 are not used.
    by_distance: [f32; 64],
}

impl Default for Thetas {
    fn default() -> Self {
        Self::new()
    }
}

impl Thetas {
    /// Works the angles out.
    #[expect(clippy::cast_possible_truncation, reason = "the definition rounds to f32")]
    pub fn new() -> Self {
        let mut by_distance = [0.0; 64];
        for (bits, angle_of_bits) in (0..=BITS).zip(&mut by_distance) {
            *angle_of_bits = angle(bits) as f32;
        }
        Self { by_distance }
    }

    /// The angle of a state, in radians; no table of states is asked.
    #[inline]
    pub fn of(&self, state: u64) -> f32 {
        self.of_distance(distance(state))
    }

    /// The angle of two words that differ in `bits`.
    #[inline]
    pub fn of_distance(&self, bits: u32) -> f32 {
        self.by_distance[(bits & 63) as usize]
    }
}

/// A word as the 48 elements of its tensor, each 1 or −1, the highest bit first; a bit that is set is −1.
///
/// The tensor's shape is 4 layers of 2 frames of 3 rows of 2 columns, in that order.
pub fn tensor(state: u64) -> [i8; 48] {
    let mut elements = [1; 48];
    for (place, element) in (0..BITS).zip(&mut elements) {
        if state >> (BITS - 1 - place) & 1 == 1 {
            *element = -1;
        }
    }
    elements
}

/// The word of a tensor; see [`tensor`].
///
/// # Errors
/// [`Error::Argument`] unless there are 48 elements, each 1 or −1.
pub fn word_of_tensor(elements: &[i8]) -> Result<u64> {
    if elements.len() != BITS as usize {
        let found = format!("{} elements", elements.len());
        return Err(Error::argument("tensor", found, "give the 48 elements of 4 layers, 2 frames, 3 rows, 2 columns"));
    }
    let mut state = 0;
    for (place, element) in elements.iter().enumerate() {
        match element {
            1 => state <<= 1,
            -1 => state = state << 1 | 1,
            other => {
                return Err(Error::argument(format!("tensor[{place}]"), other.to_string(), "give 1 or -1"));
            }
        }
    }
    Ok(state)
}

/// A number as a word of 48 bits.
///
/// # Errors
/// [`Error::Argument`] where it has more bits.
pub fn checked(state: u64, at: &str) -> Result<u64> {
    if state <= FULL {
        Ok(state)
    } else {
        Err(Error::argument(at, format!("{state} has more than 48 bits"), "give a state from 0 to 281474976710655"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archetype_is_the_alternating_tensor() {
        let elements = tensor(ARCHETYPE);
        for (place, element) in elements.iter().enumerate() {
            let (layer, frame, column) = (place / 12, place / 6 % 2, place % 2);
            let expected = if (layer + frame + column) % 2 == 0 { -1 } else { 1 };
            assert_eq!(*element, expected, "element {place}");
        }
        assert_eq!(word_of_tensor(&elements), Ok(ARCHETYPE));
    }

    #[test]
    fn the_table_of_angles_is_the_definition() {
        let thetas = Thetas::new();
        for bits in 0..=BITS {
            let state = ARCHETYPE ^ ((1_u64 << bits) - 1);
            assert_eq!(thetas.of(state).to_bits(), theta(state).to_bits());
        }
    }

    #[test]
    fn the_worked_example_holds() {
        let next = step(ARCHETYPE, 1);
        assert_eq!(distance(next), 4);
        assert!((theta(next) - 0.586).abs() < 0.001);
    }

    #[test]
    fn a_tensor_of_another_size_or_with_a_zero_is_refused() {
        assert_eq!(word_of_tensor(&[1; 47]).unwrap_err().at(), Some("tensor"));
        let mut elements = tensor(0);
        elements[3] = 0;
        assert_eq!(word_of_tensor(&elements).unwrap_err().at(), Some("tensor[3]"));
    }
}
