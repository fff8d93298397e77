//! Both sides of every pair give the same answer: on recorded days, on cases worked out by hand, and on random inputs.
//!
//! This file runs unmodified on four hosts: natively, in Node, in a browser page and in a dedicated worker. Which one is
//! the business of the command (`make test` runs all four), so nothing here configures a host. Case files enter at
//! compile time, because wasm has no files.

mod support;

#[path = "support/by_hand.rs"]
mod by_hand;

/// One test for each recorded file, checking every section of it on both sides.
macro_rules! recorded {
    ($($name:ident),+ $(,)?) => {
        /// The recorded files, each checked section by section on both sides.
        pub mod recorded {
            use wasm_bindgen_test::wasm_bindgen_test;
            $(
                #[wasm_bindgen_test(unsupported = test)]
                fn $name() {
                    let bytes = include_bytes!(concat!("cases/flow/", stringify!($name), ".json.gz"));
                    super::support::recorded(concat!("flow/", stringify!($name), ".json.gz"), bytes);
                }
            )+
        }
    };
}

recorded! {
    edge_bin_mismatch, edge_capacity_rounding, edge_midnight, edge_multibin, edge_no_capacity, edge_quota_rounding,
    edge_reentry, edge_shared_flights, large_16flows, medium_8flows, small_16flows, small_late_window,
    small_shortdwell, small_shuffled, small_t24, small_t48, small_t96_a, small_t96_b, small_t96_share,
    tiny_40flights_halfcaps, tiny_dup_share, tiny_t24, tiny_t48, tiny_t96_a, tiny_t96_b,
}

/// One module for each pair: random inputs, and the whole of a bundled day.
macro_rules! pairs {
    ($($name:ident),+ $(,)?) => {
        $(
            /// One pair against itself: side against side.
            pub mod $name {
                use wasm_bindgen_test::wasm_bindgen_test;

                const PAIR: &str = concat!("flow/", stringify!($name));

                #[wasm_bindgen_test(unsupported = test)]
                fn both_sides_agree_on_random_inputs() {
                    super::support::random(PAIR);
                }

                #[wasm_bindgen_test(unsupported = test)]
                fn both_sides_give_the_answers_worked_out_by_hand() {
                    super::by_hand::by_hand(PAIR, include_str!(concat!("cases/flow/", stringify!($name), ".json")));
                }

                #[wasm_bindgen_test(unsupported = test)]
                fn both_sides_agree_on_the_swiss_day() {
                    super::support::swiss_day(PAIR);
                }
            }
        )+

        /// The pairs above: a pair of the catalogue that is not among them fails.
        #[wasm_bindgen_test::wasm_bindgen_test(unsupported = test)]
        fn every_pair_of_the_catalogue_is_tested_here() {
            let tested = [$(concat!("flow/", stringify!($name))),+];
            let listed: Vec<&str> = loadline::catalogue::pairs().map(|pair| pair.name).collect();
            assert_eq!(listed, tested);
        }
    };
}

pairs! { occupancy, entrants, delay, objective, rate_grid, rates }
