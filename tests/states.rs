//! The states of the published system: its tables, byte for byte, and its recorded steps.
#![cfg(not(target_arch = "wasm32"))]

#[path = "states/recorded.rs"]
mod recorded;
#[path = "states/samples.rs"]
mod samples;
#[path = "states/tables.rs"]
mod tables;

use std::io::Read as _;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// A recorded file of the family, as text.
fn recorded_text(name: &str) -> String {
    let path = format!("{}/tests/cases/states/{name}.gz", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).expect("recorded files are text");
    text
}

/// A recorded file of the family.
fn recorded_json(name: &str) -> Value {
    serde_json::from_str(&recorded_text(name)).expect("recorded files are JSON")
}

/// Bytes as lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
