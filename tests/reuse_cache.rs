//! The result cache: laws of both, and what the sound cache promises beyond the published one.
#![cfg(not(target_arch = "wasm32"))]

use core::num::{NonZeroU32, NonZeroU64};

use loadline::reuse::result_cache::key::{Call, Identity, Int, Key, Map, MapKey, Text, Value, text};
use loadline::reuse::result_cache::{Begun, Cache, Life, Limits, Put, ResultCache, Trace, Transcript, sound};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::json;

use loadline::pair::{Pair, Side, answer_text, ask, parity};
use loadline::rng::Rng;

/// The same draws in every run.
fn config() -> ProptestConfig {
    ProptestConfig { rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() }
}

fn call_of(number: i64) -> Call {
    Call::new("f", vec![Value::Int(number.into())], Vec::new()).expect("it is sound")
}

fn key_of(number: i64) -> Key {
    Key::of(&call_of(number), Identity::Explicit).expect("it is sound")
}

fn limits(capacity: u32) -> Limits {
    Limits::of_capacity(NonZeroU32::new(capacity).expect("it is sound"))
}

fn of(us: u64) -> Life {
    Life::Of(NonZeroU64::new(us).expect("it is sound"))
}

fn published_text(args: Vec<Value>) -> String {
    text(&Call::new("f", args, Vec::new()).expect("it is sound"), Identity::Published).expect("it is sound")
}

#[test]
fn both_sides_agree_on_random_traces() {
    for seed in 0..600 {
        let size = [0, 1, 2, 7, 33, 200][usize::try_from(seed % 6).expect("below six")];
        let trace = Cache::sample(&mut Rng::new(seed), size);
        let [reference, optimised] =
            [Side::Reference, Side::Optimised].map(|side| answer_text(&ask::<Cache>(&trace, side)));
        let verdict = parity(Cache::NAME, &reference, &optimised);
        assert!(verdict.agree, "seed {seed}, size {size}: {:?}", verdict.disagreement);
    }
}

/// A sample that never meets a case cannot show that the case agrees.
#[test]
fn random_traces_meet_every_outcome() {
    let texts: Vec<String> = (0..600)
        .map(|seed| {
            answer_text(&Cache::reference(&Cache::sample(
                &mut Rng::new(seed),
                [33, 200][usize::try_from(seed % 2).expect("below two")],
            )))
        })
        .collect();
    for word in [
        "\"hit\":",
        "\"hit\":null",
        "\"miss\"",
        "\"stored\":",
        "\"noRoom\"",
        "\"invalidated\":true",
        "\"cleaned\":0",
        "\"cleaned\":2",
        "\"evicted\":\"",
        "\"evicted\":[",
        "\"expired\":[",
        "\"tooLarge\"",
        "\"ticket\":",
        "\"waits\":",
        "\"waiters\":2",
        "\"kept\":true",
        "\"kept\":false",
        "\"noTicket\"",
        "\"refused\":\"args",
        "\"held\":3",
        "\"cleared\"",
        "\"counted\"",
        "\"order\":[",
        "\"NaN\"",
        "\"inf\"",
    ] {
        assert!(texts.iter().any(|text| text.contains(word)), "no sample has {word}");
    }
}

mod keys {
    use super::*;

    #[test]
    fn whole_and_fractional_numbers_and_truth_are_three_keys() {
        let keys = [Value::Int(1.into()), Value::Float(1.0), Value::Bool(true)]
            .map(|value| Key::of(&Call::new("f", vec![value], vec![]).unwrap(), Identity::Published).unwrap());
        assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
    }

