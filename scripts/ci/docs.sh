#!/usr/bin/env bash
# The documentation of the crate, where a warning is an error.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_rust
RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --all-features
