#!/usr/bin/env bash
# Measures both sides of every pair, natively and in Node, on the generated medium day and on the Swiss day, and how one pair's
# times grow with the day. Prints the tables and keeps the records, each with its host and command, in records/.
#   scripts/bench.sh         everything
#   scripts/bench.sh sweep   only how the times grow
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_rust
scripts/build-wasm.sh
scripts/pack.sh

day=$(date -u +%F)
host="$(uname -sm), $(node -p 'require("node:os").cpus()[0].model'), $(rustc --version)"

# Natively first, then in Node: the flights, the flows and the window grow, one at a time.
sweep() {
  local grown=records/sweep/$day
  mkdir -p records/sweep
  step "compiling the native sweep" cargo build --release --example sweep
  say "measuring how the times grow, natively"
  LOADLINE_HOST=$host cargo run --quiet --release --example sweep >"$work/native.json"
  say "measuring how the times grow, in Node"
  node pkg/bin/loadline.mjs sweep --json >"$work/node.json"
  # Only whole records take their places.
  mv "$work/native.json" "$grown-native.json"
  mv "$work/node.json" "$grown-node.json"
}
if [ "${1:-}" = sweep ]; then
  sweep
  step "splicing README.md" node scripts/splice-readme.mjs
  exit
fi

swiss=scenarios/flow/swiss-2018-08-01.json.gz
medium=$work/medium.json.gz
native=records/native/$day.csv
node=records/node/$day.jsonl
mkdir -p records/native records/node

step "compiling the native bench" cargo build --release --example measure
say "measuring natively, half a minute a day"
measure=(cargo run --quiet --release --example measure)
{
  printf '# command: cargo run --release --example measure, then the same with %s\n' "$swiss"
  printf '# host: %s\n' "$host"
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
sweep
say "measuring the page in Chromium"
have_chromium
scripts/build.sh
mkdir -p records/page
node pkg/bin/loadline.mjs generate --size large --out "$work/large.json.gz"
(cd www && node tests/bench.mjs "$work/large.json.gz") | tee "records/page/$day.json"
step "splicing README.md" node scripts/splice-readme.mjs
say "records: $native, $node, records/sweep/$day-native.json, records/sweep/$day-node.json, records/page/$day.json"
