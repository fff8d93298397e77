// Writes the measured figures into README.md and docs/figures.md, from the newest records. `--check` only says whether they are
// there already.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** The newest record of a host, and its path. */
function newest(host) {
  const folder = join('records', host);
  const name = readdirSync(join(root, folder)).sort().at(-1);
  return { path: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') };
}

/** Three figures and a unit: 11.9 µs, 1.29 s. */
function time(ns) {
  const [size, unit] = ns >= 1e9 ? [1e9, 's'] : ns >= 1e6 ? [1e6, 'ms'] : ns >= 1e3 ? [1e3, 'µs'] : [1, 'ns'];
  return `${(ns / size).toPrecision(3)} ${unit}`;
}

const figures = (number) => (number >= 100 ? number.toFixed(0) : number.toPrecision(3));

/** One line of CSV in which only texts are quoted. */
const cells = (line) => line.match(/"[^"]*"|[^,]+/g).map((cell) => cell.replaceAll('"', ''));

/** What a scenario of the records is called here. */
const scenarios = [
  [/^Swiss/, 'a real day, 1,244 flights'],
  [/^generated/i, 'a generated day, 5,000 flights'],
  [/^A long walk/, 'a walk of 20,000 bytes'],
  [/^Thirty generated contracts/, '30 contracts, 60 executions'],
];
const called = (title) => scenarios.find(([begin]) => begin.test(title))?.[1] ?? title;

/** Both sides of each pair on the scenarios that `wanted` accepts, from the newest records. */
function pairTable(wanted) {
  const [node, native] = [newest('node'), newest('native')];
  const natively = native.text
    .split('\n')
    .filter((line) => line.startsWith('"'))
    .map(cells);
  const days = node.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const lines = ['| asked about | pair | reference | optimised | times faster, in Node | natively |', '| --- | --- | ---: | ---: | ---: | ---: |'];
  for (const { title, pairs } of days.filter(({ title }) => wanted(called(title)))) {
    for (const pair of pairs) {
      const same = natively.find(([other, name]) => called(other) === called(title) && name === pair.pair);
      lines.push(
        `| ${called(title)} | \`${pair.pair}\` | ${time(pair.referenceNs)} | ${time(pair.optimisedNs)} ` +
          `| **${figures(pair.speedup)}×** (${figures(pair.speedupLow)} to ${figures(pair.speedupHigh)}) | ${figures(Number(same[5]))}× |`,
      );
    }
  }
  const [{ host }] = days;
  const of = typeof host === 'string' ? host : Object.values(host).flat().join(', ');
  return [
    ...lines,
    '',
    `Measured by \`make bench\` (${of}); the records are \`${node.path}\` and \`${native.path}\`.`,
    'Times are medians for a call, with what the optimised side builds once left out; the interval holds the median ratio with 96 % confidence.',
  ].join('\n');
}

/** How one pair's times grow, from the newest record of a host. */
function sweepOf(host) {
  const folder = join('records', 'sweep');
  const name = readdirSync(join(root, folder))
    .filter((each) => each.endsWith(`-${host}.json`))
    .sort()
    .at(-1);
  return { path: join(folder, name), ...JSON.parse(readFileSync(join(root, folder, name), 'utf8')) };
}

const whole = new Intl.NumberFormat('en-GB');
const power = (number) => number.toFixed(2).replace('-', '−');
const ends = (points, shown) => [points[0], points.at(-1)].map(shown).join(' to ');
const slope = ({ slope: median, low, high }) => `${power(median)} (${power(low)} to ${power(high)})`;
const axisNames = { flights: 'flights', flows: 'flows', window: 'window, in bins' };

function growth() {
  const records = [
    ['Node', sweepOf('node')],
    ['native', sweepOf('native')],
  ];
  for (const axis of Object.keys(axisNames)) {
    const [one, other] = records.map(([, { sweeps }]) =>
      sweeps
        .find((each) => each.axis === axis)
        .points.map(({ digest }) => digest)
        .join(),
    );
    if (one !== other) {
      console.error(
        `The records in records/sweep/ do not hold the same answers for the ${axis}: measure both again with: scripts/bench.sh sweep`,
      );
      process.exit(1);
    }
  }
  const lines = [
    '| what grows | from, to | on | reference | optimised | times faster | slope, reference | slope, optimised |',
    '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |',
  ];
  for (const axis of Object.keys(axisNames)) {
    for (const [on, { sweeps }] of records) {
      const { points, slopes } = sweeps.find((each) => each.axis === axis);
      lines.push(
        `| ${axisNames[axis]} | ${ends(points, ({ size }) => whole.format(size))} | ${on} ` +
          `| ${ends(points, ({ reference }) => time(reference.medianNs))} | ${ends(points, ({ optimised }) => time(optimised.medianNs))} ` +
          `| **${ends(points, ({ speedup }) => `${figures(speedup)}×`)}** | ${slope(slopes.reference)} | ${slope(slopes.optimised)} |`,
      );
    }
  }
  const [[, { host, sweeps, path }], [, native]] = records;
  const [{ pair, blocks, confidence }] = sweeps;
  return [
    ...lines,
    '',
    `\`${pair}\`, ${blocks} blocks a size, by \`make bench\` (${host}); the records, with every size, are \`${path}\` and \`${native.path}\`.`,
    `A slope is the power of the size by which a time grows: 1 doubles it with the size, 0 does not care. Behind each its ${Math.round(confidence * 100)} % interval.`,
  ].join('\n');
}

/** What a search for rates takes, from the newest records. */
function searches() {
  const folder = join('records', 'rates');
  const newestOf = (ending) =>
    join(
      folder,
      readdirSync(join(root, folder))
        .filter((each) => each.endsWith(ending))
        .sort()
        .at(-1),
    );
  const paths = ['-node.csv', '-native.csv', '-instructions.csv'].map(newestOf);
  const [node, native, instructions] = paths.map((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .filter((line) => /^(medium|large),/.test(line))
      .map(cells),
  );
  const us = (text) => time(Number(text) * 1e3);
  const lines = [
    '| day, flows | a search, in Node | half of them | natively | instructions | asked again | one more candidate | reference, in Node |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
  ];
  for (const [day, flows, , , search, q1, q3, ready, candidate, reference] of node) {
    const same = ([otherDay, otherFlows]) => otherDay === day && otherFlows === flows;
    const counted = instructions.find((row) => same(row) && row[2] === 'all');
    lines.push(
      `| ${day}, ${flows} | **${us(search)}** | ${us(q1)} to ${us(q3)} | ${us(native.find(same)[4])} | ${(Number(counted[3]) / 1e6).toFixed(2)} million ` +
        `| ${us(ready)} | ${candidate} ns | ${us(reference)} |`,
    );
  }
  return [
    ...lines,
    '',
    `Records, with the functions that the instructions went to: ${paths.map((path) => `\`${path}\``).join(', ')}.`,
  ].join('\n');
}

/** One question under both models, from the newest record: a line a day, at steps of 15 minutes. */
function semantics() {
  const { path, text } = newest('semantics');
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map(cells)
    .filter(([, step]) => step === '900');
  const shown = (row) =>
    row === undefined
      ? ''
      : `${whole.format(Math.round(row[3] / 60))}; ${whole.format(row[4])} + ${whole.format(row[5])}; ${whole.format(row[6])}`;
  const names = ['nothing', 'published rates', 'published delays', 'sound exhaustive', 'sound fine', 'sound blanket', 'cherry-pick'];
  const lines = [
    `| day, volume, hours | ${names.join(' | ')} | no plan below |`,
    `| --- | ${names.map(() => '---:').join(' | ')} | ---: |`,
  ];
  for (const day of new Set(rows.map(([name]) => name))) {
    const own = rows.filter(([name]) => name === day);
    const cellsOf = names.map((way) => shown(own.find((row) => row[2] === way)));
    lines.push(`| ${day} | ${cellsOf.join(' | ')} | ${whole.format(Math.round(own[0][9] / 60))} |`);
  }
  return [
    ...lines,
    '',
    'In each cell: J in weighted flight-minutes; overload of the regulated volume + of all others in flight-minutes; delay in minutes.',
    `The record, also with a window every minute and with the rates, is \`${path}\`, by \`cargo run --release --example semantics\`.`,
  ].join('\n');
}

