#!/usr/bin/env bash
# tests/parity.rs, the same file, in a page of headless Chromium.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_rust
have_wasm_bindgen
have_wasm_pack
have_chromium
# The runner gives all tests together 20 seconds where nothing is said; four families take a minute.
export WASM_BINDGEN_TEST_TIMEOUT=900
WASM_BINDGEN_USE_BROWSER=1 wasm-pack test --headless --chrome --chromedriver "$CHROMEDRIVER" . --features bindings --test parity
