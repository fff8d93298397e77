// The live answer in words: what holding does to the overload, who waits, how long the answer took, and whether both sides agree on it.
import { h, type Child, type Tree } from "../dom";
import { count, counted } from "../format/number";
import { digest } from "../format/text";
import { duration, elapsed, minutes } from "../format/time";
import type { Snapshot } from "../store/snapshot";
import { equals, ring, spoken } from "./signs";

/** Slower answers than this are counted beside the switch while they are awaited. */
const SLOW_MS = 100;

/** The result sentence. */
export function resultSentence(snapshot: Snapshot): Child[] {
  const { held, failure } = snapshot.live;
  if (failure !== undefined) return [`This rate has no answer: ${failure.message}.`];
  if (held === undefined) return [];
  const { waiting } = held;
  const before = held.asFiled.overload;
  const after = held.held.overload;
  const change: Child[] =
    before === after
      ? before === 0
        ? ["Nothing stands above the line. "]
        : ["Overload, all that stands above the line, stays at ", h("b", {}, count(before)), ". "]
      : [
          `Overload, all that stands above the line, ${after < before ? "falls" : "rises"} from `,
          h("b", {}, count(before)),
          " to ",
          h("b", {}, count(after)),
          ". ",
        ];
  if (waiting === 0) return [...change, "No flight waits."];
  const verb = waiting === 1 ? "flight waits" : "flights wait";
  return [
    ...change,
    h("b", {}, count(waiting)),
    ` ${verb}, ${minutes(held.meanDelayMin)} on average, ${minutes(held.maxDelayMin)} at most.`,
  ];
}

/** Time of this answer, then the sign once the other side has confirmed it. */
export function liveVerdict(snapshot: Snapshot): Tree {
  const { held, confirmed, askedAt } = snapshot.live;
  if (held === undefined) return h("p", { class: "live" });
  const waiting =
    askedAt !== undefined && performance.now() - askedAt > SLOW_MS
      ? `${elapsed(performance.now() - askedAt)}…`
      : undefined;
  const side = snapshot.address.side ?? "optimised";
  const took = h(
    "span",
    { class: "took" },
    h("b", {}, duration(held.elapsedNs)),
    h("span", { class: "by" }, ` on the ${side} side`),
  );
  if (waiting !== undefined) return h("p", { class: "live" }, took, h("span", { class: "quiet" }, waiting));
  if (confirmed === undefined || askedAt !== undefined) {
    return h(
      "p",
      { class: "live" },
      took,
      h("span", { class: "equation" }, h("code", {}, digest.short(held.digest)), " ", ring(), spoken("checking")),
    );
  }
  const agree = confirmed.digest === held.digest;
  return h(
    "p",
    { class: "live" },
    took,
    h(
      "span",
      { class: "equation" },
      h("code", {}, digest.short(held.digest)),
      " ",
      equals(agree),
      " ",
      h("code", {}, digest.short(confirmed.digest)),
    ),
    h("b", { class: agree ? "agrees" : "differs" }, agree ? "both sides agree" : "the sides disagree"),
  );
}

/** Said aloud when the hand has come to rest: only once the other side has confirmed. */
export function spokenResult(snapshot: Snapshot): string {
  const { held, confirmed } = snapshot.live;
  if (held === undefined || confirmed === undefined) return "";
  return `${counted(held.waiting, "flight waits", "flights wait")}, overload ${count(held.held.overload)}.`;
}
