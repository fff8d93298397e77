#!/usr/bin/env bash
# Cargo -> wasm-bindgen -> wasm-opt, into target/loadline/wasm/. Prints the size of the wasm file and fails above its budget.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$root/scripts/tools.sh"
have_basics
have_rust
have_wasm_bindgen
have_wasm_opt

# Less inlining makes the file 7 % smaller and the hot paths no slower (measured); panics name no path of this machine.
export RUSTFLAGS="-C llvm-args=-inline-threshold=45 --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=crates --remap-path-prefix=$root=loadline"
step "compiling the library for wasm" \
  cargo build --release --target wasm32-unknown-unknown --features bindings --lib ||
  die "The library does not compile for wasm." "The messages above are the compiler's."

compiled=$target/wasm32-unknown-unknown/release/loadline.wasm
out=$work/wasm
hash=$(hash_of "$compiled" scripts/versions.sh scripts/build-wasm.sh)
if unchanged "$work/wasm.stamp" "$hash" "$out/lib.js" "$out/lib.d.ts" "$out/lib_bg.wasm"; then
  say "the wasm file is up to date"
else
  rm -rf "$out"
  # --omit-default-module-path: the entries of the package say where the wasm lies, so that no bundler finds it twice.
  # --experimental-reset-state-function: lets the package start anew after a panic.
  step "making the JavaScript glue" \
    wasm-bindgen --target web --omit-default-module-path --experimental-reset-state-function --out-name lib --out-dir "$out" "$compiled"
  step "shrinking it with wasm-opt -O3" wasm-opt -O3 "$out/lib_bg.wasm" -o "$out/lib_bg.wasm"
  printf '%s' "$hash" >"$work/wasm.stamp"
fi
node scripts/package/sizes.mjs "$out/lib_bg.wasm" "$work/sizes.json" "$WASM_BUDGET_KB"
