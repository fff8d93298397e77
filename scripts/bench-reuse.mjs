// How long the family `reuse` takes in wasm on Node, each beside its reference side: clusters, predictions, cache hits.
// Times are processor times of this one thread, the least of several runs, so that a busy machine disturbs them less.
// Prints CSV; run by scripts/bench.sh reuse.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { callKey, generateContracts, memoise, Profiler, ResultCache, Scenario } from '../pkg/dist/node.js';
import * as glue from '../pkg/dist/lib.js';

const self = fileURLToPath(import.meta.url);
const load = (wanted) => Scenario.load(generateContracts(wanted), 'generated.json');

/** Milliseconds of processor time. */
function timed(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3;
}

/** The least time of one call, in ms: calls are batched until a batch takes long enough for the clock, which steps by about 1 ms. */
function least(work, runs = 5, enoughMs = 40) {
  let calls = 1;
  let first = timed(work);
  while (first < enoughMs && calls < 1e7) {
    calls = Math.ceil(calls * Math.max(2, Math.min(20, enoughMs / Math.max(first, 0.1))));
    first = timed(() => repeat(work, calls));
  }
  let best = first / calls;
  for (let run = 1; run < runs && first < 2_000; run += 1) best = Math.min(best, timed(() => repeat(work, calls)) / calls);
  return best;
}

function repeat(work, calls) {
  for (let call = 0; call < calls; call += 1) work();
}

const print = (...cells) => process.stdout.write(`${cells.join(',')}\n`);
const figure = (number) => Number(number.toPrecision(4));

/** The slope of the logarithms: times grow with size to this power. */
function slope(points) {
  const logs = points.map(([size, ms]) => [Math.log(size), Math.log(ms)]);
  const mean = (place) => logs.reduce((sum, log) => sum + log[place], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  return logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0) / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}

/** The clusters alone: the first slice of a plan that is never interrupted. */
function clustersMs(scenario, request, runs) {
  return least(() => {
    const run = scenario.beginPlan(request);
    while (run.advance(0xffffffff).stage === 'clusters');
    run.free();
  }, runs);
}

function clusters() {
  const asked = [
    ['published', 'realistic', 'reference', [30, 100, 200]],
    ['published', 'realistic', 'optimised', [30, 100, 300, 1000, 3000]],
    ['published', 'random', 'reference', [30, 100, 200]],
    ['published', 'random', 'optimised', [30, 100, 300, 1000, 3000]],
    ['scale', 'realistic', 'optimised', [300, 3000, 30000]],
    ['scale', 'random', 'reference', [15, 30, 60]],
    ['scale', 'random', 'optimised', [300, 3000]],
  ];
  for (const [mode, flavour, side, sizes] of asked) {
    const points = [];
    for (const contracts of sizes) {
      const scenario = load({ contracts, flavour, executions: 0, seed: 1 });
      const ms = clustersMs(scenario, { mode, side }, contracts > 1000 ? 2 : 5);
      scenario.free();
      points.push([contracts, ms]);
      print('clusters', `${mode} ${flavour}`, contracts, side, figure(ms), 'ms');
    }
    print('clusters', `${mode} ${flavour}`, `${sizes[0]} to ${sizes.at(-1)}`, side, figure(slope(points)), 'slope');
  }
  // In a process of its own, whose greatest memory is then that of one plan.
  for (const flavour of ['realistic', 'random']) {
    const { stdout } = spawnSync(process.execPath, [self, 'scale', flavour], { encoding: 'utf8' });
    process.stdout.write(stdout);
  }
}

function scale(flavour) {
  // An instance whose memory can be looked at.
  const { memory } = glue.initSync({ module: readFileSync(new URL('../pkg/dist/lib_bg.wasm', import.meta.url)) });
  const wanted = { contracts: 30_000, flavour, executions: 0, seed: 1 };
  const scenario = glue.Scenario.load(glue.generateContracts(wanted), 'generated.json');
  let plan;
  const ms = timed(() => (plan = scenario.plan({ mode: 'scale' })));
  const megabytes = (bytes) => figure(bytes / 2 ** 20);
  print('plan', `scale ${flavour}`, 30_000, 'optimised', figure(ms), 'ms');
  print('plan', `scale ${flavour}`, 30_000, 'optimised', megabytes(memory.buffer.byteLength), 'MB of wasm memory with the scenario');
  const all = process.resourceUsage().maxRSS * 1024;
  print('plan', `scale ${flavour}`, 30_000, 'optimised', megabytes(all), 'MB of the whole of Node at most');
  print('plan', `scale ${flavour}`, 30_000, 'optimised', plan.clusters, 'clusters');
}

