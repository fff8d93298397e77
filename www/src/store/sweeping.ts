// Measuring how the times grow, here in this browser, when a person asks for it. What was measured is kept, axis by axis.
import type { Sweep, SweepAxis, SweepPlan, SweepProgress } from "loadline";
import type { Client } from "../worker/client";
import type { Failure } from "../worker/protocol";
import { SEED } from "./running";
import type { Store } from "./store";

/** What the speed view shows and has measured. */
export interface Speed {
  /** The pair whose batches are drawn; the pair of the record where undefined. */
  speedPair: string | undefined;
  sweepAxis: SweepAxis;
  /** The point of the scaling chart that is read out, by its number. */
  sweepAt: number | undefined;
  /** Whether the committed record is drawn although this browser has measured the axis. */
  recordShown: boolean;
  sweeping: Sweeping | undefined;
  swept: Partial<Record<SweepAxis, Sweep>>;
}

export interface Sweeping {
  state: "running" | "cancelled" | "failed";
  axis: SweepAxis;
  progress?: SweepProgress;
  failure?: Failure;
}

export const SPEED_AT_FIRST: Speed = {
  speedPair: undefined,
  sweepAxis: "flights",
  sweepAt: undefined,
  recordShown: false,
  sweeping: undefined,
  swept: {},
};

/** Blocks at each size: with fewer there is no interval of 95 %. */
const BLOCKS = 6;
const BATCH_MS = 5;

export interface Sweeper {
  measure(pair: string, axis: SweepAxis): Promise<void>;
  cancel(): void;
}

export function createSweeper(store: Store, client: Client): Sweeper {
  let abort = new AbortController();
  return {
    async measure(pair, axis) {
      abort.abort();
      abort = new AbortController();
      const { signal } = abort;
      const tell = (sweeping: Sweeping | undefined): void => {
        if (!signal.aborted) store.set({ sweeping });
      };
      tell({ state: "running", axis });
      const plan: SweepPlan = { pair, axis, blocks: BLOCKS, batchMs: BATCH_MS, seed: store.get().address.seed ?? SEED };
      const onProgress = (progress: SweepProgress) => tell({ state: "running", axis, progress });
      const outcome = await client.ask("sweep", plan, { signal, onProgress });
      if (signal.aborted) return;
      if (outcome.ok) store.set({ swept: { ...store.get().swept, [axis]: outcome.value }, recordShown: false });
      tell(outcome.ok ? undefined : { state: "failed", axis, failure: outcome.error });
    },
    cancel() {
      const { sweeping } = store.get();
      abort.abort();
      if (sweeping?.state === "running") store.set({ sweeping: { ...sweeping, state: "cancelled" } });
    },
  };
}
