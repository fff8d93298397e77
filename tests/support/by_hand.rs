//! Cases worked out by hand: each is a scenario that a person can read and the answer that the definition gives.
//!
//! Both sides are asked, so that a mistake that they share is caught too. Nothing here reads a file: the text comes
//! from `include_str!`, since the browser has no files.

use loadline::catalogue;
use loadline::pair::{Side, parity};
use loadline::scenario;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// One case of `tests/cases/<family>/<pair>.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The law that the case shows, in a sentence.
    name: String,
    /// Where the expected answer comes from.
    from: String,
    /// A scenario, as in a scenario file.
    scenario: Box<RawValue>,
    /// The pair's answer.
    expected: Value,
}

/// Asks both sides of `pair` about each case in `text`; fails with every case, side and first difference.
///
/// # Panics
/// When an answer differs from the expected one, or the cases cannot be read.
pub(crate) fn by_hand(pair: &str, text: &str) {
    let cases: Vec<Case> = serde_json::from_str(text).unwrap_or_else(|error| panic!("{pair}: cases: {error}"));
    assert!(!cases.is_empty(), "{pair}: there is no case");
    let failures: Vec<String> = cases
        .iter()
        .flat_map(|case| [Side::Reference, Side::Optimised].into_iter().filter_map(|side| failure(pair, case, side)))
        .collect();
    assert!(failures.is_empty(), "{} wrong answers\n{}", failures.len(), failures.join("\n"));
}

/// What is wrong with one side's answer to a case, if anything is.
fn failure(pair: &str, case: &Case, side: Side) -> Option<String> {
    let place = format!("{pair}, case {:?}", case.name);
    let scenario =
        scenario::from_json(case.scenario.get(), &case.name).unwrap_or_else(|error| panic!("{place}: {error}"));
    let run = catalogue::run(pair, &scenario, side).unwrap_or_else(|error| panic!("{place}: {error}"));
    let found: Value = serde_json::from_str(&run.answer).expect("an answer's text is JSON");
    if found == case.expected {
        return None;
    }
    let verdict = parity(pair, &case.expected.to_string(), &found.to_string());
    let first = verdict.disagreement.expect("unequal answers have unequal texts");
    Some(format!(
        "{place}, {} side: at {} expected {}, found {} ({} in all); expected is from: {}",
        side.name(),
        first.at,
        first.reference,
        first.optimised,
        first.differing,
        case.from
    ))
}
