//! Scenario files: every good one loads, every bad one gives the problems it promises, and the schemas are fresh.
//!
//! `LOADLINE_WRITE=1 cargo test --test scenario_files` writes `tests/bad/promised.txt` and the files in `schema/` anew;
//! read the difference before you keep it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod days;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use loadline::Error;
use loadline::error::{Problem, Severity};
use loadline::scenario::{SCHEMAS, from_json, generated_schemas, load, to_json};
use proptest::prelude::*;

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The files of a folder that hold JSON, gzipped or not, by name.
fn json_files(path: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .filter(|(name, _)| name.ends_with(".json") || name.ends_with(".json.gz"))
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{path} holds no JSON");
    files
}

/// Compares a file of the repository with what it should hold, or writes it when asked to.
fn fresh(path: &str, wanted: &str) {
    let file = folder(path);
    if std::env::var_os("LOADLINE_WRITE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, wanted).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    let parts = found.lines().zip(wanted.lines()).enumerate().find(|(_, (found, wanted))| found != wanted);
    assert!(
        found == wanted,
        "{path} is not fresh, first at {parts:#?}\nLOADLINE_WRITE=1 cargo test --test scenario_files writes it anew"
    );
}

#[test]
fn every_scenario_loads_and_is_sound() {
    for (name, bytes) in json_files("scenarios/flow") {
        let scenario = load(&bytes, &name).unwrap_or_else(|error| panic!("{error}"));
        days::assert_sound(scenario.traffic().expect("it is a day of traffic"));
    }
}

#[test]
fn every_question_about_states_loads_without_a_warning() {
    for (name, bytes) in json_files("scenarios/states") {
        let scenario = load(&bytes, &name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((scenario.warning_count, scenario.kind().name()), (0, "states"), "{name}");
        assert!(!scenario.states().unwrap().walk.calls.is_empty(), "{name}");
    }
}

#[test]
fn the_scenario_inside_every_recorded_case_loads_as_it_is() {
    let mut loaded = 0;
    for (name, bytes) in json_files("tests/cases/flow") {
        let text = if name.ends_with(".gz") {
            std::io::read_to_string(flate2::read::GzDecoder::new(&bytes[..])).unwrap()
        } else {
            String::from_utf8(bytes).unwrap()
        };
        let case: serde_json::Value = serde_json::from_str(&text).unwrap();
        let inside = [&case["scenario"], &case["scenarioProjected"]].into_iter().find(|value| value.is_object());
        let Some(inside) = inside else { continue };
        let scenario = from_json(&inside.to_string(), &name).unwrap_or_else(|error| panic!("{error}"));
        days::assert_sound(scenario.traffic().expect("it is a day of traffic"));
        loaded += 1;
    }
    assert!(loaded >= 25, "only {loaded} files hold a scenario of their own");
}

/// Inputs that once made the loader panic; the folder is there once there is one.
#[test]
fn what_once_broke_the_loader_breaks_it_no_more() {
    let crashers = fs::read_dir(folder("tests/crashers/scenario")).into_iter().flatten();
    for path in crashers.map(|entry| entry.unwrap().path()) {
        if let Ok(scenario) = load(&fs::read(&path).unwrap(), &path.to_string_lossy()) {
            days::assert_sound(scenario.traffic().expect("it is a day of traffic"));
        }
    }
}

/// One line a problem, as `promised.txt` has it.
fn lines(problems: &[Problem]) -> String {
    let mut text = String::new();
    for Problem { code, severity, at, line, found, remedy } in problems {
        let severity = if *severity == Severity::Error { "error" } else { "warning" };
        let line = line.map(|line| format!(" (line {line})")).unwrap_or_default();
        writeln!(text, "  {severity} {code}\n    {at}{line}: {found}; {remedy}").unwrap();
    }
    text
}

#[test]
fn every_bad_file_gives_the_problems_it_promises() {
    let mut told = String::new();
    for (name, bytes) in json_files("tests/bad") {
        let (verdict, problems) = match load(&bytes, &name) {
            Ok(scenario) => (format!("loaded, warnings: {}", scenario.warning_count), scenario.warnings),
            Err(Error::Scenario { problems, count, .. }) => (format!("refused, problems: {count}"), problems),
            Err(error) => panic!("{error}"),
        };
        write!(told, "{name}: {verdict}\n{}\n", lines(&problems)).unwrap();
    }
    fresh("tests/bad/promised.txt", &told);
}

/// Every file of Rust code in a folder and below.
fn code(folder: &Path, found: &mut String) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            code(&path, found);
        } else {
            found.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_code_has_a_file_or_a_limit_that_shows_it() {
    let mut loader = String::new();
    code(&folder("src/scenario"), &mut loader);
    let shown = fs::read_to_string(folder("tests/bad/promised.txt")).unwrap();
    let families = ["scenario/", "regulation/", "plan/", "filter/"];
    let codes = families.iter().flat_map(|family| {
        let quoted = loader.split(['"', '\n']).filter(|text| text.starts_with(family) && !text.contains(' '));
        quoted.map(str::to_owned).collect::<Vec<_>>()
    });
    // Plans are no files of their own; what is wrong with them is shown in tests/sound_desk.rs.
    let plans = fs::read_to_string(folder("tests/sound_desk.rs")).unwrap();
    let unseen: Vec<String> = codes
        .filter(|code| !shown.contains(&format!(" {code}\n")) && !plans.contains(&format!("\"{code}\"")))
        .collect();
    assert_eq!(unseen, [""; 0], "no file of tests/bad shows these codes");
}

#[test]
fn the_schemas_are_fresh() {
    let made = generated_schemas();
    for (name, made) in &made {
        fresh(&format!("schema/{name}.json"), made);
    }
    for (schema, (name, made)) in SCHEMAS.iter().zip(&made) {
        assert!(*schema == (*name, made.as_str()), "run the tests again, now that schema/{name}.json is written");
    }
}

#[test]
fn all_problems_are_counted_and_a_hundred_are_listed_errors_first() {
    let interval = r#"{ "tv": "V", "bin": 96, "entryTimeS": -1, "exitTimeS": 0, "speed": 3 }"#;
    let intervals = vec![interval; 150].join(",\n");
    let text = format!(
        r#"{{ "timeBinMinutes": 15, "trafficVolumes": [{{ "id": "V", "hourlyCapacity": {{ "0": 1 }} }}],
           "flights": [{{ "id": "F", "takeoffTime": "2018-08-01T00:00:00", "intervals": [{intervals}] }}],
           "flows": {{}}, "controlVolume": "V", "windowBins": [0, 4] }}"#
    );
    let Err(Error::Scenario { problems, count, .. }) = from_json(&text, "many.json") else { panic!("it loaded") };
    assert_eq!((count, problems.len()), (450, 100));
    assert!(problems.iter().all(|problem| problem.severity == Severity::Error));
    assert_eq!((problems[99].at.as_str(), problems[99].line), ("flights[0].intervals[99].bin", Some(101)));
}

