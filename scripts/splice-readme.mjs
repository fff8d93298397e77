// Writes the measured figures into README.md, from the newest records. `--check` only says whether they are there already.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const BEGIN = '<!-- figures: spliced by scripts/splice-readme.mjs -->';
const END = '<!-- end of figures -->';

/** The newest record of a host, and its path. */
function newest(host) {
  const folder = join('records', host);
  const name = readdirSync(join(root, folder)).sort().at(-1);
  return { path: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') };
}

/** Three figures and a unit: 11.9 µs. */
function time(ns) {
  const [size, unit] = ns >= 1e6 ? [1e6, 'ms'] : ns >= 1e3 ? [1e3, 'µs'] : [1, 'ns'];
  return `${(ns / size).toPrecision(3)} ${unit}`;
}

const figures = (number) => (number >= 100 ? number.toFixed(0) : number.toPrecision(3));

/** One line of CSV in which only texts are quoted. */
const cells = (line) => line.match(/"[^"]*"|[^,]+/g).map((cell) => cell.replaceAll('"', ''));

function table() {
  const node = newest('node');
  const native = newest('native');
  const rows = native.text.split('\n').filter((line) => line.startsWith('"')).map(cells);
  const lines = [
    '| day | pair | reference | optimised | times faster, in Node | natively |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
  ];
  let host;
  for (const day of node.text.trim().split('\n').map((line) => JSON.parse(line))) {
    host = day.host;
    const real = day.scenario.includes('swiss');
    for (const pair of day.pairs) {
      const same = rows.find(([title, name]) => title.startsWith('Swiss') === real && name === pair.pair);
      lines.push(
        `| ${real ? 'Swiss' : 'generated, 5,000 flights'} | \`${pair.pair}\` | ${time(pair.referenceNs)} | ${time(pair.optimisedNs)} ` +
          `| **${figures(pair.speedup)}×** (${figures(pair.speedupLow)} to ${figures(pair.speedupHigh)}) | ${figures(Number(same[5]))}× |`,
      );
    }
  }
  const of = typeof host === 'string' ? host : Object.values(host).flat().join(', ');
  return [
    ...lines,
    '',
    `Measured by \`make bench\` (${of}); the records are \`${node.path}\` and \`${native.path}\`.`,
    'Times are medians for a call, with what the optimised side builds once left out; the interval holds the median ratio with 96 % confidence.',
  ].join('\n');
}

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const [before, rest] = readme.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) {
  console.error(`README.md has no place for the figures: put "${BEGIN}" and "${END}" where they belong.`);
  process.exit(2);
}
const spliced = `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`;
if (process.argv.includes('--check')) {
  if (spliced !== readme) {
    console.error('The figures in README.md are not those of the newest records. Renew them with: node scripts/splice-readme.mjs');
    process.exit(1);
  }
} else writeFileSync(join(root, 'README.md'), spliced);
