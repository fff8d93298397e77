/// <reference lib="esnext.disposable" />

import type { Problem, Sweep, SweepPlan, SweepProgress } from './types.js';

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

/** What may be said of a sweep beside its plan. */
export interface SweepOptions {
  /** Called after each step. */
  onProgress?: (progress: SweepProgress) => void;
  /**
   * An `AbortSignal`: aborting it ends the sweep after the step under way, and the promise is rejected with its reason. The type is wide
   * because a project without the DOM types does not know the name.
   */
  signal?: { throwIfAborted(): void };
}

/**
 * Measures a pair on generated days of growing size, and how both sides' times grow. It pauses between its steps; each takes as long as one
 * batch of both sides at one size, and the first on a large day longer (a second or two). In a page, call it in a worker.
 */
export declare function sweep(plan?: SweepPlan, options?: SweepOptions): Promise<Sweep>;
