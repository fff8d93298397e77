// What the search tried for one flow, above the slider of its rate: the change in cost at each rate, and the rate it chose.
// The scale goes from as filed, at the top, down to the best change in any flow; what costs more than as filed is off it, a caret.
import { line } from "d3-shape";
import { scaleLinear } from "d3-scale";
import { h, type Tree } from "../dom";
import { at, type Box } from "./box";

export interface SearchTrack {
  /** The slider's stops from the left, no limit last. */
  stops: readonly number[];
  /** The change in cost at a rate, where it was tried. */
  deltaAt: (rate: number) => number | undefined;
  /** The rate chosen. */
  found: number | undefined;
  /** The best change in any flow: the foot of the scale. */
  best: number;
  /** Whether only some of the stops were tried: the curve goes on between them, and the stops have no ticks. */
  sparse?: boolean;
}

/** Half of the slider's thumb: the first and last stop stand so far from the ends. */
export const INSET = 8;
/** Room under the curve: the slider's own line lies so far above the lower edge. */
export const TRACK_UP = 14;
const TOP = 7;

/** Where a rate stands among the stops, as a number between 0 and the last stop's position. */
export function positionOf(rate: number, stops: readonly number[]): number {
  const above = stops.findIndex((stop) => stop >= rate);
  const [low, high] = [stops[above - 1], stops[above]];
  if (above <= 0 || low === undefined || high === undefined) return Math.max(above, 0);
  if (rate === high) return above;
  const share = Number.isFinite(high) ? (rate - low) / (high - low) : 0.5;
  return above - 1 + share;
}

export function searchTrack(
  { stops, deltaAt, found, best, sparse = false }: SearchTrack,
  { width, height }: Box,
): Tree {
  const x = scaleLinear()
    .domain([0, Math.max(stops.length - 1, 1)])
    .range([INSET, width - INSET]);
  const track = height - TRACK_UP;
  const y = scaleLinear()
    .domain([0, Math.min(best, -1e-9)])
    .range([TOP, track - 12]);
  const all = stops.map((rate, i) => ({ x: at(x(i)), delta: deltaAt(rate) }));
  const tried = sparse ? all.filter(({ delta }) => delta !== undefined) : all;
  const onScale = (point: (typeof tried)[number]): boolean => point.delta !== undefined && point.delta <= 0;
  const path = line<(typeof tried)[number]>(
    (point) => point.x,
    (point) => at(y(point.delta ?? 0)),
  ).defined(onScale)(tried);
  const choice = found === undefined ? undefined : { x: at(x(positionOf(found, stops))), delta: deltaAt(found) };
  return h(
    "svg",
    { class: "search", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    h("path", { class: "grid", d: `M0 ${TOP}H${width}` }),
    h("path", { class: "curve", d: path ?? "" }),
    ...tried.flatMap((point) => {
      if (point.delta === undefined) return [];
      return onScale(point)
        ? [h("circle", { class: "tried", cx: point.x, cy: at(y(point.delta)), r: 2 })]
        : [
            h("path", {
              class: "caret",
              d: `M${point.x - 3} ${TOP + 4}L${point.x} ${TOP - 2}L${point.x + 3} ${TOP + 4}`,
            }),
          ];
    }),
    ...tried.map((point) => h("path", { class: "stop", d: `M${point.x} ${track + 8}V${track + 12}` })),
    choice?.delta === undefined
      ? undefined
      : h("path", { class: "stem", d: `M${choice.x} ${at(y(Math.min(choice.delta, 0)))}V${track}` }),
    choice === undefined
      ? undefined
      : h("circle", {
          class: "chosen",
          cx: choice.x,
          // Where nothing is known of its cost, the dot stands on the slider's own line.
          cy: choice.delta === undefined ? track : at(y(Math.min(choice.delta, 0))),
          r: 4,
        }),
  );
}
