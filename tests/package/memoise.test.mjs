// `memoise`: each promise that its documentation makes.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { project } from './support.mjs';

const { callKey, memoise, plantTrap, ResultCache } = await import(pathToFileURL(join(project(), 'node_modules/loadline/dist/node.js')));

/** A function that counts its calls, remembered. */
function counted(answer = (...values) => values.length, options = {}) {
  const calls = [];
  const fn = (...values) => {
    calls.push(values);
    return answer(...values);
  };
  return { calls, remembered: memoise(fn, { name: 'f', ...options }) };
}

/** Whether two lists of arguments are the same call. */
function same(one, other) {
  const { calls, remembered } = counted();
  remembered(...one);
  remembered(...other);
  return calls.length === 1;
}

test('the same content is the same call, whatever the order of its fields', () => {
  assert.ok(same([{ a: 1, b: [2, 'x'] }], [{ b: [2, 'x'], a: 1 }]));
  assert.ok(same([new Date(5)], [new Date(5)]));
  assert.ok(same([new Map([['a', 1], ['b', 2]])], [new Map([['b', 2], ['a', 1]])])); // prettier-ignore
  assert.ok(same([new Set([1, 2])], [new Set([1, 2])]));
  assert.ok(same([Uint8Array.of(1, 2)], [Uint8Array.of(1, 2)]));
  assert.ok(same([NaN], [NaN]));
  assert.ok(same([Object.assign(Object.create(null), { a: 1 })], [{ a: 1 }]));
  assert.ok(same(['\ud83d'], ['\ud83d']));
});

test('no two kinds of value are taken for each other', () => {
  const bytes = [1, 2];
  const values = [
    ...[undefined, null, 0, -0, 1, 1n, '1', true, 1.5, NaN, Infinity, -Infinity, 1e21, 10n ** 21n, '', 'null', [], {}],
    ...[[undefined], [null], [[]], { a: undefined }, { a: null }, new Map(), new Set(), new Date(1), new Map([[1, 1]]), { 1: 1 }],
    ...[bytes, new Set(bytes), Uint8Array.from(bytes), Int8Array.from(bytes), Float64Array.from(bytes), Uint8Array.from(bytes).buffer],
    ...[{ __float__: '1.5' }, { __int__: '1' }, { __pairs__: [] }, { __tuple__: [] }, { __opaque__: 'x' }, { undefined: ['args[0]'] }],
    ...['\ud83d', '\ude00', '😀', '�', new Date(NaN)],
  ];
  const texts = new Map();
  for (const value of values) {
    const key = callKey('f', [value]);
    assert.ok(!texts.has(key.hex()), `${String(value)} and ${String(texts.get(key.hex()))}`);
    texts.set(key.hex(), value);
    key.free();
  }
  assert.ok(!same([], [undefined]));
  assert.ok(!same([1, 2], [[1, 2]]));
});

test('what is not known by its content is refused, with its place and its name', () => {
  class User {}
  const refused = [
    [[() => 1], /args\[0\] is the function/],
    [[1, { deep: [Symbol('s')] }], /args\[1\]\.deep\[0\] is a symbol/],
    [[new User()], /args\[0\] is an instance of User.*identity/],
    [[{ user: new User() }], /args\[0\]\.user is an instance of User/],
    [[new Error('x')], /an instance of Error/],
    [[/x/], /an instance of RegExp/],
    [[new WeakMap()], /an instance of WeakMap/],
    [[Promise.resolve(1)], /an instance of Promise/],
    [[new Map([[{}, 1]])], /a Map with keys/],
    [[{ [Symbol('s')]: 1 }], /a symbol for a key/],
  ];
  const { calls, remembered } = counted();
  for (const [values, message] of refused) assert.throws(() => remembered(...values), { code: 'argument/unusable', message });
  const circle = {};
  circle.self = circle;
  assert.throws(() => remembered(circle), /nested in more than/);
  assert.equal(calls.length, 0);
});

test('identity says what is the same, and then anything may be passed', () => {
  class User {
    constructor(id, version) {
      Object.assign(this, { id, version });
    }
  }
  const { calls, remembered } = counted((user) => user.version, { identity: (user) => [user.id, user.version] });
  assert.deepEqual([remembered(new User(1, 1)), remembered(new User(1, 1)), remembered(new User(1, 2))], [1, 1, 2]);
  assert.equal(calls.length, 2);
});

