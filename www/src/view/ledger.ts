// The ledger of all pairs: a table by family with digests, both times and the speed-up on a log axis.
import { h, type Child, type Tree } from "../dom";
import { ratioHead, ratioRow, ratioScale, type RatioScale } from "../chart/ratio";
import { times } from "../format/number";
import { digest, shortName } from "../format/text";
import { duration } from "../format/time";
import { families, openedFor, standingOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { button, link } from "./links";
import { chevron, equals, optimisedMark, referenceMark, ring, spoken, standing } from "./signs";
import { controlFailed, ratiosOf, speedText } from "./speed";
import { familyQuestion, familyTitle } from "./words";

/** Height of the axis' head; rows take the table's own. */
const HEAD = { width: 0, height: 20 };
const ROW = { width: 0, height: 26 };

export function ledgerScale(snapshot: Snapshot): RatioScale {
  const measured = Object.values(snapshot.pairs).map((state) => state.measurement?.speedupHigh ?? 1);
  return ratioScale(Math.max(1, ...measured));
}

export function ledger(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const scale = ledgerScale(snapshot);
  return h(
    "table",
    { class: "ledger" },
    h("caption", { class: "spoken" }, "Every pair, by family: both answers’ digests, both times, and the speed-up"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col", class: "name" }, "Pair"),
        h(
          "th",
          { scope: "col", class: "digests" },
          h("span", { class: "wide" }, "Answer digests, both sides"),
          h("span", { class: "narrow spoken" }, "Answers"),
        ),
        h("th", { scope: "col", class: "time" }, referenceMark(), " reference"),
        h("th", { scope: "col", class: "time" }, optimisedMark(), " optimised"),
        h(
          "th",
          { scope: "col", class: "axis" },
          h("span", { class: "axis-title" }, "times faster"),
          ratioHead(scale, HEAD),
        ),
        h("th", { scope: "col", class: "speed" }, spoken("Speed-up")),
      ),
    ),
    ...families(snapshot).map((each) =>
      familyBody(
        snapshot,
        dispatch,
        scale,
        each.family,
        each.pairs.map((pair) => pair.name),
      ),
    ),
    controlBody(snapshot, scale),
  );
}

function familyBody(snapshot: Snapshot, dispatch: Dispatch, scale: RatioScale, family: string, pairs: string[]): Tree {
  const open = !snapshot.folded.includes(family);
  const agreeing = pairs.filter((pair) => standingOf(snapshot, pair) === "agree").length;
  const complete = agreeing === pairs.length;
  const parts = pairs.some((pair) => standingOf(snapshot, pair) === "disagree");
  const toggle = () => dispatch({ type: "fold", family });
  return h(
    "tbody",
    { key: family, class: "family" },
    h(
      "tr",
      { class: "family-row" },
      h(
        "th",
        { scope: "rowgroup", colspan: 4 },
        h(
          "button",
          { type: "button", class: "fold", "aria-expanded": String(open), onclick: toggle },
          chevron(open),
          h("b", {}, familyTitle(family)),
          " ",
          h("span", { class: "question" }, familyQuestion(snapshot, family)),
        ),
      ),
      h(
        "td",
        { class: "axis" },
        ratioRow({ scale, ratios: open ? [] : ratiosOf(snapshot, pairs), thread: false }, ROW),
      ),
      h(
        "td",
        { class: "speed" },
        complete || parts ? [equals(complete), spoken(complete ? "agree: " : "disagree: ")] : undefined,
        ` ${agreeing} of ${pairs.length}`,
      ),
    ),
    ...(open ? pairs.map((pair) => pairRow(snapshot, dispatch, scale, pair)) : []),
  );
}

function pairRow(snapshot: Snapshot, dispatch: Dispatch, scale: RatioScale, pair: string): Tree {
  const state = snapshot.pairs[pair];
  const measured = controlFailed(snapshot) ? undefined : state?.measurement;
  const run = snapshot.run;
  const timing = run?.state === "running" && run.pair === pair && run.doing === "time";
  return h(
    "tr",
    { key: pair, class: standingOf(snapshot, pair) },
    h("th", { scope: "row", class: "name" }, link(snapshot, { page: "pair", pair }, shortName(pair))),
    h("td", { class: "digests" }, digests(snapshot, dispatch, pair)),
    h("td", { class: "time" }, measured && duration(measured.reference.medianNs)),
    h("td", { class: "time" }, measured && duration(measured.optimised.medianNs)),
    h("td", { class: "axis" }, ratioRow({ scale, ratios: ratiosOf(snapshot, [pair]), thread: true }, ROW)),
    h("td", { class: "speed" }, timing ? h("span", { class: "quiet" }, ring(), " timing") : speedText(snapshot, pair)),
  );
}

function digests(snapshot: Snapshot, dispatch: Dispatch, pair: string): Child {
  const parity = snapshot.pairs[pair]?.parity;
  const state = standingOf(snapshot, pair);
  if (parity !== undefined) {
    const hex = (text: string) => h("code", { class: "hex" }, digest.short(text));
    return [hex(parity.referenceDigest), " ", standing(state), " ", hex(parity.optimisedDigest)];
  }
  if (state === "checking")
    return [standing(state), h("span", { class: "quiet wide", "aria-hidden": "true" }, " checking")];
  if (state === "failed")
    return [standing(state), h("span", { class: "quiet wide", "aria-hidden": "true" }, " stopped")];
  if (openedFor(snapshot, pair) === undefined) return undefined;
  return [
    h("span", { class: "quiet" }, "not run yet "),
    button("text", () => dispatch({ type: "run-pair", pair }), {}, "Run"),
  ];
}

/** The reference against itself, on the same axis: it must stand at 1×. */
function controlBody(snapshot: Snapshot, scale: RatioScale): Tree | undefined {
  const { control } = snapshot;
  if (control === undefined) return undefined;
  const ratio = { speedup: control.speedup, low: control.speedupLow, high: control.speedupHigh, control: true };
  return h(
    "tbody",
    { key: "control", class: "control" },
    h(
      "tr",
      {},
      h("th", { scope: "row", class: "name", title: `on ${control.pair}` }, "control"),
      h("td", { class: "digests" }, h("span", { class: "wide" }, "reference against itself")),
      h("td", { class: "time" }, duration(control.reference.medianNs)),
      h("td", { class: "time" }, duration(control.optimised.medianNs)),
      h("td", { class: "axis" }, ratioRow({ scale, ratios: [ratio], thread: false }, ROW)),
      h(
        "td",
        { class: "speed", title: `95 % interval ${times(control.speedupLow)} to ${times(control.speedupHigh)}` },
        times(control.speedup),
      ),
    ),
  );
}
