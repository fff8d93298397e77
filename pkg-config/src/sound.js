// Searches for rates under the sound model without holding up whoever asked: see rates.js.

import { Scenario } from './api.js';
import { guardFunction } from './guard.js';
import { checkOptions, inTurns, stopIfAborted } from './turns.js';

const sliceMs = 50; // what a person does not yet feel

const begin = guardFunction('findSoundRates', (scenario, request) => scenario.searchSound(request ?? undefined), [
  { name: 'scenario', kind: Scenario },
  { name: 'request', optional: true },
  { name: 'options', kind: { keys: ['onProgress', 'signal'] }, optional: true },
]);

/** See index.d.ts. */
export async function findSoundRates(scenario, request, given) {
  const options = given ?? {};
  checkOptions('findSoundRates', options);
  stopIfAborted(options.signal);
  const search = begin(scenario, request, options);
  return inTurns(search, { ...options, step: () => search.advance(sliceMs), ended: ({ done }) => done });
}
