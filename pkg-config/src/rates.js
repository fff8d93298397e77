// Searches for rates without holding up whoever asked: a slice of the search, then the event loop gets its turn.

import { Scenario } from './api.js';
import { LoadlineError } from './errors.js';
import { guardFunction } from './guard.js';

const sliceMs = 50; // what a person does not yet feel

const begin = guardFunction('findRates', (scenario, request) => scenario.searchRates(request ?? undefined), [
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

/** Gives the event loop its turn, by a message: a timer would cost 4 ms each time in a page, and a second in a hidden one. */
function turn() {
  return new Promise((resolve) => {
    if (typeof MessageChannel !== 'function') {
      setTimeout(resolve, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
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
      await turn(); // before the first slice too: what the search keeps ready was built just now
      stopIfAborted(signal);
      const progress = search.advance(sliceMs);
      onProgress?.(progress);
      stopIfAborted(signal); // the callback may have asked for it
      if (progress.done) return search.result();
    }
  } finally {
    search.free();
  }
}
