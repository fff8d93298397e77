//! Recorded answers about the state space, the store and generation.
//!
//! Every value is compared with `==`, but for numbers that went through another library's `exp`, `ln` or `sqrt`, or through sums of
//! them: scores, resonance, temperature and confidence, each within a relative 1e-12. Which the tolerance is for stands at each
//! section's tally.

mod assets;
mod candidates;
mod divergence;
mod exon;
mod learned;
mod lines;
mod mersenne;
mod orbit_store;
mod records;
mod steps;
mod walks;

use super::{Peek, RecordedFile, SIDES, VerifiedSection};
use crate::error::Result;

/// Relative tolerance of numbers that another `libm` worked out.
const OTHER_LIBM: f64 = 1e-12;

/// What checks a file.
type Sections = fn(&RecordedFile<'_>) -> Result<Vec<VerifiedSection>>;

/// A field that a kind of file has at its top, and what checks such a file.
static KINDS: &[(&str, Sections)] = &[
    ("top100_by_score_desc_token_asc", candidates::best),
    ("keys_sorted_sha256", candidates::sections),
    ("as_coded_origin_archetype", divergence::sections),
    ("as_coded_origin_0_f32le_sha256", divergence::vocabulary),
    ("exon_product", exon::sections),
    ("formula_defaults", exon::resonance),
    ("steps_[pre_state,last_intron,rep,mask,conf,puts,leaked_new]", learned::sections),
    ("write_threshold", orbit_store::sections),
    ("bloom", records::sections),
    ("epistemology_row_sha256_sample", assets::sections),
    ("XFORM_MASK", steps::masks),
    ("sep_bytes_1_hex", steps::spelling),
    ("next_idx", steps::transitions),
    ("blob_hex", walks::sections),
    ("ALL|agree_state|True", walks::agreement),
];

fn checker(peek: &Peek) -> Option<Sections> {
    KINDS.iter().find(|(field, _)| peek.has(field)).map(|(_, sections)| *sections)
}

/// Whether a file is one of these: it has a field that only they have, or is a store.
pub(super) fn claims(peek: &Peek) -> bool {
    checker(peek).is_some() || is_store(&peek.name)
}

fn is_store(name: &str) -> bool {
    name.starts_with("store_") && name.ends_with(".bin")
}

/// What is answered, section by section; by both sides where there is a pair.
pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let peek = Peek::at(file.name, file.bytes)?;
    match checker(&peek) {
        Some(sections) => sections(file),
        None => records::store(file),
    }
}
