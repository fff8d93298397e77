// The tarball in an empty Node project: modules, CommonJS, the other entries, types and failures.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { answered, asking, day, finished, here, node, project } from './support.mjs';

const path = project({
  'esm.mjs': `import { Scenario, pairs, init } from 'loadline';\nawait init();\n${asking}\nconsole.log(JSON.stringify(answers));`,
  'cjs.cjs': `const { Scenario, pairs } = require('loadline');\n${asking}\nconsole.log(JSON.stringify(answers));`,
  'inline.mjs': `import { Scenario, pairs } from 'loadline/inline';\n${asking}\nconsole.log(JSON.stringify(answers));`,
  'slim.mjs': `
    import { readFileSync } from 'node:fs';
    import { createRequire } from 'node:module';
    import { init, Scenario, pairs } from 'loadline/slim';
    const bytes = readFileSync(createRequire(import.meta.url).resolve('loadline/wasm'));
    const both = [init(new WebAssembly.Module(bytes)), init()];
    await Promise.all(both);
    ${asking}
    console.log(JSON.stringify(answers));`,
});

for (const [entry, file] of [
  ['import', 'esm.mjs'],
  ['require', 'cjs.cjs'],
  ['loadline/inline', 'inline.mjs'],
  ['loadline/slim with a compiled module', 'slim.mjs'],
]) {
  test(`${entry} answers as worked out by hand`, () => {
    const { pairs, ...answers } = node(path, file);
    assert.ok(pairs.includes('flow/occupancy'), String(pairs));
    assert.deepEqual(answers, answered);
  });
}

/** Runs a module that fills \`said\` with what was caught, and answers with it. */
function said(body) {
  const source = `
    const said = [];
    const caught = (what) => { try { what(); said.push(undefined); } catch (error) { said.push({ code: error.code, message: error.message, ours: error instanceof LoadlineError }); } };
    ${body}
    console.log(JSON.stringify(said));`;
  return node(path, '--input-type=module', '--eval', source);
}

test('import and require share one instance', () => {
  const [same] = node(
    path,
    '--input-type=module',
    '--eval',
    `import * as esm from 'loadline'; import { createRequire } from 'node:module';
     console.log(JSON.stringify([createRequire(import.meta.url)('loadline').Scenario === esm.Scenario]));`,
  );
  assert.equal(same, true);
});

test('a call before init says to await it', () => {
  const [error] = said(`import { LoadlineError, pairs } from 'loadline/slim'; caught(() => pairs());`);
  assert.deepEqual(error, { code: 'loadline/not-initialised', message: 'pairs was called too early: await init() first.', ours: true });
});

test('init that found no wasm may be tried again', () => {
  const [first, second, ready] = node(
    path,
    '--input-type=module',
    '--eval',
    `import { readFileSync } from 'node:fs'; import { createRequire } from 'node:module'; import { init, pairs } from 'loadline/slim';
     const codes = [];
     await init().catch((error) => codes.push(error.code));
     await init(new TextEncoder().encode('<!doctype html>')).catch((error) => codes.push(error.code));
     await init(readFileSync(createRequire(import.meta.url).resolve('loadline/wasm')));
     console.log(JSON.stringify([...codes, pairs().length > 0]));`,
  );
  assert.deepEqual([first, second, ready], ['loadline/no-source', 'loadline/wasm-not-found', true]);
});

test('arguments of the wrong kind are refused by name', () => {
  const errors = said(`
    import { LoadlineError, Scenario, generate } from 'loadline';
    const scenario = Scenario.load(generate({ size: 'tiny', seed: 1 }), 'tiny.json');
    caught(() => Scenario.load([1, 2], 'x.json'));
    caught(() => scenario.run('flow/occupancy', 'both'));
    caught(() => scenario.occupancy('optimised', [0, 30]));
    caught(() => scenario.occupancy('optimised', new Float64Array(3)));
    caught(() => scenario.demand(-1));
    caught(() => scenario.measure('flow/occupancy', { batchMS: 5 }));
    caught(() => scenario.run('flow/occupancy'));`);
  for (const error of errors) {
    assert.equal(error?.code, 'argument/unusable');
    assert.equal(error.ours, true);
  }
  const wanted = [
    /`bytes` must be a Uint8Array/,
    /"reference" or "optimised"/,
    /an array of 2/,
    /Float64Array\(3\)/,
    /`volume`/,
    /did you mean `batchMs`/,
    /without `side`/,
  ];
  wanted.forEach((pattern, index) => assert.match(errors[index].message, pattern));
});

test('arrays of the wrong length are refused', () => {
  const errors = said(`
    import { LoadlineError, Scenario, generate } from 'loadline';
    const scenario = Scenario.load(generate({ size: 'tiny', seed: 1 }), 'tiny.json');
    caught(() => scenario.occupancy('optimised', new Int32Array(1)));
    caught(() => scenario.delays('reference', new Int32Array(3)));
    caught(() => scenario.score('reference', new Int32Array(3)));`);
  for (const error of errors) {
    assert.ok(typeof error?.code === 'string' && error.ours, JSON.stringify(error));
    assert.notEqual(error.code, 'loadline/panic');
  }
});

