//! What crosses the border to JavaScript, and how failures look from there.
#![cfg(all(target_arch = "wasm32", feature = "bindings"))]

use js_sys::{Array, Error, Float64Array, Object, Reflect};
use loadline::bindings::{self, Scenario};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const TWO_FLIGHTS: &str = r#"{
    "timeBinMinutes": 60,
    "trafficVolumes": [{ "id": "V", "hourlyCapacity": { "8": 1, "9": 1 } }],
    "flights": [
        { "id": "A", "takeoffTime": "2018-08-01T08:00:00", "intervals": [{ "tv": "V", "bin": 8, "entryTimeS": 0, "exitTimeS": 60 }] },
        { "id": "B", "takeoffTime": "2018-08-01T08:10:00", "operator": "SWR", "intervals": [{ "tv": "V", "bin": 8, "entryTimeS": 0, "exitTimeS": 60 }] }
    ],
    "flows": { "all": ["A", "B"] },
    "controlVolume": "V",
    "windowBins": [8, 10]
}"#;

fn loaded() -> Scenario {
    Scenario::load(TWO_FLIGHTS.as_bytes(), "two.json").expect("the scenario is sound")
}

fn field(value: &JsValue, key: &str) -> JsValue {
    Reflect::get(value, &key.into()).expect("an object has fields")
}

fn side(name: &str) -> tsify::Ts<loadline::pair::Side> {
    tsify::Ts::new_unchecked(name.into())
}

/// An error as thrown: that it is one, its code, and the error itself.
fn thrown<T>(result: Result<T, JsValue>) -> (String, Error) {
    let Err(error) = result else { panic!("it did not fail") };
    let error: Error = error.dyn_into().expect("what is thrown is a real Error");
    assert_eq!(error.name(), "LoadlineError");
    (field(&error, "code").as_string().expect("every error has a code"), error)
}

#[wasm_bindgen_test]
fn a_refused_file_throws_an_error_with_its_problems() {
    let text = TWO_FLIGHTS
        .replace("\"tv\": \"V\", \"bin\": 8, \"entryTimeS\": 0", "\"tv\": \"W\", \"bin\": 8, \"entryTimeS\": 0");
    let (code, error) = thrown(Scenario::load(text.as_bytes(), "bad.json"));
    assert_eq!(code, "scenario/refused");
    let problems: Array = field(&error, "problems").into();
    assert_eq!(
        (problems.length(), field(&error, "problemCount").as_f64()),
        (2, Some(2.0)),
        "{}",
        String::from(error.message())
    );
    let first = problems.get(0);
    assert_eq!(field(&first, "at").as_string().as_deref(), Some("flights[0].intervals[0].tv"));
    assert_eq!(field(&first, "line").as_f64(), Some(5.0));
    assert_eq!(field(&first, "severity").as_string().as_deref(), Some("error"));
}

#[wasm_bindgen_test]
fn a_missing_value_is_undefined_and_an_object_is_plain() {
    let summary: JsValue = loaded().summary().expect("it has a summary").into();
    assert!(field(&summary, "source").is_undefined());
    assert!(summary.is_instance_of::<Object>() && !summary.is_instance_of::<js_sys::Map>());
    assert_eq!(field(&summary, "flights").as_f64(), Some(2.0));
}

#[wasm_bindgen_test]
fn an_unknown_pair_or_side_is_an_error_that_names_the_known_ones() {
    let (code, error) = thrown(loaded().agree("flow/ocupancy"));
    assert_eq!(code, "catalogue/unknown-pair");
    assert!(String::from(error.message()).contains("did you mean flow/occupancy?"));
    let (code, error) = thrown(loaded().run("flow/delay", side("fast")));
    assert_eq!(code, "argument/unusable");
    assert!(String::from(error.message()).contains("\"reference\" or \"optimised\""));
}