#[test]
fn a_byte_order_mark_is_read_past_and_the_hash_covers_the_text() {
    let (_, plain) = json_files("tests/bad").into_iter().find(|(name, _)| name == "nothing-wrong.json").unwrap();
    let marked = [b"\xef\xbb\xbf", &plain[..]].concat();
    let (plain, marked) = (load(&plain, "plain").unwrap(), load(&marked, "marked").unwrap());
    assert_eq!(plain.traffic().expect("it is a day of traffic"), marked.traffic().expect("it is a day of traffic"));
    assert_eq!((plain.sha256, plain.json_bytes), (marked.sha256, marked.json_bytes));
}

#[test]
fn both_forms_of_intervals_give_the_same_day() {
    let (_, readable) = json_files("tests/bad").into_iter().find(|(name, _)| name == "nothing-wrong.json").unwrap();
    let readable = load(&readable, "readable").unwrap();
    let table =
        from_json(&to_json(&readable.about(), readable.traffic().expect("it is a day of traffic")), "table").unwrap();
    assert_eq!(table.traffic().expect("it is a day of traffic"), readable.traffic().expect("it is a day of traffic"));
    assert_eq!(table.about(), readable.about());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_day_that_is_written_is_read_as_it_was(day in days::day()) {
        let about = loadline::scenario::About { title: "a \"day\"\n", synthetic: true, ..Default::default() };
        let text = to_json(&about, &day);
        let scenario = from_json(&text, "written").map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&**scenario.traffic().expect("it is a day of traffic"), &day);
        prop_assert_eq!(scenario.about(), about);
        days::assert_sound(scenario.traffic().expect("it is a day of traffic"));
    }

    #[test]
    fn no_bytes_make_the_loader_panic(
        pick in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..4, any::<u8>()), 1..6),
        packed in any::<bool>(),
    ) {
        let files = json_files("tests/bad");
        let mut bytes = pick.get(&files).1.clone();
        for (place, kind, byte) in edits {
            let at = place.index(bytes.len() + 1);
            match kind {
                0 => bytes.insert(at, byte),
                1 if at < bytes.len() => bytes[at] = byte,
                2 if at < bytes.len() => drop(bytes.remove(at)),
                // Pieces of JSON break more than random bytes do.
                _ => {
                    let piece = ["null", "[]", "{}", "-1", "1e9", "\"\"", "NaN", ",", "\"id\":"][usize::from(byte) % 9];
                    bytes.splice(at..at, piece.bytes());
                }
            }
        }
        if packed {
            bytes = days::gzip(&bytes);
        }
        if let Ok(scenario) = load(&bytes, "edited") {
            days::assert_sound(scenario.traffic().expect("it is a day of traffic"));
        }
    }
}
