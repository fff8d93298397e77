#!/usr/bin/env bash
# Builds everything and serves the page on this machine. PORT= chooses the port.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
scripts/build.sh
say "serving the page; stop it with Ctrl-C"
exec node www/serve.mjs --port "${PORT:-4173}"
