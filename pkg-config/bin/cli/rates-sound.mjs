// loadline rates --semantics sound | both: the search under the sound model, and the same question under both.

import { Usage } from './options.mjs';
import { clearProgress, progress } from './progress.mjs';
import { noteLines, plain, readPlan, sayLosses } from './sound.mjs';
import { count, duration, table } from './text.mjs';

const wrong = (message) => new Usage(message, 'rates');

/** Options that only the published search has. */
const publishedOnly = ['mode', 'adaptive', 'passes', 'epsilon', 'max-eval-calls', 'weights', 'check'];

/** `inf,60,30` as whole rates, `null` for none. */
function gridOf(text) {
  return text.split(',').map((word) => {
    const rate = word.trim();
    if (/^inf(inity)?$/i.test(rate)) return null;
    if (!/^\d+$/.test(rate)) throw wrong(`--grid: \`${rate}\` is no whole rate; write flights an hour and inf, as in inf,60,30`);
    return Number(rate);
  });
}

/** `09:00-12:00` in seconds of the day. */
function periodOf(text) {
  const times = text.match(/^(\d\d?):([0-5]\d)-(\d\d?):([0-5]\d)$/);
  if (times === null) throw wrong(`--window: \`${text}\` is no window of the sound model; write hours as 09:00-12:00`);
  const [, h0, m0, h1, m1] = times.map(Number);
  return [3600 * h0 + 60 * m0, 3600 * h1 + 60 * m1];
}

/** What a search is asked; the scenario's own search where no option says otherwise. */
function requestOf({ plan: file, volume, window, grid, step }, { plan: own, searchPlan }) {
  const request = file === undefined ? {} : readPlan(file, 'rates');
  const base = structuredClone(request.regulations ?? (searchPlan ?? own).regulations);
  if (volume !== undefined || window !== undefined || grid !== undefined || file !== undefined) {
    if (base.length === 0) base.push({ id: 'R', flows: [{ id: 'all' }] });
    if (volume !== undefined) base[0].volume = volume;
    if (window !== undefined) {
      base[0].period = periodOf(window);
      for (const flow of base[0].flows) delete flow.rates;
    }
    request.regulations = base;
    if (grid !== undefined) request.grids = base[0].flows.map(() => gridOf(grid));
  }
  if (step !== undefined) request.stepS = step;
  return request;
}

async function search(scenario, name, request) {
  const { findSoundRates } = await import('./library.mjs');
  const began = performance.now();
  const found = await findSoundRates(scenario, request, {
    onProgress({ evaluated, best }) {
      if (performance.now() - began < 500) return;
      progress(`${name}: ${count(evaluated)} candidates, best ${best ? count(best.j / 60) : '…'} weighted flight-minutes`);
    },
  });
  clearProgress();
  return found;
}

const shownRate = (rate) => (Number.isFinite(rate) ? count(rate) : 'none');
const candidate = ({ rate, j, totalMin }) => ({ rates: plain(rate), j, totalMin });

function machineLine(name, found, other) {
  const { nothing, exhaustive, coarse, fine, blanket, best, ...rest } = found;
  const line = {
    scenario: name,
    semantics: 'sound',
    ...rest,
    nothing: candidate(nothing),
    ...(exhaustive && { exhaustive: { ...candidate(exhaustive.best), evaluated: exhaustive.evaluated } }),
    coarse: { ...candidate(coarse.best), evaluations: coarse.evaluations },
    fine: fine.map((each) => ({ start: each.start, ...candidate(each.best), evaluations: each.evaluations })),
    blanket: { ...candidate(blanket.best), evaluated: blanket.evaluated },
    best: candidate(best),
    ...(other && { referenceElapsedNs: other.elapsedNs, agree: other.digest === found.digest }),
  };
  return `${JSON.stringify(line)}\n`;
}

