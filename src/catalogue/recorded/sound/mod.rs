//! Recorded answers under the sound model: a list of cases, each with a scenario and, block by block, what was answered.
//!
//! Everything is an integer or one division of integers, and is compared with `==`. What was worked out by a linear
//! programme is compared with what it implies: its witness must cost what was recorded, and no bound may lie above it.

mod answers;
mod file;

use answers::Asked;
use indexmap::IndexMap;

use super::tally::Tally;
use super::{Peek, RecordedFile, SIDES, VerifiedSection};
use crate::error::Result;

/// Whether a file is one of these.
pub(super) fn claims(peek: &Peek) -> bool {
    peek.has("formatVersion") && peek.has("cases")
}

/// What both sides answer, block by block, all cases together.
pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let cases = file::cases(file.name, &file.text()?)?;
    let mut tallies: IndexMap<String, Tally> = IndexMap::new();
    for case in &cases {
        for side in SIDES {
            let asked = Asked::new(case, side);
            for (block, recorded) in &case.expected {
                let tally = tallies.entry(block.clone()).or_insert_with(|| Tally::new(block));
                asked.compare(tally, block, recorded);
            }
        }
    }
    Ok(tallies.into_values().map(Tally::done).collect())
}