    #[test]
    fn fractional_numbers_change_their_spelling_at_one_ten_thousandth_and_ten_quadrillion() {
        let spelt = |float: f64| published_text(vec![Value::Float(float)]);
        for (float, spelling) in [
            (1e-4, "0.0001"),
            (9.999e-5, "9.999e-05"),
            (1e-5, "1e-05"),
            (1e15, "1000000000000000.0"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1e16, "1e+16"),
            (1.5e16, "1.5e+16"),
            (1e100, "1e+100"),
            (-0.0, "-0.0"),
            (100.0, "100.0"),
            (123.456, "123.456"),
            (5e-324, "5e-324"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(spelt(float), format!(r#"{{"args": [{spelling}], "kwargs": [], "method": "f"}}"#));
        }
    }

    #[test]
    fn names_are_sorted_by_code_point_and_not_as_javascript_sorts_them() {
        let names = |names: [&str; 2]| {
            let kwargs = names.map(|name| (Text::from(name), Value::Null)).to_vec();
            text(&Call::new("f", Vec::new(), kwargs).unwrap(), Identity::Published).unwrap()
        };
        let sorted = r#"{"args": [], "kwargs": [["\uffff", null], ["\ud83d\ude00", null]], "method": "f"}"#;
        assert_eq!(names(["\u{ffff}", "😀"]), sorted);
        assert_eq!(names(["😀", "\u{ffff}"]), sorted);
    }

    #[test]
    fn number_keys_of_a_map_are_sorted_as_numbers_of_any_size() {
        let entry = |key: MapKey| (key, Value::Null);
        let large = "100000000000000000000";
        let map = Map::new(vec![
            entry(MapKey::Int(Int::parse(large).unwrap())),
            entry(MapKey::Float(2.5)),
            entry(MapKey::Int(10.into())),
            entry(MapKey::Float(f64::INFINITY)),
            entry(MapKey::Bool(true)),
            entry(MapKey::Int(Int::parse("-100000000000000000000").unwrap())),
        ])
        .unwrap();
        let keys = format!(
            r#"{{"-{large}": null, "true": null, "2.5": null, "10": null, "{large}": null, "Infinity": null}}"#
        );
        assert_eq!(
            published_text(vec![Value::Map(map)]),
            format!(r#"{{"args": [{keys}], "kwargs": [], "method": "f"}}"#)
        );
    }

    #[test]
    fn a_map_without_one_order_of_its_keys_cannot_be_made() {
        let map = |keys: Vec<MapKey>| Map::new(keys.into_iter().map(|key| (key, Value::Null)).collect());
        let text = |text: &str| MapKey::Text(text.into());
        assert!(map(vec![MapKey::Int(1.into()), text("1")]).unwrap_err().to_string().contains("kinds str and int"));
        assert!(map(vec![MapKey::Null, MapKey::Bool(true)]).is_err());
        assert!(map(vec![MapKey::Int(1.into()), MapKey::Float(1.0)]).unwrap_err().to_string().contains("twice"));
        assert!(map(vec![MapKey::Float(f64::NAN), MapKey::Float(1.0)]).is_err());
        assert!(map(vec![MapKey::Float(f64::NAN)]).is_ok());
        assert!(map(vec![text("a"), text("b"), text("a")]).is_err());
    }

    #[test]
    fn explicit_keys_part_what_published_keys_confuse() {
        let map = |key: MapKey| Value::Map(Map::new(vec![(key, Value::Null)]).unwrap());
        let both = |value: Value| {
            let call = Call::new("f", vec![value], vec![]).unwrap();
            [Identity::Published, Identity::Explicit].map(|identity| Key::of(&call, identity).unwrap())
        };
        let (number, text) = (both(map(MapKey::Int(1.into()))), both(map(MapKey::Text("1".into()))));
        assert_eq!(number[0], text[0]);
        assert_ne!(number[1], text[1]);
    }

    #[test]
    fn an_opaque_value_has_no_explicit_key_and_its_place_is_named() {
        let deep = Value::Map(
            Map::of_texts(vec![("a".into(), Value::List(vec![Value::Opaque("<f at 0x7f>".into())]))]).unwrap(),
        );
        let call = Call::new("f", vec![Value::Null], vec![("x".into(), deep)]).unwrap();
        let error = Key::of(&call, Identity::Explicit).unwrap_err();
        assert!(error.at().unwrap().starts_with("kwargs.x["), "{error}");
        assert!(Key::of(&call, Identity::Published).is_ok());
    }

    #[test]
    fn lone_halves_of_a_pair_are_kept_and_sorted_below_whole_characters() {
        let lone = Text::from_utf16(&[0xDC00, 0xD800]);
        assert_eq!(lone.code_points(), [0xDC00, 0xD800]);
        assert!(Text::from("\u{d7ff}") < lone && lone < Text::from("\u{e000}"));
        assert_eq!(
            published_text(vec![Value::Text(lone)]),
            r#"{"args": ["\udc00\ud800"], "kwargs": [], "method": "f"}"#
        );
    }

    #[test]
    fn bad_json_is_refused_with_its_place() {
        let deep = format!("{}1{}", "[".repeat(101), "]".repeat(101));
        let digits = "9".repeat(4_301);
        for (json, found) in [
            ("", "EOF"),
            ("[1,", "EOF"),
            ("1 2", "trailing"),
            (deep.as_str(), "more than 100"),
            (digits.as_str(), "whole number"),
            (r#"{"__int__": "1.5"}"#, "whole number"),
            (r#"{"__float__": "one"}"#, "fractional number"),
            (r#"{"__pairs__": [[[1], 2]]}"#, "no text and no number"),
            (r#"{"a": 1, "a": 2}"#, "twice"),
        ] {
            let error = loadline::reuse::result_cache::key::value_of_json(json, "args[0]").unwrap_err();
            assert!(error.to_string().contains(found), "{json:.40}: {error}");
            assert!(error.at().unwrap().starts_with("args[0]"), "{error}");
        }
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn the_text_of_a_text_is_json_for_it(value in ".*") {
            let call = Call::new(value.as_str(), vec![Value::Text(value.as_str().into())], vec![]).unwrap();
            let json: serde_json::Value = serde_json::from_str(&text(&call, Identity::Published).unwrap()).unwrap();
            prop_assert_eq!(json, json!({ "args": [value], "kwargs": [], "method": value }));
        }

        #[test]
        fn the_text_of_a_finite_number_reads_back_to_its_bits(bits in any::<u64>()) {
            let float = f64::from_bits(bits);
            prop_assume!(float.is_finite());
            let written = published_text(vec![Value::Float(float)]);
            let number = written.trim_start_matches(r#"{"args": ["#).split(']').next().unwrap();
            prop_assert_eq!(number.parse::<f64>().unwrap().to_bits(), bits);
        }

        #[test]
        fn whole_numbers_are_ordered_as_numbers(one in any::<i128>(), other in any::<i128>()) {
            let int = |number: i128| Int::parse(&number.to_string()).unwrap();
            prop_assert_eq!(int(one).cmp(&int(other)), one.cmp(&other));
            prop_assert_eq!(int(one).to_string(), one.to_string());
        }
    }
}

mod sound_cache {
    use super::*;

    #[test]
    fn a_stored_nothing_is_an_answer() {
        let mut cache: ResultCache<Option<u8>> = ResultCache::new(limits(1));
        assert_eq!(cache.get(0, &key_of(1)), None);
        cache.put(0, &key_of(1), None, 0, Life::AsLimited);
        assert_eq!(cache.get(0, &key_of(1)), Some(&None));
        assert_eq!((cache.counts(0).hits, cache.counts(0).misses), (1, 1));
    }

    #[test]
    fn an_answer_is_good_until_its_life_is_over_and_not_at_its_end() {
        let mut cache = ResultCache::new(limits(4));
        cache.put(100, &key_of(1), 1, 0, of(10));
        assert_eq!(cache.get(109, &key_of(1)), Some(&1));
        assert_eq!(cache.get(110, &key_of(1)), None);
        assert_eq!(cache.expired(), [key_of(1)]);
        assert_eq!(cache.counts(110).expirations, 1);
    }

    #[test]
    fn what_has_expired_makes_room_before_what_is_live() {
        let mut cache = ResultCache::new(limits(2));
        cache.put(0, &key_of(1), 1, 0, Life::Endless);
        cache.put(1, &key_of(2), 2, 0, of(5));
        cache.put(6, &key_of(3), 3, 0, Life::Endless);
        // The least recent is still there, since the expired one is gone.
        assert_eq!(cache.get(6, &key_of(1)), Some(&1));
        assert_eq!(cache.counts(6).evictions, 0);
    }

    #[test]
    fn a_clock_that_goes_back_is_held() {
        let mut cache = ResultCache::new(limits(2));
        cache.put(100, &key_of(1), 1, 0, of(10));
        assert_eq!(cache.get(50, &key_of(1)), Some(&1));
        cache.put(50, &key_of(2), 2, 0, of(10));
        // Stored at the held time, 100, and so good until 110.
        assert_eq!(cache.get(109, &key_of(2)), Some(&2));
        assert_eq!(cache.get(110, &key_of(2)), None);
        assert_eq!(cache.counts(110).held, 2);
    }

    #[test]
    fn one_works_while_the_others_wait() {
        let mut cache = ResultCache::new(limits(2));
        let Begun::Ticket(ticket) = cache.begin(0, &key_of(1)) else { panic!("nobody asked before") };
        for now in 1..8 {
            assert_eq!(cache.begin(now, &key_of(1)), Begun::Waits(ticket));
        }
        assert!(matches!(cache.begin(8, &key_of(2)), Begun::Ticket(_)), "another key has its own flight");
        let landed = cache.finish(9, ticket, 5, 0, Life::AsLimited).unwrap();
        assert_eq!((landed.waiters, landed.kept), (7, true));
        assert_eq!(cache.begin(10, &key_of(1)), Begun::Hit(&5));
        let counts = cache.counts(10);
        assert_eq!((counts.hits, counts.misses, counts.joined), (1, 2, 7));
        assert!(cache.finish(11, ticket, 6, 0, Life::AsLimited).is_err(), "a ticket lands once");
    }

    #[test]
    fn a_flight_that_fails_leaves_nothing_and_the_next_to_ask_tries_again() {
        let mut cache: ResultCache<u8> = ResultCache::new(limits(2));
        let Begun::Ticket(first) = cache.begin(0, &key_of(1)) else { panic!("nobody asked before") };
        cache.begin(0, &key_of(1));
        assert_eq!(cache.fail(1, first).unwrap(), 1);
        let Begun::Ticket(second) = cache.begin(2, &key_of(1)) else { panic!("the first one failed") };
        assert_ne!(first, second);
    }

    #[test]
    fn a_flight_that_was_overtaken_does_not_write_over_what_is_newer() {
        let mut cache = ResultCache::new(limits(2));
        for overtake in [
            (|cache, key| {
                cache.put(1, key, 2, 0, Life::AsLimited);
            }) as fn(&mut ResultCache<u8>, &Key),
            |cache, key| {
                cache.invalidate(1, key);
            },
            |cache, _| cache.clear(1),
        ] {
            cache.clear(0);
            let Begun::Ticket(ticket) = cache.begin(0, &key_of(1)) else { panic!("nobody asked before") };
            cache.begin(0, &key_of(1));
            overtake(&mut cache, &key_of(1));
            let landed = cache.finish(2, ticket, 1, 0, Life::AsLimited).unwrap();
            assert_eq!((landed.waiters, landed.kept), (1, false));
            assert_ne!(cache.get(3, &key_of(1)), Some(&1));
        }
    }

    #[test]
    fn the_budget_counts_bytes_and_evicts_the_least_recent_until_the_new_one_fits() {
        let budget = Limits { budget_bytes: NonZeroU64::new(10), ..limits(100) };
        let mut cache = ResultCache::new(budget);
        for number in 0..5 {
            cache.put(0, &key_of(number), number, 2, Life::Endless);
        }
        cache.get(0, &key_of(0));
        assert_eq!(cache.put(0, &key_of(9), 9, 5, Life::Endless), Put::Stored);
        assert_eq!(cache.evicted(), [key_of(1), key_of(2), key_of(3)]);
        assert_eq!((cache.counts(0).bytes, cache.len()), (9, 3));
        // Too large for any cache of this budget: not kept, and the old answer under its key is no longer true.
        assert_eq!(cache.put(0, &key_of(9), 9, 11, Life::Endless), Put::TooLarge);
        assert_eq!(cache.get(0, &key_of(9)), None);
        assert_eq!((cache.counts(0).bytes, cache.counts(0).too_large), (4, 1));
    }

    #[test]
    fn extreme_times_and_sizes_do_no_harm() {
        let mut cache = ResultCache::new(Limits { life_us: NonZeroU64::new(u64::MAX), ..limits(2) });
        assert_eq!(cache.put(u64::MAX, &key_of(1), 1, u64::MAX, Life::AsLimited), Put::Stored);
        assert_eq!(cache.put(u64::MAX, &key_of(2), 2, 1, Life::Endless), Put::Stored);
        assert_eq!(cache.counts(0).bytes, 1);
    }

    /// The laws that hold after every step of any trace.
    #[test]
    fn counts_and_bounds_hold_after_every_step() {
        let mut seen_steps = 0;
        for seed in 0..300 {
            let Trace::Sound { limits, steps } = Cache::sample(&mut Rng::new(seed), 200) else { continue };
            let trace = Trace::Sound { limits, steps: steps.clone() };
            let Transcript::Sound(seen) = Cache::optimised(&trace, &()) else { panic!("as asked") };
            let (mut asked, mut stored, mut gone) = (0, 0_i64, 0_i64);
            for (step, seen) in steps.iter().zip(&seen) {
                let counts = seen.counts;
                asked += u64::from(matches!(
                    seen.outcome,
                    sound::Outcome::Hit(_)
                        | sound::Outcome::Miss
                        | sound::Outcome::Ticket(_)
                        | sound::Outcome::Waits(_)
                ));
                assert_eq!(counts.hits + counts.misses + counts.joined, asked, "every question is counted once");
                assert!(seen.size <= limits.capacity.get() as usize);
                assert!(limits.budget_bytes.is_none_or(|budget| counts.bytes <= budget.get()));
                gone += (seen.expired.len() + seen.evicted.len()) as i64;
                stored += i64::from(matches!(
                    seen.outcome,
                    sound::Outcome::Stored(_) | sound::Outcome::Landed { kept: true, .. }
                ));
                assert_eq!(counts.evictions + counts.expirations, gone.cast_unsigned());
                assert!(seen.size as i64 <= stored - gone, "{:?}", step.operation);
                seen_steps += 1;
            }
        }
        assert!(seen_steps > 10_000);
    }
}
