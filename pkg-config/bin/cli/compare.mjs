// loadline compare: first whether both sides agree, and only then how fast each is.

import { eachFile } from './each.mjs';
import { host } from './host.mjs';
import { progress, clearProgress } from './progress.mjs';
import { count, counted, duration, scenarioLine, table, threeFigures } from './text.mjs';

const untimed = {
  referenceNs: null,
  optimisedNs: null,
  speedup: null,
  speedupLow: null,
  speedupHigh: null,
  confidence: null,
  verdict: null,
  blocks: null,
  clockStepNs: null,
};

/** One pair: parity, and the measurement when the sides agree. */
function comparePair(scenario, pair, plan) {
  const { agree, referenceDigest, optimisedDigest, values, disagreement } = scenario.agree(pair);
  const parity = { pair, agree, referenceDigest, optimisedDigest, values };
  if (!agree) return { ...parity, ...untimed, disagreement };
  const { reference, optimised, speedup, speedupLow, speedupHigh, confidence, verdict, blocks, clockStepNs } = scenario.measure(pair, plan);
  return {
    ...parity,
    referenceNs: reference.medianNs,
    optimisedNs: optimised.medianNs,
    speedup,
    speedupLow,
    speedupHigh,
    confidence,
    verdict,
    blocks,
    clockStepNs,
  };
}

function row(result) {
  const { pair, agree, referenceDigest, optimisedDigest, referenceNs, optimisedNs, speedup, speedupLow, speedupHigh, verdict } = result;
  const sign = agree ? '=' : '≠';
  const start = [`  ${sign} ${pair}`, `${referenceDigest.slice(0, 8)} ${sign} ${optimisedDigest.slice(0, 8)}`];
  if (!agree) return [...start, 'not timed', '', '', '', ''];
  return [
    ...start,
    duration(referenceNs),
    duration(optimisedNs),
    `${threeFigures(speedup)}×`,
    `${threeFigures(speedupLow)} to ${threeFigures(speedupHigh)}`,
    verdict,
  ];
}

function text(summary, results) {
  const head = ['    pair', 'answers', 'reference', 'optimised', 'ratio', 'spread', 'the optimised side is'];
  const lines = [`${scenarioLine(summary)}\n`, table([head, ...results.map(row)], [2, 3, 4])];
  for (const { pair, agree, disagreement } of results) {
    if (agree) continue;
    const { at, reference, optimised, differing } = disagreement;
    lines.push(
      `\n  ≠ ${pair} parts first at ${at}, in ${counted(differing, 'place')} in all\n    reference  ${reference}\n    optimised  ${optimised}\n`,
    );
  }
  const timed = results.find((result) => result.agree);
  if (timed !== undefined) {
    lines.push(
      `\n  times are medians per call of ${count(timed.blocks)} blocks; the spread is an interval of ${threeFigures(timed.confidence * 100)} % for the ratio\n`,
    );
    lines.push(`  ${host()}; the clock steps by ${duration(timed.clockStepNs)}\n`);
  }
  return lines.join('');
}

export const compare = {
  summary: 'whether both sides of the pairs agree, and how fast each is',
  usage: 'FILE… [--pair P] [--blocks N] [--batch-ms N] [--seed N] [--json]',
  options: {
    pair: { value: 'P', help: 'only this pair, as flow/objective' },
    blocks: { value: 'N', whole: 1, help: 'blocks of trials; more narrow the spread' },
    'batch-ms': { value: 'N', whole: 1, help: 'the least time of one trial' },
    seed: { value: 'N', whole: 0, help: 'of the order in which the sides are timed' },
    json: { help: 'for machines: a line a file, times in ns per call' },
  },
  details: ['A pair whose sides disagree is not timed, and the exit status is 1.'],
  files: 'some',
  async run({ pair, blocks, 'batch-ms': batchMs, seed, json }, files) {
    const { withScenario } = await import('./files.mjs');
    const { chosenPairs } = await import('./pairs.mjs');
    const chosen = chosenPairs(pair, 'compare');
    const plan = Object.fromEntries(Object.entries({ blocks, batchMs, seed }).filter(([, value]) => value !== undefined));
    return eachFile(files, (file) =>
      withScenario(file, (scenario, summary, name) => {
        const names = chosen(summary.kind);
        const results = names.map((each, index) => {
          progress(`${name}: comparing ${each} (${index + 1} of ${names.length})`);
          return comparePair(scenario, each, plan);
        });
        clearProgress();
        const { name: called, title, sha256, synthetic } = summary;
        const machine = { scenario: called, title, sha256, synthetic, host: host(), pairs: results };
        process.stdout.write(json ? `${JSON.stringify(machine)}\n` : text(summary, results));
        return results.every((result) => result.agree) ? 0 : 1;
      }),
    );
  },
};
