// `loadline rates` as installed: what it prints, its exit statuses, both sides, Ctrl-C.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { conforms, day, finished, folder, project, root } from './support.mjs';

const installed = project();
const command = join(installed, 'node_modules/.bin/loadline');
const { scenario, expected } = JSON.parse(gunzipSync(readFileSync(join(root, 'tests/cases/flow/tiny_40flights_halfcaps.json.gz'))));
const recorded = { version: 1, kind: 'flow', title: 'Recorded', ...scenario };
const files = folder({ 'day.json': day, 'recorded.json': recorded, 'recorded.json.gz': gzipSync(JSON.stringify(recorded)) });
const rates = (...words) => finished(command, ['rates', ...words], { cwd: files });

/** The lines of --json, each of the shape that the schema promises. */
function lines(...words) {
  const { status, stdout, stderr } = rates(...words, '--json');
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const found = JSON.parse(line);
      conforms('rates', found);
      return found;
    });
}

/** The recorded answer to a mode and a configuration. */
function wanted(mode, config) {
  const found = expected.findRates.find((each) => each.mode === mode && JSON.stringify(each.config) === JSON.stringify(config));
  assert.ok(found !== undefined);
  return { rates: found.rates, deltaJ: found.deltaJ };
}

test('the recorded answers, with ==', () => {
  const asked = [
    [[], wanted('per_flow', {})],
    [['--side', 'reference'], wanted('per_flow', {})],
    [['--mode', 'blanket'], wanted('blanket', {})],
    [['--adaptive'], wanted('per_flow', { use_adaptive_grid: true })],
    [['--grid', 'adaptive', '--mode=blanket'], wanted('blanket', { use_adaptive_grid: true })],
    [
      ['--grid', 'inf,14,10,6,2,1,0,-3', '--passes', '4', '--epsilon', '0'],
      wanted('per_flow', { rate_grid: ['inf', 14, 10, 6, 2, 1, 0, -3], passes: 4, epsilon: 0 }),
    ],
    [
      ['--weights', '{"lambdaDelay":0,"betaTarget":0,"gammaTarget":0,"gammaContext":0,"betaContext":0}', '--passes', '3'],
      wanted('per_flow', {
        objective_weights: { lambda_delay: 0, beta_gt: 0, gamma_gt: 0, gamma_ctx: 0, beta_ctx: 0 },
        passes: 3,
      }),
    ],
  ];
  for (const [words, answer] of asked) {
    const [found] = lines('recorded.json', ...words);
    assert.deepEqual(Object.keys(found), ['rates', 'deltaJ', 'elapsedNs', 'diagnostics']);
    assert.deepEqual({ rates: found.rates, deltaJ: found.deltaJ }, answer, words.join(' '));
    assert.equal(found.diagnostics.deltaJ, answer.deltaJ);
  }
  const [blanket] = lines('recorded.json', '--mode', 'blanket', '--grid', 'inf');
  assert.equal(blanket.rates, 'inf');
});

test('several files give a line each, also from standard input, and one bad file does not stop the others', () => {
  const [plain, packed] = lines('recorded.json', 'recorded.json.gz');
  assert.deepEqual({ ...packed, elapsedNs: 0 }, { ...plain, elapsedNs: 0 });
  const piped = finished(command, ['rates', '-', '--json'], { input: JSON.stringify(recorded) });
  assert.deepEqual({ ...JSON.parse(piped.stdout), elapsedNs: 0 }, { ...plain, elapsedNs: 0 });
  const { status, stdout, stderr } = rates('missing.json', 'day.json', '--json');
  assert.deepEqual([status, stdout.trim().split('\n').length], [2, 1]);
  assert.match(stderr, /missing\.json.*no such file/);
});

test('volume and window may be named, the window in bins or in hours', () => {
  const [bins] = lines('day.json', '--volume', 'B', '--window', '6-7');
  assert.deepEqual([bins.diagnostics.controlVolume, bins.diagnostics.windowBins, bins.diagnostics.entrantsByFlow], ['B', [6, 7], { x: 1 }]);
  const [hours] = lines('day.json', '--volume=B', '--window=06:00-07:00');
  assert.deepEqual({ ...hours, elapsedNs: 0 }, { ...bins, elapsedNs: 0 });
});

test('a person reads flows, entrants, rates and what they cost', () => {
  const { status, stdout, stderr } = rates('recorded.json', '--side', 'both');
  assert.deepEqual([status, stderr], [0, '']);
  assert.match(stdout, /^ {2}flow +entrants +flights an hour$/m);
  assert.match(stdout, /^ {2}0 +\d+ +18$/m);
  assert.match(stdout, /^ {2}cost +as filed +found +change$/m);
  assert.match(stdout, /^ {2}all +[\d,.]+ +[\d,.]+ +−7\.30$/m);
  assert.match(stdout, /\d+ candidates scored, \d+ taken from the cache, \d pass/);
  assert.match(stdout, /= the sides find the same: ([0-9a-f]{16}) = \1$/m);
  assert.match(stdout, /^ {4}reference +[\d.]+ [nµm]?s\n {4}optimised +[\d.]+ [nµm]?s$/m);
  const blanket = rates('recorded.json', '--mode', 'blanket').stdout;
  assert.match(blanket, /24 flights an hour for all flows together/);
  const none = rates('day.json', '--volume', 'B', '--window', '0-2').stdout;
  assert.match(none, /note: .*x.*no entrants/);
  const empty = finished(command, ['rates', '-'], { input: JSON.stringify({ ...day, flows: {} }) });
  assert.equal(empty.status, 0, empty.stderr);
  assert.match(empty.stdout, /note: .*no flows/);
  assert.ok(!empty.stdout.includes('entrants'));
});

