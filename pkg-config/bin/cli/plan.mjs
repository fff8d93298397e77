// loadline plan: plans as files: the scenario's own to begin with, and what several do side by side.

import { eachFile } from './each.mjs';
import { writeWhole } from './sound-files.mjs';
import { csv, outputOf, readPlan, sayLosses } from './sound.mjs';
import { Usage } from './options.mjs';
import { machine, played } from './slots.mjs';
import { count, table } from './text.mjs';

export const plan = {
  summary: 'what plans do side by side; or the plan of a scenario, to begin with',
  usage: 'FILE [--plans FILE,FILE…] [--out FILE] [--json|--csv]',
  options: {
    plans: { value: 'LIST', help: "plan files, with commas between (the scenario's own plan)" },
    out: { value: 'FILE', help: 'write the last plan as it was played, everything said' },
    side: { value: 'SIDE', help: 'reference or optimised (optimised)', choice: ['reference', 'optimised'] },
    json: { help: 'for machines: a line a plan, with everything that it does' },
    csv: { help: 'for spreadsheets: a row a plan' },
  },
  details: [
    'Examples:',
    '  loadline plan day.json.gz --out plan.json                     the regulations of the scenario, as a file to change',
    '  loadline plan day.json.gz --plans plan.json,other.json        both, side by side',
  ],
  files: 'some',
  async run(options, files) {
    const output = outputOf(options, 'plan');
    if (files.length > 1) throw new Usage('`plan` takes one scenario; name plans with --plans', 'plan');
    const names = options.plans === undefined ? [] : options.plans.split(',').map((name) => name.trim());
    const asked = names.length === 0 ? [['its own plan', {}]] : names.map((name) => [name, readPlan(name, 'plan')]);
    const { withScenario } = await import('./files.mjs');
    return eachFile(files, (file) =>
      withScenario(file, (scenario, { title }, name) => {
        sayLosses(name, scenario.soundSummary());
        const more = { ...(options.side && { side: options.side }), ...(output === 'json' && { digest: true }) };
        const found = asked.map(([label, request]) => ({ label, answer: scenario.regulate({ ...request, ...more }) }));
        if (options.out !== undefined) writeWhole(options.out, `${JSON.stringify(found.at(-1).answer.plan, undefined, 2)}\n`);
        const flights = scenario.soundFlights();
        const figures = ({ label, answer: { statistics: of, costPre, cost, effect } }) => [
          label,
          of.captured,
          of.delayed,
          of.totalMin,
          of.maxMin,
          of.over15,
          effect.filter((each) => each.role === 'target').reduce((sum, each) => sum + each.areaPostS, 0) / 60,
          effect.filter((each) => each.role !== 'target').reduce((sum, each) => sum + each.areaPostS, 0) / 60,
          effect.reduce((sum, each) => sum + each.newHotspots.length, 0),
          effect.reduce((sum, each) => sum + each.resolvedHotspots.length, 0),
          costPre.j / 60,
          cost.j / 60,
        ];
        if (output === 'json') {
          for (const { label, answer } of found)
            process.stdout.write(`${JSON.stringify({ scenario: name, name: label, ...machine(answer, flights) })}\n`);
        } else if (output === 'csv') {
          const head = [
            'plan',
            'captured',
            'delayed',
            'delay_min',
            'max_min',
            'over15',
            'target_flight_min',
            'other_flight_min',
            'new_hotspots',
            'resolved_hotspots',
            'J_pre_min',
            'J_min',
          ];
          process.stdout.write(csv([head, ...found.map(figures)]));
        } else if (found.length === 1) {
          process.stdout.write(`${title || name}, ${found[0].label}\n${played(found[0].answer)}`);
        } else {
          const head = [
            '  plan',
            'captured',
            'delayed',
            'min',
            'longest',
            'over 15',
            'target',
            'other',
            'new',
            'resolved',
            'J before',
            'J',
          ];
          const rows = found.map(figures).map(([label, ...numbers]) => [`  ${label}`, ...numbers.map((number) => count(number))]);
          process.stdout.write(
            `${title || name}\n${table(
              [head, ...rows],
              head.map((_, index) => index).filter((index) => index > 0),
            )}  target, other: overload in flight-minutes; J in weighted flight-minutes\n`,
          );
        }
        return 0;
      }),
    );
  },
};
