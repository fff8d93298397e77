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
mkdir -p fuzz/corpus/load
seeds=()
for folder in tests/bad tests/crashers/scenario scenarios/flow; do
  if [ -d "$folder" ]; then seeds+=("$folder"); fi
done
say "fuzzing the loader for $seconds s, after the build"
cargo +nightly fuzz run load fuzz/corpus/load "${seeds[@]}" -- \
  -dict=fuzz/load.dict -max_len=8192 -timeout=10 -max_total_time="$seconds" -print_final_stats=1 ||
  die "The loader broke on an input in fuzz/artifacts/load/." "Mend it, and keep that input in tests/crashers/scenario/, where it is replayed for ever."
say "no finding in $seconds s"
