// A what-if answer made by hand, small enough to check every mark: three volumes, two flows and flights of none, eight quarters.
import { CENTRE_AT_FIRST } from "../src/store/centre";
import { emptySnapshot } from "../src/store/store";
import type { Day, Snapshot } from "../src/store/snapshot";
import type { Demand, VolumeRow, WhatIf } from "loadline";

export const BINS = 8;

export function demand(volume: string, entries: number[], capacity = 10): Demand {
  const peak = Math.max(...entries);
  return {
    volume,
    binMinutes: 15,
    startMinute: Float64Array.from(entries, (_, bin) => bin * 15),
    entries: Float64Array.from(entries),
    capacity: new Float64Array(entries.length).fill(capacity),
    overload: entries.reduce((sum, each) => sum + Math.max(0, each - capacity), 0),
    peak,
    peakBin: entries.indexOf(peak),
  };
}

export function row(index: number, id: string, entries: number[], more: Partial<VolumeRow> = {}): VolumeRow {
  const { peak, peakBin, overload } = demand(id, entries);
  const hourly = Float64Array.from(entries);
  return {
    index,
    id,
    peakEntries: peak,
    peakBin,
    capacityAtPeak: 10,
    overload,
    intervals: 9,
    hourly,
    outline: [],
    ...more,
  };
}

const square = (west: number, south: number): [number, number][][] => [
  [
    [west, south],
    [west + 2, south],
    [west + 2, south + 2],
    [west, south + 2],
    [west, south],
  ],
];

const QUIET = [0, 2, 4, 5, 6, 4, 2, 0];
const BUSY = [0, 8, 14, 12, 9, 7, 3, 0];
const HELD = [0, 8, 10, 10, 10, 10, 5, 0];

export const VOLUMES: VolumeRow[] = [
  row(0, "AAAA 245-345", QUIET, { lowerLevel: 245, upperLevel: 345, outline: square(6, 46) }),
  row(1, "BBBB 345-999", BUSY, { lowerLevel: 345, upperLevel: 999, outline: square(8, 46) }),
  row(2, "CCCC 245-345", QUIET, { peakEntries: 30, lowerLevel: 245, upperLevel: 345, outline: square(8, 46) }),
];

export function day(volumes: VolumeRow[] = VOLUMES): Day {
  return {
    fileName: "made.json",
    fileBytes: 1,
    volumes,
    days: {},
    summary: {
      name: "made.json",
      title: "Made by hand",
      kind: "flow",
      synthetic: true,
      sha256: "",
      jsonBytes: 1,
      binMinutes: 15,
      bins: BINS,
      volumes: volumes.length,
      flights: 20,
      intervals: 30,
      flows: 2,
      flowNames: ["north", "south"],
      entrants: 12,
      controlVolume: "BBBB 345-999",
      controlVolumeIndex: 1,
      windowBins: [1, 5],
      candidates: 0,
      warnings: [],
      warningCount: 0,
    },
  };
}

/** Rates hold three flights at BBBB; AAAA gains one above its capacity. */
export function answer(change: Partial<WhatIf> = {}): WhatIf {
  const cost = { total: 0, cap: 0, delay: 0, reg: 0, tv: 0, share: 0, spill: 0 };
  const counts = { asFiled: demand("BBBB 345-999", BUSY), held: demand("BBBB 345-999", HELD) };
  return {
    volume: "BBBB 345-999",
    volumeIndex: 1,
    windowBins: [1, 5],
    mode: "perFlow",
    side: "optimised",
    bins: BINS,
    binMinutes: 15,
    flow: ["north", "south"],
    rate: Float64Array.of(12, Infinity),
    entrants: Uint32Array.of(7, 5),
    flights: Uint32Array.of(7, 5),
    baseline: cost,
    held: cost,
    entries: counts,
    occupancy: {
      asFiled: demand(
        "BBBB 345-999",
        BUSY.map((each) => each * 2),
      ),
      held: counts.held,
    },
    byFlow: Float64Array.from([0, 4, 5, 5, 5, 5, 2, 0, 0, 3, 3, 3, 3, 3, 2, 0, 0, 1, 2, 2, 2, 2, 1, 0]),
    peak: Float64Array.of(11, 10, 6),
    peakBin: Uint32Array.of(4, 2, 4),
    capacityAtPeak: Float64Array.of(10, 10, 10),
    overload: Float64Array.of(1, 0, 0),
    overloadAsFiled: Float64Array.of(0, 6, 0),
    hourly: Float64Array.from([0, 2, 4, 5, 11, 4, 2, 0, ...HELD, ...QUIET]),
    capacity: new Float64Array(3 * BINS).fill(10),
    waiting: 3,
    scheduled: 12,
    meanDelayMin: 13,
    maxDelayMin: 22,
    totalDelayMin: 39,
    over15: 1,
    histogram: Uint32Array.of(1, 0, 1, 0, 1),
    flight: ["F3", "F1", "F2"],
    operator: ["OPB", null, "OPA"],
    waitFlow: Int32Array.of(1, 0, -1),
    entryMs: Float64Array.of(30, 15, 40).map((minute) => minute * 60_000),
    heldToMs: Float64Array.of(52, 27, 45).map((minute) => minute * 60_000),
    delayMin: Float64Array.of(22, 12, 5),
    digest: "0123456789abcdef",
    elapsedNs: 1,
    ...change,
  };
}

export function snapshot(change: Partial<Snapshot> = {}): Snapshot {
  const empty = emptySnapshot({ place: { page: "family", family: "flow" }, model: "published" }, []);
  return { ...empty, ...CENTRE_AT_FIRST, day: day(), live: { what: answer(), search: {} }, ...change };
}
