// Work in slices: one of them, then the event loop gets its turn, until all is done or nobody wants it any more.

import { LoadlineError } from './errors.js';

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

/** Throws the signal's reason once it is aborted. */
export const stopIfAborted = (signal) => {
  if (signal?.aborted) throw signal.reason;
};

/** Refuses what cannot be meant, under the name of the call that was given it. */
export function checkOptions(label, { onProgress, signal }) {
  const refuse = (name, what) => {
    throw new LoadlineError('argument/unusable', `${label}: \`options.${name}\` must be ${what}`, { at: `options.${name}` });
  };
  if (onProgress !== undefined && typeof onProgress !== 'function') refuse('onProgress', 'a function; it is called after each slice');
  if (signal !== undefined && typeof signal?.aborted !== 'boolean') refuse('signal', 'an AbortSignal; pass controller.signal');
}

/** Takes `step` after `step` until one `ended`; answers with the handle's result and frees it, whichever way it goes. */
export async function inTurns(handle, { step, ended, onProgress, signal }) {
  try {
    for (;;) {
      await turn(); // before the first slice too: what the handle keeps ready may have been built just now
      stopIfAborted(signal);
      const progress = step();
      onProgress?.(progress);
      stopIfAborted(signal); // the callback may have asked for it
      if (ended(progress)) return handle.result();
    }
  } finally {
    handle.free();
  }
}
