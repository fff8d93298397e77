//! Laws of plans and of the desk that keeps a day ready for them.
#![cfg(not(target_arch = "wasm32"))]

use std::sync::Arc;

use loadline::Error;
use loadline::pair::{Pair as _, Side, answer_text};
use loadline::rng::Rng;
use loadline::scenario::sound::{Plan, Question, Weights, question};
use loadline::sound::bound::FINE_STEP_S;
use loadline::sound::desk::{Desk, Played};
use loadline::sound::slots::Slots;

/// Five flights, one a minute from 10:00, into a volume that is declared to take two an hour.
const FIVE: &str = r#"{
  "volumes": [{ "id": "X", "entryCapacity": [[0, 86400, 2]] }, { "id": "Y" }],
  "flights": [
    { "id": "A", "operator": "AAA", "takeoff": 35000, "stays": [["X", 36000, 36600], ["Y", 36600, 37000]] },
    { "id": "B", "operator": "AAA", "stays": [["X", 36060, 36600]] },
    { "id": "C", "operator": "BBB", "stays": [["X", 36120, 36600]] },
    { "id": "D", "operator": "BBB", "stays": [["X", 36180, 36600]] },
    { "id": "E", "stays": [["X", 36240, 36600]] }
  ],
  "regulations": [{ "id": "R", "volume": "X", "period": [36000, 39600], "flows": [{ "id": "all", "rate": 2 }] }]
}"#;

fn five() -> Arc<Question> {
    Arc::new(question(FIVE, "five.json").expect("it is sound"))
}

fn plan(text: &str) -> Plan {
    Plan::read(text, "plan.json", &five()).expect("it is sound").0
}

/// A random day with a random plan.
fn random(seed: u64, size: u32) -> (Arc<Question>, Plan) {
    let input = Slots::sample(&mut Rng::new(seed), size);
    let asked = Question {
        day: input.day,
        midnight: None,
        regulations: input.regulations,
        analysis: input.analysis,
        weights: Weights::default(),
        search: None,
    };
    let plan = Plan::of(&asked);
    (Arc::new(asked), plan)
}

fn text(played: &Played) -> String {
    answer_text(&(&played.allocation, played.cost_pre, played.cost, &played.effect))
}

#[test]
fn both_sides_of_a_desk_answer_alike() {
    for seed in 0..40 {
        let (question, mut plan) = random(seed, 1 + u32::try_from(seed % 30).expect("small"));
        plan.extend = seed % 2 == 0;
        let mut desk = Desk::new(question);
        let [reference, optimised] = [Side::Reference, Side::Optimised].map(|side| desk.play(&plan, side));
        assert_eq!(text(&reference), text(&optimised), "seed {seed}");
        assert_eq!(reference.captured, optimised.captured);
        let hotspots = [Side::Reference, Side::Optimised].map(|side| desk.hotspots(&plan, side));
        assert_eq!(hotspots[0], hotspots[1], "seed {seed}");
        let bounds = [Side::Reference, Side::Optimised].map(|side| desk.bounds(&plan, side));
        assert_eq!(bounds[0], bounds[1], "seed {seed}");
        for volume in 0..desk.question().day.volumes.len() {
            let volume = loadline::model::VolumeId::at(volume);
            let counts = [Side::Reference, Side::Optimised].map(|side| desk.counts_of(volume, &plan, side));
            assert_eq!(counts[0], counts[1], "seed {seed}");
            assert_eq!(counts[0][1], desk.counts(&plan, Side::Optimised)[volume.index()], "seed {seed}");
        }
    }
}

#[test]
fn what_a_desk_keeps_changes_no_answer() {
    let (question, first) = random(7, 33);
    let mut other = first.clone();
    other.fixed_min = question.day.flights.iter().take(3).map(|flight| (flight, 11)).collect();
    other.analysis.step_s = 60;
    let mut desk = Desk::new(Arc::clone(&question));
    for plan in [&first, &other, &first, &other, &other, &first] {
        let fresh = Desk::new(Arc::clone(&question)).play(plan, Side::Optimised);
        assert_eq!(text(&desk.play(plan, Side::Optimised)), text(&fresh));
    }
}

#[test]
fn two_an_hour_leave_a_queue_of_four_and_extended_none() {
    let mut desk = Desk::new(five());
    let played = desk.play(&plan("{}"), Side::Optimised);
    // Slots at 10:00, 10:30, 11:00, 11:30, 12:00: A in the first, the others wait 29, 58, 87 and 116 minutes.
    let delays: Vec<i64> = played.allocation.rows.iter().map(|turn| turn.delay_min).collect();
    assert_eq!(delays, [0, 29, 58, 87, 116]);
    assert_eq!(played.allocation.statistics.spill, 3);
    let extended = desk.play(&plan(r#"{ "extend": true }"#), Side::Optimised);
    assert_eq!(extended.allocation.statistics.spill, 0);
    assert_eq!(extended.regulations[0].period, 36_000..44_100); // the last slot opens at 12:00
    assert_eq!(extended.allocation.statistics.total_min, 29 + 58 + 87 + 116);
}

#[test]
fn a_queue_behind_a_closure_ends_the_extension_after_a_day() {
    let closed = r#"{ "extend": true, "regulations": [{ "id": "R", "volume": "X", "period": [36000, 39600], "recoveryRate": 0,
        "flows": [{ "id": "all", "rate": 0 }] }] }"#;
    let played = Desk::new(five()).play(&plan(closed), Side::Optimised);
    assert_eq!(played.regulations[0].period.end, 39_600 + 86_400);
    assert_eq!(played.allocation.statistics.spill, 5);
}

