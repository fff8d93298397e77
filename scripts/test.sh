#!/usr/bin/env bash
# Everything that must hold. Each line is a script in scripts/ci/ that may be run alone.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$root/scripts/tools.sh"
source "$root/scripts/jobs.sh"
have_basics
have_rust
have_wasm_bindgen
have_wasm_pack
have_chromium
scripts/build.sh
have_npm_packages tests/package

run_jobs \
  "native: tests on this machine" \
  "parity-node: parity in Node" \
  "parity-page: parity in a page" \
  "parity-worker: parity in a worker" \
  "package: the npm package, installed and used" \
  "web: the page: its parts and one journey" \
  "docs: the documentation builds without a warning" \
  "fresh: generated files are as the code makes them"
