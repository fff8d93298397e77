// The plan under the sound model: what acts make of it, how a link carries it, and what the library itself says of both.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { packed, read, unpacked, write, type Address } from "../src/store/address";
import { trialOf } from "../src/store/holding";
import { emptySnapshot } from "../src/store/store";
import {
  firstPlan,
  foundNow,
  isTogether,
  judged,
  keptPlan,
  ownRates,
  searchQuestion,
  SOUND_AT_FIRST,
  type Sound,
  type SoundDay,
} from "../src/store/sound";
import { fitsAddress, linkFrom, linkOf, ownFlows, planOf, textOf } from "../src/store/soundlink";
import { planAfter } from "../src/store/soundplan";
import { soundStops, tracked } from "../src/store/soundstops";
import { waitBars } from "../src/store/soundwaits";
import { buffersOf } from "../src/worker/transfer";
import type { PlanPlayed, Scenario, SoundFound, SoundPlan } from "loadline";

const search: SoundPlan = {
  version: 1,
  regulations: [
    {
      id: "R",
      volume: "A",
      period: [3600, 7200],
      flows: [{ id: "west", filter: { from: ["W"] } }, { id: "rest" }],
    },
  ],
  analysis: { windowS: 3600, stepS: 900, count: "flights" },
  weights: { target: 10, ripple: 10 },
};
const own: SoundPlan = {
  ...search,
  regulations: [{ id: "R", volume: "A", period: [3600, 7200], flows: [{ id: "all", rate: 38 }] }],
};
const day = {
  summary: { searchPlan: search, plan: own, counted: "flights entering in 60 min" },
  flights: { flight: ["F1", "F2", "F,3"], operator: ["", "", ""] },
  volumes: [
    { id: "A", limitAtPeak: 38, peak: 45 },
    { id: "B 1", peak: 5 },
  ],
  hotspots: [{ volume: "B 1", fromS: 0, toS: 3600 }],
} as unknown as SoundDay;
const sound = (change: Partial<Sound> = {}): Sound => ({ ...SOUND_AT_FIRST, day, plan: search, ...change });
const after = (now: Sound, act: Parameters<typeof planAfter>[1]): Sound => ({ ...now, ...planAfter(now, act) });
const held = (rate: number): SoundPlan => after(sound(), { do: "rate", flow: "west", rate }).plan ?? {};

