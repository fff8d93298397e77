//! The host's `performance.now()`, in a page, a worker or Node.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::measure::Clock;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// The host's clock.
pub(super) struct HostClock;

impl Clock for HostClock {
    fn now_ns(&self) -> f64 {
        performance_now() * 1e6
    }
}
