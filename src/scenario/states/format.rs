//! The file of what is asked about states, version 1, as serde types. `null` counts as not given. The doc comment of each field is
//! its text in `schema/states.json`.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::scenario::list::List;
use crate::scenario::object::Object;
use crate::scenario::slot::{Slot, Text};

/// What is asked about the space of states.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "States")]
pub(super) struct File<'a> {
    /// Version of this format: 1, which is also meant where it is not given.
    #[schemars(with = "Option<u32>", range(min = 1, max = 1))]
    pub(super) version: Slot<f64>,
    /// What the scenario is about: `states`.
    #[serde(borrow)]
    #[schemars(with = "Kind")]
    pub(super) kind: Slot<Text<'a>>,
    /// What to call it; the file's name where it is not given.
    #[schemars(with = "Option<String>")]
    pub(super) title: Slot<Text<'a>>,
    /// Where the data come from, in a sentence.
    #[schemars(with = "Option<String>")]
    pub(super) source: Slot<Text<'a>>,
    /// Whether it is made up, not observed; `false` where it is not given.
    #[schemars(with = "Option<bool>")]
    pub(super) synthetic: Slot<bool>,
    /// The introns that reach the space, from 0 to 255; all of them where it is not given.
    #[schemars(with = "Option<Vec<u8>>")]
    pub(super) alphabet: Option<List<Slot<f64>>>,
    /// Words, from 0 to 2^48 - 1; they need not be states. `"archetype"` is one.
    #[schemars(with = "Option<Vec<NumberOrName>>")]
    pub(super) states: Option<List<Slot<NumberOrText>>>,
    /// Whole numbers; they need not be indices.
    #[schemars(with = "Option<Vec<i64>>")]
    pub(super) indices: Option<List<Slot<f64>>>,
    /// A stream of bytes from a state on.
    #[schemars(with = "Option<WalkFile>")]
    pub(super) walk: Option<Object<WalkFile<'a>>>,
    /// Tokens, from 0 to 2^35 - 1.
    #[schemars(with = "Option<Vec<u64>>")]
    pub(super) tokens: Option<List<Slot<f64>>>,
    /// What a store of tokens holds.
    #[schemars(with = "Option<Vec<EntryFile>>")]
    pub(super) entries: Option<List<Object<EntryFile>>>,
    /// Indices of states, or `"archetype"`.
    #[schemars(with = "Option<Vec<NumberOrName>>")]
    pub(super) queries: Option<List<Slot<NumberOrText>>>,
}

/// A stream of bytes.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Walk")]
pub(super) struct WalkFile<'a> {
    /// The index of a state, or `"archetype"`, which it is where nothing is given.
    #[schemars(with = "Option<NumberOrName>")]
    pub(super) from: Slot<NumberOrText>,
    /// `loadline`, `publishedPerByte` or `publishedBulk`; the first where it is not given.
    #[serde(borrow)]
    #[schemars(with = "Option<Semantics>")]
    pub(super) semantics: Slot<Text<'a>>,
    /// Its calls, in order.
    #[schemars(with = "Option<Vec<CallFile>>")]
    pub(super) calls: Option<List<Object<CallFile<'a>>>>,
}

/// One call, given in one of four ways.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Call")]
pub(super) struct CallFile<'a> {
    /// Its bytes are those of the text in UTF-8.
    #[serde(borrow)]
    #[schemars(with = "Option<String>")]
    pub(super) text: Slot<Text<'a>>,
    /// Two hexadecimal digits a byte.
    #[schemars(with = "Option<String>")]
    pub(super) hex: Slot<Text<'a>>,
    /// Tokens, each spelt in bytes.
    #[schemars(with = "Option<Vec<u64>>")]
    pub(super) tokens: Option<List<Slot<f64>>>,
    /// Bytes that a seed makes.
    #[schemars(with = "Option<RandomFile>")]
    pub(super) random: Option<Object<RandomFile>>,
}

/// Bytes that a seed makes.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Random")]
pub(super) struct RandomFile {
    /// The seed, a whole number.
    #[schemars(with = "u64")]
    pub(super) seed: Slot<f64>,
    /// How many bytes.
    #[schemars(with = "u64")]
    pub(super) bytes: Slot<f64>,
}

/// One entry of a store.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Entry")]
pub(super) struct EntryFile {
    /// The index of a state, or `"archetype"`.
    #[schemars(with = "NumberOrName")]
    pub(super) state: Slot<NumberOrText>,
    /// The token, from 0 to 2^35 - 1.
    #[schemars(with = "u64")]
    pub(super) token: Slot<f64>,
    /// From 0 to 255.
    #[schemars(with = "u8")]
    pub(super) mask: Slot<f64>,
    /// From 0 to 1.
    #[schemars(with = "f64", range(min = 0, max = 1))]
    pub(super) confidence: Slot<f64>,
}

/// What the scenario is about.
#[derive(JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is used")]
enum Kind {
    /// Where are we, and how far from the origin?
    States,
}

/// How calls of bytes are read.
#[derive(JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is used")]
enum Semantics {
    /// Byte by byte, with tokens that go on over the end of a call.
    Loadline,
    /// As the published system reads single bytes.
    PublishedPerByte,
    /// As the published system reads many bytes at once.
    PublishedBulk,
}

/// A whole number, or the name of one.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum NumberOrName {
    Number(u64),
    Name(Name),
}

/// A name for a number.
#[derive(JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is used")]
enum Name {
    /// The state at the origin.
    Archetype,
}

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
