// For browsers and their bundlers. The address stays literal, so that a bundler sees the file and takes it along.

import { setDefaultSource } from './guard.js';

setDefaultSource(() => new URL('./lib_bg.wasm', import.meta.url));

export * from './core.js';
