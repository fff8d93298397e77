// What was expected of each execution, as an interval and the heavy line through it, against what happened.
import { scaleLog, type ScaleLinear, type ScaleLogarithmic } from "d3-scale";
import { h, type Tree } from "../dom";
import { at, type Box } from "./box";
import { COURSE_MARGIN, executionAxis, executionScale } from "./course";

export interface Forecasts {
  /** The first execution that is drawn, and the one after the last. */
  range: readonly [number, number];
  expected: ArrayLike<number>;
  low: ArrayLike<number>;
  high: ArrayLike<number>;
  actual: ArrayLike<number>;
  held: ArrayLike<number>;
  /** A tick of the vertical axis in words. */
  tick: (value: number) => string;
}

export interface ForecastScales {
  x: ScaleLinear<number, number>;
  y: ScaleLogarithmic<number, number>;
  least: number;
}

/** The axis is a logarithm: an interval is as wide above as below. What took nothing lies on its floor. */
export function forecastScales({ range, low, high, actual }: Forecasts, { width, height }: Box): ForecastScales {
  let [least, most] = [Infinity, 0];
  for (let i = range[0]; i < range[1]; i++) {
    for (const value of [low[i] ?? 0, actual[i] ?? 0]) if (value > 0) least = Math.min(least, value);
    most = Math.max(most, high[i] ?? 0, actual[i] ?? 0);
  }
  if (!Number.isFinite(least)) least = 1;
  if (!(most > least)) most = least * 10;
  const y = scaleLog()
    .domain([least / 1.15, most * 1.15])
    .range([height - COURSE_MARGIN.bottom, COURSE_MARGIN.top])
    .clamp(true);
  return { x: executionScale(range[1] - range[0], width, range[0]), y, least: least / 1.15 };
}

/** Everything but the execution that is read out. */
export function forecasts(what: Forecasts, box: Box): Tree {
  const { x, y, least } = forecastScales(what, box);
  const { range, expected, low, high, actual, held } = what;
  const floor = (value: number | undefined) => at(y(Math.max(value ?? 0, least)));
  const half = Math.min(Math.max((x(range[0] + 1) - x(range[0])) / 2 - 0.5, 0.4), 7);
  const radius = half >= 2.5 ? 2.6 : 1.8;
  let [intervals, middle, inside, outside] = ["", "", "", ""];
  for (let i = range[0]; i < range[1]; i++) {
    const px = x(i);
    const [left, right] = [at(px - half), at(px + half)];
    intervals += `M${left} ${floor(low[i])}H${right}V${floor(high[i])}H${left}Z`;
    middle += `M${left} ${floor(expected[i])}H${right}`;
    const [cx, cy] = [at(px), floor(actual[i])];
    if (held[i] === 1)
      inside += `M${at(cx - radius)} ${cy}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`;
    else outside += `M${at(cx - 3.5)} ${at(cy - 3.5)}l7 7m0 -7l-7 7`;
  }
  return h(
    "g",
    {},
    ...ticksOf(y).flatMap((tick) => [
      h("line", {
        class: "grid",
        x1: COURSE_MARGIN.left,
        x2: box.width - COURSE_MARGIN.right,
        y1: at(y(tick)),
        y2: at(y(tick)),
      }),
      h(
        "text",
        { class: "tick", x: COURSE_MARGIN.left - 6, y: at(y(tick)) + 4, "text-anchor": "end" },
        what.tick(tick),
      ),
    ]),
    ...executionAxis(x, box),
    h("path", { class: "forecast-interval", d: intervals }),
    h("path", { class: "forecast-middle", d: middle }),
    h("path", { class: "happened", d: inside }),
    h("path", { class: "happened missed", d: outside }),
  );
}

/** Ones, twos and fives of each power of ten, or the ones alone where that is enough. */
export function ticksOf(y: ScaleLogarithmic<number, number>): number[] {
  const [least = 1, most = 1] = y.domain();
  const within = (steps: readonly number[]): number[] => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(least)); 10 ** power <= most; power++)
      for (const step of steps) {
        const tick = step * 10 ** power;
        if (tick >= least && tick <= most) ticks.push(tick);
      }
    return ticks;
  };
  const ones = within([1]);
  const fine = within([1, 2, 5]);
  return ones.length >= 3 || fine.length > 6 ? (ones.length >= 2 ? ones : fine) : fine;
}
