//! The sound flow model: what is refused and with which code, and what each model makes of a file of the other.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;

use loadline::Error;
use loadline::scenario::sound::{Question, from_published, question, to_json, to_published};
use loadline::scenario::{self, About, Params};
use serde_json::{Value, json};

/// A recorded file of the sound model.
fn recorded(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/sound").join(name);
    let text = std::io::read_to_string(flate2::read::GzDecoder::new(&fs::read(path).unwrap()[..])).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A recorded case as a scenario file.
fn file(shared: &Value, case: &Value) -> Value {
    let mut file = case["scenario"].as_str().map_or(&case["scenario"], |key| &shared["scenarios"][key]).clone();
    let fields = file.as_object_mut().unwrap();
    fields.retain(|key, _| !matches!(key.as_str(), "formatVersion" | "name"));
    for key in ["regulations", "analysis", "weights"].into_iter().filter(|key| case[*key] != Value::Null) {
        fields.insert(key.to_owned(), case[key].clone());
    }
    if case["search"] != Value::Null {
        fields.insert("search".to_owned(), json!({ "grids": case["search"]["grids"] }));
    }
    file
}

/// The codes of what is wrong with a file.
fn codes(file: &Value) -> Vec<(&'static str, String)> {
    match question(&file.to_string(), "a file") {
        Ok(_) => Vec::new(),
        Err(Error::Scenario { problems, .. }) => problems.into_iter().map(|p| (p.code, p.at)).collect(),
        Err(error) => panic!("{error}"),
    }
}

fn read(file: &Value) -> Question {
    question(&file.to_string(), "a file").unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_recorded_refusal_is_refused_with_its_code_alone() {
    let shared = recorded("errors.json.gz");
    for case in shared["cases"].as_array().unwrap() {
        let found = codes(&file(&shared, case));
        assert_eq!(found.len(), 1, "{}: {found:?}", case["name"]);
        assert_eq!(found[0].0, case["expectedError"], "{found:?}");
    }
    assert_eq!(shared["cases"].as_array().unwrap().len(), 14);
}

#[test]
fn every_recorded_scenario_is_read() {
    let mut read_so_far = 0;
    for name in ["micro", "random_small", "bounds_small", "gen101", "swiss_hotspots", "swiss_slots", "swiss_search"] {
        let shared = recorded(&format!("{name}.json.gz"));
        for case in shared["cases"].as_array().unwrap() {
            read(&file(&shared, case));
            read_so_far += 1;
        }
    }
    assert_eq!(read_so_far, 41 + 40 + 30 + 3 + 9 + 6 + 5);
}

/// A bundled scenario.
fn bundled(name: &str) -> scenario::Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/flow").join(name);
    scenario::load(&fs::read(path).unwrap(), name).unwrap_or_else(|error| panic!("{error}"))
}

/// The stays of a flight: volume, entry, exit.
fn stays(question: &Question, id: &str) -> Vec<(String, i64, i64)> {
    let (day, flight) = (&question.day, question.day.flights.named(id).unwrap());
    let stay =
        |at: usize| (day.volumes[day.stays.volume[at].index()].id.clone(), day.stays.entry_s[at], day.stays.exit_s[at]);
    day.flights.stays(flight).map(stay).collect()
}

#[test]
fn writing_and_reading_gives_the_same_question() {
    for name in ["micro", "random_small", "bounds_small", "gen101", "swiss_slots", "swiss_search"] {
        let shared = recorded(&format!("{name}.json.gz"));
        for case in shared["cases"].as_array().unwrap() {
            let question = read(&file(&shared, case));
            let text = to_json(&About { title: "again", ..About::default() }, &question);
            assert_eq!(read(&serde_json::from_str(&text).unwrap()), question, "{name}: {}", case["name"]);
        }
    }
}

#[test]
fn the_order_of_a_file_never_matters() {
    let shared = recorded("random_small.json.gz");
    for case in shared["cases"].as_array().unwrap() {
        let mut file = file(&shared, case);
        let question = read(&file);
        file["flights"].as_array_mut().unwrap().reverse();
        for flight in file["flights"].as_array_mut().unwrap() {
            flight["stays"].as_array_mut().unwrap().reverse();
        }
        for volume in file["volumes"].as_array_mut().unwrap() {
            if let Some(periods) = volume["entryCapacity"].as_array_mut() {
                periods.reverse();
            }
        }
        assert_eq!(read(&file), question, "{}", case["name"]);
    }
}

#[test]
fn the_swiss_day_of_both_models_is_the_same_day() {
    let published = bundled("swiss-2018-08-01.json.gz");
    let sound = bundled("swiss-2018-08-01-sound.json.gz");
    let (converted, written) = (published.flow_day().unwrap().question(), sound.flow_day().unwrap().question());
    assert_eq!(converted.day, written.day);
    assert_eq!((converted.day.flights.len(), converted.day.stays.len()), (1_244, 3_808));
    assert_eq!(converted.midnight, written.midnight);
    let (semantics, other) = (published.flow_day().unwrap().semantics(), sound.flow_day().unwrap().semantics());
    assert_eq!((semantics.name(), other.name()), ("published", "sound"));
}

#[test]
fn a_generated_day_is_the_recorded_one() {
    let shared = recorded("gen101.json.gz");
    let recorded = read(&file(&shared, &shared["cases"][0]));
    let (generated, _) = from_published(&scenario::generate(&Params::of_size("small", 101).unwrap()).unwrap());
    let ids = |question: &Question| question.day.volumes.iter().map(|volume| volume.id.clone()).collect::<Vec<_>>();
    for id in &recorded.day.flights.ids {
        assert_eq!(stays(&generated, id), stays(&recorded, id), "{id}");
    }
    assert_eq!(ids(&generated), ids(&recorded));
    assert_eq!(generated.day.flights.len(), recorded.day.flights.len());
}

#[test]
fn a_published_day_says_what_it_loses() {
    let day = bundled("after-midnight.json");
    let day = day.flow_day().unwrap();
    // 23:00 + 3,000 s in two pieces that touch: one stay that does not wrap at midnight.
    assert_eq!(stays(day.question(), "LATE 1"), [("NIGHT".to_owned(), 85_800, 87_000)]);
    let capacity = &day.question().day.volumes[0].entry_capacity;
    let periods: Vec<_> = capacity.iter().map(|period| (period.from_s, period.to_s, period.per_hour)).collect();
    assert_eq!(periods, [(0, 10_800, 2), (79_200, 86_400, 2)]);
    let lost: Vec<_> = day.losses().iter().map(|loss| (loss.code, loss.count)).collect();
    assert_eq!(lost, [("conversion/undeclared-hours", 19), ("conversion/weights", 1), ("conversion/candidates", 2)]);
}

#[test]
fn a_sound_day_says_what_it_loses() {
    let scenario = bundled("sound-two-flows.json");
    let day = scenario.flow_day().unwrap();
    let traffic = day.traffic();
    let flows: Vec<_> = traffic.flows.iter().map(|flow| (flow.id.as_str(), flow.flights.len())).collect();
    assert_eq!(flows, [("from the north", 4), ("the rest", 3)]);
    assert_eq!((traffic.window.clone(), &*traffic.volumes[traffic.control.index()].id), (92..100, "NIGHT"));
    let codes: Vec<_> = day.losses().iter().map(|loss| loss.code).collect();
    for code in ["conversion/frozen", "conversion/occupancy", "conversion/undeclared-hours", "conversion/other-days"] {
        assert!(codes.contains(&code), "{code} is missing of {codes:?}");
    }
}

#[test]
fn to_the_published_model_and_back_keeps_every_stay() {
    for name in ["sound-re-entry.json", "swiss-2018-08-01-sound.json.gz"] {
        let scenario = bundled(name);
        let question = scenario.flow_day().unwrap().question();
        let (back, losses) = from_published(&to_published(question).0);
        assert_eq!(back.day.stays, question.day.stays, "{name}");
        assert_eq!(back.day.flights.ids, question.day.flights.ids, "{name}");
        assert!(losses.iter().all(|loss| loss.code != "conversion/other-bins"), "{name}: {losses:?}");
    }
}

#[test]
fn a_stay_is_cut_at_quarters_and_may_be_empty() {
    let text = json!({
        "volumes": [{ "id": "V" }],
        "flights": [{ "id": "F", "takeoff": 0, "stays": [["V", 800, 1900], ["V", 2700, 2700]] }],
    });
    let (traffic, _) = to_published(&read(&text));
    let rows: Vec<_> = (0..traffic.intervals.len())
        .map(|at| (traffic.intervals.bin[at], traffic.intervals.entry_s[at], traffic.intervals.exit_s[at]))
        .collect();
    assert_eq!(rows, [(0, 800.0, 900.0), (1, 900.0, 1800.0), (2, 1800.0, 1900.0), (3, 2700.0, 2700.0)]);
}

#[test]
fn what_would_not_fit_is_refused_before_it_is_made() {
    let stays = vec![json!(["V", -600_000, 600_000]); 4];
    let flights: Vec<Value> = (0..600).map(|at| json!({ "id": format!("F{at}"), "stays": stays })).collect();
    let long = json!({ "volumes": [{ "id": "V" }], "flights": flights });
    assert!(codes(&long).is_empty(), "stays that touch are one");
    let flights: Vec<Value> = (0..2_300).map(|at| json!({ "id": format!("F{at}"), "stays": [stays[0]] })).collect();
    assert_eq!(codes(&json!({ "volumes": [{ "id": "V" }], "flights": flights }))[0].0, "scenario/too-large");
    let regulation =
        json!({ "id": "R", "volume": "V", "period": [-600_000, 600_000], "flows": [{ "id": "all", "rate": 100_000 }] });
    let slots = json!({ "volumes": [{ "id": "V" }], "flights": [], "regulations": [regulation] });
    assert_eq!(codes(&slots), [("scenario/too-large", "regulations".to_owned())]);
    let volumes: Vec<Value> = (0..100).map(|at| json!({ "id": format!("V{at}") })).collect();
    let windows = json!({ "volumes": volumes, "flights": [], "analysis": { "stepS": 1, "occStepS": 1 }, "horizon": [-600_000, 600_000] });
    assert_eq!(codes(&windows).len(), 2);
}

#[test]
fn the_flows_of_the_published_day_hold_whom_the_first_regulation_captures() {
    let mut compared = 0;
    for name in ["micro", "random_small", "bounds_small", "swiss_slots", "swiss_search"] {
        let shared = recorded(&format!("{name}.json.gz"));
        for case in shared["cases"].as_array().unwrap() {
            let Some(first) = case["regulations"].get(0) else { continue };
            let expected = &case["expected"]["capture"][first["id"].as_str().unwrap()];
            let Some(expected) = expected.as_object() else { continue };
            let (traffic, _) = to_published(&read(&file(&shared, case)));
            for flow in &traffic.flows {
                let names: Vec<&str> = flow.flights.iter().map(|id| traffic.flights.ids[id.index()].as_str()).collect();
                let wanted: Vec<&str> =
                    expected[&flow.id].as_array().unwrap().iter().map(|row| row[1].as_str().unwrap()).collect();
                assert_eq!(names, wanted, "{name}: {}: {}", case["name"], flow.id);
                compared += 1;
            }
        }
    }
    assert!(compared > 50, "only {compared} flows were compared");
}

#[test]
fn no_rate_is_always_tried() {
    let regulation = json!({ "id": "R", "volume": "V", "period": [0, 3600], "flows": [{ "id": "all" }] });
    let file = json!({
        "volumes": [{ "id": "V" }], "flights": [], "regulations": [regulation], "search": { "grids": [[12, 6, 12]] },
    });
    assert_eq!(read(&file).search.unwrap().grids, [[None, Some(12), Some(6)]]);
}

#[test]
fn a_period_that_is_not_whole_bins_is_widened_and_that_is_said() {
    let widened = |from: i64, to: i64| {
        let regulation = json!({ "id": "R", "volume": "V", "period": [from, to], "flows": [{ "id": "all" }] });
        let file = json!({ "volumes": [{ "id": "V" }], "flights": [], "regulations": [regulation] });
        let (traffic, losses) = to_published(&read(&file));
        (traffic.window, losses.iter().any(|loss| loss.code == "conversion/period"))
    };
    assert_eq!(widened(900, 2_700), (1..3, false));
    assert_eq!(widened(901, 2_701), (1..4, true));
    assert_eq!(widened(-900, 900), (0..1, true));
}
