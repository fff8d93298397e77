//! The finder's memory cannot lie: whatever was asked before, an answer is that of a finder that was never asked.
//!
//! The published finder remembers by names: the volume, the window, the names of the flows. Each test here asks two questions
//! that its keys hold for one, and whose answers differ.
#![cfg(not(target_arch = "wasm32"))]

use std::sync::Arc;

use loadline::flow::objective::Mode;
use loadline::flow::rates::{Finder, Input, Settings};
use loadline::model::VolumeId;
use loadline::pair::{Side, answer_text};
use loadline::scenario::{self, Flow, Traffic, Weights};

/// Two volumes with room for one an hour, and nine flights that ask for the first within an hour.
fn day() -> Arc<Traffic> {
    let flight = |number: u32| {
        let (minute, bin) = (number * 6, 32 + number * 6 / 15);
        format!(
            r#"{{"id": "F{number}", "takeoffTime": "2024-05-01T08:{minute:02}:00", "intervals":
               [{{"tv": "TV1", "bin": {bin}, "entryTimeS": 0, "exitTimeS": 300}},
                {{"tv": "TV2", "bin": {bin}, "entryTimeS": 300, "exitTimeS": 600}}]}}"#
        )
    };
    let flights: Vec<String> = (0..9).map(flight).collect();
    let text = format!(
        r#"{{"timeBinMinutes": 15, "controlVolume": "TV1", "windowBins": [32, 36],
            "trafficVolumes": [{{"id": "TV1", "hourlyCapacity": {{"7": 1, "8": 1, "9": 1}}}},
                               {{"id": "TV2", "hourlyCapacity": {{"7": 9, "8": 9, "9": 9}}}}],
            "flights": [{}], "flows": {{"a": ["F0", "F1", "F2", "F3"]}}}}"#,
        flights.join(",")
    );
    scenario::from_json(&text, "day.json")
        .unwrap_or_else(|error| panic!("{error}"))
        .traffic()
        .expect("it is a day")
        .clone()
}

/// The same flights in other flows.
fn with_flows(day: &Traffic, flows: &[(&str, &[usize])]) -> Arc<Traffic> {
    let flow = |(id, flights): &(&str, &[usize])| Flow {
        id: (*id).to_owned(),
        flights: flights.iter().map(|flight| loadline::model::FlightId::at(*flight)).collect(),
    };
    Arc::new(Traffic { flows: flows.iter().map(flow).collect(), ..day.clone() })
}

/// Asks one finder both questions and then the first again; the answers must be those of finders that were never asked.
fn asked_in_turn(first: &Input, second: &Input) {
    let fresh = |input: &Input, side| {
        answer_text(&Finder::new(&input.traffic).find(input, side).unwrap_or_else(|error| panic!("{error}")))
    };
    assert_ne!(
        fresh(first, Side::Optimised),
        fresh(second, Side::Optimised),
        "the questions must differ in their answers"
    );
    let mut finder = Finder::new(&first.traffic);
    for input in [first, second, first, second] {
        let answer = answer_text(&finder.find(input, Side::Optimised).unwrap_or_else(|error| panic!("{error}")));
        assert_eq!(answer, fresh(input, Side::Optimised));
        assert_eq!(answer, fresh(input, Side::Reference));
    }
    assert_eq!(finder.counts(), (2, 2), "each question is made ready once and found ready once");
}

/// The published counts of the scheduled flights are remembered by volume: for flow b they are still those of flow a.
#[test]
fn other_flows_through_the_same_volume() {
    let day = day();
    let [a, b] = [("a", [0, 1, 2, 3]), ("b", [5, 6, 7, 8])].map(|(id, flights)| with_flows(&day, &[(id, &flights)]));
    asked_in_turn(&Input::of(a), &Input::of(b));
}

/// The published context is remembered by the names of the flows, not by who is in them.
#[test]
fn other_flights_in_a_flow_of_the_same_name() {
    let day = day();
    let [few, many] = [&[0_usize, 4][..], &[0, 1, 2, 3, 4, 5]].map(|flights| with_flows(&day, &[("x", flights)]));
    asked_in_turn(&Input::of(few), &Input::of(many));
}

