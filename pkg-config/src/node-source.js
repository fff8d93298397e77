// For Node; the build makes one CommonJS file, node.cjs, of it. The wasm is inside, as no bundler of server code moves files along.

import base64 from './lib_bg.wasm';
import { initSync } from './guard.js';

initSync(Buffer.from(base64, 'base64'));

export * from './core.js';
