// `loadline hotspots | slots | bound | plan | rates --semantics` as installed.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { conforms, day as published, finished, folder, project } from './support.mjs';

const five = {
  version: 1,
  kind: 'flow',
  semantics: 'sound',
  title: 'Five flights',
  day: '2018-08-01',
  volumes: [{ id: 'X', entryCapacity: [[0, 86400, 2]] }],
  flights: ['A', 'B', 'C', 'D', 'E'].map((id, at) => ({
    id,
    operator: 'AAA',
    ...(at === 1 ? { takeoff: 35000 } : {}),
    stays: [['X', 36000 + 60 * at, 36600]],
  })),
  regulations: [{ id: 'R', volume: 'X', period: [36000, 39600], flows: [{ id: 'all', rate: 2 }] }],
};

const installed = project();
const command = join(installed, 'node_modules/.bin/loadline');
const files = folder({ 'five.json': five, 'day.json': published, 'nobody.json': { regulations: [] } });
const loadline = (...words) => finished(command, words, { cwd: files });

/** The lines of --json, each of the shape that the schema promises. */
function lines(name, ...words) {
  const { status, stdout, stderr } = loadline(name, ...words, '--json');
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const found = JSON.parse(line);
      conforms(name === 'rates' ? 'soundRates' : name, found);
      return found;
    });
}

test('hotspots, for people, machines and spreadsheets', () => {
  const [found] = lines('hotspots', 'five.json');
  assert.deepEqual(
    found.hotspots.map(({ volume, maxExcess }) => [volume, maxExcess]),
    [['X', 3]],
  );
  assert.match(loadline('hotspots', 'five.json').stdout, /1 hotspot; counted are flights entering in 60 min/);
  const table = loadline('hotspots', 'five.json', '--csv').stdout.trim().split('\n');
  assert.equal(table.length, 2);
  assert.match(table[1], /^five\.json,X,entry,2018-08-01T09:15:00Z,/);
  assert.deepEqual(lines('hotspots', 'five.json', '--volume', 'X', '--period', '10:00-11:00', '--rate', '2')[0].hotspots, []);
});

test('slots as CSV: ETO, slot, delay, most penalising, CTOT where a take-off is known', () => {
  const { status, stdout } = loadline('slots', 'five.json', '--csv');
  assert.equal(status, 0);
  assert.deepEqual(stdout.trim().split('\n').slice(0, 3), [
    'scenario,regulation,flow,flight,operator,eto,slot,delay_min,most_penalising,ctot,fixed',
    'five.json,R,all,A,AAA,2018-08-01T10:00:00Z,2018-08-01T10:00:00Z,0,,,0',
    'five.json,R,all,B,AAA,2018-08-01T10:01:00Z,2018-08-01T10:30:00Z,29,R,2018-08-01T10:12:20Z,0',
  ]);
  const [fast] = lines('slots', 'five.json');
  const [plain] = lines('slots', 'five.json', '--side', 'reference');
  assert.equal(fast.digest, plain.digest);
  assert.match(loadline('slots', 'five.json').stdout, /4 wait 290 min in all, at most 116 min, 4 more than 15 min/);
});

test('bound names what may move, and has no delay limit', () => {
  const [{ bounds }] = lines('bound', 'five.json');
  assert.deepEqual([bounds[0].moves, bounds[0].delayLimitMin, bounds[0].stepS], ['any delays of the flights in scope', null, 60]);
  assert.match(loadline('bound', 'five.json').stdout, /any delays of the flights in scope/);
});

test('plans are written whole, read again, and compared', () => {
  assert.equal(loadline('plan', 'five.json', '--out', 'plan.json').status, 0);
  const plan = JSON.parse(readFileSync(join(files, 'plan.json'), 'utf8'));
  assert.equal(plan.regulations[0].id, 'R');
  assert.ok(!readdirSync(files).some((name) => name.endsWith('.part')));
  const both = lines('plan', 'five.json', '--plans', 'plan.json,nobody.json');
  assert.deepEqual(
    both.map(({ statistics }) => statistics.totalMin),
    [290, 0],
  );
  assert.equal(loadline('plan', 'five.json', '--plans', 'plan.json,nobody.json', '--csv').stdout.trim().split('\n').length, 3);
});

test('rates follow the model of the file, or --semantics', () => {
  const [sound] = lines('rates', 'five.json');
  assert.equal(sound.semantics, 'sound');
  assert.ok(sound.best.j <= sound.nothing.j);
  const [both] = lines('rates', 'five.json', '--semantics', 'both');
  assert.deepEqual(
    both.ways.slice(0, 2).map(({ way }) => way),
    ['nothing', 'publishedRates'],
  );
  const plain = JSON.parse(loadline('rates', 'day.json', '--json').stdout);
  assert.deepEqual(Object.keys(plain), ['rates', 'deltaJ', 'elapsedNs', 'diagnostics']);
  const converted = loadline('rates', 'day.json', '--semantics', 'sound');
  assert.equal(converted.status, 0);
  assert.match(converted.stderr, /written for the published model and was converted/);
  assert.match(loadline('rates', 'five.json', '--semantics', 'both').stdout, /all judged by the sound model/);
});

test('wrong use and refused plans are exit status 2, with code, place and remedy', () => {
  const refused = folder({ 'bad.json': { regulations: [{ id: 'R', volume: 'Z', period: [9, 3], flows: [] }] } });
  const { status, stderr } = loadline('slots', 'five.json', '--plan', join(refused, 'bad.json'));
  assert.equal(status, 2);
  assert.match(stderr, /regulation\/volume {2}at regulations\[0\]\.volume/);
  assert.match(stderr, /regulation\/period {2}at regulations\[0\]\.period/);
  const wrong = [
    [['hotspots', 'five.json', '--json', '--csv'], /exclude each other/],
    [['slots', 'five.json', '--volume', 'X'], /needs --period/],
    [['slots', 'five.json', '--rate', '3'], /go with --volume/],
    [['slots', 'five.json', '--volume', 'X', '--period', '9-12'], /write hours as 09:00-12:00/],
    [['bound', 'five.json', '--plan', 'missing.json'], /there is no such file/],
    [['rates', 'five.json', '--adaptive'], /is of the published search; add --semantics published/],
    [['rates', 'day.json', '--step', '60'], /is of the sound search; add --semantics sound/],
    [['hotspots'], /needs a FILE/],
  ];
  for (const [words, message] of wrong) {
    const answer = loadline(...words);
    assert.equal(answer.status, 2, words.join(' '));
    assert.match(answer.stderr, message);
  }
});
