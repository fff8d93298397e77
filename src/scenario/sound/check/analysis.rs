//! The rules for how a day is looked at, what weighs what, and what is searched.

use core::ops::Range;

use super::numbers::Rule;
use crate::scenario::limits;
use crate::scenario::locate::Place;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::sound::format::{AnalysisFile, WeightsFile};
use crate::scenario::sound::{Analysis, Count, Weights};

const ANALYSIS: Rule =
    Rule { code: "scenario/analysis", remedy: "use whole seconds from 1 to 604,800", range: 1..=limits::DAY_SECONDS };
const WEIGHT: Rule =
    Rule { code: "scenario/weight", remedy: "use a whole number from 0 to 10,000", range: 0..=limits::WEIGHT };

/// How the day is looked at, where the file does not say in the `usual` way.
pub(super) fn analysis(file: Option<&AnalysisFile<'_>>, usual: Analysis, problems: &mut Problems) -> Analysis {
    let Some(file) = file else { return usual };
    let at = |key| move || Place::of("analysis").key(key);
    let mut seconds = |slot, key, usual| ANALYSIS.optional(slot, at(key), problems).unwrap_or(usual);
    Analysis {
        window_s: seconds(&file.window_s, "windowS", usual.window_s),
        step_s: seconds(&file.step_s, "stepS", usual.step_s),
        occ_step_s: seconds(&file.occ_step_s, "occStepS", usual.occ_step_s),
        occ_duration_s: seconds(&file.occ_duration_s, "occDurationS", usual.occ_duration_s),
        count: count(file, usual.count, problems),
    }
}

fn count(file: &AnalysisFile<'_>, usual: Count, problems: &mut Problems) -> Count {
    let found = match file.count.given() {
        None => return usual,
        Some(Ok(text)) => match text.as_ref() {
            "flights" => return Count::Flights,
            "entries" => return Count::Entries,
            other => format!("there is no count {}", say::quoted(other)),
        },
        Some(Err(odd)) => format!("is not text ({odd})"),
    };
    problems.error(ANALYSIS.code, Place::of("analysis").key("count"), || (found, "use “flights” or “entries”"));
    usual
}

/// Notes a table of counts that would be too large.
pub(super) fn within_limits(analysis: &Analysis, horizon: &Range<i64>, volumes: usize, problems: &mut Problems) {
    let length = horizon.end - horizon.start;
    for (step, key) in [(analysis.step_s, "stepS"), (analysis.occ_step_s, "occStepS")] {
        let windows = usize::try_from(length / step).unwrap_or(usize::MAX).saturating_mul(volumes);
        limits::within(windows, limits::WINDOWS, "volumes × windows", Place::of("analysis").key(key), problems);
    }
}

/// What each part of the objective weighs, where the file does not say as much as usual.
pub(super) fn weights(file: Option<&WeightsFile>, usual: Weights, problems: &mut Problems) -> Weights {
    let Some(file) = file else { return usual };
    let mut weight = |slot, key: &'static str, usual| {
        WEIGHT.optional(slot, || Place::of("weights").key(key), problems).unwrap_or(usual)
    };
    Weights {
        target: weight(&file.target, "target", usual.target),
        ripple: weight(&file.ripple, "ripple", usual.ripple),
        context: weight(&file.context, "context", usual.context),
        occ_peak: weight(&file.occ_peak, "occPeak", usual.occ_peak),
        occ_sustain: weight(&file.occ_sustain, "occSustain", usual.occ_sustain),
        delay: weight(&file.delay, "delay", usual.delay),
        late: weight(&file.late, "late", usual.late),
        late_after_min: weight(&file.late_after_min, "lateAfterMin", usual.late_after_min),
        touched: weight(&file.touched, "touched", usual.touched),
        smooth: weight(&file.smooth, "smooth", usual.smooth),
        spill: weight(&file.spill, "spill", usual.spill),
    }
}
