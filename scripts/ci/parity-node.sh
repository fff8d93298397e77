#!/usr/bin/env bash
# tests/parity.rs and tests/boundary.rs, compiled to wasm, in Node.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_rust
have_wasm_bindgen
have_wasm_pack
# The runner writes CommonJS into a temporary folder; a package.json above that folder could make Node read it as something else.
mkdir -p "$work/tmp"
printf '{ "type": "commonjs" }\n' >"$work/tmp/package.json"

TMPDIR=$work/tmp wasm-pack test --node . --features bindings --test parity --test boundary
