//! Recorded answers about work: contracts in batches, calls that were cached, with the clock that they were made under, and the lives of
//! profilers.
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
    batch::claims(peek)
        || cache::claims(peek)
        || decorated::claims(peek)
        || profile::claims(peek)
        || profile_edges::claims(peek)
}

/// What both sides answer, section by section.
pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let peek = Peek::at(file.name, file.bytes)?;
    let text = file.text()?;
    if profile_edges::claims(&peek) {
        let mut sections = batch::edge_sections(file.name, &text)?;
        sections.extend(profile_edges::sections(file.name, &text)?);
        return Ok(sections);
    }
    if batch::claims(&peek) {
        return batch::sections(file.name, &text);
    }
    if profile::claims(&peek) {
        return profile::sections(file.name, &text);
    }
    if decorated::claims(&peek) {
        decorated::sections(file.name, &text)
    } else {
        cache::sections(file.name, &text, &peek)
    }
}
