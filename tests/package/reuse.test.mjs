// Contracts through the package: plans, similarities, profiles, trials, profilers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { test } from 'node:test';
import { day, project, root } from './support.mjs';

const loadline = await import(pathToFileURL(join(project(), 'node_modules/loadline/dist/node.js')));
const { generateContracts, planContracts, Profiler, Scenario, simulateProfile } = loadline;

const load = (content, name = 'contracts.json') => {
  const isText = typeof content === 'string' || Buffer.isBuffer(content);
  return Scenario.load(isText ? Buffer.from(content) : Buffer.from(JSON.stringify(content)), name);
};
const methods = (...classes) => classes.map((each, place) => ({ class: each, method: `${each}-${place}` }));

/** Three contracts: two alike, and one that waits for the first. */
const three = {
  kind: 'contracts',
  workers: 2,
  contracts: [
    { id: 'one', methods: methods('a') },
    { id: 'two', methods: methods('a', 'b') },
    { id: 'three', type: 'TYPE_C', methods: methods('c', 'c', 'c'), waitsFor: ['one'] },
  ],
  executions: [
    { contract: 'one', atS: 0, timeMs: 100, memoryMb: 60 },
    { contract: 'two', atS: 1, timeMs: 210, memoryMb: 70 },
    { contract: 'one', atS: 2, timeMs: 110, memoryMb: 60 },
  ],
};

test('a summary counts what a set of contracts holds', () => {
  const scenario = load(three);
  const { kind, contracts, classes, classSets, slots, dependencies, executions, workers, limits } = scenario.summary();
  assert.deepEqual(
    { kind, contracts, classes, classSets, slots, dependencies, executions, workers },
    { kind: 'contracts', contracts: 3, classes: 3, classSets: 3, slots: 6, dependencies: 1, executions: 3, workers: 2 },
  );
  assert.deepEqual(limits, { batchSize: 30, batchMemoryMb: 2048, batchTimeMs: 60000, similarityThreshold: 0.3 });
  const columns = scenario.contracts();
  assert.deepEqual(
    [columns.id, columns.classes, columns.waitsFor],
    [
      ['one', 'two', 'three'],
      [['a'], ['a', 'b'], ['c']],
      [[], [], [0]],
    ],
  );
  assert.deepEqual(
    [[...columns.timeMs], [...columns.methods], [...columns.executions]],
    [
      [100, 200, 600],
      [1, 2, 3],
      [2, 1, 0],
    ],
  );
  scenario.free();
});

test('a plan holds every contract once, keeps its limits, and starts nothing before what it waits for', async () => {
  const scenario = load(Buffer.from(generateContracts({ contracts: 200, executions: 0, seed: 4 })));
  const waitsFor = scenario.contracts().waitsFor;
  for (const workers of [1, 3, 16]) {
    const plan = scenario.plan({ workers, batchSize: 5 });
    assert.deepEqual(
      [...plan.order].sort((a, b) => a - b),
      [...Array(200).keys()],
    );
    const ends = new Map();
    const starts = new Map();
    const busy = Array(workers).fill(0);
    plan.turnBatch.forEach((batch, turn) => {
      const contracts = plan.order.subarray(plan.batchStart[batch], plan.batchStart[batch + 1]);
      assert.ok(contracts.length <= 5);
      assert.ok(plan.turnStartMs[turn] >= busy[plan.turnWorker[turn]]);
      busy[plan.turnWorker[turn]] = plan.turnEndMs[turn];
      contracts.forEach((contract) => {
        starts.set(contract, plan.turnStartMs[turn]);
        ends.set(contract, plan.turnEndMs[turn]);
      });
    });
    waitsFor.forEach((others, contract) => others.forEach((other) => assert.ok(ends.get(other) <= starts.get(contract))));
    assert.ok(plan.boundMs <= plan.makespanMs && plan.makespanMs <= plan.sumMs);
    assert.equal(plan.makespanMs, Math.max(...plan.turnEndMs));
    assert.deepEqual({ ...(await planContracts(scenario, { workers, batchSize: 5 })), elapsedNs: 0 }, { ...plan, elapsedNs: 0 });
  }
  scenario.free();
});

