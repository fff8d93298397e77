// What the package tests share: the packed tarball, empty projects that install it, the command, and a day small enough to check by hand.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after } from 'node:test';
import Ajv from 'ajv/dist/2020.js';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '../..');

/** What `npm pack` made; scripts/ci/package.sh makes it and says where. */
export const tarball = process.env.LOADLINE_TARBALL;
if (tarball === undefined) throw new Error('run scripts/ci/package.sh: it packs the package and says where in LOADLINE_TARBALL');

/** A folder that goes when the test file has ended, holding the given files. */
export function folder(files = {}) {
  const path = mkdtempSync(join(tmpdir(), 'loadline-'));
  after(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
  return path;
}

/** An empty project with the tarball installed as a user would. */
export function project(files = {}, manifest = {}) {
  const path = folder({ 'package.json': { name: 'empty', private: true, type: 'module', ...manifest }, ...files });
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error', tarball], { cwd: path });
  return path;
}

/** Runs Node in a project; the answer is what it printed, read as JSON. */
export function node(path, ...words) {
  return JSON.parse(execFileSync(process.execPath, words, { cwd: path, encoding: 'utf8' }));
}

/** Runs a program to its end. */
export function finished(program, words, options = {}) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  return { status, stdout, stderr };
}

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
ajv.addSchema(JSON.parse(readFileSync(join(root, 'pkg-config/schema/cli.json'), 'utf8')));

/** Whether a value has the form of a schema; sizes of numbers, which a JSON Schema does not know, are told by its limits. */
export const formOf = (schema) => new Ajv({ strict: false, validateFormats: false }).compile(schema);

/** What a command printed with --json has the shape that the schema promises. */
export function conforms(name, value) {
  const check = ajv.getSchema(`loadline-cli#/$defs/${name}`);
  assert.ok(check(value), ajv.errorsText(check.errors));
}

/**
 * One day in bins of an hour. F1 enters A at 05:00; F2 enters A at 05:30 and B at 06:00. So A holds two flights in bin 5 and B one in
 * bin 6; when F2 waits half an hour, it enters A in bin 6 and still B in bin 6.
 */
export const day = {
  version: 1,
  kind: 'flow',
  title: 'Two flights',
  timeBinMinutes: 60,
  trafficVolumes: [
    { id: 'A', hourlyCapacity: { 5: 1, 6: 1 } },
    { id: 'B', hourlyCapacity: { 5: 5, 6: 5 } },
  ],
  flights: [
    { id: 'F1', takeoffTime: '2018-08-01T05:00:00', intervals: [{ tv: 'A', bin: 5, entryTimeS: 0, exitTimeS: 600 }] },
    {
      id: 'F2',
      takeoffTime: '2018-08-01T05:00:00',
      intervals: [
        { tv: 'A', bin: 5, entryTimeS: 1800, exitTimeS: 3600 },
        { tv: 'B', bin: 6, entryTimeS: 3600, exitTimeS: 4000 },
      ],
    },
  ],
  flows: { x: ['F1', 'F2'] },
  controlVolume: 'A',
  windowBins: [5, 7],
};

/** Source that loads the day and prints what the hot paths answer; `Scenario` must be in scope. */
export const asking = `
  const scenario = Scenario.load(new TextEncoder().encode(${JSON.stringify(JSON.stringify(day))}), 'day.json');
  const cells = (counts) => [...counts].flatMap((each, index) => (each === 0 ? [] : [[Math.floor(index / 24), index % 24, each]]));
  const schedule = new Int32Array(25);
  schedule[5] = 1;
  schedule[6] = 1;
  const answers = {
    pairs: pairs().map((pair) => pair.name),
    agree: pairs().every((pair) => pair.kind !== 'flow' || scenario.agree(pair.name).agree),
    filed: cells(scenario.occupancy('reference')),
    held: cells(scenario.occupancy('optimised', Int32Array.of(0, 30))),
    delays: [...scenario.delays('optimised', schedule)],
  };
  scenario.free();
`;

/** What \`asking\` must find. */
export const answered = {
  agree: true,
  filed: [
    [0, 5, 2],
    [1, 6, 1],
  ],
  held: [
    [0, 5, 1],
    [0, 6, 1],
    [1, 6, 1],
  ],
  delays: [0, 30],
};
