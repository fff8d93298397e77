#!/usr/bin/env bash
# The packed npm package: its files, its types, its command, in an empty Node project and an empty Vite project.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_chromium
have_esbuild
scripts/build-wasm.sh
LOADLINE_TARBALL=$(scripts/pack.sh --tarball)
export LOADLINE_TARBALL
have_npm_packages tests/package
cd tests/package
node --test --test-reporter=spec ./*.test.mjs
