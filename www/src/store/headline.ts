// The three figures of the lead sentence, from the measurements of all pairs.
import type { Snapshot } from "./snapshot";

export interface Headline {
  /** Geometric mean of the speed-ups. */
  mean: number;
  smallest: number;
  smallestIsFaster: boolean;
}

/** Undefined until every pair has been timed. */
export function headline(snapshot: Snapshot): Headline | undefined {
  const pairs = snapshot.library?.pairs ?? [];
  const measured = pairs.flatMap((pair) => snapshot.pairs[pair.name]?.measurement ?? []);
  if (measured.length < pairs.length || measured.length === 0) return undefined;
  const mean = Math.exp(measured.reduce((sum, each) => sum + Math.log(each.speedup), 0) / measured.length);
  const smallest = measured.reduce((least, each) => (each.speedup < least.speedup ? each : least));
  return { mean, smallest: smallest.speedup, smallestIsFaster: smallest.verdict === "faster" };
}
