// States as a user of the installed package meets them: the space, walks, stores that outlive the program.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { folder, project, root } from './support.mjs';

const require = createRequire(join(project(), 'main.js'));
const { buildStates, bytesOfTokens, forgetStore, openStore, saveStore, StateSpaceBuild, thetaOfWords, tokensOfBytes } = require('loadline');
const recorded = (name) => gunzipSync(readFileSync(join(root, 'tests/cases/states', `${name}.gz`)));

const archetype = 0xa9556aa9556a;
const origin = 549_871;
const unusable = (at, words) => (error) => error.code === 'argument/unusable' && error.at === at && words.test(error.message);

let space;
before(async () => {
  space = await buildStates();
});
after(() => space.free());

test('a build in slices says how far it is, and gives the published space', async () => {
  const seen = [];
  const built = await buildStates({ onProgress: (progress) => seen.push(progress) });
  const { states, layers, archetypeIndex, orbitSize, largestOrbit, statesAtDistance, thetaAtDistance } = built.summary();
  assert.equal(states, 788_986);
  assert.deepEqual([...layers], [1, 255, 10_449, 151_191, 473_304, 151_410, 2_376]);
  assert.deepEqual([archetypeIndex, orbitSize.length, largestOrbit], [origin, 256, 48_496]);
  assert.equal(
    statesAtDistance.reduce((sum, count) => sum + count),
    states,
  );
  assert.equal(thetaAtDistance[24], Math.fround(Math.PI / 2));
  const last = seen.at(-1);
  assert.deepEqual([last.done, last.share, last.states], [true, 1, states]);
  assert.ok(seen.every(({ share }, place) => place === 0 || share >= seen[place - 1].share));
  const { keysSha256, thetaSha256 } = built.digests();
  const keys = BigUint64Array.from(built.stateAt(Uint32Array.from({ length: states }, (_, index) => index)), BigInt);
  assert.equal(createHash('sha256').update(keys).digest('hex'), keysSha256);
  assert.equal(createHash('sha256').update(thetaOfWords(keys)).digest('hex'), thetaSha256);
  const assets = recorded('assets.json').toString();
  assert.ok(assets.includes(keysSha256) && assets.includes(thetaSha256));
  built.free();
});

test('a build that nobody wants any more ends with the reason, and a result before its time is refused', async () => {
  const stop = new AbortController();
  await assert.rejects(buildStates({ signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) }), /enough/);
  const build = StateSpaceBuild.begin();
  assert.throws(() => build.result(), /not built yet/);
  build.free();
});

test('states, indices and thetas belong together, on both sides', () => {
  const indices = Uint32Array.of(0, 1, origin, 788_985);
  const states = space.stateAt(indices);
  assert.deepEqual([states[0], states[2]], [0, archetype]);
  assert.deepEqual([...space.indexOf(states)], [...indices]);
  for (const side of [undefined, 'reference', 'optimised']) {
    assert.deepEqual([...space.find(Float64Array.of(...states, archetype + 1), side)], [...indices, -1]);
    assert.deepEqual(space.theta(states, side), space.thetaAt(indices, side));
  }
  assert.deepEqual(thetaOfWords(BigUint64Array.from(states, BigInt)), space.theta(states));
  const { index, representative, orbitSize, distance } = space.describe(Float64Array.of(0, archetype, 3));
  assert.deepEqual([...index], [0, origin, -1]);
  assert.deepEqual([representative[0], representative[2], orbitSize[1], distance[0]], [0, -1, 1, 24]);
});

