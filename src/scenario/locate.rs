//! Where things stand in a file: paths, and the lines they lead to.

use core::fmt;
use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// One step down into a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Into the field of that name.
    Key(Cow<'static, str>),
    /// To the element at that position.
    Index(usize),
}

/// A path into a file: `flights[3].intervals[0].tv`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place(pub(super) Vec<Step>);

impl Place {
    /// A field of the whole file.
    pub(super) fn of(key: &'static str) -> Self {
        Self::default().key(key)
    }

    /// The field `key` of this place.
    pub(super) fn key(mut self, key: &'static str) -> Self {
        self.0.push(Step::Key(Cow::Borrowed(key)));
        self
    }

    /// The field `name` of this place, a name that the file's writer chose.
    pub(super) fn name(mut self, name: &str) -> Self {
        self.0.push(Step::Key(Cow::Owned(name.to_owned())));
        self
    }

    /// The element `index` of this place.
    pub(super) fn index(mut self, index: usize) -> Self {
        self.0.push(Step::Index(index));
        self
    }

    /// The part of the file that this place lies in: its names before the first position.
    pub(super) fn part(&self) -> String {
        let mut part = String::new();
        for step in &self.0 {
            match step {
                Step::Key(key) => part.extend(["/", key]),
                Step::Index(_) => break,
            }
        }
        part
    }
}

fn is_plain(key: &str) -> bool {
    let mut chars = key.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|char| char.is_ascii_alphanumeric() || char == '_')
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the whole file");
        }
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) if !is_plain(key) => write!(f, "[\"{}\"]", super::say::short(key))?,
                Step::Key(key) => write!(f, "{}{}", if position > 0 { "." } else { "" }, super::say::short(key))?,
            }
        }
        Ok(())
    }
}

/// Places that are looked for, as a tree.
#[derive(Default)]
struct Wanted {
    /// Which of the places end here.
    here: Vec<usize>,
    keys: BTreeMap<String, Wanted>,
    indices: BTreeMap<usize, Wanted>,
}

/// Where each place begins in `text`, which is JSON, in bytes; where it is absent, where the nearest place above it
/// begins, and 0 where that is the whole file.
///
/// Each level of the tree is passed once, however many places are looked for.
pub(super) fn offsets<'p>(text: &str, places: impl Iterator<Item = &'p Place>) -> Vec<usize> {
    let mut root = Wanted::default();
    let mut count = 0;
    for place in places {
        let mut node = &mut root;
        for step in &place.0 {
            node = match step {
                Step::Key(key) => node.keys.entry(key.clone().into_owned()).or_default(),
                Step::Index(index) => node.indices.entry(*index).or_default(),
            };
        }
        node.here.push(count);
        count += 1;
    }
    let mut found = vec![0; count];
    descend(text, 0, &mut root, &mut found);
    found
}

/// Marks every place below `node` with `offset`, then those that `value`, which stands there, has with their own.
fn descend(value: &str, offset: usize, node: &mut Wanted, found: &mut [usize]) {
    mark(node, offset, found);
    if node.keys.is_empty() && node.indices.is_empty() {
        return;
    }
    let search = Search { base: value, offset, node, found };
    // The text was parsed before, so this fails only at a depth where it was not: then the place above stands.
    let _ = serde_json::Deserializer::from_str(value).deserialize_any(search);
}

fn mark(node: &Wanted, offset: usize, found: &mut [usize]) {
    node.here.iter().for_each(|&place| found[place] = offset);
    node.keys.values().chain(node.indices.values()).for_each(|below| mark(below, offset, found));
}

struct Search<'s> {
    base: &'s str,
    offset: usize,
    node: &'s mut Wanted,
    found: &'s mut [usize],
}

impl Search<'_> {
    fn step(&mut self, raw: &RawValue, below: Option<Wanted>) {
        if let Some(mut below) = below {
            let offset = self.offset + (raw.get().as_ptr() as usize - self.base.as_ptr() as usize);
            descend(raw.get(), offset, &mut below, self.found);
        }
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match self.node.keys.remove(key.as_ref()) {
                None => drop(map.next_value::<IgnoredAny>()?),
                below => self.step(map.next_value::<&RawValue>()?, below),
            }
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        for index in 0.. {
            let more = match self.node.indices.remove(&index) {
                None => seq.next_element::<IgnoredAny>()?.is_some(),
                below => seq.next_element::<&RawValue>()?.map(|raw| self.step(raw, below)).is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// The place of the value that begins at `offset` in `text`, which is JSON.
pub(super) fn place_at(text: &str, offset: usize) -> Place {
    let mut place = Place::default();
    let mut value = text;
    loop {
        let holder = Holder { offset: offset - (value.as_ptr() as usize - text.as_ptr() as usize), base: value };
        match serde_json::Deserializer::from_str(value).deserialize_any(holder) {
            Ok(Some((step, inner))) => {
                place.0.push(step);
                value = inner;
            }
            Ok(None) | Err(_) => return place,
        }
    }
}

/// Looks for the element that holds an offset.
struct Holder<'b> {
    base: &'b str,
    offset: usize,
}

impl Holder<'_> {
    fn holds(&self, raw: &RawValue) -> bool {
        let start = raw.get().as_ptr() as usize - self.base.as_ptr() as usize;
        (start..start + raw.get().len()).contains(&self.offset)
    }
}

impl<'de> Visitor<'de> for Holder<'_> {
    type Value = Option<(Step, &'de str)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some((key, raw)) = map.next_entry::<String, &'de RawValue>()? {
            if self.holds(raw) {
                found = Some((Step::Key(key.into()), raw.get()));
            }
        }
        Ok(found)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        let mut index = 0;
        while let Some(raw) = seq.next_element::<&'de RawValue>()? {
            if self.holds(raw) {
                found = Some((Step::Index(index), raw.get()));
            }
            index += 1;
        }
        Ok(found)
    }
}

/// Where line `line`, counted from 1, begins in `text`; the end where there is no such line.
pub(super) fn line_start(text: &str, line: usize) -> usize {
    let before = line.saturating_sub(1);
    if before == 0 {
        return 0;
    }
    text.match_indices('\n').nth(before - 1).map_or(text.len(), |(offset, _)| offset + 1)
}

/// Counts lines from the start of a text, for offsets that only go up.
pub(super) struct Lines<'t> {
    text: &'t str,
    offset: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, offset: 0, line: 1 }
    }

    /// The line of the byte at `offset`, from 1; `offset` is not below the one asked for before.
    pub(super) fn line(&mut self, offset: usize) -> u32 {
        let passed = self.text[self.offset..offset].matches('\n').count();
        self.line = self.line.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
        self.offset = offset;
        self.line
    }
}
