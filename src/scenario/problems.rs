//! What was noticed in a file: counted in full, listed up to [`LISTED`], told in the order of the file.

use indexmap::IndexMap;

use super::locate::{self, Place};
use crate::error::{Error, Problem, Severity};

/// How many problems are listed.
pub(super) const LISTED: usize = 100;

/// A problem before its line is known.
struct Draft {
    code: &'static str,
    severity: Severity,
    place: Place,
    found: String,
    remedy: String,
}

/// What was noticed so far.
///
/// Rules run in their own order, not in that of the file; so each part of the file keeps its first [`LISTED`] problems of
/// either severity, and the first of all are chosen in the end.
#[derive(Default)]
pub(super) struct Problems {
    parts: IndexMap<String, [Vec<Draft>; 2]>,
    errors: usize,
    warnings: usize,
    syntax: Option<Problem>,
}

impl Problems {
    /// Notes what refuses the file. `say` answers what was found and what to do; it is asked only where it is listed.
    pub(super) fn error<R: Into<String>>(
        &mut self,
        code: &'static str,
        place: Place,
        say: impl FnOnce() -> (String, R),
    ) {
        self.errors += 1;
        self.note(code, Severity::Error, place, say);
    }

    /// Notes what deserves a look.
    pub(super) fn warning<R: Into<String>>(
        &mut self,
        code: &'static str,
        place: Place,
        say: impl FnOnce() -> (String, R),
    ) {
        self.warnings += 1;
        self.note(code, Severity::Warning, place, say);
    }

    fn note<R: Into<String>>(
        &mut self,
        code: &'static str,
        severity: Severity,
        place: Place,
        say: impl FnOnce() -> (String, R),
    ) {
        if self.list(severity, &place).len() < LISTED {
            let (found, remedy) = say();
            let draft = Draft { code, severity, place, found, remedy: remedy.into() };
            self.push(draft);
        }
    }

    #[inline(never)]
    fn push(&mut self, draft: Draft) {
        self.list(draft.severity, &draft.place).push(draft);
    }

    /// The list that a problem at `place` belongs to.
    #[inline(never)]
    fn list(&mut self, severity: Severity, place: &Place) -> &mut Vec<Draft> {
        &mut self.parts.entry(place.part()).or_default()[usize::from(severity == Severity::Warning)]
    }

    /// Counts what is like the problems already listed.
    pub(super) fn more_errors(&mut self, count: usize) {
        self.errors += count;
    }

    /// The same, for warnings.
    pub(super) fn more_warnings(&mut self, count: usize) {
        self.warnings += count;
    }

    /// Notes that the text is not JSON, at a line that only its reader knows.
    pub(super) fn syntax(&mut self, at: String, line: Option<u32>, found: String, remedy: &str) {
        self.errors += 1;
        let remedy = remedy.to_owned();
        self.syntax = Some(Problem { code: "scenario/not-json", severity: Severity::Error, at, line, found, remedy });
    }

    /// Whether the file is refused.
    pub(super) fn refuse(&self) -> bool {
        self.errors > 0
    }

    /// How many errors there are.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    /// How many warnings there are.
    pub(super) fn warnings(&self) -> usize {
        self.warnings
    }

    /// The first [`LISTED`] problems in the order of the file; errors are never crowded out by warnings.
    pub(super) fn listed(self, text: &str) -> Vec<Problem> {
        if let Some(problem) = self.syntax {
            return vec![problem];
        }
        let mut drafts: Vec<Option<Draft>> = self.parts.into_values().flatten().flatten().map(Some).collect();
        let offsets = locate::offsets(text, drafts.iter().flatten().map(|draft| &draft.place));
        let is_mild = |draft: &Draft| draft.severity == Severity::Warning;
        let keys = drafts.iter().flatten().zip(offsets).enumerate();
        let mut order: Vec<(bool, usize, usize)> =
            keys.map(|(index, (draft, offset))| (is_mild(draft), offset, index)).collect();
        order.sort_unstable();
        order.truncate(LISTED);
        for (is_mild, _, _) in &mut order {
            *is_mild = false;
        }
        order.sort_unstable();
        let mut lines = locate::Lines::new(text);
        let problem = |(_, offset, index): (bool, usize, usize)| {
            let Draft { code, severity, place, found, remedy } = drafts[index].take()?;
            let line = (offset > 0).then(|| lines.line(offset));
            Some(Problem { code, severity, at: place.to_string(), line, found, remedy })
        };
        order.into_iter().filter_map(problem).collect()
    }

    /// The error that refuses the file `name`.
    pub(super) fn into_error(self, name: &str, text: &str) -> Error {
        let count = self.errors + self.warnings;
        Error::Scenario { name: name.to_owned(), problems: self.listed(text), count }
    }
}
