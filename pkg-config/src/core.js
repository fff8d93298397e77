// Everything the package offers, without saying where the wasm comes from. Only this file and its neighbours see the glue.

export * from './api.js';
export { planContracts, simulateProfile } from './contracts.js';
export { LoadlineError } from './errors.js';
export { init, initSync, lastPanic } from './guard.js';
export { callKey, memoise } from './memoise.js';
export { findRates } from './rates.js';
export { findSoundRates } from './sound.js';
export { buildStates } from './states.js';
export { forgetStore, openStore, saveStore } from './stores.js';
export { sweep } from './sweep.js';
