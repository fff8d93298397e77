// Running every pair, family by family: first all agreements, then samples, then the quick timing, then the control. One step is
// one request.
import type { Client, Options } from "../worker/client";
import type { Failure } from "../worker/protocol";
import type { Doing, PairState } from "./snapshot";
import { openedFor, runsUnasked, standingOf } from "./snapshot";
import type { Store } from "./store";

/** The quick look: so many blocks a pair, in one worker. */
export const BLOCKS = 12;
/** Least length of a batch in milliseconds: long enough that one hiccup of the machine does not decide it. */
const BATCH_MS = 20;
/** Random inputs tried on each pair. */
export const SAMPLES = 1000;
/** The seed when the address names none. */
export const SEED = 1;

interface Step {
  doing: Doing;
  pair: string;
}

export interface Runner {
  /** Runs everything again, or goes on where a cancelled run ended. */
  all(again: boolean): Promise<void>;
  one(pair: string): Promise<void>;
  cancel(): void;
}

export function createRunner(store: Store, client: Client): Runner {
  let abort = new AbortController();

  const know = (pair: string, change: PairState): void => {
    const { pairs } = store.get();
    store.set({ pairs: { ...pairs, [pair]: { ...pairs[pair], ...change } } });
  };
  /** The pairs that an open scenario is there for. */
  const runnable = (): string[] =>
    (store.get().library?.pairs ?? []).map((pair) => pair.name).filter((pair) => openedFor(store.get(), pair));
  const seed = (): number => store.get().address.seed ?? SEED;

  /** Whether the step has its answer already, or cannot have one. */
  function settled({ doing, pair }: Step): boolean {
    const state = store.get().pairs[pair];
    if (doing === "agree") return state?.parity !== undefined;
    if (state?.failure !== undefined) return true;
    if (doing === "sample") return state?.sampled !== undefined;
    if (doing === "control") return store.get().control !== undefined || standingOf(store.get(), pair) !== "agree";
    return state?.measurement !== undefined || standingOf(store.get(), pair) !== "agree";
  }

  async function take({ doing, pair }: Step, options: Options): Promise<Failure | undefined> {
    if (doing === "agree") {
      const outcome = await client.ask("agree", { pair }, options);
      if (outcome.ok) know(pair, { parity: outcome.value });
      return outcome.ok ? undefined : outcome.error;
    }
    if (doing === "sample") {
      const outcome = await client.ask("sample", { pair, seed: seed(), count: SAMPLES }, options);
      if (outcome.ok) know(pair, { sampled: outcome.value });
      return outcome.ok ? undefined : outcome.error;
    }
    const control = doing === "control";
    const outcome = await client.ask(
      "measure",
      { pair, plan: { blocks: BLOCKS, batchMs: BATCH_MS, seed: seed(), control } },
      options,
    );
    if (outcome.ok && control) store.set({ control: outcome.value });
    else if (outcome.ok) know(pair, { measurement: outcome.value });
    return outcome.ok ? undefined : outcome.error;
  }

  /** The mean of all speed-ups, once every pair has one. */
  async function knowMean(signal: AbortSignal): Promise<void> {
    const { library, pairs } = store.get();
    const speedups = (library?.pairs ?? []).flatMap(({ name }) => pairs[name]?.measurement?.speedup ?? []);
    if (speedups.length === 0 || speedups.length < (library?.pairs.length ?? 0)) return;
    const outcome = await client.ask("mean", { speedups }, { signal });
    if (outcome.ok) store.set({ mean: outcome.value });
  }

  async function run(steps: Step[]): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    const beganAt = performance.now();
    const report = (done: number, step?: Step): void =>
      store.set({ run: { state: "running", beganAt, done, total: steps.length, ...step } });
    for (const [done, step] of steps.entries()) {
      if (settled(step)) continue;
      report(done, step);
      const failure = await take(step, { signal });
      if (signal.aborted) return;
      if (failure !== undefined) {
        know(step.pair, { failure });
        if (failure.restartedInMs !== undefined) store.set({ stopped: { ...step, failure } });
      }
    }
    await knowMean(signal);
    if (signal.aborted) return;
    const tookMs = performance.now() - beganAt;
    store.set({ run: { state: "done", beganAt, done: steps.length, total: steps.length, tookMs } });
  }

  /** Family by family, so that none waits for the verdicts and times of one that is slower than it. */
  const plan = (names: readonly string[], control: readonly string[]): Step[] => {
    const together = Object.values(groupedBy(names, (pair) => pair.slice(0, pair.indexOf("/"))));
    const steps = (doing: Doing) => (pair: string) => ({ doing, pair });
    return together.flatMap((pairs) => [
      ...pairs.map(steps("agree")),
      ...pairs.map(steps("sample")),
      ...pairs.map(steps("time")),
      ...control.filter((pair) => pairs.includes(pair)).map(steps("control")),
    ]);
  };

  return {
    async all(again) {
      const names = runnable().filter((pair) => again || runsUnasked(openedFor(store.get(), pair)));
      if (again) store.set({ pairs: {}, mean: undefined, control: undefined, stopped: undefined });
      await run(plan(names, names.slice(0, 1)));
    },
    async one(pair) {
      const { [pair]: _, ...others } = store.get().pairs;
      store.set({ pairs: others, mean: undefined, stopped: undefined });
      const names = runnable().filter((name) => name === pair || runsUnasked(openedFor(store.get(), name)));
      await run(plan([pair, ...names.filter((name) => name !== pair)], names.slice(0, 1)));
    },
    cancel() {
      const { run: going } = store.get();
      abort.abort();
      if (going?.state !== "running") return;
      store.set({ run: { ...going, state: "cancelled", tookMs: performance.now() - going.beganAt } });
    },
  };
}

/** The items by their key, in the order in which the first of each stands. */
function groupedBy(items: readonly string[], key: (item: string) => string): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const item of items) (groups[key(item)] ??= []).push(item);
  return groups;
}
