// loadline run

import { eachFile } from './each.mjs';
import { progress, clearProgress } from './progress.mjs';
import { count, duration, scenarioLine, table } from './text.mjs';

/** The answers of one side, with the time each took to find, digest and write out. */
function answers(scenario, names, side) {
  return names.map((pair, index) => {
    progress(`${pair}: ${side} side (${index + 1} of ${names.length})`);
    const began = process.hrtime.bigint();
    const answer = scenario.run(pair, side);
    return { ...answer, ns: Number(process.hrtime.bigint() - began) };
  });
}

export const run = {
  summary: 'run one side of the pairs and show their answers',
  usage: 'FILE… [--pair P] [--side reference|optimised] [--json]',
  options: {
    pair: { value: 'P', help: 'only this pair, as flow/occupancy' },
    side: { value: 'SIDE', help: 'reference or optimised (optimised)', choice: ['reference', 'optimised'] },
    json: { help: 'for machines: a line a file, the answers in full' },
  },
  details: ['A digest is the first 64 bits of the SHA-256 of the answer as JSON text; --json holds that text as `answer`.'],
  files: 'some',
  async run({ pair, side = 'optimised', json }, files) {
    const { withScenario } = await import('./files.mjs');
    const { chosenPairs } = await import('./pairs.mjs');
    const chosen = chosenPairs(pair, 'run');
    return eachFile(files, (file) =>
      withScenario(file, (scenario, summary) => {
        const all = answers(scenario, chosen(summary.kind), side);
        clearProgress();
        if (json) {
          // The answer's own text goes in as it is, since that is what the digest covers.
          const rows = all.map(
            ({ answer, ns, ...rest }) => `${JSON.stringify({ ...rest, elapsedNs: ns }).slice(0, -1)},"answer":${answer}}`,
          );
          process.stdout.write(`{"scenario":${JSON.stringify(summary.name)},"side":"${side}","pairs":[${rows.join(',')}]}\n`);
        } else {
          const rows = all.map(({ pair: name, digest, answer, ns }) => [`  ${name}`, digest, count(answer.length), duration(ns)]);
          process.stdout.write(`${scenarioLine(summary)}\n${table([[`  ${side} side`, 'digest', 'characters', 'time'], ...rows], [2, 3])}`);
        }
        return 0;
      }),
    );
  },
};
