// A sweep that leaves room between its steps, for a page to draw and a terminal to listen.

import { SweepRun } from './api.js';

/** Lets everything else have a turn. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

/** Measures a pair along an axis of generated days, step by step. */
export async function sweep(plan = {}, { onProgress, signal } = {}) {
  signal?.throwIfAborted();
  const run = SweepRun.begin(plan);
  try {
    for (;;) {
      const progress = run.advance();
      onProgress?.(progress);
      if (progress.done === progress.of) return run.result();
      await pause();
      signal?.throwIfAborted();
    }
  } finally {
    run.free();
  }
}
