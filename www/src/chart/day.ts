// A day at one volume: flights in the hour from each bin, by overload or by flow, and the capacity line ending in the mark.
import { scaleLinear, type ScaleLinear } from "d3-scale";
import { curveStepAfter, line } from "d3-shape";
import type { Demand } from "loadline";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { clock } from "../format/time";
import { at, type Box } from "./box";
import { categoryClass } from "./flows";

/** One flow's part of the bars, and its category. */
export interface Layer {
  category: number;
  values: ArrayLike<number>;
}

export interface DayChart {
  held: Demand;
  asFiled: Demand;
  /** First bin and the bin after the last that the axis shows. */
  bins: readonly [number, number];
  window: readonly [number, number];
  windowLabel: string;
  /** Said at the window's other end where there is room. */
  hint?: string;
  cursor?: number;
  /** Bars by flow, from the bottom up; by overload where left out. */
  layers?: readonly Layer[];
  /** The quarters of one flight: where it was filed, and where it is held to. */
  lit?: { from: number; to: number };
}

export const DAY_MARGIN = { left: 30, right: 44, top: 28, bottom: 24 };
/** Under this many pixels a bar, the day is drawn as steps. */
const STEPS_UNDER = 7;

/** The horizontal scale, shared with what lies over the chart. */
export function dayScale(bins: readonly [number, number], width: number): ScaleLinear<number, number> {
  return scaleLinear()
    .domain(bins)
    .range([DAY_MARGIN.left, width - DAY_MARGIN.right]);
}

/** The bins with traffic, filled up to whole hours. */
export function busyBins(demand: Demand): [number, number] {
  const busy = Array.from(demand.entries.keys()).filter((bin) => (demand.entries[bin] ?? 0) > 0);
  const hour = Math.max(1, Math.round(60 / demand.binMinutes));
  const first = Math.floor((busy[0] ?? 0) / hour) * hour;
  const last = Math.ceil(((busy[busy.length - 1] ?? demand.entries.length - 1) + 1) / hour) * hour;
  return [first, Math.min(Math.max(last, first + hour), demand.entries.length)];
}

export function dayChart(what: DayChart, box: Box): Tree {
  const { held, asFiled, bins } = what;
  const x = dayScale(bins, box.width);
  const bottom = box.height - DAY_MARGIN.bottom;
  const top = Math.max(maximum(held.entries), maximum(asFiled.entries), maximum(held.capacity), 1);
  const y = scaleLinear().domain([0, top]).nice(5).range([bottom, DAY_MARGIN.top]);
  const scales = { x, y, bottom };
  return h(
    "svg",
    {
      class: "day",
      width: box.width,
      height: box.height,
      viewBox: `0 0 ${box.width} ${box.height}`,
      "aria-hidden": "true",
    },
    windowBracket(what, scales),
    ...grid(scales, box),
    ...(what.layers === undefined ? bars(held, bins, scales) : stacks(what.layers, bins, scales)),
    h("path", { class: "filed", d: filedStep(held, asFiled, bins, scales) }),
    ...filedLabel(what, scales),
    ...timeAxis(asFiled.binMinutes, bins, scales, what.cursor),
    ...capacityLine(held, bins, scales, box),
    what.lit === undefined ? undefined : litQuarters(what.lit, what, scales),
    what.cursor === undefined ? undefined : cursorLine(what.cursor, asFiled.binMinutes, scales),
  );
}

interface Scales {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  bottom: number;
}

function grid({ x, y, bottom }: Scales, box: Box): Tree[] {
  const [left] = x.range();
  return y.ticks(box.height < 180 ? 3 : 5).flatMap((tick) => [
    h("line", {
      class: tick === 0 ? "zero" : "grid",
      x1: left,
      x2: box.width - DAY_MARGIN.right,
      y1: at(y(tick)),
      y2: at(y(tick)),
    }),
    ...(tick === 0
      ? []
      : [
          h(
            "text",
            { class: "tick", x: (left ?? 0) - 6, y: Math.min(at(y(tick)) + 4, bottom), "text-anchor": "end" },
            count(tick),
          ),
        ]),
  ]);
}

