// Flows as categories: at most five colours, each with its own shape; every further flow is one of the others.
import { h, type Tree } from "../dom";

/** The category of every flow beyond the five, and of flights of no flow. */
export const OTHERS = 5;

const SHAPES = [
  "M5 0.4A4.6 4.6 0 1 1 4.99 0.4Z",
  "M0.8 0.8H9.2V9.2H0.8Z",
  "M5 0L10 5L5 10L0 5Z",
  "M5 0.6L9.9 9.3H0.1Z",
  "M3.4 0.4H6.6V3.4H9.6V6.6H6.6V9.6H3.4V6.6H0.4V3.4H3.4Z",
  "M0.8 3.4H9.2V6.6H0.8Z",
];

/** Which category each flow has: the five with the most entrants have one each, in the order of their names, so that it changes seldom. */
export function categoriesOf(what: { flow: readonly string[]; entrants: ArrayLike<number> }): number[] {
  const order = [...what.flow.keys()].sort((a, b) => (what.entrants[b] ?? 0) - (what.entrants[a] ?? 0) || a - b);
  const chosen = order.slice(0, OTHERS).sort((a, b) => a - b);
  return what.flow.map((_, flow) => {
    const category = chosen.indexOf(flow);
    return category < 0 ? OTHERS : category;
  });
}

/** The class that gives a category its colour: `f1` to `f5`, or `others`. */
export function categoryClass(category: number): string {
  return category >= 0 && category < OTHERS ? `f${category + 1}` : "others";
}

/** A category's shape in its colour; its name always stands beside it. */
export function flowMark(category: number, size = 10): Tree {
  const known = category >= 0 && category < OTHERS ? category : OTHERS;
  return h(
    "svg",
    {
      class: `sign category ${categoryClass(known)}`,
      viewBox: "0 0 10 10",
      width: size,
      height: size,
      "aria-hidden": "true",
      focusable: "false",
    },
    h("path", { d: SHAPES[known] ?? "" }),
  );
}

/** How a flow is called: all together where the mode knows no flows. */
export function flowName(name: string): string {
  return name === "__blanket__" ? "All flows" : name;
}
