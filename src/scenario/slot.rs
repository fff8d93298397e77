//! Tolerant reading: a value of the wrong type is kept as what it is, so that one slip does not hide the others.

use core::fmt;
use core::marker::PhantomData;
use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::say;

/// Text that is borrowed from the file where it holds no escapes.
pub(super) type Text<'a> = Cow<'a, str>;

/// A value as the file has it: absent, of the type wanted, or something else.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Slot<T> {
    /// The file has no such field.
    #[default]
    Missing,
    /// A value of the type wanted.
    Good(T),
    /// Something else.
    Odd(Box<Odd>),
}

impl<T> Slot<T> {
    /// Whether the file has no such field.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// What is there, for a field that may be absent: `null` counts as absent.
    pub(super) fn given(&self) -> Option<Result<&T, &Odd>> {
        match self {
            Self::Missing => None,
            Self::Good(value) => Some(Ok(value)),
            Self::Odd(odd) => Some(Err(odd.as_ref())).filter(|_| **odd != Odd::Null),
        }
    }

    /// The value, where it has the type wanted.
    pub(super) fn good(&self) -> Option<&T> {
        match self {
            Self::Good(value) => Some(value),
            _ => None,
        }
    }

    /// A good value, or an absent one.
    pub(super) fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Self::Good)
    }
}

/// A value of the wrong type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Odd {
    Null,
    Truth(bool),
    Number(f64),
    Text(String),
    /// A token that JSON does not have: `NaN`, `Infinity` or `-Infinity`.
    Token(&'static str),
    List,
    Object,
}

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Truth(value) => write!(f, "{value}"),
            Self::Number(value) => f.write_str(&say::number(*value)),
            Self::Text(text) => write!(f, "the text {}", say::quoted(text)),
            Self::Token(token) => f.write_str(token),
            Self::List => f.write_str("a list"),
            Self::Object => f.write_str("an object"),
        }
    }
}

/// What stands in for a token that JSON does not have: text of the same length, so that no place moves.
///
/// It begins with the character DELETE, which nobody types.
pub(super) const TOKENS: [(&str, &str); 3] =
    [("-Infinity", "\"\u{7f}......\""), ("Infinity", "\"\u{7f}.....\""), ("NaN", "\"\u{7f}\"")];

fn odd_text(text: &str) -> Odd {
    let token = TOKENS.iter().find(|(_, stand_in)| stand_in.trim_matches('"') == text);
    token.map_or_else(|| Odd::Text(text.to_owned()), |(token, _)| Odd::Token(token))
}

/// A type that a slot may want. Each way of reading answers `None` when the value is not of that type.
pub(super) trait Wanted<'de>: Sized {
    fn number(_value: f64) -> Option<Self> {
        None
    }
    fn truth(_value: bool) -> Option<Self> {
        None
    }
    fn borrowed(text: &'de str) -> Option<Self> {
        Self::copied(text)
    }
    fn copied(_text: &str) -> Option<Self> {
        None
    }
}

impl Wanted<'_> for f64 {
    fn number(value: f64) -> Option<Self> {
        Some(value)
    }
}

impl Wanted<'_> for i32 {
    #[expect(clippy::cast_possible_truncation, reason = "whole and in range, as checked beside it")]
    fn number(value: f64) -> Option<Self> {
        let whole = value.fract() == 0.0 && value.abs() < 2_147_483_647.0;
        whole.then_some(value as Self)
    }
}

impl Wanted<'_> for bool {
    fn truth(value: bool) -> Option<Self> {
        Some(value)
    }
}

impl<'de: 'a, 'a> Wanted<'de> for Text<'a> {
    fn borrowed(text: &'de str) -> Option<Self> {
        Some(Cow::Borrowed(text))
    }
    fn copied(text: &str) -> Option<Self> {
        Some(Cow::Owned(text.to_owned()))
    }
}

/// Flights an hour; `"inf"` and `"-inf"` are written as text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate(pub(super) f64);

