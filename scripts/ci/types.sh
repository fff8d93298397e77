#!/usr/bin/env bash
# The page against the generated types of the library.
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_npm_packages www
cd www
node_modules/.bin/tsc --noEmit
