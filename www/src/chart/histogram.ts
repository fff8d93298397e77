// How long flights wait: 5 minutes a bar, and the one heavy line at 15 minutes with what lies beyond it.
import { scaleLinear } from "d3-scale";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { at, type Box } from "./box";

/** Minutes in a bar. */
export const BAR_MINUTES = 5;
/** Where the mark stands: longer waits are said in words. */
export const MARK_MINUTES = 15;

export interface Histogram {
  /** Flights by delay: 1 to 5 minutes, 6 to 10, and so on. */
  counts: ArrayLike<number>;
  /** What stands beside the mark. */
  label: string;
}

const MARGIN = { left: 24, right: 8, top: 18, bottom: 20 };

export function histogram({ counts, label }: Histogram, { width, height }: Box): Tree {
  const bars = Array.from(counts);
  const minutes = Math.max(bars.length, 6) * BAR_MINUTES;
  const x = scaleLinear()
    .domain([0, minutes])
    .range([MARGIN.left, width - MARGIN.right]);
  const bottom = height - MARGIN.bottom;
  const y = scaleLinear()
    .domain([0, Math.max(...bars, 1)])
    .nice(3)
    .range([bottom, MARGIN.top]);
  const gap = x(BAR_MINUTES) - x(0) >= 7 ? 1 : 0;
  const [near, far] = ["near", "far"].map((kind, side) => {
    const path = bars.map((flights, i) => {
      const isFar = i * BAR_MINUTES >= MARK_MINUTES;
      if (flights === 0 || isFar !== (side === 1)) return "";
      return `M${at(x(i * BAR_MINUTES))} ${bottom}V${at(y(flights))}H${at(x((i + 1) * BAR_MINUTES) - gap)}V${bottom}Z`;
    });
    return h("path", { class: `wait ${kind}`, d: path.join("") });
  });
  const mark = at(x(MARK_MINUTES));
  const right = mark + 7 * label.length > width;
  return h(
    "svg",
    { class: "histogram", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    ...y
      .ticks(3)
      .filter(Number.isInteger)
      .flatMap((tick) => [
        h("line", {
          class: tick === 0 ? "zero" : "grid",
          x1: MARGIN.left,
          x2: width - MARGIN.right,
          y1: at(y(tick)),
          y2: at(y(tick)),
        }),
        tick === 0
          ? undefined
          : h("text", { class: "tick", x: MARGIN.left - 6, y: at(y(tick)) + 4, "text-anchor": "end" }, count(tick)),
      ]),
    near,
    far,
    ...ticksOf(minutes, x(1) - x(0)).map((tick) =>
      h("text", { class: "tick", x: at(x(tick)), y: height - 5, "text-anchor": "middle" }, count(tick)),
    ),
    h("path", { class: "wait-mark", d: `M${mark} ${bottom}V6` }),
    h(
      "text",
      { class: "halo strong", x: right ? width : mark + 6, y: 14, "text-anchor": right ? "end" : "start" },
      label,
    ),
  );
}

/** Every 15 minutes, or fewer where there is no room. */
function ticksOf(minutes: number, pixelsPerMinute: number): number[] {
  const every = [15, 30, 60, 120, 240, 480].find((each) => each * pixelsPerMinute >= 40) ?? 960;
  return Array.from({ length: Math.floor(minutes / every) + 1 }, (_, i) => i * every);
}
