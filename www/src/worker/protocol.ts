// What the page and its worker say to each other: the only shared types written by hand. Everything inside them comes from the package.
import type {
  CacheReplay,
  CacheReplayRequest,
  ContractColumns,
  ContractPlan,
  CandidateColumns,
  Demand,
  GenerateContracts,
  KeptLog,
  Measurement,
  MeasurePlan,
  PairInfo,
  Parity,
  PlanProgress,
  PlanRequest,
  LogReport,
  Problem,
  ProfileReplay,
  ProfileRequest,
  RatesFound,
  RatesProgress,
  RatesRequest,
  Sampled,
  ScenarioSummary,
  Side,
  Comparison,
  SoundBound,
  SoundCounts,
  SoundFound,
  SoundPlan,
  SoundProgress,
  Similarity,
  SimilarityRequest,
  StateColumns,
  StatesColumns,
  StatesDigests,
  StatesProgress,
  StoreColumns,
  Sweep,
  SweepPlan,
  SweepProgress,
  TrialProgress,
  TrialRequest,
  TrialRow,
  VolumeRow,
  Walked,
  WalkRequest,
  WhatIf,
  WhatIfRequest,
} from "loadline";
import type { SoundDay, SoundHotspots, SoundPlay, SoundQuestion, SoundTrack } from "../store/sound";

/** A day of traffic, once it is open. */
export interface OpenedDay {
  summary: ScenarioSummary & { kind: "flow" };
  volumes: VolumeRow[];
  /** Each volume's day as filed, by its index; the busiest volumes only where there are very many. */
  days: Record<number, Demand>;
}

/** The space of states, once it is built. */
export interface BuiltSpace {
  summary: StatesColumns;
  digests: StatesDigests;
}

/** A stream of bytes, or the tokens that spell it, and how it is walked. */
export interface Walk {
  stream: Uint8Array | readonly number[];
  request: WalkRequest;
}

/** Where it leads. */
export interface WalkShown {
  bytes: Uint8Array;
  path: Walked;
}

/** What is done with the store of what was learned. */
export type StoreAct =
  | { act: "reopen" }
  | { act: "learn"; walk: Walk }
  | { act: "keep" }
  | { act: "forget" }
  | { act: "load"; bytes: Uint8Array };

/** The store after that. */
export interface StoreShown {
  /** How many entries it has. */
  total: number;
  /** Their mean confidence, from 0 to 1. */
  averageConfidence: number;
  /** The first of them. */
  entries: StoreColumns;
  /** What came of reading its log. */
  report: LogReport;
  /** How many tokens were learned just now. */
  learned?: number;
  /** Where it is kept, once it is. */
  kept?: KeptLog;
}

/** Every request by name: what is asked and what is answered. */
export interface Calls {
  start: { ask: Record<string, never>; answer: { version: string; pairs: PairInfo[] } };
  open: {
    ask: { name: string; bytes: Uint8Array };
    answer: OpenedDay | { summary: ScenarioSummary };
  };
  agree: { ask: { pair: string }; answer: Parity };
  sample: { ask: { pair: string; seed: number; count: number }; answer: Sampled };
  measure: { ask: { pair: string; plan: MeasurePlan }; answer: Measurement };
  /** The geometric mean of speed-ups. */
  mean: { ask: { speedups: number[] }; answer: number };
  what: { ask: WhatIfRequest; answer: WhatIf };
  /** In slices: other requests are answered between them, progress is told, and a `Cancel` is read. */
  rates: { ask: RatesRequest; answer: RatesFound };
  /** The day under the sound model, as filed. */
  soundDay: { ask: Record<string, never>; answer: SoundDay };
  /** What a plan does, and the windows of one volume under it, from one to the next so many seconds. */
  soundPlay: { ask: SoundQuestion; answer: SoundPlay };
  /** Those windows alone, which takes a fraction of the time. */
  soundCounts: { ask: SoundQuestion; answer: SoundCounts };
  /** The digest of what a plan does. */
  soundDigest: { ask: { plan: SoundPlan; side: Side }; answer: { digest: string; elapsedNs: number } };
  soundHotspots: { ask: { plan: SoundPlan; stepS: number }; answer: SoundHotspots };
  /** How little delay could have been enough for each regulation. */
  soundBound: { ask: { plan: SoundPlan }; answer: SoundBound[] };
  /** The question of a plan under both models. */
  soundCompare: { ask: { plan: SoundPlan }; answer: Comparison };
  /** In slices: rates for the first regulation of a plan. */
  soundRates: { ask: { plan: SoundPlan }; answer: SoundFound };
  /** In slices: J at each rate of a grid, flow by flow of the first regulation, while the other flows keep the rates given. */
  soundTracks: { ask: { plan: SoundPlan; rates: number[]; grids: number[][] }; answer: SoundTrack[] };
  /** In slices too: how a pair's times grow, on days that are generated for it. */
  sweep: { ask: SweepPlan; answer: Sweep };
  /** The contracts of the open set, as columns. */
  contracts: { ask: Record<string, never>; answer: ContractColumns };
  /** In slices: batches of those contracts, and when each runs. */
  plan: { ask: PlanRequest; answer: ContractPlan };
  similarity: { ask: SimilarityRequest; answer: Similarity };
  profile: { ask: ProfileRequest; answer: ProfileReplay };
  cache: { ask: CacheReplayRequest; answer: CacheReplay };
  /** In slices: the profilers where the truth is known. They make their own contracts. */
  trials: { ask: TrialRequest; answer: TrialRow[] };
  /** In slices: the space of states, which the worker then holds. */
  build: { ask: Record<string, never>; answer: BuiltSpace };
  /** What is known of one state, by its index or by its word. */
  state: { ask: { index: number } | { word: number }; answer: StateColumns };
  walk: { ask: Walk; answer: WalkShown };
  store: { ask: StoreAct; answer: StoreShown };
  /** The best candidates of the state at an index, from the store. */
  candidates: { ask: { index: number; most: number }; answer: CandidateColumns };
  /** The store's log as a file. */
  log: { ask: Record<string, never>; answer: Uint8Array };
  /** A larger copy of the open day, as a scenario file. */
  resample: { ask: { times: number; seed: number }; answer: Uint8Array };
  /** A made-up set of contracts, as a scenario file. */
  generate: { ask: GenerateContracts; answer: Uint8Array };
  schema: { ask: Record<string, never>; answer: string };
  /** Breaks a rule on purpose; only the journey sends it. */
  trap: { ask: Record<string, never>; answer: never };
}
export type Kind = keyof Calls;

/** One request on its way to the worker. */
export type Request = { [K in Kind]: { id: number; kind: K; ask: Calls[K]["ask"] } }[Kind];

/** Asks the worker to leave a request in slices; the request is still answered. */
export interface Cancel {
  kind: "cancel";
  id: number;
}

/** A failure as it crosses: the library's own sentence, never a stack. */
export interface Failure {
  /** Stable, such as `scenario/invalid`, `loadline/panic`, or the page's own `page/cancelled`. */
  code: string;
  message: string;
  at?: string;
  problems?: Problem[];
  problemCount?: number;
  /** Set when the worker had to be started again: how long that took. */
  restartedInMs?: number;
}

/** An answer or the reason there is none. A cancelled request is answered too. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: Failure };

/** How far a request in slices has come. */
export type Progress = RatesProgress | SweepProgress | StatesProgress | SoundProgress | PlanProgress | TrialProgress;

/** One reply on its way back: an answer, or how far a request in slices has come. */
export type Reply = { id: number; outcome: Outcome<unknown> } | { id: number; progress: Progress };
