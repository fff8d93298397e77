import type { RatesFound, RatesRequest, WhatIf, WhatIfRequest } from "loadline";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { read } from "../src/store/address";
import { createSearcher } from "../src/store/searching";
import { foundRates, ratesQuestionOf, unknownFlows, waitedMs, type Day } from "../src/store/snapshot";
import { createStore, emptySnapshot, type Store } from "../src/store/store";
import { createTrier } from "../src/store/trying";
import { FakeClient } from "./fakeclient";

const day = {
  fileName: "day.json",
  summary: {
    sha256: "00",
    bins: 96,
    binMinutes: 15,
    windowBins: [32, 40],
    controlVolumeIndex: 0,
    flowNames: ["LSAC", "LIMM"],
  },
  volumes: [
    { index: 0, id: "A", capacityAtPeak: 38 },
    { index: 1, id: "B", capacityAtPeak: 20 },
  ],
} as unknown as Day;

const found = (ask: RatesRequest, digest = "f0"): Partial<RatesFound> => ({
  volume: ask.volume === 1 ? "B" : "A",
  windowBins: ask.windowBins,
  mode: ask.mode,
  flow: ask.mode === "blanket" ? ["__blanket__"] : ["LIMM", "LSAC"],
  rate: Float64Array.from(ask.mode === "blanket" ? [30] : [Infinity, 12]),
  digest,
  elapsedNs: 5,
});
const what = (ask: WhatIfRequest, digest = "d0"): Partial<WhatIf> => ({
  volumeIndex: ask.volume,
  digest,
  elapsedNs: 7,
});

let client: FakeClient<WhatIfRequest & RatesRequest>;
let store: Store;
let searcher: ReturnType<typeof createSearcher>;

function start(hash = "#flow?sem=published"): void {
  client = new FakeClient();
  store = createStore(emptySnapshot(read(hash), []));
  searcher = createSearcher(store, client);
  store.subscribe(createTrier(store, client).keep);
  store.subscribe(searcher.keep);
  store.set({ day });
}
const go = (change: object): void => store.set({ address: { ...store.get().address, ...change } });
const search = () => store.get().live.search;
const rest = () => vi.advanceTimersByTimeAsync(300);
async function answerSearch(): Promise<void> {
  await client.last("rates").answer(found(client.last("rates").ask));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => vi.useRealTimers());

describe("the search", () => {
  test("runs in both modes, the one that is shown first", async () => {
    start("#flow?m=blanket&r=none");
    await answerSearch();
    await answerSearch();
    expect(client.asked.filter(({ kind }) => kind === "rates").map(({ ask }) => ask.mode)).toEqual([
      "blanket",
      "perFlow",
    ]);
    expect([search().blanket?.digest, search().perFlow?.digest]).toEqual(["f0", "f0"]);
    expect(foundRates(store.get(), "perFlow")).toEqual({ LSAC: 12 });
  });

  test("has its sign only when the other side has searched too, and loses it with the next input", async () => {
    start();
    await answerSearch();
    await answerSearch();
    expect(search().confirmed).toBeUndefined();
    await rest();
    expect(client.last("rates").ask.side).toBe("reference");
    await answerSearch();
    expect(search().confirmed).toMatchObject({ perFlow: { digest: "f0", elapsedNs: 5 } });
    go({ window: [32, 44] });
    expect(search().confirmed).toBeUndefined();
  });

  test("a newer question ends the older search", async () => {
    start();
    const older = client.last("rates");
    go({ window: [32, 44] });
    expect(older.options.signal?.aborted).toBe(true);
    expect(client.last("rates").ask.windowBins).toEqual([32, 44]);
    await older.answer(found(older.ask));
    expect(search().perFlow).toBeUndefined();
  });

  test("what was found for another window is no answer to this one", async () => {
    start();
    await answerSearch();
    go({ window: [32, 44] });
    expect(search().perFlow).toBeDefined();
    expect(foundRates(store.get(), "perFlow")).toBeUndefined();
  });

  test("tells how far it is, and ends when a person says so", async () => {
    start("#flow?sem=published&side=reference");
    client.last("rates").options.onProgress?.({ done: false, tried: 4, atMost: 30, pass: 1, bestDeltaJ: -3 });
    expect(search().progress?.tried).toBe(4);
    await vi.advanceTimersByTimeAsync(150);
    expect(waitedMs(store.get())).toBeGreaterThan(100);
    const running = client.last("rates");
    searcher.cancel();
    expect(running.options.signal?.aborted).toBe(true);
    expect(search()).toMatchObject({ cancelled: true, askedAt: undefined, progress: undefined });
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.count("rates")).toBe(1);
    searcher.again();
    expect(client.count("rates")).toBe(2);
    expect(search().cancelled).toBeUndefined();
  });

  test("a side that stops is named, and is not asked again by itself", async () => {
    start();
    await client.last("rates").fail("loadline/panic");
    expect(store.get().stopped).toMatchObject({ pair: "flow/rates", doing: "live" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.count("rates")).toBe(1);
    expect(ratesQuestionOf(store.get())?.rates).toEqual({});
  });
});

describe("the live answer", () => {
  test("is first the day as filed, then with the rates found", async () => {
    start();
    expect(client.last("what").ask.rates).toEqual({});
    await answerSearch();
    expect(client.last("what").ask.rates).toEqual({ LSAC: 12 });
  });

  test("stays as it is while the rates for another window are searched for, without its sign", async () => {
    start();
    await answerSearch();
    await client.last("what").answer(what(client.last("what").ask));
    await rest();
    await client.last("what").answer(what(client.last("what").ask));
    expect(store.get().live.confirmed).toMatchObject({ digest: "d0", elapsedNs: 7 });
    const before = client.count("what");
    go({ window: [32, 44] });
    expect(client.count("what")).toBe(before);
    expect(store.get().live.what?.digest).toBe("d0");
    expect(store.get().live.confirmed).toBeUndefined();
    expect(store.get().live.askedAt).toBeDefined();
    await answerSearch();
    expect(client.last("what").ask).toMatchObject({ windowBins: [32, 44], rates: { LSAC: 12 } });
  });

  test("the newest question wins, and only its answer is confirmed", async () => {
    start("#flow?r=LSAC:12");
    const older = client.last("what");
    go({ rates: { LSAC: 18 } });
    const newer = client.last("what");
    expect(newer.options).toMatchObject({ slot: "what", urgent: true });
    await newer.answer(what(newer.ask, "new"));
    await older.answer(what(older.ask, "old"));
    expect(store.get().live.what?.digest).toBe("new");
    await rest();
    expect(client.last("what").ask).toMatchObject({ rates: { LSAC: 18 }, side: "reference" });
  });

  test("another side asks again and keeps the picture", async () => {
    start("#flow?r=none");
    await client.last("what").answer(what(client.last("what").ask));
    go({ side: "reference" });
    expect(client.last("what").ask.side).toBe("reference");
    expect(store.get().live.what?.digest).toBe("d0");
  });

  test("a flow that the scenario does not have is left out and named", () => {
    start("#flow?r=LSAC:12,NONE:3");
    expect(client.last("what").ask.rates).toEqual({ LSAC: 12 });
    expect(unknownFlows(store.get())).toEqual(["NONE"]);
  });

  test("is not asked where it is not shown", () => {
    start("#");
    expect(client.asked).toEqual([]);
  });
});
