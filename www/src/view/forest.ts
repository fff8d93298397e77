// The family's pairs on two axes: how much faster, on a scale that a 1 % interval would vanish on, and how sure, about each estimate.
// The control stands last on the same axes, in pencil.
import type { Measurement } from "loadline";
import { h, type Child, type Tree } from "../dom";
import { ratioHead, ratioRow, type RatioScale } from "../chart/ratio";
import { reachOf, sure } from "../chart/sure";
import { percent, range, times } from "../format/number";
import { shortName } from "../format/text";
import { standingOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { ledgerScale } from "./ledger";
import { link } from "./links";
import { ring, standing } from "./signs";
import { controlFailed, speedText } from "./speed";

const BOX = { width: 0, height: 30 };

export function forest(
  snapshot: Snapshot,
  dispatch: Dispatch,
  pairs: readonly string[],
  chosen: string | undefined,
): Tree {
  const scale = ledgerScale(snapshot);
  const measured = pairs.flatMap((pair) => snapshot.pairs[pair]?.measurement ?? []);
  const rows = [...measured, ...(snapshot.control === undefined ? [] : [snapshot.control])];
  const reach = reachOf(rows.map((row) => ({ speedup: row.speedup, low: row.speedupLow, high: row.speedupHigh })));
  return h(
    "table",
    { class: "ledger forest" },
    h(
      "caption",
      { class: "spoken" },
      "Every pair: whether both sides agree, how much faster the optimised one is, and how sure that is",
    ),
    head(scale, reach, rows[0]),
    h("tbody", {}, ...pairs.map((pair) => pairRow(snapshot, dispatch, pair, scale, reach, pair === chosen))),
    controlBody(snapshot, scale, reach),
  );
}

function head(scale: RatioScale, reach: number, measured: Measurement | undefined): Tree {
  const confidence = measured === undefined ? "" : `${percent(measured.confidence)} `;
  return h(
    "thead",
    {},
    h(
      "tr",
      {},
      h("th", { scope: "col", class: "name" }, "Pair"),
      h("th", { scope: "col", class: "equal" }, "equal"),
      h(
        "th",
        { scope: "col", class: "axis" },
        h("span", { class: "axis-title" }, h("b", {}, "How much faster")),
        ratioHead(scale, { width: 0, height: 20 }),
      ),
      h("th", { scope: "col", class: "speed" }, "speed-up"),
      h("th", { scope: "col", class: "speed interval" }, `${confidence}interval`),
      h(
        "th",
        { scope: "col", class: "axis sure-axis" },
        h(
          "span",
          { class: "axis-title" },
          h("b", {}, "How sure"),
          measured === undefined ? undefined : h("span", { class: "quiet" }, `ticks: ${measured.blocks} blocks`),
        ),
        h(
          "span",
          { class: "ends" },
          h("span", {}, `−${reach} %`),
          h("span", {}, "estimate"),
          h("span", {}, `+${reach} %`),
        ),
      ),
      h("th", { scope: "col", class: "verdict" }, "verdict"),
    ),
  );
}

function pairRow(
  snapshot: Snapshot,
  dispatch: Dispatch,
  pair: string,
  scale: RatioScale,
  reach: number,
  chosen: boolean,
): Tree {
  const { run } = snapshot;
  const measured = controlFailed(snapshot) ? undefined : snapshot.pairs[pair]?.measurement;
  const timing = run?.state === "running" && run.pair === pair && run.doing === "time";
  const choose = () => dispatch({ type: "show", change: { speedPair: pair } });
  const start: Child[] = [
    h("th", { scope: "row", class: "name" }, link(snapshot, { page: "pair", pair }, shortName(pair))),
    h("td", { class: "equal" }, standing(standingOf(snapshot, pair))),
  ];
  // The row may be clicked; the list over the batches does the same for those who cannot.
  return h(
    "tr",
    { key: pair, class: chosen ? "shown" : undefined, onclick: measured === undefined ? undefined : choose },
    ...start,
    ...(measured === undefined
      ? [
          h("td", { class: "axis" }, ratioRow({ scale, ratios: [], thread: false }, BOX)),
          h(
            "td",
            { class: "speed" },
            timing ? h("span", { class: "quiet" }, ring(), " timing") : speedText(snapshot, pair),
          ),
          ...["speed interval", "axis sure-axis", "verdict"].map((name) => h("td", { class: name })),
        ]
      : figures(measured, scale, reach)),
  );
}

function figures(row: Measurement, scale: RatioScale, reach: number): Tree[] {
  const ratio = { speedup: row.speedup, low: row.speedupLow, high: row.speedupHigh, control: row.control };
  const verdict = row.control && row.verdict === "equivalent" ? "equivalent, as it must be" : row.verdict;
  return [
    h("td", { class: "axis" }, ratioRow({ scale, ratios: [ratio], thread: true }, BOX)),
    h("td", { class: "speed" }, row.control ? times(row.speedup) : h("b", {}, times(row.speedup))),
    h("td", { class: "speed interval" }, range(row.speedupLow, row.speedupHigh)),
    h("td", { class: "axis sure-axis" }, sure({ ...ratio, reach, control: row.control, ticks: row.ratios }, BOX)),
    h("td", { class: "verdict" }, row.control ? verdict : h("b", {}, verdict)),
  ];
}

/** The reference against itself: it must stand at 1×, or every figure is withheld. */
function controlBody({ control }: Snapshot, scale: RatioScale, reach: number): Tree | undefined {
  if (control === undefined) return undefined;
  return h(
    "tbody",
    { key: "control", class: "control" },
    h(
      "tr",
      {},
      h("th", { scope: "row", class: "name", title: `on ${control.pair}` }, "reference against itself"),
      h("td", { class: "equal" }, standing("agree")),
      ...figures(control, scale, reach),
    ),
  );
}
