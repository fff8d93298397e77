// The wasm inside the script: ready at once, with no second file to serve or to find.

import { base64 } from './wasm-base64.js';
import { initSync } from './guard.js';

initSync(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));

export * from './core.js';
