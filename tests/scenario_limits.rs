//! The limits of a scenario file, each at its edge: what is just within loads, what is just beyond is told which limit.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::Write;

use loadline::Error;
use loadline::scenario::{from_json, limits, load};

/// The parts of a small scenario, each to be exchanged for a large one.
struct Parts {
    volumes: String,
    flights: String,
    more: String,
    flows: String,
    bin_minutes: u32,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            volumes: r#"{"id":"V","hourlyCapacity":{"0":1}}"#.to_owned(),
            flights: String::new(),
            more: String::new(),
            flows: String::new(),
            bin_minutes: 60,
        }
    }
}

impl Parts {
    fn text(&self) -> String {
        let Self { volumes, flights, more, flows, bin_minutes } = self;
        format!(
            "{{\"timeBinMinutes\":{bin_minutes},\"trafficVolumes\":[{volumes}],\"flights\":[{flights}],{more}\
             \"flows\":{{{flows}}},\"controlVolume\":\"V\",\"windowBins\":[0,1]}}"
        )
    }
}

/// Each of `count` pieces, with commas between.
fn list(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().join(",")
}

/// The codes, places and findings of a refused text; none where it loads.
fn problems(text: &str) -> Vec<String> {
    match from_json(text, "large") {
        Ok(_) => Vec::new(),
        Err(Error::Scenario { problems, .. }) => {
            problems.iter().map(|problem| format!("{} {}: {}", problem.code, problem.at, problem.found)).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

/// `parts(limit)` loads, and `parts(limit + 1)` is refused at `place` for one thing only.
#[track_caller]
fn edge(limit: usize, place: &str, what: &str, parts: impl Fn(usize) -> Parts) {
    assert_eq!(problems(&parts(limit).text()), [""; 0]);
    let grouped = |value: usize| {
        let digits = value.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).expect("digits are ASCII")).collect();
        groups.join(",")
    };
    let beyond = format!("scenario/too-large {place}: has {} {what}", grouped(limit + 1));
    assert_eq!(problems(&parts(limit + 1).text()), [beyond]);
}

fn flight(index: usize) -> String {
    format!(r#"{{"id":"F{index}","takeoffTime":"2018-08-01T08:00:00","intervals":[]}}"#)
}

#[test]
fn volumes() {
    edge(limits::VOLUMES, "trafficVolumes", "volumes", |count| Parts {
        volumes: list(count, |i| {
            format!(r#"{{"id":"V{}","hourlyCapacity":{{"0":1}}}}"#, if i == 0 { String::new() } else { i.to_string() })
        }),
        ..Parts::default()
    });
}

#[test]
fn volumes_times_bins() {
    let volumes = limits::VOLUME_BINS / 1440;
    let day = |count| Parts {
        bin_minutes: 1,
        volumes: list(count, |i| {
            format!(r#"{{"id":"V{}","hourlyCapacity":{{"0":1}}}}"#, if i == 0 { String::new() } else { i.to_string() })
        }),
        ..Parts::default()
    };
    assert_eq!(problems(&day(volumes).text()), [""; 0]);
    assert_eq!(problems(&day(volumes + 1).text()), ["scenario/too-large trafficVolumes: has 4,000,320 volumes × bins"]);
}

#[test]
fn flights() {
    edge(limits::FLIGHTS, "flights", "flights", |count| Parts { flights: list(count, flight), ..Parts::default() });
}

#[test]
fn intervals_in_a_table() {
    edge(limits::INTERVALS, "intervals", "intervals", |count| {
        let zeros = list(count, |_| "0".to_owned());
        let table = ["flight", "tv", "bin", "entryTimeS", "exitTimeS"].map(|name| format!("\"{name}\":[{zeros}]"));
        Parts {
            flights: r#"{"id":"F","takeoffTime":"2018-08-01T08:00:00"}"#.to_owned(),
            more: format!("\"intervals\":{{{}}},", table.join(",")),
            ..Parts::default()
        }
    });
}

#[test]
fn intervals_in_the_flights() {
    let interval = r#"{"tv":"V","bin":0,"entryTimeS":0,"exitTimeS":0}"#;
    let intervals = vec![interval; limits::INTERVALS + 1].join(",");
    let flights = format!(r#"{{"id":"F","takeoffTime":"2018-08-01T08:00:00","intervals":[{intervals}]}}"#);
    let beyond = "scenario/too-large flights: has 3,000,001 intervals";
    assert_eq!(problems(&Parts { flights, ..Parts::default() }.text()), [beyond]);
}

#[test]
fn flows_and_the_flights_they_list() {
    edge(limits::FLOWS, "flows", "flows", |count| Parts {
        flows: list(count, |i| format!("\"{i}\":[]")),
        ..Parts::default()
    });
    edge(limits::LISTED_FLIGHTS, "flows", "flights in flows", |count| Parts {
        flights: flight(0),
        flows: format!("\"A\":[{}],\"B\":[\"F0\"]", vec!["\"F0\""; count - 1].join(",")),
        ..Parts::default()
    });
}

#[test]
fn cells() {
    for name in ["targetCells", "rippleCells"] {
        edge(limits::CELLS, name, "cells", |count| Parts {
            more: format!("\"{name}\":[{}],", vec!["[\"V\",0]"; count].join(",")),
            ..Parts::default()
        });
    }
}

#[test]
fn releases() {
    // 24 bins and the one after them, for each flow and candidate.
    let (flows, candidates) = (400, limits::RELEASES / 400 / 25);
    assert_eq!(flows * candidates * 25, limits::RELEASES);
    let day = |candidates| Parts {
        flows: list(flows, |i| format!("\"{i}\":[]")),
        more: format!("\"candidates\":[{}],", vec![r#"{"name":"","rates":{}}"#; candidates].join(",")),
        ..Parts::default()
    };
    assert_eq!(problems(&day(candidates).text()), [""; 0]);
    let beyond = "scenario/too-large candidates: has 4,010,000 releases (candidates × flows × bins)";
    assert_eq!(problems(&day(candidates + 1).text()), [beyond]);
}

#[test]
fn points_of_outlines() {
    edge(limits::OUTLINE_POINTS, "trafficVolumes", "points in outlines", |count| {
        let ring = vec!["[6,46]"; count].join(",");
        Parts {
            volumes: format!(r#"{{"id":"V","hourlyCapacity":{{"0":1}},"outline":[[{ring}]]}}"#),
            ..Parts::default()
        }
    });
}

#[test]
fn characters_of_names_and_sentences() {
    let of = |count| "é".repeat(count);
    edge(limits::ID_CHARS, "flights[0].id", "characters", |count| Parts {
        flights: flight(0).replace("F0", &of(count)),
        ..Parts::default()
    });
    edge(limits::SENTENCE_CHARS, "source", "characters", |count| Parts {
        more: format!("\"source\":\"{}\",", of(count)),
        ..Parts::default()
    });
}

#[test]
fn seconds_from_takeoff() {
    let day = |exit: f64| Parts {
        flights: flight(0).replace("[]", &format!(r#"[{{"tv":"V","bin":0,"entryTimeS":0,"exitTimeS":{exit}}}]"#)),
        ..Parts::default()
    };
    assert_eq!(problems(&day(limits::SECONDS).text()), [""; 0]);
    assert_eq!(problems(&day(limits::SECONDS + 0.5).text()).len(), 1);
}

#[test]
fn lists_objects_and_values_are_counted_before_they_are_read() {
    // One more list than allowed, in a field that nothing reads.
    let lists = |count: usize| Parts { more: format!("\"x\":[{}],", vec!["[]"; count].join(",")), ..Parts::default() };
    let others = lists(0).text().bytes().filter(|byte| b"[{".contains(byte)).count();
    assert_eq!(problems(&lists(limits::CONTAINERS - others).text()), [""; 0]);
    let beyond = "scenario/too-large the whole file: has 5,000,001 lists and objects";
    assert_eq!(problems(&lists(limits::CONTAINERS - others + 1).text()), [beyond]);
    let commas = ",".repeat(limits::VALUES + 1);
    assert_eq!(problems(&commas), ["scenario/too-large the whole file: has 20,000,001 values"]);
    assert!(problems(&commas[1..])[0].starts_with("scenario/not-json"));
}

#[test]
fn bytes_of_text_and_of_gzip() {
    let blank = " ".repeat(limits::TEXT_BYTES + 1);
    let beyond = "scenario/too-large the whole file: has 268,435,457 bytes of text";
    assert_eq!(problems(&blank), [beyond]);
    assert_eq!(problems(&blank[1..]), ["scenario/not-json line 1, column 268435456: the file is empty"]);
    let codes = |bytes: &[u8]| match load(bytes, "large") {
        Err(Error::Scenario { problems, .. }) => {
            problems.iter().map(|problem| problem.found.clone()).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    // A file of 261 kB that unpacks to more than the limit.
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(blank.as_bytes()).unwrap();
    drop(blank);
    assert_eq!(codes(&packer.finish().unwrap()), ["unpacks to more than 268,435,456 bytes of text"]);
    let mut packed = vec![0; limits::COMPRESSED_BYTES + 1];
    packed[..2].copy_from_slice(&[0x1f, 0x8b]);
    assert_eq!(codes(&packed), ["has 67,108,865 compressed bytes"]);
    assert_eq!(
        codes(&packed[..limits::COMPRESSED_BYTES]),
        ["the gzip file is broken or cut short after 0 bytes of text"]
    );
}
