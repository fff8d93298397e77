//! The sound flow model: what is refused and with which code, and what each model makes of a file of the other.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;

use loadline::Error;
use loadline::scenario::sound::{Question, question};
use serde_json::{Value, json};

/// A recorded file of the sound model.
fn recorded(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sound").join(name);
    let text = std::io::read_to_string(flate2::read::GzDecoder::new(&fs::read(path).unwrap()[..])).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A recorded case as a scenario file.
fn file(shared: &Value, case: &Value) -> Value {
    let mut file = case["scenario"].as_str().map_or(&case["scenario"], |key| &shared["scenarios"][key]).clone();
    let fields = file.as_object_mut().unwrap();
    fields.retain(|key, _| !matches!(key.as_str(), "formatVersion" | "name"));
    for key in ["regulations", "analysis", "weights"].into_iter().filter(|key| case[*key] != Value::Null) {
        fields.insert(key.to_owned(), case[key].clone());
    }
    if case["search"] != Value::Null {
        fields.insert("search".to_owned(), json!({ "grids": case["search"]["grids"] }));
    }
    file
}

/// The codes of what is wrong with a file.
fn codes(file: &Value) -> Vec<(&'static str, String)> {
    match question(&file.to_string(), "a file") {
        Ok(_) => Vec::new(),
        Err(Error::Scenario { problems, .. }) => problems.into_iter().map(|p| (p.code, p.at)).collect(),
        Err(error) => panic!("{error}"),
    }
}

fn read(file: &Value) -> Question {
    question(&file.to_string(), "a file").unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_recorded_refusal_is_refused_with_its_code_alone() {
    let shared = recorded("errors.json.gz");
    for case in shared["cases"].as_array().unwrap() {
        let found = codes(&file(&shared, case));
        assert_eq!(found.len(), 1, "{}: {found:?}", case["name"]);
        assert_eq!(found[0].0, case["expectedError"], "{found:?}");
    }
    assert_eq!(shared["cases"].as_array().unwrap().len(), 14);
}

#[test]
fn every_recorded_scenario_is_read() {
    let mut read_so_far = 0;
    for name in ["micro", "random_small", "bounds_small", "gen101", "swiss_hotspots", "swiss_slots", "swiss_search"] {
        let shared = recorded(&format!("{name}.json.gz"));
        for case in shared["cases"].as_array().unwrap() {
            read(&file(&shared, case));
            read_so_far += 1;
        }
    }
    assert_eq!(read_so_far, 41 + 40 + 30 + 3 + 9 + 6 + 5);
}
