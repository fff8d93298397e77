#!/usr/bin/env bash
# Measures both sides of every pair natively and in Node on the Swiss day, prints the tables and keeps the records.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_rust
scripts/build-wasm.sh
scripts/pack.sh

scenario=scenarios/flow/swiss-2018-08-01.json.gz
day=$(date -u +%F)
mkdir -p records/native records/node
step "compiling the native bench" cargo build --release --example measure
say "measuring natively"
cargo run --quiet --release --example measure -- "$scenario" | tee "records/native/$day.csv"
say "measuring in Node"
node pkg/bin/loadline.mjs compare "$scenario"
node pkg/bin/loadline.mjs compare "$scenario" --json >"records/node/$day.json"
say "records: records/native/$day.csv, records/node/$day.json"