function bars(held: Demand, [from, to]: readonly [number, number], { x, y, bottom }: Scales): Tree[] {
  const gap = x(1) - x(0) >= STEPS_UNDER ? 1 : 0;
  let below = "";
  let above = "";
  for (let bin = from; bin < to; bin++) {
    const entries = held.entries[bin] ?? 0;
    if (entries === 0) continue;
    const capacity = limit(held, bin);
    const [left, right] = [at(x(bin)), at(x(bin + 1) - gap)];
    below += `M${left} ${bottom}V${at(y(Math.min(entries, capacity)))}H${right}V${bottom}Z`;
    if (entries > capacity) above += `M${left} ${at(y(capacity))}V${at(y(entries))}H${right}V${at(y(capacity))}Z`;
  }
  return [h("path", { class: "bar", d: below }), h("path", { class: "over", d: above })];
}

/** One path a category; flows of one category lie on each other, in the order given. */
function stacks(layers: readonly Layer[], [from, to]: readonly [number, number], { x, y }: Scales): Tree[] {
  const gap = x(1) - x(0) >= STEPS_UNDER ? 1 : 0;
  const paths = new Map<number, string>();
  for (let bin = from; bin < to; bin++) {
    const [left, right] = [at(x(bin)), at(x(bin + 1) - gap)];
    let below = 0;
    for (const { category, values } of layers) {
      const value = values[bin] ?? 0;
      if (value <= 0) continue;
      const part = `M${left} ${at(y(below))}V${at(y(below + value))}H${right}V${at(y(below))}Z`;
      paths.set(category, (paths.get(category) ?? "") + part);
      below += value;
    }
  }
  return [...paths].map(([category, d]) => h("path", { class: `stack ${categoryClass(category)}`, d }));
}

/** As filed, as a thin step, only where it differs from what is held. */
function filedStep(held: Demand, asFiled: Demand, [from, to]: readonly [number, number], { x, y }: Scales): string {
  const step = line<[number, number]>(
    (point) => at(x(point[0])),
    (point) => at(y(point[1])),
  ).curve(curveStepAfter);
  const value = (bin: number) => asFiled.entries[bin] ?? 0;
  const differs = (bin: number) => bin < to && value(bin) !== (held.entries[bin] ?? 0);
  let path = "";
  for (let bin = from; bin < to; bin++) {
    if (!differs(bin)) continue;
    const points: [number, number][] = [[bin, held.entries[bin] ?? 0]];
    for (; differs(bin); bin++) points.push([bin, value(bin)]);
    points.push([bin, value(bin - 1)], [bin, held.entries[Math.min(bin, to - 1)] ?? 0]);
    path += step(points) ?? "";
  }
  return path;
}

function filedLabel({ held, asFiled, bins }: DayChart, { x, y }: Scales): Tree[] {
  let peak: number | undefined;
  for (let bin = bins[0]; bin < bins[1]; bin++) {
    const [filed, now] = [asFiled.entries[bin] ?? 0, held.entries[bin] ?? 0];
    if (filed > now && (peak === undefined || filed > (asFiled.entries[peak] ?? 0))) peak = bin;
  }
  if (peak === undefined) return [];
  const value = asFiled.entries[peak] ?? 0;
  const right = x(peak + 1);
  const left = right + 90 < (x.range()[1] ?? 0);
  const [px, py] = [left ? right : x(peak), y(value)];
  const toX = px + (left ? 12 : -12);
  return [
    h("path", { class: "leader", d: `M${at(px)} ${at(py + 2)}L${at(toX)} ${at(py - 5)}` }),
    h(
      "text",
      { class: "note", x: at(toX + (left ? 3 : -3)), y: at(py - 3), "text-anchor": left ? "start" : "end" },
      `${count(value)} as filed`,
    ),
  ];
}

function timeAxis(
  binMinutes: number,
  [from, to]: readonly [number, number],
  { x, bottom }: Scales,
  cursor?: number,
): Tree[] {
  const hour = 60 / binMinutes;
  const roomy = (x(from + hour) - x(from)) * 2 > 52 ? 2 : (x(from + hour) - x(from)) * 4 > 52 ? 4 : 6;
  const ticks: number[] = [];
  for (let bin = Math.ceil(from / (hour * roomy)) * hour * roomy; bin <= to; bin += hour * roomy) ticks.push(bin);
  const hidden = (bin: number) => cursor !== undefined && Math.abs(x(bin) - x(cursor + 0.5)) < 38;
  return ticks.flatMap((bin) => [
    h("line", { class: "zero", x1: at(x(bin)), x2: at(x(bin)), y1: bottom, y2: bottom + 4 }),
    ...(hidden(bin)
      ? []
      : [
          h("text", { class: "tick", x: at(x(bin)), y: bottom + 17, "text-anchor": "middle" }, clock(bin * binMinutes)),
        ]),
  ]);
}

