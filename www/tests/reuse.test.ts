import { describe, expect, test, vi } from "vitest";
import type { CacheReplay, ContractColumns, ContractPlan, ProfileReplay, Similarity, TrialRow } from "loadline";
import { apart, course, pathOf, courseScales, type Course } from "../src/chart/course";
import { forecasts, forecastScales, ticksOf } from "../src/chart/forecast";
import { gantt, ganttHeight, ganttScales, MOST_ROWS, turnAt, type Gantt } from "../src/chart/gantt";
import { cellAt, heat, levelOf, LEVELS } from "../src/chart/heat";
import type { Tree } from "../src/dom";
import { read, write } from "../src/store/address";
import { batchesCsv, predictionsCsv } from "../src/store/reusesaving";
import { planQuestionOf, REUSE_AT_FIRST, withCache, withPlan, type Reuse } from "../src/store/reuse";
import { emptySnapshot } from "../src/store/store";
import { runsUnasked, type Opened, type Snapshot } from "../src/store/snapshot";
import { cacheSentence } from "../src/view/reuse/cache";
import { foundAmong, placesOf, waitsText } from "../src/view/reuse/contracts";
import { typed } from "../src/view/reuse/controls";
import { blocksOf, extremesOf } from "../src/view/reuse/heat";
import { planSentence } from "../src/view/reuse/plan";
import { alarmsOf, alarmsSentence, predictionsSentence, rangeOf } from "../src/view/reuse/profile";
import { trialSentence } from "../src/view/reuse/trials";

// The views measure their width, which nothing here has.
vi.hoisted(() => {
  class Still {
    observe = (): void => undefined;
  }
  vi.stubGlobal("ResizeObserver", Still);
});

/** Two workers, three batches of four contracts; the last ends beyond the bound. */
const plan = {
  mode: "scale",
  side: "optimised",
  workers: 2,
  limits: { batchSize: 3, batchMemoryMb: 400, batchTimeMs: 3000, similarityThreshold: 0.3 },
  clusters: 2,
  order: Uint32Array.of(2, 0, 1, 3),
  batchStart: Uint32Array.of(0, 2, 3, 4),
  batchCluster: Uint32Array.of(0, 1, 1),
  batchNumber: Uint32Array.of(0, 0, 1),
  batchTimeMs: Float64Array.of(300, 200, 100),
  batchMemoryMb: Float64Array.of(80, 60, 50),
  batchSimilarity: Float64Array.of(0.5, 1, 1),
  batchSharedClasses: [["A"], [], []],
  turnWorker: Uint32Array.of(0, 1, 0),
  turnBatch: Uint32Array.of(0, 2, 1),
  turnStartMs: Float64Array.of(0, 0, 300),
  turnEndMs: Float64Array.of(300, 100, 500),
  makespanMs: 500,
  boundMs: 400,
  sumMs: 600,
  gain: 1.2,
  averageBatchSize: 4 / 3,
  averageSimilarity: 0.83,
  publishedTimeMs: 300,
  publishedFactor: 2,
  publishedText: "",
  digest: "0123456789abcdef",
  elapsedNs: 1,
} as unknown as ContractPlan;
const columns = {
  id: ["alpha", "beta", "=gamma", "delta"],
  type: ["TYPE_A", "TYPE_B", "TYPE_A", "TYPE_E"],
  methods: Uint32Array.of(1, 2, 3, 4),
  classes: [],
  timeMs: Float64Array.of(100, 200, 200, 100),
  memoryMb: Float64Array.of(40, 60, 40, 50),
  waitsFor: [[], [0, 2, 3, 1], [], [0]],
  executions: Uint32Array.of(0, 1, 0, 2),
} as ContractColumns;

const found = (tree: Tree, name: string): Tree[] =>
  tree.children
    .filter((each): each is Tree => typeof each !== "string")
    .flatMap((each) => [...(each.attributes["class"] === name ? [each] : []), ...found(each, name)]);

