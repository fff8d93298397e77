/// <reference lib="esnext.disposable" />

import type {
  CacheStats,
  CallKey,
  ContractPlan,
  PlanProgress,
  PlanRequest,
  Problem,
  RatesFound,
  RatesProgress,
  RatesRequest,
  Scenario,
  SoundFound,
  SoundProgress,
  SoundSearchRequest,
  StateSpace,
  StateStore,
  StatesProgress,
  StoreRequest,
  Sweep,
  SweepPlan,
  SweepProgress,
  TrialProgress,
  TrialRequest,
  TrialRow,
} from './types.js';

export * from './types.js';

/** What every failure is thrown as. */
export declare class LoadlineError extends Error {
  /** A stable name for the failure, as `scenario/unknown-volume` or `loadline/not-initialised`. */
  readonly code: string;
  /** Where in the file, as `flights[3].intervals[0].tv`. */
  readonly at?: string;
  /** When a file was not loaded: what is wrong in it, at most 100 problems. */
  readonly problems?: Problem[];
  /** How many problems were found in all. */
  readonly problemCount?: number;
}

/**
 * Where the wasm comes from: an address (text or `URL`), a `Response` or a promise of one, bytes, or a `WebAssembly.Module`.
 * The type is wide because a project without the DOM types does not know the names.
 */
export type WasmSource = string | object;

/**
 * Makes the package ready. May be called any number of times: only the first call starts anything, the others wait for it.
 * In Node, and with `loadline/inline`, the package is ready on import and this does nothing.
 */
export declare function init(source?: WasmSource | Promise<WasmSource>): Promise<void>;

/** Makes the package ready at once, from bytes or a `WebAssembly.Module`. */
export declare function initSync(source: WasmSource): void;

/** What `findRates` and `sweep` need of an `AbortSignal`, which fits; this type is there for projects without the DOM types. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/** How a search for rates is watched and ended early. */
export interface FindRatesOptions {
  /** Called after every slice of the search, and so once at its end. What it throws ends the search. */
  onProgress?: ((progress: RatesProgress) => void) | undefined;
  /** Pass an `AbortController`'s `signal`; once it is aborted, the search ends and rejects with the signal's reason. */
  signal?: StopSignal | undefined;
}

/**
 * Looks for the rates at which one volume costs least, as `scenario.findRates` does, but in slices of about 50 ms, between which
 * timers, input and messages get their turn. So it may run on a page's main thread, and be stopped.
 *
 * Rejects with a {@link LoadlineError} when the request cannot be meant, with the reason of `signal` when that is aborted, and
 * with what `onProgress` threw. Whichever way it ends, nothing of the search stays in wasm memory; the scenario stays yours to free.
 *
 * @example
 * ```ts
 * const stop = new AbortController();
 * const found = await findRates(scenario, { adaptive: true }, {
 *   signal: stop.signal, // stop.abort() ends it within a slice
 *   onProgress: ({ tried, atMost }) => console.log(`${tried} of at most ${atMost}`),
 * });
 * found.flow.forEach((flow, index) => console.log(flow, found.rate[index])); // flights an hour; Infinity: not regulated
 * console.log(found.baseline.total, found.found.total); // what the day costs as filed, and at these rates
 * if (found.deltaJ === 0) console.log('no rate tried costs less than none'); // the flows wait for nothing: do not regulate
 * ```
 */
export declare function findRates(scenario: Scenario, request?: RatesRequest, options?: FindRatesOptions): Promise<RatesFound>;

/** How a search for rates under the sound model is watched and ended early. */
export interface FindSoundRatesOptions {
  /** Called after every slice of the search, and so once at its end. What it throws ends the search. */
  onProgress?: ((progress: SoundProgress) => void) | undefined;
  /** Pass an `AbortController`'s `signal`; once it is aborted, the search ends and rejects with the signal's reason. */
  signal?: StopSignal | undefined;
}

/**
 * Looks for the rates of a plan's first regulation that cost least under the sound model: every combination of the coarse grids, descents
 * over every whole rate from several starts, and one rate for all alike. In slices of about 50 ms, as {@link findRates} does.
 *
 * @example
 * ```ts
 * const found = await findSoundRates(scenario); // the flows that the scenario searches, windows every minute
 * console.log(found.nothing.j / 60, found.best.j / 60); // weighted flight-minutes
 * const { statistics } = scenario.regulate(found.plan);
 * console.log(statistics.delayed, statistics.totalMin);
 * ```
 */
