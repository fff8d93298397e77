// A sweep that leaves room between its steps, for a page to draw and a terminal to listen.

import { SweepRun } from './api.js';
import { guardFunction } from './guard.js';
import { checkOptions, inTurns, stopIfAborted } from './turns.js';

const begin = guardFunction('sweep', (plan) => SweepRun.begin(plan ?? undefined), [
  { name: 'plan', optional: true },
  { name: 'options', kind: { keys: ['onProgress', 'signal'] }, optional: true },
]);

/** See index.d.ts. */
export async function sweep(plan, given) {
  const options = given ?? {};
  checkOptions('sweep', options);
  stopIfAborted(options.signal);
  const run = begin(plan, options);
  return inTurns(run, { ...options, step: () => run.advance(), ended: ({ done, of }) => done === of });
}
