//! No bytes make the loader panic, and whatever it loads can be written and read again as it was.
//!
//! ```text
//! cargo +nightly fuzz run load fuzz/corpus/load tests/bad tests/crashers/scenario scenarios/flow -- \
//!     -dict=fuzz/load.dict -max_len=8192 -timeout=10 -max_total_time=600
//! ```
//!
//! The first folder receives what is found to be new; the others are only read. An input that crashes goes to
//! `tests/crashers/scenario/`, where `tests/scenario_files.rs` replays it for ever.
#![no_main]

use libfuzzer_sys::fuzz_target;
use loadline::scenario::{from_json, load, to_json};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(scenario) = load(bytes, "fuzzed") {
        let text = to_json(&scenario.about(), &scenario.traffic);
        let again = from_json(&text, "written").expect("what was loaded can be loaded again");
        assert_eq!(again.traffic, scenario.traffic);
        assert_eq!(again.about(), scenario.about());
    }
});
