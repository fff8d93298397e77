// What stands above the day chart: the volume, what is drawn, the choices of what to draw, and what the marks mean.
import { h, type Tree } from "../dom";
import { categoriesOf, flowMark, flowName, OTHERS } from "../chart/flows";
import { volumeName } from "../format/text";
import { binWord } from "../format/time";
import type { Quantity } from "../store/centre";
import { questionOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { answerOf, choices } from "./centre";
import type { WhatIf } from "loadline";

/** Whether bars stand by flow: only entries are counted so. */
export function byFlow(snapshot: Snapshot): boolean {
  return snapshot.colouring === "flow" && snapshot.quantity === "entries" && answerOf(snapshot) !== undefined;
}

/** The volume's name, what is drawn, and the two choices of what to draw. */
export function dayHeading(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { day, quantity } = snapshot;
  const question = questionOf(snapshot);
  const volume = day?.volumes.find((each) => each.index === question?.volume);
  if (day === undefined || volume === undefined) return undefined;
  const flows = byFlow(snapshot);
  return h(
    "div",
    { class: "day-heading" },
    h(
      "div",
      { class: "heading" },
      h("h1", { class: "volume-name" }, volumeName(volume.id)),
      h("span", { class: "sub" }, `${QUANTITIES[quantity](binWord(day.summary.binMinutes))}, UTC`),
    ),
    h(
      "div",
      { class: "day-choices" },
      choices(
        "quantity",
        "What is counted",
        quantity,
        [
          { value: "entries", says: "entries" },
          { value: "occupancy", says: "occupancy" },
        ],
        (value) => dispatch({ type: "show", change: { quantity: value } }),
      ),
      choices(
        "colouring",
        quantity === "entries"
          ? "What colours the bars"
          : "What colours the bars; flows are told apart in entries only",
        flows ? "flow" : "overload",
        [
          { value: "overload", says: "by overload" },
          { value: "flow", says: "by flow", disabled: quantity !== "entries" },
        ],
        (value) => dispatch({ type: "show", change: { colouring: value } }),
      ),
      h("span", { class: "gap" }),
      flows ? flowLegend(answerOf(snapshot)) : overloadLegend(),
    ),
  );
}

const QUANTITIES: Record<Quantity, (bin: string) => string> = {
  entries: (bin) => `Flights entering in the hour from each ${bin}`,
  occupancy: (bin) => `Flights present in each ${bin}, added up over the hour from it`,
};

function overloadLegend(): Tree {
  return h(
    "span",
    { class: "legend", "aria-hidden": "true" },
    h("span", { class: "swatch bar" }),
    "held ",
    h("span", { class: "swatch over" }),
    "above capacity ",
    h("span", { class: "swatch filed" }),
    "as filed",
  );
}

/** Names beside shapes, from the bottom of the bars up. */
function flowLegend(what: WhatIf | undefined): Tree | undefined {
  if (what === undefined) return undefined;
  const categories = categoriesOf(what);
  const named = what.flow.flatMap((flow, i) => {
    const category = categories[i] ?? OTHERS;
    return category === OTHERS ? [] : [h("li", {}, flowMark(category), flowName(flow))];
  });
  return h(
    "ul",
    { class: "legend by-flow", "aria-label": "Flows, from the bottom of the bars up" },
    ...named,
    h("li", {}, flowMark(OTHERS), "others"),
    h("li", { "aria-hidden": "true" }, h("span", { class: "swatch filed" }), "as filed"),
  );
}
