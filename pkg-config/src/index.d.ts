/// <reference lib="esnext.disposable" />

import type {
  Problem,
  RatesFound,
  RatesProgress,
  RatesRequest,
  Scenario,
  SoundFound,
  SoundProgress,
  SoundSearchRequest,
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
