// Checks arguments before they cross into wasm, where any array-like would be taken for a typed array and NaN for 0.
// What each function takes is read from the generated types when the package is made (api.js).

import { LoadlineError } from './errors.js';

/** `Int32Array(3)`, `"both"`, `NaN`, …: what was given, in a few words. */
function shown(value) {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'a function' : String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `${tag(value)}(${value.length ?? value.byteLength})`;
  return tag(value) === 'Object' ? 'an object' : `an object of kind ${tag(value)}`;
}

// No list of bytes this long is a file the library takes, and the copy into wasm could fail before the library can say so.
const mostBytes = 2 ** 30;

/** The error for an argument, with the code that the library itself uses for one it cannot take. */
const unusable = (at, message) => new LoadlineError('argument/unusable', message, { at });

/** The class of a value by its tag, which holds across realms (a Buffer is a Uint8Array). */
const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** The name that a wrong one was most likely meant to be. */
function nearest(wrong, names) {
  const plain = (name) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return names.find((name) => plain(name) === plain(wrong)) ?? names.find((name) => plain(name).startsWith(plain(wrong).slice(0, 3)));
}

function remedy(kind) {
  if (kind === 'Uint8Array') return 'pass the bytes of the file: new Uint8Array(await file.arrayBuffer()), or what readFileSync returns';
  if (kind.endsWith('Array')) return `make one with ${kind}.from(values)`;
  return `pass a ${kind}`;
}

function refuse(label, name, value, wanted, what) {
  throw unusable(name, `${label}: \`${name}\` must be ${wanted}, not ${shown(value)}; ${what}`);
}

/** Whether a value is plainly what is wanted. Hot paths stop here, so nothing is made that only a refusal needs. */
function fits(kind, value) {
  if (typeof kind === 'function') return value instanceof kind;
  switch (kind) {
    case undefined: // whoever it is handed to checks it
      return true;
    case 'number':
      // Every bare number that crosses is a count, an index or a seed, held in 32 bits; wasm would wrap anything else.
      return Number.isInteger(value) && value >= 0 && value <= 0xffffffff;
    case 'quantity': // which numbers are meant, the library says
      return typeof value === 'number';
    case 'string':
    case 'boolean':
      return typeof value === kind;
    default:
      return false;
  }
}

function checkOne(label, parameter, value) {
  const { name, kind } = parameter;
  if (typeof kind === 'function') {
    refuse(label, name, value, `a ${kind.name}`, 'load' in kind ? `pass what ${kind.name}.load returned` : 'build or open one first');
  } else if (Array.isArray(kind)) {
    if (!kind.includes(value)) refuse(label, name, value, kind.map((each) => JSON.stringify(each)).join(' or '), 'pass one of these');
  } else if (typeof kind === 'object') {
    if (tag(value) !== 'Object') refuse(label, name, value, 'an object', `its settings are ${kind.keys.join(', ')}`);
    for (const key of Object.keys(value)) {
      if (kind.keys.includes(key)) continue;
      const meant = nearest(key, kind.keys);
      throw unusable(
        `${name}.${key}`,
        `${label}: \`${name}\` has no setting \`${key}\`; ${meant ? `did you mean \`${meant}\`?` : `its settings are ${kind.keys.join(', ')}`}`,
      );
    }
  } else if (kind === 'number') {
    refuse(label, name, value, 'a whole number from 0 to 4294967295', 'pass such a number');
  } else if (kind === 'quantity') {
    refuse(label, name, value, 'a number', 'pass a number');
  } else if (kind === 'string' || kind === 'boolean') {
    refuse(label, name, value, `a ${kind}`, remedy(kind));
  } else if (kind === 'Uint8Array' && tag(value) === kind && value.length > mostBytes) {
    throw unusable(
      name,
      `${label}: \`${name}\` holds ${(value.length / mostBytes).toFixed(1)} GiB, more than any file may; make the file smaller`,
    );
  } else if (tag(value) !== kind) {
    refuse(label, name, value, `${/^[IU]/.test(kind) && kind !== 'Uint8Array' ? 'an' : 'a'} ${kind}`, remedy(kind));
  }
}

/** Throws a LoadlineError where the argument at that place cannot be meant. */
export function checkArgument(label, parameters, index, value) {
  const parameter = parameters[index];
  if (value !== undefined && value !== null) {
    if (!fits(parameter.kind, value)) checkOne(label, parameter, value);
  } else if (!parameter.optional) {
    const all = parameters.map((each) => (each.optional ? `${each.name}?` : each.name)).join(', ');
    throw unusable(parameter.name, `${label}(${all}) was called without \`${parameter.name}\``);
  }
}