test('what is no state, no index, no token is refused with its place', () => {
  assert.throws(() => space.indexOf(Float64Array.of(archetype, archetype + 1)), unusable('states[1]', /not a state that can be reached/));
  assert.throws(() => space.theta(Float64Array.of(0.5)), unusable('states[0]', /no word of 48 bits/));
  assert.throws(() => space.theta(Float64Array.of(-1)), unusable('states[0]', /no word of 48 bits/));
  assert.throws(() => space.theta(Float64Array.of(NaN)), unusable('states[0]', /no word of 48 bits/));
  assert.throws(() => thetaOfWords(BigUint64Array.of(0n, 2n ** 48n)), unusable('words[1]', /more than 48 bits/));
  assert.throws(() => space.stateAt(Uint32Array.of(788_986)), unusable('indices[0]', /788986 is out of bounds/));
  assert.throws(() => bytesOfTokens(Float64Array.of(5, -1)), unusable('tokens[1]', /negative/));
  assert.throws(() => bytesOfTokens(Float64Array.of(2 ** 35)), unusable('tokens[0]', /more than five bytes/));
  assert.throws(() => tokensOfBytes(Uint8Array.of(0x2a)), unusable('introns[1]', /incomplete/));
  assert.throws(() => tokensOfBytes(new Uint8Array(6).fill(0x2a)), unusable('introns[5]', /too large/));
  assert.throws(() => space.walk(Uint8Array.of(1, 2), { calls: [1] }), unusable('request.calls', /add up to 1/));
  assert.throws(() => space.openStore(undefined, undefined, { view: 'agnet' }), unusable('request.view', /did you mean agent/));
});

test('a walk gives a state for each byte, the tokens, and what is learned', () => {
  const bytes = bytesOfTokens(Float64Array.of(122, 300, 102));
  assert.deepEqual([...bytes], [0xd0, 0x06, 0xa8, 0xcc]);
  const walked = space.walk(bytes);
  assert.deepEqual([...walked.token], [122, 300, 102]);
  assert.deepEqual([...walked.tokenEnd], [0, 2, 3]);
  assert.deepEqual([...walked.index], [...space.trail(origin, bytes)]);
  assert.deepEqual([...walked.index], [...space.trail(origin, bytes, 'reference')]);
  assert.deepEqual([...walked.theta], [...space.theta(walked.state)]);
  assert.deepEqual([...walked.learnedToken], [122, 300]); // the separator is never learned
  assert.equal(walked.learnedRepresentative[0], space.describe(Float64Array.of(archetype)).representative[0]);
  assert.deepEqual([...space.transitions(origin)].slice(0, 1), [origin]);
  assert.equal(space.transitions(origin)[0xff], 0);
  const step = space.step(Uint32Array.of(origin, origin), Uint8Array.of(0xaa, 0x55));
  assert.deepEqual([...step], [origin, 0]);
  space.keepLargeTable();
  assert.deepEqual([...space.trail(origin, bytes)], [...walked.index]);
  const reset = space.walk(Uint8Array.of(0x55)); // intron 0xFF: the first of a token that does not end
  assert.deepEqual([reset.index[0], reset.waiting, reset.token.length], [0, 1, 0]);
});

test('ours reads a stream the same however it is cut; the published way drops a byte of a token that does not end', () => {
  const cut = space.walk(new Uint8Array(40).fill(0xd0), { calls: [1, 39] });
  const whole = space.walk(new Uint8Array(40).fill(0xd0));
  assert.deepEqual(cut, whole); // ours does not depend on how a stream is cut
  assert.equal(space.walk(new Uint8Array(1030).fill(0x2a), { semantics: 'publishedPerByte' }).cycles, 1029); // the 1,025th byte is dropped
});

test('divergence starts at the archetype, or where it is told', () => {
  const { state, theta, index } = space.divergence(Float64Array.of(0, 127));
  assert.deepEqual([state[0], theta[0], index[0]], [archetype, 0, origin]);
  assert.equal(theta[1].toFixed(4), '1.4874');
  assert.equal(space.divergence(Float64Array.of(0), { origin: 0 }).theta[0], Math.fround(Math.PI / 2));
  assert.equal(
    space.divergence(Float64Array.of(0), { spelling: 'masked' }).index[0],
    space.step(Uint32Array.of(origin), Uint8Array.of(0))[0],
  );
});

