#!/usr/bin/env bash
# Formats the Rust, the page and the package.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_npm_packages www
step "formatting the Rust" cargo fmt
step "formatting the page" npm run --prefix www format
step "formatting the package and the scripts" www/node_modules/.bin/prettier --config scripts/package/prettier.json --write pkg-config scripts/package tests/package
