//! Recorded cases: inputs with the answers of the published systems, checked against both sides.
//!
//! Each family has a folder that knows its files by what they hold. Every value is compared with `==`, or within a
//! tolerance whose size and reason stand in that folder.

mod flow;
mod peek;
mod reuse;
mod sound;
mod states;
mod tally;

use std::borrow::Cow;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::pair::Side;
use crate::scenario;
use peek::Peek;

/// Both sides, in the order in which they are checked.
const SIDES: [Side; 2] = [Side::Reference, Side::Optimised];

/// How one family's files are known and checked.
struct Reader {
    claims: fn(&Peek) -> bool,
    sections: fn(&RecordedFile<'_>) -> Result<Vec<VerifiedSection>>,
}

/// Every family that has recorded files; the first that claims a file checks it.
static READERS: &[Reader] = &[
    Reader { claims: flow::claims, sections: flow::sections },
    Reader { claims: states::claims, sections: states::sections },
    // Before `reuse`, whose caches claim every list of cases without a format of its own.
    Reader { claims: sound::claims, sections: sound::sections },
    Reader { claims: reuse::claims, sections: reuse::sections },
];

/// Gives a file that lies beside a recorded one, by its name, where there is such a file.
pub type Beside<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// A recorded file, before it is read.
struct RecordedFile<'a> {
    name: &'a str,
    bytes: &'a [u8],
    #[allow(dead_code, reason = "families whose files stand alone do not look beside them")]
    beside: Beside<'a>,
}

impl RecordedFile<'_> {
    /// Its text, unpacked.
    fn text(&self) -> Result<Cow<'_, str>> {
        scenario::text(self.bytes, self.name)
    }
}

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

/// Checks a recorded file on both sides: JSON, lines of JSON, or bytes, also gzipped.
///
/// `beside` gives the files that lie beside it, by name: recorded candidates need the store that they were taken from.
///
/// # Errors
/// [`Error::Recorded`] when it is not a recorded file, or one of its inputs cannot be read; [`Error::Scenario`] when its
/// scenario is refused.
pub fn verify(name: &str, bytes: &[u8], beside: Beside<'_>) -> Result<VerifiedFile> {
    let peek = Peek::at(name, bytes)?;
    let reader = READERS.iter().find(|reader| (reader.claims)(&peek)).ok_or_else(|| Error::Recorded {
        name: name.to_owned(),
        at: "$".to_owned(),
        found: "it holds nothing that a recorded file of any family holds".to_owned(),
    })?;
    let sections = (reader.sections)(&RecordedFile { name, bytes, beside })?;
    Ok(VerifiedFile { file: name.to_owned(), sections })
}
