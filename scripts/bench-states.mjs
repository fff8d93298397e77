// What the hot paths of states take, in Node: one line of CSV a question and side, as examples/states.rs does natively.
// `each_ns` is the median of 15 rounds of one call over many elements, the copying into wasm and out of it included, divided by
// their number; a build is one element. `low_ns` and `high_ns` are its quartiles.
import { readFileSync } from 'node:fs';
import instance, { initSync, StateSpace, StateSpaceBuild, thetaOfWords } from '../pkg/dist/lib.js';

void instance;
const { memory } = initSync({ module: readFileSync(new URL('../pkg/dist/lib_bg.wasm', import.meta.url)) });
const megabytes = () => memory.buffer.byteLength / 2 ** 20;

console.log('question,side,table,elements,each_ns,low_ns,high_ns');
const line = (question, side, table, elements, [low, each, high]) =>
  console.log([`"${question}"`, side, table, elements, ...[each, low, high].map((ns) => ns.toPrecision(4))].join());

/** Quartiles of so many calls' times, in nanoseconds an element. */
function quartiles(rounds, elements, call) {
  const spent = Array.from({ length: rounds }, () => {
    const began = performance.now();
    call();
    return ((performance.now() - began) * 1e6) / elements;
  }).sort((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((share) => spent[Math.floor(rounds * share)]);
}

function build() {
  const slices = StateSpaceBuild.begin();
  while (!slices.advance(10_000).done);
  const space = slices.result();
  slices.free();
  return space;
}

// Memory of wasm only grows, so what it grew by is the most that the build ever held.
const before = megabytes();
let space;
line(
  'build, first call',
  'optimised',
  'codes',
  1,
  quartiles(1, 1, () => (space = build())),
);
console.log(
  `# the first build grew the memory from ${before.toFixed(1)} to ${megabytes().toFixed(1)} MiB; the space holds ${(space.summary().bytes / 2 ** 20).toFixed(1)} MiB`,
);
line(
  'build, warm',
  'optimised',
  'codes',
  1,
  quartiles(7, 1, () => build().free()),
);

const { states, archetypeIndex } = space.summary();
let seed = 1;
const random = (below) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
const elements = 50_000;
const indices = Uint32Array.from({ length: elements }, () => random(states));
const bytes = Uint8Array.from({ length: elements }, () => random(256));
const walked = space.trail(archetypeIndex, bytes);
const few = indices.subarray(0, 5_000);

/** A question by the optimised side, and by the reference with fewer elements where it takes long. */
function compare(question, table, optimised, reference) {
  // The engine compiles what is hot, in the background and after some hundred calls.
  for (const until = performance.now() + 600; performance.now() < until; ) optimised();
  line(question, 'optimised', table, elements, quartiles(15, elements, optimised));
  if (reference === undefined) return;
  reference();
  line(question, 'reference', 'sorted keys', few.length, quartiles(15, few.length, reference));
}

const words = (of) => space.stateAt(of);
const [someStates, fewStates, walkedStates] = [words(indices), words(few), words(walked)];
const someWords = BigUint64Array.from(someStates, BigInt);
compare('theta of random states, any word', 'none: bits are counted', () => thetaOfWords(someWords));
compare(
  'theta of random states, refusing others',
  'cells',
  () => space.theta(someStates),
  () => space.theta(fewStates, 'reference'),
);
compare(
  'theta along a walk, refusing others',
  'cells',
  () => space.theta(walkedStates),
  () => space.theta(walkedStates.subarray(0, few.length), 'reference'),
);
compare(
  'theta at random indices',
  'a byte a state',
  () => space.thetaAt(indices),
  () => space.thetaAt(few, 'reference'),
);
compare(
  'index of random states',
  'cells',
  () => space.find(someStates),
  () => space.find(fewStates, 'reference'),
);
const trail = () => space.trail(archetypeIndex, bytes);
compare('steps of a walk, with the index after each', 'cells (6 MB)', trail, () =>
  space.trail(archetypeIndex, bytes.subarray(0, few.length), 'reference'),
);
compare('steps from random indices', 'cells (6 MB)', () => space.step(indices, bytes));
space.keepLargeTable();
compare('steps of a walk, with the index after each', 'every code (64 MiB)', trail);
compare('steps from random indices', 'every code (64 MiB)', () => space.step(indices, bytes));

// A store of 20,000 entries that a random walk learned, asked for the best candidate of each state of the walk.
const store = space.openStore(undefined, undefined, { view: 'canonicalOverlay' });
const entries = 20_000;
store.learn(
  Uint32Array.from({ length: entries }, (_, place) => walked[place]),
  Uint32Array.from({ length: entries }, () => random(30_522)),
  bytes.subarray(0, entries),
);
const best = 'best candidate of the states of a walk';
compare(best, 'kept lists', () => store.bestOf(walked));
line(
  best,
  'reference',
  'a scan of the store',
  20,
  quartiles(3, 20, () => store.bestOf(walked.subarray(0, 20), 'reference')),
);
