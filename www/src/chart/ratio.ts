// Speed-ups on a log axis: a dot on a thread from 1×; hollow squares for controls. Cells share one scale, in per cent of their width.
import { scaleLog, type ScaleLogarithmic } from "d3-scale";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { at, type Box } from "./box";

export type RatioScale = ScaleLogarithmic<number, number>;

/** From 0.8× to the first power of ten that holds `largest`, at least 100×. */
export function ratioScale(largest: number): RatioScale {
  const top = Math.max(100, 10 ** Math.ceil(Math.log10(Math.max(largest, 1) * 1.05)));
  return scaleLog()
    .domain([0.8, top * 1.25])
    .range([0, 100]);
}

function decades(scale: RatioScale): number[] {
  const top = scale.domain()[1] ?? 100;
  const ticks: number[] = [];
  for (let tick = 1; tick <= top; tick *= 10) ticks.push(tick);
  return ticks;
}

/** The axis' figures: 1×, 10×, 100×. */
export function ratioHead(scale: RatioScale, { height }: Box): Tree {
  const labels = decades(scale).map((tick) =>
    h(
      "text",
      {
        x: `${at(scale(tick))}%`,
        y: height - 5,
        "text-anchor": tick === 1 ? "start" : "middle",
        dx: tick === 1 ? -4 : 0,
      },
      `${count(tick)}×`,
    ),
  );
  return h("svg", { class: "ratio head", height, "aria-hidden": "true" }, ...labels);
}

export interface Ratio {
  speedup: number;
  low: number;
  high: number;
  control?: boolean;
}

/** One row: the grid, the heavy line at 1×, and a mark for each ratio; threads only where there is one mark. */
export function ratioRow(
  what: { scale: RatioScale; ratios: readonly Ratio[]; thread: boolean },
  { height }: Box,
): Tree {
  const { scale, ratios, thread } = what;
  const x = (value: number) => `${at(scale(Math.max(value, 0.8)))}%`;
  const middle = "50%";
  const grid = decades(scale).map((tick) =>
    h("line", { class: tick === 1 ? "heavy" : "grid", x1: x(tick), x2: x(tick), y1: -1, y2: "100%" }),
  );
  const marks = ratios.flatMap((ratio) => [
    ...(thread && ratio.control !== true
      ? [h("line", { class: "thread", x1: x(1), x2: x(ratio.speedup), y1: middle, y2: middle })]
      : []),
    h("line", { class: "sure", x1: x(ratio.low), x2: x(ratio.high), y1: middle, y2: middle }),
    ratio.control === true
      ? h(
          "svg",
          { x: x(ratio.speedup), y: middle, overflow: "visible" },
          h("rect", { class: "control", x: -4, y: -4, width: 8, height: 8 }),
        )
      : h("circle", { class: "dot", cx: x(ratio.speedup), cy: middle, r: thread ? 4.5 : 3.5 }),
  ]);
  return h("svg", { class: "ratio", height, "aria-hidden": "true" }, ...grid, ...marks);
}
