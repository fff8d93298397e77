/// <reference lib="esnext.disposable" />

import type { Problem } from './types.js';

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
