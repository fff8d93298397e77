//! Imports point down: a file may use what lies on lower rungs and in its own folder, nothing else.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::{Path, PathBuf};

/// Every module at the top, with its rung. A module that is not listed fails, until it is given one.
const RUNGS: [(&str, u32); 15] = [
    ("error", 0),
    ("math", 0),
    ("rng", 0),
    ("model", 1),
    ("pair", 2),
    ("scenario", 3),
    ("flow", 4),
    ("states", 4),
    ("reuse", 4),
    ("sound", 4),
    ("catalogue", 5),
    ("semantics", 5),
    ("measure", 6),
    ("bindings", 7),
    ("lib", 8),
];

/// The order inside `flow`: a pair may stand on those before it.
const INSIDE_FLOW: [(&str, u32); 14] = [
    ("argument", 0),
    ("index", 0),
    ("occupancy", 1),
    ("entrants", 1),
    ("schedule", 2),
    ("delay", 2),
    ("sample", 2),
    ("objective", 3),
    ("rate_grid", 3),
    ("rates", 4),
    ("demand", 4),
    ("hold", 5),
    ("effect", 5),
    ("mod", 6),
];

/// The order inside `states`: a word or pair may stand on those before it, and beside those of its own rung only with a reason.
const INSIDE_STATES: [(&str, u32); 14] = [
    ("word", 0),
    ("token", 1),
    ("learn", 1),
    ("code", 1),
    ("cell", 2),
    ("reach", 3),
    ("space", 4),
    ("world", 5),
    ("theta", 6),
    ("lookup", 6),
    ("step", 6),
    ("walk", 6),
    ("orbit", 6),
    ("mod", 7),
];

/// The order inside `reuse`: the pairs stand beside each other, so none may name another.
const INSIDE_REUSE: [&str; 3] = ["result_cache", "batch", "profile"];

/// The order inside `sound`: a pair may stand on those before it. `plan` is the word for what a plan does; `desk` asks all of
/// them; `sample` draws inputs for all.
const INSIDE_SOUND: [(&str, u32); 12] = [
    ("plan", 0),
    ("counts", 1),
    ("capture", 1),
    ("hotspots", 2),
    ("slots", 2),
    ("effect", 3),
    ("objective", 4),
    ("rates", 5),
    ("bound", 5),
    ("desk", 6),
    ("sample", 9),
    ("mod", 9),
];

fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 30, "only {} sources were found", found.len());
    found
}

/// The path of a source below `src`, in parts without the extension: `["flow", "delay", "reference"]`.
fn parts(path: &Path) -> Vec<String> {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("it lies below src");
    below.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect()
}

/// The lines of a source that are code, up to its own tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("src can be read");
    text.lines()
        .take_while(|line| !line.contains("#[cfg(test)]"))
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn rung(table: &[(&str, u32)], name: &str) -> Option<u32> {
    table.iter().find(|(known, _)| *known == name).map(|(_, rung)| *rung)
}