#[test]
fn exempting_by_hand_is_as_the_file_would_have_it() {
    let by_hand = Desk::new(five()).play(&plan(r#"{ "exempt": ["C"], "frozen": [["D", 10]] }"#), Side::Optimised);
    let file = FIVE
        .replace(r#""id": "C","#, r#""id": "C", "exempt": true,"#)
        .replace(r#""id": "D","#, r#""id": "D", "frozen": 10,"#);
    let in_file = Arc::new(question(&file, "five.json").expect("it is sound"));
    let own = Plan::of(&in_file);
    assert_eq!(text(&by_hand), text(&Desk::new(in_file).play(&own, Side::Reference)));
    let late = |id| by_hand.allocation.outcome.delays_min[five().day.flights.named(id).expect("it flies").index()];
    assert_eq!([late("C"), late("D")], [0, 10]);
}

#[test]
fn a_plan_reads_back_as_it_was_written() {
    let asked = five();
    let text = r#"{ "title": "Friday", "extend": true, "exempt": ["B"], "frozen": [["A", 3]], "analysis": { "stepS": 60 },
        "weights": { "late": 4 }, "regulations": [{ "id": "R", "volume": "X", "period": [36000, 39600], "recoveryRate": 9,
        "flows": [{ "id": "f", "filter": { "operator": ["AAA"] }, "rates": [[36000, 37000, 4], [37000, 39600, 0]] }, { "id": "g" }] }] }"#;
    let first = plan(text);
    let (again, warnings) = Plan::read(&first.to_json(&asked), "again.json", &asked).expect("it was written by us");
    assert_eq!((again, warnings), (first, Vec::new()));
}

#[test]
fn what_a_plan_does_not_say_is_the_scenarios_own() {
    let asked = five();
    assert_eq!(plan("{}"), Plan::of(&asked));
    assert_eq!(plan(r#"{ "regulations": [] }"#).regulations, []);
    assert_eq!(plan(r#"{ "analysis": { "stepS": 60 } }"#).analysis.window_s, asked.analysis.window_s);
}

#[test]
fn every_refusal_of_a_plan_has_its_code_and_its_place() {
    let regulation = |rest: &str| format!(r#"{{ "regulations": [{{ "id": "R", "volume": "X", {rest} }}] }}"#);
    let flow = |flow: &str| regulation(&format!(r#""period": [0, 3600], "flows": [{{ "id": "f", {flow} }}]"#));
    let twice = r#"{ "regulations": [{ "id": "R", "volume": "X", "period": [0, 9], "flows": [] },
        { "id": "R", "volume": "X", "period": [0, 9], "flows": [] }] }"#;
    let two_flows = r#""period": [0, 9], "flows": [{ "id": "f" }, { "id": "f" }]"#;
    let cases = [
        (flow(r#""filter": { "operatr": ["A"] }"#), "filter/unknown", "regulations[0].flows[0].filter.operatr"),
        (flow(r#""rate": -1"#), "regulation/rates", "regulations[0].flows[0].rate"),
        (flow(r#""rates": [[0, 1800, 3]]"#), "regulation/rates", "regulations[0].flows[0].rates"),
        (regulation(r#""period": [3600, 0], "flows": []"#), "regulation/period", "regulations[0].period"),
        (regulation(two_flows), "regulation/duplicate-flow", "regulations[0].flows[1].id"),
        (twice.to_owned(), "plan/duplicate-regulation", "regulations[1].id"),
        (twice.replace(r#""X""#, r#""Z""#), "regulation/volume", "regulations[0].volume"),
        (r#"{ "exempt": ["Z"] }"#.to_owned(), "plan/flight", "exempt[0]"),
        (r#"{ "exempt": ["A", "A"] }"#.to_owned(), "plan/duplicate-flight", "exempt[1]"),
        (r#"{ "frozen": [["A", -3]] }"#.to_owned(), "scenario/frozen", "frozen[0][1]"),
        (r#"{ "frozen": [[3, 3]] }"#.to_owned(), "scenario/frozen", "frozen[0][0]"),
        (r#"{ "weights": { "late": 0.5 } }"#.to_owned(), "scenario/weight", "weights.late"),
        (r#"{ "analysis": { "stepS": 0 } }"#.to_owned(), "scenario/analysis", "analysis.stepS"),
        (r#"{ "version": 9 }"#.to_owned(), "scenario/unknown-version", "version"),
        ("[]".to_owned(), "scenario/wrong-type", "the whole file"),
        ("{".to_owned(), "scenario/not-json", "line 1, column 1"),
    ];
    for (text, code, at) in cases {
        let error = Plan::read(&text, "plan.json", &five()).expect_err(&text);
        let Error::Scenario { problems, .. } = error else { panic!("{text}") };
        assert!(
            problems.iter().any(|problem| (problem.code, problem.at.as_str()) == (code, at)),
            "{text}: {problems:#?}"
        );
        assert!(problems.iter().all(|problem| !problem.found.is_empty() && !problem.remedy.is_empty()));
    }
}

#[test]
fn a_bound_has_no_delay_limit_and_lies_below_the_plan() {
    let mut desk = Desk::new(five());
    let mut every_minute = plan("{}");
    every_minute.analysis.step_s = FINE_STEP_S;
    let bounds = desk.bounds(&every_minute, Side::Optimised).remove(0);
    assert_eq!(bounds.left_s, 0);
    let path = bounds.bounds.path.expect("a minute divides an hour");
    assert!(path <= bounds.total_min && bounds.bounds.floor_j <= bounds.cost.j);
    let witness = bounds.bounds.witness.expect("there is a path");
    assert_eq!(witness.total_min, path);
    // Played as a plan of frozen flights, the witness leaves no overload either.
    let mut frozen = Plan { regulations: Vec::new(), ..every_minute };
    frozen.fixed_min = witness.delays_min;
    assert_eq!(desk.hotspots(&frozen, Side::Reference), []);
}
