//! Numbers of JavaScript as words, tokens and indices, and back. A word has 48 bits, a token 35: a double holds both exactly.

use js_sys::{Float64Array, Uint8Array, Uint32Array};

use crate::error::{Error, Result};
use crate::states::space::{ABSENT, Space};
use crate::states::{token, word};

/// A double as a word of 48 bits.
#[inline]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "compared with the number it came from")]
#[expect(clippy::float_cmp, reason = "only a whole number comes back the same")]
pub(super) fn word_of(at: &str, place: usize, number: f64) -> Result<u64> {
    let word = number as u64;
    if word as f64 == number && word <= word::FULL {
        return Ok(word);
    }
    let found = format!("{number} is no word of 48 bits");
    Err(Error::argument(format!("{at}[{place}]"), found, "give whole numbers from 0 to 281474976710655"))
}

/// Doubles as words of 48 bits.
pub(super) fn words_of(at: &str, numbers: &[f64]) -> Result<Vec<u64>> {
    numbers.iter().enumerate().map(|(place, number)| word_of(at, place, *number)).collect()
}

/// Doubles as tokens.
#[expect(clippy::cast_possible_truncation, reason = "compared with the number it came from")]
#[expect(clippy::float_cmp, reason = "only a whole number comes back the same")]
pub(super) fn tokens_of(at: &str, numbers: &[f64]) -> Result<Vec<u64>> {
    let token = |(place, number): (usize, &f64)| {
        let (at, whole) = (format!("{at}[{place}]"), *number as i64);
        if whole as f64 != *number {
            return Err(Error::argument(
                at,
                format!("{number} is no whole number"),
                "a token is a whole number from 0",
            ));
        }
        token::checked(whole, &at)
    };
    numbers.iter().enumerate().map(token).collect()
}

/// The first index that is none, as an error.
pub(super) fn check_indices(space: &Space, at: &str, indices: &[u32]) -> Result<()> {
    match indices.iter().position(|index| *index >= space.len()) {
        None => Ok(()),
        Some(place) => space.checked_code(i64::from(indices[place]), &format!("{at}[{place}]")).map(drop),
    }
}

/// An index for JavaScript: −1 for none.
#[expect(clippy::cast_possible_wrap, reason = "there are fewer than 2^24 states, and none becomes −1")]
pub(super) fn or_minus_one(index: u32) -> i32 {
    const { assert!(ABSENT as i32 == -1, "none is written as −1") };
    index as i32
}

/// Words or tokens as doubles.
pub(super) fn doubles(words: impl Iterator<Item = u64>) -> Float64Array {
    Float64Array::from(words.map(|word| word as f64).collect::<Vec<_>>().as_slice())
}

pub(super) fn column_u32(numbers: impl Iterator<Item = u32>) -> Uint32Array {
    Uint32Array::from(numbers.collect::<Vec<_>>().as_slice())
}

pub(super) fn column_u8(numbers: impl Iterator<Item = u8>) -> Uint8Array {
    Uint8Array::from(numbers.collect::<Vec<_>>().as_slice())
}

pub(super) fn column_f64(numbers: impl Iterator<Item = f64>) -> Float64Array {
    Float64Array::from(numbers.collect::<Vec<_>>().as_slice())
}