test('a method is refused unless identity says what this is', () => {
  class Counter {
    constructor(value) {
      this.value = value;
    }
  }
  Counter.prototype.twice = memoise(function twice(factor) {
    return this.value * factor;
  });
  assert.throws(() => new Counter(3).twice(2), { code: 'argument/unusable', at: 'this' });
  Counter.prototype.twice = memoise(
    function twice(factor) {
      return this.value * factor;
    },
    {
      identity(factor) {
        return [this.value, factor];
      },
    },
  );
  assert.deepEqual([new Counter(3).twice(2), new Counter(4).twice(2), new Counter(3).twice(2)], [6, 8, 6]);
});

test('undefined and null are answers, not misses', () => {
  for (const nothing of [undefined, null]) {
    const { calls, remembered } = counted(() => nothing);
    assert.deepEqual([remembered(1), remembered(1)], [nothing, nothing]);
    assert.equal(calls.length, 1);
  }
});

test('of several calls at once one works, and all get its answer', async () => {
  let release;
  const { calls, remembered } = counted(() => new Promise((resolve) => (release = resolve)));
  const asked = [remembered('x'), remembered('x'), remembered('x')];
  assert.equal(calls.length, 1);
  release(undefined);
  assert.deepEqual(await Promise.all(asked), [undefined, undefined, undefined]);
  assert.ok(remembered('x') instanceof Promise);
  const { misses, joined, hits, hitRatio } = remembered.stats();
  assert.deepEqual({ misses, joined, hits, hitRatio }, { misses: 1, joined: 2, hits: 1, hitRatio: 0.75 });
});

test('what was thrown or rejected is not remembered', async () => {
  let fails = true;
  const answer = () => {
    if (fails) throw new Error('down');
    return 'up';
  };
  const now = counted(answer);
  assert.throws(() => now.remembered(1), /down/);
  const later = counted(async () => answer());
  const both = await Promise.allSettled([later.remembered(1), later.remembered(1)]);
  assert.deepEqual(both.map(({ status }) => status), ['rejected', 'rejected']); // prettier-ignore
  assert.equal(later.calls.length, 1);
  fails = false;
  assert.deepEqual([now.remembered(1), await later.remembered(1)], ['up', 'up']);
});

test('an answer ends with its time to live, and a clock that goes back is held', () => {
  let at = 1_000;
  const { calls, remembered } = counted(() => 'x', { ttlMs: 10, now: () => at });
  remembered(1);
  at = 1_009.9;
  remembered(1);
  assert.equal(calls.length, 1);
  at = 500;
  remembered(1);
  at = 1_010;
  remembered(1);
  assert.equal(calls.length, 2);
  const { expirations, held } = remembered.stats();
  assert.deepEqual({ expirations, held }, { expirations: 1, held: 1 });
});

test('the least recently used makes room', () => {
  const { calls, remembered } = counted((value) => value, { maxEntries: 2 });
  for (const value of ['a', 'b', 'a', 'c', 'a', 'b']) remembered(value);
  assert.deepEqual(calls.flat(), ['a', 'b', 'c', 'b']);
  assert.equal(remembered.stats().evictions, 2);
});

test('a byte budget is kept, and what is larger than it is given but not kept', () => {
  const { calls, remembered } = counted((value) => 'x'.repeat(value), { maxBytes: 100 });
  for (const value of [20, 20, 60, 60, 40, 20]) remembered(value);
  assert.deepEqual(calls.flat(), [20, 60, 60, 40, 20]);
  const { tooLarge, bytes, size } = remembered.stats();
  assert.deepEqual({ tooLarge, bytes, size }, { tooLarge: 2, bytes: 40, size: 1 });
  const own = counted(() => ({}), { maxBytes: 3, bytesOf: () => 2 });
  own.remembered(1);
  own.remembered(2);
  assert.equal(own.remembered.stats().bytes, 2);
});

test('an answer that cannot be sized is an error of that call, and of no other', async () => {
  let size = NaN;
  const { remembered } = counted((value) => value, { maxBytes: 10, bytesOf: () => size });
  assert.throws(() => remembered(1), { code: 'argument/unusable', at: 'bytes' });
  size = 1;
  assert.equal(remembered(1), 1);
  const later = counted(async (value) => value, { maxBytes: 10, bytesOf: () => { throw new Error('no size'); } }); // prettier-ignore
  await assert.rejects(later.remembered(1), /no size/);
  await assert.rejects(later.remembered(1), /no size/);
  assert.equal(later.calls.length, 2);
});

