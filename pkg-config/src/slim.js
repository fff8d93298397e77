// The package without its wasm: the caller passes an address, bytes, a Response or a WebAssembly.Module to init().

export * from './core.js';