test('both sides plan alike in both modes, and the published text is the published text', () => {
  const scenario = load(three);
  for (const mode of ['published', 'scale']) {
    const [reference, optimised] = ['reference', 'optimised'].map((side) => scenario.plan({ mode, side }));
    assert.deepEqual({ ...reference, side: 0, elapsedNs: 0 }, { ...optimised, side: 0, elapsedNs: 0 });
  }
  const { publishedText, publishedFactor, publishedTimeMs } = scenario.plan({ mode: 'published' });
  assert.match(publishedText, /^OptimizationResult\(\n {2}batches=2,/);
  assert.deepEqual([publishedTimeMs, publishedFactor], [600, 1.5]);
  scenario.free();
});

test('a plan can be watched and stopped', async () => {
  const scenario = load(Buffer.from(generateContracts({ contracts: 8000, flavour: 'random', executions: 0 })));
  const seen = [];
  await planContracts(scenario, {}, { onProgress: ({ share, stage, done }) => seen.push([stage, share, done]) });
  assert.deepEqual(seen.at(-1), ['timetable', 1, true]);
  assert.ok(seen.every(([, share]) => share >= 0 && share <= 1)); // how many slices there are depends on the machine
  const stop = new AbortController();
  const asked = planContracts(scenario, {}, { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) });
  await assert.rejects(asked, /enough/);
  scenario.free();
});

test('what cannot be meant is refused by name, and nothing has an answer', () => {
  const scenario = load(three);
  const refused = { workers: 0, batchSize: 0, batchMemoryMb: -1, batchTimeMs: NaN, similarityThreshold: 2 };
  for (const [at, value] of Object.entries(refused)) assert.throws(() => scenario.plan({ [at]: value }), { code: 'argument/unusable', at });
  assert.throws(() => scenario.plan({ worker: 3 }), /did you mean `workers`/);
  assert.throws(() => scenario.profile({ confidenceLevel: 1 }), { at: 'confidenceLevel' });
  assert.throws(() => scenario.replayCache({ capacity: 0 }), { at: 'capacity' });
  assert.throws(() => scenario.replayCache({ lifeS: Infinity }), { at: 'lifeS' });
  assert.throws(() => scenario.similarity({ rows: 5000 }), /at most 1000/);
  assert.throws(() => scenario.similarity({ order: Uint32Array.of(7) }), /no contract 7/);
  const empty = load({ kind: 'contracts', contracts: [] });
  const plan = empty.plan();
  assert.deepEqual([plan.makespanMs, plan.boundMs, plan.gain, plan.order.length, plan.batchStart.length], [0, 0, 1, 0, 1]);
  assert.deepEqual([empty.profile().timeMs.expected.length, empty.replayCache().hitRatio, empty.similarity().rows], [0, 0, 0]);
  const flow = load(day, 'day.json');
  for (const ask of ['plan', 'contracts', 'profile', 'replayCache', 'similarity', 'beginTrial'])
    assert.throws(() => flow[ask](), /set of contracts/, ask);
  assert.throws(() => scenario.volumes(), /day of traffic/);
  for (const each of [scenario, empty, flow]) each.free();
});

test('a circle of contracts is refused with its names', () => {
  const circle = {
    ...three,
    contracts: [
      { id: 'x', waitsFor: ['y'] },
      { id: 'y', waitsFor: ['x'] },
    ],
    executions: [],
  };
  assert.throws(() => load(circle), ({ problems }) => /“x” waits for “y”/.test(problems[0].found)); // prettier-ignore
});

test('the malformed contracts of the recorded file are refused with the field, or read as documented', () => {
  const { cases } = JSON.parse(gunzipSync(readFileSync(join(root, 'tests/cases/reuse/edge_cases.json.gz'))));
  const contracts = cases.map((each) => each.contract ?? each.input).filter((each) => each !== undefined);
  assert.ok(contracts.length > 20);
  for (const contract of contracts) {
    try {
      load({ kind: 'contracts', contracts: [contract] }).free();
    } catch (error) {
      assert.equal(error.name, 'LoadlineError');
      assert.ok(
        error.problems === undefined || error.problems.every(({ at, remedy }) => at.startsWith('contracts') && remedy !== ''),
        error.message,
      );
    }
  }
});

