// Builds the space of states without holding up whoever asked: a slice of the build, then the event loop gets its turn.

import { StateSpaceBuild } from './api.js';
import { guardFunction } from './guard.js';
import { checkOptions, inTurns, stopIfAborted } from './turns.js';

const sliceMs = 30; // so that a bar moves

const begin = guardFunction('buildStates', () => StateSpaceBuild.begin(), [
  { name: 'options', kind: { keys: ['onProgress', 'signal'] }, optional: true },
]);

/** See index.d.ts. */
export async function buildStates(given) {
  const options = given ?? {};
  checkOptions('buildStates', options);
  stopIfAborted(options.signal);
  const build = begin(options);
  return inTurns(build, { ...options, step: () => build.advance(sliceMs), ended: ({ done }) => done });
}
