// Where the time of a search for rates goes, in Node: one line of CSV a day, with the columns of examples/rates.rs.
// `search_us` is a whole search on a question that was never asked before, with its first and third quartile; `ready_us` the same
// once the question is remembered; `candidate_ns` one more candidate whose part is known.
import { generate, init, Scenario } from '../pkg/dist/node.js';

await init();
console.log('day,flows,entrants,evaluations,search_us,search_us_q1,search_us_q3,ready_us,candidate_ns,reference_us');

/** Quartiles of a call's own time, in microseconds. */
function quartiles(times, call) {
  const spent = Array.from({ length: times }, (_, round) => call(round).elapsedNs / 1e3).sort((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((share) => spent[Math.floor(times * share)]);
}

for (const [size, nFlows] of [
  ['medium', 4],
  ['medium', 8],
  ['medium', 16],
  ['large', 16],
]) {
  const scenario = Scenario.load(generate({ size, nFlows }), `${size}.json`);
  // A weight that was never used makes a question that was never asked, and changes no more than the cost of a minute.
  let asked = 0;
  const neverAsked = () => scenario.findRates({ weights: { lambdaDelay: 0.1 + (asked += 1) * 1e-9 } });
  quartiles(2000, neverAsked); // the engine compiles what is hot, in the background
  const [q1, search, q3] = quartiles(300, neverAsked);
  const [, ready] = quartiles(300, () => scenario.findRates({}));
  const passes = (count) => quartiles(9, () => scenario.findRates({ passes: count, epsilon: -1, cacheSize: 0 }))[1];
  const candidate = ((passes(1002) - passes(2)) * 1e3) / (1000 * nFlows * scenario.findRates({}).grid.length);
  const [, reference] = quartiles(3, () => scenario.findRates({ side: 'reference' }));
  const { entrants, evalCalls } = scenario.findRates({});
  const all = entrants.reduce((sum, each) => sum + each, 0);
  const figures = [search, q1, q3, ready].map((each) => each.toFixed(1));
  console.log([size, nFlows, all, evalCalls, ...figures, candidate.toFixed(0), reference.toFixed(0)].join());
  scenario.free();
}
