//! The profiler: laws of both models, how true the intervals are, and what is refused.
#![cfg(not(target_arch = "wasm32"))]

use std::sync::Arc;

use loadline::Error;
use loadline::pair::{Pair as _, Side, answer_text, ask, parity};
use loadline::reuse::profile::history::{History, Remembered};
use loadline::reuse::profile::trial::{Compared, Plan, Setting, shaped_contracts, steps, trial};
use loadline::reuse::profile::{Direction, Entry, Input, Mode, Operation, Profile, Profiler, Ready, Settings, Variant};
use loadline::rng::Rng;
use loadline::scenario::contracts::Contract;

fn record(contract: u32, time_ms: f64) -> Operation {
    Operation::Record { contract, time_ms, memory_mb: 200.0 }
}

fn lived(mode: Mode, settings: Settings, operations: Vec<Operation>, side: Side) -> Vec<Entry> {
    let contracts = shaped_contracts(1).into_iter().step_by(10).collect();
    ask::<Profile>(&Input::checked(mode, settings, contracts, operations).expect("the operations are sound"), side)
}

fn refused_at(result: Result<impl Sized, Error>) -> String {
    let error = result.err().expect("it is refused");
    assert_eq!(error.code(), "argument/unusable");
    error.at().unwrap_or_default().to_owned()
}

#[test]
fn both_sides_live_the_same_lives() {
    for (seed, size) in (0..600).zip([0, 1, 2, 7, 33, 200].into_iter().cycle()) {
        let input = Profile::sample(&mut Rng::new(seed), size);
        let [reference, optimised] =
            [Side::Reference, Side::Optimised].map(|side| answer_text(&ask::<Profile>(&input, side)));
        let verdict = parity(Profile::NAME, &reference, &optimised);
        assert!(verdict.agree, "seed {seed}, size {size}, {:?}: {:?}", input.mode(), verdict.disagreement);
    }
}

#[test]
fn what_was_forgotten_leaves_no_trace_in_a_published_prediction() {
    let settings = Settings { history_size: 12, ..Settings::default() };
    let mode = Mode::Published(Variant::Slots);
    let mut rng = Rng::new(3);
    let late: Vec<Operation> = (0..12).map(|place| record(place, 900.0 + rng.below(1000) as f64 / 7.0)).collect();
    let asked = [Operation::Predict { contract: 5 }, Operation::Statistics];
    let early: Vec<Operation> = (0..40).map(|place| record(place % 30, 1e9 / 3.0 + f64::from(place))).collect();
    for side in [Side::Reference, Side::Optimised] {
        let fresh = lived(mode, settings, [&late[..], &asked].concat(), side);
        let after = lived(mode, settings, [&early[..], &late, &asked].concat(), side);
        assert_eq!(fresh[fresh.len() - 2..], after[after.len() - 2..]);
    }
}

#[test]
fn statistics_do_not_depend_on_the_order_of_the_history() {
    let mut operations: Vec<Operation> =
        (0..25).map(|place| record(place, 0.1 * f64::from(place + 1).exp2())).collect();
    let mut lasts = Vec::new();
    for _ in 0..2 {
        operations.push(Operation::Statistics);
        lasts.push(
            lived(Mode::Published(Variant::Slots), Settings::default(), operations.clone(), Side::Optimised).pop(),
        );
        operations.pop();
        operations.reverse();
    }
    assert_eq!(lasts[0], lasts[1]);
}

#[test]
fn a_higher_level_has_a_wider_interval() {
    let widths: Vec<f64> = [0.5, 0.8, 0.95, 0.99]
        .into_iter()
        .map(|confidence_level| {
            let settings = Settings { confidence_level, ..Settings::default() };
            let mut operations: Vec<Operation> =
                (0..200).map(|place| record(place % 30, 1500.0 + f64::from(place * 37 % 400))).collect();
            operations.push(Operation::Predict { contract: 3 });
            match lived(Mode::Sound, settings, operations, Side::Optimised).pop() {
                Some(Entry::Forecast(forecast)) => forecast.time_interval_ms[1] - forecast.time_interval_ms[0],
                other => panic!("{other:?}"),
            }
        })
        .collect();
    assert!(widths.is_sorted_by(|one, next| one < next), "{widths:?}");
}

#[test]
fn nothing_known_is_answered_by_the_type_and_a_factor_of_two() {
    let entries = lived(Mode::Sound, Settings::default(), vec![Operation::Predict { contract: 0 }], Side::Reference);
    let [Entry::Forecast(forecast)] = &entries[..] else { panic!("{entries:?}") };
    let [low, high] = forecast.time_interval_ms;
    assert!((forecast.time_ms / low - 2.0).abs() < 1e-9 && (high / forecast.time_ms - 2.0).abs() < 1e-9);
    assert_eq!(forecast.samples, 0);
}

