//! The format of a recorded file.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::scenario::{self, Params, Traffic};

/// A recorded file, read.
pub(super) struct Recorded {
    pub(super) name: String,
    /// The day asked about; none in a trace of a search.
    pub(super) traffic: Option<Arc<Traffic>>,
    /// The fingerprint that was recorded for the generated day, and that of the day generated here.
    pub(super) fingerprints: Option<[String; 2]>,
    /// The recorded answers by section.
    pub(super) expected: IndexMap<String, Value>,
}

impl Recorded {
    /// Says that the file does not hold at `at` what a recorded file holds there.
    pub(super) fn wrong(&self, at: impl Into<String>, found: impl Into<String>) -> Error {
        wrong(&self.name, at, found)
    }

    /// A part of the file as the type that it should have.
    pub(super) fn read<T: DeserializeOwned>(&self, at: &str, value: &Value) -> Result<T> {
        T::deserialize(value).map_err(|error| self.wrong(at, error.to_string()))
    }

    /// The day asked about.
    pub(super) fn traffic(&self) -> Result<&Arc<Traffic>> {
        let none = || self.wrong("$.scenario", "there is neither a scenario nor a generator");
        self.traffic.as_ref().ok_or_else(none)
    }
}

fn wrong(name: &str, at: impl Into<String>, found: impl Into<String>) -> Error {
    Error::Recorded { name: name.to_owned(), at: at.into(), found: found.into() }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    #[serde(borrow)]
    scenario: Option<&'a RawValue>,
    #[serde(borrow)]
    generator: Option<Generator<'a>>,
    #[serde(default)]
    expected: IndexMap<String, Value>,
    /// What a trace of the plan search has instead of sections.
    sim_returns: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Generator<'a> {
    #[serde(borrow)]
    params: &'a RawValue,
    scenario_sha256: String,
}

pub(super) fn read(name: &str, text: &str) -> Result<Recorded> {
    let file: File = serde_json::from_str(text).map_err(|error| wrong(name, "$", error.to_string()))?;
    let (mut traffic, mut fingerprints) = (None, None);
    if let Some(generator) = &file.generator {
        let params = Params::from_json(generator.params.get())?;
        let day = scenario::generate(&params)?;
        fingerprints = Some([generator.scenario_sha256.clone(), scenario::fingerprint(&params, &day)]);
        traffic = Some(Arc::new(day));
    }
    if let Some(text) = file.scenario {
        traffic = Some(Arc::clone(scenario::from_json(text.get(), name)?.traffic()?));
    }
    let mut expected = file.expected;
    if let Some(returns) = file.sim_returns {
        expected.insert("search".to_owned(), returns);
    }
    if expected.is_empty() {
        return Err(wrong(name, "$.expected", "there are no recorded answers"));
    }
    Ok(Recorded { name: name.to_owned(), traffic, fingerprints, expected })
}
