//! Contracts in batches: the recorded answers, the laws of the scale mode, and what a scenario file may not hold.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use loadline::Error;
use loadline::pair::{Side, ask};
use loadline::reuse::batch::{Batches, Input, Mode, Plan};
use loadline::reuse::schedule::{self, Schedule, Timetable};
use loadline::rng::Rng;
use loadline::scenario::contracts::{Contracts, Flavour, Generated, Limits, generate, to_json};
use loadline::scenario::{from_json, load};

fn generated(contracts: u32, flavour: Flavour, seed: u64) -> Arc<Contracts> {
    Arc::new(generate(&Generated { contracts, flavour, seed, executions: 20 }).unwrap())
}

fn plan(set: &Arc<Contracts>, mode: Mode) -> Plan {
    ask::<Batches>(&Input::of(Arc::clone(set), mode).unwrap(), Side::Optimised)
}

fn timetable(set: &Contracts, plan: &Plan, workers: u32) -> Timetable {
    let input = schedule::Input::of(plan, &set.contracts, NonZeroU32::new(workers).unwrap()).unwrap();
    ask::<Schedule>(&input, Side::Optimised)
}

#[test]
fn every_contract_is_in_one_batch_and_batches_keep_their_limits() {
    for (flavour, mode) in [(Flavour::Realistic, Mode::Published), (Flavour::Random, Mode::Scale)] {
        let set = generated(300, flavour, 3);
        let plan = plan(&set, mode);
        let mut seen: Vec<u32> = plan.batches.iter().flat_map(|batch| batch.contracts.clone()).collect();
        seen.sort_unstable();
        assert!(seen.iter().copied().eq(0..300));
        for batch in plan.batches.iter().filter(|batch| batch.contracts.len() > 1) {
            assert!(batch.contracts.len() <= set.limits.batch_size as usize);
            assert!(batch.time_ms <= set.limits.batch_time_ms && batch.memory_mb <= set.limits.batch_memory_mb);
        }
    }
}

/// The clusters as sets of names, whatever the positions.
fn clusters_by_name(set: &Contracts, plan: &Plan) -> Vec<Vec<String>> {
    let name = |at: &u32| set.contracts[*at as usize].id.to_string();
    let mut clusters: Vec<Vec<String>> =
        plan.clusters.iter().map(|cluster| cluster.iter().map(name).collect()).collect();
    for cluster in &mut clusters {
        cluster.sort();
    }
    clusters.sort();
    clusters
}

#[test]
fn the_scale_mode_finds_the_same_clusters_in_any_order_of_contracts() {
    let (mut stable, mut published_moved) = (0, 0);
    for seed in 0..40 {
        let mut rng = Rng::new(seed);
        let mut set = Contracts::clone(&generated(60, Flavour::Realistic, seed));
        // Few classes, so that many averages are equal.
        for contract in &mut set.contracts {
            contract.waits_for.clear();
            contract.slots.truncate(4);
            for slot in &mut contract.slots {
                slot.class = format!("C{}", rng.below(6)).into();
            }
        }
        let mut shuffled = set.clone();
        for at in (1..shuffled.contracts.len()).rev() {
            shuffled.contracts.swap(at, usize::try_from(rng.below(at as u64 + 1)).unwrap());
        }
        let [set, shuffled] = [set, shuffled].map(Arc::new);
        let both = |mode| [&set, &shuffled].map(|set| clusters_by_name(set, &plan(set, mode)));
        let [one, other] = both(Mode::Scale);
        assert_eq!(one, other, "seed {seed}");
        stable += 1;
        let [one, other] = both(Mode::Published);
        published_moved += usize::from(one != other);
    }
    assert!(stable == 40 && published_moved > 20, "the published clusters moved in {published_moved} of 40 only");
}

#[test]
fn both_sides_agree_where_contracts_are_many_and_equal_averages_are_rare() {
    for flavour in [Flavour::Realistic, Flavour::Random] {
        let set = generated(90, flavour, 11);
        for mode in [Mode::Published, Mode::Scale] {
            for similarity_threshold in [0.05, 0.3, 0.6] {
                let limits = Limits { similarity_threshold, ..set.limits };
                let input = Input::within(Arc::clone(&set), limits, mode).unwrap();
                assert_eq!(ask::<Batches>(&input, Side::Reference), ask::<Batches>(&input, Side::Optimised));
            }
        }
    }
}

