import { describe, expect, test } from "vitest";
import type { Measurement } from "loadline";
import { BATCH_MARGIN, batches, batchReach, signed, stripsOf, withValue, type Batch } from "../src/chart/batches";
import {
  labelHeights,
  power,
  scaling,
  SCALING_MARGIN,
  scalingScales,
  sizeLabels,
  timeTicks,
  type Scaling,
} from "../src/chart/scaling";
import type { Tree } from "../src/dom";

/** Every element of a drawing with this class. */
function all(tree: Tree, name: string): Tree[] {
  const own = String(tree.attributes["class"] ?? "")
    .split(" ")
    .includes(name);
  const inside = tree.children.flatMap((child) => (typeof child === "string" ? [] : all(child, name)));
  return own ? [tree, ...inside] : inside;
}

const BOX = { width: 600, height: 290 };

describe("every batch", () => {
  const measured = (reference: number[], optimised: number[]): Measurement =>
    ({
      reference: { medianNs: 100 },
      optimised: { medianNs: 10 },
      trials: reference.flatMap((ns, block) => [
        { block, side: "reference", order: 0, calls: 1, nsPerCall: ns },
        { block, side: "optimised", order: 1, calls: 9, nsPerCall: optimised[block] },
      ]),
    }) as Measurement;

  test("stands at its distance from its own side's median, in per cent", () => {
    const [reference, optimised] = stripsOf(measured([90, 100, 125], [10, 11, 9]));
    expect(reference?.batches.map(({ off }) => Math.round(off))).toEqual([-10, 0, 25]);
    expect(optimised?.batches.map(({ off }) => Math.round(off))).toEqual([0, 10, -10]);
  });
  test("the axis holds all but one in eight, half as far down as up", () => {
    const strip = (offs: number[]) => [
      { side: "reference" as const, medianNs: 1, batches: offs.map((off, block) => ({ block, off })) },
    ];
    expect(batchReach(strip([1, -2, 3, 0, 1, 2, 4, -1]))).toBe(5);
    expect(batchReach(strip([1, -2, 3, 0, 1, 2, 4, 41]))).toBe(5);
    expect(batchReach(strip([1, -2, 3, 0, 1, 2, 30, 41]))).toBe(50);
    expect(batchReach(strip([0, 0, 0, -3, -3, 0, 0, 0]))).toBe(10);
    expect(batchReach(strip([900, 900]))).toBe(100);
  });
  test("each side has its shape, and what is off the scale a triangle with its value", () => {
    const reference = Array.from({ length: 12 }, (_, i) => (i === 3 ? 141 : 100 + (i % 3)));
    const drawn = batches(
      stripsOf(
        measured(
          reference,
          Array.from({ length: 12 }, () => 10),
        ),
      ),
      BOX,
    );
    expect(all(drawn, "batch").filter(({ tag }) => tag === "rect")).toHaveLength(11);
    expect(all(drawn, "batch").filter(({ tag }) => tag === "circle")).toHaveLength(12);
    const [triangle] = all(drawn, "off");
    expect(triangle?.tag).toBe("path");
    expect(all(drawn, "off-value").map(({ children }) => children[0])).toEqual(["+41 %"]);
    for (const mark of all(drawn, "batch")) {
      const x = Number(mark.attributes["x"] ?? mark.attributes["cx"]);
      expect(x).toBeGreaterThan(BATCH_MARGIN.left - 4);
      expect(x).toBeLessThan(BOX.width - BATCH_MARGIN.right);
    }
  });
  test("a slower batch stands higher", () => {
    const drawn = batches(stripsOf(measured([99, 100, 101], [10, 10, 10])), BOX);
    const heights = all(drawn, "batch")
      .filter(({ tag }) => tag === "rect")
      .map(({ attributes }) => Number(attributes["y"]));
    expect(heights[2]).toBeLessThan(heights[1] ?? 0);
    expect(heights[1]).toBeLessThan(heights[0] ?? 0);
  });
  test("values that would lie on each other are left to the table", () => {
    const at: Batch[] = [0, 1, 5].map((block) => ({ block, off: 80 }));
    expect([...withValue(at, 50, (block) => block * 30)].map(({ block }) => block)).toEqual([0, 5]);
    expect(withValue(at, 50, (block) => block * 80).size).toBe(3);
  });
  test("a distance says its sign and no more figures than it has", () => {
    expect([41.2, 9.96, 7.89, -2.5, 5, 0, 1327].map(signed)).toEqual([
      "+41 %",
      "+10 %",
      "+7.9 %",
      "−2.5 %",
      "+5 %",
      "0 %",
      "+1,327 %",
    ]);
  });
});

