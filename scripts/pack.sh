#!/usr/bin/env bash
# pkg/, the npm package, from the wasm file and pkg-config/. With --tarball also target/loadline/loadline-<version>.tgz.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_esbuild

hash=$(hash_of "$work/wasm" pkg-config scripts/package scripts/versions.sh Cargo.toml LICENSE-APACHE LICENSE-MIT)
if unchanged "$work/pkg.stamp" "$hash" pkg/package.json pkg/dist/node.cjs; then
  say "the npm package is up to date in pkg/"
else
  step "putting the npm package together in pkg/" node scripts/package/assemble.mjs "$work/wasm" pkg
  printf '%s' "$hash" >"$work/pkg.stamp"
fi

if [ "${1:-}" = --tarball ]; then
  rm -f "$work"/loadline-*.tgz
  # Without scripts and without asking anyone: only files are put together.
  tarball=$(npm pack ./pkg --pack-destination "$work" --ignore-scripts --loglevel error)
  say "tarball $work/$tarball, $(wc -c <"$work/$tarball" | awk '{ printf "%.1f", $1 / 1000 }') kB"
  printf '%s\n' "$work/$tarball"
fi
