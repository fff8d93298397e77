//! The file of what is asked about states, version 1, as serde types. `null` counts as not given.

use serde::Deserialize;

use crate::scenario::list::List;
use crate::scenario::object::Object;
use crate::scenario::slot::{Slot, Text};

/// What is asked about the space of states.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct File<'a> {
    pub(super) version: Slot<f64>,
    #[serde(borrow)]
    pub(super) kind: Slot<Text<'a>>,
    pub(super) title: Slot<Text<'a>>,
    pub(super) source: Slot<Text<'a>>,
    pub(super) synthetic: Slot<bool>,
    /// The introns that reach the space, from 0 to 255; all of them where it is not given.
    pub(super) alphabet: Option<List<Slot<f64>>>,
    /// Words, from 0 to 2^48 - 1; they need not be states. `"archetype"` is one.
    pub(super) states: Option<List<Slot<NumberOrText>>>,
    /// Whole numbers; they need not be indices.
    pub(super) indices: Option<List<Slot<f64>>>,
    pub(super) walk: Option<Object<WalkFile<'a>>>,
    /// Tokens, from 0 to 2^35 - 1.
    pub(super) tokens: Option<List<Slot<f64>>>,
    pub(super) entries: Option<List<Object<EntryFile>>>,
    /// Indices of states, or `"archetype"`.
    pub(super) queries: Option<List<Slot<NumberOrText>>>,
}

pub(super) const FILE: &[&str] = &[
    "version",
    "kind",
    "title",
    "source",
    "synthetic",
    "alphabet",
    "states",
    "indices",
    "walk",
    "tokens",
    "entries",
    "queries",
];

/// A stream of bytes.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct WalkFile<'a> {
    /// The index of a state, or `"archetype"`, which it is where nothing is given.
    pub(super) from: Slot<NumberOrText>,
    /// `loadline`, `publishedPerByte` or `publishedBulk`; the first where it is not given.
    #[serde(borrow)]
    pub(super) semantics: Slot<Text<'a>>,
    pub(super) calls: Option<List<Object<CallFile<'a>>>>,
}

pub(super) const WALK: &[&str] = &["from", "semantics", "calls"];

/// One call, given in one of four ways.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct CallFile<'a> {
    /// Its bytes are those of the text in UTF-8.
    #[serde(borrow)]
    pub(super) text: Slot<Text<'a>>,
    /// Two hexadecimal digits a byte.
    pub(super) hex: Slot<Text<'a>>,
    /// Tokens, each spelt in bytes.
    pub(super) tokens: Option<List<Slot<f64>>>,
    /// Bytes that a seed makes.
    pub(super) random: Option<Object<RandomFile>>,
}

pub(super) const CALL: &[&str] = &["text", "hex", "tokens", "random"];

/// Bytes that a seed makes.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct RandomFile {
    pub(super) seed: Slot<f64>,
    pub(super) bytes: Slot<f64>,
}

pub(super) const RANDOM: &[&str] = &["seed", "bytes"];

/// One entry of a store.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct EntryFile {
    /// The index of a state, or `"archetype"`.
    pub(super) state: Slot<NumberOrText>,
    pub(super) token: Slot<f64>,
    /// From 0 to 255.
    pub(super) mask: Slot<f64>,
    /// From 0 to 1.
    pub(super) confidence: Slot<f64>,
}

pub(super) const ENTRY: &[&str] = &["state", "token", "mask", "confidence"];

/// A number, or a name for one.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NumberOrText {
    Number(f64),
    Text(String),
}

impl crate::scenario::slot::Wanted<'_> for NumberOrText {
    fn number(value: f64) -> Option<Self> {
        Some(Self::Number(value))
    }
    fn copied(text: &str) -> Option<Self> {
        Some(Self::Text(text.to_owned()))
    }
}
