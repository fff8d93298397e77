#!/usr/bin/env bash
# Formats, lints and types. `make fmt` mends the formats.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$root/scripts/tools.sh"
source "$root/scripts/jobs.sh"
have_basics
have_rust
scripts/build-wasm.sh
scripts/pack.sh
have_npm_packages www

run_jobs \
  "fmt: formats of the Rust, the page and the package" \
  "clippy: clippy, native" \
  "clippy-wasm: clippy, wasm with the bindings" \
  "types: types of the page"
