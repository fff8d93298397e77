#!/usr/bin/env node
// The command `loadline`: the same wasm as everywhere, in Node. Data goes to standard output, messages to standard error.

import { main } from './cli/main.mjs';

// A reader such as `head` may close the pipe early; that is no failure.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
