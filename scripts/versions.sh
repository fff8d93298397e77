# shellcheck shell=bash disable=SC2034
# The version of every tool, written once. The Rust toolchain itself stands in rust-toolchain.toml.

NODE_MINIMUM=20.19            # what Vite asks for
WASM_BINDGEN_VERSION=0.2.130  # must equal the `wasm-bindgen` of Cargo.toml; scripts/ci/fresh.sh checks it
WASM_PACK_VERSION=0.15.1
BINARYEN_VERSION=132.0.0      # wasm-opt
ESBUILD_VERSION=0.28.2        # makes the CommonJS entry of the npm package
CARGO_FUZZ_VERSION=0.13.2
WASM_BUDGET_KB=${WASM_BUDGET_KB:-1600} # the wasm file after gzip -9, in units of 1,000 bytes
