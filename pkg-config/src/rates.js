// Searches for rates without holding up whoever asked: a slice of the search, then the event loop gets its turn.

import { Scenario } from './api.js';
import { LoadlineError } from './errors.js';
import { guardFunction } from './guard.js';

const sliceMs = 50; // what a person does not yet feel

const begin = guardFunction('findRates', (scenario, request) => scenario.searchRates(request), [
  { name: 'scenario', kind: Scenario },
  { name: 'request', optional: true },
  { name: 'options', kind: { keys: ['onProgress', 'signal'] }, optional: true },
]);

function checkOptions({ onProgress, signal }) {
  const refuse = (name, what) => {
    throw new LoadlineError('argument/unusable', `findRates: \`options.${name}\` must be ${what}`, { at: `options.${name}` });
  };
  if (onProgress !== undefined && typeof onProgress !== 'function') refuse('onProgress', 'a function; it is called after each slice');
  if (signal !== undefined && typeof signal?.aborted !== 'boolean') refuse('signal', 'an AbortSignal; pass controller.signal');
}

/**
 * Gives the event loop its turn. A timer would cost 4 ms each time in a page, and a second in a hidden one. Node has a function
 * for it, and needs it: there a message that was posted while one is handled comes before any timer.
 */
function turn() {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else if (typeof MessageChannel === 'function') {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    } else setTimeout(resolve, 0);
  });
}

const stopIfAborted = (signal) => {
  if (signal?.aborted) throw signal.reason;
};

/** See index.d.ts. */
export async function findRates(scenario, request, options) {
  checkOptions(options ?? {});
  const { onProgress, signal } = options ?? {};
  stopIfAborted(signal);
  const search = begin(scenario, request, options);
  try {
    for (;;) {
      const progress = search.advance(sliceMs);
      onProgress?.(progress);
      stopIfAborted(signal); // the callback may have asked for it
      if (progress.done) return search.result();
      await turn();
      stopIfAborted(signal);
    }
  } finally {
    search.free();
  }
}
