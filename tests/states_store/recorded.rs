//! What the published system answered, for the files that come with the project.

use std::fs;
use std::path::Path;

use loadline::catalogue::recorded::{VerifiedSection, verify};

fn read(name: &str) -> Option<Vec<u8>> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/states").join(name)).ok()
}

fn sections(name: &str) -> Vec<VerifiedSection> {
    let bytes = read(name).unwrap_or_else(|| panic!("{name} is missing"));
    verify(name, &bytes, &read).unwrap_or_else(|error| panic!("{error}")).sections
}

/// Checks a file; so many values of it must have been compared, and all be the same.
fn check(name: &str, least: usize) {
    let sections = sections(name);
    for section in &sections {
        assert_eq!(section.differ, 0, "{name}, {}: {:?}", section.section, section.first);
    }
    let checked: usize = sections.iter().map(|section| section.checked).sum();
    assert!(checked >= least, "{name}: only {checked} values were checked");
}

#[test]
fn records_are_packed_as_published() {
    check("records_bloom.json.gz", 900);
}

#[test]
fn stores_are_saved_byte_for_byte_as_they_were_loaded() {
    for name in ["spread_raw", "spread_raw_private", "spread_rep", "spread_rep_private"] {
        check(&format!("store_{name}.bin.gz"), 800);
    }
}

#[test]
fn resonance_and_temperature_are_as_published() {
    check("resonance_temperature.json.gz", 600);
}

#[test]
fn learning_is_as_published_on_a_store_that_loses_nothing() {
    check("s3_learn_ideal_store.jsonl.gz", 7_000);
}

#[test]
fn what_the_published_store_loses_follows_from_its_rules() {
    check("s3_learn_orbitstore.jsonl.gz", 7_000);
}

#[test]
fn tokens_lead_where_they_were_recorded_to_lead() {
    check("token_divergence.jsonl.gz", 8_000);
    check("token_divergence_all.json.gz", 18);
}

#[test]
fn candidates_of_raw_states_are_as_published() {
    check("candidates_spread_raw.jsonl.gz", 17_000);
}

#[test]
fn candidates_of_representatives_are_as_published() {
    check("candidates_spread_rep.jsonl.gz", 250_000);
}

#[test]
fn the_best_of_all_are_those_recorded_and_a_store_that_is_not_there_is_left_out() {
    let sections = sections("candidates_unlimited_top100.jsonl.gz");
    let of = |name: &str| sections.iter().find(|section| section.section == name).expect("both stores are named");
    assert_eq!((of("real").checked, of("real").skipped), (0, 20));
    assert_eq!((of("spread_rep").differ, of("spread_rep").skipped), (0, 0), "{:?}", of("spread_rep").first);
    assert!(of("spread_rep").checked > 10_000);
}

#[test]
fn a_recorded_store_that_is_cut_is_refused_with_its_offset() {
    let bytes = [0, 0, 0, 0, 101, 0, 0, 0, 2, 0x66, 0x2E, 0, 4];
    let error = verify("store_cut.bin", &bytes, &|_| None).unwrap_err();
    assert!(error.to_string().contains("log[12]"), "{error}");
}
