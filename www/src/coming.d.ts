// What the package is about to offer; goes as soon as its own types say it.
import type { Cost, Mode, Side } from "loadline";

declare module "loadline" {
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
}
