//! The seeded generator makes the recorded days, and refuses what it cannot make.

use flate2::read::GzDecoder;
use loadline::Error;
use loadline::model::FlightId;
use loadline::scenario::{About, Params, Traffic, Volume, fingerprint, from_json, generate, generated_to_json};
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

struct Case {
    name: &'static str,
    gzip: &'static [u8],
}

const fn case(name: &'static str, gzip: &'static [u8]) -> Case {
    Case { name, gzip }
}

/// Every recorded case that names the parameters of its day.
const CASES: [Case; 17] = [
    case("large_16flows", include_bytes!("../cases/flow/large_16flows.json.gz")),
    case("medium_8flows", include_bytes!("../cases/flow/medium_8flows.json.gz")),
    case("small_16flows", include_bytes!("../cases/flow/small_16flows.json.gz")),
    case("small_late_window", include_bytes!("../cases/flow/small_late_window.json.gz")),
    case("small_shortdwell", include_bytes!("../cases/flow/small_shortdwell.json.gz")),
    case("small_shuffled", include_bytes!("../cases/flow/small_shuffled.json.gz")),
    case("small_t24", include_bytes!("../cases/flow/small_t24.json.gz")),
    case("small_t48", include_bytes!("../cases/flow/small_t48.json.gz")),
    case("small_t96_a", include_bytes!("../cases/flow/small_t96_a.json.gz")),
    case("small_t96_b", include_bytes!("../cases/flow/small_t96_b.json.gz")),
    case("small_t96_share", include_bytes!("../cases/flow/small_t96_share.json.gz")),
    case("tiny_40flights_halfcaps", include_bytes!("../cases/flow/tiny_40flights_halfcaps.json.gz")),
    case("tiny_dup_share", include_bytes!("../cases/flow/tiny_dup_share.json.gz")),
    case("tiny_t24", include_bytes!("../cases/flow/tiny_t24.json.gz")),
    case("tiny_t48", include_bytes!("../cases/flow/tiny_t48.json.gz")),
    case("tiny_t96_a", include_bytes!("../cases/flow/tiny_t96_a.json.gz")),
    case("tiny_t96_b", include_bytes!("../cases/flow/tiny_t96_b.json.gz")),
];

