// A function that remembers its answers, by the content of its arguments. The answers, their order, ages and sizes are kept by the
// library's result cache; here is only what JavaScript adds: promises, `this`, and values that have no content.

import { CallKey, ResultCache } from './api.js';
import { callText } from './call-text.js';
import { checkArgument } from './check.js';
import { LoadlineError } from './errors.js';

const settings = ['name', 'maxEntries', 'ttlMs', 'maxBytes', 'bytesOf', 'identity', 'now'];

/** An answer that came as a promise, and is given back as one. */
class Promised {
  constructor(value) {
    this.value = value;
  }
}

const isPromise = (value) => typeof value?.then === 'function';

/** How many bytes an answer counts as, where nobody says: text and bytes by their length, plain values by that of their JSON. */
function usualBytes(value) {
  if (typeof value === 'string') return 2 * value.length;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  const text = JSON.stringify(value, (key, each) => (typeof each === 'bigint' ? String(each) : each));
  return 2 * (text?.length ?? 4);
}

/** An arrow function sees nothing of how it is called; whether another function does cannot be known. */
const isArrow = (fn) => /^(async\s*)?(\(|[\w$]+\s*=>)/.test(Function.prototype.toString.call(fn));

/** Texts of arguments up to so many characters are remembered with their keys; to hash a longer one is cheaper than to keep it. */
const longestText = 1_000;

const unusable = (at, message) => new LoadlineError('argument/unusable', `memoise: ${message}`, { at });

function checkSettings(fn, options) {
  if (typeof fn !== 'function') throw unusable('fn', '`fn` must be a function; pass the one whose answers are to be remembered');
  checkArgument('memoise', [{ name: 'options', kind: { keys: settings }, optional: true }], 0, options);
  for (const name of ['bytesOf', 'identity', 'now'])
    if (options?.[name] !== undefined && typeof options[name] !== 'function')
      throw unusable(`options.${name}`, `\`options.${name}\` must be a function`);
  const counts = { maxEntries: 2 ** 32 - 1, ttlMs: 9e12, maxBytes: 9e15 };
  for (const [name, most] of Object.entries(counts)) {
    const value = options?.[name];
    if (value === undefined) continue;
    const whole = name === 'maxEntries' ? Number.isInteger(value) : Number.isFinite(value);
    if (!(whole && value > 0 && value <= most))
      throw unusable(
        `options.${name}`,
        `\`options.${name}\` must be ${name === 'maxEntries' ? 'a whole number' : 'a finite number'} above 0, not ${String(value)}; leave it out where there is no limit`,
      );
  }
}

/** See index.d.ts. */
export function memoise(fn, options) {
  checkSettings(fn, options);
  const { name = fn.name, maxEntries, ttlMs, maxBytes, bytesOf, identity, now } = options ?? {};
  const sizeOf = maxBytes === undefined ? () => undefined : (bytesOf ?? usualBytes);
  const free = isArrow(fn); // of `this`
  const flights = new Map(); // by ticket: the promise that others wait for
  const keys = new Map(); // by the text of the arguments, so that it is hashed once; at most as many as answers
  let cache; // made at the first call: the package may not be ready before

  const forgetKeys = () => {
    for (const key of keys.values()) key.free();
    keys.clear();
  };

  const keyOf = ({ args, kinds }) => {
    // A list and, where there is one, a map behind it: no other arguments have this text.
    const text = kinds === undefined ? args : args + kinds;
    const known = keys.get(text);
    if (known !== undefined) return known;
    if (keys.size >= (maxEntries ?? 1_000)) forgetKeys();
    const key = CallKey.ofJson(name, args, kinds);
    keys.set(text, key);
    return key;
  };

  const kept = () => {
    cache ??= ResultCache.within({ capacity: maxEntries, lifeMs: ttlMs, budgetBytes: maxBytes, clock: now });
    return cache;
  };

  /** Asks the cache; a new one where the library started anew after a panic, or `free` was called. */
  const ask = (question) => {
    try {
      return question(kept());
    } catch (error) {
      if (error?.code !== 'loadline/stale' && error?.code !== 'loadline/freed') throw error;
      flights.clear();
      forgetKeys();
      cache = undefined;
      return question(kept());
    }
  };

  const textOf = (self, values) => {
    if (identity !== undefined) return callText([identity.apply(self, values)]);
    if (!free && self !== undefined && self !== globalThis)
      throw unusable(
        'this',
        `${name || 'the function'} was called as a method, and what \`this\` is would be ignored; say it with \`identity\``,
      );
    return callText(values);
  };

  /** Brings an answer home; where that cannot be done the ticket goes back, and the answer is given all the same. */
  const finish = (owner, ticket, answer, value) => {
    if (owner !== cache) return; // the cache that gave the ticket is gone
    let bytes;
    try {
      bytes = sizeOf(value);
    } catch (error) {
      owner.fail(ticket);
      throw error;
    }
    owner.finish(ticket, answer, bytes);
  };
  const fail = (owner, ticket) => {
    if (owner === cache) owner.fail(ticket);
  };

  function memoised(...values) {
    const text = textOf(this, values);
    const met = ask((each) => (text.args.length > longestText ? each.beginJson(name, text.args, text.kinds) : each.begin(keyOf(text))));
    if (typeof met === 'object') return met.value instanceof Promised ? Promise.resolve(met.value.value) : met.value;
    // A call that meets itself on its way down has nobody to wait for.
    if (met < 0) return flights.get(-1 - met) ?? fn.apply(this, values);
    const [owner, ticket] = [cache, met];
    let answer;
    try {
      answer = fn.apply(this, values);
    } catch (error) {
      fail(owner, ticket);
      throw error;
    }
    if (!isPromise(answer)) {
      finish(owner, ticket, answer, answer);
      return answer;
    }
    const flight = Promise.resolve(answer).then(
      (value) => {
        flights.delete(ticket);
        finish(owner, ticket, new Promised(value), value);
        return value;
      },
      (error) => {
        flights.delete(ticket);
        fail(owner, ticket);
        throw error;
      },
    );
    flights.set(ticket, flight);
    return flight;
  }

  const own = {
    stats: () => ask((each) => each.stats()),
    clear: () => ask((each) => each.clear()),
    delete(...values) {
      const { args, kinds } = textOf(this === memoised ? undefined : this, values);
      return ask((each) => each.deleteJson(name, args, kinds));
    },
    free() {
      flights.clear();
      forgetKeys();
      cache?.free();
      cache = undefined;
    },
  };
  for (const [key, value] of Object.entries(own)) Object.defineProperty(memoised, key, { value });
  return Object.defineProperty(memoised, 'name', { value: name });
}

/** See index.d.ts. */
export function callKey(name, values) {
  if (!Array.isArray(values))
    throw new LoadlineError('argument/unusable', 'callKey: `values` must be the list of arguments', { at: 'values' });
  const { args, kinds } = callText(values);
  return CallKey.ofJson(name, args, kinds);
}
