#!/usr/bin/env bash
# The wasm file, the npm package and the page; each is left alone when nothing it is made from has changed.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$root/scripts/tools.sh"
have_basics

scripts/build-wasm.sh
scripts/pack.sh
have_npm_packages www

hash=$(hash_of www pkg pkg/dist scenarios records/sweep src)
if unchanged "$work/page.stamp" "$hash" www/dist/index.html; then
  say "the page is up to date in www/dist/"
else
  step "building the page in www/dist/" npm run --prefix www build
  printf '%s' "$hash" >"$work/page.stamp"
fi
