// loadline hotspots: where there is more than is declared to fit.

import { eachFile } from './each.mjs';
import { csv, minutes, moment, outputOf, planOptions, requestOf, sayLosses, timeOfDay } from './sound.mjs';
import { count, counted, table } from './text.mjs';

const what = { entry: 'entering', peak: 'inside, peak', sustain: 'inside, sustained' };

export const hotspots = {
  summary: 'where there is more traffic than is declared to fit, worst first',
  usage: 'FILE… [--plan FILE] [--count WHAT] [--step S] [--json|--csv]',
  options: {
    ...planOptions,
    json: { help: 'for machines: a line a file, {scenario, counted, hotspots}' },
    csv: { help: 'for spreadsheets: a row a hotspot' },
  },
  details: [
    'Without a plan the day is asked about as filed. Area is excess times step, in flight-minutes: it does not depend on the step.',
    '',
    'Examples:',
    '  loadline hotspots day.json.gz                                 flights entering in the hour, every 15 minutes',
    '  loadline hotspots day.json.gz --count entries                 the same, each re-entry counted again',
    '  loadline hotspots day.json.gz --volume "LSAS 365-385" --period 07:00-19:00 --rate 38   what a regulation leaves',
  ],
  files: 'some',
  async run(options, files) {
    const output = outputOf(options, 'hotspots');
    const request = requestOf(options, 'hotspots');
    const { withScenario } = await import('./files.mjs');
    let first = true;
    return eachFile(files, (file) =>
      withScenario(file, (scenario, { title }, name) => {
        const about = scenario.soundSummary();
        sayLosses(name, about);
        const found = scenario.hotspots(request);
        if (output === 'json') {
          process.stdout.write(`${JSON.stringify({ scenario: name, counted: about.counted, hotspots: found })}\n`);
        } else if (output === 'csv') {
          const head = ['scenario', 'volume', 'kind', 'from', 'to', 'windows', 'area_flight_s', 'max_excess', 'worst_at', 'count', 'limit'];
          const rows = found.map((each) => [
            name,
            each.volume,
            each.kind,
            moment(each.fromS, about.midnightMs),
            moment(each.toS, about.midnightMs),
            each.cells,
            each.areaS,
            each.maxExcess,
            moment(each.worstAtS, about.midnightMs),
            each.count,
            each.limit,
          ]);
          process.stdout.write(csv([...(first ? [head] : []), ...rows]));
        } else {
          const entries = options.count === 'entries' ? 'entries in the window, each re-entry again' : about.counted;
          process.stdout.write(`${title || name}: ${counted(found.length, 'hotspot')}; counted are ${entries}\n`);
          if (about.capacitiesNote) process.stdout.write(`  ${about.capacitiesNote}\n`);
          const rows = found.map((each) => [
            `  ${each.volume}`,
            what[each.kind],
            `${timeOfDay(each.fromS)} to ${timeOfDay(each.toS)}`,
            count(minutes(each.areaS)),
            `+${count(each.maxExcess)}`,
            `${count(each.count)} of ${count(each.limit)}`,
            timeOfDay(each.worstAtS),
          ]);
          if (rows.length > 0)
            process.stdout.write(
              table([['  volume', 'flights', 'from, to', 'flight-min', 'excess', 'at worst', 'from'], ...rows], [3, 4, 5]),
            );
          if (about.declared === 0) process.stdout.write('  no volume declares a capacity, so nothing can be overloaded\n');
        }
        first = false;
        return 0;
      }),
    );
  },
};
