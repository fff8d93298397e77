#!/usr/bin/env bash
# Files that are made from the code are as the code makes them now, and versions that stand in two places are equal.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
scripts/build-wasm.sh
scripts/pack.sh

# The schema in the repository is made from the types by a native test; the package must carry the same.
node pkg/bin/loadline.mjs schema | diff -u schema/scenario.json - ||
  die "The package does not carry schema/scenario.json as it is." "Renew that file with: LOADLINE_WRITE=1 cargo test --test scenario_files"

cargo metadata --locked --format-version 1 >/dev/null ||
  die "Cargo.lock does not fit Cargo.toml." "Renew it with: cargo update --workspace"

grep -q "\"=$WASM_BINDGEN_VERSION\"" Cargo.toml ||
  die "Cargo.toml and scripts/versions.sh do not name the same wasm-bindgen." "Both must say $WASM_BINDGEN_VERSION (in Cargo.toml with an = before it)."

node scripts/splice-readme.mjs --check || die "README.md does not have the newest figures." "Renew them with: node scripts/splice-readme.mjs"
