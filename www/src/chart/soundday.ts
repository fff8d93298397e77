// A day at one volume under the sound model: flights entering in the window from each start, against what is declared to fit.
import { scaleLinear, type ScaleLinear } from "d3-scale";
import type { SoundCounts } from "loadline";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { clock } from "../format/time";
import { at, type Box } from "./box";

export interface SoundDayChart {
  counts: SoundCounts;
  /** The regulated seconds, half-open, where the volume is regulated. */
  period?: readonly [number, number];
  /** Start of the window under the cursor. */
  cursorS?: number;
}

const MARGIN = { left: 30, right: 40, top: 20, bottom: 24 };
/** Bars narrower than this stand without a gap, as steps. */
const STEPS_UNDER = 7;

interface Scales {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
  bottom: number;
}

/** The windows with traffic, filled up to whole hours, in seconds. */
export function busySpan({ startS, pre, post, stepS }: SoundCounts): [number, number] {
  const busy = [...startS.keys()].filter((i) => (pre[i] ?? 0) > 0 || (post[i] ?? 0) > 0);
  const first = startS[busy[0] ?? 0] ?? 0;
  const last = (startS[busy[busy.length - 1] ?? startS.length - 1] ?? 0) + stepS;
  const from = Math.floor(first / 3600) * 3600;
  return [from, Math.max(Math.ceil(last / 3600) * 3600, from + 3600)];
}

/** From seconds of the day to places in a chart of this width. */
export function soundScale(counts: SoundCounts, width: number): ScaleLinear<number, number> {
  return scaleLinear()
    .domain(busySpan(counts))
    .range([MARGIN.left, width - MARGIN.right]);
}

