// The day chart in words and as a table.
import { h, type Tree } from "../dom";
import { categoriesOf, flowName, OTHERS } from "../chart/flows";
import { count } from "../format/number";
import { volumeName } from "../format/text";
import { clock } from "../format/time";
import type { Quantity } from "../store/centre";
import { cell } from "./centre";
import type { Demand, WhatIf } from "loadline";

/** What the chart shows, and the answer it comes from where there is one. */
export interface Shown {
  held: Demand;
  asFiled: Demand;
  quantity: Quantity;
  what?: WhatIf;
}

/** A sentence with the chart's numbers. */
export function figureText({ held, asFiled, quantity }: Shown, windowText: string): string {
  const hour = (demand: Demand) => clock(demand.peakBin * demand.binMinutes);
  const verb = quantity === "entries" ? "enter in the hour from" : "are counted as present in the hour from";
  return `${volumeName(asFiled.volume)}: at most ${count(held.peak)} ${verb} ${hour(held)}, ${count(asFiled.peak)} as filed from ${hour(asFiled)}. Held from ${windowText.replace("–", " to ")}.`;
}

export function cursorText(bin: number, { held, asFiled, quantity }: Shown, flows?: WhatIf): string {
  const capacity = held.capacity[bin];
  const limit = capacity !== undefined && Number.isFinite(capacity) ? `, capacity ${count(capacity)}` : "";
  const verb = quantity === "entries" ? "enter in the hour" : "are counted as present in the hour";
  const said = `${clock(bin * held.binMinutes)}: ${count(held.entries[bin] ?? 0)} ${verb}${limit}, ${count(asFiled.entries[bin] ?? 0)} as filed.`;
  return flows === undefined ? said : `${said} ${flowsText(bin, flows)}`;
}

/** The five flows that have a colour, at one bin. */
function flowsText(bin: number, what: WhatIf): string {
  const categories = categoriesOf(what);
  const parts = what.flow.flatMap((flow, i) => {
    const value = cell(what.byFlow, what, i, bin);
    return categories[i] === OTHERS || value === 0 ? [] : [`${flowName(flow)} ${count(value)}`];
  });
  return parts.length === 0 ? "" : `${parts.join(", ")}.`;
}

/** The source of the marks; with a column for each flow where they are drawn. */
export function dayTable({ held, asFiled }: Shown, [from, to]: readonly [number, number], flows?: WhatIf): Tree {
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  const capacity = (bin: number) =>
    Number.isFinite(held.capacity[bin] ?? NaN) ? count(held.capacity[bin] ?? 0) : "none";
  const columns = flows === undefined ? [] : [...flows.flow.map(flowName), "no flow"];
  const flowCells = (bin: number) =>
    flows === undefined
      ? []
      : columns.map((_, row) => h("td", { class: "number" }, count(cell(flows.byFlow, flows, row, bin))));
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "The day as a table" },
    h(
      "table",
      { class: "plain" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...["Hour from, UTC", "held", "as filed", "capacity", ...columns].map((name, i) =>
            h("th", { scope: "col", class: i > 0 ? "number" : undefined }, name),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        ...rows.map((bin) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, clock(bin * held.binMinutes)),
            h("td", { class: "number" }, count(held.entries[bin] ?? 0)),
            h("td", { class: "number" }, count(asFiled.entries[bin] ?? 0)),
            h("td", { class: "number" }, capacity(bin)),
            ...flowCells(bin),
          ),
        ),
      ),
    ),
  );
}