test('delete forgets one call and clear all of them, also one under way', async () => {
  const { calls, remembered } = counted((value) => value);
  remembered('a');
  remembered('b');
  assert.deepEqual([remembered.delete('a'), remembered.delete('a')], [true, false]);
  remembered('a');
  remembered('b');
  assert.deepEqual(calls.flat(), ['a', 'b', 'a']);
  remembered.clear();
  assert.equal(remembered.stats().size, 0);
  let release;
  const slow = counted(() => new Promise((resolve) => (release = resolve)));
  const asked = slow.remembered(1);
  slow.remembered.delete(1);
  release('old');
  assert.equal(await asked, 'old');
  slow.remembered(1);
  assert.equal(slow.calls.length, 2);
});

test('a call that meets itself on its way down is computed, not waited for', () => {
  const fibonacci = memoise((n) => (n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)), { name: 'fibonacci' });
  assert.equal(fibonacci(60), 1548008755920);
  let depth = 0;
  const again = memoise(() => ((depth += 1) < 3 ? again() : depth), { name: 'again' });
  assert.deepEqual([again(), again()], [3, 3]);
});

test('free gives the memory back, and a later call begins anew', () => {
  const { calls, remembered } = counted();
  remembered(1);
  remembered.free();
  remembered.free();
  remembered(1);
  assert.equal(calls.length, 2);
});

test('settings that cannot be meant are refused by name', () => {
  const fn = () => 1;
  for (const options of [
    { maxEntries: 0 },
    { maxEntries: 1.5 },
    { ttlMs: 0 },
    { ttlMs: NaN },
    { ttlMs: Infinity },
    { maxBytes: -1 },
    { bytesOf: 3 },
    { now: 0 },
  ])
    assert.throws(() => memoise(fn, options), { code: 'argument/unusable', at: `options.${Object.keys(options)[0]}` });
  assert.throws(() => memoise(fn, { ttl: 3 }), /did you mean `ttlMs`/);
  assert.throws(() => memoise('fn'), { code: 'argument/unusable', at: 'fn' });
});

test('a cache of one’s own: ready keys, boxes, tickets', () => {
  const cache = ResultCache.within({ capacity: 2 });
  const key = callKey('f', [1, { a: 'x' }]);
  assert.match(key.hex(), /^[0-9a-f]{64}$/);
  assert.equal(cache.get(key), undefined);
  assert.equal(cache.put(key, undefined), true);
  assert.deepEqual(cache.get(key), { value: undefined });
  assert.equal(cache.delete(key), true);
  const ticket = cache.begin(key);
  assert.equal(cache.begin(key), -1 - ticket);
  assert.equal(cache.finish(ticket, 'late'), true);
  assert.deepEqual(cache.begin(key), { value: 'late' });
  assert.throws(() => cache.finish(ticket, 'again'), { code: 'argument/unusable', at: 'ticket' });
  assert.throws(() => ResultCache.within({ capacity: 0 }), { code: 'argument/unusable', at: 'capacity' });
  assert.throws(() => cache.put(key, 1, -1), { at: 'bytes' });
  assert.throws(() => cache.get('key'), { at: 'key' });
  const { hits, misses, joined } = cache.stats();
  assert.deepEqual({ hits, misses, joined }, { hits: 2, misses: 2, joined: 1 });
  cache.free();
  assert.throws(() => cache.stats(), { code: 'loadline/freed' });
});

test('more texts of arguments than answers, long ones among them, are still told apart and remembered', () => {
  const { calls, remembered } = counted((value) => value, { maxEntries: 3 });
  const long = 'x'.repeat(2_000);
  for (const value of ['a', 'b', 'c', 'd', 'a', long, long, `${long}y`, long, 'a']) assert.equal(remembered(value), value);
  assert.deepEqual(
    calls.flat().map((value) => value.slice(0, 1) + value.length),
    ['a1', 'b1', 'c1', 'd1', 'a1', 'x2000', 'x2001'],
  );
  // Fields in another order are another text, and the same call.
  const { calls: fields, remembered: byFields } = counted();
  for (const value of [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
    { a: 1, b: 2 },
  ])
    byFields(value);
  assert.equal(fields.length, 1);
});

test('when the library started anew after a panic, answers are worked out again, and remembered again', () => {
  const { calls, remembered } = counted((value) => value);
  for (const value of [1, 2, 1]) remembered(value);
  assert.throws(() => plantTrap(), { code: 'loadline/panic' });
  for (const value of [1, 2, 1, 2]) assert.equal(remembered(value), value);
  assert.deepEqual(calls.flat(), [1, 2, 1, 2]);
  assert.equal(remembered.stats().hits, 2);
});
