# shellcheck shell=bash
# What every script shares: where things are, how to speak, how to run a step.
# Source it first: `source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"`.

set -euo pipefail
export LC_NUMERIC=C

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
source "$root/scripts/versions.sh"

target=${CARGO_TARGET_DIR:-$root/target}
work=$target/loadline # our own files: logs, stamps, sizes
mkdir -p "$work/logs"

# Messages go to standard error, so that a script's data can be piped.
say() { printf 'loadline: %s\n' "$*" >&2; }

# die SENTENCE [WHAT TO DO]
die() {
  printf 'loadline: %s\n' "$1" >&2
  if [ $# -gt 1 ]; then printf '          %s\n' "$2" >&2; fi
  exit 1
}

# need COMMAND WHAT TO DO
need() { command -v "$1" >/dev/null 2>&1 || die "\`$1\` was not found." "$2"; }

now() { printf '%s' "${EPOCHREALTIME:-$(date +%s)}"; }
seconds_since() { LC_ALL=C awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", b - a }'; }

# step "what it does" COMMAND…
# One line a step, with the time it took. The command's own output goes to a log, shown when the command fails, or as it
# comes with VERBOSE=1.
step() {
  local title=$1 began log status=0
  shift
  began=$(now)
  log=$work/logs/$(printf '%s' "$title" | tr -cs '[:alnum:]' - | cut -c1-60).log
  if [ -n "${VERBOSE:-}" ]; then
    say "$title …"
    "$@" >&2 || status=$?
    if [ "$status" = 0 ]; then say "$title: $(seconds_since "$began") s"; fi
  else
    printf 'loadline: %s … ' "$title" >&2
    "$@" >"$log" 2>&1 || status=$?
    if [ "$status" = 0 ]; then
      printf '%s s\n' "$(seconds_since "$began")" >&2
    else
      printf 'failed after %s s\n' "$(seconds_since "$began")" >&2
      tail -n "${LOG_LINES:-80}" "$log" >&2
    fi
  fi
  if [ "$status" != 0 ]; then
    if [ -n "${VERBOSE:-}" ]; then say "$title: failed (status $status)"; else say "the whole log: $log"; fi
    return "$status"
  fi
}

# One hash over the names and contents of files and folders; build products and installed packages are left out.
hash_of() { node "$root/scripts/package/hash.mjs" "$@"; }

# unchanged STAMP HASH PRODUCT…: true when the stamp holds the hash and every product is there.
unchanged() {
  local stamp=$1 hash=$2 product
  shift 2
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$hash" ] || return 1
  for product in "$@"; do [ -e "$product" ] || return 1; done
}
