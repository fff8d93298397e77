#!/usr/bin/env bash
# Looks for files that break the loader, for FUZZ_SECONDS (600). What it finds lies in fuzz/artifacts/load/.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_rust
rustup toolchain list | grep -q '^nightly' ||
  die "The fuzzer needs a nightly Rust beside the pinned one." "Install it with: rustup toolchain install nightly --profile minimal"
have_cargo_fuzz
seconds=${FUZZ_SECONDS:-600}
say "fuzzing the loader for $seconds s"
cargo +nightly fuzz run load -- -max_total_time="$seconds" -print_final_stats=1
say "no finding in $seconds s"
