/// <reference lib="esnext.disposable" />

import type {
  Problem,
  RatesFound,
  RatesProgress,
  RatesRequest,
  Scenario,
  StateSpace,
  StateStore,
  StatesProgress,
  StoreRequest,
  Sweep,
  SweepPlan,
  SweepProgress,
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
