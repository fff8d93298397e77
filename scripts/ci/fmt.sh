#!/usr/bin/env bash
# Formats as rustfmt and prettier make them; `make fmt` mends.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_rust
have_npm_packages www
cargo fmt --check
(cd www && node_modules/.bin/prettier --check .)
www/node_modules/.bin/prettier --config scripts/package/prettier.json --check pkg-config scripts/package tests/package
