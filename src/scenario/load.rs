//! From bytes to a checked scenario.

use std::borrow::Cow;
use std::io::Read;

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::Scenario;
use super::check;
use super::locate::Place;
use super::parse;
use super::problems::Problems;
use crate::error::Result;

/// The scenario in `bytes`.
///
/// # Errors
/// x
pub fn load(bytes: &[u8], name: &str) -> Result<Scenario> {
    let mut problems = Problems::default();
    let text: Cow<'_, [u8]> = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut out = Vec::new();
        MultiGzDecoder::new(bytes).read_to_end(&mut out).map_err(|_| {
            problems.error("scenario/not-gzip-complete", Place::default(), || (String::new(), ""));
            std::mem::take(&mut problems).into_error(name, "")
        })?;
        out.into()
    } else {
        bytes.into()
    };
    let text = std::str::from_utf8(&text).map_err(|_| Problems::default().into_error(name, ""))?;
    from_json(text, name)
}

/// The scenario in `text`.
///
/// # Errors
/// x
pub fn from_json(text: &str, name: &str) -> Result<Scenario> {
    let mut problems = Problems::default();
    let file = parse::parse(text, &mut problems);
    let checked =
        file.filter(|file| check::is_ours(file, &mut problems)).and_then(|file| check::check(file, &mut problems));
    let Some((about, traffic)) = checked.filter(|_| !problems.refuse()) else {
        return Err(problems.into_error(name, text));
    };
    let warning_count = problems.warnings();
    Ok(Scenario {
        name: name.to_owned(),
        title: about.title.unwrap_or_else(|| name.to_owned()),
        source: about.source,
        synthetic: about.synthetic,
        capacities_note: about.capacities_note,
        sha256: Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect(),
        json_bytes: text.len(),
        warnings: if warning_count > 0 { problems.listed(text) } else { Vec::new() },
        warning_count,
        traffic,
    })
}
