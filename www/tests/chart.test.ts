import { describe, expect, test } from "vitest";
import { busyBins } from "../src/chart/day";
import { ratioScale } from "../src/chart/ratio";
import { reachOf } from "../src/chart/sure";
import type { Demand } from "loadline";

describe("the ratio axis", () => {
  test("a decade is as wide everywhere", () => {
    const scale = ratioScale(300);
    expect(scale(100) - scale(10)).toBeCloseTo(scale(10) - scale(1), 9);
  });
  test("it begins left of 1× and holds the largest speed-up", () => {
    const scale = ratioScale(12_345);
    expect(scale(1)).toBeGreaterThan(0);
    expect(scale(12_345)).toBeLessThan(100);
  });
});

describe("how sure", () => {
  test("the axis reaches 3 %, or as far as the widest interval", () => {
    expect(reachOf([{ speedup: 100, low: 99, high: 101 }])).toBe(3);
    expect(reachOf([{ speedup: 100, low: 92, high: 101 }])).toBe(10);
  });
});

describe("the day", () => {
  const day = (entries: number[]): Demand => ({
    volume: "V",
    binMinutes: 15,
    startMinute: Float64Array.from(entries, (_, i) => i * 15),
    entries: Float64Array.from(entries),
    capacity: new Float64Array(entries.length).fill(10),
    overload: 0,
    peak: 0,
    peakBin: 0,
  });
  test("the axis holds whole hours with traffic", () => {
    expect(busyBins(day([0, 0, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0]))).toEqual([4, 12]);
  });
  test("a day without traffic is shown whole", () => {
    expect(busyBins(day([0, 0, 0, 0]))).toEqual([0, 4]);
  });
});