describe("as the day grows", () => {
  const slope = { slope: 1, low: 0.9, high: 1.1 };
  const what = (points: [number, number, number][], day?: [number, number, number]): Scaling => {
    const point = ([size, referenceNs, optimisedNs]: [number, number, number]) => ({
      size,
      referenceNs,
      optimisedNs,
      speedup: referenceNs / optimisedNs,
    });
    return {
      points: points.map(point),
      slopes: { reference: slope, optimised: { slope: -0.07, low: -0.2, high: 0.1 } },
      unit: "flights",
      day: day === undefined ? undefined : point(day),
    };
  };
  const grown = what([
    [500, 1e6, 1e5],
    [5000, 1e7, 1e5],
    [50_000, 1e8, 1e5],
  ]);

  test("ten times the size is as far everywhere, and so is ten times the time", () => {
    const { x, y } = scalingScales(grown, BOX);
    expect(x(50_000) - x(5000)).toBeCloseTo(x(5000) - x(500), 9);
    expect(y(1e6) - y(1e7)).toBeCloseTo(y(1e7) - y(1e8), 9);
  });
  test("slope 1 is drawn as a straight line and slope 0 as a level one", () => {
    const drawn = scaling(grown, BOX);
    const points = (side: string) =>
      (String(all(drawn, side).find(({ tag }) => tag === "path")?.attributes["d"]).match(/[\d.]+,[\d.]+/g) ?? []).map(
        (pair) => pair.split(",").map(Number) as [number, number],
      );
    const [a, b, c] = points("reference");
    expect(((b?.[1] ?? 0) - (a?.[1] ?? 0)) / ((b?.[0] ?? 0) - (a?.[0] ?? 0))).toBeCloseTo(
      ((c?.[1] ?? 0) - (b?.[1] ?? 0)) / ((c?.[0] ?? 0) - (b?.[0] ?? 0)),
      1,
    );
    expect(new Set(points("optimised").map(([, height]) => height)).size).toBe(1);
  });
  test("all marks stand inside, the open day among them", () => {
    const drawn = scaling(what([[500, 1e6, 1e5], [1000, 2e6, 1e5], [2000, 4e6, 1e5]], [200, 3e5, 2e4]), BOX); // prettier-ignore
    const marks = all(drawn, "batch");
    expect(marks).toHaveLength(8);
    for (const { attributes } of marks) {
      const [x, y] = [Number(attributes["x"] ?? attributes["cx"]), Number(attributes["y"] ?? attributes["cy"])];
      expect(x).toBeGreaterThanOrEqual(SCALING_MARGIN.left);
      expect(x).toBeLessThanOrEqual(BOX.width - SCALING_MARGIN.right + 4);
      expect(y).toBeGreaterThanOrEqual(SCALING_MARGIN.top - 4);
      expect(y).toBeLessThanOrEqual(BOX.height - SCALING_MARGIN.bottom);
    }
    expect(all(drawn, "ratio-text").map(({ children }) => children[0])).toEqual(["10.0×", "40.0×", "this day, 15.0×"]);
  });
  test("slopes stand at the lines' ends with their intervals", () => {
    const texts = all(scaling(grown, BOX), "named").map(({ children }) => children[0]);
    expect(texts).toEqual(["slope 1.00", "slope −0.07"]);
    expect(power(-0.074)).toBe("−0.07");
  });
  test("times are labelled at powers of ten, with their units", () => {
    expect(timeTicks([4e4, 2e9]).map(({ label }) => label)).toEqual(["100 µs", "1 ms", "10 ms", "100 ms", "1 s"]);
    expect(timeTicks([1e3, 1e3])).toEqual([{ ns: 1e3, label: "1 µs" }]);
  });
  test("sizes are labelled where there is room, the open day first", () => {
    const sizes = [500, 1000, 2000, 4000].map((size): [number, number, number] => [size, 1, 1]);
    const x = (size: number) => Math.log2(size / 500) * 40;
    expect(sizeLabels(what(sizes), x)).toEqual([500, 4000]);
    expect(sizeLabels(what(sizes), (size) => 2 * x(size))).toEqual([500, 1000, 2000, 4000]);
    expect(sizeLabels(what(sizes, [600, 1, 1]), (size) => 2 * x(size))).toEqual([600, 1000, 2000, 4000]);
  });
  test("labels at the ends move apart where the lines meet", () => {
    expect(labelHeights(50, 200, 240)).toEqual([50, 200]);
    const [upper, lower] = labelHeights(100, 104, 240);
    expect(lower - upper).toBeGreaterThanOrEqual(36);
    const [high, low] = labelHeights(236, 239, 240);
    expect(low).toBeLessThanOrEqual(240);
    expect(low - high).toBeGreaterThanOrEqual(36);
  });
});
