// loadline rates: at which rates one volume costs least.

import { eachFile } from './each.mjs';
import { interruptible } from './interrupt.mjs';
import { jsonObject, nearest, Usage } from './options.mjs';
import { bothRates, soundRates } from './rates-sound.mjs';
import { clearProgress, progress } from './progress.mjs';
import { clock, cost, costChange, count, counted, duration, scenarioLine, table } from './text.mjs';

const wrong = (message) => new Usage(message, 'rates');

/** `inf,60,30` as numbers. */
function gridOf(text) {
  return text.split(',').map((word) => {
    const rate = word.trim();
    if (/^inf(inity)?$/i.test(rate)) return Infinity;
    if (/^adaptive$/i.test(rate)) throw wrong('`adaptive` stands alone; to add rates of your own, write --adaptive --grid inf,60,30');
    if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(rate))
      throw wrong(`--grid: \`${rate}\` is no rate; write flights an hour and inf, with commas between, as in inf,60,30`);
    return Number(rate);
  });
}

/** A number such as 0.001, 1e-6 or -1. */
function numberOf(name, text) {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) throw wrong(`--${name} must be a number such as 0.001, not \`${text}\``);
  return Number(text);
}

/** `32-40` or `08:00-10:00` as the first bin and the one after the last. */
function windowOf(text, binMinutes) {
  const bins = text.match(/^(\d+)-(\d+)$/);
  if (bins !== null) return [Number(bins[1]), Number(bins[2])];
  const times = text.match(/^(\d\d?):([0-5]\d)-(\d\d?):([0-5]\d)$/);
  if (times === null) throw wrong(`--window: \`${text}\` is no window; write bins as 32-40, or times as 08:00-10:00`);
  const [from, to] = [60 * times[1] + Number(times[2]), 60 * times[3] + Number(times[4])];
  for (const minute of [from, to]) {
    if (minute > 24 * 60) throw wrong(`--window: \`${text}\` ends after the day, which 24:00 does`);
    if (minute % binMinutes !== 0)
      throw wrong(`--window: no bin of this day begins at ${clock(minute)}; they are ${counted(binMinutes, 'minute')} long, from 00:00`);
  }
  return [from / binMinutes, to / binMinutes];
}

/** The position of a volume, by its name. */
function volumeOf(name, scenario, file) {
  const names = scenario.volumes().map((volume) => volume.id);
  const index = names.indexOf(name);
  if (index !== -1) return index;
  const meant = nearest(name, names);
  const some = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${count(names.length - 5)} more` : names.join(', ');
  throw wrong(`${file} has no volume \`${name}\`; ${meant ? `did you mean \`${meant}\`?` : `it has ${some}`}`);
}

/** What the options ask for, apart from what depends on the day. */
function asked({ mode, adaptive, grid, passes, epsilon, 'max-eval-calls': maxEvalCalls, weights, check }) {
  const request = {
    mode: { 'per-flow': 'perFlow', blanket: 'blanket' }[mode],
    adaptive: adaptive || grid === 'adaptive' || undefined,
    grid: grid === undefined || grid === 'adaptive' ? undefined : gridOf(grid),
    passes,
    epsilon: epsilon === undefined ? undefined : numberOf('epsilon', epsilon),
    maxEvalCalls,
    weights: weights === undefined ? undefined : jsonObject('weights', weights, '{"lambdaDelay": 0.2}', 'rates'),
    scorer: check ? 'both' : undefined,
  };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

/** One side's search. A line on the terminal says how far it is, once it takes longer than a glance. */
async function search(scenario, name, request) {
  const { findRates } = await import('./library.mjs');
  const began = performance.now();
  const found = await findRates(scenario, request, {
    onProgress({ tried, atMost, pass, bestDeltaJ }) {
      if (performance.now() - began < 500) return;
      progress(`${name}: ${request.side} side, pass ${pass}, ${count(tried)} of at most ${count(atMost)}, best ${costChange(bestDeltaJ)}`);
    },
  });
  clearProgress();
  return found;
}

/** The first place where two values part, as a path, and what stands there. */
function firstDifference(reference, optimised, at = '$') {
  const isObject = (value) => typeof value === 'object' && value !== null;
  if (!isObject(reference) || !isObject(optimised)) {
    const shown = (value) => JSON.stringify(value) ?? 'nothing';
    return Object.is(reference, optimised) ? undefined : { at, reference: shown(reference), optimised: shown(optimised) };
  }
  for (const key of new Set([...Object.keys(reference), ...Object.keys(optimised)])) {
    const found = firstDifference(reference[key], optimised[key], `${at}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where the answers of two sides part; as a whole, when they hold the same values in another order. */
