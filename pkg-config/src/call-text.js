// A call's arguments as the text that its key is made from: the same content is the same text, and what has no content is refused.
//
// JSON with tags for what JSON cannot hold (see `CallKey.ofJson`). Two kinds of value that look alike in it, such as null and undefined,
// are told apart by the places where each rarer kind stands: `{"undefined": ["1"]}`.

import { LoadlineError } from './errors.js';

const deepest = 90; // lists and maps in each other; the library takes 100

const known = (instance) => instance.constructor?.name || 'an unnamed class';

function refuse(at, what) {
  throw new LoadlineError(
    'argument/unusable',
    `memoise: ${at} is ${what}, which is not known by its content; pass what it stands for, or say it with \`identity\``,
    { at },
  );
}

class Writer {
  constructor() {
    this.kinds = undefined; // of the rarer kinds: where they stand
  }

  note(kind, at) {
    this.kinds ??= {};
    (this.kinds[kind] ??= []).push(at);
  }

  value(value, at, depth) {
    switch (typeof value) {
      case 'string':
        return JSON.stringify(value);
      case 'number':
        return number(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'undefined':
        this.note('undefined', at);
        return 'null';
      case 'bigint':
        this.note('bigint', at);
        return `{"__int__":"${value}"}`;
      case 'object':
        if (value === null) return 'null';
        if (depth > deepest) refuse(at, `nested in more than ${deepest} lists and maps`);
        return this.object(value, at, depth + 1);
      default:
        return refuse(at, typeof value === 'function' ? `the function ${value.name || 'without a name'}` : 'a symbol');
    }
  }

  list(values, at, depth) {
    let text = '[';
    for (let place = 0; place < values.length; place += 1) {
      if (place > 0) text += ',';
      text += this.value(values[place], `${at}[${place}]`, depth);
    }
    return `${text}]`;
  }

  object(value, at, depth) {
    if (Array.isArray(value)) return this.list(value, at, depth);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null)
      return this.map(value, at, depth);
    switch (Object.prototype.toString.call(value).slice(8, -1)) {
      case 'Date':
        this.note('Date', at);
        return number(value.getTime());
      case 'Map':
        this.note('Map', at);
        return `{"__pairs__":[${[...value].map(([key, each]) => `[${this.key(key, at)},${this.value(each, `${at}.get(${String(key)})`, depth)}]`).join(',')}]}`;
      case 'Set':
        this.note('Set', at);
        return this.list([...value], at, depth);
      case 'ArrayBuffer':
        this.note('ArrayBuffer', at);
        return this.list(new Uint8Array(value), at, depth);
      default:
        if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
          this.note(Object.prototype.toString.call(value).slice(8, -1), at);
          return this.list(value, at, depth);
        }
        return refuse(at, `an instance of ${known(value)}`);
    }
  }

  map(value, at, depth) {
    if (Object.getOwnPropertySymbols(value).some((symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol)))
      refuse(at, 'an object with a symbol for a key');
    const keys = Object.keys(value);
    const fields = keys.map((key) => [JSON.stringify(key), this.value(value[key], `${at}.${key}`, depth)]);
    // A field that looks like a tag must not be taken for one.
    if (keys.length === 1 && keys[0].startsWith('__')) return `{"__pairs__":[[${fields[0].join(',')}]]}`;
    return `{${fields.map((field) => field.join(':')).join(',')}}`;
  }

  key(key, at) {
    if (typeof key === 'string') return JSON.stringify(key);
    if (typeof key === 'number') return number(key);
    if (typeof key === 'boolean' || key === null) return String(key);
    return refuse(at, 'a Map with keys that are no texts and no numbers');
  }
}

/** A number without a fraction is a whole one, as JSON has it; what JSON does not have is tagged. */
function number(value) {
  if (Number.isNaN(value)) return '{"__float__":"nan"}';
  if (value === Infinity || value === -Infinity) return `{"__float__":"${value > 0 ? 'inf' : '-inf'}"}`;
  return Object.is(value, -0) ? '{"__float__":"-0.0"}' : String(value);
}

/** The text of the arguments, and that of their rarer kinds where there are any. */
export function callText(values) {
  const writer = new Writer();
  const args = writer.list(values, 'args', 0);
  return { args, kinds: writer.kinds === undefined ? undefined : JSON.stringify(writer.kinds) };
}
