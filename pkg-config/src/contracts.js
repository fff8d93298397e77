// Plans and trials without holding up whoever asked: a slice of the work, then the event loop gets its turn.

import { ProfileTrial, Scenario } from './api.js';
import { guardFunction } from './guard.js';
import { checkOptions, inTurns, stopIfAborted } from './turns.js';

const sliceMs = 50; // what a person does not yet feel

const asking = (...before) => [
  ...before,
  { name: 'request', optional: true },
  { name: 'options', kind: { keys: ['onProgress', 'signal'] }, optional: true },
];
const about = { name: 'scenario', kind: Scenario };

async function sliced(label, begin, given) {
  const options = given ?? {};
  checkOptions(label, options);
  stopIfAborted(options.signal);
  const run = begin(options);
  return inTurns(run, { ...options, step: () => run.advance(sliceMs), ended: ({ done }) => done });
}

const beginPlan = guardFunction('planContracts', (scenario, request) => scenario.beginPlan(request ?? undefined), asking(about));

/** See index.d.ts. */
export function planContracts(scenario, request, options) {
  return sliced('planContracts', (given) => beginPlan(scenario, request, given), options);
}

const beginTrial = guardFunction('simulateProfile', (request) => ProfileTrial.begin(request ?? undefined), asking());
const beginTrialOf = guardFunction('simulateProfile', (scenario, request) => scenario.beginTrial(request ?? undefined), asking(about));

/** See index.d.ts. */
export function simulateProfile(request, given) {
  const { scenario, ...options } = given ?? {};
  const begin = (checked) => (scenario === undefined ? beginTrial(request, checked) : beginTrialOf(scenario, request, checked));
  return sliced('simulateProfile', begin, options);
}