describe("what a person does with a plan", () => {
  test("a rate is that of one flow, and infinity is none", () => {
    expect(held(12).regulations?.[0]?.flows).toEqual([
      { id: "west", filter: { from: ["W"] }, rate: 12 },
      { id: "rest" },
    ]);
    const free = after(sound({ plan: held(12) }), { do: "rate", flow: "west", rate: Infinity });
    expect(free.plan?.regulations?.[0]?.flows[0]?.rate).toBeNull();
  });
  test("a rate takes the place of rates that change", () => {
    const changing = { ...own, regulations: [{ ...own.regulations![0]!, flows: [{ id: "all", rates: [] }] }] };
    const flows = after(sound({ plan: changing }), { do: "rate", flow: "all", rate: 9 }).plan?.regulations?.[0]?.flows;
    expect(flows).toEqual([{ id: "all", rate: 9 }]);
  });
  test("all together and back: the flows are kept, and the rates found are taken up", () => {
    const found = {
      regulation: "R",
      volume: "A",
      flow: ["west", "rest"],
      coarse: { best: { rate: [Infinity, 9], j: 7 } },
      fine: [{ best: { rate: [5, 6], j: 3 } }],
      blanket: { best: { rate: [30], j: 4 } },
    } as unknown as SoundFound;
    const of = JSON.stringify(searchQuestion(sound()));
    const together = after(sound({ search: { found, of } }), { do: "together", on: true });
    expect(together.plan?.regulations?.[0]?.flows).toEqual([{ id: "all", rate: 30 }]);
    const back = after(together, { do: "together", on: false }).plan?.regulations?.[0]?.flows;
    expect(back).toEqual([
      { id: "west", filter: { from: ["W"] }, rate: 5 },
      { id: "rest", rate: 6 },
    ]);
    expect(ownRates(found).j).toBe(3);
  });
  test("what was found stands for any rates of its flows, and for no other plan", () => {
    const found = { regulation: "R", blanket: { best: { rate: [30] } } } as unknown as SoundFound;
    const of = JSON.stringify(searchQuestion(sound()));
    const now = sound({ search: { found, of } });
    expect(foundNow(after(now, { do: "rate", flow: "west", rate: 4 }))).toBe(found);
    expect(foundNow(after(now, { do: "together", on: true }))).toBe(found);
    const exempt = after(now, { do: "exempt", flight: "F1" });
    expect(foundNow(exempt)).toBeUndefined();
    expect(foundNow(after(exempt, { do: "release", flight: "F1" }))).toBe(found);
    expect(foundNow(after(now, { do: "extend", on: true }))).toBeUndefined();
    expect(foundNow(after(now, { do: "regulate", volume: "B 1", period: [0, 60] }))).toBeUndefined();
  });
  test("a flight is exempt or frozen, never both, and is released from either", () => {
    const exempt = after(sound(), { do: "exempt", flight: "F1" });
    const frozen = after(exempt, { do: "freeze", flight: "F1", minutes: 7 });
    expect([frozen.plan?.exempt, frozen.plan?.frozen]).toEqual([undefined, [["F1", 7]]]);
    const free = after(frozen, { do: "release", flight: "F1" }).plan;
    expect(free).toEqual(search);
  });
  test("a hotspot that is regulated is a regulation of its own, under a name of its own", () => {
    const once = after(sound(), { do: "regulate", volume: "B 1", period: [0, 3600] });
    const twice = after(once, { do: "regulate", volume: "B 1", period: [0, 3600] });
    expect(twice.plan?.regulations?.map(({ id }) => id)).toEqual(["R", "B 1", "B 1 2"]);
    expect(twice.at).toBe(2);
    expect(after(twice, { do: "remove" }).plan?.regulations).toHaveLength(2);
  });
  test("what is judged has a window every minute; what is kept has the plan's own", () => {
    expect(judged(search).analysis).toEqual({ windowS: 3600, stepS: 60, count: "flights" });
    const played = { plan: judged(search) } as PlanPlayed;
    expect(keptPlan(played, search)).toEqual(search);
    expect(keptPlan(played, { regulations: [] }).analysis).toEqual({ windowS: 3600, count: "flights" });
  });
});

