// What questions under the sound model take in Node: one line of CSV a question, beside the reference where that ends in a few seconds.
// `median_us` is of a call as JavaScript makes it, unless the row says what else; `limit_us` is what issue 6 asks for.
import { readFileSync } from 'node:fs';
import { generate, init, Scenario } from '../pkg/dist/node.js';

await init();
console.log('day,flights,question,step_s,median_us,limit_us,reference_us,of');

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const timed = (call) => {
  const start = performance.now();
  call();
  return (performance.now() - start) * 1e3;
};
const medianOf = (times, call) => {
  for (let round = 0; round < Math.max(3, times / 4); round += 1) call(round);
  return median(Array.from({ length: times }, (_, round) => timed(() => call(round))));
};
const row = (day, flights, question, step, us, limit, reference, of = '') =>
  console.log(
    [
      day,
      flights,
      `"${question}"`,
      step,
      us.toFixed(3),
      limit ?? '',
      reference === undefined ? '' : reference.toFixed(0),
      `"${of}"`,
    ].join(),
  );

const rates = [null, 60, 48, 36, 24, 18, 12, 6];

/** A search from its beginning to its end; the exhaustive part alone, where `fine` is not asked for. */
function searched(scenario, request) {
  const began = performance.now();
  const search = scenario.searchSound(request);
  const ready = performance.now();
  const found = search.result();
  const ended = performance.now();
  search.free();
  return { setupUs: (ready - began) * 1e3, allUs: (ended - ready) * 1e3, found };
}

/** Set-up, exhaustive search and one more candidate. A grid of twice the combinations tells what one costs, set-up apart. */
function search(name, scenario, plan, limits) {
  const { flights } = scenario.soundSummary();
  for (const stepS of [900, 60]) {
    const flows = plan.regulations[0].flows.length;
    const grids = Array.from({ length: flows }, () => rates);
    const larger = Array.from({ length: flows }, () => [...rates, 54, 42, 30, 27, 21, 15, 9, 3]);
    const ask = (given) => () => searched(scenario, { ...plan, stepS, fine: false, grids: given });
    const small = Array.from({ length: 25 }, ask(grids)).slice(5);
    const large = Array.from({ length: 15 }, ask(larger)).slice(5);
    const of = (list, key) => median(list.map((each) => each[key]));
    const [few, many] = [rates.length ** flows, (2 * rates.length) ** flows];
    const candidateUs = (of(large, 'allUs') - of(small, 'allUs')) / (many - few);
    const [setup, candidate, exhaustive] = limits[stepS] ?? [];
    row(name, flights, 'set-up of a regulation', stepS, of(small, 'setupUs'), setup);
    row(name, flights, 'one more candidate', stepS, candidateUs, candidate, undefined, `(${many} - ${few}) candidates, parts included`);
    row(
      name,
      flights,
      'search: exhaustive, descent and blanket',
      stepS,
      of(small, 'allUs'),
      exhaustive,
      undefined,
      `${few} combinations, parts and ${small[0].found.blanket.evaluated} blanket rates included`,
    );
  }
  const [reference] = [[null, 24]].map((grid) => {
    const flows = plan.regulations[0].flows.length;
    const asked = { ...plan, stepS: 900, fine: false, grids: Array.from({ length: flows }, () => grid) };
    const plain = timed(() => searched(scenario, { ...asked, side: 'reference' }));
    const fast = searched(scenario, asked);
    const evaluated = fast.found.exhaustive.evaluated + fast.found.coarse.evaluations + fast.found.blanket.evaluated;
    return plain / evaluated;
  });
  row(name, flights, 'one candidate, reference', 900, reference, undefined, reference);
  const own = { ...plan };
  own.regulations = plan.regulations.map((each) => ({ ...each, flows: each.flows.map((flow) => ({ ...flow, rate: 30 })) }));
  row(
    name,
    flights,
    'path bound and witness, every minute',
    60,
    medianOf(30, () => scenario.bound(own)),
    5000,
    timed(() => scenario.bound({ ...own, side: 'reference' })),
  );
}

const swiss = readFileSync(new URL('../scenarios/flow/swiss-2018-08-01-sound.json.gz', import.meta.url));
{
  const scenario = Scenario.load(swiss, 'swiss.json.gz');
  const { searchPlan } = scenario.soundSummary();
  search('Swiss', scenario, searchPlan, { 900: [1000, 0.15, 1000], 60: [undefined, 2, undefined] });
  const held = (round) =>
    scenario.regulate({ regulations: [{ ...searchPlan.regulations[0], flows: [{ id: 'all', rate: 25 + (round % 20) }] }] });
  row(
    'Swiss',
    scenario.soundSummary().flights,
    'regulate: one rate changed',
    900,
    medianOf(60, held),
    undefined,
    timed(() => scenario.regulate({ side: 'reference' })),
  );
  scenario.free();
}
{
  const scenario = Scenario.load(generate({ size: 'medium', seed: 102, nFlows: 4 }), 'medium.json');
  const { plan } = scenario.soundSummary();
  search('generated', scenario, plan, { 900: [15_000, 1.5, undefined], 60: [undefined, undefined, undefined] });
  scenario.free();
}
{
  const first = Scenario.load(swiss, 'swiss.json.gz');
  const { plan } = first.soundSummary();
  const bytes = first.resample(30, 1);
  first.free();
  const scenario = Scenario.load(bytes, 'x30.json');
  const { flights } = scenario.soundSummary();
  row(
    'Swiss x30',
    flights,
    'hotspots, first',
    900,
    timed(() => scenario.hotspots()),
    50_000,
  );
  row(
    'Swiss x30',
    flights,
    'hotspots',
    900,
    medianOf(20, () => scenario.hotspots()),
    50_000,
    timed(() => scenario.hotspots({ side: 'reference' })),
  );
  const [{ volume, period }] = plan.regulations;
  const held = (round) =>
    scenario.regulate({ regulations: [{ id: 'R', volume, period, flows: [{ id: 'all', rate: 900 + (round % 200) }] }] });
  row(
    'Swiss x30',
    flights,
    'regulate, first',
    900,
    timed(() => held(0)),
    undefined,
  );
  row(
    'Swiss x30',
    flights,
    'regulate: one rate changed, a slider',
    900,
    medianOf(60, held),
    16_000,
    undefined,
    `${held(0).slots.flight.length} turns`,
  );
  row(
    'Swiss x30',
    flights,
    'counts of the volume',
    900,
    medianOf(20, () => scenario.counts(volume, { regulations: [] })),
    16_000,
  );
  scenario.free();
}