#[wasm_bindgen_test]
fn a_misspelt_setting_is_refused_not_ignored() {
    let plan = Object::new();
    Reflect::set(&plan, &"bloks".into(), &12.into()).expect("a fresh object takes fields");
    let (code, error) = thrown(loaded().measure("flow/delay", plan.into()));
    assert_eq!(code, "argument/unusable");
    assert!(String::from(error.message()).contains("bloks"));
}

#[wasm_bindgen_test]
fn typed_arrays_cross_both_ways_and_wrong_lengths_are_refused() {
    let scenario = loaded();
    let late = scenario.occupancy(side("optimised"), Some(vec![0, 50])).expect("one delay a flight");
    assert_eq!((late.len(), late[8], late[9]), (24, 2, 0)); // entered at take-off: 50 minutes stay in the bin
    let later = scenario.occupancy(side("reference"), Some(vec![0, 60])).expect("one delay a flight");
    assert_eq!((later[8], later[9]), (1, 1));
    let (code, error) = thrown(scenario.occupancy(side("optimised"), Some(vec![1])));
    assert_eq!(code, "argument/unusable");
    assert!(String::from(error.message()).contains("give 2"));
    let (_, error) = thrown(scenario.score(side("optimised"), &[1, 2, 3]));
    assert!(String::from(error.message()).contains("1 flows × 25 counts"));
}

#[wasm_bindgen_test]
fn both_sides_answer_the_hot_paths_alike() {
    let scenario = loaded();
    let mut schedule = scenario.demand_schedule().expect("it is a day of traffic");
    (schedule[8], schedule[9]) = (1, 1);
    let [reference, optimised] =
        ["reference", "optimised"].map(|name| scenario.delays(side(name), &schedule).expect("one schedule"));
    assert_eq!((&reference, &optimised), (&vec![0, 50], &vec![0, 50]));
    let [reference, optimised] =
        ["reference", "optimised"].map(|name| scenario.score(side(name), &schedule).expect("one schedule"));
    assert_eq!(reference, optimised);
    assert_eq!(reference.len(), 7);
}

