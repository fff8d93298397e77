//! Lists of any length, read and walked in short calls.
//!
//! WebAssembly engines start with plain code and exchange a function for optimised code only between its calls. A loop
//! over a million elements that is one call runs plain to its end: on first use a large day took three times as long.
//! So what loops over a whole file calls a function of its own for each stretch.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

/// Elements, or kilobytes, that one call takes on.
pub(super) const STRETCH: usize = 64;

/// Calls `step` on each stretch of `bytes`, 64 kB long.
pub(super) fn in_stretches(bytes: &[u8], step: impl FnMut(&[u8])) {
    bytes.chunks(STRETCH << 10).for_each(step);
}

/// A list of what the file has.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct List<T>(pub(super) Vec<T>);

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self(elements.into_iter().collect())
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<T>, A::Error> {
        let mut list = Vec::new();
        while append(&mut seq, &mut list)? {}
        Ok(List(list))
    }
}

/// Reads a stretch of elements; `false` at the end of the list.
#[inline(never)]
fn append<'de, A: SeqAccess<'de>, T: Deserialize<'de>>(seq: &mut A, list: &mut Vec<T>) -> Result<bool, A::Error> {
    for _ in 0..STRETCH {
        match seq.next_element()? {
            Some(element) => list.push(element),
            None => return Ok(false),
        }
    }
    Ok(true)
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}
