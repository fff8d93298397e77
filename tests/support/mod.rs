//! What every pair is put through, written once.

use loadline::catalogue::{self, recorded};
use loadline::scenario;

/// How many random inputs each pair is compared on: 50 of each size.
const SAMPLES: u32 = 300;

/// The pair that a section of a recorded file belongs to.
fn pair_of(section: &str) -> &'static str {
    match section {
        "occupancy" | "rolling" => "flow/occupancy",
        "entrants" => "flow/entrants",
        "assign" => "flow/delay",
        "adaptiveGrid" => "flow/rate_grid",
        "findRates" => "flow/rates",
        "generator" => "the generator",
        _ => "flow/objective",
    }
}

/// Checks a recorded file on both sides; says the pair, the file, the side and the first difference of each section that differs.
pub(crate) fn recorded(file: &str, bytes: &[u8]) {
    let verified = recorded::verify(file, bytes).unwrap_or_else(|error| panic!("{error}"));
    let checked: usize = verified.sections.iter().map(|section| section.checked).sum();
    assert!(checked > 1_000, "{file}: only {checked} values were checked");
    let differing: Vec<String> = verified
        .sections
        .iter()
        .filter(|section| section.differ > 0)
        .map(|section| {
            let (pair, first) = (pair_of(&section.section), section.first.as_deref().unwrap_or("?"));
            format!("{pair}, {file}: {} of {} values differ, first {first}", section.differ, section.checked)
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

/// Compares both sides of a pair on the bundled day.
pub(crate) fn swiss_day(pair: &str) {
    let bytes = include_bytes!("../../scenarios/flow/swiss-2018-08-01.json.gz");
    let scenario = scenario::load(bytes, "swiss-2018-08-01.json.gz").unwrap_or_else(|error| panic!("{error}"));
    let parity = catalogue::agree(pair, &scenario).expect("the pair is in the catalogue");
    assert!(parity.agree, "{pair} on the Swiss day: {:?}", parity.disagreement);
    assert!(parity.values > 20, "{pair} answers with {} values only", parity.values);
}