export function soundDayChart({ counts, period, cursorS }: SoundDayChart, { width, height }: Box): Tree {
  const { startS, pre, post, limit } = counts;
  const span = busySpan(counts);
  const bottom = height - MARGIN.bottom;
  const x = soundScale(counts, width);
  const shown = [...startS.keys()].filter((i) => (startS[i] ?? 0) >= span[0] && (startS[i] ?? 0) < span[1]);
  const drawn = shown.flatMap((i) => [pre[i] ?? 0, post[i] ?? 0, limit[i] ?? 0]).filter(Number.isFinite);
  const y = scaleLinear()
    .domain([0, Math.max(...drawn, 1)])
    .nice(5)
    .range([bottom, MARGIN.top]);
  const scales = { x, y, bottom };
  return h(
    "svg",
    { class: "day sound-day", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    period === undefined ? undefined : held(period, scales),
    ...grid(scales),
    ...bars(counts, shown, scales),
    h("path", { class: "filed", d: asFiled(counts, shown, scales) }),
    ...capacity(counts, shown, scales),
    ...hours(span, scales, height, cursorS),
    cursorS === undefined ? undefined : cursor(cursorS, scales),
  );
}

/** The window under the cursor: a line at its start, the time below. */
function cursor(second: number, { x, bottom }: Scales): Tree {
  const place = at(x(second));
  return h(
    "g",
    { class: "cursor" },
    h("line", { x1: place, x2: place, y1: MARGIN.top - 8, y2: bottom }),
    h("rect", { x: place - 17, y: bottom + 4, width: 34, height: 17, rx: 2 }),
    h("text", { x: place, y: bottom + 17, "text-anchor": "middle" }, timeOf(second)),
  );
}

const timeOf = (second: number): string => clock((((second / 60) % 1440) + 1440) % 1440);

/** The regulated time, as a band behind the bars. */
function held([from, to]: readonly [number, number], { x, bottom }: Scales): Tree {
  const [left = 0, right = 0] = x.range();
  const [a, b] = [Math.max(x(from), left), Math.min(x(to), right)];
  const top = MARGIN.top - 8;
  return h(
    "g",
    { class: "window" },
    h("rect", { x: at(a), y: top, width: Math.max(at(b - a), 0), height: bottom - top }),
  );
}

function grid({ x, y }: Scales): Tree[] {
  const [left = 0, right = 0] = x.range();
  return y
    .ticks(5)
    .flatMap((tick) => [
      h("line", { class: tick === 0 ? "zero" : "grid", x1: left, x2: right, y1: at(y(tick)), y2: at(y(tick)) }),
      h("text", { class: "tick", x: left - 6, y: at(y(tick)) + 4, "text-anchor": "end" }, count(tick)),
    ]);
}

/** From where to where the bar of a window goes. */
function ends({ startS, stepS }: SoundCounts, i: number, { x }: Scales): [number, number] {
  const start = startS[i] ?? 0;
  return [at(x(start)), at(Math.min(x(start + stepS), x.range()[1] ?? 0))];
}

function bars(counts: SoundCounts, shown: readonly number[], scales: Scales): Tree[] {
  const { x, y, bottom } = scales;
  const gap = x(counts.stepS) - x(0) >= STEPS_UNDER ? 1 : 0;
  let [below, above] = ["", ""];
  for (const i of shown) {
    const [left, right] = ends(counts, i, scales);
    const now = counts.post[i] ?? 0;
    const most = Number.isFinite(counts.limit[i]) ? (counts.limit[i] ?? 0) : Infinity;
    if (now > 0) below += `M${left} ${bottom}V${at(y(Math.min(now, most)))}H${right - gap}V${bottom}Z`;
    if (now > most) above += `M${left} ${at(y(most))}V${at(y(now))}H${right - gap}V${at(y(most))}Z`;
  }
  return [h("path", { class: "bar", d: below }), h("path", { class: "over", d: above })];
}

/** As filed, as a thin step, only where it differs. */
function asFiled(counts: SoundCounts, shown: readonly number[], scales: Scales): string {
  let path = "";
  let open = false;
  for (const i of shown) {
    const [left, right] = ends(counts, i, scales);
    const [before, now] = [counts.pre[i] ?? 0, counts.post[i] ?? 0];
    if (before !== now)
      path += `${open ? "L" : `M${left} ${at(scales.y(now))}L`}${left} ${at(scales.y(before))}H${right}`;
    open = before !== now;
  }
  return path;
}

/** The heavy line, where a capacity is declared; its last value and the mark stand at its end. */
function capacity(counts: SoundCounts, shown: readonly number[], scales: Scales): Tree[] {
  let path = "";
  let open = false;
  let end: { x: number; y: number; limit: number } | undefined;
  for (const i of shown) {
    const limit = counts.limit[i] ?? NaN;
    const [left, right] = ends(counts, i, scales);
    if (Number.isFinite(limit)) {
      path += `${open ? "L" : "M"}${left} ${at(scales.y(limit))}H${right}`;
      end = { x: right, y: at(scales.y(limit)), limit };
    }
    open = Number.isFinite(limit);
  }
  if (end === undefined) return [];
  const markX = end.x + MARGIN.right - 13;
  return [
    h("path", { class: "capacity", d: `${path}H${markX + 12}` }),
    h("circle", { class: "mark", cx: markX, cy: end.y, r: 5.5 }),
    h("text", { class: "halo strong", x: markX + 13, y: end.y - 11, "text-anchor": "end" }, `${count(end.limit)} fit`),
  ];
}

function hours([from, to]: readonly [number, number], { x }: Scales, height: number, cursorS?: number): Tree[] {
  const all = (to - from) / 3600;
  const [left = 0, right = 0] = x.range();
  const every = [1, 2, 3, 6, 12].find((each) => ((right - left) / all) * each >= 52) ?? 24;
  return Array.from({ length: Math.floor(all / every) + 1 }, (_, i) => from + i * every * 3600)
    .filter((second) => cursorS === undefined || Math.abs(x(second) - x(cursorS)) >= 38)
    .map((second) =>
      h("text", { class: "tick", x: at(x(second)), y: height - 6, "text-anchor": "middle" }, timeOf(second)),
    );
}
