// Until the package declares it: the answer of `Scenario.whatIf`.
import type { Demand, Side } from "loadline";

declare module "loadline" {
  export type Mode = "perFlow" | "blanket";
  export interface Cost {
    total: number;
    cap: number;
    delay: number;
    reg: number;
    tv: number;
    share: number;
    spill: number;
  }
  export interface WhatIf {
    volume: string;
    volumeIndex: number;
    windowBins: [number, number];
    mode: Mode;
    side: Side;
    bins: number;
    binMinutes: number;
    flow: string[];
    rate: Float64Array;
    entrants: Uint32Array;
    flights: Uint32Array;
    baseline: Cost;
    held: Cost;
    entries: { asFiled: Demand; held: Demand };
    occupancy: { asFiled: Demand; held: Demand };
    byFlow: Float64Array;
    peak: Float64Array;
    peakBin: Uint32Array;
    capacityAtPeak: Float64Array;
    overload: Float64Array;
    overloadAsFiled: Float64Array;
    hourly: Float64Array;
    capacity: Float64Array;
    waiting: number;
    scheduled: number;
    meanDelayMin: number;
    maxDelayMin: number;
    totalDelayMin: number;
    over15: number;
    histogram: Uint32Array;
    flight: string[];
    operator: (string | null)[];
    waitFlow: Int32Array;
    entryMs: Float64Array;
    heldToMs: Float64Array;
    delayMin: Float64Array;
    digest: string;
    elapsedNs: number;
  }
}
