// loadline contracts: in which batches and when, how long the next execution takes, and how often that is right.

import { eachFile } from './each.mjs';
import { interruptible } from './interrupt.mjs';
import { Usage } from './options.mjs';
import { clearProgress, progress } from './progress.mjs';
import { count, counted, duration, scenarioLine, table, threeFigures } from './text.mjs';

const wrong = (message) => new Usage(message, 'contracts');

/** An option that is a number; the library says which numbers it takes. */
function numberOf(name, text) {
  const number = Number(text);
  if (text !== undefined && (text.trim() === '' || Number.isNaN(number))) throw wrong(`--${name} must be a number, not \`${text}\``);
  return text === undefined ? undefined : number;
}

const given = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
const milliseconds = (ms) => (Number.isFinite(ms) ? duration(ms * 1e6) : '');
const percent = (share) => `${(share * 100).toFixed(1)} %`;

/** Columns and numbers as JSON text. JSON has no NaN: where there was no prediction stands null. */
const line = (value) => `${JSON.stringify(value, (key, each) => (ArrayBuffer.isView(each) ? Array.from(each) : each))}\n`;

/** Rows as comma-separated text, as RFC 4180 has it but for its line ends. */
function csv(rows) {
  const cell = (value) => (/[",\n\r]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}

const mostRows = 24; // of a table that is to be read

function shortened(head, rows, right) {
  const more = rows.length > mostRows ? `  … and ${count(rows.length - mostRows)} more; --csv has all\n` : '';
  return table([head, ...rows.slice(0, mostRows)], right) + more;
}

/** The batches in the order of their turns, each with the ids of its contracts. */
function turnsOf(found, ids) {
  return Array.from(found.turnBatch, (batch, turn) => ({
    worker: found.turnWorker[turn],
    batch,
    startMs: found.turnStartMs[turn],
    endMs: found.turnEndMs[turn],
    contracts: Array.from(found.order.subarray(found.batchStart[batch], found.batchStart[batch + 1]), (contract) => ids[contract]),
    similarity: found.batchSimilarity[batch],
  }));
}

function planText(summary, found, ids) {
  const { workers, limits, makespanMs, boundMs, sumMs, gain, publishedFactor, publishedTimeMs } = found;
  const rows = turnsOf(found, ids).map(({ worker, batch, startMs, endMs, contracts, similarity }) => [
    `  ${worker + 1}`,
    milliseconds(startMs),
    milliseconds(endMs),
    String(batch),
    similarity.toFixed(2),
    contracts.length > 4 ? `${contracts.slice(0, 4).join(', ')} and ${count(contracts.length - 4)} more` : contracts.join(', '),
  ]);
  const batches = found.batchNumber.length;
  return [
    `${scenarioLine(summary)}\n`,
    `  ${counted(workers, 'worker')}; a batch holds ${counted(limits.batchSize, 'contract')}, ${count(limits.batchMemoryMb)} MB, ${milliseconds(limits.batchTimeMs)} at most\n`,
    `  ${counted(batches, 'batch', 'batches')} of ${counted(found.clusters, 'cluster')}, alike by ${limits.similarityThreshold} or more on average\n\n`,
    shortened(['  worker', 'starts', 'ends', 'batch', 'alike', 'contracts'], rows, [0, 1, 2, 3, 4]),
    `\n  all done after ${milliseconds(makespanMs)}; no timetable of these batches ends before ${milliseconds(boundMs)}\n`,
    `  one worker takes ${milliseconds(sumMs)}, so ${counted(workers, 'worker')} gain ${threeFigures(gain)}×\n`,
    `  published figures: ${milliseconds(publishedTimeMs)} and ${threeFigures(publishedFactor)}×, as if each of ${counted(batches, 'batch', 'batches')} had a worker of its own\n`,
    `  planned in ${duration(found.elapsedNs)}\n`,
  ].join('');
}

async function plan(options, file) {
  const { withScenario } = await import('./files.mjs');
  const { planContracts } = await import('./library.mjs');
  const request = given({
    workers: options.workers,
    batchSize: options['batch-size'],
    batchMemoryMb: numberOf('memory', options.memory),
    batchTimeMs: numberOf('time', options.time),
    similarityThreshold: numberOf('similarity', options.similarity),
    mode: options.mode === undefined ? undefined : { scale: 'scale', published: 'published' }[options.mode],
  });
  if (options.mode !== undefined && request.mode === undefined)
    throw wrong(`plan --mode must be scale or published, not \`${options.mode}\``);
  return withScenario(file, async (scenario, summary, name) => {
    const ids = scenario.contracts().id;
    const found = await planContracts(scenario, request, { onProgress: ({ stage }) => progress(`${name}: ${stage}`) });
    clearProgress();
    if (options.json) {
      const batches = Array.from(found.batchNumber, (number, batch) => ({
        number,
        cluster: found.batchCluster[batch],
        contracts: Array.from(found.order.subarray(found.batchStart[batch], found.batchStart[batch + 1]), (contract) => ids[contract]),
        sharedClasses: found.batchSharedClasses[batch],
        timeMs: found.batchTimeMs[batch],
        memoryMb: found.batchMemoryMb[batch],
        similarity: found.batchSimilarity[batch],
      }));
      const turns = turnsOf(found, ids).map(({ worker, batch, startMs, endMs }) => ({ worker, batch, startMs, endMs }));
      const { mode, workers, limits, clusters, makespanMs, boundMs, sumMs, gain, digest, elapsedNs } = found;
      const { averageBatchSize, averageSimilarity, publishedTimeMs, publishedFactor, publishedText } = found;
      const figures = { averageBatchSize, averageSimilarity, timeMs: publishedTimeMs, factor: publishedFactor, text: publishedText };
      process.stdout.write(
        line({
          scenario: name,
          mode,
          workers,
          limits,
          clusters,
          batches,
          turns,
          makespanMs,
          boundMs,
          sumMs,
          gain,
          published: figures,
          digest,
          elapsedNs,
        }),
      );
    } else if (options.csv) {
      const rows = turnsOf(found, ids).flatMap(({ worker, batch, startMs, endMs, contracts }) =>
        contracts.map((contract) => [worker, batch, startMs, endMs, contract]),
      );
      process.stdout.write(csv([['worker', 'batch', 'startMs', 'endMs', 'contract'], ...rows]));
    } else process.stdout.write(planText(summary, found, ids));
    return 0;
  });
}

const modes = { sound: 'sound', published: 'published', 'first-published': 'firstPublished' };

const ways = { up: 'more', down: 'less' };

function alarmText({ execution, kind, direction, reason }) {
  if (kind === 'anomaly') return [`  ${count(execution + 1)}`, 'anomaly', reason];
  const said = { offTarget: 'off target', drift: 'drift' }[kind];
  return [`  ${count(execution + 1)}`, said, `executions take ${ways[direction]} than expected`];
}

function predictText(summary, found, published, ids) {
  const { timeMs, contract, confidenceLevel, alarms } = found;
  const from = Math.max(0, contract.length - 10);
  const rows = Array.from(contract.subarray(from), (position, offset) => {
    const at = from + offset;
    return [
      `  ${ids[position]}`,
      milliseconds(timeMs.low[at]),
      milliseconds(timeMs.expected[at]),
      milliseconds(timeMs.high[at]),
      milliseconds(timeMs.actual[at]),
      timeMs.held[at] ? '' : 'outside',
    ];
  });
  const quality = (name, { timeMs: { coverage, meanRelativeError } }) => [`  ${name}`, percent(coverage), percent(meanRelativeError)];
  return [
    `${scenarioLine(summary)}\n`,
    `  each execution is predicted before it is told; intervals are to hold ${percent(confidenceLevel)}\n\n`,
    table(
      [
        ['  model', 'held', 'mean error'],
        quality(found.mode === 'sound' ? 'default' : 'asked for', found),
        quality('published', published),
      ],
      [1, 2],
    ),
    ...(rows.length > 0 ? [`\n`, table([['  the last', 'from', 'expected', 'to', 'took', ''], ...rows], [1, 2, 3, 4])] : []),
    alarms.length > 0 ? `\n${shortened(['  execution', 'alarm', ''], alarms.map(alarmText), [0])}` : '\n  no alarm\n',
  ].join('');
}

async function predict(options, file) {
  const { withScenario } = await import('./files.mjs');
  const mode = options.mode === undefined ? 'sound' : modes[options.mode];
  if (mode === undefined) throw wrong(`predict --mode must be ${Object.keys(modes).join(', ')}, not \`${options.mode}\``);
  if (options.history?.includes(',')) throw wrong('predict --history takes one number');
  const request = given({
    historySize: numberOf('history', options.history),
    confidenceLevel: numberOf('level', options.level),
  });
  return withScenario(file, (scenario, summary, name) => {
    const found = scenario.profile({ ...request, mode });
    const ids = scenario.contracts().id;
    const { timeMs, memoryMb, contract, atS, alarms, confidenceLevel, elapsedNs } = found;
    if (options.json) {
      const course = ({ expected, low, high, actual, held, recentCoverage, coverage, meanRelativeError, smoothed, sumUp, sumDown }) => ({
        ...{ coverage, meanRelativeError, expected, low, high, actual, held, recentCoverage, smoothed, sumUp, sumDown },
      });
      const contracts = Array.from(contract, (position) => ids[position]);
      process.stdout.write(
        line({
          scenario: name,
          mode,
          confidenceLevel,
          contracts,
          atS,
          timeMs: course(timeMs),
          memoryMb: course(memoryMb),
          alarms,
          elapsedNs,
        }),
      );
    } else if (options.csv) {
      const rows = Array.from(contract, (position, at) => [
        ...[ids[position], atS[at], timeMs.expected[at], timeMs.low[at], timeMs.high[at], timeMs.actual[at], timeMs.held[at]],
        ...[timeMs.recentCoverage[at], memoryMb.expected[at], memoryMb.low[at], memoryMb.high[at], memoryMb.actual[at], memoryMb.held[at]],
      ]);
      const time = ['expectedMs', 'lowMs', 'highMs', 'actualMs', 'heldTime', 'recentCoverage'];
      process.stdout.write(csv([['contract', 'atS', ...time, 'expectedMb', 'lowMb', 'highMb', 'actualMb', 'heldMemory'], ...rows]));
    } else process.stdout.write(predictText(summary, found, scenario.profile({ ...request, mode: 'published' }), ids));
    return 0;
  });
}

const settings = { even: 'even', calm: 'calm', 'heavy-tail': 'heavyTail', drift: 'drift', 'other-form': 'otherForm' };
const settingNames = Object.fromEntries(Object.entries(settings).map(([name, setting]) => [setting, name]));

function historiesOf(text) {
  return text?.split(',').map((word) => {
    if (!/^\d+$/.test(word)) throw wrong(`--history must be whole numbers as 20,100,1000, not \`${text}\``);
    return Number(word);
  });
}

async function simulate(options, file) {
  const { withScenario } = await import('./files.mjs');
  const { simulateProfile } = await import('./library.mjs');
  const request = given({
    settings: options.setting === undefined ? undefined : [settings[options.setting]],
    histories: historiesOf(options.history),
    seeds: options.seeds,
    firstSeed: options.seed,
  });
  return withScenario(file, async (scenario, summary, name) => {
    const onProgress = ({ tried, of }) => progress(`${name}: trial ${count(tried)} of ${count(of)}`);
    const rows = await simulateProfile(request, { scenario, onProgress });
    clearProgress();
    if (options.json) process.stdout.write(line({ scenario: name, rows }));
    else if (options.csv) {
      const head = ['setting', 'history', 'seeds', 'model', 'executions', 'coverage', 'meanRelativeError', 'meanRelativeWidth'];
      process.stdout.write(csv([head, ...rows.map((row) => head.map((key) => row[key] ?? ''))]));
    } else {
      const texts = rows.map(({ setting, history, model, coverage, meanRelativeError, meanRelativeWidth }) => [
        `  ${settingNames[setting]}`,
        count(history),
        model,
        coverage === undefined ? '' : percent(coverage),
        percent(meanRelativeError),
        meanRelativeWidth === undefined ? '' : threeFigures(meanRelativeWidth),
      ]);
      process.stdout.write(
        `${scenarioLine(summary)}\n  intervals of 95 % where the truth is known; ${counted(rows[0].seeds, 'seed')}, ${counted(rows[0].executions, 'execution')} a row\n\n${table([['  setting', 'history', 'model', 'held', 'mean error', 'width'], ...texts], [1, 3, 4, 5])}`,
      );
    }
    return 0;
  });
}

const asked = { plan, predict, simulate };

export const contracts = {
  summary: 'contracts in batches on workers, and how long the next execution takes',
  usage: 'plan|predict|simulate FILE… [OPTION…]',
  options: {
    workers: { value: 'W', whole: 1, help: "plan: how many batches run at once (the scenario's)" },
    'batch-size': { value: 'N', whole: 1, help: "plan: contracts in a batch (the scenario's)" },
    memory: { value: 'MB', help: "plan: memory of a batch (the scenario's)" },
    time: { value: 'MS', help: "plan: time of a batch (the scenario's)" },
    similarity: { value: 'X', help: "plan: merge clusters alike by this or more (the scenario's)" },
    mode: { value: 'M', help: 'plan: scale or published (scale); predict: sound, published or first-published (sound)' },
    level: { value: 'X', help: 'predict: the share that an interval is to hold (0.95)' },
    history: { value: 'LIST', help: 'predict: executions remembered (1000); simulate: several (20,100,1000)' },
    setting: { value: 'S', help: `simulate: only one of ${Object.keys(settings).join(', ')}`, choice: Object.keys(settings) },
    seeds: { value: 'N', whole: 1, help: 'simulate: how many seeds (10)' },
    seed: { value: 'N', whole: 0, help: 'simulate: the first of them (1)' },
    json: { help: 'for machines: a line a file' },
    csv: { help: 'for spreadsheets: a line a contract, an execution or a row' },
  },
  details: [
    '  plan      batches of contracts that are alike, and when each runs on which worker',
    '  predict   each past execution predicted before it is told, with alarms',
    '  simulate  how often intervals are right where the truth is made up from a seed',
    '',
    'Examples:',
    '  loadline contracts plan night.json --workers 8',
    '  loadline contracts predict night.json --level 0.9 --json',
    '  loadline contracts simulate night.json --setting drift --seeds 40',
  ],
  files: 'some',
  async run(options, [what, ...files]) {
    if (!Object.hasOwn(asked, what)) throw wrong(`say plan, predict or simulate before the FILE, not \`${what}\``);
    if (files.length === 0) throw wrong(`\`contracts ${what}\` needs a FILE, or - for standard input`);
    if (options.json && options.csv) throw wrong('--json and --csv exclude each other');
    return interruptible(() => eachFile(files, (file) => asked[what](options, file)));
  },
};