#[test]
fn a_schedule_overlaps_nowhere_waits_where_it_must_and_stays_within_what_is_proven_of_it() {
    for seed in 0..30 {
        let set = generated(200, if seed % 2 == 0 { Flavour::Realistic } else { Flavour::Random }, seed);
        let plan = plan(&set, Mode::Scale);
        for workers in [1, 2, 7] {
            let table = timetable(&set, &plan, workers);
            assert_eq!(table.turns.len(), plan.batches.len());
            let mut free_ms: BTreeMap<u32, f64> = BTreeMap::new();
            let mut ends_ms = vec![0.0; set.contracts.len()];
            for turn in &table.turns {
                assert!(free_ms.insert(turn.worker, turn.end_ms).unwrap_or(0.0) <= turn.start_ms);
                assert!(turn.worker < workers);
                for at in &plan.batches[turn.task as usize].contracts {
                    ends_ms[*at as usize] = turn.end_ms;
                }
            }
            for turn in &table.turns {
                for at in &plan.batches[turn.task as usize].contracts {
                    for other in &set.contracts[*at as usize].waits_for {
                        assert!(
                            ends_ms[other.index()] <= turn.start_ms,
                            "seed {seed}: {at} starts before {other:?} ended"
                        );
                    }
                }
            }
            let rounding = 1.0 + 1e-12;
            assert!(table.makespan_ms * rounding >= table.bound_ms);
            assert!(table.makespan_ms <= 2.0 * table.bound_ms * rounding, "never twice the bound");
        }
    }
}

#[test]
fn published_batches_that_wait_for_each_other_in_a_circle_are_refused() {
    let text = r#"{"kind": "contracts", "contracts": [
        {"id": "A", "methods": [{"class": "x", "method": "m"}]},
        {"id": "B", "waitsFor": ["A"], "methods": [{"class": "y", "method": "m"}]},
        {"id": "C", "waitsFor": ["B"], "methods": [{"class": "x", "method": "m"}]}]}"#;
    let set = Arc::clone(from_json(text, "circle").unwrap().contracts().unwrap());
    let refused = |mode| schedule::Input::of(&plan(&set, mode), &set.contracts, NonZeroU32::MIN).is_err();
    assert!(refused(Mode::Published), "A and C share a batch, and B is between them");
    assert!(!refused(Mode::Scale));
}

#[test]
fn generated_sets_are_the_same_for_a_seed_and_read_back_as_they_are() {
    for flavour in [Flavour::Realistic, Flavour::Random] {
        let set = generated(120, flavour, 5);
        assert_eq!(set, generated(120, flavour, 5));
        assert_ne!(set, generated(120, flavour, 6));
        assert!(set.contracts.iter().any(|contract| !contract.waits_for.is_empty()));
        let read = from_json(&to_json(&set, "a set"), "set.json").unwrap();
        assert_eq!(**read.contracts().unwrap(), *set);
        assert_eq!(read.warning_count, 0, "{:?}", read.warnings);
    }
    let many = Generated { contracts: 100_001, flavour: Flavour::Random, seed: 1, executions: 0 };
    assert!(matches!(generate(&many), Err(Error::Argument { .. })));
}

fn folder(path: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// `LOADLINE_WRITE=1 cargo test --test reuse_batch bundled` writes the file anew.
#[test]
fn the_bundled_thirty_questions_are_those_of_their_seed() {
    let set = generate(&Generated { contracts: 30, flavour: Flavour::Realistic, seed: 30, executions: 60 }).unwrap();
    let wanted = to_json(&set, "Thirty generated contracts of three questions in ten areas, with sixty executions");
    let path = folder("scenarios/contracts/thirty-questions.json");
    if std::env::var_os("LOADLINE_WRITE").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap_or_default() == wanted, "{} is not fresh", path.display());
}

