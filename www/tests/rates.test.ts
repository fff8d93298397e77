import type { WhatIf } from "loadline";
import { describe, expect, test } from "vitest";
import { positionOf, searchTrack } from "../src/chart/search";
import type { Tree } from "../src/dom";
import { signedTenths, tenths } from "../src/format/number";
import { planCsv } from "../src/store/saving";
import type { Day, Snapshot } from "../src/store/snapshot";
import { stopsOf } from "../src/store/stops";

describe("the stops of a slider", () => {
  const day = (binMinutes: number, capacityAtPeak: number, flows: number): Day =>
    ({
      summary: { binMinutes, flowNames: Array.from({ length: flows }, (_, i) => String(i)) },
      volumes: [{ index: 0, capacityAtPeak, peakEntries: 52 }],
    }) as unknown as Day;
  test("are the rates that differ, from the lowest up, no limit last", () => {
    expect(stopsOf(day(15, 38, 7), 0, "perFlow")).toEqual([4, 8, 12, 16, 20, 24, 28, 32, 36, 40, Infinity]);
    expect(stopsOf(day(60, 38, 100), 0, "perFlow")).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, Infinity]);
  });
  test("reach from half the capacity to twice where all flows go together", () => {
    const stops = stopsOf(day(15, 38, 7), 0, "blanket");
    expect([stops[0], stops.at(-2), stops.at(-1)]).toEqual([16, 76, Infinity]);
  });
  test("are never many, however much a volume takes, and never none", () => {
    for (const capacity of [0, 1, 380, 1e6])
      for (const mode of ["perFlow", "blanket"] as const) {
        const stops = stopsOf(day(15, capacity, 16), 0, mode);
        expect(stops.length).toBeGreaterThan(2);
        expect(stops.length).toBeLessThan(22);
        expect(stops).toEqual([...new Set(stops)].sort((a, b) => a - b));
      }
  });
});

describe("the search on a slider's track", () => {
  const stops = [4, 8, 12, Infinity];
  test("a rate stands at its stop, or between two by its share", () => {
    expect([4, 8, 12, Infinity].map((rate) => positionOf(rate, stops))).toEqual([0, 1, 2, 3]);
    expect(positionOf(9, stops)).toBe(1.25);
    expect(positionOf(1, stops)).toBe(0);
    expect(positionOf(99, stops)).toBe(2.5);
  });
  const deltas: Record<string, number> = { 4: 60, 8: -20, 12: -40, Infinity: 0 };
  const found = (tree: Tree, name: string): Tree[] =>
    tree.children.filter((each): each is Tree => typeof each !== "string" && each.attributes["class"] === name);
  const track = (best: number) =>
    searchTrack({ stops, deltaAt: (rate) => deltas[String(rate)], found: 12, best }, { width: 200, height: 54 });
  test("what costs more than as filed is a caret, the rest are dots, and the rate chosen stands out", () => {
    expect(found(track(-40), "caret")).toHaveLength(1);
    expect(found(track(-40), "tried")).toHaveLength(3);
    expect(found(track(-40), "chosen")).toHaveLength(1);
  });
  test("the scale is common: a better rate elsewhere lifts this flow's dots", () => {
    const height = (best: number) => Number(found(track(best), "chosen")[0]?.attributes["cy"]);
    expect(height(-400)).toBeLessThan(height(-40));
  });
  test("where nothing is better than as filed, all dots stand at the top", () => {
    const flat = searchTrack({ stops, deltaAt: () => 0, found: 12, best: 0 }, { width: 200, height: 54 });
    expect(new Set(found(flat, "tried").map((dot) => dot.attributes["cy"])).size).toBe(1);
  });
});

test("a change in cost has its sign, and none when it rounds to nothing", () => {
  expect([-174.84, 3, 0, -0.01].map(signedTenths)).toEqual(["−174.8", "+3.0", "0.0", "0.0"]);
  expect(tenths(1137.65)).toBe("1,137.7");
});

test("the plan names volume, window, mode and flow in every row", () => {
  const what = {
    volume: "A, B",
    windowBins: [32, 40],
    binMinutes: 15,
    mode: "perFlow",
    flow: ["=X", "Y"],
    rate: Float64Array.of(12, Infinity),
    flights: Uint32Array.of(9, 0),
    baseline: { total: 10 },
    held: { total: 7.5 },
    flight: ["F1"],
    operator: [null],
    waitFlow: Int32Array.of(0),
    entryMs: Float64Array.of(0),
    heldToMs: Float64Array.of(900_000),
    delayMin: Float64Array.of(15),
  } as unknown as WhatIf;
  const lines = planCsv({ live: { what, search: {} } } as Snapshot)?.split("\r\n");
  expect(lines?.slice(1)).toEqual([
    `rate,"A, B",08:00,10:00,perFlow,'=X,12,9,10,7.5,,,,,`,
    `rate,"A, B",08:00,10:00,perFlow,Y,no limit,0,10,7.5,,,,,`,
    `flight,"A, B",08:00,10:00,perFlow,'=X,12,,,,F1,,1970-01-01T00:00:00Z,1970-01-01T00:15:00Z,15`,
    "",
  ]);
});