describe("the plan as a chart", () => {
  const what: Gantt = {
    workers: 2,
    worker: plan.turnWorker,
    startMs: plan.turnStartMs,
    endMs: plan.turnEndMs,
    boundMs: 400,
    makespanMs: 500,
    name: () => "a batch",
  };
  const box = { width: 548, height: ganttHeight(what, 500) };
  test("only what runs beyond the lower bound is drawn as such, and there is one heavy line at the bound", () => {
    const drawn = gantt(what, box);
    const x = (ms: number) => Math.round(ganttScales(what, box).x(ms));
    expect(found(drawn, "turn-bar beyond")[0]?.attributes["d"]).toBe(`M${x(400)} 28H${x(500) - 1}V54H${x(400)}Z`);
    expect(String(found(drawn, "turn-bar")[0]?.attributes["d"]).match(/M/g)).toHaveLength(3);
    expect(found(drawn, "bound")[0]?.attributes["d"]).toContain(`M${x(400)} `);
  });
  test("a turn is found where its bar lies, and nowhere else", () => {
    const { x } = ganttScales(what, box);
    expect(turnAt(what, box, [x(350), 40])).toBe(2);
    expect(turnAt(what, box, [x(50), 70])).toBe(1);
    expect(turnAt(what, box, [x(200), 70])).toBeUndefined();
  });
  test("any number of workers fits, and very many are cut", () => {
    expect(ganttHeight({ workers: 64 }, 500)).toBeLessThanOrEqual(500);
    expect(ganttHeight({ workers: 10_000 }, 500)).toBe(ganttHeight({ workers: MOST_ROWS }, 500));
  });
  test("says makespan and bound, and what is true of an empty set", () => {
    expect(planSentence(plan)).toBe(
      "2 workers take 500 ms for 3 batches of 4 contracts. No timetable of these batches takes less than 400 ms.",
    );
    expect(planSentence({ ...plan, order: new Uint32Array() })).toContain("nothing to do");
  });
  test("each contract knows its batch and turn", () => {
    expect(placesOf(plan)).toEqual([
      { batch: 0, turn: 0 },
      { batch: 1, turn: 2 },
      { batch: 0, turn: 0 },
      { batch: 2, turn: 1 },
    ]);
  });
});

describe("the contracts", () => {
  test("are found by name or type, and say for whom they wait", () => {
    expect(foundAmong(columns, "type_a")).toEqual([0, 2]);
    expect(foundAmong(columns, " BETA ")).toEqual([1]);
    expect(foundAmong(columns, "")).toHaveLength(4);
    expect(waitsText(columns, 1)).toBe("alpha, =gamma, delta and 1 more");
    expect(waitsText(columns, 0)).toBe("");
  });
});

describe("the heat map", () => {
  const similarity = {
    rows: 3,
    order: Uint32Array.of(2, 0, 1, 3),
    rowStart: Uint32Array.of(0, 1, 2, 4),
    cells: Float64Array.of(1, 0.5, 0, 0.5, 1, 0.2, 0, 0.2, 1),
    least: 0,
    greatest: 0.5,
    mean: 0.23,
  } as Similarity;
  test("nothing in common is paper, all is the last step, and a little is not nothing", () => {
    expect([0, 1e-9, 0.125, 0.126, 1].map(levelOf)).toEqual([0, 1, 1, 2, LEVELS]);
  });
  test("neighbours of one level are one piece, and nothing is drawn where there is nothing", () => {
    const drawn = heat({ rows: 3, cells: similarity.cells, blocks: [] }, 300);
    const pieces = found(drawn, "heat").flatMap((path) => String(path.attributes["d"]).match(/M/g) ?? []);
    expect(pieces).toHaveLength(7);
    expect(found(heat({ rows: 2, cells: [1, 1, 1, 1], blocks: [0, 2] }, 200), "heat")[0]?.attributes["d"]).toBe(
      "M0 0H200V100H0ZM0 100H200V200H0Z",
    );
  });
  test("batches are framed where they begin, also inside a group, and not on a map of another order", () => {
    expect(blocksOf(similarity, plan)).toEqual([0, 2, 2.5, 3]);
    expect(blocksOf(similarity, { ...plan, order: Uint32Array.of(0, 1, 2, 3) })).toEqual([]);
  });
  test("names where the extremes lie, off the diagonal", () => {
    expect(extremesOf(similarity)).toEqual({ least: [0, 2], greatest: [0, 1] });
    expect(extremesOf({ ...similarity, rows: 1 })).toBeUndefined();
  });
  test("a place beyond the edge is the last cell", () => {
    expect(cellAt(3, 300, [299, 301])).toEqual([2, 2]);
    expect(cellAt(3, 300, [-5, 150])).toEqual([1, 0]);
  });
});