impl Wanted<'_> for Rate {
    fn number(value: f64) -> Option<Self> {
        Some(Self(value))
    }
    fn copied(text: &str) -> Option<Self> {
        match text {
            "inf" => Some(Self(f64::INFINITY)),
            "-inf" => Some(Self(f64::NEG_INFINITY)),
            _ => None,
        }
    }
}

struct SlotVisitor<T>(PhantomData<T>);

impl<'de, T: Wanted<'de>> SlotVisitor<T> {
    fn keep(value: Option<T>, odd: impl FnOnce() -> Odd) -> Slot<T> {
        value.map_or_else(|| Slot::Odd(Box::new(odd())), Slot::Good)
    }
}

impl<'de, T: Wanted<'de>> Visitor<'de> for SlotVisitor<T> {
    type Value = Slot<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_f64<E>(self, value: f64) -> Result<Slot<T>, E> {
        Ok(Self::keep(T::number(value), || Odd::Number(value)))
    }
    #[expect(clippy::cast_precision_loss, reason = "no number of the format needs more than 53 bits")]
    fn visit_i64<E: Error>(self, value: i64) -> Result<Slot<T>, E> {
        self.visit_f64(value as f64)
    }
    #[expect(clippy::cast_precision_loss, reason = "no number of the format needs more than 53 bits")]
    fn visit_u64<E: Error>(self, value: u64) -> Result<Slot<T>, E> {
        self.visit_f64(value as f64)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Slot<T>, E> {
        Ok(Self::keep(T::truth(value), || Odd::Truth(value)))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Slot<T>, E> {
        Ok(Self::keep(T::borrowed(text), || odd_text(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Slot<T>, E> {
        Ok(Self::keep(T::copied(text), || odd_text(text)))
    }
    fn visit_unit<E>(self) -> Result<Slot<T>, E> {
        Ok(Self::keep(None, || Odd::Null))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Slot<T>, A::Error> {
        while seq.next_element::<Skipped>()?.is_some() {}
        Ok(Self::keep(None, || Odd::List))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Slot<T>, A::Error> {
        while map.next_entry::<IgnoredAny, Skipped>()?.is_some() {}
        Ok(Self::keep(None, || Odd::Object))
    }
}

impl<'de, T: Wanted<'de>> Deserialize<'de> for Slot<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SlotVisitor(PhantomData))
    }
}

/// A value that is read past without being noticed as an unknown field.
pub(super) struct Skipped;

impl<'de> Deserialize<'de> for Skipped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SlotVisitor::<f64>(PhantomData)).map(|_| Self)
    }
}

/// An object whose names are the reader's own, in the order of the file, repeated names included.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pairs<'a, V>(pub(super) Vec<(Text<'a>, V)>);

struct PairsVisitor<'a, V>(PhantomData<(&'a str, V)>);

impl<'de: 'a, 'a, V: Deserialize<'de>> Visitor<'de> for PairsVisitor<'a, V> {
    type Value = Pairs<'a, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some((Slot::Good(key), value)) = map.next_entry::<Slot<Text<'a>>, V>()? {
            pairs.push((key, value));
        }
        Ok(Pairs(pairs))
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Pairs<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor(PhantomData))
    }
}

/// How a good value is written.
pub(super) trait Written {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl Written for f64 {
    #[expect(clippy::cast_possible_truncation, reason = "whole and in range, as checked beside it")]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plain = self.fract() == 0.0 && self.abs() < 9e15 && !(*self == 0.0 && self.is_sign_negative());
        if plain { serializer.serialize_i64(*self as i64) } else { serializer.serialize_f64(*self) }
    }
}

impl Written for i32 {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i32(*self)
    }
}

impl Written for bool {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }
}

impl Written for Text<'_> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Written for Rate {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            f64::INFINITY => serializer.serialize_str("inf"),
            f64::NEG_INFINITY => serializer.serialize_str("-inf"),
            rate => rate.write(serializer),
        }
    }
}

impl<T: Written> Serialize for Slot<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Good(value) => value.write(serializer),
            Self::Missing | Self::Odd(_) => serializer.serialize_none(),
        }
    }
}

impl<V: Serialize> Serialize for Pairs<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
        map.end()
    }
}