function text(title, found, other) {
  const { regulation, volume, flow, stepS, nothing, exhaustive, coarse, fine, blanket, best, bestIsBlanket, elapsedNs, side, notes } =
    found;
  const row = (label, { rate, j, totalMin }, all = false) => [
    `  ${label}`,
    all ? `${shownRate(rate[0])} for all` : Array.from(rate, shownRate).join(' / '),
    count(j / 60),
    count(totalMin),
  ];
  const rows = [
    row('nothing', nothing),
    ...(exhaustive ? [row(`best of ${count(exhaustive.evaluated)}`, exhaustive.best)] : [row('descent, coarse', coarse.best)]),
    ...fine.map((each) => row(`descent from ${each.start}`, each.best)),
    row('one rate', blanket.best, true),
    row('best', best, bestIsBlanket),
  ];
  const lines = [
    `${title}\n  ${regulation}: ${volume}; flows ${flow.join(' / ')}; windows every ${stepS} s\n\n`,
    table([['', 'flights an hour', 'J, weighted flight-min', 'delay, min'], ...rows], [2, 3]),
    `  ${duration(elapsedNs)} on the ${side} side\n`,
    noteLines(notes),
  ];
  if (other !== undefined) {
    const sign = other.digest === found.digest ? '=' : '≠';
    lines.push(`  ${sign} the reference side, in ${duration(other.elapsedNs)}: ${other.digest} ${sign} ${found.digest}\n`);
  }
  return lines.join('');
}

/** One file under the sound model. */
export async function soundRates(scenario, { title }, name, options) {
  for (const option of publishedOnly) {
    if (options[option] !== undefined) throw wrong(`--${option} is of the published search; add --semantics published`);
  }
  const about = scenario.soundSummary();
  sayLosses(name, about);
  const request = requestOf(options, about);
  const { side = 'optimised' } = options;
  const other = side === 'both' ? await search(scenario, name, { ...request, side: 'reference' }) : undefined;
  const found = await search(scenario, name, { ...request, side: side === 'both' ? 'optimised' : side });
  process.stdout.write(options.json ? machineLine(name, found, other) : text(title || name, found, other));
  return other === undefined || other.digest === found.digest ? 0 : 1;
}

const ways = {
  nothing: 'nothing',
  publishedRates: 'published rates, first planned first served',
  publishedDelays: 'published delays, as they are',
  soundExhaustive: 'sound, every combination',
  soundDescent: 'sound, descent',
  soundFine: 'sound, every whole rate',
  soundBlanket: 'sound, one rate for all',
  cherryPick: 'cherry-pick, the bound as delays',
};

/** One file under both models, judged by the sound one. */
export function bothRates(scenario, { title }, name, options) {
  for (const option of [...publishedOnly, 'grid']) {
    if (options[option] !== undefined) throw wrong(`--${option} is not for --semantics both, which asks both searches as they usually are`);
  }
  const about = scenario.soundSummary();
  sayLosses(name, about);
  const { step: stepS, ...rest } = options;
  const request = requestOf(rest, about);
  if (stepS !== undefined) request.analysis = { ...request.analysis, stepS };
  const compared = scenario.compareSemantics(request);
  if (options.json) {
    const lines = compared.ways.map((each) => ({ ...each, rates: each.rates.map((rate) => rate ?? null) }));
    process.stdout.write(`${JSON.stringify({ scenario: name, semantics: 'both', ...compared, ways: lines })}\n`);
    return 0;
  }
  const rows = compared.ways.map(({ way, J, targetS, otherS, delayMin, delayed, rates }) => [
    `  ${ways[way] ?? way}`,
    count(J / 60),
    count(targetS / 60),
    count(otherS / 60),
    count(delayMin),
    count(delayed),
    rates.map((rate) => shownRate(rate ?? NaN)).join(' / '),
  ]);
  const head = ['  way', 'J', 'target', 'other', 'delay, min', 'delayed', 'flights an hour'];
  process.stdout.write(
    `${title || name}: flows ${compared.flows.join(' / ')}; all judged by the sound model\n${table([head, ...rows], [1, 2, 3, 4, 5])}` +
      `  J in weighted flight-minutes; target, other: overload in flight-minutes\n` +
      `  no plan for these flights costs less than J ${count(compared.floorJ / 60)}; the least delay that removes the overload of the volume: ` +
      `${compared.leastDelayMin === undefined || compared.leastDelayMin === null ? 'none' : `${count(compared.leastDelayMin)} min`}\n`,
  );
  return 0;
}