impl Case {
    fn read(&self) -> (Value, Params) {
        let case: Value = serde_json::from_reader(GzDecoder::new(self.gzip)).unwrap();
        let params = Params::from_json(&case["generator"]["params"].to_string()).unwrap();
        (case, params)
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn every_generated_case_has_its_recorded_fingerprint() {
    for case in &CASES {
        let (recorded, params) = case.read();
        let day = generate(&params).unwrap();
        assert_eq!(fingerprint(&params, &day), recorded["generator"]["scenarioSha256"], "{}", case.name);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn every_generated_case_has_the_day_that_is_written_in_it() {
    for case in &CASES {
        let (recorded, params) = case.read();
        if recorded["scenario"].is_null() {
            continue;
        }
        let day = generate(&params).unwrap();
        assert!(written(&params, &day) == recorded["scenario"], "{}", case.name);
    }
}

/// The day as a scenario file has it.
fn written(params: &Params, day: &Traffic) -> Value {
    let name = |at: usize| day.volumes[day.intervals.volume[at].index()].id.as_str();
    let interval = |at: usize| {
        let (entry_s, exit_s) = (day.intervals.entry_s[at], day.intervals.exit_s[at]);
        serde_json::json!({ "tv": name(at), "bin": day.intervals.bin[at], "entryTimeS": entry_s, "exitTimeS": exit_s })
    };
    let flight = |flight: FlightId| {
        serde_json::json!({
            "id": day.flights.ids[flight.index()],
            "takeoffTime": day.flights.takeoff[flight.index()].to_string(),
            "intervals": day.flights.intervals(flight).map(interval).collect::<Vec<_>>(),
        })
    };
    // Written as people do: 5, not 5.0.
    let capacity = |value: &f64| serde_json::from_str::<Value>(&value.to_string()).unwrap();
    let volume = |volume: &Volume| {
        let hours = volume.hourly_capacity.iter().map(|(hour, value)| (hour.to_string(), capacity(value)));
        serde_json::json!({ "id": volume.id, "hourlyCapacity": hours.collect::<serde_json::Map<_, _>>() })
    };
    let flow = |position: usize| {
        let flow = &day.flows[position];
        let flights = flow.flights.iter().map(|flight| day.flights.ids[flight.index()].clone());
        (flow.id.clone(), flights.chain(params.ghost_names(position)).collect::<Value>())
    };
    serde_json::json!({
        "timeBinMinutes": day.horizon.bin_minutes(),
        "trafficVolumes": day.volumes.iter().map(volume).collect::<Vec<_>>(),
        "flights": day.flights.iter().map(flight).collect::<Vec<_>>(),
        "flows": (0..day.flows.len()).map(flow).collect::<serde_json::Map<_, _>>(),
        "controlVolume": day.volumes[day.control.index()].id,
        "windowBins": [day.window.start, day.window.end],
    })
}

#[wasm_bindgen_test(unsupported = test)]
fn a_generated_file_keeps_the_names_that_no_flight_has_and_loading_it_warns_of_them() {
    let (recorded, params) = case("tiny_dup_share", include_bytes!("../cases/flow/tiny_dup_share.json.gz")).read();
    let day = generate(&params).unwrap();
    let text = generated_to_json(&About::default(), &params, &day);
    let written: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(written["flows"], recorded["scenario"]["flows"]);
    let loaded = from_json(&text, "generated").unwrap();
    assert_eq!((loaded.warning_count, &**loaded.traffic().expect("it is a day of traffic")), (3, &day));
}

/// Parameters that the recorded cases do not reach, with their fingerprints: recorded from the language-neutral
/// generator.
const FINGERPRINTS: [(&str, &str); 12] = [
    (r#"{"seed": 7, "halfCaps": 1}"#, "628d8847c7182e8813d5f2812e1303cc3d907496c23a1841dca3ed0832bf00d5"),
    (
        r#"{"seed": 18446744073709551615, "nFlights": 60, "gridW": 5, "gridH": 3, "hubs": 2, "shuffleIntervals": 100, "detourPct": 40}"#,
        "7ae08b534e1636b1d5411354f70bb3e39fa90babdb4139fd3d3c7e22175da890",
    ),
    (
        r#"{"seed": 8, "nFlights": 200, "binMinutes": 60, "sharePct": 30, "windowLen": 5}"#,
        "c4f3e508b7fc6f165bff8fdf855208c343b259622861668638f25fa6fc6ae1ad",
    ),
    (
        r#"{"seed": 9, "nFlights": 200, "binMinutes": 30, "dupPct": 25, "ghosts": 13, "nFlows": 12, "windowLen": 7}"#,
        "f9213c6f1eda56783d1830962b4e92bf37d47ab926fdb31cec807a7937d9cbae",
    ),
    (
        r#"{"seed": 10, "nFlights": 120, "gridW": 1, "gridH": 6, "hubs": 4, "detourPct": 100, "nFlows": 3}"#,
        "17825e686f5d5ef08e9f30aa5ce5628bcd9f46106014a2b7738899001fdc8aa4",
    ),
    (
        r#"{"seed": 11, "nFlights": 120, "gridW": 7, "gridH": 1, "detourPct": 100, "controlRank": 2, "flowMargin": 0}"#,
        "5e34b6c99fa089af64fba4cbac056d1b368c18a672865d74eaabd542d285130a",
    ),
    (
        r#"{"seed": 12, "nFlights": 300, "binMinutes": 5, "dwellMin": 0, "dwellSpan": 1, "windowLen": 40}"#,
        "fc854accf1baf270b1cc047785421a14fbdf30d19dce83ae5e970486d0dad970",
    ),
    (
        r#"{"seed": 13, "nFlights": 150, "binMinutes": 1, "windowLen": 1440, "capPct": 0, "firstHour": 0, "lastHour": 23}"#,
        "c63755771b0a894d71b55afb1a91c36d7956286485c336589c7a2722f296a7c7",
    ),
    (
        r#"{"seed": 14, "nFlights": 150, "dwellMin": 3000, "dwellSpan": 7200, "binMinutes": 20, "windowLen": 3, "capPct": 250, "halfCaps": 1}"#,
        "499b4169a34a9b828a27e7963b259a1ed1ed6b3e52acaf07eca8500e339e2498",
    ),
    (
        r#"{"seed": 15, "nFlights": 0, "ghosts": 3, "firstHour": 9, "lastHour": 3}"#,
        "9d134194fe7a653536b305f8695d9f15b0ae38b9890f3b7d68348e9aa056be54",
    ),
    (
        r#"{"seed": 16, "nFlights": 100, "gridW": 1, "gridH": 1, "hubs": 1, "nFlows": 1, "sharePct": 100, "dupPct": 100, "controlRank": 1}"#,
        "e1f5faa6bcfe1f07e0c09d66072e93ca05253d3339e137a1256b4d350f6c7651",
    ),
    (
        r#"{"seed": 17, "nFlights": 2000, "gridW": 21, "gridH": 9, "hubs": 40, "nFlows": 11, "sharePct": 7, "dupPct": 3, "ghosts": 30, "shuffleIntervals": 33, "halfCaps": 1, "windowLen": 100, "flowMargin": 50, "binMinutes": 10, "controlRank": 5}"#,
        "08794e483a507f15250fb6d9a4c01902cec04e7b0d50c9e81dbe15a24d08072f",
    ),
];

#[wasm_bindgen_test(unsupported = test)]
fn every_parameter_means_what_the_recorded_generator_means() {
    for (text, recorded) in FINGERPRINTS {
        let params = Params::from_json(text).unwrap();
        assert_eq!(fingerprint(&params, &generate(&params).unwrap()), recorded, "{text}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn what_cannot_be_generated_is_refused_with_what_to_do() {
    for (text, place, remedy) in [
        ("[]", "params", "write it as"),
        ("{", "params", "write it as"),
        (r#"{ "nFlight": 10 }"#, "nFlight", "did you mean nFlights?"),
        (r#"{ "zebra": 10 }"#, "zebra", "use one of seed, nFlights,"),
        (r#"{ "size": "mediun" }"#, "size", "did you mean medium?"),
        (r#"{ "size": 3 }"#, "size", "use one of tiny, small, medium, large"),
        (r#"{ "nFlights": 1000000 }"#, "nFlights", "from 0 to 100000"),
        (r#"{ "nFlights": -1 }"#, "nFlights", "from 0 to 100000"),
        (r#"{ "nFlights": "many" }"#, "nFlights", "from 0 to 100000"),
        (r#"{ "nFlights": null }"#, "nFlights", "from 0 to 100000"),
        (r#"{ "seed": 1.5 }"#, "seed", "from 0 to 18446744073709551615"),
        (r#"{ "hubs": 0 }"#, "hubs", "from 1 to"),
        (r#"{ "nFlows": 0 }"#, "nFlows", "from 1 to"),
        (r#"{ "dwellSpan": 0 }"#, "dwellSpan", "from 1 to"),
        (r#"{ "binMinutes": 25 }"#, "binMinutes", "20, 30 or 60"),
        (r#"{ "size": "tiny", "controlRank": 8 }"#, "controlRank", "from 0 to 7"),
        (r#"{ "gridW": 100, "gridH": 100, "binMinutes": 1 }"#, "binMinutes", "at most 4,000,000 volumes times bins"),
    ] {
        let error = Params::from_json(text).unwrap_err();
        assert!(matches!(error, Error::Argument { .. }), "{text}");
        assert_eq!(error.at(), Some(place), "{text}");
        assert!(error.to_string().contains(remedy), "{text}: {error}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_day_with_too_many_intervals_is_refused_before_it_fills_the_memory() {
    let endless = Params { n_flights: 100_000, bin_minutes: 1, dwell_min: 7_200, ..Params::default() };
    assert_eq!(generate(&endless).map(|_| ()).unwrap_err().at(), Some("nFlights"));
}

#[wasm_bindgen_test(unsupported = test)]
fn parameters_that_were_not_read_from_text_are_checked_too() {
    let params = Params { hubs: 0, ..Params::default() };
    assert_eq!(generate(&params).map(|_| ()).unwrap_err().at(), Some("hubs"));
}

#[wasm_bindgen_test(unsupported = test)]
fn parameters_are_written_under_the_names_they_are_read_by() {
    let params = Params::of_size("large", 7).unwrap();
    assert_eq!(Params::from_json(&serde_json::to_string(&params).unwrap()), Ok(params));
}
