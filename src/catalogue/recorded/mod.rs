//! Recorded cases: inputs with the answers of the published system, checked against both sides.
//!
//! A recorded file holds a scenario (or the parameters that generate it) and, section by section, what the published
//! system answered. Every number is compared with `==`; only the objective over several volumes, whose order of addition
//! was not fixed there, is compared within a relative 1e-12.

mod answers;
mod file;
mod grid;
mod objective;
mod rates;
mod tally;

use serde::Serialize;

use crate::error::Result;

/// What came of one section of a recorded file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct VerifiedSection {
    /// The section's name.
    pub section: String,
    /// How many values were compared, each side's counted apart.
    #[cfg_attr(feature = "bindings", tsify(type = "number"))]
    pub checked: usize,
    /// How many of them differ.
    #[cfg_attr(feature = "bindings", tsify(type = "number"))]
    pub differ: usize,
    /// How many entries were left out, because their pair is not built yet.
    #[cfg_attr(feature = "bindings", tsify(type = "number"))]
    pub skipped: usize,
    /// The first difference: side, place, recorded value, own value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", tsify(optional))]
    pub first: Option<String>,
}

/// What came of a recorded file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct VerifiedFile {
    /// The file's name as given.
    pub file: String,
    /// Its sections, in the order of the file.
    pub sections: Vec<VerifiedSection>,
}

/// Checks a recorded file, JSON or gzipped JSON, on both sides.
///
/// # Errors
/// [`Error::Recorded`](crate::Error::Recorded) when it is not a recorded file, or one of its inputs cannot be read;
/// [`Error::Scenario`](crate::Error::Scenario) when its scenario is refused.
pub fn verify(name: &str, bytes: &[u8]) -> Result<VerifiedFile> {
    let recorded = file::read(name, bytes)?;
    let sections = answers::sections(&recorded)?;
    Ok(VerifiedFile { file: name.to_owned(), sections })
}
