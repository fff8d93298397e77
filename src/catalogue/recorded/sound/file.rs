//! The format of a recorded file.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::error::{Error, Result};
use crate::scenario::sound::{self, Question};

/// A recorded case, read.
pub(super) struct Case {
    pub(super) name: String,
    /// What is asked; the code of the refusal where the scenario is refused.
    pub(super) question: core::result::Result<Question, &'static str>,
    /// The recorded answers by block.
    pub(super) expected: IndexMap<String, Value>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    scenarios: IndexMap<String, Value>,
    cases: Vec<RecordedCase>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecordedCase {
    name: String,
    scenario: Value,
    /// Capacities of some volumes.
    capacity_override: Option<IndexMap<String, Value>>,
    /// `none`: all volumes that `capacity_override` does not name declare nothing.
    other_capacities: Option<String>,
    analysis: Option<Value>,
    weights: Option<Value>,
    regulations: Option<Value>,
    search: Option<Search>,
    #[serde(default)]
    expected: IndexMap<String, Value>,
    expected_error: Option<String>,
}

#[derive(Deserialize)]
struct Search {
    grids: Value,
}

/// The cases of a file, their scenarios read as scenario files are.
pub(super) fn cases(name: &str, text: &str) -> Result<Vec<Case>> {
    let wrong = |at: String, found: String| Error::Recorded { name: name.to_owned(), at, found };
    let file: File = serde_json::from_str(text).map_err(|error| wrong("$".to_owned(), error.to_string()))?;
    let shared = file.scenarios;
    let read = |(number, case): (usize, RecordedCase)| {
        let at = format!("$.cases[{number}]");
        let own = match &case.scenario {
            Value::String(key) => shared.get(key),
            scenario => Some(scenario),
        };
        let none = || wrong(format!("{at}.scenario"), "there is no such scenario".to_owned());
        let scenario = own.and_then(Value::as_object).ok_or_else(none)?.clone();
        let mut expected = case.expected.clone();
        expected.extend(case.expected_error.clone().map(|code| ("expectedError".to_owned(), Value::String(code))));
        let question = match sound::question(&Value::Object(asked(scenario, &case)).to_string(), name) {
            Ok(question) => Ok(question),
            Err(Error::Scenario { problems, .. }) if case.expected_error.is_some() => Err(problems[0].code),
            Err(error) => return Err(error),
        };
        Ok(Case { name: case.name, question, expected })
    };
    file.cases.into_iter().enumerate().map(read).collect()
}

/// The scenario file that a case amounts to.
fn asked(mut scenario: Map<String, Value>, case: &RecordedCase) -> Map<String, Value> {
    scenario.retain(|key, _| key != "formatVersion" && key != "name");
    if let Some(capacities) = &case.capacity_override {
        for volume in scenario.get_mut("volumes").and_then(Value::as_array_mut).into_iter().flatten() {
            let own = volume["id"].as_str().and_then(|id| capacities.get(id)).cloned();
            let kept = case.other_capacities.as_deref() != Some("none");
            if own.is_some() || !kept {
                volume["entryCapacity"] = own.unwrap_or_else(|| json!([]));
            }
        }
    }
    let fields = [("regulations", &case.regulations), ("analysis", &case.analysis), ("weights", &case.weights)];
    for (key, value) in fields {
        if let Some(value) = value.as_ref().filter(|value| !value.is_null()) {
            scenario.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(search) = &case.search {
        scenario.insert("search".to_owned(), json!({ "grids": search.grids }));
    }
    scenario
}