test('a sweep says how far it is, leaves room between its steps, and can be aborted', () => {
  const found = node(
    path,
    '--input-type=module',
    '--eval',
    `import { sweep } from 'loadline';
     const plan = { pair: 'flow/delay', sizes: [20, 40, 80], blocks: 6, batchMs: 1 };
     const steps = [];
     let turns = 0;
     const timer = setInterval(() => (turns += 1), 0);
     const { points, slopes } = await sweep(plan, { onProgress: ({ done, of }) => steps.push(done / of) });
     clearInterval(timer);
     const abort = new AbortController();
     const reason = await sweep(plan, { signal: abort.signal, onProgress: ({ done }) => done === 3 && abort.abort(new Error('enough')) }).catch((error) => error.message);
     const refused = await sweep({ sizes: [1] }).catch((error) => error.code);
     const misspelt = await sweep({ axes: 'flows' }).catch((error) => error.message);
     console.log(JSON.stringify({ sizes: points.map((point) => point.size), slopes, steps: steps.length, last: steps.at(-1), turns, reason, refused, misspelt }));`,
  );
  assert.deepEqual(found.sizes, [20, 40, 80]);
  assert.deepEqual([found.steps, found.last], [24, 1]);
  assert.ok(found.turns > 5, `${found.turns} turns between the steps`);
  assert.ok(found.slopes.optimised.low <= found.slopes.optimised.high);
  assert.deepEqual([found.reason, found.refused], ['enough', 'argument/unusable']);
  assert.match(found.misspelt, /axes/);
});

test('what if: one an hour at A makes F2 wait, and a slip is refused with its place', () => {
  const [answers, ...errors] = said(`
    import { LoadlineError, Scenario } from 'loadline';
    const scenario = Scenario.load(new TextEncoder().encode(${JSON.stringify(JSON.stringify(day))}), 'day.json');
    const ask = (side) => scenario.whatIf({ rates: { x: 1 }, side });
    const seen = ({ flight, delayMin, overload, overloadAsFiled, byFlow, bins, histogram, entries, held, digest }) => ({
      flight, delayMin: [...delayMin], overload: [...overload], overloadAsFiled: [...overloadAsFiled], rows: byFlow.length / bins,
      histogram: [...histogram], peaks: [entries.asFiled.peak, entries.held.peak], delay: held.delay, digest,
    });
    said.push(['reference', 'optimised'].map((side) => seen(ask(side))));
    caught(() => scenario.whatIf({ volume: 2 }));
    caught(() => scenario.whatIf({ windowBins: [7, 5] }));
    caught(() => scenario.whatIf({ rates: { x: NaN } }));
    caught(() => scenario.whatIf({ rates: { y: 1 }, mode: 'blanket' }));
    caught(() => scenario.whatIf({ rate: { x: 1 } }));
    caught(() => scenario.whatIf(6));
    caught(() => scenario.whatIf());`);
  const [{ digest, ...reference }, optimised] = answers;
  assert.deepEqual(optimised, { ...reference, digest });
  // F2 asks at 05:30 and enters A at 06:00; B, which it enters later, has room for it then too.
  assert.deepEqual(reference, {
    flight: ['F2'],
    delayMin: [30],
    overload: [0, 0],
    overloadAsFiled: [1, 0],
    rows: 2,
    histogram: [0, 0, 0, 0, 0, 1],
    peaks: [2, 1],
    delay: 3,
  });
  const wanted = [
    /use 0 to 1/,
    /end after the start/,
    /NaN an hour/,
    /the flows are __blanket__/,
    /did you mean `rates`/,
    /must be an object/,
  ];
  wanted.forEach((pattern, index) => assert.match(errors[index]?.message, pattern));
  for (const error of errors.slice(0, -1)) assert.deepEqual([error.code, error.ours], ['argument/unusable', true]);
  assert.equal(errors.at(-1), null);
});