/// Where all flows are one, its name is always the same.
#[test]
fn other_flows_regulated_as_one() {
    let day = day();
    let [few, many] = [&[0_usize, 4][..], &[0, 1, 2, 3, 4, 5]].map(|flights| {
        let mut input = Input::of(with_flows(&day, &[("x", flights)]));
        input.question.mode = Mode::Blanket;
        input
    });
    asked_in_turn(&few, &many);
}

/// The published memory does not know of weights at all.
#[test]
fn other_weights() {
    let usual = Input::of(day());
    let mut strict = usual.clone();
    strict.question.weights.alpha_target = 100.0;
    asked_in_turn(&usual, &strict);
}

#[test]
fn other_capacities_windows_cells_and_bins() {
    let usual = Input::of(day());
    let mut roomy = usual.traffic.as_ref().clone();
    roomy.volumes[0].hourly_capacity.insert(8, 3.0);
    asked_in_turn(&usual, &Input { traffic: Arc::new(roomy), ..usual.clone() });
    let mut later = usual.clone();
    later.question.window = 33..36;
    asked_in_turn(&usual, &later);
    let mut nothing_targeted = usual.clone();
    nothing_targeted.question.target.clear();
    asked_in_turn(&usual, &nothing_targeted);
    let mut elsewhere = usual.clone();
    elsewhere.question.control = VolumeId(1);
    elsewhere.question.volumes = vec![VolumeId(1)];
    asked_in_turn(&usual, &elsewhere);
}

/// Settings of the search are no part of a question: what was made ready serves them all.
#[test]
fn other_settings_reuse_what_is_ready() {
    let usual = Input::of(day());
    let mut finder = Finder::new(&usual.traffic);
    let settings = [
        Settings::default(),
        Settings { grid: vec![40.0, 20.0, 10.0], ..Settings::default() },
        Settings { adaptive: true, ..Settings::default() },
        Settings { cache_size: 1, passes: 4, epsilon: -1.0, ..Settings::default() },
    ];
    for settings in settings {
        let input = Input { settings, ..usual.clone() };
        let answer = finder.find(&input, Side::Optimised).map(|found| answer_text(&found));
        let plain = Finder::new(&usual.traffic).find(&input, Side::Reference).map(|found| answer_text(&found));
        assert_eq!(answer, plain);
    }
    assert_eq!(finder.counts(), (1, 3));
}

/// Another day of the same shape has other flights, and the finder sees that they are not its own.
#[test]
fn another_day() {
    let (one, mut other) = (day(), day().as_ref().clone());
    let mut intervals = other.intervals.as_ref().clone();
    intervals.bin.iter_mut().for_each(|bin| *bin += 1);
    other.intervals = Arc::new(intervals);
    let (one, other) = (Input::of(one), Input::of(Arc::new(other)));
    let mut finder = Finder::new(&one.traffic);
    for input in [&one, &other, &one] {
        let answer = finder.find(input, Side::Optimised).map(|found| answer_text(&found));
        assert_eq!(answer, Finder::new(&input.traffic).find(input, Side::Reference).map(|found| answer_text(&found)));
    }
}

/// No more than 16 questions are kept ready, and one that was forgotten is answered as before.
#[test]
fn the_memory_is_bounded() {
    let usual = Input::of(day());
    let mut finder = Finder::new(&usual.traffic);
    let at_weight = |weight: u8| {
        let mut input = usual.clone();
        input.question.weights.lambda_delay = f64::from(weight);
        input
    };
    for weight in 0..=16 {
        finder.find(&at_weight(weight), Side::Optimised).unwrap_or_else(|error| panic!("{error}"));
    }
    assert_eq!(finder.counts(), (17, 0));
    finder.find(&at_weight(16), Side::Optimised).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(finder.counts(), (17, 1));
    finder.find(&at_weight(0), Side::Optimised).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(finder.counts(), (18, 1), "the first of seventeen was forgotten");
}

