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
  const { mean } = snapshot;
  if (mean === undefined || measured.length < pairs.length || measured.length === 0) return undefined;
  const smallest = measured.reduce((least, each) => (each.speedup < least.speedup ? each : least));
  return { mean, smallest: smallest.speedup, smallestIsFaster: smallest.verdict === "faster" };
}