test('a bad file arrives with its problems', () => {
  const [[code, problems, count]] = said(`
    import { LoadlineError, Scenario } from 'loadline';
    try { Scenario.load(new TextEncoder().encode('{"version": 1, "kind": "flow"}'), 'bad.json'); }
    catch (error) { said.push([error.code, error.problems, error.problemCount]); }`);
  assert.match(code, /^scenario\//);
  assert.ok(problems.length > 0 && count >= problems.length);
  for (const key of ['code', 'severity', 'at', 'found', 'remedy']) assert.equal(typeof problems[0][key], 'string', key);
});

test('after a panic the library starts anew and old handles say so', () => {
  const [trap, stale, again, freed, last] = said(`
    import { LoadlineError, Scenario, generate, lastPanic, plantTrap } from 'loadline';
    const file = generate({ size: 'tiny', seed: 1 });
    const old = Scenario.load(file, 'tiny.json');
    caught(() => plantTrap());
    caught(() => old.summary());
    old.free();
    const fresh = Scenario.load(file, 'tiny.json');
    caught(() => fresh.summary());
    old.free();
    fresh.summary();
    fresh[Symbol.dispose]();
    fresh.free();
    caught(() => fresh.summary());
    said.push(lastPanic());`);
  assert.equal(trap.code, 'loadline/panic');
  assert.match(trap.message, /panicked at/);
  assert.ok(trap.message.includes(last));
  assert.ok(['loadline/stale', 'loadline/freed'].includes(stale.code));
  assert.equal(again, null);
  assert.equal(freed.code, 'loadline/freed');
});

test('the types pass without the DOM and without skipLibCheck', () => {
  const source = `
    import { findRates, init, LoadlineError, pairs, Scenario, sweep, type PairInfo, type Parity, type RatesFound, type Side, type Sweep, type WhatIf } from 'loadline';
    await init();
    const swept: Sweep = await sweep({ axis: 'flows' }, { onProgress: ({ done, of }) => done < of });
    // @ts-expect-error there are three axes only
    await sweep({ axis: 'volumes' });
    const side: Side = 'optimised';
    using scenario: Scenario = Scenario.load(new Uint8Array(2), 'x.json');
    const parity: Parity = scenario.agree('flow/delay');
    const counts: Int32Array = scenario.occupancy(side, Int32Array.of(1));
    const whatIf: WhatIf = scenario.whatIf({ windowBins: [0, 4], mode: 'blanket', rates: { __blanket__: 12 } });
    const overload: Float64Array = whatIf.overload;
    // @ts-expect-error rates are numbers
    scenario.whatIf({ rates: { x: '6' } });
    const all: PairInfo[] = pairs();
    // @ts-expect-error a plain array is not taken
    scenario.occupancy(side, [1]);
    // @ts-expect-error there are two sides only
    scenario.run('flow/delay', 'both');
    const found: RatesFound = await findRates(scenario, { mode: 'blanket', grid: [Infinity, 60] }, { onProgress: ({ tried }) => tried + 1 });
    const rates: Float64Array = found.rate;
    // @ts-expect-error there is no such setting
    await findRates(scenario, { pases: 2 });
    // @ts-expect-error a signal, not its controller
    await findRates(scenario, {}, { signal: { abort() {} } });
    const at: string | undefined = new Error() instanceof LoadlineError ? 'x' : undefined;
    export { all, at, counts, overload, parity, rates, swept };
  `;
  const typed = project({
    'use.mts': source,
    'subpaths.mts': `import { init } from 'loadline/slim';\nimport { pairs } from 'loadline/inline';\nimport address from 'loadline/wasm';\nawait init(address);\nexport const count: number = pairs().length;`,
    'use.cts': `import loadline = require('loadline');\nconst all: loadline.PairInfo[] = loadline.pairs();\nexport = all;`,
  });
  const tsc = join(here, 'node_modules/.bin/tsc');
  const common = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--lib',
    'es2022',
    '--types',
    '',
    '--skipLibCheck',
    'false',
    '--ignoreConfig',
  ];
  const runs = [
    ['node16', ['use.mts', 'subpaths.mts', 'use.cts'], ['--module', 'node16']],
    ['nodenext', ['use.mts', 'subpaths.mts', 'use.cts'], ['--module', 'nodenext']],
    ['bundler', ['use.mts', 'subpaths.mts'], ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ];
  for (const [name, files, options] of runs) {
    const { status, stdout } = finished(tsc, [...common, ...options, ...files], { cwd: typed });
    assert.equal(status, 0, `${name}: ${stdout}`);
  }
});

test('the examples in the types pass, with a real AbortSignal', () => {
  const types = readFileSync(join(path, 'node_modules/loadline/dist/index.d.ts'), 'utf8');
  const [, example] = types.match(/```ts\n([\s\S]*?)```/);
  const typed = project({
    'example.mts': `import { findRates, type Scenario } from 'loadline';\ndeclare const scenario: Scenario;\n${example.replace(/^ \* ?/gm, '')}`,
  });
  const tsc = join(here, 'node_modules/.bin/tsc');
  const options = [
    '--noEmit',
    '--strict',
    '--target',
    'es2022',
    '--lib',
    'es2022,dom',
    '--types',
    '',
    '--ignoreConfig',
    '--module',
    'node16',
  ];
  for (const exact of ['true', 'false']) {
    const { status, stdout } = finished(tsc, [...options, '--exactOptionalPropertyTypes', exact, 'example.mts'], { cwd: typed });
    assert.equal(status, 0, stdout);
  }
});

test('a server bundle carries the wasm inside', () => {
  const bundled = finished(
    'esbuild',
    ['esm.mjs', '--bundle', '--platform=node', '--format=esm', '--outfile=out/bundle.mjs', '--log-level=warning'],
    { cwd: path },
  );
  assert.equal(bundled.status, 0, bundled.stderr);
  const { pairs, ...answers } = node(path, 'out/bundle.mjs');
  assert.deepEqual(answers, answered);
});
