// loadline sweep: how both sides' times grow with the day.

import { host } from './host.mjs';
import { progress, clearProgress } from './progress.mjs';
import { status } from './status.mjs';
import { count, duration, explain, table, threeFigures } from './text.mjs';

const axes = ['flights', 'flows', 'window'];
const units = { flights: 'flights', flows: 'flows', window: 'bins in the window' };

const slope = (number) => number.toFixed(2);

function pointRow({ size, entrants, reference, optimised, speedup, low, high, indexNs }) {
  return [
    `  ${count(size)}`,
    count(entrants),
    duration(reference.medianNs),
    duration(optimised.medianNs),
    `${threeFigures(speedup)}×`,
    `${threeFigures(low)} to ${threeFigures(high)}`,
    duration(indexNs),
  ];
}

function slopeText(name, { slope: median, low, high }) {
  return `  ${name} grows with size to the power ${slope(median)} (${slope(low)} to ${slope(high)})\n`;
}

function text({ pair, axis, points, slopes, confidence, blocks, clockStepNs, batchNs }) {
  const head = [`  ${units[axis]}`, 'entrants', 'reference', 'optimised', 'ratio', 'spread', 'index, once'];
  return [
    `${pair}, as the ${axis} grow${axis === 'window' ? 's' : ''}\n`,
    table([head, ...points.map(pointRow)], [0, 1, 2, 3, 4, 6]),
    slopeText('reference', slopes.reference),
    slopeText('optimised', slopes.optimised),
    `  medians per call of ${count(blocks)} blocks, batches of at least ${duration(batchNs)}; spreads are intervals of ${threeFigures(confidence * 100)} %\n`,
    `  the clock steps by ${duration(clockStepNs)}\n`,
  ].join('');
}

export const sweep = {
  summary: 'how both sides grow with the flights, the flows or the window of a day',
  usage: '[--axis A] [--pair P] [--blocks N] [--batch-ms N] [--seed N] [--json]',
  options: {
    axis: { value: 'A', help: 'flights, flows, window or all (all)', choice: [...axes, 'all'] },
    pair: { value: 'P', help: 'only this pair (flow/rates)' },
    blocks: { value: 'N', whole: 1, help: 'blocks of trials at each size, 6 or more (12)' },
    'batch-ms': { value: 'N', whole: 1, help: 'the least time of one batch of calls (20)' },
    seed: { value: 'N', whole: 0, help: 'of the days and of the order of the sides (1)' },
    json: { help: 'for machines: {version, host, command, sweeps: [{axis, points, slopes, …}]}' },
  },
  details: [
    'The days are generated; what does not grow stays at 5,000 flights, 8 flows and a window of 8 bins.',
    'Sides that disagree on a day are not timed, and the exit status is 1.',
  ],
  files: 'none',
  async run({ axis = 'all', pair, blocks, 'batch-ms': batchMs = 20, seed, json }) {
    const { sweep: measure, version } = await import('./library.mjs');
    const given = { pair, blocks, batchMs, seed };
    const plan = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const sweeps = [];
    try {
      for (const each of axis === 'all' ? axes : [axis]) {
        const onProgress = ({ done, of }) => progress(`${each}: step ${done} of ${of}`);
        sweeps.push(await measure({ ...plan, axis: each }, { onProgress }));
        clearProgress();
        if (!json) process.stdout.write(text(sweeps.at(-1)));
      }
    } catch (error) {
      if (error.code !== 'measure/disagreement') throw error;
      clearProgress();
      process.stderr.write(explain(error));
      return status.disagreed;
    }
    if (json) {
      const command = ['loadline', 'sweep', ...process.argv.slice(3)].join(' ');
      process.stdout.write(`${JSON.stringify({ version: version(), host: host(), command, sweeps })}\n`);
    } else process.stdout.write(`  ${host()}\n`);
    return 0;
  },
};