/** What contracts take, and how often their intervals are right, from the newest records. */
function contracts() {
  const newestOf = (folder, ending) =>
    join(
      'records',
      folder,
      readdirSync(join(root, 'records', folder))
        .filter((each) => each.endsWith(ending))
        .sort()
        .at(-1),
    );
  const [speed, coverage] = [newestOf('reuse', '-node.csv'), newestOf('coverage', '.csv')];
  const rowsOf = (path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .slice(1)
      .map((line) => line.split(','));
  const [, host] = readFileSync(join(root, speed), 'utf8').match(/^# host: (.*)$/m);
  const rows = rowsOf(speed).filter(([what]) => what !== 'pair');
  const questions = [...new Set(rows.filter(([, , , , , unit]) => unit !== 'slope').map(([what, how, size, , , unit]) => [what, how, size, unit].join()))];
  const taken = questions.map((question) => {
    const [what, how, size, unit] = question.split(',');
    const of = (wanted) => {
      const found = rows.find(([name, way, n, side, , in_]) => name === what && way === how && n === size && side === wanted && in_ === unit);
      return found === undefined ? '' : `${found[4]} ${unit}`;
    };
    return `| ${what}, ${how} | ${whole.format(Number(size))} | ${of('reference')} | ${of('optimised')} |`;
  });
  const slopes = rows
    .filter(([, , , , , unit]) => unit === 'slope')
    .map(([what, how, sizes, side, figure]) => `| ${what}, ${how}, ${side} | ${sizes} | ${figure} |`);
  const right = rowsOf(coverage)
    .filter(([, history, , model]) => history === '1000' && (model === 'sound' || model === 'published'))
    .map(([setting, , , model, held, error]) => `| ${setting} | ${model} | ${held} % | ${error} % |`);
  return [
    '| what, how | size | reference | optimised |',
    '| --- | ---: | ---: | ---: |',
    ...taken,
    '',
    'Times grow with the number of contracts to this power:',
    '',
    '| what, how, side | from, to | power |',
    '| --- | --- | ---: |',
    ...slopes,
    '',
    'Of the executions, those inside their interval of 95 %, with a history of 1,000:',
    '',
    '| truth | model | inside | mean error |',
    '| --- | --- | ---: | ---: |',
    ...right,
    '',
    `The least of several runs, in processor time, by \`scripts/bench.sh reuse\` (${host}).`,
    `The records, with all histories, are \`${speed}\` and \`${coverage}\`.`,
  ].join('\n');
}

/** What the hot paths of states take, from the newest records. */
function states() {
  const folder = join('records', 'states');
  const recordOf = (ending) => {
    const name = readdirSync(join(root, folder))
      .filter((each) => each.endsWith(ending))
      .sort()
      .at(-1);
    if (name === undefined) return { rows: [] };
    const lines = readFileSync(join(root, folder, name), 'utf8').split('\n');
    const of = lines.find((line) => line.startsWith('# host: ')) ?? '';
    return { path: join(folder, name), host: of.slice('# host: '.length), rows: lines.filter((line) => line.startsWith('"')).map(cells) };
  };
  const [node, native] = ['-node.csv', '-native.csv'].map(recordOf);
  const lines = ['| what | by | in Node | natively | reference, in Node |', '| --- | --- | ---: | ---: | ---: |'];
  for (const [question, , table, , each] of node.rows.filter(([, side]) => side === 'optimised')) {
    const same = native.rows.find((row) => row[0] === question && row[1] === 'optimised' && row[2] === table);
    const reference = node.rows.find((row) => row[0] === question && row[1] === 'reference');
    const [there, plain] = [same, reference].map((row) => (row === undefined ? '' : time(Number(row[4]))));
    lines.push(`| ${question} | ${table} | **${time(Number(each))}** | ${there} | ${plain} |`);
  }
  const paths = [node, native].filter(({ path }) => path !== undefined).map(({ path }) => `\`${path}\``);
  return [
    ...lines,
    '',
    `Medians for one element, in Node with the copying into wasm and out of it, by \`scripts/bench.sh states\` (${node.host}); ${paths.length === 1 ? 'the record is' : 'the records are'} ${paths.join(' and ')}.`,
  ].join('\n');
}

/** What questions under the sound model take, from the newest record. */
function sound() {
  const folder = join('records', 'sound');
  const name = readdirSync(join(root, folder))
    .filter((each) => each.endsWith('-node.csv'))
    .sort()
    .at(-1);
  const text = readFileSync(join(root, folder, name), 'utf8');
  const [, host] = text.match(/^# host: (.*)$/m);
  const rows = text
    .trim()
    .split('\n')
    .filter((line) => /^(Swiss|generated)/.test(line))
    .map((line) => line.match(/("[^"]*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, '').replaceAll('"', '')));
  const lines = ['| day | question | windows every | takes | reference |', '| --- | --- | ---: | ---: | ---: |'];
  for (const [day, flights, question, step, us, , reference] of rows) {
    const plain = reference === '' ? '' : time(Number(reference) * 1e3);
    lines.push(`| ${day}, ${whole.format(Number(flights))} flights | ${question} | ${step / 60} min | ${time(Number(us) * 1e3)} | ${plain} |`);
  }
  return [...lines, '', `Medians of calls as JavaScript makes them, by \`scripts/bench.sh sound\` (${host}); the record is \`${join(folder, name)}\`.`].join('\n');
}

/** The text with what stands between the two marks of a name replaced. */
function splice(file, text, name, content) {
  const [begin, end] = [`<!-- ${name}: spliced by scripts/splice-figures.mjs -->`, `<!-- end of ${name} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) {
    console.error(`${file} has no place for the figures: put "${begin}" and "${end}" where they belong.`);
    process.exit(2);
  }
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}

const generated = (name) => name.startsWith('a generated day');
const places = {
  'README.md': { figures: () => pairTable((name) => !generated(name)) },
  'docs/figures.md': { larger: () => pairTable(generated), growth, searches, sound, semantics, states, contracts },
};
let stale = false;
for (const [file, tables] of Object.entries(places)) {
  const was = readFileSync(join(root, file), 'utf8');
  const now = Object.entries(tables).reduce((text, [name, content]) => splice(file, text, name, content()), was);
  if (!process.argv.includes('--check')) writeFileSync(join(root, file), now);
  else if (now !== was) {
    console.error(`The figures in ${file} are not those of the newest records. Renew them with: node scripts/splice-figures.mjs`);
    stale = true;
  }
}
process.exitCode = stale ? 1 : 0;
