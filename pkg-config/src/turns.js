// Work in slices: one of them, then the event loop gets its turn, until all is done or nobody wants it any more.

import { LoadlineError } from './errors.js';

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
      const progress = step();
      onProgress?.(progress);
      stopIfAborted(signal); // the callback may have asked for it
      if (ended(progress)) return handle.result();
      await turn();
      stopIfAborted(signal);
    }
  } finally {
    handle.free();
  }
}