test('similarity is shared classes over all classes, mirrored, and grouped where there are many', () => {
  const scenario = load(three);
  const { rows, cells, least, greatest } = scenario.similarity();
  assert.deepEqual([rows, [...cells], least, greatest], [3, [1, 0.5, 0, 0.5, 1, 0, 0, 0, 1], 0, 0.5]);
  const { order, rowStart, cells: two } = scenario.similarity({ rows: 2, order: Uint32Array.of(0, 1, 2) });
  assert.deepEqual(
    [[...order], [...rowStart], [...two]],
    [
      [0, 1, 2],
      [0, 1, 3],
      [1, 0.25, 0.25, 0.5],
    ],
  );
  scenario.free();
});

test('each execution is predicted before it is told, alike on both sides; the published intervals hold little', () => {
  const scenario = load(Buffer.from(generateContracts({ contracts: 100, executions: 400, seed: 2 })));
  const replays = Object.fromEntries(
    ['sound', 'published', 'firstPublished'].map((mode) => {
      const [reference, optimised] = ['reference', 'optimised'].map((side) => scenario.profile({ mode, side }));
      assert.deepEqual({ ...reference, side: 0, elapsedNs: 0 }, { ...optimised, side: 0, elapsedNs: 0 });
      return [mode, optimised];
    }),
  );
  const { sound, published } = replays;
  assert.ok(sound.timeMs.coverage > 0.92 && sound.timeMs.coverage < 0.98, String(sound.timeMs.coverage));
  assert.ok(published.timeMs.coverage < 0.3, String(published.timeMs.coverage));
  assert.ok(sound.timeMs.meanRelativeError < published.timeMs.meanRelativeError);
  assert.equal(sound.timeMs.smoothed.length, 400);
  assert.equal(published.timeMs.smoothed.length, 0);
  const held = [...sound.timeMs.held].slice(-sound.recentExecutions);
  assert.equal(sound.timeMs.recentCoverage.at(-1), held.filter(Boolean).length / held.length);
  sound.timeMs.held.forEach((each, at) => {
    assert.equal(each === 1, sound.timeMs.low[at] <= sound.timeMs.actual[at] && sound.timeMs.actual[at] <= sound.timeMs.high[at]);
  });
  scenario.free();
});

test('a cache before the executions: what was executed before is a hit until it made room or is too old', () => {
  const scenario = load(three);
  const hits = (request) => [...scenario.replayCache(request).hit];
  assert.deepEqual(hits(), [0, 0, 1]);
  assert.deepEqual(hits({ capacity: 1 }), [0, 0, 0]);
  assert.deepEqual(hits({ lifeS: 2 }), [0, 0, 0]);
  assert.deepEqual(hits({ lifeS: 2.1 }), [0, 0, 1]);
  assert.deepEqual(hits({ budgetMb: 129 }), [0, 0, 0]);
  const { hitRatio, bestHitRatio, calls, sparedMs, allMs, evictions } = scenario.replayCache({ capacity: 1 });
  assert.deepEqual(
    { hitRatio, bestHitRatio, calls, sparedMs, allMs, evictions },
    { hitRatio: 0, bestHitRatio: 1 / 3, calls: 2, sparedMs: 0, allMs: 420, evictions: 2 },
  );
  scenario.free();
});

test('trials: an interval of 95 % that holds 95 %, beside one that holds 6 %; the same request gives the same rows', async () => {
  const request = { settings: ['even', 'drift'], histories: [1000], seeds: 4 };
  const seen = [];
  const rows = await simulateProfile(request, { onProgress: ({ tried, of }) => seen.push([tried, of]) });
  assert.deepEqual(seen.at(-1), [8, 8]);
  const of = (setting, model) => rows.find((row) => row.setting === setting && row.model === model);
  for (const setting of request.settings) {
    const { coverage, executions, seeds } = of(setting, 'sound');
    assert.ok(coverage > 0.925 && coverage < 0.975, `${setting} ${coverage}`);
    assert.deepEqual([executions, seeds], [3200, 4]);
    assert.ok(of(setting, 'published').coverage < 0.12);
  }
  assert.ok(of('even', 'sound').meanRelativeError <= 0.125);
  assert.equal(of('even', 'knowing').coverage, undefined);
  assert.deepEqual(await simulateProfile(request), rows);
  const scenario = load(three);
  assert.equal((await simulateProfile({ settings: ['calm'], histories: [20], seeds: 1 }, { scenario })).length, 4);
  await assert.rejects(simulateProfile({ seeds: 0 }), { at: 'seeds' });
  await assert.rejects(simulateProfile({}, { scenario: {} }), { code: 'argument/unusable' });
  scenario.free();
});