#[test]
fn the_bundled_sets_load_without_a_warning() {
    for name in ["report-night.json", "thirty-questions.json"] {
        let bytes = std::fs::read(folder("scenarios/contracts").join(name)).unwrap();
        let scenario = load(&bytes, name).unwrap();
        assert_eq!(scenario.warning_count, 0, "{:?}", scenario.warnings);
        let set = scenario.contracts().unwrap();
        assert!(set.contracts.len() >= 8 && set.executions.len() >= 11);
        let table = timetable(set, &plan(set, Mode::Scale), set.workers);
        assert!(table.gain() > 1.0, "{name}: more than one worker helps");
    }
}

/// The problems of a file as `code at`, and the whole as text.
fn problems(text: &str) -> (Vec<String>, String) {
    match from_json(text, "set.json") {
        Ok(scenario) => (
            scenario.warnings.iter().map(|problem| format!("{} {}", problem.code, problem.at)).collect(),
            String::new(),
        ),
        Err(error) => {
            let shown = error.to_string();
            let Error::Scenario { problems, .. } = error else { panic!("{error}") };
            (problems.iter().map(|problem| format!("{} {}", problem.code, problem.at)).collect(), shown)
        }
    }
}

#[test]
fn what_cannot_be_meant_is_refused_at_its_place() {
    let refused = [
        (r#""limits": {"batchSize": 0}"#, "scenario/out-of-range limits.batchSize"),
        (r#""limits": {"batchSize": 2.5}"#, "scenario/not-whole limits.batchSize"),
        (r#""limits": {"batchMemoryMb": 0}"#, "scenario/limit-of-nothing limits.batchMemoryMb"),
        (r#""limits": {"batchTimeMs": -1}"#, "scenario/limit-of-nothing limits.batchTimeMs"),
        (r#""limits": {"batchTimeMs": NaN}"#, "scenario/not-a-number limits.batchTimeMs"),
        (r#""limits": {"similarityThreshold": 1.01}"#, "scenario/similarity limits.similarityThreshold"),
        (r#""workers": 0"#, "scenario/out-of-range workers"),
        (r#""executions": [{"contract": "A", "timeMs": -1, "memoryMb": 1}]"#, "scenario/negative executions[0].timeMs"),
        (
            r#""executions": [{"contract": "A", "timeMs": Infinity, "memoryMb": 1}]"#,
            "scenario/not-a-number executions[0].timeMs",
        ),
        (
            r#""executions": [{"contract": "A", "timeMs": 1, "memoryMb": NaN}]"#,
            "scenario/not-a-number executions[0].memoryMb",
        ),
        (r#""executions": [{"contract": "A", "memoryMb": 1}]"#, "scenario/missing-field executions[0].timeMs"),
        (
            r#""executions": [{"contract": "D", "timeMs": 1, "memoryMb": 1}]"#,
            "scenario/unknown-contract executions[0].contract",
        ),
        (
            r#""executions": [{"contract": "A", "atS": 2, "timeMs": 1, "memoryMb": 1}, {"contract": "A", "atS": 1, "timeMs": 1, "memoryMb": 1}]"#,
            "scenario/unsorted-executions executions[1].atS",
        ),
    ];
    for (fields, wanted) in refused {
        let text = format!(r#"{{"kind": "contracts", "contracts": [{{"id": "A"}}], {fields}}}"#);
        let (found, shown) = problems(&text);
        assert!(!shown.is_empty() && found.contains(&wanted.to_owned()), "{fields}: {found:?}");
    }
    let refused = [
        (r#"{"id": 7}"#, "scenario/not-text contracts[0].id"),
        (r#"{"id": "A", "waitsFor": ["B"]}"#, "scenario/unknown-contract contracts[0].waitsFor[0]"),
        (r#"{"id": "A"}, {"id": "A", "waitsFor": ["A"]}"#, "scenario/ambiguous-contract contracts[1].waitsFor[0]"),
        (r#"{"id": "A", "waitsFor": ["A"]}"#, "scenario/cycle contracts[0].waitsFor"),
        (r#"{"methods": [{"confidence": "0.8"}]}"#, "scenario/not-a-number contracts[0].methods[0].confidence"),
        (r#"{"methods": [{"confidence": 1e300}]}"#, "scenario/confidence contracts[0].methods[0].confidence"),
        (r#"{"methods": [{"class": {}}]}"#, "scenario/not-text contracts[0].methods[0].class"),
        (r#"{"methods": [null]}"#, "scenario/wrong-type contracts[0].methods[0]"),
        (r#"{"methods": "ab"}"#, "scenario/wrong-type contracts[0].methods"),
        (r#"{"id": "A", "identity": {"contract_id": "B"}}"#, "scenario/both-forms contracts[0].id"),
        (r#"{"identity": []}"#, "scenario/wrong-type contracts[0].identity"),
    ];
    for (contracts, wanted) in refused {
        let (found, shown) = problems(&format!(r#"{{"kind": "contracts", "contracts": [{contracts}]}}"#));
        assert!(!shown.is_empty() && found.contains(&wanted.to_owned()), "{contracts}: {found:?}");
    }
    assert_eq!(problems(r#"{"kind": "contracts"}"#).0, ["scenario/missing-field contracts"]);
}

#[test]
fn a_circle_is_named_and_what_deserves_a_look_is_said() {
    let circle = r#"{"kind": "contracts", "contracts": [{"id": "Z"}, {"id": "A", "waitsFor": ["C", "Z"]},
        {"id": "B", "waitsFor": ["A"]}, {"id": "C", "waitsFor": ["B"]}, {"id": "D", "waitsFor": ["C"]}]}"#;
    let (found, shown) = problems(circle);
    assert_eq!(found, ["scenario/cycle contracts[1].waitsFor"]);
    assert!(shown.contains("“A” waits for “C” waits for “B”, and that for “A”"), "{shown}");
    let looked_at = r#"{"kind": "contracts", "contracts": [{"id": "A"}, {"id": "A", "methods": [{"confidence": -3.5, "clas": "x"}]}]}"#;
    let (found, shown) = problems(looked_at);
    assert!(shown.is_empty());
    assert_eq!(
        found,
        [
            "scenario/repeated-id contracts[1]",
            "scenario/confidence contracts[1].methods[0].confidence",
            "scenario/unknown-field contracts[1].methods[0].clas",
        ]
    );
    // A long chain is no circle, and is walked without calling itself once a link.
    let chain: Vec<String> = (0..50_000)
        .map(|at| {
            if at == 0 {
                r#"{"id": "0"}"#.to_owned()
            } else {
                format!(r#"{{"id": "{at}", "waitsFor": ["{}"]}}"#, at - 1)
            }
        })
        .collect();
    let text = format!(r#"{{"kind": "contracts", "contracts": [{}]}}"#, chain.join(","));
    assert!(problems(&text).0.is_empty());
}

/// The malformed contracts that were recorded: each is refused at a field that is named, or read as documented.
#[test]
fn malformed_contracts_are_refused_by_name_or_read_as_documented() {
    let text =
        std::io::read_to_string(flate2::read::GzDecoder::new(&include_bytes!("cases/reuse/edge_cases.json.gz")[..]));
    let file: serde_json::Value = serde_json::from_str(&text.unwrap()).unwrap();
    let cases = file["cases"].as_array().unwrap();
    let mut refused = Vec::new();
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let (found, shown) = problems(&format!(r#"{{"kind": "contracts", "contracts": [{}]}}"#, case["contract"]));
        if !shown.is_empty() {
            assert!(found.iter().any(|problem| problem.contains("contracts[0].")), "{name}: {found:?}");
            refused.push(name);
        }
    }
    assert_eq!(cases.len(), 49);
    let expected = [
        "identity_list",
        "phases_list",
        "phase_null",
        "methods_dict",
        "methods_string",
        "methods_emptystr",
        "method_null",
        "method_str",
        "class_int",
        "class_zero",
        "class_list",
        "class_dict",
        "method_name_int",
        "level_int",
        "level_list",
        "level_list2",
        "conf_str",
        "conf_nan",
        "conf_inf",
        "conf_true",
        "conf_bigint",
        "id_int",
        "type_int",
        "type_list",
    ];
    assert_eq!(refused, expected);
}
