// The sound model as calls of the package: what a plan does, by both sides, and what is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { node, project } from './support.mjs';

const path = project();

/** Five flights, one a minute from 10:00, into a volume that is declared to take two an hour. */
export const five = {
  version: 1,
  kind: 'flow',
  semantics: 'sound',
  title: 'Five flights',
  day: '2018-08-01',
  volumes: [{ id: 'X', entryCapacity: [[0, 86400, 2]] }, { id: 'Y' }],
  flights: ['A', 'B', 'C', 'D', 'E'].map((id, at) => ({
    id,
    operator: at < 3 ? 'AAA' : 'BBB',
    ...(at === 1 ? { takeoff: 35000 } : {}),
    stays: [['X', 36000 + 60 * at, 36600]],
  })),
  regulations: [{ id: 'R', volume: 'X', period: [36000, 39600], flows: [{ id: 'all', rate: 2 }] }],
};

const said = (body) =>
  node(
    path,
    '--input-type=module',
    '--eval',
    `import { findSoundRates, LoadlineError, Scenario } from 'loadline';
     const said = [];
     const day = Scenario.load(new TextEncoder().encode(${JSON.stringify(JSON.stringify(five))}), 'five.json');
     const regulation = (more, flow) => ({ regulations: [{ id: 'R', volume: 'X', period: [36000, 39600], flows: [{ id: 'all', rate: 2, ...flow }], ...more }] });
     const failure = (call) => { try { call(); return 'none'; } catch (error) {
       return { code: error.code, problem: error.problems?.[0]?.code, at: error.problems?.[0]?.at ?? error.at, remedy: error.problems?.[0]?.remedy }; } };
     ${body}
     console.log(JSON.stringify(said));`,
  );

test('a plan is answered flight by flight, by both sides alike', () => {
  const [fast, plain] = said(`
    for (const side of ['optimised', 'reference']) {
      const { slots, statistics, cost, costPre, digest, effect, regulations } = day.regulate({ side, digest: true });
      said.push({ flight: [...slots.flight], eto: [...slots.etoS], slot: [...slots.slotS], delay: [...slots.delayMin], ctot: [...slots.ctotS],
        most: [...slots.mostPenalising], statistics, cost, costPre, digest, effect, regulations });
    }`);
  assert.deepEqual(fast, plain);
  assert.deepEqual(fast.delay, [0, 29, 58, 87, 116]);
  assert.deepEqual(fast.slot, [36000, 37800, 39600, 41400, 43200]);
  assert.deepEqual(fast.ctot, [null, 35000 + 60 * 29, null, null, null]);
  assert.deepEqual(fast.most, [-1, 0, 0, 0, 0]);
  assert.equal(fast.statistics.over15, 4);
  assert.equal(fast.regulations[0].queue, 3);
  assert.match(fast.digest, /^[0-9a-f]{16}$/);
  assert.deepEqual([fast.effect[0].volume, fast.effect[0].role, fast.effect[0].peakPre], ['X', 'target', 5]);
});

test('exempting, freezing and extending show at once, and a saved plan means the same', () => {
  const [exempt, extended, saved] = said(`
    const late = (plan) => { const { flight, delayMin } = day.regulate(plan).slots; return Array.from({ length: 5 }, (_, at) => delayMin[flight.indexOf(at)]); };
    said.push(late({ exempt: ['E'], frozen: [['D', 30]] }));
    const answer = day.regulate({ extend: true });
    said.push([answer.statistics.spill, answer.regulations[0].extendedS, answer.regulations[0].queue]);
    const plan = day.regulate({ exempt: ['B'], weights: { late: 3 } }).plan;
    said.push([JSON.stringify(day.regulate(plan).cost) === JSON.stringify(day.regulate({ exempt: ['B'], weights: { late: 3 } }).cost), plan.exempt]);`);
  assert.equal(exempt[4], 0);
  assert.equal(exempt[3], 30);
  assert.deepEqual(extended, [0, 4500, 0]);
  assert.deepEqual(saved, [true, ['B']]);
});