function parting(reference, optimised) {
  const found = firstDifference(JSON.parse(reference.answer), JSON.parse(optimised.answer));
  return found ?? { at: '$', reference: reference.answer, optimised: optimised.answer };
}

/** The answer's own text with the time in it, so that no number is written anew. */
function machineLine({ answer, elapsedNs }, other) {
  const times = { elapsedNs };
  if (other !== undefined) {
    const agree = other.answer === answer;
    Object.assign(times, { referenceElapsedNs: other.elapsedNs, agree, ...(agree ? {} : { disagreement: parting(other, { answer }) }) });
  }
  // `rates` holds no object, so the first `"diagnostics":{` is the one that follows `deltaJ`.
  const line = answer.replace(/,"diagnostics":\{/, (start) => `,${JSON.stringify(times).slice(1, -1)}${start}`);
  return `${line}\n`;
}

const limit = (rate) => (Number.isFinite(rate) ? String(rate) : 'no limit');

const parts = { total: 'all', cap: 'overload', delay: 'delay', reg: 'departure', tv: 'unevenness', share: 'shares', spill: 'spill' };

function costTable({ baseline, found }) {
  const rows = Object.entries(parts)
    .filter(([key]) => key === 'total' || baseline[key] !== 0 || found[key] !== 0)
    .map(([key, label]) => [`  ${label}`, cost(baseline[key]), cost(found[key]), costChange(found[key] - baseline[key])]);
  return table([['  cost', 'as filed', 'found', 'change'], ...rows], [1, 2, 3]);
}

function rateTable({ mode, flow, rate, flowNames, entrants }) {
  const entering = new Map(flowNames.map((name, index) => [name, entrants[index]]));
  const number = (name) => count(entering.get(name) ?? 0);
  if (mode === 'perFlow') {
    const rows = flow.map((name, index) => [`  ${name}`, number(name), limit(rate[index])]);
    return table([['  flow', 'entrants', 'flights an hour'], ...rows], [1, 2]);
  }
  const one = Number.isFinite(rate[0]) ? `${limit(rate[0])} flights an hour for all flows together` : 'no limit for any flow';
  return `  ${one}\n\n${table([['  flow', 'entrants'], ...flowNames.map((name) => [`  ${name}`, number(name)])], [1])}`;
}

function text(summary, found, other, checked) {
  const { volume, windowBins, side, evalCalls, cacheHits, passesRan, elapsedNs, notes } = found;
  const [from, to] = windowBins.map((bin) => clock(bin * summary.binMinutes));
  const lines = [
    `${scenarioLine(summary)}\n`,
    `  ${volume}, ${from} to ${to}, bins ${windowBins.join('-')}\n\n`,
    ...(found.flowNames.length > 0 ? [rateTable(found), '\n'] : []),
    costTable(found),
    `\n  ${counted(evalCalls, 'candidate')} scored, ${count(cacheHits)} taken from the cache, ${counted(passesRan, 'pass', 'passes')}; ${duration(elapsedNs)} on the ${side} side\n`,
  ];
  if (found.stoppedEarly) lines.push('  stopped early: what may still be better was not tried\n');
  if (checked) lines.push('  each candidate was scored by both sides, and they agree\n');
  lines.push(...notes.map((note) => `  note: ${note}\n`));
  if (other !== undefined) {
    const sign = other.answer === found.answer ? '=' : '≠';
    lines.push(
      `\n  ${sign} the sides ${sign === '=' ? 'find the same' : 'find different answers'}: ${other.digest} ${sign} ${found.digest}\n`,
      table(
        [other, found].map((each) => [`    ${each.side}`, duration(each.elapsedNs)]),
        [1],
      ),
      '    one call each, the first of its kind; `loadline compare --pair flow/rates` measures\n',
    );
    if (sign === '≠') {
      const { at, reference, optimised } = parting(other, found);
      lines.push(`    they part first at ${at}\n      reference  ${reference}\n      optimised  ${optimised}\n`);
    }
  }
  return lines.join('');
}

/** The files under the sound model, or under both. */
async function otherModel(options, files) {
  const { withScenario } = await import('./files.mjs');
  const ask = options.semantics === 'sound' ? soundRates : bothRates;
  return interruptible(() =>
    eachFile(files, (file) => withScenario(file, (scenario, summary, name) => ask(scenario, summary, name, options))),
  );
}

export const rates = {
  summary: 'the rates at which one volume costs least, flow by flow',
  usage: 'FILE… [--mode M] [--adaptive] [--grid LIST] [--volume NAME] [--window FROM-TO] [--semantics MODEL] [--side SIDE] [--json]',
  options: {
    mode: { value: 'M', help: 'per-flow or blanket: a rate each, or one for all (per-flow)', choice: ['per-flow', 'blanket'] },
    adaptive: { help: 'try rates made from the demand, in one pass; also --grid adaptive' },
    grid: { value: 'LIST', help: 'flights an hour to try (inf,60,48,36,24,18,12,6)' },
    volume: { value: 'NAME', help: "the volume to regulate (the scenario's control volume)" },
    window: { value: 'FROM-TO', help: "bins as 32-40, or times as 08:00-10:00 (the scenario's)" },
    passes: { value: 'N', whole: 1, help: 'most passes over the flows, with a fixed grid (2)' },
    epsilon: { value: 'X', help: 'stop when a pass gains no more than this share (0.001)' },
    'max-eval-calls': { value: 'N', whole: 0, help: 'score no more candidates than this' },
    weights: { value: 'JSON', help: `over the scenario's own, as '{"lambdaDelay": 0.2}'` },
    side: { value: 'SIDE', help: 'reference, optimised, or both to compare (optimised)', choice: ['reference', 'optimised', 'both'] },
    check: { help: 'score every candidate by both sides; stop where they differ' },
    semantics: {
      value: 'MODEL',
      help: 'published, sound, or both judged by the sound one (as the file says)',
      choice: ['published', 'sound', 'both'],
    },
    plan: { value: 'FILE', help: 'sound: a plan whose first regulation is searched' },
    step: { value: 'S', whole: 1, help: 'sound: seconds from one window to the next (60; both: 900)' },
    json: { help: 'for machines: a line a file, {rates, deltaJ, elapsedNs, diagnostics}' },
  },
  details: [
    'Examples:',
    '  loadline rates day.json                                     a rate for each flow, from the usual grid',
    '  loadline rates day.json --adaptive --window 08:00-10:00     rates made from the demand of these hours',
    '  loadline rates day.json --mode blanket --grid inf,40,30,20  one rate for all flows, of these four',
    '  loadline rates *.json.gz --side both --json                 both sides; exit status 1 where they differ',
    '',
    'A change in cost is that of all rates together: what one flow would save alone is another question. --side both times each',
    'side once, and adds to the line of --json: referenceElapsedNs, agree and, where they differ, disagreement.',
    '',
    'A file that says "semantics": "sound" is searched under the sound model, any other under the published one, unless --semantics says',
    'otherwise. Under the sound model only --volume, --window (in hours), --grid, --plan, --step and --side apply.',
    '  loadline rates day.json --semantics both --window 09:00-12:00   the published choice beside the sound one',
  ],
  files: 'some',
  async run(options, files) {
    if (options.semantics === 'sound' || options.semantics === 'both') return otherModel(options, files);
    const request = asked(options);
    if (options.check && options.side === 'reference') throw wrong('--check is of the optimised side; leave --side reference out');
    const { withScenario } = await import('./files.mjs');
    const { side = 'optimised', volume, window, check, json } = options;
    const one = (file) =>
      withScenario(file, async (scenario, summary, name) => {
        if (options.semantics === undefined && scenario.soundSummary().semantics === 'sound')
          return soundRates(scenario, summary, name, options);
        for (const option of ['plan', 'step']) {
          if (options[option] !== undefined) throw wrong(`--${option} is of the sound search; add --semantics sound`);
        }
        const here = {
          ...request,
          ...(volume === undefined ? {} : { volume: volumeOf(volume, scenario, name) }),
          ...(window === undefined ? {} : { windowBins: windowOf(window, summary.binMinutes) }),
        };
        const other = side === 'both' ? await search(scenario, name, { ...here, side: 'reference' }) : undefined;
        const found = await search(scenario, name, { ...here, side: side === 'both' ? 'optimised' : side });
        process.stdout.write(json ? machineLine(found, other) : text(summary, found, other, check));
        return other === undefined || other.answer === found.answer ? 0 : 1;
      });
    return interruptible(() => eachFile(files, one));
  },
};
