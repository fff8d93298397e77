// Quality lights: what holds for these figures. A ring with a bar holds, a triangle is a note, a dotted ring is not known yet.
// Each opens one sentence. Only what this method looks at has a light.
import { h, type Tree } from "../dom";
import { count, counted, percent, times } from "../format/number";
import { duration, elapsed } from "../format/time";
import type { Snapshot } from "../store/snapshot";
import { holds, ring, spoken, triangle } from "./signs";

interface Light {
  state: "holds" | "note" | "unknown";
  says: string;
  /** The one sentence. */
  means: string;
}

export function lights(snapshot: Snapshot, pairs: readonly string[]): Tree | undefined {
  const all = [control(snapshot), answers(snapshot, pairs), clock(snapshot)].filter((light) => light !== undefined);
  if (all.length === 0) return h("div", { class: "lights" });
  return h("div", { class: "lights" }, ...all.map(drawn), h("span", { class: "quiet" }, how(snapshot)));
}

function drawn({ state, says, means }: Light): Tree {
  const sign = state === "holds" ? holds() : state === "note" ? triangle() : ring();
  const word = state === "holds" ? "holds: " : state === "note" ? "note: " : "not known yet: ";
  return h(
    "details",
    { class: "light", "data-state": state, key: says },
    h("summary", {}, sign, spoken(word), h("span", {}, says)),
    h("p", {}, means),
  );
}

function control({ control }: Snapshot): Light | undefined {
  if (control === undefined)
    return { state: "unknown", says: "control", means: "The control is timed last: the reference against itself." };
  const { speedup, speedupLow, speedupHigh, verdict, confidence } = control;
  const found = `The reference timed against itself came out at ${times(speedup)}, ${percent(confidence)} interval ${times(speedupLow)} to ${times(speedupHigh)}`;
  if (verdict === "equivalent") return { state: "holds", says: "control holds", means: `${found}, as it must.` };
  if (verdict === "undecided")
    return {
      state: "note",
      says: "control wide",
      means: `${found}: it holds 1×, but the machine was too busy to say so within 2 %. Measure again when it is quieter.`,
    };
  return {
    state: "note",
    says: "control failed, figures withheld",
    means: `${found}. It must hold 1×, so no figure of this run can be trusted. The batches are in the saved file.`,
  };
}

function answers(snapshot: Snapshot, pairs: readonly string[]): Light | undefined {
  const measured = pairs.flatMap((pair) => snapshot.pairs[pair]?.measurement ?? []);
  if (measured.length === 0) return undefined;
  const batches = measured.reduce((sum, each) => sum + each.trials.length, 0);
  const equal = measured.every((each) => each.digestsEqual);
  return {
    state: equal ? "holds" : "note",
    says: `${counted(batches, "answer")} checked, ${equal ? `${count(batches)} equal` : "not all equal"}`,
    means:
      "Sides that differ are not timed, and the answer of every timed batch was compared after the clock had stopped.",
  };
}

function clock({ pairs, control }: Snapshot): Light | undefined {
  const measured = control ?? Object.values(pairs).find((state) => state.measurement !== undefined)?.measurement;
  if (measured === undefined) return undefined;
  const { clockStepNs, batchNs } = measured;
  const coarse = clockStepNs >= 0.5e6;
  return {
    state: coarse ? "note" : "holds",
    says: `clock step ${duration(clockStepNs)}, batches ≥ ${duration(batchNs)}`,
    means: coarse
      ? `This browser rounds its clock to ${duration(clockStepNs)}, so batches are longer. Agreement is not affected.`
      : "A batch is at least twenty steps of the clock long, so that its rounding does not matter.",
  };
}

function how({ pairs, run, address }: Snapshot): string {
  const blocks = Object.values(pairs).find((state) => state.measurement !== undefined)?.measurement?.blocks;
  if (blocks === undefined) return "";
  const took = run?.state === "done" && run.tookMs !== undefined ? `, ${elapsed(run.tookMs)}` : "";
  return `1 worker × ${counted(blocks, "block")}, seed ${address.seed ?? 1}${took}`;
}
