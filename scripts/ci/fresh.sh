#!/usr/bin/env bash
# Files that are made from the code are as the code makes them now, and versions that stand in two places are equal.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
scripts/build-wasm.sh
scripts/pack.sh

# The schemas in the repository are made from the types by a native test; the package must carry the same.
for schema in schema/*.json; do
  node pkg/bin/loadline.mjs schema --of "$(basename "$schema" .json)" | diff -u "$schema" - ||
    die "The package does not carry $schema as it is." "Renew that file with: LOADLINE_WRITE=1 cargo test --test scenario_files"
done

cargo metadata --locked --format-version 1 >/dev/null ||
  die "Cargo.lock does not fit Cargo.toml." "Renew it with: cargo update --workspace"

grep -q "\"=$WASM_BINDGEN_VERSION\"" Cargo.toml ||
  die "Cargo.toml and scripts/versions.sh do not name the same wasm-bindgen." "Both must say $WASM_BINDGEN_VERSION (in Cargo.toml with an = before it)."

node scripts/splice-figures.mjs --check || die "README.md or docs/figures.md does not have the newest figures." "Renew them with: node scripts/splice-figures.mjs"
