//! A scenario: one situation that a person can write down; text in, checked model out.
//!
//! Everything is checked once, in [`load`]; what leaves here is sound, so no family checks it again.

mod fingerprint;
mod generate;
mod traffic;

pub use fingerprint::fingerprint;
pub use generate::{Params, generate};
pub use traffic::{Candidate, Cell, Flights, Flow, Intervals, Plan, Traffic, Volume, Weights};

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
    /// What was accepted but deserves a look.
    pub warnings: Vec<Problem>,
    /// The day itself.
    pub traffic: Traffic,
}
