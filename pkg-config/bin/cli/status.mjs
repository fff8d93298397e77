// The exit status, which scripts can rely on.

import { Usage } from './options.mjs';

export const status = { agreed: 0, disagreed: 1, badInput: 2, broken: 3 };

/** The exit status a failure stands for. */
export function statusOf(error) {
  if (error?.name === 'LoadlineError' && error.code === 'measure/disagreement') return status.disagreed;
  const expected = error instanceof Usage || (error?.name === 'LoadlineError' && error.code !== 'loadline/panic');
  return expected ? status.badInput : status.broken;
}