describe("the plan in an address", () => {
  const address = (plan: SoundPlan): Address => {
    const link = linkOf(day, plan);
    return { place: { page: "family", family: "flow" }, ...(link === undefined ? {} : { sound: link }) };
  };
  const back = (plan: SoundPlan): SoundPlan => planOf(day, read(`#${write(address(plan))}`).sound);

  test("the plan that the day begins with stays out, also with its rates written as none", () => {
    expect(linkOf(day, firstPlan(day))).toBeUndefined();
    expect(linkOf(day, held(Infinity))).toBeUndefined();
    expect(linkOf(day, { ...search, exempt: [], frozen: [], extend: false })).toBeUndefined();
    expect(write(address(search))).toBe("flow");
  });
  test("filters of the scenario are named alone", () => {
    expect(write(address(held(12)))).toBe("flow?reg=R~A~3600-7200~west:12,rest:-");
    expect(back(held(12)).regulations?.[0]?.flows).toEqual([
      { id: "west", filter: { from: ["W"] }, rate: 12 },
      { id: "rest", rate: null },
    ]);
  });
  test("all of a plan leads back to itself, whatever its names hold", () => {
    const plan: SoundPlan = {
      version: 1,
      regulations: [
        {
          id: "a~b:c,d%",
          volume: "B 1",
          period: [-3600, 7200],
          flows: [
            { id: "x*.-", filter: { all: [{ operator: ["A:B", "~"] }, { rfl: [100, 200] }] }, rate: 0 },
            {
              id: "y",
              rates: [
                [-3600, 0, 4],
                [0, 7200, 6],
              ],
            },
          ],
          recoveryRate: 3,
        },
        // The scenario's flow of that name has a filter; here it has none.
        { id: "R", volume: "A", period: [0, 60], flows: [{ id: "west", filter: {}, rate: 2 }] },
      ],
      exempt: ["F,3"],
      frozen: [["F1", 12]],
      extend: true,
      analysis: { windowS: 1800, stepS: 900, count: "entries" },
      weights: { target: 20, ripple: 10 },
    };
    const { filter: _, ...everybody } = plan.regulations![1]!.flows[0]!;
    const meant = { ...plan, regulations: [plan.regulations![0]!, { ...plan.regulations![1]!, flows: [everybody] }] };
    expect(back(plan)).toEqual(meant);
    expect(write(address(back(plan)))).toBe(write(address(plan)));
  });
  test("a long plan is packed and leads back", async () => {
    const frozen = Array.from({ length: 60 }, (_, i): [string, number] => [`F${1000 + i}`, i]);
    const long = write(address({ ...search, frozen }));
    const short = await packed(long);
    expect(short).toMatch(/^flow\?z=/);
    expect(await unpacked(`#${short}`)).toBe(`#${long}`);
  });
  test("a plan without a regulation is said; a link without a plan is none", () => {
    expect(write(address({ ...search, regulations: [] }))).toBe("flow?reg=none");
    expect(back({ ...search, regulations: [] }).regulations).toEqual([]);
    expect(read("#flow").sound).toBeUndefined();
  });
  test.each([
    "reg=",
    "reg=~~~",
    "reg=R~A~7200-3600~all:1",
    "reg=R~A~1-2~",
    "reg=R~A~1-2~all:x",
    "reg=R~A~1-2~all:1:{",
    "reg=R~A~1-2~all:1:[]",
    "reg=R~A~1-2~all:1~2~3",
    "reg=%25%25~A~1-2~all:1",
    "reg=R~A~1e3-2e3~all:1",
    "ex=F1&fz=F2:3",
  ])("%s says nothing, and breaks nothing", (text) => {
    expect(linkFrom(new URLSearchParams(text))).toBeUndefined();
  });
  test("of a link that is partly bad the good parts are taken", () => {
    const text =
      "reg=R~A~1-2~all:5,:3,b:-1,c:7&reg=R~A~1-2~again:1&reg=half&ex=F1,%25&fz=F1:3,F2:x,F2:4&wt=target:7,moon:1";
    expect(linkFrom(new URLSearchParams(text))).toEqual({
      regulations: [
        {
          id: "R",
          volume: "A",
          period: [1, 2],
          flows: [
            { id: "all", rate: 5 },
            { id: "c", rate: 7 },
          ],
        },
      ],
      exempt: ["F1"],
      frozen: [["F2", 4]],
      weights: { target: 7 },
    });
  });
  test("volumes and flights that the day does not have are left out", () => {
    const link = { ...own, exempt: ["F1", "NOBODY"], frozen: [["NOBODY", 3]] as [string, number][] };
    const strange = { ...link, regulations: [...own.regulations!, { ...own.regulations![0]!, id: "S", volume: "?" }] };
    const plan = planOf(day, strange);
    expect(plan.regulations?.map(({ id }) => id)).toEqual(["R"]);
    expect([plan.exempt, plan.frozen]).toEqual([["F1"], []]);
  });
  test("one rate for all keeps the scenario's flows at hand", () => {
    expect(ownFlows(day, own)).toEqual({ R: search.regulations?.[0]?.flows });
    expect(ownFlows(day, search)).toEqual({});
  });
  test("a plan that is too large is told apart", () => {
    const frozen = Array.from({ length: 3000 }, (_, i): [string, number] => [`F${i}`, 5]);
    expect(fitsAddress({ ...own, frozen })).toBe(false);
    expect(fitsAddress(own)).toBe(true);
    expect(textOf(own)[0]?.[0]).toBe("reg");
  });
});

describe("the overview's one thing to try", () => {
  const snapshot = (address: Partial<Address> = {}, change: Partial<SoundDay> = {}) => ({
    ...emptySnapshot({ place: { page: "overview" }, ...address }, []),
    sound: sound({ day: { ...day, ...change } }),
  });
  test("begins with the scenario's own rate for the volume that is searched, for eight hours at least", () => {
    const trial = trialOf(snapshot());
    expect([trial?.volume, trial?.rate, trial?.period]).toEqual(["A", 38, [3600, 32_400]]);
    expect(trial?.plan.regulations).toHaveLength(1);
    expect(isTogether(trial!.plan.regulations![0]!)).toBe(true);
  });
  test("takes the rate and the volume of the address", () => {
    const trial = trialOf(snapshot({ rate: Infinity, volume: "B 1" }));
    expect(trial?.plan.regulations?.[0]).toMatchObject({
      id: "B 1",
      volume: "B 1",
      flows: [{ id: "all", rate: null }],
    });
  });
  test("without a regulation it is about the worst hotspot, and without one there is nothing to try", () => {
    const bare = { summary: { plan: { regulations: [] } } } as unknown as SoundDay;
    expect(trialOf(snapshot({}, bare))?.volume).toBe("B 1");
    expect(trialOf(snapshot({}, { ...bare, hotspots: [] }))).toBeUndefined();
  });
});

