//! Objects that must be objects, and lists that must hold two.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, Serializer};

use super::slot::{Skipped, Slot, Wanted, Written};

/// An object. Without it, the fields of a struct may also stand in a list, in order and without their names.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub(super) struct Object<T>(pub(super) T);

impl<T> Deref for Object<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

/// A list of two values, with how many the file has in their place.
pub(super) struct Two<A, B> {
    pub(super) first: Slot<A>,
    pub(super) second: Slot<B>,
    pub(super) length: usize,
}

impl<A, B> Two<A, B> {
    /// A list of these two.
    pub(super) fn of(first: A, second: B) -> Self {
        Self { first: Slot::Good(first), second: Slot::Good(second), length: 2 }
    }
}

struct TwoVisitor<A, B>(PhantomData<(A, B)>);

impl<'de, A: Wanted<'de>, B: Wanted<'de>> Visitor<'de> for TwoVisitor<A, B> {
    type Value = Two<A, B>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of two")
    }
    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Two<A, B>, S::Error> {
        let mut two = Two { first: Slot::Missing, second: Slot::Missing, length: 0 };
        if let Some(first) = seq.next_element()? {
            two = Two { first, length: 1, ..two };
        }
        if let Some(second) = seq.next_element()? {
            two = Two { second, length: 2, ..two };
        }
        while seq.next_element::<Skipped>()?.is_some() {
            two.length += 1;
        }
        Ok(two)
    }
}

impl<'de, A: Wanted<'de>, B: Wanted<'de>> Deserialize<'de> for Two<A, B> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(TwoVisitor(PhantomData))
    }
}

impl<A: Written, B: Written> Serialize for Two<A, B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.first, &self.second).serialize(serializer)
    }
}