/// A search may be scored by the reference, or by both, and comes to the same answer.
#[test]
fn scored_by_the_reference_or_by_both() {
    use loadline::flow::rates::Scoring;
    let input = Input::of(day());
    let found = |scoring| {
        let mut search = Finder::new(&input.traffic).search(&input, Side::Optimised, scoring).expect("it can be asked");
        while search.step().expect("the sides agree") {}
        answer_text(&search.finish().expect("the sides agree"))
    };
    assert_eq!(found(Scoring::Reference), found(Scoring::Own));
    assert_eq!(found(Scoring::Both), found(Scoring::Own));
}

#[test]
fn what_gives_no_answer_is_refused() {
    type Change = dyn Fn(&mut Input);
    let usual = Input::of(day());
    let refused = |change: &Change| {
        let mut input = usual.clone();
        change(&mut input);
        let mut finder = Finder::new(&usual.traffic);
        [Side::Reference, Side::Optimised].map(|side| match finder.find(&input, side) {
            Ok(found) => panic!("found {:?}", found.rates),
            Err(error) => error.to_string(),
        })
    };
    let cases: [(&Change, &str); 6] = [
        (&|input| input.question.control = VolumeId(2), "volume"),
        (&|input| input.question.window = 96..99, "window"),
        (&|input| input.question.window = 33..33, "window"),
        (&|input| input.settings.grid = vec![60.0, f64::NAN], "grid[1]"),
        (&|input| input.settings.passes = 0, "passes"),
        (&|input| input.settings.epsilon = f64::NAN, "epsilon"),
    ];
    for (change, place) in cases {
        for message in refused(change) {
            assert!(message.contains(place), "{message:?} does not name {place}");
        }
    }
}

/// The documented answers: no rate to try is no limit, rates of 0 and below limit nothing, a flow without entrants ends at
/// the smallest rate with a note.
#[test]
fn documented_answers() {
    let day = with_flows(&day(), &[("x", &[0, 1, 2]), ("empty", &[])]);
    let find = |grid: &[f64]| {
        let input =
            Input { settings: Settings { grid: grid.to_vec(), ..Settings::default() }, ..Input::of(Arc::clone(&day)) };
        Finder::new(&day).find(&input, Side::Optimised).unwrap_or_else(|error| panic!("{error}"))
    };
    assert_eq!(find(&[]).rates, [f64::INFINITY, f64::INFINITY]);
    let nothing = find(&[0.0, -3.0]);
    assert_eq!((nothing.rates.as_slice(), nothing.delta), (&[f64::INFINITY, f64::INFINITY][..], 0.0));
    let found = find(&[60.0, 6.0]);
    assert_eq!(found.flows, ["empty", "x"]);
    assert_eq!(found.rates[0].to_bits(), 6.0_f64.to_bits());
    assert!(found.notes()[0].contains("\"empty\" has no entrants"), "{:?}", found.notes());
}

/// The finite preference forgives a cost of up to a millionth: six an hour makes flights wait, and is preferred to no limit.
#[test]
fn a_cost_too_small_to_matter_is_no_reason_for_no_limit() {
    let mut input = Input::of(day());
    input.question.weights = Weights {
        alpha_target: 0.0,
        alpha_ripple: 0.0,
        alpha_context: 0.0,
        beta_target: 0.0,
        beta_ripple: 0.0,
        beta_context: 0.0,
        gamma_target: 0.0,
        gamma_ripple: 0.0,
        gamma_context: 0.0,
        lambda_delay: 1e-9,
        ..Weights::default()
    };
    for side in [Side::Reference, Side::Optimised] {
        let found = Finder::new(&input.traffic).find(&input, side).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(found.rates[0].to_bits(), 6.0_f64.to_bits(), "{side:?}");
        assert!(found.delta > 0.0 && found.delta < 1e-6, "{side:?}: {}", found.delta);
    }
}
