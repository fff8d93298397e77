//! Rules for single values: each answers the value, or notes why there is none.

use crate::scenario::limits;
use crate::scenario::locate::Place;
use crate::scenario::object::Two;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Odd, Slot, Text};

/// A field that must be there.
pub(in crate::scenario) fn missing(place: Place, remedy: &str, problems: &mut Problems) {
    problems.error("scenario/missing-field", place, || ("is missing".to_owned(), remedy));
}

/// A number that must be there.
pub(in crate::scenario) fn number(
    slot: &Slot<f64>,
    place: impl FnOnce() -> Place,
    remedy: &str,
    problems: &mut Problems,
) -> Option<f64> {
    match slot {
        Slot::Good(value) => Some(*value),
        Slot::Missing => {
            missing(place(), remedy, problems);
            None
        }
        Slot::Odd(odd) => {
            not_a_number(odd, place(), remedy, problems);
            None
        }
    }
}

/// A number that may be absent; `null` counts as absent.
pub(in crate::scenario) fn optional_number(
    slot: &Slot<f64>,
    place: impl FnOnce() -> Place,
    remedy: &str,
    problems: &mut Problems,
) -> Option<f64> {
    slot.given()?.ok().copied().or_else(|| number(slot, place, remedy, problems))
}

/// Notes a value that is not a number.
pub(in crate::scenario) fn not_a_number(odd: &Odd, place: Place, remedy: &str, problems: &mut Problems) {
    problems.error("scenario/not-a-number", place, || (format!("is not a number ({odd})"), remedy));
}

/// A number as a whole one; `remedy` says what to write. It lies within ±2^53.
#[expect(clippy::cast_possible_truncation, reason = "whole and in range, as checked beside it")]
pub(in crate::scenario) fn whole(
    value: f64,
    place: impl FnOnce() -> Place,
    remedy: &str,
    problems: &mut Problems,
) -> Option<i64> {
    if value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0 {
        return Some(value as i64);
    }
    problems.error("scenario/not-whole", place(), || (format!("{} is not a whole number", say::number(value)), remedy));
    None
}

/// Whether something is so; not, where the file does not say.
pub(in crate::scenario) fn truth(slot: &Slot<bool>, place: impl FnOnce() -> Place, problems: &mut Problems) -> bool {
    if let Some(Err(odd)) = slot.given() {
        problems.error("scenario/not-true-or-false", place(), || {
            (format!("is not true or false ({odd})"), "write true or false")
        });
    }
    slot.good().copied().unwrap_or(false)
}

/// Text that must be there.
pub(in crate::scenario) fn text<'s, 't>(
    slot: &'s Slot<Text<'t>>,
    place: impl FnOnce() -> Place,
    remedy: &str,
    problems: &mut Problems,
) -> Option<&'s Text<'t>> {
    match slot {
        Slot::Good(value) => Some(value),
        Slot::Missing => {
            missing(place(), remedy, problems);
            None
        }
        Slot::Odd(odd) => {
            problems.error("scenario/not-text", place(), || (format!("is not text ({odd})"), remedy));
            None
        }
    }
}

/// Text that must be there and short enough to be a name.
pub(in crate::scenario) fn name<'s, 't>(
    slot: &'s Slot<Text<'t>>,
    place: impl Fn() -> Place,
    remedy: &str,
    problems: &mut Problems,
) -> Option<&'s Text<'t>> {
    text(slot, &place, remedy, problems).filter(|name| short_enough(name, limits::ID_CHARS, place, problems))
}

/// A sentence that may be absent; `null` counts as absent.
pub(in crate::scenario) fn sentence(
    slot: &Slot<Text<'_>>,
    place: impl Fn() -> Place,
    problems: &mut Problems,
) -> Option<String> {
    let remedy = "write text in quotation marks, or leave it out";
    let sentence = slot.given()?.ok().or_else(|| text(slot, &place, remedy, problems))?;
    short_enough(sentence, limits::SENTENCE_CHARS, place, problems).then(|| sentence.clone().into_owned())
}

/// Whether text is short enough; notes where it is not.
pub(in crate::scenario) fn short_enough(
    text: &str,
    limit: usize,
    place: impl FnOnce() -> Place,
    problems: &mut Problems,
) -> bool {
    let chars = if text.len() <= limit { 0 } else { text.chars().count() };
    chars <= limit || limits::within(chars, limit, "characters", place(), problems)
}

/// Whether a list holds two; notes where it does not.
pub(in crate::scenario) fn is_two<A, B>(
    two: &Two<A, B>,
    place: impl FnOnce() -> Place,
    remedy: &str,
    problems: &mut Problems,
) -> bool {
    if two.length != 2 {
        problems.error("scenario/wrong-length", place(), || (format!("holds {}", say::count(two.length)), remedy));
    }
    two.length == 2
}