/** The one heavy line, and the mark it ends in. */
function capacityLine(held: Demand, [from, to]: readonly [number, number], { x, y }: Scales, box: Box): Tree[] {
  const points = Array.from({ length: to - from }, (_, i) => from + i).filter((bin) =>
    Number.isFinite(limit(held, bin)),
  );
  const last = points[points.length - 1];
  if (last === undefined) return [];
  const step = line<number>(
    (bin) => at(x(bin)),
    (bin) => at(y(limit(held, Math.min(bin, last)))),
  ).curve(curveStepAfter);
  const value = limit(held, last);
  const height = at(y(value));
  const end = box.width - DAY_MARGIN.right;
  const markX = box.width - 13;
  return [
    h("path", {
      class: "capacity",
      d: `${step([...points, last + 1]) ?? ""}M${at(x(last + 1))} ${height}H${Math.max(end, markX)}`,
    }),
    h("path", { class: "capacity", d: `M${markX - 12} ${height}H${markX + 12}` }),
    h("circle", { class: "mark", cx: markX, cy: height, r: 5.5 }),
    h("text", { class: "halo strong", x: box.width, y: height - 11, "text-anchor": "end" }, `${count(value)} an hour`),
  ];
}

/** One flight in the day: a dotted frame where it was filed, a whole one where it is held to, and the way between. */
function litQuarters({ from, to }: { from: number; to: number }, { bins }: DayChart, { x, bottom }: Scales): Tree {
  const inside = (bin: number) => bin >= bins[0] && bin < bins[1];
  const frame = (bin: number, name: string) =>
    h("rect", {
      class: name,
      x: at(x(bin) - 1),
      y: DAY_MARGIN.top,
      width: Math.max(3, at(x(bin + 1) - x(bin)) + 1),
      height: bottom - DAY_MARGIN.top,
    });
  const [start, end] = [at(x(from + 0.5)), at(x(Math.min(to, bins[1]) + 0.5))];
  const level = DAY_MARGIN.top + 8;
  return h(
    "g",
    { class: "lit" },
    inside(from) ? frame(from, "from") : undefined,
    inside(to) ? frame(to, "to") : undefined,
    to > from
      ? h("path", { d: `M${start} ${level}H${end}M${end - 5} ${level - 4}L${end} ${level}L${end - 5} ${level + 4}` })
      : undefined,
  );
}

function windowBracket({ window, windowLabel, hint, bins }: DayChart, { x, bottom }: Scales): Tree {
  const [from, to] = [at(x(Math.max(window[0], bins[0]))), at(x(Math.min(window[1], bins[1])))];
  return h(
    "g",
    { class: "window" },
    h("rect", { x: from, y: 18, width: Math.max(0, to - from), height: bottom - 18 }),
    h("path", { d: `M${from} 23V18H${to}V23` }),
    h("text", { class: "strong thin", x: from, y: 12 }, windowLabel),
    hint === undefined || to - from < 210 ? undefined : h("text", { x: to, y: 12, "text-anchor": "end" }, hint),
  );
}

function cursorLine(bin: number, binMinutes: number, { x, bottom }: Scales): Tree {
  const middle = at(x(bin + 0.5));
  return h(
    "g",
    { class: "cursor" },
    h("line", { x1: middle, x2: middle, y1: 18, y2: bottom }),
    h("rect", { x: middle - 17, y: bottom + 4, width: 34, height: 17, rx: 2 }),
    h("text", { x: middle, y: bottom + 17, "text-anchor": "middle" }, clock(bin * binMinutes)),
  );
}

function limit(demand: Demand, bin: number): number {
  const capacity = demand.capacity[bin] ?? Infinity;
  return Number.isNaN(capacity) ? Infinity : capacity;
}

function maximum(values: Float64Array): number {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, value) : most), 0);
}
