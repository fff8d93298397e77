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
        let part = place.part();
        let lists = match self.parts.get_mut(&part) {
            Some(lists) => lists,
            None => self.parts.entry(part).or_default(),
        };
        let list = &mut lists[usize::from(severity == Severity::Warning)];
        if list.len() < LISTED {
            let (found, remedy) = say();
            list.push(Draft { code, severity, place, found, remedy: remedy.into() });
        }
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
        let (mut drafts, mut mild): (Vec<Draft>, Vec<Draft>) = (Vec::new(), Vec::new());
        for [errors, warnings] in self.parts.into_values() {
            drafts.extend(errors);
            mild.extend(warnings);
        }
        let errors = in_order(drafts, text);
        let warnings = in_order(mild, text);
        let mut chosen: Vec<_> = errors.into_iter().chain(warnings).take(LISTED).collect();
        chosen.sort_by_key(|(offset, _)| *offset);
        chosen.into_iter().map(|(_, problem)| problem).collect()
    }

    /// The error that refuses the file `name`.
    pub(super) fn into_error(self, name: &str, text: &str) -> Error {
        let count = self.errors + self.warnings;
        Error::Scenario { name: name.to_owned(), problems: self.listed(text), count }
    }
}

/// Each problem with its place in the text, sorted by it.
fn in_order(drafts: Vec<Draft>, text: &str) -> Vec<(usize, Problem)> {
    let offsets = locate::offsets(text, drafts.iter().map(|draft| &draft.place));
    let mut found: Vec<(usize, Draft)> = offsets.into_iter().zip(drafts).collect();
    found.sort_by_key(|(offset, _)| *offset);
    let mut lines = locate::Lines::new(text);
    let problem = |(offset, draft): (usize, Draft)| {
        let Draft { code, severity, place, found, remedy } = draft;
        let line = (offset > 0).then(|| lines.line(offset));
        (offset, Problem { code, severity, at: place.to_string(), line, found, remedy })
    };
    found.into_iter().map(problem).collect()
}
