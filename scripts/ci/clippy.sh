#!/usr/bin/env bash
# Clippy on everything that runs natively; a warning is an error.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_rust
cargo clippy --all-targets -- -D warnings
