// Who is asked what about a plan, and when: with a library that answers when the test says so.
import type { SoundFound, SoundPlan } from "loadline";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { read, write } from "../src/store/address";
import { createHolder } from "../src/store/holding";
import { createSounder, type Sounder } from "../src/store/sounding";
import type { Day } from "../src/store/snapshot";
import type { SoundDay, SoundQuestion } from "../src/store/sound";
import { createStore, emptySnapshot, type Store } from "../src/store/store";
import { FakeClient } from "./fakeclient";

const opened = { fileName: "day.json", summary: { sha256: "00" }, volumes: [] } as unknown as Day;
const search: SoundPlan = {
  regulations: [
    { id: "R", volume: "A", period: [0, 3600], flows: [{ id: "west", filter: { from: ["W"] } }, { id: "rest" }] },
  ],
  analysis: { stepS: 900 },
};
const day = {
  summary: { searchPlan: search, plan: search },
  flights: { flight: ["F1"] },
  volumes: [
    { id: "A", limitAtPeak: 38, peak: 40 },
    { id: "B", peak: 4 },
  ],
  hotspots: [],
} as unknown as SoundDay;
const found = {
  regulation: "R",
  volume: "A",
  flow: ["west", "rest"],
  coarse: { best: { rate: [12, Infinity], j: 9 } },
  fine: [],
  blanket: { best: { rate: [30], j: 10 } },
  best: { rate: [12, Infinity], j: 9 },
  bestIsBlanket: false,
} as unknown as SoundFound;
/** An answer whose cost tells which question it was of. */
const play = ({ plan, volume, stepS, side }: SoundQuestion) => ({
  played: { side, elapsedNs: 1e6, plan, cost: { j: rateIn(plan) }, regulations: [] },
  counts: { volume, stepS },
});
const rateIn = (plan: SoundPlan): number => plan.regulations?.[0]?.flows[0]?.rate ?? 0;

let client: FakeClient<SoundQuestion>;
let store: Store;
let sounder: Sounder;

