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

/** A search from its beginning to its end, slice by slice. A slice is of 512 candidates. */
function searched(scenario, request) {
  const spent = [];
  const spend = (call) => {
    const began = performance.now();
    const came = call();
    spent.push((performance.now() - began) * 1e3);
    return came;
  };
  const search = spend(() => scenario.searchSound(request));
  const { combinations } = spend(() => search.advance(0));
  let evaluated = 512;
  const slices = [];
  // Those that lie wholly in the product of the grids: the first also works the parts out, the last begins with the descents.
  for (; evaluated + 512 <= combinations; evaluated += 512) {
    spend(() => search.advance(0));
    slices.push(spent.at(-1));
  }
  const found = spend(() => search.result());
  search.free();
  const [setupUs, firstUs] = spent;
  const sliceUs = slices.length === 0 ? NaN : median(slices);
  const allUs = spent.slice(1).reduce((sum, us) => sum + us, 0);
  return { setupUs, partsUs: firstUs - sliceUs, sliceUs, allUs, found };
}

/** Set-up, what a candidate takes in the product of the grids, and a whole search. */
function search(name, scenario, plan, limits) {
  const { flights } = scenario.soundSummary();
  for (const stepS of [900, 60]) {
    const flows = plan.regulations[0].flows.length;
    const asked = { ...plan, stepS, fine: false, grids: Array.from({ length: flows }, () => rates) };
    const rounds = Array.from({ length: 25 }, () => searched(scenario, asked)).slice(5);
    const of = (key) => median(rounds.map((each) => each[key]));
    const combinations = rates.length ** flows;
    const [setup, candidate, exhaustive] = limits[stepS] ?? [];
    row(name, flights, 'set-up of a regulation', stepS, of('setupUs'), setup);
    row(name, flights, 'what each flow changes at each rate', stepS, of('partsUs'), undefined, undefined, `${flows} flows, ${rates.length} rates`);
    row(name, flights, 'a candidate', stepS, of('sliceUs') / 512, candidate, undefined, 'a slice of 512, with its crossing');
    row(name, flights, `${combinations} candidates`, stepS, (of('sliceUs') / 512) * combinations, exhaustive);
    const blanket = rounds[0].found.blanket.evaluated;
    row(name, flights, 'a whole search', stepS, of('allUs'), undefined, undefined, `with descents, ${blanket} blanket rates and the answer`);
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
