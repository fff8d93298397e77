// How far states are from the archetype: one bar for each angle there can be, at its place; the heavy line stands at a right angle.
import { scaleLinear } from "d3-scale";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { angleTicks, RIGHT_ANGLE } from "./angle";
import { at, type Box } from "./box";

export interface Thetas {
  /** Each angle there can be, in radians, ascending. */
  theta: ArrayLike<number>;
  /** How many states have it. */
  counts: ArrayLike<number>;
  /** The place of the one that is pointed out. */
  lit?: number;
}

const MARGIN = { left: 62, right: 12, top: 20, bottom: 36 };

export function thetas({ theta, counts, lit }: Thetas, { width, height }: Box): Tree {
  const angles = Array.from(theta);
  const bars = Array.from(counts);
  const x = scaleLinear()
    .domain([0, Math.PI])
    .range([MARGIN.left + 6, width - MARGIN.right]);
  const foot = height - MARGIN.bottom;
  const y = scaleLinear()
    .domain([0, Math.max(...bars, 1)])
    .nice(4)
    .range([foot, MARGIN.top]);
  const there = angles.filter((_, place) => (bars[place] ?? 0) > 0).map((angle) => x(angle));
  const closest = Math.min(...there.slice(1).map((place, i) => place - (there[i] ?? 0)), 14);
  const wide = Math.max(closest - 1.2, 1.5);
  const bar = (place: number): string => {
    const states = bars[place] ?? 0;
    if (states === 0) return "";
    const left = at(x(angles[place] ?? 0) - wide / 2);
    return `M${left} ${foot}V${at(Math.min(y(states), foot - 1))}h${at(wide)}V${foot}Z`;
  };
  const right = at(x(RIGHT_ANGLE));
  return h(
    "svg",
    { class: "thetas", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    ...y.ticks(4).flatMap((tick) => [
      h("line", {
        class: tick === 0 ? "zero" : "grid",
        x1: MARGIN.left,
        x2: width - MARGIN.right,
        y1: at(y(tick)),
        y2: at(y(tick)),
      }),
      tick === 0
        ? undefined
        : h("text", { class: "tick", x: MARGIN.left - 8, y: at(y(tick)) + 4, "text-anchor": "end" }, count(tick)),
    ]),
    h("path", { class: "bar", d: bars.map((_, place) => bar(place)).join("") }),
    lit === undefined ? undefined : h("path", { class: "bar lit", d: bar(lit) }),
    h("path", { class: "foot-line", d: `M${right} ${foot}V6` }),
    h("text", { class: "halo strong", x: right + 6, y: 14 }, "a right angle"),
    ...angleTicks.map(({ angle, label }) =>
      h("text", { class: "tick", x: at(x(angle)), y: foot + 16, "text-anchor": "middle" }, label),
    ),
    h(
      "text",
      { class: "tick", x: at((MARGIN.left + width) / 2), y: height - 3, "text-anchor": "middle" },
      "angle from the archetype, radians",
    ),
  );
}
