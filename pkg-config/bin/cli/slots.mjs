// loadline slots: who waits how long under a plan.

import { eachFile } from './each.mjs';
import { csv, moment, noteLines, outputOf, plain, planOptions, requestOf, sayLosses, timeOfDay } from './sound.mjs';
import { count, counted, table } from './text.mjs';

/** The slot list, a row a turn, names in the place of positions. */
function rowsOf({ slots, regulations }, flights) {
  return Array.from(slots.flight, (flight, at) => ({
    flight: flights.flight[flight],
    operator: flights.operator[flight],
    regulation: regulations[slots.regulation[at]].id,
    flow: regulations[slots.regulation[at]].flows[slots.flow[at]].id,
    etoS: slots.etoS[at],
    slotS: slots.slotS[at],
    delayMin: slots.delayMin[at],
    mostPenalising: regulations[slots.mostPenalising[at]]?.id ?? '',
    ctotS: slots.ctotS[at],
    forced: slots.forced[at] === 1,
    fixed: slots.fixed[at] === 1,
  }));
}

/** What a plan does in sum, as a person reads it. */
export function played({ regulations, statistics, operators, costPre, cost, effect, notes, counted: what }) {
  const lines = [];
  for (const { id, volume, periodS, flows, queue } of regulations) {
    const held = flows.map((flow) => `${flow.id} ${count(flow.captured)}${flow.held ? '' : ' (not held)'}`).join(', ');
    lines.push(
      `  ${id}: ${volume}, ${timeOfDay(periodS[0])} to ${timeOfDay(periodS[1])}; flights ${held}; queue at the end ${count(queue)}\n`,
    );
  }
  const { captured, delayed, totalMin, maxMin, over15, fixed, giniFlights, giniOperators } = statistics;
  const gini = ([over, under]) => (over / under).toFixed(3);
  lines.push(
    `\n  ${counted(captured, 'flight')} captured${fixed > 0 ? `, ${count(fixed)} more fixed` : ''}: ${count(delayed)} wait ${count(totalMin)} min in all, ` +
      `at most ${count(maxMin)} min, ${count(over15)} more than 15 min\n`,
    `  inequality (Gini) of flights ${gini(giniFlights)}, of operators ${gini(giniOperators)}\n`,
    `  J ${count(costPre.j / 60)} → ${count(cost.j / 60)} weighted flight-minutes\n\n`,
  );
  const rows = effect
    .filter((each) => each.role === 'target' || each.changedCells > 0)
    .map((each) => [
      `  ${each.volume}`,
      each.role,
      `${count(each.peakPre)} → ${count(each.peakPost)}`,
      `${count(each.areaPreS / 60)} → ${count(each.areaPostS / 60)}`,
      count(each.newHotspots.length),
      count(each.resolvedHotspots.length),
    ]);
  if (rows.length > 0)
    lines.push(
      table([['  volume', 'role', 'peak', 'overload, flight-min', 'new', 'resolved'], ...rows], [2, 3, 4, 5]),
      `  counted are ${what}\n`,
    );
  const most = [...operators]
    .sort((a, b) => b.totalMin - a.totalMin)
    .filter((each) => each.delayed > 0)
    .slice(0, 5);
  if (most.length > 0)
    lines.push(
      '\n',
      table(
        [
          ['  operator', 'flights', 'delayed', 'min', 'most'],
          ...most.map((each) => [
            `  ${each.operator || 'not known'}`,
            count(each.flights),
            count(each.delayed),
            count(each.totalMin),
            count(each.maxMin),
          ]),
        ],
        [1, 2, 3, 4],
      ),
    );
  return `${lines.join('')}${noteLines(notes)}`;
}

/** What a plan does, for machines: numbers by name, columns as lists. */
export function machine(answer, flights) {
  const { slots, plan, ...rest } = answer;
  const columns = Object.fromEntries(Object.entries(slots).map(([key, column]) => [key, plain(column)]));
  return { ...rest, slots: { ...columns, flight: Array.from(slots.flight, (flight) => flights.flight[flight]) }, plan };
}

export const slots = {
  summary: 'who waits how long under a plan: the slot list of its regulations',
  usage: 'FILE… [--plan FILE | --volume NAME --period FROM-TO --rate N] [--extend] [--json|--csv]',
  options: {
    ...planOptions,
    json: { help: 'for machines: a line a file, with everything that the plan does' },
    csv: { help: 'for spreadsheets: a row a turn' },
  },
  details: [
    'First planned, first served, a rate of N giving exactly N slots an hour. CTOT is the planned take-off plus the delay, where a',
    'take-off is known; its window reaches from 5 minutes before to 10 minutes after.',
    '',
    'Examples:',
    "  loadline slots day.json.gz                                    the scenario's own regulations",
    '  loadline slots day.json.gz --volume "LSAS 365-385" --period 07:00-19:00 --rate 38 --csv >slots.csv',
    '  loadline slots day.json.gz --plan plan.json --extend',
  ],
  files: 'some',
  async run(options, files) {
    const output = outputOf(options, 'slots');
    const request = requestOf(options, 'slots');
    if (output === 'json') request.digest = true;
    const { withScenario } = await import('./files.mjs');
    let first = true;
    return eachFile(files, (file) =>
      withScenario(file, (scenario, { title }, name) => {
        const about = scenario.soundSummary();
        sayLosses(name, about);
        const answer = scenario.regulate(request);
        const flights = scenario.soundFlights();
        if (output === 'json') {
          process.stdout.write(`${JSON.stringify({ scenario: name, ...machine(answer, flights) })}\n`);
        } else if (output === 'csv') {
          const at = (seconds) => moment(seconds, about.midnightMs);
          const head = [
            'scenario',
            'regulation',
            'flow',
            'flight',
            'operator',
            'eto',
            'slot',
            'delay_min',
            'most_penalising',
            'ctot',
            'fixed',
          ];
          const rows = rowsOf(answer, flights).map((row) => [
            name,
            row.regulation,
            row.flow,
            row.flight,
            row.operator,
            at(row.etoS),
            at(row.slotS),
            row.delayMin,
            row.mostPenalising,
            at(row.ctotS),
            row.fixed ? 1 : 0,
          ]);
          process.stdout.write(csv([...(first ? [head] : []), ...rows]));
          process.stderr.write(noteLines(answer.notes));
        } else {
          process.stdout.write(`${title || name}\n${played(answer)}`);
          const waiting = rowsOf(answer, flights).filter((row) => row.delayMin > 0);
          const shown = waiting.toSorted((a, b) => b.delayMin - a.delayMin).slice(0, 20);
          const rows = shown.map((row) => [
            `  ${row.flight}`,
            row.operator,
            row.regulation,
            timeOfDay(row.etoS),
            timeOfDay(row.slotS),
            count(row.delayMin),
            row.mostPenalising,
            timeOfDay(row.ctotS),
          ]);
          if (rows.length > 0)
            process.stdout.write(
              `\n${table([['  flight', 'operator', 'regulation', 'ETO', 'slot', 'min', 'by', 'CTOT'], ...rows], [5])}` +
                (waiting.length > shown.length ? `  … and ${count(waiting.length - shown.length)} more; --csv has them all\n` : ''),
            );
        }
        first = false;
        return 0;
      }),
    );
  },
};