async function start(hash = "#flow", of: SoundDay = day): Promise<void> {
  client = new FakeClient();
  store = createStore(emptySnapshot(read(hash), []));
  sounder = createSounder(store, client);
  store.subscribe(sounder.keep);
  store.subscribe(createHolder(store, client).keep);
  store.set({ day: opened });
  await client.last("soundDay").answer(of);
}
const sound = () => store.get().sound;
const rate = (value: number): void => sounder.act({ do: "rate", flow: "west", rate: value });
const rest = () => vi.advanceTimersByTimeAsync(300);
const answerPlay = () => client.last("soundPlay").answer(play(client.last("soundPlay").ask));
/** Answers everything that is asked once the hand rests. */
async function answerRest(own = "d0", other = "d0"): Promise<void> {
  await rest();
  await client.last("soundHotspots").answer({ stepS: 900, under: [], filed: 3 });
  await client.last("soundBound").answer([]);
  await client.last("soundDigest").answer({ digest: own, elapsedNs: 4e7 });
  await client.last("soundDigest").answer({ digest: other, elapsedNs: 4e7 });
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

describe("an input", () => {
  test("asks only for what it changes, with a window every minute for J and the bars' for the chart", async () => {
    await start();
    expect(client.asked.map(({ kind }) => kind)).toEqual(["soundDay", "soundPlay"]);
    const { plan, volume, side, stepS } = client.last("soundPlay").ask;
    expect([plan.analysis?.stepS, volume, side, stepS]).toEqual([60, "A", "optimised", 900]);
    expect(sound().plan?.analysis?.stepS).toBe(900);
    await answerPlay();
    expect(sound().answer.counts).toEqual({ volume: "A", stepS: 900 });
  });
  test("goes before the first search, and the rest waits until the hand rests", async () => {
    await start();
    expect(client.count("soundRates")).toBe(0);
    await answerPlay();
    expect(client.count("soundRates")).toBe(1);
    expect(client.count("soundHotspots") + client.count("soundBound") + client.count("soundDigest")).toBe(0);
    await answerRest();
    expect(sound().hotspots?.filed).toBe(3);
  });
  test("the picture follows the hand: an answer to the input before is shown until the newest comes", async () => {
    await start();
    await answerPlay();
    rate(20);
    const older = client.last("soundPlay");
    rate(12);
    await older.answer(play(older.ask));
    expect(sound().answer.played?.cost.j).toBe(20);
    expect(sound().answer.askedAt).toBeDefined();
    await answerPlay();
    expect([sound().answer.played?.cost.j, sound().answer.askedAt]).toEqual([12, undefined]);
  });
  test("an answer that comes late is not shown over a newer one", async () => {
    await start();
    await answerPlay();
    rate(20);
    const older = client.last("soundPlay");
    rate(12);
    await answerPlay();
    await older.answer(play(older.ask));
    expect(sound().answer.played?.cost.j).toBe(12);
  });
  test("where answers take long, the chart is asked for first and the rest once the hand has paused", async () => {
    await start();
    await vi.advanceTimersByTimeAsync(80);
    await answerPlay();
    rate(20);
    expect([client.count("soundCounts"), client.count("soundPlay")]).toEqual([1, 1]);
    rate(12);
    await client.last("soundCounts").answer({ volume: "A", stepS: 900, of: 12 });
    expect(sound().answer.counts).toMatchObject({ of: 12 });
    await rest();
    expect(client.count("soundPlay")).toBe(2);
    expect(rateIn(client.last("soundPlay").ask.plan)).toBe(12);
  });
  test("an answer that fails leaves the old one, and a side that stopped is said", async () => {
    await start();
    await answerPlay();
    rate(20);
    await client.last("soundPlay").fail("loadline/panic");
    expect(sound().answer.played?.cost.j).toBe(0);
    expect(sound().answer.failure?.code).toBe("loadline/panic");
    expect(store.get().stopped?.pair).toBe("sound/slots");
    sounder.again();
    await answerPlay();
    expect([sound().answer.failure, sound().answer.played?.cost.j]).toEqual([undefined, 20]);
  });
});

describe("both sides", () => {
  test("are asked for their digests once the hand rests, and the sign goes with the next input", async () => {
    await start();
    await answerPlay();
    await answerRest("d0", "d1");
    const asked = client.asked.filter(({ kind }) => kind === "soundDigest").map(({ ask }) => ask.side);
    expect(asked.slice(0, 2)).toEqual(["optimised", "reference"]);
    expect([sound().answer.digest, sound().answer.confirmed?.digest]).toEqual(["d0", "d1"]);
    rate(9);
    expect([sound().answer.digest, sound().answer.confirmed]).toEqual([undefined, undefined]);
  });
  test("the switch asks the same question of the other one", async () => {
    await start();
    await answerPlay();
    store.set({ address: { ...store.get().address, side: "reference" } });
    expect(client.last("soundPlay").ask.side).toBe("reference");
    await answerPlay();
    await rest();
    await client.last("soundHotspots").answer({ stepS: 900, under: [], filed: 0 });
    await client.last("soundBound").answer([]);
    expect(client.last("soundDigest").ask.side).toBe("reference");
  });
  test("a digest of an older plan confirms nothing", async () => {
    await start();
    await answerPlay();
    await rest();
    await client.last("soundHotspots").answer({ stepS: 900, under: [], filed: 0 });
    await client.last("soundBound").answer([]);
    const older = client.last("soundDigest");
    rate(9);
    await older.answer({ digest: "d0", elapsedNs: 1 });
    expect(sound().answer.digest).toBeUndefined();
  });
});

describe("the address", () => {
  test("follows the plan, and is empty again where the plan is the first one", async () => {
    await start();
    rate(12);
    expect(write(store.get().address)).toBe("flow?reg=R~A~0-3600~west:12,rest:-");
    rate(Infinity);
    expect(write(store.get().address)).toBe("flow");
  });
  test("a link is followed, at first and later", async () => {
    await start("#flow?reg=R~A~0-3600~west:7,rest:-");
    expect(rateIn(client.last("soundPlay").ask.plan)).toBe(7);
    store.set({ address: read("#flow?reg=R~A~0-3600~west:5,rest:-") });
    expect(rateIn(client.last("soundPlay").ask.plan)).toBe(5);
    expect(client.last("soundPlay").ask.plan.regulations?.[0]?.flows[0]?.filter).toEqual({ from: ["W"] });
  });
  test("a plan of a link that the library refuses gives way to the first one, and that is said", async () => {
    await start("#flow?reg=R~A~0-3600~west:7,rest:-");
    await client.last("soundPlay").fail("regulation/rates");
    expect(sound().refused).toMatch(/^The plan of this link was not taken: /);
    expect(store.get().address.sound).toBeUndefined();
    expect(rateIn(client.last("soundPlay").ask.plan)).toBe(0);
  });
  test("another volume is looked at without another plan", async () => {
    await start();
    sounder.act({ do: "look", volume: "B" });
    expect(client.last("soundPlay").ask.volume).toBe("B");
    expect(write(store.get().address)).toBe("flow?v=B");
    sounder.act({ do: "look", volume: "A" });
    expect(write(store.get().address)).toBe("flow");
  });
});

describe("the search", () => {
  test("of a very large day waits until a person asks for it", async () => {
    await start("#flow", { ...day, summary: { ...day.summary, flights: 37_320 } });
    await answerPlay();
    expect(client.count("soundRates")).toBe(0);
    sounder.act({ do: "search" });
    expect(client.count("soundRates")).toBe(1);
  });
  test("tells how far it is, can be left, and what was found before stays", async () => {
    await start();
    await answerPlay();
    await client.last("soundRates").answer(found);
    sounder.act({ do: "search" });
    client.last("soundRates").options.onProgress?.({ evaluated: 5 } as never);
    expect(sound().search.progress?.evaluated).toBe(5);
    sounder.cancel();
    expect(client.last("soundRates").options.signal?.aborted).toBe(true);
    expect([sound().search.cancelled, sound().search.askedAt, sound().search.found]).toEqual([true, undefined, found]);
  });
  test("what it found is used in the regulation that it was searched for", async () => {
    await start();
    await answerPlay();
    await client.last("soundRates").answer(found);
    sounder.act({ do: "use-found" });
    expect(sound().plan?.regulations?.[0]?.flows.map((flow) => flow.rate)).toEqual([12, null]);
  });
  test("then asks for J around what was found, all together and flow by flow", async () => {
    await start();
    await answerPlay();
    await client.last("soundRates").answer(found);
    const asks = () =>
      client.asked.filter(({ kind }) => kind === "soundTracks").map(({ ask }) => ask as never as { rates: number[] });
    expect(asks()[0]?.rates).toEqual([30]);
    await client.last("soundTracks").answer([{ flow: "all", rate: [30], j: [10] }]);
    expect(asks()[1]?.rates).toEqual([12, Infinity]);
    await client.last("soundTracks").answer([{ flow: "west", rate: [12], j: [9] }]);
    expect([sound().search.together?.[0]?.j, sound().search.tracks?.[0]?.j]).toEqual([[10], [9]]);
  });
  test("a side that stops in it is said, and the answer stays", async () => {
    await start();
    await answerPlay();
    await client.last("soundRates").fail("loadline/panic");
    expect(store.get().stopped?.pair).toBe("sound/rates");
    expect(sound().answer.played).toBeDefined();
    sounder.again();
    expect(client.count("soundRates")).toBe(2);
  });
});

describe("the overview", () => {
  test("asks about one rate for all, and not about the plan", async () => {
    await start("#?r=33");
    expect(client.count("soundPlay")).toBe(1);
    expect(client.last("soundPlay").ask.plan.regulations?.[0]?.flows).toEqual([{ id: "all", rate: 33 }]);
    await answerPlay();
    expect([sound().tried.played?.cost.j, sound().answer.played, client.count("soundRates")]).toEqual([
      33,
      undefined,
      0,
    ]);
    store.set({ address: { ...store.get().address, rate: Infinity } });
    expect(client.last("soundPlay").ask.plan.regulations?.[0]?.flows).toEqual([{ id: "all", rate: null }]);
  });
});