export declare function findSoundRates(
  scenario: Scenario,
  request?: SoundSearchRequest,
  options?: FindSoundRatesOptions,
): Promise<SoundFound>;

/** How a sweep is watched and ended early. */
export interface SweepOptions {
  /** Called after each step, and so once at the end. What it throws ends the sweep. */
  onProgress?: ((progress: SweepProgress) => void) | undefined;
  /** Pass an `AbortController`'s `signal`; once it is aborted, the sweep ends after the step under way and rejects with the signal's reason. */
  signal?: StopSignal | undefined;
}

/**
 * Measures a pair on generated days of growing size, and how both sides' times grow. Between its steps others get their turn. A step takes as
 * long as one batch of both sides at one size, and the first two on a large day longer, a second or so: in a page, call it in a worker.
 *
 * Rejects with a {@link LoadlineError} when the plan cannot be meant or the sides disagree, with the reason of `signal` when that is aborted,
 * and with what `onProgress` threw.
 */
export declare function sweep(plan?: SweepPlan, options?: SweepOptions): Promise<Sweep>;

/** How a plan is watched and ended early. */
export interface PlanOptions {
  /** Called after every slice, and so once at the end. What it throws ends the work. */
  onProgress?: ((progress: PlanProgress) => void) | undefined;
  /** Pass an `AbortController`'s `signal`; once it is aborted, the work ends within a slice and rejects with the signal's reason. */
  signal?: StopSignal | undefined;
}

/**
 * Puts the contracts of a scenario into batches and the batches on workers, as `scenario.plan` does, but in slices of about 50 ms, between
 * which timers, input and messages get their turn.
 *
 * Rejects with a {@link LoadlineError} when the request cannot be meant, with the reason of `signal` when that is aborted, and with what
 * `onProgress` threw. Whichever way it ends, nothing of the work stays in wasm memory; the scenario stays yours to free.
 *
 * @example
 * ```ts
 * const plan = await planContracts(scenario, { workers: 8 });
 * console.log(plan.makespanMs, plan.boundMs); // how long eight workers take, and what no timetable of these batches beats
 * plan.turnBatch.forEach((batch, turn) => {
 *   const contracts = plan.order.subarray(plan.batchStart[batch], plan.batchStart[batch + 1]);
 *   console.log(plan.turnWorker[turn], plan.turnStartMs[turn], contracts); // who does which contracts when
 * });
 * ```
 */
export declare function planContracts(scenario: Scenario, request?: PlanRequest, options?: PlanOptions): Promise<ContractPlan>;

/** Over which contracts trials run, and how they are watched and ended early. */
export interface TrialOptions {
  /** Whose contracts are executed; made-up ones where left out: 300 of five types with 13 to 17 methods, others for each seed. */
  scenario?: Scenario | undefined;
  /** Called after every slice, and so once at the end. What it throws ends the trials. */
  onProgress?: ((progress: TrialProgress) => void) | undefined;
  /** Pass an `AbortController`'s `signal`; once it is aborted, the trials end within a slice and reject with the signal's reason. */
  signal?: StopSignal | undefined;
}

/**
 * Tries the profiler where the truth is known: how often its intervals are right and how far off its predictions are, beside the published
 * profiler, the type heuristic, and one that knows the truth but not the noise. The same request gives the same rows on every host.
 *
 * @example
 * ```ts
 * for (const { setting, history, model, coverage, meanRelativeError } of await simulateProfile({ settings: ['even'], histories: [1000] }))
 *   console.log(setting, history, model, coverage, meanRelativeError);
 * // A 95 % interval that holds about 95 % of the executions ("sound"), beside one that holds about 6 % ("published").
 * ```
 */
export declare function simulateProfile(request?: TrialRequest, options?: TrialOptions): Promise<TrialRow[]>;

/** How a function remembers its answers. */
export interface MemoiseOptions<Self, Args extends readonly unknown[], Answer> {
  /** What the function is called in the keys; its own name where left out. */
  name?: string | undefined;
  /** At most so many answers, at least 1: the least recently used makes room. 1,000 where left out. */
  maxEntries?: number | undefined;
  /** How long an answer is good, in milliseconds, above 0; for ever where left out. */
  ttlMs?: number | undefined;
  /** At most so many bytes in all, above 0; an answer larger than that is given but not kept. No bound where left out. */
  maxBytes?: number | undefined;
  /** How many bytes an answer counts as, beside `maxBytes`; where left out, what its text, bytes or JSON take. */
  bytesOf?: ((answer: Awaited<Answer>) => number) | undefined;
  /** What makes two calls the same: a plain value (texts, numbers, lists, maps, …). All arguments where left out. */
  identity?: ((this: Self, ...args: Args) => unknown) | undefined;
  /** The clock, in milliseconds from any fixed moment; `performance.now` where left out. One that goes back is held. */
  now?: (() => number) | undefined;
}

