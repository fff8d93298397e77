// The command as installed: exit statuses, the shapes that scripts rely on, bad files, standard input.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { conforms, day, finished, folder, formOf, project, root } from './support.mjs';

const command = join(project(), 'node_modules/.bin/loadline');
const text = JSON.stringify(day);
const files = folder({
  'day.json': text,
  'day.json.gz': gzipSync(text),
  'cut.json.gz': gzipSync(text).subarray(0, 60),
  'empty.json': '',
  'word.json': 'hello',
  'bad.json': text.replace('"tv":"A","bin":5,"entryTimeS":1800', '"tv":"Z","bin":99,"entryTimeS":1800'),
  'nested/x.txt': '',
});
const loadline = (...words) => finished(command, words, { cwd: files });
const quick = ['--blocks', '6', '--batch-ms', '1'];

test('--version is the version of the package, --help explains every command', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
  assert.deepEqual(loadline('--version'), { status: 0, stdout: `${version}\n`, stderr: '' });
  const { status, stdout } = loadline('--help');
  assert.equal(status, 0);
  for (const name of ['list', 'run', 'compare', 'hotspots', 'slots', 'rates', 'bound', 'plan', 'sweep', 'verify', 'generate', 'schema']) {
    assert.ok(stdout.includes(`  ${name} `), name);
    const help = loadline(name, '--help');
    assert.equal(help.status, 0);
    assert.match(help.stdout, new RegExp(`usage: loadline ${name}`));
    assert.equal(loadline('help', name).stdout, help.stdout);
  }
});

test('wrong use is exit status 2, on standard error, with the nearest right one', () => {
  const wrong = [
    [[], /usage:/],
    [['comprae', 'day.json'], /did you mean `compare`/],
    [['compare', '--jsn', 'day.json'], /did you mean `--json`/],
    [['compare', '--pair', 'flow\/occupansy', 'day.json'], /did you mean `flow\/occupancy`/],
    [['compare', '--pair', 'occupancy', 'day.json'], /did you mean `flow\/occupancy`/],
    [['compare', '--pair'], /needs a value/],
    [['compare', '--blocks', 'many', 'day.json'], /whole number/],
    [['compare', '--blocks', '2', 'day.json'], /blocks: 2; use/],
    [['compare', '--json=yes', 'day.json'], /takes no value/],
    [['compare'], /needs a FILE/],
    [['list', 'day.json'], /takes no file/],
    [['sweep', '--axis', 'volumes'], /flights, flows, window, all/],
    [['sweep', '--blocks', '5'], /blocks: 5; use/],
    [['sweep', '--pair', 'flow/delya'], /did you mean flow\/delay/],
    [['run', 'day.json', '--side', 'both'], /reference, optimised/],
    [['run', '-', '-'], /only once/],
    [['--json', 'list'], /after its command/],
    [['generate', '--params', '{'], /not JSON/],
    [['generate', '--times', '3'], /goes with --from/],
    [['generate', '--params', '{"flights": 3}'], /nFlights|no setting/],
  ];
  for (const [words, message] of wrong) {
    const { status, stdout, stderr } = loadline(...words);
    assert.deepEqual([status, stdout], [2, ''], words.join(' '));
    assert.match(stderr, message, words.join(' '));
  }
});

test('list names the pairs', () => {
  const { status, stdout } = loadline('list', '--json');
  assert.equal(status, 0);
  const found = JSON.parse(stdout);
  conforms('list', found);
  assert.ok(found.pairs.some((pair) => pair.name === 'flow/occupancy'));
  assert.match(loadline('list').stdout, /^flow\/occupancy$/m);
});

test('run answers in full, the same on both sides', () => {
  const answers = ['reference', 'optimised'].map((side) => {
    const { status, stdout } = loadline('run', 'day.json', '--side', side, '--json');
    assert.equal(status, 0);
    const found = JSON.parse(stdout);
    conforms('run', found);
    return found.pairs.map(({ pair, digest, answer }) => ({ pair, digest, answer }));
  });
  assert.deepEqual(answers[0], answers[1]);
  const { status, stdout } = loadline('run', 'day.json', '--pair', 'flow/occupancy');
  assert.equal(status, 0);
  assert.ok(stdout.includes(answers[0].find((answer) => answer.pair === 'flow/occupancy').digest));
  assert.ok(!stdout.includes('flow/delay'));
});

