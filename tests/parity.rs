//! Both sides of every pair give the same answer: on recorded days, on cases worked out by hand, and on random inputs.
//!
//! This file runs unmodified on four hosts: natively, in Node, in a browser page and in a dedicated worker. Which one is
//! the business of the command (`make test` runs all four), so nothing here configures a host. Case files enter at
//! compile time, because wasm has no files.

mod support;

#[path = "support/by_hand.rs"]
mod by_hand;

/// One module for each family: its recorded files, checked section by section on both sides, and for each pair the cases
/// worked out by hand, random inputs, and the whole of a bundled scenario.
macro_rules! family {
    ($family:ident on $scenario:literal {
        pairs: [$($pair:ident),+ $(,)?],
        recorded: { $($ending:literal: [$($file:ident),* $(,)?]),* $(,)? } $(,)?
    }) => {
        /// One family.
        pub mod $family {
            /// Its pairs.
            pub const PAIRS: &[&str] = &[$(concat!(stringify!($family), "/", stringify!($pair))),+];

            /// The recorded files, each checked section by section on both sides.
            pub mod recorded {
                $($(
                    #[wasm_bindgen_test::wasm_bindgen_test(unsupported = test)]
                    fn $file() {
                        let name = concat!(stringify!($family), "/", stringify!($file), ".", $ending);
                        let bytes = include_bytes!(concat!(
                            "cases/", stringify!($family), "/", stringify!($file), ".", $ending
                        ));
                        crate::support::recorded(name, bytes);
                    }
                )*)*
            }

            $(
                /// One pair against itself: side against side.
                pub mod $pair {
                    use wasm_bindgen_test::wasm_bindgen_test;

                    const PAIR: &str = concat!(stringify!($family), "/", stringify!($pair));

                    #[wasm_bindgen_test(unsupported = test)]
                    fn both_sides_agree_on_random_inputs() {
                        crate::support::random(PAIR);
                    }

                    #[wasm_bindgen_test(unsupported = test)]
                    fn both_sides_give_the_answers_worked_out_by_hand() {
                        let cases =
                            include_str!(concat!("cases/", stringify!($family), "/", stringify!($pair), ".json"));
                        crate::by_hand::by_hand(PAIR, cases);
                    }

                    #[wasm_bindgen_test(unsupported = test)]
                    fn both_sides_agree_on_a_bundled_scenario() {
                        let bytes = include_bytes!(concat!("../scenarios/", $scenario));
                        crate::support::bundled(PAIR, $scenario, bytes);
                    }
                }
            )+
        }
    };
}

family! {
    flow on "flow/swiss-2018-08-01.json.gz" {
        pairs: [occupancy, entrants, delay, objective, rate_grid, rates],
        recorded: {
            "json.gz": [
                edge_bin_mismatch, edge_capacity_rounding, edge_midnight, edge_multibin, edge_no_capacity,
                edge_quota_rounding, edge_reentry, edge_shared_flights, large_16flows, medium_8flows, small_16flows,
                small_late_window, small_shortdwell, small_shuffled, small_t24, small_t48, small_t96_a, small_t96_b,
                small_t96_share, tiny_40flights_halfcaps, tiny_dup_share, tiny_t24, tiny_t48, tiny_t96_a, tiny_t96_b,
            ],
        },
    }
}

family! {
    // `assets`, the tables of the whole space, takes both sides seconds: tests/states.rs compares its digests natively. The larger
    // of the recorded candidates and walks stand in tests/states_store.rs and tests/states.rs.
    states on "states/a-long-walk.json" {
        pairs: [space, lookup, theta, step, walk, orbit, candidates, divergence],
        recorded: {
            "json.gz": [
                fold_exon_tensor, leb128, masks, records_bloom, resonance_temperature, token_divergence_all,
            ],
            "jsonl.gz": [s3_learn_ideal_store, s3_learn_orbitstore, token_divergence, transitions],
            "bin.gz": [store_spread_raw_private, store_spread_rep_private],
        },
    }
}

family! {
    reuse on "contracts/report-night.json" {
        pairs: [result_cache, batch, schedule, profile],
        recorded: {
            "json.gz": [
                batch_disjoint30, batch_edgy300, batch_edgy40, batch_identical35, batch_mix00, batch_mix01, batch_mix02,
                batch_mix03, batch_mix04, batch_mix05, batch_mix06, batch_mix07, batch_mix08, batch_mix09, batch_nested20,
                batch_one, batch_random300, batch_random30dense, batch_realistic300, batch_realistic30b, batch_ties30,
                batch_ties30b, batch_ties60, batch_two, batchhybrid_random3000, batchhybrid_realistic1000,
                cache_decorators, cache_keys, cache_keys_surrogates, cache_trace_clock_backwards, cache_trace_default,
                cache_trace_exact_ttl_boundary, cache_trace_nostats, cache_trace_size0, cache_trace_size1,
                cache_trace_small, cache_trace_ttl0_default, cache_trace_ttls, edge_cases, predict_cold_start,
                predict_conf80_fallback, predict_constant_times, predict_hist0, predict_hist11, predict_threshold_1,
                predict_ties_small_history,
            ],
        },
    }
}

family! {
    // `gen101` and `swiss_search` hold a page up for longer than its driver waits: tests/sound_laws.rs replays them natively.
    sound on "flow/swiss-2018-08-01-sound.json.gz" {
        pairs: [counts, hotspots, capture, slots, objective, effect, rates, bound],
        recorded: {
            "json.gz": [
                bounds_small, errors, micro, random_small, swiss_hotspots, swiss_slots,
            ],
        },
    }
}

/// A pair of the catalogue that is not in a family above fails.
#[wasm_bindgen_test::wasm_bindgen_test(unsupported = test)]
fn every_pair_of_the_catalogue_is_tested_here() {
    let tested = [flow::PAIRS, sound::PAIRS, states::PAIRS, reuse::PAIRS].concat();
    let listed: Vec<&str> = loadline::catalogue::pairs().map(|pair| pair.name).collect();
    assert_eq!(listed, tested);
}
