//! Text: a row of code points, of which some may be halves of a surrogate pair.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, Visitor};

/// A text as the published system has it: code points, lone surrogates among them.
///
/// Held as WTF-8, which is UTF-8 where there is no lone surrogate; so the order of its bytes is the order of its code
/// points. Two halves that follow each other are always one character.
///
/// ```
/// # use loadline::reuse::result_cache::key::Text;
/// assert_eq!(Text::from_utf16(&[0xD83D, 0xDE00]), Text::from("😀"));
/// assert!(Text::from_utf16(&[0xD83D]) > Text::from("z"));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Text(Box<[u8]>);

impl Text {
    /// The text of UTF-16 units, as JavaScript holds it; lone halves are kept.
    pub fn from_utf16(units: &[u16]) -> Self {
        let mut bytes = Vec::with_capacity(units.len());
        for unit in char::decode_utf16(units.iter().copied()) {
            match unit {
                Ok(character) => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
                Err(lone) => {
                    let [high, low] = lone.unpaired_surrogate().to_be_bytes();
                    bytes.extend([0xED, 0x80 | ((high & 0x0F) << 2) | (low >> 6), 0x80 | (low & 0x3F)]);
                }
            }
        }
        Self(bytes.into())
    }

    /// The text held in these bytes, where they are well-formed WTF-8.
    fn from_wtf8(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut after_high = false;
        while let Err(error) = core::str::from_utf8(rest) {
            let at = error.valid_up_to();
            let half = rest[at..].first_chunk::<3>()?;
            let [0xED, 0xA0..=0xBF, 0x80..=0xBF] = half else { return None };
            let low = half[1] >= 0xB0;
            if low && after_high && at == 0 {
                return None;
            }
            after_high = !low;
            rest = &rest[at + 3..];
        }
        Some(Self(bytes.into()))
    }

    /// Its WTF-8 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Its code points, surrogates included.
    pub fn code_points(&self) -> Vec<u32> {
        let mut points = Vec::new();
        let mut bytes = self.0.iter().map(|byte| u32::from(*byte));
        while let Some(first) = bytes.next() {
            let (followers, mut point) = match first {
                0..0x80 => (0, first),
                0x80..0xE0 => (1, first & 0x1F),
                0xE0..0xF0 => (2, first & 0x0F),
                _ => (3, first & 0x07),
            };
            for follower in bytes.by_ref().take(followers) {
                point = (point << 6) | (follower & 0x3F);
            }
            points.push(point);
        }
        points
    }

    /// The text with each lone half replaced by U+FFFD, for showing.
    pub fn to_text_lossy(&self) -> String {
        self.code_points()
            .into_iter()
            .map(|point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into_bytes().into())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_text_lossy())
    }
}

impl<'de> Deserialize<'de> for Text {
    /// Asks for bytes: the only way in which a JSON reader hands over lone halves.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Text, E> {
                Text::from_wtf8(bytes).ok_or_else(|| E::custom("a text that is not well-formed"))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(text.into())
            }
        }
        deserializer.deserialize_bytes(Bytes).map_err(D::Error::custom)
    }
}