describe("sliders and tracks", () => {
  test("a small volume has every whole rate, a large one some sixty stops beyond what fits", () => {
    expect(soundStops(day, "A")).toEqual([...Array.from({ length: 60 }, (_, i) => i + 1), Infinity]);
    const large = { ...day, volumes: [{ id: "A", limitAtPeak: 1140 }] } as unknown as SoundDay;
    const stops = soundStops(large, "A");
    expect(stops.length).toBeLessThanOrEqual(61);
    expect(stops.at(-2)).toBeGreaterThanOrEqual(1.5 * 1140);
  });
  test("a track has few marks, the rate found among them", () => {
    const marks = tracked(soundStops(day, "A"), 37);
    expect(marks).toContain(37);
    expect(marks.length).toBeLessThanOrEqual(18);
    expect(marks.every(Number.isFinite)).toBe(true);
  });
});

describe("what goes to the page without a copy", () => {
  test("an answer's own arrays, at any depth that answers have, each buffer once", () => {
    const [a, b] = [new Float64Array(2), new Uint32Array(3)];
    expect(buffersOf({ counts: { a, same: a }, played: { slots: { b } }, text: "x" })).toEqual([a.buffer, b.buffer]);
  });
  test("a view into more than itself stays", () => {
    expect(buffersOf({ part: new Float64Array(8).subarray(2) })).toEqual([]);
  });
});

const built = new URL("../../pkg/dist/node.js", import.meta.url);

describe("against the library itself", () => {
  let library: typeof import("loadline");
  let scenario: Scenario;
  let swiss: SoundDay;
  beforeAll(async () => {
    if (!existsSync(built)) throw new Error("pkg/ is not there: build it with scripts/build.sh");
    library = (await import(built.href)) as typeof import("loadline");
    const file = "swiss-2018-08-01-sound.json.gz";
    const bytes = gunzipSync(readFileSync(new URL(`../../scenarios/flow/${file}`, import.meta.url)));
    scenario = library.Scenario.load(bytes, file);
    swiss = {
      summary: scenario.soundSummary(),
      flights: scenario.soundFlights(),
      volumes: scenario.soundVolumes(),
      hotspots: scenario.hotspots(),
    };
  });
  test("J of a plan, of its bound and of the search that found it are one figure", async () => {
    const found = await library.findSoundRates(scenario, judged(firstPlan(swiss)));
    const played = scenario.regulate(judged(found.plan));
    expect(played.cost.j).toBe(found.best.j);
    expect(scenario.bound(judged(found.plan)).map(({ j }) => j)).toEqual([played.cost.j]);
    expect(played.costPre.j).toBe(found.nothing.j);
  });
  test("a plan that went through an address gives the same answer, digest and all", () => {
    const plan = planOf(swiss, { ...swiss.summary.plan, exempt: [swiss.flights.flight[150]!], extend: true });
    const link = linkOf(swiss, plan)!;
    const again = planOf(swiss, read(`#${write({ place: { page: "family", family: "flow" }, sound: link })}`).sound);
    const digest = (each: SoundPlan) => scenario.regulate({ ...judged(each), digest: true }).digest;
    expect(digest(again)).toBe(digest(plan));
    expect(digest(again)).not.toBe(digest(firstPlan(swiss)));
  });
  test("the bars of delays hold every flight that waits once, and the mark parts them as the library counts", () => {
    const twice = {
      ...swiss.summary.plan,
      regulations: [
        ...swiss.summary.plan.regulations!,
        {
          id: "second",
          volume: "LSAS 345-365",
          period: [32_400, 50_400] as [number, number],
          flows: [{ id: "all", rate: 30 }],
        },
      ],
    };
    const played = scenario.regulate(judged(twice));
    const bars = waitBars(played);
    const sum = (all: number[]): number => all.reduce((total, each) => total + each, 0);
    expect(sum(bars)).toBe(played.statistics.delayed);
    expect(sum(bars.slice(3))).toBe(played.statistics.over15);
    expect(played.slots.flight.length).toBeGreaterThan(new Set(played.slots.flight).size);
  });
});