function predictions() {
  const about = { contracts: 300, flavour: 'realistic', seed: 1 };
  const [some, more] = [1000, 1500].map((executions) => load({ ...about, executions }));
  for (const [mode, side] of [
    ['published', 'reference'],
    ['published', 'optimised'],
    ['sound', 'reference'],
    ['sound', 'optimised'],
  ]) {
    if (mode === 'sound' && side === 'reference') continue; // fits everything anew at each operation: minutes
    const runs = side === 'reference' ? 1 : 5;
    const ms = (least(() => more.profile({ mode, side }), runs) - least(() => some.profile({ mode, side }), runs)) / 500;
    print('an execution predicted and judged and recorded', mode, 1000, side, figure(ms * 1e3), 'µs');
  }
  for (const history of [20, 100, 1000]) {
    const profiler = Profiler.begin({ historySize: history });
    const numbers = Uint32Array.from({ length: 64 }, (_, place) =>
      profiler.contract({
        type: `TYPE_${'ABCDE'[place % 5]}`,
        methods: Array.from({ length: 13 + (place % 5) }, (each, at) => ({ class: `C${at}`, method: `m${at}` })),
      }),
    );
    for (let at = 0; at < history; at += 1) profiler.record(numbers[at % 64], 1000 + (at % 37) * 20, 200 + (at % 11), at);
    print('a prediction', 'sound', history, 'optimised', figure((least(() => profiler.predictAll(numbers)) * 1e3) / 64), 'µs');
    print('a prediction as an object', 'sound', history, 'optimised', figure(least(() => profiler.predict(numbers[0])) * 1e3), 'µs');
    profiler.free();
  }
}

function hits() {
  for (const size of [10, 1000, 100_000]) {
    const cache = ResultCache.within({ capacity: size });
    const keys = Array.from({ length: size }, (_, place) => callKey('f', [place, 'north']));
    keys.forEach((key, place) => cache.put(key, place));
    let at = 0;
    print('a hit with a ready key', 'sound', size, 'optimised', figure(least(() => cache.get(keys[(at = (at + 7) % size)])) * 1e6), 'ns');
    keys.forEach((key) => key.free());
    cache.free();
  }
  const remembered = memoise((place) => place, { name: 'f' });
  let at = 0;
  for (let place = 0; place < 256; place += 1) remembered(place, 'north');
  print(
    'a hit of memoise: key text and hash',
    'sound',
    256,
    'optimised',
    figure(least(() => remembered((at = (at + 7) % 256), 'north')) * 1e6),
    'ns',
  );
  remembered.free();
  // The cache alone, without a crossing for each question.
  const [some, more] = [20_000, 120_000].map((executions) => load({ contracts: 100, executions, seed: 1 }));
  const ns = ((least(() => more.replayCache({})) - least(() => some.replayCache({}))) / 100_000) * 1e6;
  print('a hit inside wasm with its row of a replay', 'sound', 100, 'optimised', figure(ns), 'ns');
}

/** Each pair on 300 contracts with 1,000 executions, as `loadline compare` times it. */
function pairs() {
  const scenario = load({ contracts: 120, executions: 300, seed: 1 });
  for (const pair of ['reuse/result_cache', 'reuse/batch', 'reuse/schedule', 'reuse/profile']) {
    const { reference, optimised, speedup, speedupLow, speedupHigh } = scenario.measure(pair, { blocks: 6, batchMs: 20 });
    print('pair', pair, '120 contracts and 300 executions', 'reference', figure(reference.medianNs / 1e3), 'µs by the wall clock');
    print('pair', pair, '120 contracts and 300 executions', 'optimised', figure(optimised.medianNs / 1e3), 'µs by the wall clock');
    print(
      'pair',
      pair,
      '120 contracts and 300 executions',
      'both',
      `${figure(speedup)}`,
      `times (${figure(speedupLow)} to ${figure(speedupHigh)})`,
    );
  }
}

if (process.argv[2] === 'scale') scale(process.argv[3]);
else {
  print('what', 'how', 'size', 'side', 'figure', 'unit');
  hits();
  predictions();
  clusters();
  pairs();
}
