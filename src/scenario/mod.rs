//! A scenario: one situation that a person can write down; text in, checked model out.
//!
//! Everything is checked once, in [`load`]; what leaves here is sound, so no family checks it again.

mod check;
mod column;
pub mod contracts;
mod fingerprint;
mod flow_day;
mod format;
mod generate;
mod kind;
pub mod limits;
mod list;
mod load;
mod locate;
mod object;
mod parse;
mod problems;
mod resample;
mod say;
mod schema;
mod slot;
pub mod sound;
pub mod states;
mod takeoff;
mod tokens;
mod traffic;
mod write;

pub use fingerprint::fingerprint;
pub use flow_day::{FlowDay, Semantics};
pub use generate::{Params, generate};
pub use kind::{Content, Kind};
pub use load::{from_json, load, text};
pub use resample::{LARGEST_SHIFT_S, resample};
pub use schema::{SCHEMAS, generated_schemas};
pub use traffic::{Candidate, Cell, Flights, Flow, Intervals, Plan, Traffic, Volume, Weights};
pub use write::{About, generated_to_json, to_json};

use crate::error::Problem;

/// A loaded scenario: where it came from, what was noticed while loading, and its content.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file's name as given.
    pub name: String,
    /// What the scenario calls itself; the name where it does not say.
    pub title: String,
    /// Where its data come from, in a sentence.
    pub source: Option<String>,
    /// Whether its traffic is made up or resampled, not observed.
    pub synthetic: bool,
    /// Where its capacities come from, in a sentence.
    pub capacities_note: Option<String>,
    /// SHA-256 of the JSON text, in hexadecimal.
    pub sha256: String,
    /// Length of the JSON text in bytes.
    pub json_bytes: usize,
    /// What was accepted but deserves a look, in the order of the file; the first 100.
    pub warnings: Vec<Problem>,
    /// How many warnings there are in all.
    pub warning_count: usize,
    /// What it holds, by its kind.
    pub content: Content,
}
