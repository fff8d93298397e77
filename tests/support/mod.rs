//! What every pair is put through, written once.

use loadline::catalogue::{self, recorded};
use loadline::scenario;

/// How many random inputs each pair is compared on: 50 of each size.
const SAMPLES: u32 = 300;

/// Checks a recorded file on both sides; says the pair, the file, the side and the first difference of each section that differs.
pub(crate) fn recorded(file: &str, bytes: &[u8]) {
    let verified = recorded::verify(file, bytes, &|_| None).unwrap_or_else(|error| panic!("{error}"));
    let checked: usize = verified.sections.iter().map(|section| section.checked).sum();
    assert!(checked > 10, "{file}: only {checked} values were checked");
    let differing: Vec<String> = verified
        .sections
        .iter()
        .filter(|section| section.differ > 0)
        .map(|section| {
            let first = section.first.as_deref().unwrap_or("?");
            let (name, differ, checked) = (&section.section, section.differ, section.checked);
            format!("{file}, {name}: {differ} of {checked} values differ, first {first}")
        })
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Compares both sides of a pair on random inputs.
pub(crate) fn random(pair: &str) {
    let sampled = catalogue::sample(pair, 1, SAMPLES).expect("the pair is in the catalogue");
    if let Some(first) = sampled.first {
        let part = first.disagreement;
        panic!(
            "{pair}: {} of {SAMPLES} samples differ, first seed {} size {}: at {} reference {}, optimised {}",
            sampled.differ, first.seed, first.size, part.at, part.reference, part.optimised
        );
    }
}

/// Compares both sides of a pair on a scenario that comes with the project.
pub(crate) fn bundled(pair: &str, name: &str, bytes: &[u8]) {
    let scenario = scenario::load(bytes, name).unwrap_or_else(|error| panic!("{error}"));
    let parity = catalogue::agree(pair, &scenario).expect("the pair is in the catalogue");
    assert!(parity.agree, "{pair} on {name}: {:?}", parity.disagreement);
    assert!(parity.values > 3, "{pair} answers with {} values only", parity.values);
}
