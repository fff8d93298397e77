//! The token: a number from 0, spelt by introns as LEB128.
//!
//! ```text
//! token = Σ (introns[k] ∧ 0x7F) · 128^k,   the last intron is the one whose highest bit is 0
//! ```
//!
//! 300 = 44 + 2 · 128 is spelt 0xAC, 0x02. A spelling that is longer than need be (0x80, 0x00 for 0) is read all the same. At
//! most five introns spell a token, so the largest is 2^35 − 1. In the published system the same introns, not the bytes from
//! outside, make the steps; [the word's `intron`](super::word::intron) turns one into the other.

use crate::error::{Error, Result};
use crate::states::word;

/// The token that ends a turn. It is never learned.
pub const SEPARATOR: u64 = 102;
/// The largest token: five introns of seven bits.
pub const LARGEST: u64 = (1 << 35) - 1;
/// How many introns spell a token at most.
pub const LONGEST: usize = 5;

/// Whether a token ends with this intron.
#[inline]
pub const fn ends(intron: u8) -> bool {
    intron & 0x80 == 0
}

/// Appends the introns of a token.
///
/// ```
/// # use loadline::states::token::spell;
/// let mut introns = Vec::new();
/// spell(300, &mut introns).unwrap();
/// assert_eq!(introns, [0xAC, 0x02]);
/// ```
///
/// # Errors
/// [`Error::Argument`] beyond [`LARGEST`].
pub fn spell(token: u64, introns: &mut Vec<u8>) -> Result<()> {
    if token > LARGEST {
        return Err(Error::argument(
            "token",
            format!("{token} needs more than five bytes"),
            "give at most 34359738367",
        ));
    }
    introns.extend(leb128(token));
    Ok(())
}

/// A number in groups of seven bits, the lowest first, each but the last with bit 7 set: also where it is too large for a token.
pub fn leb128(number: u64) -> impl Iterator<Item = u8> {
    let groups = (u64::BITS - number.leading_zeros()).div_ceil(7).max(1);
    (0..groups).map(move |group| low_seven(number >> (7 * group)) | if group + 1 < groups { 0x80 } else { 0 })
}

fn low_seven(number: u64) -> u8 {
    (number & 0x7F) as u8
}

/// The introns of a token.
///
/// # Errors
/// As [`spell`].
pub fn introns(token: u64) -> Result<Vec<u8>> {
    let mut introns = Vec::with_capacity(LONGEST);
    spell(token, &mut introns)?;
    Ok(introns)
}

/// A number from outside as a token.
///
/// # Errors
/// [`Error::Argument`] below 0, and beyond [`LARGEST`].
pub fn checked(number: i64, at: &str) -> Result<u64> {
    match u64::try_from(number) {
        Ok(token) if token <= LARGEST => Ok(token),
        Ok(token) => {
            Err(Error::argument(at, format!("{token} needs more than five bytes"), "give at most 34359738367"))
        }
        Err(_) => Err(Error::argument(at, format!("{number} is negative"), "a token is a whole number from 0")),
    }
}

/// The bytes from outside that spell a token.
///
/// # Errors
/// As [`spell`].
pub fn bytes(token: u64) -> Result<Vec<u8>> {
    Ok(introns(token)?.into_iter().map(word::intron).collect())
}

/// The tokens that introns spell.
///
/// ```
/// # use loadline::states::token::tokens;
/// assert_eq!(tokens(&[0xAC, 0x02, 5]), Ok(vec![300, 5]));
/// assert!(tokens(&[0xAC]).is_err());
/// ```
///
/// # Errors
/// [`Error::Argument`], with the position: where a token goes on after five introns, and where the last one does not end.
pub fn tokens(introns: &[u8]) -> Result<Vec<u64>> {
    let mut tokens = Vec::new();
    let mut reader = Reader::default();
    for (position, intron) in introns.iter().enumerate() {
        match reader.read(*intron) {
            Read::More => {}
            Read::Token(token) => tokens.push(token),
            Read::TooLarge => {
                return Err(Error::argument(
                    format!("introns[{position}]"),
                    "the token is too large: it goes on after five bytes",
                    "end each token within five bytes, the last below 0x80",
                ));
            }
        }
    }
    if reader.is_between() {
        Ok(tokens)
    } else {
        Err(Error::argument(
            format!("introns[{}]", introns.len()),
            "the sequence is incomplete: it ends inside a token",
            "end each token with a byte below 0x80",
        ))
    }
}

/// The one token that introns spell.
///
/// # Errors
/// As [`tokens`], and where they spell none or several.
pub fn single(introns: &[u8]) -> Result<u64> {
    match tokens(introns)?.as_slice() {
        [token] => Ok(*token),
        several => Err(Error::argument("introns", format!("{} tokens", several.len()), "give the bytes of one token")),
    }
}

/// Reads a stream of introns, of which a token may come in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reader {
    value: u64,
    shift: u32,
}

/// What one more intron makes of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// The token goes on.
    More,
    /// The token is complete.
    Token(u64),
    /// A sixth intron of the same token: it is not read.
    TooLarge,
}

impl Reader {
    /// Takes one more intron.
    #[inline]
    pub fn read(&mut self, intron: u8) -> Read {
        if self.shift > 28 {
            return Read::TooLarge;
        }
        self.value |= u64::from(intron & 0x7F) << self.shift;
        if !ends(intron) {
            self.shift += 7;
            return Read::More;
        }
        let token = self.value;
        *self = Self::default();
        Read::Token(token)
    }

    /// Whether no token is begun.
    pub fn is_between(&self) -> bool {
        self.shift == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_reads_back() {
        for token in [0, 1, 102, 127, 128, 300, 16_383, 16_384, 30_521, 1 << 28, LARGEST] {
            assert_eq!(single(&introns(token).unwrap()), Ok(token));
        }
    }

    #[test]
    fn what_is_no_token_is_refused_with_its_place() {
        assert_eq!(tokens(&[]), Ok(vec![]));
        assert_eq!(tokens(&[0x80, 0x00]), Ok(vec![0]));
        assert_eq!(tokens(&[1, 0x80, 0x80, 0x80, 0x80, 0x80, 1]).unwrap_err().at(), Some("introns[6]"));
        assert_eq!(tokens(&[1, 0x80]).unwrap_err().at(), Some("introns[2]"));
        assert!(introns(LARGEST + 1).is_err() && checked(-1, "tokens[0]").is_err());
        assert_eq!(checked(-1, "tokens[0]").unwrap_err().at(), Some("tokens[0]"));
        assert!(single(&[1, 2]).is_err() && single(&[]).is_err());
    }
}
