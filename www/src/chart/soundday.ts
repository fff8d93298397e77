// A day at one volume under the sound model: flights entering in the window from each start, against what is declared to fit.
import { scaleLinear } from "d3-scale";
import type { SoundCounts } from "loadline";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { clock } from "../format/time";
import { at, type Box } from "./box";

export interface SoundDayChart {
  counts: SoundCounts;
  /** The regulated seconds, half-open, where the volume is regulated. */
  period?: readonly [number, number];
}

const MARGIN = { left: 30, right: 12, top: 20, bottom: 24 };

/** The windows with traffic, filled up to whole hours, in seconds. */
export function busySpan({ startS, pre, post, stepS }: SoundCounts): [number, number] {
  const busy = [...startS.keys()].filter((i) => (pre[i] ?? 0) > 0 || (post[i] ?? 0) > 0);
  const first = startS[busy[0] ?? 0] ?? 0;
  const last = (startS[busy[busy.length - 1] ?? startS.length - 1] ?? 0) + stepS;
  const from = Math.floor(first / 3600) * 3600;
  return [from, Math.max(Math.ceil(last / 3600) * 3600, from + 3600)];
}

export function soundDayChart({ counts, period }: SoundDayChart, { width, height }: Box): Tree {
  const { startS, pre, post, limit, stepS } = counts;
  const [from, to] = busySpan(counts);
  const x = scaleLinear()
    .domain([from, to])
    .range([MARGIN.left, width - MARGIN.right]);
  const bottom = height - MARGIN.bottom;
  const shown = [...startS.keys()].filter((i) => (startS[i] ?? 0) >= from && (startS[i] ?? 0) < to);
  const finite = shown.flatMap((i) => [pre[i] ?? 0, post[i] ?? 0, limit[i] ?? 0]).filter(Number.isFinite);
  const y = scaleLinear()
    .domain([0, Math.max(...finite, 1)])
    .nice(5)
    .range([bottom, MARGIN.top]);
  const gap = x(stepS) - x(0) >= 7 ? 1 : 0;
  let [below, above, filed, capacity] = ["", "", "", ""];
  let open = false;
  for (const i of shown) {
    const start = startS[i] ?? 0;
    const [left, right] = [at(x(start)), at(Math.min(x(start + stepS), width - MARGIN.right))];
    const [now, before] = [post[i] ?? 0, pre[i] ?? 0];
    const most = Number.isFinite(limit[i]) ? (limit[i] ?? 0) : Infinity;
    if (now > 0) below += `M${left} ${bottom}V${at(y(Math.min(now, most)))}H${right - gap}V${bottom}Z`;
    if (now > most) above += `M${left} ${at(y(most))}V${at(y(now))}H${right - gap}V${at(y(most))}Z`;
    filed += `${filed === "" ? "M" : "L"}${left} ${at(y(before))}H${right}`;
    if (most < Infinity) capacity += `${open ? "L" : "M"}${left} ${at(y(most))}H${right}`;
    open = most < Infinity;
  }
  const hours = (to - from) / 3600;
  const every = [1, 2, 3, 6, 12].find((each) => (width / hours) * each >= 52) ?? 24;
  return h(
    "svg",
    { class: "day sound-day", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    period === undefined
      ? undefined
      : h(
          "g",
          { class: "window" },
          h("rect", {
            x: at(Math.max(x(period[0]), MARGIN.left)),
            y: MARGIN.top - 8,
            width: Math.max(at(Math.min(x(period[1]), width - MARGIN.right) - Math.max(x(period[0]), MARGIN.left)), 0),
            height: bottom - MARGIN.top + 8,
          }),
        ),
    ...y.ticks(5).flatMap((tick) => [
      h("line", {
        class: tick === 0 ? "zero" : "grid",
        x1: MARGIN.left,
        x2: width - MARGIN.right,
        y1: at(y(tick)),
        y2: at(y(tick)),
      }),
      h("text", { class: "tick", x: MARGIN.left - 6, y: at(y(tick)) + 4, "text-anchor": "end" }, count(tick)),
    ]),
    h("path", { class: "bar", d: below }),
    h("path", { class: "over", d: above }),
    h("path", { class: "filed", d: filed }),
    h("path", { class: "capacity", d: capacity }),
    ...Array.from({ length: Math.floor(hours / every) + 1 }, (_, i) => from + i * every * 3600).map((second) =>
      h(
        "text",
        {
          class: "tick",
          x: at(x(second)),
          y: height - 6,
          "text-anchor": second === from ? "start" : second === to ? "end" : "middle",
        },
        clock((((second / 60) % 1440) + 1440) % 1440),
      ),
    ),
  );
}
