// `loadline states` as installed: what it prints, its exit statuses, damaged stores.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { conforms, finished, folder, project, root } from './support.mjs';

const command = join(project(), 'node_modules/.bin/loadline');
const store = gunzipSync(readFileSync(join(root, 'tests/cases/states/store_spread_rep.bin.gz')));
const files = folder({ 'store.bin': store, 'cut.bin': store.subarray(0, 1207), 'bytes.bin': Buffer.from([0xd0, 0x06, 0xa8]) });
const states = (words, options = {}) => finished(command, ['states', ...words], { cwd: files, ...options });

/** What --json prints, of the shape that the schema promises. */
function json(name, words, options) {
  const { status, stdout, stderr } = states([...words, '--json'], options);
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const found = JSON.parse(line);
      conforms(name, found);
      return found;
    });
}

test('build says how many states, in layers, with their digests', () => {
  const [found] = json('statesBuild', ['build']);
  assert.deepEqual(found.layers, [1, 255, 10_449, 151_191, 473_304, 151_410, 2_376]);
  assert.deepEqual([found.states, found.archetypeIndex, found.orbits.length], [788_986, 549_871, 256]);
  const { status, stdout } = states(['build']);
  assert.equal(status, 0);
  assert.match(stdout, /788,986 states in .*MiB/);
  assert.ok(stdout.includes(found.digests.keysSha256));
});

test('theta takes states and indices, also from standard input', () => {
  const [{ states: rows }] = json('statesTheta', ['theta', '0xA9556AA9556A', '0']);
  assert.deepEqual(rows[0], {
    state: 0xa9556aa9556a,
    index: 549_871,
    distance: 0,
    theta: 0,
    erased: 0,
    representative: rows[0].representative,
    orbitSize: 1,
  });
  assert.equal(rows[1].theta.toFixed(4), '1.5708');
  assert.deepEqual(json('statesTheta', ['theta', '--index', '549871', '0'])[0].states, rows);
  assert.deepEqual(json('statesTheta', ['theta', '-'], { input: '186184326796650\n0\n' })[0].states, rows);
  assert.match(states(['theta', '0']).stdout, /0x000000000000 +0 +1\.5708/);
});

test('walk takes text, digits, files and tokens', () => {
  const [walked] = json('statesWalk', ['walk', '--hex', 'd0 06 a8']);
  assert.deepEqual(walked.tokens, [
    { token: 122, end: 0 },
    { token: 300, end: 2 },
  ]);
  assert.equal(walked.learned[0].mask, 122);
  for (const words of [
    ['--file', 'bytes.bin'],
    ['--tokens', '122,300'],
  ]) {
    assert.deepEqual(json('statesWalk', ['walk', ...words]), [walked]);
  }
  assert.equal(json('statesWalk', ['walk', 'hello', 'there'])[0].path.byte.length, 11);
  assert.equal(json('statesWalk', ['walk', '--hex', '55', '--from', '3'])[0].path.index[0], 0);
  assert.match(states(['walk', '--hex', '2a']).stdout, /the last token is incomplete: 1 intron/);
});

test('candidates of a store; a damaged one is told with its offset, and answered', () => {
  const [{ report, candidates }] = json('statesCandidates', ['candidates', 'store.bin', '--index', '0', '--most', '5']);
  assert.deepEqual([report.public.records, report.public.faulty, candidates.length], [store.length / 12, 0, 5]);
  assert.ok(candidates.every(({ score }, place) => place === 0 || score <= candidates[place - 1].score));
  const cut = states(['candidates', 'cut.bin', '--index', '0', '--json']);
  assert.equal(cut.status, 2);
  assert.match(cut.stderr, /cut\.bin is damaged: 1 place left out, 100 records read\n {2}at byte 1200: the log ends inside a record/);
  assert.equal(JSON.parse(cut.stdout).report.public.records, 100);
});

test('what cannot be meant is refused with status 2, and said', () => {
  const refused = [
    [['theta', '186184326796651'], /186184326796651 is not a state that can be reached/],
    [['theta', '281474976710656'], /no word of 48 bits/],
    [['theta', 'x'], /no whole number/],
    [['theta'], /no state was given/],
    [['theta', '--index', '788986'], /index 788986 is out of bounds/],
    [['theta', '--index', '99999999999'], /out of bounds/],
    [['walk', '--tokens', '34359738368'], /more than five bytes/],
    [['walk', '--tokens=-1'], /negative/],
    [['walk', '--hex', 'abc'], /two hexadecimal digits/],
    [['walk'], /takes one of/],
    [['walk', 'x', '--from', '788986'], /788986 is out of bounds/],
    [['candidates'], /needs a STORE/],
    [['candidates', 'missing.bin'], /no such file/],
    [['candidates', 'store.bin', '--view', 'agnet'], /--view must be/],
    [['thetas'], /needs one of build, theta, walk, candidates/],
    [[], /needs one of build/],
  ];
  for (const [words, message] of refused) {
    const { status, stdout, stderr } = states(words);
    assert.equal(status, 2, words.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, message, words.join(' '));
  }
});
