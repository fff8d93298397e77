#!/usr/bin/env bash
# Clippy on the library as it is compiled for wasm, without and with the bindings; a warning is an error.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_rust
cargo clippy --target wasm32-unknown-unknown --lib -- -D warnings
cargo clippy --target wasm32-unknown-unknown --lib --features bindings -- -D warnings