test('--check scores by both sides and says so', () => {
  const { status, stdout } = rates('recorded.json', '--check');
  assert.equal(status, 0);
  assert.match(stdout, /scored by both sides, and they agree/);
});

test('wrong use is exit status 2, with the nearest right one', () => {
  const wrong = [
    [['--gird', '6'], /did you mean `--grid`/],
    [['--volume', 'SECTOR'], /has no volume `SECTOR`; it has A, B/],
    [['--volume', 'a'], /did you mean `A`/],
    [['--window', '8-'], /write bins as 32-40, or times as 08:00-10:00/],
    [['--window', '05:30-07:00'], /no bin of this day begins at 05:30/],
    [['--window', '7-5'], /window/],
    [['--window', '24-30'], /window/],
    [['--window', '20-49'], /window/],
    [['--window', '20:00-30:00'], /ends after the day/],
    [['--grid', '60,x'], /`x` is no rate/],
    [['--grid', '60,,6'], /is no rate/],
    [['--grid', 'nan'], /is no rate/],
    [['--grid', 'adaptive,6'], /stands alone/],
    [['--passes', '-1'], /whole number/],
    [['--epsilon', 'little'], /must be a number/],
    [['--mode', 'perflow'], /per-flow, blanket/],
    [['--side', 'reference', '--check'], /--check is of the optimised side/],
    [['--side', 'neither'], /reference, optimised, both/],
    [['--weights', '{'], /not JSON/],
    [['--weights', '{"lambda": 1}'], /lambda/],
  ];
  for (const [words, message] of wrong) {
    const { status, stdout, stderr } = rates('day.json', ...words);
    assert.deepEqual([status, stdout], [2, ''], words.join(' '));
    assert.match(stderr, message, words.join(' '));
    assert.ok(!/^\s+at .*\.m?js:\d/m.test(stderr), stderr);
  }
});

test('sides that differ are exit status 1, with the place', () => {
  const broken = project();
  const library = join(broken, 'node_modules/loadline/bin/cli/library.mjs');
  const source = readFileSync(library, 'utf8').replace(/\bfindRates,\s*/, '');
  writeFileSync(
    library,
    `${source}
    import { findRates as sound } from '../../dist/core.js';
    export const findRates = async (scenario, request, options) => {
      const found = await sound(scenario, request, options);
      if (request.scorer === 'both') throw Object.assign(new Error('they differ'), { name: 'LoadlineError', code: 'measure/disagreement' });
      return request.side === 'reference' ? { ...found, answer: found.answer.replace(/"evalCalls":\\d+/, '"evalCalls":0') } : found;
    };`,
  );
  const both = (...words) => finished(join(broken, 'node_modules/.bin/loadline'), ['rates', 'day.json', ...words], { cwd: files });
  const { status, stdout } = both('--side', 'both');
  assert.equal(status, 1);
  assert.match(stdout, /≠ the sides find different answers/);
  assert.match(stdout, /part first at \$\.diagnostics\.evalCalls\n +reference +0\n +optimised +\d+/);
  const machine = both('--side', 'both', '--json');
  assert.equal(machine.status, 1);
  const found = JSON.parse(machine.stdout);
  conforms('rates', found);
  assert.deepEqual([found.agree, found.disagreement.at], [false, '$.diagnostics.evalCalls']);
  const checked = both('--check');
  assert.deepEqual([checked.status, checked.stdout, checked.stderr], [1, '', 'loadline: they differ\n']);
  const [agreed] = lines('day.json', '--side', 'both');
  assert.ok(agreed.agree && agreed.referenceElapsedNs > 0 && agreed.disagreement === undefined);
});

/** Starts a search that takes long, as on a terminal, and answers with what it wrote when it was interrupted after its first words. */
async function interrupted() {
  const made = finished(command, ['generate', '--size', 'medium', '--seed', '1', '--out', 'medium.json.gz'], { cwd: files });
  assert.equal(made.status, 0, made.stderr);
  const grid = Array.from({ length: 1000 }, (_, index) => index + 1).join(',');
  const child = spawn(command, ['rates', 'medium.json.gz', '--side', 'reference', '--grid', grid], {
    cwd: files,
    env: { ...process.env, NODE_OPTIONS: '--import data:text/javascript,process.stderr.isTTY=true' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => {
    if (stderr === '') child.kill('SIGINT');
    stderr += chunk;
  });
  const [status, signal] = await new Promise((resolve) => child.on('close', (...how) => resolve(how)));
  return { status, signal, stdout, stderr };
}

test('a long search says on the terminal how far it is, and Ctrl-C takes that away and ends it', async () => {
  const { status, signal, stdout, stderr } = await interrupted();
  assert.deepEqual([status, signal, stdout], [null, 'SIGINT', '']);
  assert.match(stderr, /medium\.json\.gz: reference side, pass 1, [\d,]+ of at most [\d,]+/);
  assert.ok(stderr.endsWith('\r\u001b[2K'), JSON.stringify(stderr));
});
