//! Short lists of numbers and names: `["LSAS 365-385", 36000, 36600]`.

use core::fmt;
use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

use crate::scenario::slot::{Skipped, Slot, Text, Wanted, Written};

/// A number or a name.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::scenario) enum Item<'a> {
    Number(f64),
    Text(Text<'a>),
}

impl<'de: 'a, 'a> Wanted<'de> for Item<'a> {
    fn number(value: f64) -> Option<Self> {
        Some(Self::Number(value))
    }
    fn borrowed(text: &'de str) -> Option<Self> {
        // Text that stands for a token JSON does not have is left to the slot.
        (!text.starts_with('\u{7f}')).then_some(Self::Text(Cow::Borrowed(text)))
    }
    fn copied(text: &str) -> Option<Self> {
        Some(Self::Text(Cow::Owned(text.to_owned())))
    }
}

impl Written for Item<'_> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) => value.write(serializer),
            Self::Text(text) => text.write(serializer),
        }
    }
}

/// A list that should hold `N` items, with how many the file has in their place.
#[derive(Debug)]
pub(in crate::scenario) struct Row<'a, const N: usize> {
    pub(in crate::scenario) items: [Slot<Item<'a>>; N],
    pub(in crate::scenario) length: usize,
}

impl<const N: usize> Row<'_, N> {
    /// A list of these whole numbers; `None` is written as `null`.
    pub(in crate::scenario) fn of(values: [Option<i64>; N]) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a file keeps its numbers within 2^53")]
        let item = |value: i64| Item::Number(value as f64);
        Self { items: values.map(|value| Slot::from_option(value.map(item))), length: N }
    }
}

impl<'a> Row<'a, 2> {
    /// A name and a whole number.
    pub(in crate::scenario) fn named(name: Text<'a>, value: i64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a file keeps its numbers within 2^53")]
        let number = Item::Number(value as f64);
        Self { items: [Slot::Good(Item::Text(name)), Slot::Good(number)], length: 2 }
    }
}

struct RowVisitor<const N: usize>;

impl<'de, const N: usize> Visitor<'de> for RowVisitor<N> {
    type Value = Row<'de, N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {N}")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut row = Row { items: [const { Slot::Missing }; N], length: 0 };
        for item in &mut row.items {
            let Some(found) = seq.next_element()? else { return Ok(row) };
            *item = found;
            row.length += 1;
        }
        while seq.next_element::<Skipped>()?.is_some() {
            row.length += 1;
        }
        Ok(row)
    }
}

impl<'de: 'a, 'a, const N: usize> Deserialize<'de> for Row<'a, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(RowVisitor)
    }
}

impl<const N: usize> Serialize for Row<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.items)
    }
}
