//! Columns of numbers, read straight into typed vectors.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::list::STRETCH;
use super::problems::LISTED;
use super::slot::{Odd, Slot, Wanted, Written};

/// A number with one value that no file can hold, which marks the place of an odd one.
pub(super) trait Marked: Copy {
    /// That value.
    const MARK: Self;

    /// Whether this is that value.
    fn is_mark(&self) -> bool;
}

impl Marked for i32 {
    const MARK: Self = Self::MIN;

    fn is_mark(&self) -> bool {
        *self == Self::MARK
    }
}

impl Marked for f64 {
    const MARK: Self = Self::NAN;

    fn is_mark(&self) -> bool {
        self.is_nan()
    }
}

/// A column of numbers of the same kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column<T> {
    /// The values; [`Marked::MARK`] or NaN in the place of an odd one.
    pub(super) values: Vec<T>,
    /// The first [`LISTED`] rows that hold something else, in order.
    pub(super) odd: Vec<(usize, Odd)>,
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self { values, odd: Vec::new() }
    }
}

struct ColumnVisitor<T>(PhantomData<T>);

impl<'de, T: Wanted<'de> + Marked> Visitor<'de> for ColumnVisitor<T> {
    type Value = Column<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of numbers")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Column<T>, A::Error> {
        let mut column = Column::from(Vec::new());
        while append(&mut seq, &mut column)? {}
        Ok(column)
    }
}

/// Reads a stretch of numbers; `false` at the end of the column.
#[inline(never)]
fn append<'de, A, T>(seq: &mut A, column: &mut Column<T>) -> Result<bool, A::Error>
where
    A: SeqAccess<'de>,
    T: Wanted<'de> + Marked,
{
    for _ in 0..STRETCH {
        let Some(slot) = seq.next_element::<Slot<T>>()? else { return Ok(false) };
        column.values.push(match slot {
            Slot::Good(value) => value,
            Slot::Missing => T::MARK,
            Slot::Odd(odd) => {
                if column.odd.len() < LISTED {
                    column.odd.push((column.values.len(), *odd));
                }
                T::MARK
            }
        });
    }
    Ok(true)
}

impl<'de, T: Wanted<'de> + Marked> Deserialize<'de> for Column<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ColumnVisitor(PhantomData))
    }
}

impl<T: Written + Clone> Serialize for Column<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.values.iter().map(Wrapped))
    }
}

struct Wrapped<'a, T>(&'a T);

impl<T: Written> Serialize for Wrapped<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}