test('compare says agreement and times', () => {
  const { status, stdout } = loadline('compare', 'day.json.gz', '--json', ...quick);
  assert.equal(status, 0);
  const found = JSON.parse(stdout);
  conforms('compare', found);
  assert.match(found.host, /^Node /);
  for (const pair of found.pairs) {
    assert.equal(pair.agree, true);
    assert.equal(pair.referenceDigest, pair.optimisedDigest);
    assert.ok(pair.referenceNs > 0 && pair.optimisedNs > 0);
    assert.ok(pair.speedupLow <= pair.speedup && pair.speedup <= pair.speedupHigh, JSON.stringify(pair));
  }
  const human = loadline('compare', 'day.json', '--pair', 'flow/occupancy', ...quick);
  assert.equal(human.status, 0);
  assert.match(human.stdout, /= flow\/occupancy +[0-9a-f]{8} = [0-9a-f]{8}/);
  assert.match(human.stdout, /Node \d+/);
});

test('sweep says how both sides grow with the window', () => {
  const { status, stdout, stderr } = loadline(
    'sweep',
    '--axis',
    'window',
    '--pair',
    'flow/delay',
    '--json',
    '--blocks',
    '6',
    '--batch-ms',
    '1',
  );
  assert.deepEqual([status, stderr], [0, '']);
  const found = JSON.parse(stdout);
  conforms('sweep', found);
  const [{ axis, points, slopes }] = found.sweeps;
  assert.deepEqual(
    [axis, points.map((point) => point.size), points.map((point) => point.windowBins)],
    ['window', [4, 8, 16, 32], [4, 8, 16, 32]],
  );
  assert.ok(points.every((point) => point.flights === 5000 && point.flows === 8));
  assert.ok(slopes.reference.low <= slopes.reference.slope && slopes.reference.slope <= slopes.reference.high);
  const human = loadline('sweep', '--axis', 'window', '--pair', 'flow/delay', '--blocks', '6', '--batch-ms', '1');
  assert.match(human.stdout, /optimised grows with size to the power −?-?\d\.\d\d \(/);
});

test('several files give a line each, and one bad file does not stop the others', () => {
  const { status, stdout, stderr } = loadline(
    'compare',
    'day.json',
    'missing.json',
    'day.json.gz',
    '--json',
    '--pair',
    'flow/delay',
    ...quick,
  );
  assert.equal(status, 2);
  assert.equal(stdout.trim().split('\n').length, 2);
  assert.match(stderr, /missing\.json.*no such file/);
});

test('a file comes from standard input', () => {
  for (const input of [text, gzipSync(text)]) {
    const { status, stdout } = finished(command, ['run', '-', '--json'], { input });
    assert.equal(status, 0);
    conforms('run', JSON.parse(stdout));
  }
});

test('bad files are explained: code, place, what was found, what to do', () => {
  const { status, stdout, stderr } = loadline('compare', 'bad.json', '--json');
  assert.deepEqual([status, stdout], [2, '']);
  assert.match(stderr, /bad\.json/);
  assert.match(stderr, /scenario\/[a-z-]+ +at flights\[1\]\.intervals\[0\]/);
  assert.match(stderr, /^ {4}found /m);
  assert.match(stderr, /^ {4}do /m);
  for (const file of ['cut.json.gz', 'empty.json', 'word.json', 'nested', 'missing.json']) {
    const bad = loadline('run', file);
    assert.deepEqual([bad.status, bad.stdout], [2, ''], file);
    assert.ok(bad.stderr.includes(file) && !/^\s+at .*\.m?js:\d/m.test(bad.stderr), bad.stderr);
  }
});

test('generate is the same for the same seed, and what it makes agrees', () => {
  const made = ['7', '7', '8'].map((seed) => loadline('generate', '--size', 'tiny', '--seed', seed).stdout);
  assert.equal(made[0], made[1]);
  assert.notEqual(made[0], made[2]);
  assert.equal(loadline('generate', '--size', 'tiny', '--seed', '7', '--out', 'made.json.gz').status, 0);
  assert.equal(gunzipSync(readFileSync(join(files, 'made.json.gz'))).toString(), made[0]);
  assert.equal(loadline('compare', 'made.json.gz', '--json', ...quick).status, 0);
  const small = JSON.parse(loadline('generate', '--params', '{"nFlights": 20}', '--seed', '7').stdout);
  assert.equal(small.flights.length, 20);
});

test('generate --from makes a larger day, labelled synthetic, and the sides agree on it', () => {
  assert.equal(
    loadline('generate', '--from', join(root, 'scenarios/flow/swiss-2018-08-01.json.gz'), '--times', '3', '--out', 'larger.json.gz').status,
    0,
  );
  const larger = JSON.parse(gunzipSync(readFileSync(join(files, 'larger.json.gz'))));
  assert.deepEqual([larger.flights.length, larger.synthetic], [3 * 1244, true]);
  assert.equal(loadline('compare', 'larger.json.gz', '--json', ...quick).status, 0);
});

test('schema prints the schemas that are kept, and every bundled scenario has the form of its own alone', () => {
  const kept = Object.fromEntries(
    readdirSync(join(root, 'schema')).map((file) => [file.replace('.json', ''), readFileSync(join(root, 'schema', file), 'utf8')]),
  );
  assert.equal(loadline('schema').stdout, kept.scenario);
  for (const [form, text] of Object.entries(kept)) assert.equal(loadline('schema', '--of', form).stdout, text);
  const checks = Object.entries(kept).map(([form, text]) => [form, formOf(JSON.parse(text))]);
  const wanted = { states: 'states', contracts: 'contracts', flow: 'scenario' };
  let found = 0;
  for (const folder of Object.keys(wanted)) {
    for (const file of readdirSync(join(root, 'scenarios', folder))) {
      const bytes = readFileSync(join(root, 'scenarios', folder, file));
      const scenario = JSON.parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
      const own = scenario.semantics === 'sound' ? 'flow-sound' : wanted[folder];
      const fitting = checks.filter(([, check]) => check(scenario)).map(([form]) => form);
      assert.deepEqual(fitting, [own], file);
      found += 1;
    }
  }
  assert.ok(found > 8, `${found} scenarios`);
});

const recorded = join(root, 'tests/cases/flow/tiny_t24.json.gz');

test('verify reads recorded cases as they are', () => {
  const { status, stdout } = loadline('verify', recorded, '--json');
  assert.equal(status, 0);
  const found = JSON.parse(stdout);
  conforms('verify', found);
  assert.ok(found.checked > 100 && found.differ === 0 && found.skipped === 0);
  const sum = (key) => found.files[0].sections.reduce((total, section) => total + section[key], 0);
  for (const key of ['checked', 'differ', 'skipped']) assert.equal(found[key], sum(key));
  assert.match(loadline('verify', recorded).stdout, /= occupancy +[\d,]+ checked/);
});

test('verify finds a wrong recorded answer: exit status 1, with the place', () => {
  const wrong = JSON.parse(gunzipSync(readFileSync(recorded)));
  const [volume] = Object.keys(wrong.expected.occupancy[0].occ);
  wrong.expected.occupancy[0].occ[volume][0] += 1;
  const { status, stdout } = finished(command, ['verify', '-', '--json'], { input: JSON.stringify(wrong) });
  assert.equal(status, 1);
  const found = JSON.parse(stdout);
  conforms('verify', found);
  assert.ok(found.differ >= 1);
  assert.ok(found.files[0].sections.find((section) => section.section === 'occupancy').first.includes(volume));
});

test('a reader that closes the pipe early is no failure', async () => {
  const child = spawn(command, ['generate', '--size', 'small', '--seed', '1']);
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  child.stdout.once('data', () => child.stdout.destroy());
  const status = await new Promise((resolve) => child.on('close', resolve));
  assert.deepEqual([status, stderr], [0, '']);
});
