#!/usr/bin/env bash
# Measures both sides of every pair, natively and in Node, on the generated medium day, on the Swiss day and on an example of each
# other kind, and how one pair's times grow with the day. Prints the tables and keeps the records, each with its host and command, in records/.
#   scripts/bench.sh         everything; or the parts that are named:
#   scripts/bench.sh pairs   both sides of every pair
#   scripts/bench.sh sweep   only how the times grow
#   scripts/bench.sh rates   only where the time of a search for rates goes
#   scripts/bench.sh reuse   only contracts: clusters, predictions, cache hits; and how often the profiler's intervals are right
#   scripts/bench.sh sound   only what questions under the sound model take
#   scripts/bench.sh states  only what the hot paths of states take
#   scripts/bench.sh page    only what the page takes, in Chromium
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
# Where the time of a search for rates goes; instructions are counted where valgrind is installed.
rates() {
  local where=records/rates/$day
  mkdir -p records/rates
  step "compiling the searches" cargo build --release --example rates
  say "measuring searches for rates, natively and in Node"
  {
    printf '# command: cargo run --release --example rates\n# host: %s\n' "$host"
    target/release/examples/rates
  } | tee "$where-native.csv"
  {
    printf '# command: node scripts/bench-rates.mjs\n# host: Node %s, %s\n' "$(node -p 'process.versions.node')" "$host"
    node scripts/bench-rates.mjs
  } | tee "$where-node.csv"
  if ! command -v valgrind >/dev/null; then
    say "valgrind is not installed, so instructions are not counted: apt-get install valgrind"
    return
  fi
  count_instructions >"$where-instructions.csv"
}

# Instructions of a search by function, the mean of 20: the same on every run of a build.
count_instructions() {
  local grind=$work/callgrind.out flows size
  printf '# command: valgrind --tool=callgrind --toggle-collect=*Finder*find* target/release/examples/rates SIZE FLOWS 20\n'
  printf '# host: %s\nday,flows,function,instructions\n' "$host"
  for size_and_flows in "medium 4" "medium 8" "medium 16" "large 16"; do
    read -r size flows <<<"$size_and_flows"
    valgrind --tool=callgrind --callgrind-out-file="$grind" --toggle-collect='*Finder*find*' \
      target/release/examples/rates "$size" "$flows" 20 >/dev/null 2>&1
    callgrind_annotate "$grind" | awk -v day="$size,$flows" '
      /PROGRAM TOTALS/ { gsub(",", "", $1); printf "%s,\"all\",%d\n", day, $1 / 20; next }
      /^ *[0-9,]+ \(/ && shown < 16 { n = $1; gsub(",", "", n); sub(/^[^:]*:/, ""); sub(/ \[.*/, ""); gsub("\"", "")
        printf "%s,\"%s\",%d\n", day, $0, n / 20; shown++ }'
  done
}

# Contracts in Node and natively, and the coverage of the profiler's intervals.
reuse() {
  local where=records/reuse/$day
  mkdir -p records/reuse records/coverage
  say "measuring contracts in Node"
  {
    printf '# command: node scripts/bench-reuse.mjs\n# host: Node %s, %s\n' "$(node -p 'process.versions.node')" "$host"
    node scripts/bench-reuse.mjs
  } | tee "$where-node.csv"
  step "compiling the native bench of contracts" cargo build --release --example reuse --example coverage
  say "measuring contracts natively"
  {
    printf '# command: cargo run --release --example reuse\n# host: %s\n' "$host"
    target/release/examples/reuse
  } | tee "$where-native.csv"
  say "counting how often intervals are right"
  target/release/examples/coverage >"records/coverage/$day.csv"
}

# What questions under the sound model take: in Node as JavaScript asks them, natively the searches.
sound() {
  local record=records/sound/$day
  mkdir -p records/sound
  {
    printf '# command: node scripts/bench-sound.mjs\n# host: Node %s, %s\n' "$(node -p 'process.versions.node')" "$host"
    node scripts/bench-sound.mjs
  } | tee "$work/sound-node.csv"
  mv "$work/sound-node.csv" "$record-node.csv"
  step "compiling the sound searches" cargo build --release --example sound_rates
  {
    printf '# command: cargo run --release --example sound_rates -- DAY COPIES\n# host: %s\n' "$host"
    for copies in 1 30; do
      printf '# the Swiss day, %s times\n' "$copies"
      target/release/examples/sound_rates scenarios/flow/swiss-2018-08-01-sound.json.gz "$copies"
    done
  } | tee "$work/sound-native.csv"
  mv "$work/sound-native.csv" "$record-native.csv"
}

# What the hot paths of states take, natively and in Node.
states() {
  local where=records/states/$day
  mkdir -p records/states
  step "compiling the states" cargo build --release --example states
  say "measuring states, natively and in Node"
  {
    printf '# command: cargo run --release --example states reference\n# host: %s\n' "$host"
    target/release/examples/states reference
  } | tee "$where-native.csv"
  {
    printf '# command: node scripts/bench-states.mjs\n# host: Node %s, %s\n' "$(node -p 'process.versions.node')" "$host"
    node scripts/bench-states.mjs
  } | tee "$where-node.csv"
}

# Both sides of every pair on a scenario of its kind.
pairs() {
  local medium=$work/medium.json.gz native=records/native/$day.csv node=records/node/$day.jsonl others measure
  others=(scenarios/flow/swiss-2018-08-01.json.gz scenarios/states/a-long-walk.json scenarios/contracts/thirty-questions.json)
  mkdir -p records/native records/node

  step "compiling the native bench" cargo build --release --example measure
  say "measuring natively, half a minute a scenario"
  measure=(cargo run --quiet --release --example measure)
  {
    printf '# command: cargo run --release --example measure, then the same with each of %s\n' "${others[*]}"
    printf '# host: %s\n' "$host"
    "${measure[@]}"
    for scenario in "${others[@]}"; do "${measure[@]}" "$scenario" | tail -n +2; done
  } | tee "$native"

  say "measuring in Node"
  node pkg/bin/loadline.mjs generate --params '{"size": "medium", "nFlows": 8}' --out "$medium"
  for scenario in "$medium" "${others[@]}"; do node pkg/bin/loadline.mjs compare "$scenario" --batch-ms 20 --json; done | tee "$node"
}

# What the page itself takes, in Chromium.
page() {
  say "measuring the page in Chromium"
  have_chromium
  scripts/build.sh
  mkdir -p records/page
  node pkg/bin/loadline.mjs generate --size large --out "$work/large.json.gz"
  (cd www && node tests/bench.mjs "$work/large.json.gz") | tee "records/page/$day.json"
}

parts=(pairs sweep rates reuse sound states page)
wanted=("$@")
[ $# -gt 0 ] || wanted=("${parts[@]}")
for part in "${wanted[@]}"; do
  [[ " ${parts[*]} " == *" $part "* ]] || die "There is nothing to measure by the name of $part." "Choose among: ${parts[*]}"
done
for part in "${wanted[@]}"; do "$part"; done
step "writing the figures down" node scripts/splice-figures.mjs
say "the records are in records/, of $day"