const replay = {
  mode: "sound",
  contract: Uint32Array.of(0, 3),
  atS: Float64Array.of(0, 1),
  confidenceLevel: 0.95,
  samples: Uint32Array.of(0, 1),
  timeMs: {
    expected: Float64Array.of(100, 100),
    low: Float64Array.of(50, 80),
    high: Float64Array.of(200, 125),
    actual: Float64Array.of(90, 0),
    held: Uint8Array.of(1, 0),
    recentCoverage: Float64Array.of(1, 0.5),
    smoothed: Float64Array.of(0.1, -1.2),
    sumUp: Float64Array.of(0.5, 6.5),
    sumDown: Float64Array.of(0, 0),
    coverage: 0.5,
    meanRelativeError: 0.125,
  },
  memoryMb: {
    expected: Float64Array.of(1, 1),
    low: Float64Array.of(1, 1),
    high: Float64Array.of(1, 1),
    actual: Float64Array.of(1, 1),
    held: Uint8Array.of(1, 1),
    recentCoverage: Float64Array.of(1, 1),
  },
  alarms: [
    { execution: 0, kind: "anomaly", reason: "far off" },
    { execution: 1, kind: "offTarget", direction: "down" },
    { execution: 1, kind: "drift", direction: "up" },
  ],
} as unknown as ProfileReplay;

describe("what was expected, and what happened", () => {
  test("an execution outside its interval is a cross, also one that took nothing", () => {
    const what = { range: [0, 2] as const, ...replay.timeMs, tick: String };
    const drawn = forecasts(what, { width: 400, height: 200 });
    expect(String(found(drawn, "happened missed")[0]?.attributes["d"]).match(/M/g)).toHaveLength(1);
    expect(String(found(drawn, "happened")[0]?.attributes["d"]).match(/M/g)).toHaveLength(1);
    expect(found(drawn, "forecast-middle")).toHaveLength(1);
    expect(JSON.stringify(drawn)).not.toMatch(/NaN|Infinity/);
  });
  test("there are ticks to read, however narrow or wide the range", () => {
    for (const [low, high] of [
      [50, 60],
      [100, 1000],
      [1e-3, 1e6],
    ] as const) {
      const column = Float64Array.of(low, high);
      const what = {
        range: [0, 2] as const,
        expected: column,
        low: column,
        high: column,
        actual: column,
        held: [1, 1],
      };
      const ticks = ticksOf(forecastScales({ ...what, tick: String }, { width: 300, height: 200 }).y);
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThan(14);
    }
  });
  test("shows the last executions, and any others where asked", () => {
    expect(rangeOf(undefined, 1000, 1200)).toEqual([800, 1000]);
    expect(rangeOf(undefined, 1000, 360)).toEqual([928, 1000]);
    expect(rangeOf(950, 1000, 1200)).toEqual([800, 1000]);
    expect(rangeOf(undefined, 5, 1200)).toEqual([0, 5]);
  });
  test("is said in a sentence with its numbers", () => {
    expect(predictionsSentence(replay.timeMs)).toBe(
      "1 of 2 executions lies in the interval, 50 %; predictions are off by 12.5 % on average.",
    );
  });
  test("alarms stand at their values, each kind on its own chart and in its own shape", () => {
    expect(alarmsOf(replay, "smoothed")).toEqual([
      { at: 0, value: 0.1, shape: "cross" },
      { at: 1, value: -1.2, shape: "down" },
    ]);
    expect(alarmsOf(replay, "sums")).toEqual([{ at: 1, value: 6.5, shape: "up" }]);
    expect(alarmsSentence(replay)).toBe("1 anomaly, 1 time off target and 1 drift, the first at execution 1.");
    expect(alarmsSentence({ alarms: [] })).toBe("No alarm.");
  });
});

describe("a course over executions", () => {
  const chart = (values: ArrayLike<number>): Course => ({
    lines: [{ label: "hits", values, style: "plain" }],
    level: { value: 0.5, label: "best" },
    domain: [0, 1],
    tick: String,
  });
  test("of very many executions the extremes stay", () => {
    const values = new Float64Array(100_000).fill(0.5);
    values[51_234] = 1;
    const scales = courseScales(chart(values), { width: 600, height: 200 });
    const path = pathOf(values, scales);
    expect(path.length).toBeLessThan(100_000);
    expect(path).toContain(`${Math.round(scales.x(51_234) * 10) / 10} ${scales.y(1)}`);
  });
  test("has one heavy line, and stays whole with one execution", () => {
    const drawn = course(chart([0.25]), { width: 600, height: 200 });
    expect(found(drawn, "level")).toHaveLength(1);
    expect(JSON.stringify(drawn)).not.toMatch(/NaN|Infinity/);
  });
  test("names at line ends never touch", () => {
    expect(apart([10, 12, 13], 14, [0, 100])).toEqual([10, 24, 38]);
    expect(apart([95, 99], 14, [0, 100])).toEqual([86, 100]);
  });
});

