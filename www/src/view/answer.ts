// The live answer in words: what the rates do to the overload, who waits, how long the answer took, and whether both sides agree on it.
import { h, type Child, type Tree } from "../dom";
import { count, counted, tenths } from "../format/number";
import { digest } from "../format/text";
import { duration, minutes } from "../format/time";
import { foundOf, modeOf, type Confirmed, type Snapshot } from "../store/snapshot";
import { answerOf } from "./centre";
import { equals, ring, spoken } from "./signs";
import type { Side } from "loadline";

/** The what-if answer in one sentence: Overload 135 to 92. 93 flights wait, 29 min on average. Cost 1,137.7 to 953.4. */
export function whatSentence(snapshot: Snapshot): Child[] {
  const what = answerOf(snapshot);
  const { failure } = snapshot.live;
  if (failure !== undefined) return [`These rates have no answer: ${failure.message}.`];
  if (what === undefined) return [];
  const to = (before: string, after: string): Child =>
    before === after ? h("b", {}, before) : h("b", {}, `${before} to ${after}`);
  const { asFiled, held } = what.entries;
  return [
    "Overload ",
    to(count(asFiled.overload), count(held.overload)),
    ". ",
    ...(what.waiting === 0
      ? ["No flight waits. "]
      : [
          h("b", {}, count(what.waiting)),
          ` ${what.waiting === 1 ? "flight waits" : "flights wait"}, ${minutes(what.meanDelayMin)} on average. `,
        ]),
    "Cost ",
    to(tenths(what.baseline.total), tenths(what.held.total)),
    ".",
  ];
}

/** How long the search and the answer took on both sides, and whether the sides agree on them. */
export function whatVerdict(snapshot: Snapshot): Tree {
  const { live } = snapshot;
  const what = answerOf(snapshot);
  const mode = modeOf(snapshot);
  const found = foundOf(snapshot, mode);
  const fresh = live.askedAt === undefined && live.search.askedAt === undefined;
  const foundConfirmed = fresh ? live.search.confirmed?.[mode] : undefined;
  const confirmed = fresh ? live.confirmed : undefined;
  const agreed =
    what !== undefined &&
    confirmed?.digest === what.digest &&
    found !== undefined &&
    foundConfirmed?.digest === found.digest;
  const differ =
    (confirmed !== undefined && confirmed.digest !== what?.digest) ||
    (foundConfirmed !== undefined && foundConfirmed.digest !== found?.digest);
  return h(
    "div",
    { class: "verdicts" },
    found === undefined
      ? undefined
      : verdictPart("search", found, foundConfirmed, `to try ${counted(found.evalCalls, "schedule")}`),
    what === undefined ? undefined : verdictPart("live bar", what, confirmed, "for this answer"),
    agreed || differ ? verdictWord(agreed) : undefined,
    agreed ? h("span", { class: "note" }, "Times: the shortest of a few runs in this tab.") : undefined,
  );
}

export function verdictWord(agreed: boolean): Tree {
  return h("b", { class: agreed ? "agrees" : "differs" }, agreed ? "both sides agree" : "the sides disagree");
}

interface Timed {
  side: Side;
  elapsedNs: number;
  /** Left out while it is awaited. */
  digest?: string;
}

/** The time an answer took, its digest, and the sign and the other side's digest once that has been asked. */
export function verdictPart(
  name: string,
  { side, elapsedNs, digest: own }: Timed,
  other: Confirmed | undefined,
  did: string,
): Tree {
  const agree = other?.digest === own;
  const sign =
    other === undefined
      ? [ring(), spoken("checking")]
      : [
          equals(agree),
          h("span", { class: "word" }, agree ? "agree" : "disagree"),
          " ",
          h("code", {}, digest.short(other.digest)),
        ];
  return h(
    "p",
    { class: name },
    h(
      "span",
      { class: "took" },
      h("b", {}, duration(other?.ownNs ?? elapsedNs)),
      h("span", { class: "by" }, ` ${did}`),
    ),
    h("span", { class: "equation" }, own === undefined ? undefined : h("code", {}, digest.short(own)), " ", ...sign),
    h(
      "span",
      { class: "other quiet" },
      other === undefined ? "" : `${side === "reference" ? "optimised" : "reference"} ${duration(other.elapsedNs)}`,
    ),
  );
}

/** Said aloud when the hand has come to rest: only once the other side has confirmed. */
export function spokenWhat(snapshot: Snapshot): string {
  const { what, confirmed } = snapshot.live;
  if (what === undefined || confirmed === undefined) return "";
  const sides = confirmed.digest === what.digest ? "The other side says the same." : "The other side says otherwise.";
  return `${counted(what.waiting, "flight waits", "flights wait")}, overload ${count(what.entries.held.overload)}. ${sides}`;
}
