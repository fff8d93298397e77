// What the package is about to offer; goes as soon as its own types say it.
import type { Demand, Scenario, Side } from "loadline";

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
  export interface RatesRequest {
    volume?: number;
    windowBins?: [number, number];
    mode?: Mode;
    side?: Side;
    adaptive?: boolean;
    grid?: number[];
    passes?: number;
  }
  export interface RateHistory {
    flow: string;
    rate: Float64Array;
    deltaJ: Float64Array;
  }
  export interface RatesFound {
    volume: string;
    windowBins: [number, number];
    mode: Mode;
    side: Side;
    flow: string[];
    rate: Float64Array;
    entrants: Uint32Array;
    flowNames: string[];
    deltaJ: number;
    baseline: Cost;
    found: Cost;
    grid: Float64Array;
    history: RateHistory[];
    evalCalls: number;
    cacheHits: number;
    passesRan: number;
    passImprovements: Float64Array;
    stoppedEarly: boolean;
    notes: string[];
    digest: string;
    answer: string;
    elapsedNs: number;
  }
  export interface RatesProgress {
    done: boolean;
    tried: number;
    atMost: number;
    pass: number;
    bestDeltaJ: number;
  }
  export function findRates(
    scenario: Scenario,
    request?: RatesRequest,
    options?: { onProgress?: (progress: RatesProgress) => void; signal?: AbortSignal },
  ): Promise<RatesFound>;
  export interface WhatIfRequest {
    volume?: number;
    windowBins?: [number, number];
    mode?: Mode;
    side?: Side;
    rates?: Record<string, number>;
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
