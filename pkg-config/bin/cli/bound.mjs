// loadline bound: how little delay could have been enough.

import { eachFile } from './each.mjs';
import { csv, noteLines, outputOf, plain, planOptions, requestOf, sayLosses } from './sound.mjs';
import { count, table } from './text.mjs';

const percent = (share) => `${(100 * share).toFixed(1)} %`;

export const bound = {
  summary: 'how little delay could have been enough to remove the overload',
  usage: 'FILE… [--plan FILE | --volume NAME --period FROM-TO --rate N] [--step S] [--json|--csv]',
  options: {
    ...planOptions,
    step: { value: 'S', whole: 1, help: 'seconds from one window to the next (60)' },
    json: { help: 'for machines: a line a file, {scenario, bounds}' },
    csv: { help: 'for spreadsheets: a row a regulation' },
  },
  details: [
    'The path bound: the least minutes of delay, over any delays of the flights in scope and however long, that leave no overload in the',
    'regulated volume. It is shown with the delays that attain it, a cherry-pick: no rates could ask for them. At 900 seconds delays slide',
    'over the borders between windows, so the usual step is a minute.',
  ],
  files: 'some',
  async run(options, files) {
    const output = outputOf(options, 'bound');
    const request = requestOf(options, 'bound', false);
    const { withScenario } = await import('./files.mjs');
    let first = true;
    return eachFile(files, (file) =>
      withScenario(file, (scenario, { title }, name) => {
        sayLosses(name, scenario.soundSummary());
        const found = scenario.bound(request);
        const { flight } = scenario.soundFlights();
        if (output === 'json') {
          const bounds = found.map(({ witness, ...each }) => ({
            ...each,
            ...(witness && {
              witness: { ...witness, flight: Array.from(witness.flight, (at) => flight[at]), delayMin: plain(witness.delayMin) },
            }),
          }));
          process.stdout.write(`${JSON.stringify({ scenario: name, bounds })}\n`);
        } else if (output === 'csv') {
          const head = [
            'scenario',
            'regulation',
            'volume',
            'step_s',
            'path_min',
            'block_min',
            'floor_J',
            'J',
            'delay_min',
            'left_flight_s',
            'gap_J',
            'gap_delay',
            'moves',
          ];
          const rows = found.map((each) => [
            name,
            each.regulation,
            each.volume,
            each.stepS,
            each.pathMin ?? '',
            each.blockMin,
            each.floorJ,
            each.j,
            each.totalMin,
            each.leftS,
            each.gapJ,
            each.gapDelay ?? '',
            each.moves,
          ]);
          process.stdout.write(csv([...(first ? [head] : []), ...rows]));
        } else {
          process.stdout.write(`${title || name}\n`);
          for (const each of found) {
            const { witness } = each;
            const rows = [
              ['  as it is', count(each.totalMin), count(each.maxMin), count(each.leftS / 60), count(each.j / 60)],
              ...(witness ? [['  cherry-pick', count(witness.totalMin), count(witness.maxMin), '', count(witness.cost.j / 60)]] : []),
              ['  bound', each.pathMin === undefined ? 'none' : count(each.pathMin), '', '0', count(each.floorJ / 60)],
            ];
            process.stdout.write(
              `\n  ${each.regulation}: ${each.volume}; bounds over ${each.moves}, windows every ${each.stepS} s\n` +
                table([['', 'delay, min', 'longest', 'overload left, flight-min', 'J, weighted flight-min'], ...rows], [1, 2, 3, 4]) +
                `  gap of J ${percent(each.gapJ)}${each.gapDelay === undefined ? '' : `, of the delay ${percent(each.gapDelay)}`}\n` +
                noteLines(each.notes),
            );
          }
        }
        first = false;
        return 0;
      }),
    );
  },
};
