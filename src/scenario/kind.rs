//! What a scenario is about: the kinds of file, and what each holds once it is checked.

use core::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use super::contracts::Contracts;
use super::states::Asked;
use super::{FlowDay, Scenario, Traffic};
use crate::error::{Error, Result};

/// The kinds of scenario. A file says which it is in `kind`; where it says nothing, it is a day of traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub enum Kind {
    /// A day of air traffic, with what is asked about it.
    Flow,
    /// What is asked about the space of states.
    States,
    /// A set of contracts to be executed, with what past executions took.
    Contracts,
}

impl Kind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Flow, Self::States, Self::Contracts];

    /// Its name, as a file writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::States => "states",
            Self::Contracts => "contracts",
        }
    }

    /// What such a scenario is, in two or three words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Flow => "a day of traffic",
            Self::States => "a question about states",
            Self::Contracts => "a set of contracts",
        }
    }

    /// The kind of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind that a text says it is: the usual one where it says none, or one that is not known, or is not JSON.
    pub(super) fn of(text: &str) -> Self {
        first_text(text, "kind").and_then(|name| Self::named(&name)).unwrap_or(Self::Flow)
    }
}

/// The text of the field `key` of the object in `text`, read no further than that field.
pub(super) fn first_text(text: &str, key: &'static str) -> Option<String> {
    let mut found = None;
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(FirstText { key, found: &mut found });
    found
}

/// Reads an object as far as one field.
struct FirstText<'f> {
    key: &'static str,
    found: &'f mut Option<String>,
}

impl<'de> Visitor<'de> for FirstText<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> core::result::Result<(), A::Error> {
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if key == self.key {
                *self.found = Some(map.next_value()?);
                return Ok(());
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// What a scenario holds, by its kind.
#[derive(Debug, Clone)]
pub enum Content {
    /// A day of traffic, under both models.
    Flow(FlowDay),
    /// What is asked about the space of states.
    States(Arc<Asked>),
    /// A set of contracts.
    Contracts(Arc<Contracts>),
}

impl Content {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Flow(_) => Kind::Flow,
            Self::States(_) => Kind::States,
            Self::Contracts(_) => Kind::Contracts,
        }
    }
}

impl Scenario {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.content.kind()
    }

    /// The day of traffic that it holds, as the published model has it.
    ///
    /// # Errors
    /// [`Error::OtherKind`] when it holds something else.
    pub fn traffic(&self) -> Result<&Arc<Traffic>> {
        match &self.content {
            Content::Flow(day) => Ok(day.traffic()),
            Content::States(_) | Content::Contracts(_) => Err(self.other_kind(Kind::Flow)),
        }
    }

    /// What it asks about the space of states.
    ///
    /// # Errors
    /// [`Error::OtherKind`] when it holds something else.
    pub fn states(&self) -> Result<&Arc<Asked>> {
        match &self.content {
            Content::States(asked) => Ok(asked),
            Content::Flow(_) | Content::Contracts(_) => Err(self.other_kind(Kind::States)),
        }
    }

    /// The set of contracts that it holds.
    ///
    /// # Errors
    /// [`Error::OtherKind`] when it holds something else.
    pub fn contracts(&self) -> Result<&Arc<Contracts>> {
        match &self.content {
            Content::Contracts(set) => Ok(set),
            Content::Flow(_) | Content::States(_) => Err(self.other_kind(Kind::Contracts)),
        }
    }

    /// The day of traffic that it holds, under both models.
    ///
    /// # Errors
    /// [`Error::OtherKind`] when it holds something else.
    pub fn flow_day(&self) -> Result<&FlowDay> {
        match &self.content {
            Content::Flow(day) => Ok(day),
            Content::States(_) | Content::Contracts(_) => Err(self.other_kind(Kind::Flow)),
        }
    }

    /// That it does not hold what was asked for.
    pub fn other_kind(&self, wanted: Kind) -> Error {
        Error::OtherKind { name: self.name.clone(), found: self.kind().title(), wanted: wanted.title() }
    }
}
