// The library, started with the wasm file beside it. Node's own entry is not used here: it carries the wasm as text, which takes longer to start.

import { readFileSync } from 'node:fs';
import { initSync } from '../../dist/core.js';

export {
  buildStates,
  bytesOfTokens,
  findRates,
  findSoundRates,
  generate,
  pairs,
  planContracts,
  Scenario,
  scenarioSchema,
  simulateProfile,
  sweep,
  verifyRecorded,
  version,
} from '../../dist/core.js';

initSync(readFileSync(new URL('../../dist/lib_bg.wasm', import.meta.url)));
