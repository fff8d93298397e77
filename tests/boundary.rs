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
    let mut schedule = scenario.demand_schedule();
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

#[wasm_bindgen_test]
fn a_generated_day_loads_and_is_the_same_again() {
    let params = js_sys::JSON::parse(r#"{ "size": "tiny", "seed": 7 }"#).expect("it is JSON");
    let [first, second] = [(); 2].map(|()| bindings::generate(params.clone()).expect("sound parameters"));
    assert_eq!(first, second);
    assert!(Scenario::load(&first, "generated.json").is_ok());
}
