#!/usr/bin/env bash
# Files that are made from the code are as the code makes them now, and versions that stand in two places are equal.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
scripts/build-wasm.sh
scripts/pack.sh

node pkg/bin/loadline.mjs schema | diff -u schema/scenario.json - ||
  die "schema/scenario.json is not what the code makes." "Renew it with: node pkg/bin/loadline.mjs schema > schema/scenario.json"

grep -q "\"=$WASM_BINDGEN_VERSION\"" Cargo.toml ||
  die "Cargo.toml and scripts/versions.sh do not name the same wasm-bindgen." "Both must say $WASM_BINDGEN_VERSION (in Cargo.toml with an = before it)."
