// The search for rates, as a call of the package: what it finds, how it is watched and stopped, what it refuses.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { day, node, project, root } from './support.mjs';

const path = project();

/** Runs a module in the project; it fills `said`, and `failure` tells what a promise was rejected with. */
const said = (body) =>
  node(
    path,
    '--input-type=module',
    '--eval',
    `import { findRates, generate, LoadlineError, plantTrap, RateSearch, Scenario } from 'loadline';
     const said = [];
     const load = (file) => Scenario.load(new TextEncoder().encode(JSON.stringify(file)), 'day.json');
     const day = load(${JSON.stringify(day)});
     const free = RateSearch.prototype.free;
     let made = 0, freed = 0;
     const search = Scenario.prototype.searchRates;
     Scenario.prototype.searchRates = function (...words) { const one = search.apply(this, words); made += 1; return one; };
     RateSearch.prototype.free = function () { freed += 1; free.call(this); };
     const failure = (promise) => promise.then(
       () => 'none',
       (error) => ({ code: error?.code, name: error?.name, message: error?.message ?? String(error), ours: error instanceof LoadlineError }),
     );
     // Long enough for several slices: a generated day on the plain side, with many rates to try.
     const long = () => Scenario.load(generate({ size: 'medium', seed: 1 }), 'medium.json');
     const longer = { side: 'reference', grid: Array.from({ length: 200 }, (_, index) => index + 1) };
     ${body}
     console.log(JSON.stringify(said));`,
  );

test('both sides find the same, and as much as was asked for', () => {
  const [kinds, sides, blanket, window, held] = said(`
    const found = await findRates(day);
    said.push(Object.fromEntries(['rate', 'entrants', 'grid', 'passImprovements'].map((key) => [key, found[key].constructor.name])));
    const sides = [found, await findRates(day, { side: 'reference' }), day.findRates({ side: 'reference' })];
    said.push(sides.map(({ answer, digest, deltaJ, flow, side, mode, volume }) => ({ answer, digest, deltaJ, flow, side, mode, volume })));
    const blanket = await findRates(day, { mode: 'blanket', grid: [Infinity, 1] });
    said.push([blanket.mode, blanket.flow, [...blanket.rate].map(String), blanket.flowNames, [...blanket.entrants]]);
    const other = await findRates(day, { volume: 1, windowBins: [6, 7] });
    said.push([other.volume, other.windowBins, [...other.entrants]]);
    const { baseline, found: best, deltaJ } = await findRates(day, { grid: [Infinity, 60, 1] });
    said.push([best.total - baseline.total === deltaJ, deltaJ <= 0]);`);
  assert.deepEqual(kinds, { rate: 'Float64Array', entrants: 'Uint32Array', grid: 'Float64Array', passImprovements: 'Float64Array' });
  const [optimised, reference, blocking] = sides;
  assert.deepEqual([optimised.side, reference.side], ['optimised', 'reference']);
  for (const each of [reference, blocking]) assert.deepEqual({ ...each, side: 'optimised' }, optimised);
  assert.deepEqual([optimised.flow, optimised.mode, optimised.volume], [['x'], 'perFlow', 'A']);
  assert.deepEqual(blanket.slice(0, 2), ['blanket', ['__blanket__']]);
  assert.deepEqual(blanket.slice(3), [['x'], [2]]);
  assert.deepEqual(window, ['B', [6, 7], [1]]);
  assert.deepEqual(held, [true, true]);
});

const weightNames = {
  alpha_gt: 'alphaTarget',
  alpha_rip: 'alphaRipple',
  alpha_ctx: 'alphaContext',
  beta_gt: 'betaTarget',
  beta_rip: 'betaRipple',
  beta_ctx: 'betaContext',
  gamma_gt: 'gammaTarget',
  gamma_rip: 'gammaRipple',
  gamma_ctx: 'gammaContext',
  lambda_delay: 'lambdaDelay',
  theta_share: 'thetaShare',
  eta_spill: 'etaSpill',
  class_tolerance_w: 'classToleranceBins',
};
const settingNames = {
  use_adaptive_grid: 'adaptive',
  rate_grid: 'grid',
  max_adaptive_candidates: 'maxAdaptiveCandidates',
  passes: 'passes',
  epsilon: 'epsilon',
  cache_size: 'cacheSize',
};

/** A recorded configuration as a request; what is not known by name would be left out unseen, so it fails. */
function requestOf({ mode, config }) {
  const request = { mode: mode === 'per_flow' ? 'perFlow' : 'blanket' };
  for (const [key, value] of Object.entries(config)) {
    if (key === 'objective_weights') {
      request.weights = Object.fromEntries(Object.entries(value).map(([name, weight]) => [weightNames[name], weight]));
      assert.ok(!Object.keys(request.weights).includes('undefined'));
    } else {
      assert.ok(key in settingNames, key);
      request[settingNames[key]] = value;
    }
  }
  return request;
}

test('the recorded answers, with ==', () => {
  const { scenario, expected } = JSON.parse(gunzipSync(readFileSync(join(root, 'tests/cases/flow/tiny_40flights_halfcaps.json.gz'))));
  const file = { version: 1, kind: 'flow', title: 'recorded', ...scenario };
  const requests = expected.findRates.map(requestOf);
  assert.ok(requests.length >= 10);
  const all = said(`
    const recorded = load(${JSON.stringify(file)});
    for (const side of ['reference', 'optimised']) {
      for (const { grid, ...request } of ${JSON.stringify(requests)}) {
        const rates = grid === undefined ? {} : { grid: grid.map((rate) => (rate === 'inf' ? Infinity : rate)) };
        const { answer } = await findRates(recorded, { side, ...rates, ...request });
        said.push(JSON.parse(answer));
      }
    }`);
  assert.equal(all.length, 2 * requests.length);
  all.forEach(({ rates, deltaJ, diagnostics }, index) => {
    const { rates: wantedRates, deltaJ: wantedDelta, diagnostics: wanted } = expected.findRates[index % requests.length];
    assert.deepEqual([rates, deltaJ], [wantedRates, wantedDelta], String(index));
    assert.equal(diagnostics.evalCalls, wanted.eval_calls);
    assert.equal(diagnostics.cacheHits, wanted.cache_hits);
    assert.equal(diagnostics.finalObjective, wanted.final_objective);
  });
});