test('a profiler learns, is saved, loaded and merged, and says which executions both had', () => {
  const contract = { type: 'TYPE_B', methods: methods('a', 'b', 'c') };
  const profiler = Profiler.begin({ source: 'north' });
  const number = profiler.contract(contract);
  const cold = profiler.predict(number);
  assert.equal(cold.samples, 0);
  assert.ok(cold.timeIntervalMs[0] < cold.timeMs && cold.timeMs < cold.timeIntervalMs[1]);
  for (let second = 0; second < 60; second += 1) profiler.record(number, 3000 + 10 * (second % 7), 200, second);
  const warm = profiler.predict(number);
  assert.ok(Math.abs(warm.timeMs - 3030) < 60, String(warm.timeMs));
  assert.deepEqual([...profiler.predictAll(Uint32Array.of(number, number))].slice(6), [
    warm.timeMs,
    ...warm.timeIntervalMs,
    warm.memoryMb,
    ...warm.memoryIntervalMb,
  ]);
  assert.equal(profiler.judge(number, 30_000, 200).anomalous, true);
  assert.equal(profiler.judge(number, 3030, 200).anomalous, false);
  assert.equal(profiler.statistics().executions, 60);
  const saved = profiler.save();
  const again = Profiler.load(saved, { source: 'north' });
  assert.deepEqual(again.predict(again.contract(contract)), warm);
  assert.equal(again.merge(saved).length, 60);
  const south = Profiler.begin({ source: 'south' });
  south.record(south.contract(contract), 3100.5, 210, 30.5);
  assert.deepEqual(again.merge(south.save()), []);
  assert.equal(again.statistics().executions, 61);
  for (const each of [profiler, again, south]) each.free();
});

test('a profiler refuses what no execution can have, and what is no contract', () => {
  const profiler = Profiler.begin();
  const number = profiler.contract({});
  for (const wrong of [-1, NaN, Infinity]) {
    assert.throws(() => profiler.record(number, wrong, 1), { code: 'argument/unusable', at: 'timeMs' });
    assert.throws(() => profiler.record(number, 1, wrong), { code: 'argument/unusable', at: 'memoryMb' });
    assert.throws(() => profiler.judge(number, wrong, 1), { at: 'timeMs' });
  }
  assert.throws(() => profiler.record(number, 1, 1, NaN), { at: 'atS' });
  assert.throws(() => profiler.record(number, '1', 1), { at: 'timeMs' });
  assert.throws(() => profiler.predict(5), /no contract 5/);
  assert.throws(() => profiler.contract({ methods: [{ class: 7 }] }), ({ problems }) => problems[0].at === 'contracts[0].methods[0].class'); // prettier-ignore
  assert.throws(() => Profiler.load('{}'), { at: 'history' });
  assert.throws(() => Profiler.begin({ historySize: 2 ** 31 }), { at: 'historySize' });
  profiler.free();
});

test('the pairs of the family agree on generated contracts, and on the bundled scenarios', () => {
  const names = loadline.pairs().filter((pair) => pair.family === 'reuse').map((pair) => pair.name); // prettier-ignore
  assert.deepEqual(names, ['reuse/result_cache', 'reuse/batch', 'reuse/schedule', 'reuse/profile']);
  const scenarios = [
    load(Buffer.from(generateContracts({ contracts: 40, executions: 100 }))),
    load(readFileSync(join(root, 'scenarios/contracts/report-night.json'), 'utf8')),
    load(readFileSync(join(root, 'scenarios/contracts/asked-again.json'), 'utf8')),
  ];
  for (const scenario of scenarios) {
    for (const name of names) assert.equal(scenario.agree(name).agree, true, name);
    scenario.free();
  }
});
