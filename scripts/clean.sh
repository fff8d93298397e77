#!/usr/bin/env bash
# Removes what was built and the installed npm packages. The tools in the per-user cache stay.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rm -rf "$target" pkg www/dist www/node_modules tests/package/node_modules fuzz/target fuzz/artifacts
say "removed what was built; the tools in the per-user cache stay"