test('progress only moves forward and ends when it is done; timers get their turn meanwhile', () => {
  const [all, ticks, blocks] = said(`
    let ticks = 0;
    let last;
    let blocks = 0;
    const timer = setInterval(() => { ticks += 1; }, 1);
    const all = [];
    await findRates(long(), longer, {
      onProgress: (progress) => { all.push(progress); const now = performance.now(); blocks = Math.max(blocks, now - (last ?? now)); last = now; },
    });
    clearInterval(timer);
    said.push(all, ticks, blocks);`);
  assert.ok(all.length > 2, `${all.length} slices`);
  all.forEach((one, index) => {
    assert.equal(one.done, index === all.length - 1);
    assert.ok(one.tried <= one.atMost, JSON.stringify(one));
    if (index === 0) return;
    const before = all[index - 1];
    assert.ok(before.tried <= one.tried && before.pass <= one.pass && one.bestDeltaJ <= before.bestDeltaJ, JSON.stringify([before, one]));
  });
  assert.ok(all.at(-1).bestDeltaJ <= 0);
  assert.ok(ticks >= all.length - 2, `${ticks} ticks of a timer in ${all.length} slices`);
  assert.ok(blocks < 2000, `${blocks} ms without a turn`);
});

test('an aborted signal ends the search with its reason, and frees it', () => {
  const [midway, early, late, none, counts, again] = said(`
    const controller = new AbortController();
    const scenario = long();
    setTimeout(() => controller.abort(new Error('enough')), 1);
    said.push(await failure(findRates(scenario, longer, { signal: controller.signal })));
    said.push(await failure(findRates(scenario, longer, { signal: AbortSignal.abort() })));
    const last = new AbortController();
    said.push(await failure(findRates(day, {}, { signal: last.signal, onProgress: ({ done }) => done && last.abort('at the end') })));
    said.push(await failure(findRates(day, {}, { signal: new AbortController().signal })));
    said.push([made, freed]);
    said.push((await findRates(scenario, { maxEvalCalls: 1 })).volume.length > 0);`);
  assert.deepEqual([midway.name, midway.message], ['Error', 'enough']);
  assert.equal(early.name, 'AbortError');
  assert.equal(late.message, 'at the end');
  assert.equal(none, 'none');
  assert.deepEqual(counts, [3, 3]); // the second one never began
  assert.equal(again, true);
});

test('what onProgress throws ends the search, and so does a panic; both free it', () => {
  const [mine, panic, counts, after] = said(`
    said.push(await failure(findRates(day, {}, { onProgress() { throw new RangeError('mine'); } })));
    said.push(await failure(findRates(day, {}, { onProgress() { plantTrap(); } })));
    said.push([made, freed]);
    said.push((await findRates(load(${JSON.stringify(day)}))).volume);`);
  assert.deepEqual([mine.name, mine.message], ['RangeError', 'mine']);
  assert.equal(panic.code, 'loadline/panic');
  assert.deepEqual(counts, [2, 2]);
  assert.equal(after, 'A');
});

test('what cannot be meant is refused by name', () => {
  const wrong = [
    ['day, { volume: 9 }', /volume/],
    ['day, { windowBins: [5, 99] }', /window/],
    ['day, { windowBins: [7, 5] }', /window/],
    ['day, { windowBins: [5, 5] }', /window/],
    ['day, { grid: [60, NaN] }', /grid|rate/i],
    ['day, { grid: "60" }', /grid|request/],
    ['day, { passes: -1 }', /passes|request/],
    ['day, { epsilon: NaN }', /epsilon/],
    ['day, { pases: 1 }', /did you mean `passes`/],
    ['day, { mode: "per_flow" }', /mode|per_flow/],
    ['day, { weights: { lambda: 1 } }', /lambda/],
    ['day, {}, { onprogress() {} }', /did you mean `onProgress`/],
    ['day, {}, { onProgress: 5 }', /onProgress/],
    ['day, {}, { signal: new AbortController() }', /pass controller\.signal/],
    ['{}', /must be a Scenario/],
    ['', /without `scenario`/],
  ];
  const errors = said(wrong.map(([words]) => `said.push(await failure(findRates(${words})));`).join('\n'));
  errors.forEach((error, index) => {
    const [words, message] = wrong[index];
    assert.equal(error.code, 'argument/unusable', `${words}: ${JSON.stringify(error)}`);
    assert.equal(error.ours, true);
    assert.match(error.message, message, words);
  });
  const [grid, freed, early] = said(`
    said.push([...(await findRates(day, { grid: [] })).grid].map(String));
    day.free();
    said.push((await failure(findRates(day))).code);
    const { findRates: slim } = await import('loadline/slim');
    said.push((await failure(slim(day))).code);`);
  assert.deepEqual(grid, ['Infinity']); // as documented: an empty grid tries only to leave all as it is
  assert.equal(freed, 'loadline/freed');
  assert.equal(early, 'loadline/not-initialised');
});