/** A function that remembers its answers. */
export interface Memoised<Self, Args extends readonly unknown[], Answer> {
  (this: Self, ...args: Args): Answer;
  /** Hits, misses, calls that waited for another's answer, evictions, and what is held now. */
  stats(): CacheStats;
  /** Forgets all answers, also those being worked out: they are given to who waits, but not kept. */
  clear(): void;
  /** Forgets the answer of one call, also where it is being worked out; says whether it was there. */
  delete(this: unknown, ...args: Args): boolean;
  /** Gives the memory back. A later call begins anew. */
  free(): void;
}

/**
 * The same function, remembering its answers by the content of its arguments: two calls are the same when their arguments are, whatever the order of an
 * object's fields. `1` and `1n`, `null` and `undefined`, a list and a `Set`, are different.
 *
 * Functions, symbols and instances of classes have no content: an argument that holds one is refused with its place and the name of the class,
 * unless `identity` says what it stands for. So is a call as a method, unless `fn` is an arrow function: what it finds in `this` would be ignored.
 *
 * Of several calls at once with the same arguments one works and the others wait: `fn` is called once. What was thrown or rejected is not remembered.
 * An `undefined` or `null` that was answered is. Answers are given back as they are, not copied: who changes one changes what is remembered.
 *
 * @example
 * ```ts
 * const price = memoise(async (item: string, day: number) => (await fetch(`/price/${item}/${day}`)).json(), { maxEntries: 500, ttlMs: 60_000 });
 * await Promise.all([price('tea', 3), price('tea', 3)]); // one request
 * price.stats(); // { misses: 1, joined: 1, hits: 0, … }
 * ```
 */
export declare function memoise<Self, Args extends readonly unknown[], Answer>(
  fn: (this: Self, ...args: Args) => Answer,
  options?: MemoiseOptions<Self, Args, Answer>,
): Memoised<Self, Args, Answer>;

/** The key of a call by the content of its arguments, as `memoise` makes it; for a {@link ResultCache} of one's own. Yours to free. */
export declare function callKey(name: string, values: readonly unknown[]): CallKey;

/** How a build of the space of states is watched and ended early. */
export interface BuildStatesOptions {
  /** Called after every slice of about 30 ms. What it throws ends the build. */
  onProgress?: ((progress: StatesProgress) => void) | undefined;
  /** Pass an `AbortController`'s `signal`; once it is aborted, the build ends and rejects with the signal's reason. */
  signal?: StopSignal | undefined;
}

/**
 * Builds the space of all states that introns reach from the archetype, about a second, in slices between which timers, input and
 * messages get their turn. The space is yours to `free()`.
 *
 * @example
 * ```ts
 * const space = await buildStates({ onProgress: ({ share, layers }) => console.log(share, layers) });
 * const { index, theta } = space.walk(new TextEncoder().encode('hello')); // one entry a byte
 * const angles = space.theta(Float64Array.of(0)); // π/2: state 0 differs from the archetype in 24 of 48 bits
 * ```
 */
export declare function buildStates(options?: BuildStatesOptions): Promise<StateSpace>;

/**
 * Names under which the two logs of a store are kept: paths of files in Node; in a browser names within the origin's private files,
 * or within IndexedDB where those cannot be written. A log without a name is empty at first and not kept.
 */
export interface StoreNames {
  public?: string | undefined;
  private?: string | undefined;
}

/** A log that was written, and where. */
export interface KeptLog {
  layer: 'public' | 'private';
  name: string;
  bytes: number;
  where: 'file' | 'opfs' | 'indexeddb';
}

/**
 * Opens a store from its kept logs; a name under which nothing is kept gives an empty log. What is damaged is left out and told by
 * `store.report()`. The store is yours to `free()`.
 */
export declare function openStore(space: StateSpace, names?: StoreNames, request?: StoreRequest): Promise<StateStore>;

/** Writes the logs that are named, each whole or not at all, and says where. */
export declare function saveStore(store: StateStore, names: StoreNames): Promise<KeptLog[]>;

/** Removes the logs that are named, if they are kept. */
export declare function forgetStore(names: StoreNames): Promise<void>;
