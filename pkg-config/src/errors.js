// The one error of the package: an Error with a stable `code`, and for a bad file its problems.

export class LoadlineError extends Error {
  /**
   * @param {string} code a stable name, as `loadline/not-initialised`
   * @param {string} message what was found and what to do
   * @param {{ cause?: unknown, at?: string }} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = 'LoadlineError';
    this.code = code;
    if (options?.at !== undefined) this.at = options.at;
  }

  /** Errors made inside the wasm arrive as plain Errors with this name; they become real ones here. */
  static from(error) {
    if (error instanceof Error && error.name === 'LoadlineError' && !(error instanceof LoadlineError)) {
      Object.setPrototypeOf(error, LoadlineError.prototype);
    }
    return error;
  }
}
