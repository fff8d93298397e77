# shellcheck shell=bash
# Runs the scripts of scripts/ci/ one after the other and ends with a table of what passed and how long it took. Source it after lib.sh.

# run_jobs "name: what it shows"… : every job is run even when one fails; the status is 1 when any failed.
run_jobs() {
  local job name what began status failed=0 rows=() all
  all=$(now)
  for job in "$@"; do
    name=${job%%:*} what=${job#*: }
    began=$(now) status=0
    LOG_LINES=${LOG_LINES:-120} step "$what" "scripts/ci/$name.sh" || status=$?
    if [ "$status" = 0 ]; then
      rows+=("$(printf '  %-14s passed  %7s s  %s' "$name" "$(seconds_since "$began")" "$what")")
    else
      rows+=("$(printf '  %-14s FAILED  %7s s  %s' "$name" "$(seconds_since "$began")" "$what")")
      failed=$((failed + 1))
    fi
  done
  printf '\n' >&2
  printf '%s\n' "${rows[@]}" >&2
  printf '%d passed, %d failed\n' "$(($# - failed))" "$failed"
  if [ "$failed" = 0 ]; then
    say "all $# passed in $(seconds_since "$all") s"
  else
    say "$failed of $# failed, after $(seconds_since "$all") s; one alone again: scripts/ci/<name>.sh"
    return 1
  fi
}
