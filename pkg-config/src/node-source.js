// For Node; the build makes one CommonJS file, node.cjs, of it. The wasm is inside, as no bundler of server code moves files along.

import base64 from './lib_bg.wasm';
import { initSync } from './guard.js';
import * as files from './keep-node.js';
import { keepIn } from './stores.js';

initSync(Buffer.from(base64, 'base64'));
keepIn(files);

export * from './core.js';