describe("what a cache would have spared", () => {
  test("is said with what could be at best", () => {
    const cache = { hits: 7, executions: 10, hitRatio: 0.7, bestHitRatio: 0.8, calls: 2, sparedMs: 4750, allMs: 6250 };
    expect(cacheSentence(cache as CacheReplay)).toBe(
      "7 of 10 executions are answered from the cache, 70 %; with room for all and for ever 80 % could be, as they are 2 different calls. That spares 4.75 s of 6.25 s.",
    );
  });
});

test("trials say both models in one sentence, of the longest history", () => {
  const row = (model: TrialRow["model"], history: number, coverage: number): TrialRow => ({
    setting: "even",
    history,
    seeds: 4,
    model,
    executions: 3200,
    coverage,
    meanRelativeError: coverage / 10,
  });
  const rows = [row("sound", 20, 0.9), row("sound", 1000, 0.949), row("published", 1000, 0.059)];
  expect(trialSentence(rows)).toBe(
    "With even noise and 1,000 executions remembered, intervals meant to hold 95 % hold 94.9 % of 3,200; those as published hold 5.9 %. Predictions are off by 9.5 %, as published by 0.6 %.",
  );
  expect(trialSentence([])).toBe("");
});

describe("files to save", () => {
  const reuse: Reuse = { ...REUSE_AT_FIRST, plan: { answer: plan }, sound: { answer: replay }, columns };
  test("the plan has a row for each contract, in the order of execution, and no cell is a formula", () => {
    const lines = batchesCsv(reuse)?.trim().split("\r\n") ?? [];
    expect(lines).toHaveLength(5);
    expect(lines[1]).toBe("'=gamma,TYPE_A,1,1,1,1,0,300,300,80,0.5,500,400");
    expect(lines[3]).toBe("beta,TYPE_B,2,1,2,1,300,500,200,60,1,500,400");
    expect(batchesCsv(REUSE_AT_FIRST)).toBeUndefined();
  });
  test("the predictions have a row for each execution and quantity", () => {
    const lines = predictionsCsv(reuse)?.trim().split("\r\n") ?? [];
    expect(lines).toHaveLength(5);
    expect(lines[2]).toBe("2,delta,1,sound,timeMs,100,80,125,0,no,0.5");
  });
});

describe("what is asked", () => {
  const summary = {
    kind: "contracts",
    contracts: 30,
    executions: 60,
    workers: 4,
    limits: { batchSize: 30, batchMemoryMb: 2048, batchTimeMs: 60_000, similarityThreshold: 0.3 },
  };
  const opened = { fileName: "a.json", fileBytes: 1, summary } as unknown as Opened;
  const snapshot = (hash: string): Snapshot => ({ ...emptySnapshot(read(hash), []), others: { contracts: opened } });
  test("stands in the address only where it is not the file's own, and reads back", () => {
    const plan = withPlan(snapshot("#reuse"), { workers: 8, similarityThreshold: 0.3 });
    expect(plan).toEqual({ workers: 8 });
    expect(withPlan(snapshot("#reuse?p=w:8"), { workers: 4 })).toBeUndefined();
    const text = "reuse?p=w:8,s:0.25&as=published&c=n:50,s:2.5";
    expect(write(read(`#${text}`))).toBe(text);
    expect(planQuestionOf(snapshot(`#${text}`))).toEqual({
      workers: 8,
      batchSize: 30,
      batchMemoryMb: 2048,
      batchTimeMs: 60_000,
      similarityThreshold: 0.25,
      mode: "published",
    });
  });
  test("leaves out what a link says badly", () => {
    expect(read("#reuse?p=w:-3,s:x,n:&c=n:1e9")).toEqual({ place: { page: "family", family: "reuse" } });
  });
  test("a cache without a limit has none in the address", () => {
    expect(withCache(snapshot("#reuse?c=n:50,s:2"), { lifeS: undefined })).toEqual({ capacity: 50 });
    expect(withCache(snapshot("#reuse?c=n:50"), { capacity: 1000 })).toBeUndefined();
  });
  test("a number that is typed counts only within its bounds", () => {
    const workers = { whole: true, least: 1, most: 10_000 };
    expect(["4", "0", "2.5", "", "1e9", "x"].map((text) => typed(text, workers))).toEqual([
      4,
      ...Array.from({ length: 5 }, () => undefined),
    ]);
    expect(typed("0.25", { whole: false, least: 0, most: 1 })).toBe(0.25);
  });
  test("pairs of very large sets run only when asked", () => {
    expect(runsUnasked(opened)).toBe(true);
    expect(runsUnasked({ ...opened, summary: { ...summary, contracts: 30_000 } } as unknown as Opened)).toBe(false);
    expect(runsUnasked(undefined)).toBe(true);
  });
});
