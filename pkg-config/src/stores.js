// Stores that outlive the program: read from where their logs are kept, and written back whole.

import { StateSpace, StateStore } from './api.js';
import { LoadlineError } from './errors.js';
import { guardFunction } from './guard.js';
import * as browser from './keep-browser.js';

let place = browser; // where logs are kept: files in Node, the origin's private files or IndexedDB in a browser

/** Where logs are kept. For the entries of this package. */
export function keepIn(chosen) {
  place = chosen;
}

const open = guardFunction('openStore', (space, logs, request) => space.openStore(logs[0], logs[1], request), [
  { name: 'space', kind: StateSpace },
  { name: 'logs' },
  { name: 'request', optional: true },
]);
const bytesOf = guardFunction('saveStore', (store, layer) => store.bytes(layer), [{ name: 'store', kind: StateStore }, { name: 'layer' }]);

const layers = ['public', 'private'];

function checkNames(label, names) {
  const refuse = (at, what) => {
    throw new LoadlineError('argument/unusable', `${label}: \`${at}\` ${what}`, { at });
  };
  if (typeof names !== 'object' || names === null) refuse('names', 'must be an object: { public, private }, each the name of a log');
  for (const [layer, name] of Object.entries(names)) {
    if (!layers.includes(layer)) refuse(`names.${layer}`, 'is no log of a store; there are `public` and `private`');
    if (name !== undefined && (typeof name !== 'string' || name === '')) refuse(`names.${layer}`, 'must be a name');
  }
}

/** See index.d.ts. */
export async function openStore(space, names = {}, request = undefined) {
  checkNames('openStore', names);
  const logs = await Promise.all(layers.map((layer) => (names[layer] === undefined ? undefined : place.read(names[layer]))));
  return open(space, logs, request ?? undefined);
}

/** See index.d.ts. */
export async function saveStore(store, names) {
  checkNames('saveStore', names);
  const kept = [];
  for (const layer of layers) {
    if (names[layer] === undefined) continue;
    const bytes = bytesOf(store, layer);
    kept.push({ layer, name: names[layer], bytes: bytes.length, where: await place.write(names[layer], bytes) });
  }
  return kept;
}

/** See index.d.ts. */
export async function forgetStore(names) {
  checkNames('forgetStore', names);
  for (const layer of layers) if (names[layer] !== undefined) await place.remove(names[layer]);
}
