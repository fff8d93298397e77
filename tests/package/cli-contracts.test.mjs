// `loadline contracts` as installed: what it prints, its shapes and its exit statuses.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { conforms, day, finished, folder, project, root } from './support.mjs';

const command = join(project(), 'node_modules/.bin/loadline');
const night = join(root, 'scenarios/contracts/report-night.json');
const files = folder({
  'day.json': day,
  'circle.json': { kind: 'contracts', contracts: [{ id: 'x', waitsFor: ['y'] }, { id: 'y', waitsFor: ['x'] }] }, // prettier-ignore
  'negative.json': { kind: 'contracts', contracts: [{ id: 'x' }], executions: [{ contract: 'x', timeMs: -1, memoryMb: 1 }] },
  'empty.json': { kind: 'contracts', contracts: [] },
});
const contracts = (...words) => finished(command, ['contracts', ...words], { cwd: files });

function json(shape, ...words) {
  const { status, stdout, stderr } = contracts(...words, '--json');
  assert.equal(status, 0, stderr);
  const found = JSON.parse(stdout);
  conforms(shape, found);
  return found;
}

test('a plan puts every contract into one batch, and every batch on a worker', () => {
  const { batches, turns, workers, makespanMs, boundMs } = json('contractsPlan', 'plan', night, '--workers', '3');
  assert.equal(workers, 3);
  assert.equal(batches.flatMap((batch) => batch.contracts).length, 8);
  assert.deepEqual(
    turns.map((turn) => turn.batch).sort((a, b) => a - b),
    [...batches.keys()],
  );
  assert.ok(turns.every((turn) => turn.worker < 3 && turn.endMs <= makespanMs) && boundMs <= makespanMs);
  const { status, stdout } = contracts('plan', night);
  assert.equal(status, 0);
  for (const words of [/2 workers/, /no timetable of these batches ends before/, /published figures/, /collect-north/])
    assert.match(stdout, words);
});

test('limits and modes are taken from the options', () => {
  const { batches, limits, mode } = json('contractsPlan', 'plan', night, '--batch-size', '1', '--similarity', '0.9', '--mode', 'published');
  assert.ok(batches.every((batch) => batch.contracts.length === 1));
  assert.deepEqual([mode, limits.batchSize, limits.similarityThreshold], ['published', 1, 0.9]);
});

test('predict says what was expected before each execution', () => {
  const { timeMs, contracts: ids, alarms } = json('contractsPredict', 'predict', night);
  assert.equal(timeMs.expected.length, ids.length);
  assert.ok(ids.length > 0 && Array.isArray(alarms));
  json('contractsPredict', 'predict', night, '--mode', 'published');
  const { stdout } = contracts('predict', night, '--level', '0.9');
  for (const words of [/intervals are to hold 90\.0 %/, /default/, /published/, /the last/]) assert.match(stdout, words);
});

test('simulate tries the models where the truth is known, the same way each time', () => {
  const words = ['simulate', night, '--setting', 'heavy-tail', '--seeds', '2', '--history', '20,100'];
  const found = json('contractsSimulate', ...words);
  assert.equal(found.rows.length, 8);
  assert.deepEqual(json('contractsSimulate', ...words), found);
  assert.match(contracts(...words).stdout, /heavy-tail +100 +sound/);
});

test('--csv has a line for each contract, execution and row', () => {
  const lines = (...words) => contracts(...words, '--csv').stdout.trim().split('\n'); // prettier-ignore
  assert.equal(lines('plan', night).length, 9);
  assert.equal(lines('plan', night)[0], 'worker,batch,startMs,endMs,contract');
  assert.match(lines('predict', night)[0], /^contract,atS,expectedMs,lowMs,highMs,actualMs/);
  assert.equal(lines('simulate', night, '--seeds', '1').length, 61);
});

test('nothing has an answer', () => {
  assert.deepEqual(json('contractsPlan', 'plan', 'empty.json').batches, []);
  assert.deepEqual(json('contractsPredict', 'predict', 'empty.json').contracts, []);
  assert.equal(contracts('plan', 'empty.json').status, 0);
  assert.equal(contracts('predict', 'empty.json').status, 0);
  const { status, stderr } = contracts('simulate', 'empty.json');
  assert.equal(status, 2);
  assert.match(stderr, /there is none/);
});

test('what cannot be meant ends with status 2 and says what to do', () => {
  const refused = [
    [['draw', night], /say plan, predict or simulate/],
    [['plan'], /needs a FILE/],
    [['plan', night, '--workers', '0'], /--workers must be a whole number from 1/],
    [['plan', night, '--worker', '2'], /did you mean `--workers`/],
    [['plan', night, '--memory', 'much'], /--memory must be a number/],
    [['plan', night, '--memory', '0'], /batchMemoryMb/],
    [['plan', night, '--mode', 'sound'], /must be scale or published/],
    [['predict', night, '--level', '1.5'], /confidenceLevel/],
    [['predict', night, '--mode', 'scale'], /must be sound, published, first-published/],
    [['simulate', night, '--setting', 'odd'], /--setting must be even/],
    [['simulate', night, '--history', '3,x'], /--history must be whole numbers/],
    [['plan', night, '--json', '--csv'], /exclude each other/],
    [['plan', 'day.json'], /set of contracts/],
    [['plan', 'missing.json'], /no such file/],
    [['plan', 'circle.json'], /“x” waits for “y”/],
    [['predict', 'negative.json'], /executions\[0\]\.timeMs[\s\S]*below 0/],
  ];
  for (const [words, message] of refused) {
    const { status, stderr } = contracts(...words);
    assert.equal(status, 2, words.join(' '));
    assert.match(stderr, message);
  }
});

test('the other commands take contracts too: run, compare, and each pair on the scenario that it is about', () => {
  const { status, stdout } = finished(command, ['run', night, '--json']);
  assert.equal(status, 0);
  assert.deepEqual(
    JSON.parse(stdout).pairs.map(({ pair }) => pair),
    ['reuse/result_cache', 'reuse/batch', 'reuse/schedule', 'reuse/profile'],
  );
  const other = finished(command, ['run', night, '--pair', 'flow/delay']);
  assert.equal(other.status, 2);
});
