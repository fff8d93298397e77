// What the page knows of the open contracts: their plan, what was predicted of them, what a cache would have spared, and trials.
import type {
  CacheReplay,
  ContractColumns,
  ContractPlan,
  PlanProgress,
  ProfileReplay,
  ScenarioSummary,
  Similarity,
  TrialProgress,
  TrialRow,
  TrialSetting,
} from "loadline";
import type { Failure } from "../worker/protocol";
import type { CacheAsked, PlanAsked } from "./address";
import type { Confirmed, Snapshot } from "./snapshot";

/** Something that is asked for: its last answer stays while a newer one is awaited. */
export interface Awaited<T, P = never> {
  answer?: T;
  /** When the newest question was put, while it has no answer. */
  askedAt?: number;
  progress?: P;
  cancelled?: boolean;
  failure?: Failure;
}

/** Of an execution: its time or its memory. */
export type Quantity = "timeMs" | "memoryMb";
/** What the control chart draws: the smoothed deviation, or the two cumulative sums. */
export type Control = "smoothed" | "sums";

/** What a person chose to see; only about showing, never in the address. */
export interface ReuseShown {
  quantity: Quantity;
  /** Whose predictions are drawn. */
  model: "sound" | "published";
  control: Control;
  /** The first execution that the chart of predictions shows; the last ones where undefined. */
  from: number | undefined;
  /** The execution that all charts over executions read out. */
  at: number | undefined;
  /** The turn of the plan that is read out. */
  turn: number | undefined;
  /** The cell of the heat map that is read out, as row and column. */
  cell: readonly [number, number] | undefined;
  contractsShown: number;
  contractFilter: string;
}

export interface Reuse extends ReuseShown {
  columns: ContractColumns | undefined;
  plan: Awaited<ContractPlan, PlanProgress>;
  /** The plan on the other side. */
  planConfirmed: Confirmed | undefined;
  similarity: Awaited<Similarity>;
  sound: Awaited<ProfileReplay>;
  published: Awaited<ProfileReplay>;
  cache: Awaited<CacheReplay>;
  trials: Awaited<TrialRow[], TrialProgress>;
}

export const REUSE_AT_FIRST: Reuse = {
  columns: undefined,
  plan: {},
  planConfirmed: undefined,
  similarity: {},
  sound: {},
  published: {},
  cache: {},
  trials: {},
  quantity: "timeMs",
  model: "sound",
  control: "smoothed",
  from: undefined,
  at: undefined,
  turn: undefined,
  cell: undefined,
  contractsShown: 40,
  contractFilter: "",
};

export type ContractSet = ScenarioSummary & { kind: "contracts" };

/** The open set of contracts, in figures. */
export function contractSet({ others }: Pick<Snapshot, "others">): ContractSet | undefined {
  const summary = others.contracts?.summary;
  return summary?.kind === "contracts" ? summary : undefined;
}

/** What a plan is asked with: the address where it says so, else the scenario. */
export type PlanQuestion = Required<PlanAsked>;
export function planQuestionOf(snapshot: Pick<Snapshot, "others" | "address">): PlanQuestion | undefined {
  const set = contractSet(snapshot);
  if (set === undefined) return undefined;
  const { batchSize, batchMemoryMb, batchTimeMs, similarityThreshold } = set.limits;
  const own = { workers: set.workers, batchSize, batchMemoryMb, batchTimeMs, similarityThreshold };
  return { ...own, mode: "scale", ...snapshot.address.plan };
}

/** The address with some of the plan's numbers changed; those that the scenario has anyway are left out. */
export function withPlan(snapshot: Snapshot, change: PlanAsked): PlanAsked | undefined {
  const own = planQuestionOf({ others: snapshot.others, address: { place: snapshot.address.place } });
  const wanted = Object.entries({ ...snapshot.address.plan, ...change });
  const kept = wanted.filter(([name, value]) => value !== own?.[name as keyof PlanQuestion]);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** How many answers a cache has room for where nothing is said. */
export const CACHE_CAPACITY = 1000;

export function withCache({ address }: Snapshot, change: CacheAsked): CacheAsked | undefined {
  const kept = Object.entries({ ...address.cache, ...change }).filter(
    ([name, value]) => value !== undefined && !(name === "capacity" && value === CACHE_CAPACITY),
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** The trials that are run unasked: one setting, a long history, few seeds. */
export const FIRST_TRIAL = { settings: ["even"] as TrialSetting[], histories: [1000], seeds: 4 };
/** All of them: every setting and history of the library, its own number of seeds. */
export const ALL_TRIALS = {};
