// How both sides' times grow with the day: size and time on logarithmic axes, the slope at each line's end, the ratio at both ends.
import { scaleLog, type ScaleLogarithmic } from "d3-scale";
import { line } from "d3-shape";
import { h, type Tree } from "../dom";
import { count, times } from "../format/number";
import { at, type Box } from "./box";

export interface ScalingPoint {
  size: number;
  referenceNs: number;
  optimisedNs: number;
  speedup: number;
}

export interface Slope {
  slope: number;
  low: number;
  high: number;
}

export interface Scaling {
  points: readonly ScalingPoint[];
  slopes: { reference: Slope; optimised: Slope };
  /** What grows: `flights in the scenario`. */
  unit: string;
  /** The open day with what was measured on it, where it fits on the axis. */
  day?: ScalingPoint;
  /** The number of the point that is read out. */
  cursor?: number;
}

export const SCALING_MARGIN = { left: 56, right: 96, top: 14, bottom: 42 };
/** Labels on the horizontal axis stand at least so far apart. */
const APART = 46;
/** Labels at the lines' ends, two lines each. */
const LABEL_HIGH = 36;

export interface Scales {
  x: ScaleLogarithmic<number, number>;
  y: ScaleLogarithmic<number, number>;
}

export function scalingScales({ points, day }: Scaling, { width, height }: Box): Scales {
  const { left, right, top, bottom } = SCALING_MARGIN;
  const all = day === undefined ? points : [...points, day];
  const sizes = all.map(({ size }) => size);
  const spent = all.flatMap(({ referenceNs, optimisedNs }) => [referenceNs, optimisedNs]);
  return {
    x: scaleLog()
      .domain([Math.min(...sizes), Math.max(...sizes)])
      .range([left + 8, width - right]),
    y: scaleLog()
      .domain([Math.min(...spent) / 1.5, Math.max(...spent) * 1.25])
      .range([height - bottom, top]),
  };
}

/** Powers of ten in nanoseconds, each with its unit: 10 µs, 100 µs, 1 ms. */
export function timeTicks([least, most]: readonly [number, number]): { ns: number; label: string }[] {
  const ticks: { ns: number; label: string }[] = [];
  for (let power = Math.ceil(Math.log10(least) - 1e-9); 10 ** power <= most * (1 + 1e-9); power++) {
    const unit = ["ns", "µs", "ms"][Math.floor(power / 3)] ?? "s";
    const size = unit === "s" ? 10 ** (power - 9) : 10 ** (power % 3);
    ticks.push({ ns: 10 ** power, label: `${count(size)} ${unit}` });
  }
  return ticks;
}

/** The sizes that are written under the axis: the open day's, the last, the first, and others from the right where there is room. */
export function sizeLabels({ points, day }: Scaling, x: (size: number) => number): number[] {
  const sizes = points.map(({ size }) => size);
  const kept: number[] = [];
  for (const size of [day?.size, sizes[sizes.length - 1], sizes[0], ...[...sizes].reverse()])
    if (size !== undefined && kept.every((other) => Math.abs(x(other) - x(size)) >= APART)) kept.push(size);
  return kept.sort((a, b) => a - b);
}

export function scaling(what: Scaling, box: Box): Tree {
  const { points, slopes, day, unit } = what;
  const scales = scalingScales(what, box);
  const [first, last] = [points[0], points[points.length - 1]];
  const ratios: Ratio[] = [];
  if (first !== undefined && first !== last) ratios.push({ point: first, where: "first", text: times(first.speedup) });
  if (last !== undefined) ratios.push({ point: last, where: "last", text: times(last.speedup) });
  if (day !== undefined) ratios.push({ point: day, where: "day", text: `this day, ${times(day.speedup)}` });
  return h(
    "svg",
    {
      class: "scaling",
      width: box.width,
      height: box.height,
      viewBox: `0 0 ${box.width} ${box.height}`,
      "aria-hidden": "true",
    },
    ...axes(what, scales, box),
    what.cursor === undefined ? undefined : cursorLine(points[what.cursor], scales, box),
    ...ratios.map(({ point, where }) => distance(point, scales, where)),
    path(points, scales, "reference"),
    path(points, scales, "optimised"),
    ...(day === undefined ? points : [...points, day]).flatMap((point) => marks(point, scales, point === day)),
    ...ratios.map(({ point, where, text }) => ratioLabel(point, scales, text, where)),
    ...(last === undefined ? [] : slopeLabels(slopes, last, scales, box)),
    h(
      "text",
      {
        class: "tick",
        x: at((SCALING_MARGIN.left + box.width - SCALING_MARGIN.right) / 2),
        y: box.height - 6,
        "text-anchor": "middle",
      },
      unit,
    ),
  );
}

