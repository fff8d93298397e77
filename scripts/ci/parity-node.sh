#!/usr/bin/env bash
# tests/parity.rs and tests/boundary.rs, compiled to wasm, in Node.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_rust
have_wasm_bindgen
have_wasm_pack
wasm-pack test --node . --features bindings --test parity --test boundary
