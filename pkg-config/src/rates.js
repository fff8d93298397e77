// Searches for rates without holding up whoever asked: a slice of the search, then the event loop gets its turn.

import { Scenario } from './api.js';
import { guardFunction } from './guard.js';
import { checkOptions, inTurns, stopIfAborted } from './turns.js';

const sliceMs = 50; // what a person does not yet feel

const begin = guardFunction('findRates', (scenario, request) => scenario.searchRates(request ?? undefined), [
  { name: 'scenario', kind: Scenario },
  { name: 'request', optional: true },
  { name: 'options', kind: { keys: ['onProgress', 'signal'] }, optional: true },
]);

/** See index.d.ts. */
export async function findRates(scenario, request, given) {
  const options = given ?? {};
  checkOptions('findRates', options);
  stopIfAborted(options.signal);
  const search = begin(scenario, request, options);
  return inTurns(search, { ...options, step: () => search.advance(sliceMs), ended: ({ done }) => done });
}