function axes(what: Scaling, { x, y }: Scales, box: Box): Tree[] {
  const { left, right, bottom } = SCALING_MARGIN;
  const [least = 1, most = 1] = y.domain();
  const floor = box.height - bottom;
  const lines = timeTicks([least, most]).flatMap(({ ns, label }) => [
    h("line", { class: "grid", x1: left, x2: box.width - right, y1: at(y(ns)), y2: at(y(ns)) }),
    h("text", { class: "tick", x: left - 6, y: at(y(ns)) + 4, "text-anchor": "end" }, label),
  ]);
  const sizes = sizeLabels(what, x);
  const ticks = what.points.map(({ size }) =>
    h("line", { class: "zero", x1: at(x(size)), x2: at(x(size)), y1: floor, y2: floor + 4 }),
  );
  const labels = sizes.map((size) =>
    h("text", { class: "tick", x: at(x(size)), y: floor + 17, "text-anchor": "middle" }, count(size)),
  );
  return [
    ...lines,
    h("line", { class: "zero", x1: left, x2: box.width - right, y1: floor, y2: floor }),
    ...ticks,
    ...labels,
  ];
}

function path(points: readonly ScalingPoint[], { x, y }: Scales, side: "reference" | "optimised"): Tree {
  const through = line<ScalingPoint>(
    (point) => at(x(point.size)),
    (point) => at(y(side === "reference" ? point.referenceNs : point.optimisedNs)),
  );
  return h("path", { class: `grows ${side}`, d: through(points) ?? "" });
}

/** Hollow square and filled circle; smaller for the open day, which is not one of the generated ones. */
function marks({ size, referenceNs, optimisedNs }: ScalingPoint, { x, y }: Scales, day: boolean): Tree[] {
  const half = day ? 3 : 4;
  const middle = at(x(size));
  return [
    h("rect", {
      class: "batch reference",
      x: middle - half,
      y: at(y(referenceNs)) - half,
      width: 2 * half,
      height: 2 * half,
    }),
    h("circle", { class: "batch optimised", cx: middle, cy: at(y(optimisedNs)), r: half }),
  ];
}

interface Ratio {
  point: ScalingPoint;
  where: "first" | "last" | "day";
  text: string;
}

/** The distance between both sides at one size. */
function distance({ size, referenceNs, optimisedNs }: ScalingPoint, { x, y }: Scales, where: Ratio["where"]): Tree {
  const middle = at(x(size));
  const [top, bottom] = [y(referenceNs), y(optimisedNs)];
  return h("line", { class: `ratio-line ${where}`, x1: middle, x2: middle, y1: at(top + 5), y2: at(bottom - 5) });
}

/** What that distance says; at different heights, so that neighbours do not meet. */
function ratioLabel(point: ScalingPoint, { x, y }: Scales, text: string, where: Ratio["where"]): Tree {
  const [top, bottom] = [y(point.referenceNs), y(point.optimisedNs)];
  const height = at(top + (bottom - top) * { first: 0.34, last: 0.5, day: 0.62 }[where]) + 4;
  const left = where === "last";
  return h(
    "text",
    {
      class: `ratio-text ${where}`,
      x: at(x(point.size)) + (left ? -6 : 6),
      y: height,
      "text-anchor": left ? "end" : "start",
    },
    text,
  );
}

/** Where the two labels at the lines' ends stand, the upper one first: at their lines, moved apart where they would touch. */
export function labelHeights(upper: number, lower: number, floor: number): [number, number] {
  const middle = Math.min((upper + lower) / 2, floor - LABEL_HIGH / 2);
  if (lower - upper >= LABEL_HIGH) return [upper, Math.min(lower, floor)];
  return [middle - LABEL_HIGH / 2, middle + LABEL_HIGH / 2];
}

function slopeLabels(slopes: Scaling["slopes"], last: ScalingPoint, { y }: Scales, box: Box): Tree[] {
  const sides = [
    { side: "reference", ns: last.referenceNs, slope: slopes.reference },
    { side: "optimised", ns: last.optimisedNs, slope: slopes.optimised },
  ].sort((one, other) => other.ns - one.ns);
  const [upper, lower] = sides;
  if (upper === undefined || lower === undefined) return [];
  const heights = labelHeights(y(upper.ns), y(lower.ns), box.height - SCALING_MARGIN.bottom - 12);
  const left = box.width - SCALING_MARGIN.right + 12;
  return sides.flatMap(({ side, slope }, i) => {
    const height = at(heights[i] ?? 0);
    return [
      h("text", { class: `named ${side}`, x: left, y: height }, `slope ${power(slope.slope)}`),
      h("text", { class: "tick", x: left, y: height + 15 }, `${power(slope.low)} to ${power(slope.high)}`),
    ];
  });
}

function cursorLine(point: ScalingPoint | undefined, { x }: Scales, box: Box): Tree | undefined {
  if (point === undefined) return undefined;
  const middle = at(x(point.size));
  return h("line", {
    class: "crosshair",
    x1: middle,
    x2: middle,
    y1: SCALING_MARGIN.top,
    y2: box.height - SCALING_MARGIN.bottom,
  });
}

/** A slope: 1.01, −0.07. */
export function power(value: number): string {
  return value.toFixed(2).replace("-", "−");
}