/// What follows each `prefix` in the code: the first word, or each first word of a braced list.
fn words_after(code: &str, prefix: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    code.match_indices(prefix)
        .flat_map(|(at, _)| {
            let rest = &code[at + prefix.len()..];
            match rest.strip_prefix('{') {
                Some(list) => {
                    let end = list.find(';').unwrap_or(list.len());
                    list[..end].split(',').map(|item| word(item.trim())).collect()
                }
                None => vec![word(rest)],
            }
        })
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn every_top_level_module_has_a_rung() {
    for path in sources() {
        let top = &parts(&path)[0];
        assert!(rung(&RUNGS, top).is_some(), "{top} has no rung: add it to RUNGS in tests/ladder.rs");
    }
}

#[test]
fn imports_point_down() {
    let mut seen = 0;
    for path in sources() {
        let (own, code) = (parts(&path), code(&path));
        let own_rung = rung(&RUNGS, &own[0]).expect("checked by another test");
        for used in words_after(&code, "crate::") {
            // Types re-exported at the top are those of `error`.
            let used = if used == "Error" || used == "Result" { "error".to_owned() } else { used };
            let Some(used_rung) = rung(&RUNGS, &used) else {
                panic!("{} uses crate::{used}, which has no rung", path.display())
            };
            let allowed = used_rung < own_rung || used == own[0];
            assert!(allowed, "{} (rung {own_rung}) uses {used} (rung {used_rung}): imports point down", path.display());
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} imports were seen: does this test still find them?");
}

#[test]
fn nothing_reaches_two_levels_up() {
    for path in sources() {
        assert!(
            !code(&path).contains("super::super"),
            "{} uses super::super: name the path from crate",
            path.display()
        );
    }
}

#[test]
fn pairs_of_a_family_stand_on_those_before_them() {
    for (family, table) in [("flow", &INSIDE_FLOW[..]), ("sound", &INSIDE_SOUND[..])] {
        for path in sources().iter().filter(|path| parts(path)[0] == family && parts(path).len() > 1) {
            let own = &parts(path)[1];
            let own_rung = rung(table, own).unwrap_or_else(|| panic!("{family}/{own} has no place inside {family}"));
            let inside = format!("crate::{family}::");
            let direct = if parts(path).len() == 2 { "super::" } else { &inside };
            for used in words_after(&code(path), direct).iter().chain(&words_after(&code(path), &inside)) {
                let Some(used_rung) = rung(table, used) else { continue };
                let allowed = used_rung <= own_rung;
                assert!(allowed, "{family}/{own} uses {family}/{used}, which stands on it");
            }
        }
    }
}

#[test]
fn words_and_pairs_of_states_stand_on_those_before_them() {
    for path in sources().iter().filter(|path| parts(path)[0] == "states" && parts(path).len() > 1) {
        let own = &parts(path)[1];
        // What is not listed here is a word of the store, which has an order of its own.
        let Some(own_rung) = rung(&INSIDE_STATES, own) else { continue };
        for used in words_after(&code(path), "crate::states::") {
            let Some(used_rung) = rung(&INSIDE_STATES, &used) else { continue };
            let allowed = used_rung < own_rung || used == *own;
            assert!(allowed, "states/{own} uses states/{used}, which does not lie below it");
        }
    }
}

#[test]
fn pairs_of_reuse_stand_beside_each_other() {
    for path in sources().iter().filter(|path| parts(path)[0] == "reuse" && parts(path).len() > 2) {
        let own = &parts(path)[1];
        for used in words_after(&code(path), "crate::reuse::") {
            let another = INSIDE_REUSE.contains(&used.as_str()) && used != *own;
            assert!(
                !another,
                "{} uses reuse/{used}: the pairs of this family know nothing of each other",
                path.display()
            );
        }
    }
}

#[test]
fn a_reference_side_uses_no_optimised_one() {
    for path in sources().iter().filter(|path| path.ends_with("reference.rs")) {
        let code = code(path);
        for word in ["optimised::", "Side::Optimised", "VolumeIndex", "::index("] {
            assert!(
                !code.contains(word),
                "{} names {word}: a reference side is plain all the way down",
                path.display()
            );
        }
    }
}

#[test]
fn only_bindings_name_javascript_and_only_measure_names_clocks() {
    for path in sources() {
        let (own, code) = (parts(&path), code(&path));
        for word in ["wasm_bindgen", "JsValue", "js_sys"] {
            assert!(own[0] == "bindings" || !code.contains(word), "{} names {word}: only bindings may", path.display());
        }
        for word in ["Instant", "SystemTime"] {
            let clock = own == ["measure", "clock"];
            assert!(clock || !code.contains(word), "{} names {word}: only measure/clock.rs may", path.display());
        }
    }
}

#[test]
fn the_planted_imports_are_found() {
    let planted = "use crate::flow::delay;\nuse crate::{measure, scenario::Traffic};\n";
    assert_eq!(words_after(planted, "crate::"), ["flow", "measure", "scenario"]);
}
