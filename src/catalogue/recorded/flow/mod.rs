//! Recorded answers about a day of traffic: a scenario (or the parameters that generate it) and, section by section, what the
//! published system answered.
//!
//! Every number is compared with `==`; only the objective over several volumes, whose order of addition was not fixed
//! there, is compared within a relative 1e-12.

mod answers;
mod file;
mod grid;
mod objective;
mod rates;

use super::{Peek, RecordedFile, VerifiedSection};
use crate::error::Result;

/// Whether a file is one of these: it has a day or its generator, or it is a trace of the plan search.
pub(super) fn claims(peek: &Peek) -> bool {
    peek.has("generator") || peek.has("simReturns") || (peek.has("scenario") && peek.has("expected"))
}

/// What both sides answer, section by section.
pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    answers::sections(&file::read(file.name, &file.text()?)?)
}