test('a store keeps its bytes, and one that is cut anywhere loses nothing before the cut', () => {
  const bytes = recorded('store_spread_rep.bin');
  const store = space.openStore(bytes, undefined);
  assert.deepEqual(store.report().public, { records: bytes.length / 12, keys: store.integrity().entries, faulty: 0, faults: [] });
  assert.equal(Buffer.compare(Buffer.from(store.bytes('public')), bytes), 0);
  store.free();
  for (const cut of [0, 1, 11, 12, 13, 35, 36, 1207]) {
    const { records, faults } = (() => {
      const opened = space.openStore(bytes.subarray(0, cut));
      const report = opened.report().public;
      assert.equal(opened.bytes('public').length, 12 * Math.floor(cut / 12));
      opened.free();
      return report;
    })();
    assert.equal(records, Math.floor(cut / 12));
    assert.deepEqual(faults, cut % 12 === 0 ? [] : [{ offset: cut - (cut % 12), flaw: 'cutShort' }]);
  }
  const broken = Buffer.from(bytes.subarray(0, 60));
  broken.writeUInt32LE(900_000, 24);
  const damaged = space.openStore(broken);
  assert.deepEqual(damaged.report().public.faults, [{ offset: 24, flaw: 'state' }]);
  assert.equal(damaged.report().public.records, 4);
  damaged.free();
});

test('what is learned is among the candidates at once, fades, and is forgotten', () => {
  const store = space.openStore();
  assert.equal(store.candidates(origin).token.length, 0);
  assert.equal(store.learn(Uint32Array.of(origin, origin), Uint32Array.of(7, 9), Uint8Array.of(7, 9)), 2);
  assert.deepEqual([...store.candidates(origin).token].sort(), [7, 9]);
  assert.deepEqual(store.bestOf(Uint32Array.of(origin)), store.bestOf(Uint32Array.of(origin), 'reference'));
  assert.equal(store.candidates(origin, { most: 1 }).token.length, 1);
  const first = store.entries();
  assert.equal(store.decay({ less: 0.05 }), 2);
  assert.ok(store.entries().confidence[0] < first.confidence[0]);
  assert.throws(() => store.decay({}), unusable('request', /less.*times/));
  assert.equal(store.prune({ below: 1 }), 2);
  assert.equal(store.integrity().entries, 0);
  assert.throws(() => store.candidates(788_986), unusable('state', /no state 788986/));
  const readOnly = space.openStore(undefined, undefined, { view: 'readOnly' });
  assert.throws(() => readOnly.learn(Uint32Array.of(0), Uint32Array.of(1), Uint8Array.of(1)), /read-only/);
  readOnly.free();
  store.free();
});

test('the same seed generates the same tokens, and what they teach is kept', () => {
  const generated = [1, 1, 2].map((seed) => {
    const store = space.openStore(recorded('store_spread_rep.bin'));
    const { token, atRandom, temperature, index } = store.generate({ tokens: 12, seed, stopAtSeparator: false });
    assert.ok(token.length === 12 && temperature.every((each) => each >= 0.1 && each <= 1) && index.every((each) => each < 788_986));
    assert.ok(store.bytes('private').length > 0);
    store.free();
    return [...token, ...atRandom];
  });
  assert.deepEqual(generated[0], generated[1]);
  assert.notDeepEqual(generated[0], generated[2]);
});

test('a store outlives the program, in files', async () => {
  const path = folder();
  const names = { private: join(path, 'own.bin') };
  const store = await openStore(space, names);
  assert.equal(store.report().private.records, 0);
  store.learn(Uint32Array.of(origin), Uint32Array.of(7), Uint8Array.of(7));
  assert.deepEqual(await saveStore(store, names), [{ layer: 'private', name: names.private, bytes: 12, where: 'file' }]);
  store.free();
  assert.deepEqual(readdirSync(path), ['own.bin']); // nothing half-written is left
  const again = await openStore(space, names);
  assert.deepEqual([...again.candidates(origin).token], [7]);
  again.free();
  await assert.rejects(saveStore(space, names), (error) => error.code === 'argument/unusable');
  await assert.rejects(openStore(space, { pubic: 'x' }), unusable('names.pubic', /no log/));
  writeFileSync(join(path, 'folder'), '');
  const lost = await openStore(space);
  await assert.rejects(saveStore(lost, { private: join(path, 'folder', 'x') }), (error) => error.code === 'loadline/not-kept');
  lost.free();
  await forgetStore(names);
  assert.equal(existsSync(names.private), false);
});