fn over_seeds(setting: Setting, history: u32) -> Compared {
    let mut all = Compared::default();
    for seed in 1..=4 {
        all.add(
            &trial(&shaped_contracts(seed), Plan { setting, history, seed, ..Plan::default() })
                .expect("the plan is sound"),
        );
    }
    all
}

#[test]
fn an_interval_of_95_percent_holds_93_to_97() {
    for setting in Setting::ALL {
        for history in [20, 100, 1000] {
            let all = over_seeds(setting, history);
            let held = all.sound.coverage();
            assert!((0.93..=0.97).contains(&held), "{} with {history}: {held}", setting.name());
            assert!(all.published.coverage() < 0.5, "the published one holds {}", all.published.coverage());
        }
    }
}

#[test]
fn predictions_are_nearly_as_good_as_knowing_the_truth() {
    for (setting, history, most) in [
        (Setting::Even, 20, 1.05),
        (Setting::Even, 100, 1.04),
        (Setting::Even, 1000, 1.03),
        (Setting::Drift, 1000, 1.05),
        (Setting::HeavyTail, 1000, 1.08),
        (Setting::OtherForm, 1000, 1.05),
    ] {
        let all = over_seeds(setting, history);
        let ratio = all.sound.error() / all.knowing.error();
        assert!(ratio < most, "{} with {history}: {ratio} of the least error", setting.name());
        assert!(all.sound.error() < 0.7 * all.published.error());
    }
}

#[test]
fn a_drift_is_seen_within_fifteen_executions_and_seldom_imagined() {
    let plan = Plan { setting: Setting::Drift, ..Plan::default() };
    let (mut imagined, mut late) = (0, 0);
    for seed in 1..=10 {
        let steps = steps(&shaped_contracts(seed), Plan { seed, ..plan }).unwrap();
        let drifts: Vec<usize> =
            (0..700).filter(|place| steps[*place].learned.time.drift.is_some() && *place > 50).collect();
        imagined += drifts.len();
        let seen = (700..715).any(|place| steps[place].learned.time.drift == Some(Direction::Up));
        late += usize::from(!seen);
    }
    assert!(late <= 1, "{late} of 10 drifts were seen late");
    assert!(imagined <= 20, "{imagined} drifts were imagined in 6,500 executions");
}

#[test]
fn three_times_as_long_or_as_short_is_an_anomaly_and_the_ordinary_is_not() {
    let contracts: Vec<Ready> = shaped_contracts(1).iter().map(|contract| Ready::new(contract).unwrap()).collect();
    let mut profiler = Profiler::new(Settings::default(), "host").unwrap();
    let (mut alarms, mut counted) = (0, 0);
    for (at_s, step) in (0..).zip(steps(&shaped_contracts(1), Plan::default()).unwrap()) {
        let contract = &contracts[step.contract as usize];
        if at_s > 300 {
            counted += 1;
            alarms += u32::from(profiler.judge(contract, step.actual_ms, 200.0).unwrap().reason.starts_with("Time"));
            for factor in [3.0, 1.0 / 3.0] {
                assert!(profiler.judge(contract, step.true_ms * factor, 200.0).unwrap().anomalous);
            }
        }
        profiler.record(contract, f64::from(at_s), step.actual_ms, 200.0).unwrap();
    }
    assert!(f64::from(alarms) < 0.02 * f64::from(counted), "{alarms} of {counted}");
}

#[test]
fn a_time_that_no_execution_has_is_refused_by_name() {
    let contract = Ready::new(&shaped_contracts(1)[0]).unwrap();
    let mut profiler = Profiler::new(Settings::default(), "host").unwrap();
    for wrong in [-1.0, f64::NAN, f64::INFINITY, 1e13] {
        assert_eq!(refused_at(profiler.record(&contract, 0.0, wrong, 1.0)), "timeMs");
        assert_eq!(refused_at(profiler.record(&contract, 0.0, 1.0, wrong)), "memoryMb");
        assert_eq!(refused_at(profiler.judge(&contract, wrong, 1.0)), "timeMs");
        let life = |operation| Input::checked(Mode::Sound, Settings::default(), shaped_contracts(1), vec![operation]);
        assert_eq!(refused_at(life(record(0, wrong))), "operations[0].timeMs");
    }
    assert_eq!(refused_at(profiler.record(&contract, f64::NAN, 1.0, 1.0)), "atS");
    assert_eq!(profiler.predict(&contract).samples, 0, "what was refused was not learned");
}

#[test]
fn a_life_that_makes_no_sense_is_refused_by_place() {
    let life = |settings, operations| Input::checked(Mode::Sound, settings, shaped_contracts(1), operations);
    let fine = Settings::default();
    assert_eq!(refused_at(life(fine, vec![Operation::Predict { contract: 300 }])), "operations[0].contract");
    let judge = Operation::Judge { prediction: 0, time_ms: 1.0, memory_mb: 1.0 };
    assert_eq!(refused_at(life(fine, vec![judge, Operation::Predict { contract: 0 }])), "operations[0].prediction");
    assert_eq!(refused_at(life(Settings { confidence_level: 1.0, ..fine }, Vec::new())), "confidenceLevel");
    assert_eq!(refused_at(life(Settings { history_size: u32::MAX, ..fine }, Vec::new())), "historySize");
    assert_eq!(refused_at(life(Settings { anomaly_threshold: f64::NAN, ..fine }, Vec::new())), "anomalyThreshold");
    let mut contracts: Vec<Contract> = shaped_contracts(1);
    contracts[1].slots[2].confidence = f64::NAN;
    let odd = Input::checked(Mode::Sound, fine, contracts, Vec::new());
    assert_eq!(refused_at(odd), "contracts[1].slots[2].confidence");
}

