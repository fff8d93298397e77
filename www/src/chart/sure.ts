// How sure: the 95 % interval about the estimate, in per cent of it, with the zone that counts as no difference shaded.
import { scaleLinear } from "d3-scale";
import { h, type Tree } from "../dom";
import { at, type Box } from "./box";

export interface Sure {
  speedup: number;
  low: number;
  high: number;
  /** Half the axis, in per cent. */
  reach: number;
  control: boolean;
  /** What the interval was made from, as ratios; none where left out. */
  ticks?: readonly number[];
}

/** ±3 %, or the next round reach that holds every interval. */
export function reachOf(intervals: readonly { speedup: number; low: number; high: number }[]): number {
  const widest = Math.max(
    0,
    ...intervals.map(({ speedup, low, high }) => Math.max(1 - low / speedup, high / speedup - 1) * 100),
  );
  return [3, 6, 10, 20, 50, 100].find((reach) => widest <= reach) ?? 100;
}

export function sure(what: Sure, { height }: Box): Tree {
  const { speedup, low, high, reach, control } = what;
  const scale = scaleLinear().domain([-reach, reach]).range([2, 98]).clamp(true);
  const x = (value: number) => `${at(scale((value / speedup - 1) * 100))}%`;
  const per = (value: number) => `${at(scale(value))}%`;
  const cap = (value: number) => h("line", { class: "interval", x1: x(value), x2: x(value), y1: "35%", y2: "65%" });
  return h(
    "svg",
    { class: `sure${control ? " pencil" : ""}`, height, "aria-hidden": "true" },
    h("rect", { class: "zone", x: per(-2), y: 0, width: `${at(scale(2) - scale(-2))}%`, height: "100%" }),
    h("line", { class: "grid", x1: "50%", x2: "50%", y1: 0, y2: "100%" }),
    h("line", { class: "interval", x1: x(low), x2: x(high), y1: "50%", y2: "50%" }),
    ...(what.ticks ?? []).map((ratio) =>
      h("line", { class: "tick-mark", x1: x(ratio), x2: x(ratio), y1: "10%", y2: "28%" }),
    ),
    cap(low),
    cap(high),
    control
      ? h(
          "svg",
          { x: "50%", y: "50%", overflow: "visible" },
          h("rect", { class: "control", x: -3.5, y: -3.5, width: 7, height: 7 }),
        )
      : h("circle", { class: "dot", cx: "50%", cy: "50%", r: 3.5 }),
  );
}
