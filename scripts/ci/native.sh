#!/usr/bin/env bash
# Every test on this machine, with the examples in the documentation.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_rust
if cargo nextest --version >/dev/null 2>&1; then
  cargo nextest run --no-fail-fast
  cargo test --doc
else
  cargo test --no-fail-fast
fi
