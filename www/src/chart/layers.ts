// How many states need so many steps: one bar a layer on a logarithmic or a linear axis, with its number; the heavy line is its foot.
import { scaleLinear, scaleLog } from "d3-scale";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { at, type Box } from "./box";

export interface Layers {
  /** States by the steps they need from the archetype, from 0 on. */
  counts: ArrayLike<number>;
  scale: "log" | "linear";
  /** The layer under way, which has no number yet. */
  underWay?: number;
}

const MARGIN = { right: 4, top: 20, bottom: 36 };
/** Where the axis is written; a narrow chart leaves it to the bars, which have their numbers. */
const LEFT = 62;
const NARROW = 420;
/** There is room for so many bars at least, and up to so many states, so that the axes stand still while layers come. */
const BARS = 7;
const STATES = 500_000;

export function layers({ counts, scale, underWay }: Layers, { width, height }: Box): Tree {
  const bars = Array.from(counts);
  const slots = Math.max(BARS, bars.length);
  const narrow = width < NARROW;
  const left = narrow ? MARGIN.right : LEFT;
  const slot = (width - left - MARGIN.right) / slots;
  const foot = height - MARGIN.bottom;
  const most = Math.max(STATES, ...bars);
  const y =
    scale === "log"
      ? scaleLog().domain([0.5, most]).range([foot, MARGIN.top])
      : scaleLinear().domain([0, most]).range([foot, MARGIN.top]);
  const ticks =
    scale === "log" ? [1, 10, 100, 1e3, 1e4, 1e5, 1e6].filter((tick) => tick <= most) : y.ticks(5).filter((t) => t > 0);
  const gap = Math.min(slot * 0.22, 24);
  const middle = (layer: number): number => at(left + (layer + 0.5) * slot);
  return h(
    "svg",
    { class: "layers", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    ...ticks.flatMap((tick) => [
      h("line", { class: "grid", x1: left, x2: width - MARGIN.right, y1: at(y(tick)), y2: at(y(tick)) }),
      narrow
        ? undefined
        : h("text", { class: "tick", x: left - 8, y: at(y(tick)) + 4, "text-anchor": "end" }, count(tick)),
    ]),
    ...bars.flatMap((states, layer) => [
      h("rect", {
        class: "bar",
        x: at(left + layer * slot + gap / 2),
        width: at(slot - gap),
        y: at(y(states)),
        height: at(Math.max(foot - y(states), 1)),
      }),
      h(
        "text",
        { class: "halo strong", x: middle(layer), y: at(y(states)) - 6, "text-anchor": "middle" },
        count(states),
      ),
    ]),
    underWay === undefined || underWay >= slots
      ? undefined
      : h("rect", {
          class: "coming",
          x: at(left + underWay * slot + gap / 2),
          width: at(slot - gap),
          y: MARGIN.top,
          height: foot - MARGIN.top,
        }),
    h("line", { class: "foot-line", x1: left, x2: width - MARGIN.right, y1: foot, y2: foot }),
    ...Array.from({ length: slots }, (_, layer) =>
      h("text", { class: "tick", x: middle(layer), y: foot + 16, "text-anchor": "middle" }, String(layer)),
    ),
    h(
      "text",
      { class: "tick", x: at((left + width) / 2), y: height - 3, "text-anchor": "middle" },
      "steps from the archetype",
    ),
  );
}
