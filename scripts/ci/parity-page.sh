#!/usr/bin/env bash
# tests/parity.rs, the same file, in a page of headless Chromium.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_rust
have_wasm_bindgen
have_wasm_pack
have_chromium
WASM_BINDGEN_USE_BROWSER=1 wasm-pack test --headless --chrome --chromedriver "$CHROMEDRIVER" . --features bindings --test parity
