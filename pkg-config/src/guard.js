// Stands between a caller and the raw wasm glue: refuses calls before init, checks arguments, turns a trap into an error with the
// panic's message and starts the instance anew, and keeps handles of a former instance from touching the new one.

import instantiate, { initSync as instantiateSync, __wbg_reset_state as startAnew, lastPanic as textOfPanic } from './lib.js';
import { checkArgument } from './check.js';
import { LoadlineError } from './errors.js';

let ready = false;
let pending; // the init under way
let defaultSource; // where an entry of the package finds its wasm
let generation = 0; // how often the instance was started anew
let lastText; // of the last panic

const bornIn = Symbol('generation'); // on each handle: the generation it belongs to; read at every call, so no table is asked
const classes = new Set();

/** Where `init()` without an argument finds the wasm. For the entries of this package. */
export function setDefaultSource(source) {
  defaultSource = source;
}

function explainInit(error) {
  const text = String(error?.message ?? error);
  const because = (code, message) => new LoadlineError(code, message, { cause: error });
  if (error instanceof LoadlineError) return error;
  if (/unsafe-eval|Content Security Policy/i.test(text)) {
    return because(
      'loadline/wasm-blocked',
      "The page's Content-Security-Policy forbids WebAssembly; add 'wasm-unsafe-eval' to script-src, in the header of the worker's script too.",
    );
  }
  if (/magic word/i.test(text)) {
    return because(
      'loadline/wasm-not-found',
      `What was found is not wasm (${text}). With a dev server older than Vite 8, add optimizeDeps: { exclude: ['loadline'] }; elsewhere pass the wasm's address to init().`,
    );
  }
  if (/fetch|network|load failed/i.test(text)) {
    return because(
      'loadline/wasm-not-found',
      `The wasm file could not be fetched (${text}). Pass its address, or its bytes, to init(); esbuild and Rollup leave the file behind (see README.md).`,
    );
  }
  return because('loadline/init', `The wasm could not be started: ${text}`);
}

/** Makes the package ready. May be called any number of times; only the first starts anything. */
export function init(source) {
  if (ready) return Promise.resolve();
  pending ??= (async () => {
    try {
      const given = (await source) ?? defaultSource?.();
      if (given === undefined) {
        throw new LoadlineError(
          'loadline/no-source',
          'This entry carries no wasm: pass init() its address, its bytes, a Response or a WebAssembly.Module.',
        );
      }
      await instantiate({ module_or_path: given });
      ready = true;
    } catch (error) {
      throw explainInit(error);
    } finally {
      pending = undefined;
    }
  })();
  return pending;
}

/** The same at once, from bytes or a WebAssembly.Module. */
export function initSync(source) {
  if (ready) return;
  try {
    instantiateSync({ module: source });
    ready = true;
  } catch (error) {
    throw explainInit(error);
  }
}

/** The message of the last panic in this thread, if there was one. */
export function lastPanic() {
  return lastText;
}

const isTrap = (error) =>
  error instanceof WebAssembly.RuntimeError ||
  (error instanceof RangeError && /call stack/i.test(error.message)) ||
  error?.name === 'InternalError'; // Firefox: too much recursion

function recover(label, trap) {
  lastText = undefined;
  try {
    lastText = textOfPanic();
  } catch {
    // The instance cannot even say what happened; the new one can work all the same.
  }
  lastText ??= `${trap.message} (without a message: memory or stack most likely ran out)`;
  startAnew();
  generation += 1;
  return new LoadlineError('loadline/panic', `${label} failed inside: ${lastText}. Scenarios loaded before are gone: load them again.`, {
    cause: trap,
  });
}

function adopt(value) {
  if (typeof value !== 'object' || value === null) return value;
  const { constructor } = value;
  if (constructor === Object) return value; // most answers
  // The hottest calls give an error back instead of throwing it, which spares the crossing most of its cost.
  if (value instanceof Error) throw value;
  if (classes.has(constructor)) value[bornIn] = generation;
  return value;
}

const isFreed = (handle) => handle.__wbg_ptr === 0;
const isStale = (handle) => handle[bornIn] !== generation;

const mostParameters = 4;

/** What of this library takes arguments takes four at most: named, they cost less than a list of them, which shows in the hottest calls. */
function guarded(label, raw, parameters, owner) {
  const count = parameters.length;
  const kind = label.slice(0, label.indexOf('.'));
  if (count > mostParameters) throw new Error(`${label} takes ${count} arguments: guard.js passes ${mostParameters} on`);
  const call = function (first, second, third, fourth) {
    if (!ready) throw new LoadlineError('loadline/not-initialised', `${label} was called too early: await init() first.`);
    if (owner !== undefined) {
      if (!(this instanceof owner)) throw new LoadlineError('argument/unusable', `${label} must be called on a ${kind}.`);
      if (isFreed(this)) throw new LoadlineError('loadline/freed', `This ${kind} was freed; load it again.`);
      if (isStale(this))
        throw new LoadlineError('loadline/stale', `This ${kind} was lost when the library started anew after a panic; load it again.`);
    }
    if (count > 0) checkArgument(label, parameters, 0, first);
    if (count > 1) checkArgument(label, parameters, 1, second);
    if (count > 2) checkArgument(label, parameters, 2, third);
    if (count > 3) checkArgument(label, parameters, 3, fourth);
    try {
      return adopt(raw.call(this, first, second, third, fourth));
    } catch (error) {
      throw isTrap(error) ? recover(label, error) : LoadlineError.from(error);
    }
  };
  return Object.defineProperty(call, 'name', { value: label.slice(label.indexOf('.') + 1) });
}

/** A function of the glue, guarded. */
export function guardFunction(name, raw, parameters) {
  return guarded(name, raw, parameters, undefined);
}

/** A class of the glue: every method on it and on its prototype is guarded in place. */
export function guardClass(name, raw, parameters) {
  classes.add(raw);
  const isMethod = (holder, key) => !key.startsWith('__') && typeof Object.getOwnPropertyDescriptor(holder, key).value === 'function';
  for (const key of Object.getOwnPropertyNames(raw)) {
    if (isMethod(raw, key)) raw[key] = guarded(`${name}.${key}`, raw[key], parameters[key], undefined);
  }
  const prototype = raw.prototype;
  const free = prototype.free;
  for (const key of Object.getOwnPropertyNames(prototype)) {
    if (key !== 'constructor' && key !== 'free' && isMethod(prototype, key)) {
      prototype[key] = guarded(`${name}.${key}`, prototype[key], parameters[key], raw);
    }
  }
  // The generated free() does not look which instance a handle belongs to, and would free a stranger's memory in the new one.
  prototype.free = function () {
    if (isFreed(this)) return;
    if (isStale(this)) this.__wbg_ptr = 0;
    else free.call(this);
  };
  if (Symbol.dispose) prototype[Symbol.dispose] = prototype.free;
  return raw;
}
