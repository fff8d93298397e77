// What the day costs, part by part: as filed outlined, held filled, the total in ink.
import { h, type Tree } from "../dom";
import { tenths } from "../format/number";
import type { Snapshot } from "../store/snapshot";
import { answerOf, isStale } from "./centre";
import type { Cost } from "loadline";

const PARTS: readonly (readonly [keyof Cost, string])[] = [
  ["cap", "over capacity"],
  ["delay", "delay"],
  ["reg", "off the filed times"],
  ["tv", "uneven release"],
  ["share", "shares"],
  ["spill", "spill"],
  ["total", "total"],
];
/** Shown only where they count. */
const RARE: readonly (keyof Cost)[] = ["share", "spill"];
/** Drawn so wide, and stretched to the column. */
const BAR = { width: 100, height: 12 };

export function costTable(snapshot: Snapshot): Tree | undefined {
  const what = answerOf(snapshot);
  if (what === undefined) return undefined;
  const { baseline, held } = what;
  const largest = Math.max(baseline.total, held.total);
  const rows = PARTS.filter(([part]) => !RARE.includes(part) || baseline[part] !== 0 || held[part] !== 0);
  return h(
    "table",
    { class: `cost plain${isStale(snapshot) ? " stale" : ""}` },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "Cost by part"),
        h("th", { scope: "col", class: "number" }, "as filed"),
        h("th", { scope: "col", class: "number" }, "held"),
        h("td", {}),
      ),
    ),
    h(
      "tbody",
      {},
      ...rows.map(([part, name]) =>
        h(
          "tr",
          { class: part === "total" ? "total" : undefined },
          h("th", { scope: "row" }, name),
          h("td", { class: "number" }, tenths(baseline[part])),
          h("td", { class: "number" }, h("b", {}, tenths(held[part]))),
          h("td", { class: "bar-cell" }, bar(baseline[part], held[part], largest)),
        ),
      ),
    ),
  );
}

function bar(asFiled: number, held: number, largest: number): Tree {
  const { width, height } = BAR;
  const long = (value: number): number => (largest > 0 ? Math.max(0, (value / largest) * (width - 1)) : 0);
  return h(
    "svg",
    {
      class: "cost-bar",
      height,
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    held > 0 ? h("rect", { class: "held", x: 0, y: 3, width: long(held), height: height - 6 }) : undefined,
    asFiled > 0
      ? h("rect", { class: "as-filed", x: 0.5, y: 0.5, width: long(asFiled), height: height - 1 })
      : undefined,
  );
}
