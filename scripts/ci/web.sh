#!/usr/bin/env bash
# The page: its parts with vitest, then one journey from file to chart in Chromium.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_chromium
scripts/build.sh
npm run --prefix www unit
npm run --prefix www journey