#[wasm_bindgen_test]
fn holding_to_one_an_hour_makes_the_second_flight_wait() {
    let request =
        js_sys::JSON::parse(r#"{ "volume": 0, "windowBins": [8, 10], "ratePerHour": 1 }"#).expect("it is JSON");
    let held: JsValue = loaded().hold(tsify::Ts::new_unchecked(request)).expect("a sound request").into();
    assert_eq!(field(&held, "waiting").as_f64(), Some(1.0));
    let delays: Float64Array = field(&held, "delayMin").into();
    assert_eq!(delays.to_vec(), [50.0]);
    let flights: Array = field(&held, "flight").into();
    assert_eq!(flights.get(0).as_string().as_deref(), Some("B"));
}

/// What one an hour does to two flights that ask within ten minutes: worked out by hand, see the comments.
#[wasm_bindgen_test]
fn what_if_tells_what_a_rate_does_on_either_side() {
    let scenario = loaded();
    let digests = ["reference", "optimised"].map(|side| {
        let request = format!(r#"{{ "rates": {{ "all": 1 }}, "side": "{side}" }}"#);
        let answer: JsValue =
            scenario.what_if(js_sys::JSON::parse(&request).expect("it is JSON")).expect("sound").into();
        let doubles = |of: &JsValue, key: &str| Float64Array::from(field(of, key)).to_vec();
        let whole = |key: &str| js_sys::Uint32Array::from(field(&answer, key)).to_vec();
        let number = |key: &str| field(&answer, key).as_f64().expect("a number");
        let total = |key: &str| field(&field(&answer, key), "total").as_f64().expect("a cost has a total");
        // A at 08:00, B at 08:10 waits for 09:00: 50 minutes.
        assert_eq!((number("waiting"), number("scheduled"), number("over15")), (1.0, 2.0, 1.0));
        assert_eq!(
            (doubles(&answer, "delayMin"), whole("histogram")),
            (vec![50.0], vec![0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        );
        assert_eq!(js_sys::Int32Array::from(field(&answer, "waitFlow")).to_vec(), [0]);
        assert_eq!(Array::from(&field(&answer, "operator")).get(0).as_string().as_deref(), Some("SWR"));
        assert_eq!((whole("entrants"), whole("flights"), doubles(&answer, "rate")), (vec![2], vec![2], vec![1.0]));
        // Two entries in an hour for one; held, one in each of two hours.
        let [entries, occupancy] = ["entries", "occupancy"].map(|key| field(&answer, key));
        let [filed, held] = ["asFiled", "held"].map(|key| doubles(&field(&entries, key), "entries"));
        assert_eq!((&filed[8..10], &held[8..10]), (&[2.0, 0.0][..], &[1.0, 1.0][..]));
        // Entered at take-off, so a delay below an hour leaves it in its bin: the published occupancy.
        let present = doubles(&field(&occupancy, "held"), "entries");
        assert_eq!((present[8], present[9]), (2.0, 0.0));
        assert_eq!((doubles(&answer, "overloadAsFiled"), doubles(&answer, "overload")), (vec![1.0], vec![0.0]));
        assert_eq!(
            (doubles(&answer, "peak"), whole("peakBin"), doubles(&answer, "capacityAtPeak")),
            (vec![1.0], vec![8], vec![1.0])
        );
        assert_eq!(doubles(&answer, "hourly"), held);
        let by_flow = doubles(&answer, "byFlow");
        assert_eq!((by_flow.len(), &by_flow[..24], by_flow[24..].iter().sum::<f64>()), (48, &held[..], 0.0));
        assert!(total("held") > total("baseline")); // nothing is gained in occupancy, and there is a delay to pay for
        field(&answer, "digest").as_string().expect("an answer has a digest")
    });
    assert_eq!(digests[0], digests[1]);
    let unlimited: JsValue = scenario.what_if(JsValue::UNDEFINED).expect("a question of the scenario").into();
    assert_eq!(field(&unlimited, "waiting").as_f64(), Some(0.0));
    assert_eq!(Float64Array::from(field(&unlimited, "rate")).to_vec(), [f64::INFINITY]);
}

#[wasm_bindgen_test]
fn what_if_refuses_what_cannot_be_meant() {
    for (request, at, remedy) in [
        (r"({ volume: 1 })", "volume", "use 0 to 0"),
        (r"({ windowBins: [9, 9] })", "windowBins", "start before bin 24 and end after the start"),
        (r"({ windowBins: [24, 25] })", "windowBins", "start before bin 24"),
        (r"({ windowBins: [8, 49] })", "windowBins", "end at bin 48 or before"),
        (r"({ windowBins: [8] })", "request", "array of length 2"),
        (r"({ rates: { all: NaN } })", "rates[\"all\"]", "use a number above 0, or Infinity for no limit"),
        (r"({ rates: { al: 6 } })", "rates[\"al\"]", "did you mean \"all\"?"),
        (r#"({ rates: { all: 6 }, mode: "blanket" })"#, "rates[\"all\"]", "the flows are __blanket__"),
        (r#"({ rates: { all: "6" } })"#, "request", "expected f64"),
        (r#"({ mode: "both" })"#, "request", "`perFlow` or `blanket`"),
    ] {
        let (code, error) = thrown(loaded().what_if(js_sys::eval(request).expect("it is JavaScript")));
        assert_eq!(
            (code.as_str(), field(&error, "at").as_string().as_deref()),
            ("argument/unusable", Some(at)),
            "{request}"
        );
        assert!(String::from(error.message()).contains(remedy), "{request}: {}", String::from(error.message()));
    }
}

#[wasm_bindgen_test]
fn a_generated_day_loads_and_is_the_same_again() {
    let params = js_sys::JSON::parse(r#"{ "size": "tiny", "seed": 7 }"#).expect("it is JSON");
    let [first, second] = [(); 2].map(|()| bindings::generate(params.clone()).expect("sound parameters"));
    assert_eq!(first, second);
    assert!(Scenario::load(&first, "generated.json").is_ok());
}