test('hotspots, volumes and counts are of the day as filed, or under a plan that names regulations', () => {
  const [filed, held, volumes, counts] = said(`
    said.push(day.hotspots().map(({ volume, kind, maxExcess, count, limit }) => ({ volume, kind, maxExcess, count, limit })));
    said.push(day.hotspots(regulation()).length);
    said.push(day.soundVolumes().map(({ id, peak, declared, limitAtPeak }) => ({ id, peak, declared, limitAtPeak })));
    const { startS, pre, post, limit, counted } = day.counts('X');
    const at = startS.indexOf(36000);
    said.push([startS.length, pre[at], post[at], limit[at], counted]);`);
  assert.deepEqual(filed, [{ volume: 'X', kind: 'entry', maxExcess: 3, count: 5, limit: 2 }]);
  assert.equal(held, 0);
  assert.deepEqual(volumes[0], { id: 'X', peak: 5, declared: true, limitAtPeak: 2 });
  assert.equal(volumes[1].declared, false);
  assert.deepEqual(counts, [96, 5, 2, 2, 'flights entering in 60 min']);
});

test('a search, a bound and both models side by side', () => {
  const [found, bound, ways, same] = said(`
    const progress = [];
    const found = await findSoundRates(day, {}, { onProgress: ({ done, evaluated }) => progress.push([done, evaluated]) });
    said.push([found.best.j <= found.nothing.j, progress.at(-1)[0], found.plan.regulations.length]);
    const [bound] = day.bound();
    said.push([bound.pathMin <= bound.totalMin, bound.delayLimitMin, bound.moves, bound.leftS, bound.witness.totalMin === bound.pathMin, bound.stepS]);
    said.push(day.compareSemantics().ways.map((each) => each.way));
    const plain = await findSoundRates(day, { side: 'reference', fine: false });
    said.push(plain.digest === (await findSoundRates(day, { fine: false })).digest);`);
  assert.deepEqual(found, [true, true, 1]);
  assert.deepEqual(bound, [true, null, 'any delays of the flights in scope', 0, true, 60]);
  assert.deepEqual(ways.slice(0, 3), ['nothing', 'publishedRates', 'publishedDelays']);
  assert.equal(same, true);
});

test('what cannot be meant is refused by its code, with its place and a remedy', () => {
  const [filter, rate, period, volume, twice, exempt, empty, mistyped, name] = said(`
    said.push(failure(() => day.regulate(regulation({}, { filter: { operatr: ['A'] } }))));
    said.push(failure(() => day.regulate(regulation({}, { rate: -3 }))));
    said.push(failure(() => day.regulate(regulation({ period: [39600, 36000] }))));
    said.push(failure(() => day.regulate(regulation({ volume: 'Z' }))));
    said.push(failure(() => day.regulate({ regulations: [...regulation().regulations, ...regulation().regulations] })));
    said.push(failure(() => day.regulate({ exempt: ['Z'] })));
    said.push(failure(() => day.bound({ regulations: [] })));
    said.push(failure(() => day.regulate({ exmpt: ['A'] })));
    said.push(failure(() => day.counts('x')));`);
  assert.deepEqual([filter.problem, filter.at], ['filter/unknown', 'regulations[0].flows[0].filter.operatr']);
  assert.match(filter.remedy, /did you mean operator/);
  assert.deepEqual([rate.problem, rate.at], ['regulation/rates', 'regulations[0].flows[0].rate']);
  assert.deepEqual([period.problem, period.at], ['regulation/period', 'regulations[0].period']);
  assert.deepEqual([volume.problem, volume.at], ['regulation/volume', 'regulations[0].volume']);
  assert.deepEqual([twice.problem, twice.at], ['plan/duplicate-regulation', 'regulations[1].id']);
  assert.deepEqual([exempt.problem, exempt.at], ['plan/flight', 'exempt[0]']);
  assert.deepEqual([empty.code, empty.at], ['argument/unusable', 'regulations']);
  assert.deepEqual([mistyped.code, mistyped.at], ['argument/unusable', 'request.exmpt']);
  assert.deepEqual([name.code, name.at], ['argument/unusable', 'volume']);
});

test('a filter that captures nobody is an answer, said plainly', () => {
  const [[rows, notes]] = said(`
    const answer = day.regulate(regulation({}, { filter: { operator: ['nobody'] } }));
    said.push([answer.slots.flight.length, answer.notes]);`);
  assert.equal(rows, 0);
  assert.match(notes.join(), /R captures nobody/);
});
