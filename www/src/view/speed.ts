// How a pair's speed is said, wherever it is said.
import { h, type Child } from "../dom";
import { times } from "../format/number";
import { standingOf, type Snapshot } from "../store/snapshot";
import type { Ratio } from "../chart/ratio";

/** The control times the reference against itself; when it finds a difference, no figure of this run can be trusted. */
export function controlFailed(snapshot: Snapshot): boolean {
  const verdict = snapshot.control?.verdict;
  return verdict === "faster" || verdict === "slower";
}

/** The marks of these pairs on the ratio axis. */
export function ratiosOf(snapshot: Snapshot, pairs: readonly string[]): Ratio[] {
  if (controlFailed(snapshot)) return [];
  return pairs.flatMap((pair) => {
    const measured = snapshot.pairs[pair]?.measurement;
    return measured === undefined
      ? []
      : [{ speedup: measured.speedup, low: measured.speedupLow, high: measured.speedupHigh }];
  });
}

/** The speed cell of one pair: its figure, or why there is none. */
export function speedText(snapshot: Snapshot, pair: string): Child {
  const measured = snapshot.pairs[pair]?.measurement;
  const state = standingOf(snapshot, pair);
  if (state === "disagree") return h("b", { class: "differs" }, "not timed");
  if (snapshot.pairs[pair]?.failure !== undefined) return h("span", { class: "quiet" }, "stopped");
  if (measured === undefined) return undefined;
  if (controlFailed(snapshot)) return h("span", { class: "quiet" }, "withheld");
  return h(
    "b",
    { title: `95 % interval ${times(measured.speedupLow)} to ${times(measured.speedupHigh)}` },
    times(measured.speedup),
  );
}
