#!/usr/bin/env bash
# Measures both sides of every pair, natively and in Node, on the generated medium day and on the Swiss day. Prints the tables and
# keeps the records, each with its host and command, in records/.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_rust
scripts/build-wasm.sh
scripts/pack.sh

swiss=scenarios/flow/swiss-2018-08-01.json.gz
medium=$work/medium.json.gz
day=$(date -u +%F)
native=records/native/$day.csv
node=records/node/$day.jsonl
mkdir -p records/native records/node

step "compiling the native bench" cargo build --release --example measure
say "measuring natively, half a minute a day"
measure=(cargo run --quiet --release --example measure)
{
  printf '# command: cargo run --release --example measure, then the same with %s\n' "$swiss"
  printf '# host: %s, %s, %s\n' "$(uname -sm)" "$(node -p 'require("node:os").cpus()[0].model')" "$(rustc --version)"
  "${measure[@]}"
  "${measure[@]}" "$swiss" | tail -n +2
} | tee "$native"

say "measuring in Node"
node pkg/bin/loadline.mjs generate --params '{"size": "medium", "nFlows": 8}' --out "$medium"
{
  node pkg/bin/loadline.mjs compare "$medium" --batch-ms 20 --json
  node pkg/bin/loadline.mjs compare "$swiss" --batch-ms 20 --json
} >"$node"
node pkg/bin/loadline.mjs compare "$medium" "$swiss" --batch-ms 20
say "measuring the page in Chromium"
have_chromium
scripts/build.sh
mkdir -p records/page
node pkg/bin/loadline.mjs generate --size large --out "$work/large.json.gz"
(cd www && node tests/bench.mjs "$work/large.json.gz") | tee "records/page/$day.json"
step "splicing README.md" node scripts/splice-readme.mjs
say "records: $native, $node, records/page/$day.json"
