// How large the orbits are, the largest first, on a logarithmic axis; the heavy line is its foot, one state.
import { scaleLinear, scaleLog } from "d3-scale";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { at, type Box } from "./box";

export interface Orbits {
  /** States of each orbit, the largest first. */
  sizes: readonly number[];
  /** The place of the one that is pointed out. */
  lit?: number;
}

const MARGIN = { left: 62, right: 12, top: 20, bottom: 36 };

export function orbits({ sizes, lit }: Orbits, { width, height }: Box): Tree {
  const x = scaleLinear()
    .domain([0, Math.max(sizes.length, 1)])
    .range([MARGIN.left, width - MARGIN.right]);
  const foot = height - MARGIN.bottom;
  const most = Math.max(...sizes, 10);
  const y = scaleLog()
    .domain([1, most * 1.2])
    .range([foot, MARGIN.top]);
  const bar = (place: number): string =>
    `M${at(x(place))} ${foot}V${at(Math.min(y(sizes[place] ?? 1), foot - 1))}H${at(x(place + 1))}V${foot}Z`;
  const ticks = [10, 100, 1e3, 1e4, 1e5].filter((tick) => tick <= most);
  const ranks = [1, 64, 128, 192, 256].filter((rank) => rank <= sizes.length);
  const litX = lit === undefined ? 0 : at(x(lit + 0.5));
  return h(
    "svg",
    { class: "orbits", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    ...ticks.flatMap((tick) => [
      h("line", { class: "grid", x1: MARGIN.left, x2: width - MARGIN.right, y1: at(y(tick)), y2: at(y(tick)) }),
      h("text", { class: "tick", x: MARGIN.left - 8, y: at(y(tick)) + 4, "text-anchor": "end" }, count(tick)),
    ]),
    h("path", { class: "bar", d: sizes.map((_, place) => bar(place)).join("") }),
    lit === undefined
      ? undefined
      : [
          h("path", { class: "bar lit", d: bar(lit) }),
          h("circle", { class: "lit-dot", cx: litX, cy: at(y(sizes[lit] ?? 1)) - 6, r: 3 }),
        ],
    h("line", { class: "foot-line", x1: MARGIN.left, x2: width - MARGIN.right, y1: foot, y2: foot }),
    h("text", { class: "tick", x: MARGIN.left - 8, y: foot + 4, "text-anchor": "end" }, "1"),
    ...ranks.map((rank) =>
      h("text", { class: "tick", x: at(x(rank - 0.5)), y: foot + 16, "text-anchor": "middle" }, String(rank)),
    ),
    h(
      "text",
      { class: "tick", x: at((MARGIN.left + width) / 2), y: height - 3, "text-anchor": "middle" },
      "orbits, the largest first",
    ),
  );
}