/// A profiler that recorded `count` executions from second `start` on, every other second.
fn profiler_of(source: &str, start: f64, count: u32) -> Profiler {
    let mut profiler = Profiler::new(Settings::default(), source).expect("the settings are sound");
    for (number, contract) in (0..count).zip(shaped_contracts(1).iter().step_by(7).cycle()) {
        let ready = Ready::new(contract).expect("the contract is sound");
        let time_ms = 1400.0 + f64::from(number * 13 % 200);
        profiler.record(&ready, start + 2.0 * f64::from(number), time_ms, 150.0).expect("the execution is sound");
    }
    profiler
}

#[test]
fn a_saved_history_teaches_the_same_again() {
    let profiler = profiler_of("a", 0.0, 60);
    let history = profiler.history().unwrap();
    let loaded = History::load(&history.save()).unwrap();
    assert_eq!(loaded, history);
    let again = Profiler::with_history(Settings::default(), "a", &loaded).unwrap();
    for contract in shaped_contracts(1).iter().step_by(50) {
        let ready = Ready::new(contract).unwrap();
        assert_eq!(again.predict(&ready), profiler.predict(&ready));
    }
    assert_eq!(again.health(), profiler.health());
}

#[test]
fn merging_interleaves_by_time_whichever_comes_first_and_names_what_is_there_twice() {
    let [one, other] =
        [("a", 0.0), ("b", 1.0)].map(|(source, start)| profiler_of(source, start, 20).history().unwrap());
    let both = one.merge(&other).unwrap();
    assert_eq!(both.history, other.merge(&one).unwrap().history);
    assert!(both.duplicates.is_empty());
    let sources: String = both.history.executions().iter().map(|execution| &*execution.source).collect();
    assert_eq!(sources, "ab".repeat(20));
    let again = both.history.merge(&one).unwrap();
    assert_eq!(again.history, both.history);
    assert_eq!((again.duplicates.len(), again.duplicates[3].as_str()), (20, "a#3"));
}

#[test]
fn one_name_for_two_executions_is_refused() {
    let [one, other] = [0.0, 1.0].map(|start| profiler_of("a", start, 3).history().unwrap());
    assert_eq!(refused_at(one.merge(&other)), "history");
    let twice: Vec<Remembered> = [one.executions(), one.executions()].concat();
    assert_eq!(refused_at(History::new(twice)), "executions");
}

#[test]
fn a_history_that_was_not_saved_here_is_refused() {
    let text = profiler_of("a", 0.0, 3).history().unwrap().save();
    for (found, put) in [
        ("loadline/history", "another/history"),
        ("\"version\":1", "\"version\":2"),
        ("\"executions\":[", "\"executions\":[null,"),
        ("\"sequence\":1", "\"sequence\":1,\"sequel\":1"),
    ] {
        assert!(text.contains(found));
        assert_eq!(refused_at(History::load(&text.replacen(found, put, 1))), "history");
    }
    for (found, put, at) in [
        ("\"timeMs\":1400.0", "\"timeMs\":-1400.0", "executions[0].timeMs"),
        ("\"contract\":1", "\"contract\":99", "executions[1].contract"),
        ("\"sequence\":0", "\"sequence\":9007199254740992", "executions[0].sequence"),
        ("\"sequence\":0", "\"sequence\":1", "executions"),
        ("\"complexity\":", "\"complexity\":-", "contracts[0].features.complexity"),
    ] {
        assert!(text.contains(found), "{found} is not in the text");
        assert_eq!(refused_at(History::load(&text.replacen(found, put, 1))), at);
    }
    assert_eq!(refused_at(History::load("")), "history");
}

#[test]
fn a_contract_without_methods_has_a_prediction_that_is_no_number_apart() {
    let nothing = Contract { slots: Vec::new(), ..shaped_contracts(1)[0].clone() };
    let ready = Ready::new(&nothing).unwrap();
    let mut profiler = Profiler::new(Settings::default(), "host").unwrap();
    for number in 0..20 {
        profiler.record(&ready, f64::from(number), 0.0, 0.0).unwrap();
    }
    let forecast = profiler.predict(&ready);
    assert!(forecast.time_ms > 0.0 && forecast.time_interval_ms[1].is_finite(), "{forecast:?}");
    assert_eq!(Arc::clone(&nothing.id).as_ref(), forecast.contract);
}
