//! The rules of the house that a program can check.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use loadline::catalogue;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder whose names end in one of `endings`; build output and installed packages left out.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("the project can be read").path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if ["node_modules", "target", "dist", "pkg", ".git"].contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                walk(&path, endings, found);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), endings, &mut found);
    found
}

#[test]
fn no_source_is_longer_than_500_lines() {
    let sources = [files("src", &[".rs"]), files("tests", &[".rs"]), files("www/src", &[".ts", ".css"])].concat();
    let long: Vec<String> = sources
        .iter()
        .filter_map(|path| {
            let lines = fs::read_to_string(path).expect("sources are text").lines().count();
            (lines > 500).then(|| format!("{} has {lines} lines", path.display()))
        })
        .collect();
    assert!(sources.len() > 30 && long.is_empty(), "aim at 250, stop at 500: {long:#?}");
}

#[test]
fn a_pair_is_three_files() {
    for pair in catalogue::pairs() {
        for file in ["mod.rs", "reference.rs", "optimised.rs"] {
            let path = root().join("src").join(pair.name).join(file);
            assert!(path.is_file(), "{} is missing", path.display());
        }
    }
}

#[test]
fn an_optimised_side_argues_its_case() {
    for pair in catalogue::pairs() {
        let path = root().join("src").join(pair.name).join("optimised.rs");
        let text = fs::read_to_string(&path).expect("a pair is three files");
        for part in ["//! Right because", "//! Fast because", "//! Did not pay"] {
            assert!(text.contains(part), "{} does not say {part:?}", path.display());
        }
    }
}

#[test]
fn a_pair_has_cases_worked_out_by_hand() {
    for pair in catalogue::pairs() {
        let path = root().join("tests/cases").join(format!("{}.json", pair.name));
        assert!(path.is_file(), "{} is missing", path.display());
    }
}

#[test]
fn every_recorded_file_is_replayed() {
    let parity = fs::read_to_string(root().join("tests/parity.rs")).expect("the parity tests exist");
    let recorded = files("tests/cases", &[".json.gz"]);
    assert!(recorded.len() >= 25, "only {} recorded files were found", recorded.len());
    for path in recorded {
        let name = path.file_name().expect("a file has a name").to_string_lossy().replace(".json.gz", "");
        assert!(parity.contains(&name), "{name} is not listed in tests/parity.rs");
    }
}

/// Words that are names for a method or a drawer, not for an answer.
#[test]
fn names_say_the_answer() {
    let banned =
        ["fn get_", "fn do_", "fn calc_", "fn process_", "fn handle_", "mod util", "mod common", "mod helper", "_v2("];
    for path in files("src", &[".rs"]) {
        let text = fs::read_to_string(&path).expect("sources are text");
        for word in banned {
            assert!(!text.contains(word), "{} has {word:?}: name the answer", path.display());
        }
    }
}

#[test]
fn nothing_is_marked_unfinished_or_skipped() {
    let sources = [files("src", &[".rs"]), files("tests", &[".rs", ".mjs"]), files("www", &[".ts", ".mjs"])].concat();
    // Put together here, so that this file does not find itself.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("#[ig", "nore"),
        concat!("todo", "!("),
        concat!("unimplem", "ented!("),
    ];
    for path in sources {
        let text = fs::read_to_string(&path).expect("sources are text");
        for mark in marks {
            assert!(!text.contains(mark), "{} has {mark:?}", path.display());
        }
    }
}

#[test]
fn the_readme_table_is_that_of_the_catalogue() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let listed: BTreeSet<&str> = catalogue::pairs().map(|pair| pair.name).collect();
    for name in listed {
        assert!(
            readme.contains(&format!("`{name}`")),
            "README.md does not list `{name}`: run `make bench` to splice it"
        );
    }
}

#[test]
fn the_command_line_tool_has_the_version_of_the_crate() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("there is a manifest");
    let versions = fs::read_to_string(root().join("scripts/versions.sh")).expect("versions live in one file");
    let pinned = manifest.split("wasm-bindgen = { version = \"=").nth(1).and_then(|rest| rest.split('"').next());
    let pinned = pinned.expect("wasm-bindgen is pinned with =");
    assert!(versions.contains(pinned), "scripts/versions.sh does not have wasm-bindgen {pinned}");
}
