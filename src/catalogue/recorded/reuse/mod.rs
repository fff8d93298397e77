//! Recorded answers about work that was done before: cached calls, with the clock that they were made under.
//!
//! Every value is compared with `==`.

mod batch;
mod cache;
mod decorated;
mod dynamic;
mod profile;
mod profile_edges;

use super::{Peek, RecordedFile, VerifiedSection};
use crate::error::Result;

/// Whether a file is one of these.
pub(super) fn claims(peek: &Peek) -> bool {
    batch::claims(peek) || cache::claims(peek) || decorated::claims(peek) || profile::claims(peek)
}

/// What both sides answer, section by section.
pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let peek = Peek::at(file.name, file.bytes)?;
    let text = file.text()?;
    if profile::claims(&peek) {
        return profile::sections(file.name, &text);
    }
    if batch::claims(&peek) {
        let mut sections = batch::sections(file.name, &text, &peek)?;
        if profile_edges::claims(&peek) {
            sections.extend(profile_edges::sections(file.name, &text)?);
        }
        return Ok(sections);
    }
    if decorated::claims(&peek) {
        decorated::sections(file.name, &text)
    } else {
        cache::sections(file.name, &text, &peek)
    }
}
