// Who does what when: a row for each worker, a bar for each batch, and the lower bound as the one heavy line.
import { scaleLinear, type ScaleLinear } from "d3-scale";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { duration } from "../format/time";
import { at, type Box } from "./box";

export interface Gantt {
  workers: number;
  /** One entry a turn. */
  worker: ArrayLike<number>;
  startMs: ArrayLike<number>;
  endMs: ArrayLike<number>;
  /** What a turn's bar says where that fits. */
  name: (turn: number) => string;
  boundMs: number;
  makespanMs: number;
}

export const GANTT_MARGIN = { left: 34, right: 14, top: 26, bottom: 24 };
/** With more workers than this the rest are not drawn, and that is said. */
export const MOST_ROWS = 128;
const ROW = 30;
/** Rows get no lower than this, and then the drawing grows. */
const LEAST_ROW = 5;
/** Text in a bar needs so much height, and so much width a letter. */
const TEXT_HEIGHT = 17;
const LETTER = 6.6;

export function rowsOf({ workers }: Pick<Gantt, "workers">): number {
  return Math.min(Math.max(workers, 1), MOST_ROWS);
}

/** As high as its rows ask for, within `most` where they can be made lower. */
export function ganttHeight(what: Pick<Gantt, "workers">, most: number): number {
  const rows = rowsOf(what);
  const room = most - GANTT_MARGIN.top - GANTT_MARGIN.bottom;
  return GANTT_MARGIN.top + GANTT_MARGIN.bottom + rows * Math.max(LEAST_ROW, Math.min(ROW, room / rows));
}

export interface GanttScales {
  x: ScaleLinear<number, number>;
  /** Height of a worker's row. */
  row: number;
}

export function ganttScales(what: Gantt, { width, height }: Box): GanttScales {
  return {
    x: scaleLinear()
      .domain([0, Math.max(what.makespanMs, what.boundMs, 1)])
      .range([GANTT_MARGIN.left, width - GANTT_MARGIN.right]),
    row: (height - GANTT_MARGIN.top - GANTT_MARGIN.bottom) / rowsOf(what),
  };
}

/** The turn at a place of the drawing, if there is one. */
export function turnAt(what: Gantt, box: Box, [px, py]: readonly [number, number]): number | undefined {
  const { x, row } = ganttScales(what, box);
  const worker = Math.floor((py - GANTT_MARGIN.top) / row);
  const ms = x.invert(px);
  for (let turn = 0; turn < what.worker.length; turn++) {
    if (what.worker[turn] === worker && ms >= (what.startMs[turn] ?? 0) && ms < (what.endMs[turn] ?? 0)) return turn;
  }
  return undefined;
}

/** Everything but the turn that is read out. */
export function gantt(what: Gantt, box: Box): Tree {
  const { x, row } = ganttScales(what, box);
  const bars = barsOf(what, { x, row });
  return h(
    "g",
    {},
    ...grid({ x, row }, box),
    h("path", { class: "turn-bar", d: bars.before }),
    h("path", { class: "turn-bar beyond", d: bars.beyond }),
    ...names(what, { x, row }),
    ...workerLabels(what, row),
    ...boundLine(what, x, box),
  );
}

/** A frame about one turn. */
export function turnFrame(what: Gantt, turn: number, box: Box): Tree | undefined {
  const { x, row } = ganttScales(what, box);
  const worker = what.worker[turn] ?? Infinity;
  if (worker >= rowsOf(what)) return undefined;
  const [from, to] = [x(what.startMs[turn] ?? 0), x(what.endMs[turn] ?? 0)];
  return h("rect", {
    class: "turn-frame",
    x: at(from - 1),
    y: at(GANTT_MARGIN.top + worker * row),
    width: at(Math.max(to - from, 2) + 1),
    height: at(row),
  });
}

/** All bars as two paths: up to the bound, and what lies beyond it. */
function barsOf(what: Gantt, { x, row }: GanttScales): { before: string; beyond: string } {
  const gap = row >= 10 ? 2 : row >= 7 ? 1 : 0.5;
  const bound = x(what.boundMs);
  let [before, beyond] = ["", ""];
  for (let turn = 0; turn < what.worker.length; turn++) {
    const worker = what.worker[turn] ?? 0;
    if (worker >= rowsOf(what)) continue;
    const [from, to] = [x(what.startMs[turn] ?? 0), x(what.endMs[turn] ?? 0)];
    if (to <= from) continue;
    const right = to - from > 3 ? to - 1 : to;
    const [top, bottom] = [at(GANTT_MARGIN.top + worker * row + gap), at(GANTT_MARGIN.top + (worker + 1) * row - gap)];
    const bar = (left: number, end: number) => `M${at(left)} ${top}H${at(end)}V${bottom}H${at(left)}Z`;
    if (from < bound) before += bar(from, Math.min(right, bound));
    if (to > bound + 0.05) beyond += bar(Math.max(from, bound), Math.max(right, bound));
  }
  return { before, beyond };
}

function names(what: Gantt, { x, row }: GanttScales): Tree[] {
  if (row < TEXT_HEIGHT) return [];
  const texts: Tree[] = [];
  for (let turn = 0; turn < what.worker.length; turn++) {
    const worker = what.worker[turn] ?? 0;
    if (worker >= rowsOf(what)) continue;
    const from = x(what.startMs[turn] ?? 0);
    const room = Math.floor((x(what.endMs[turn] ?? 0) - from - 10) / LETTER);
    const name = what.name(turn);
    if (name.length > room) continue;
    const y = at(GANTT_MARGIN.top + (worker + 0.5) * row) + 4;
    texts.push(h("text", { class: "turn-name", x: at(from + 5), y }, name));
  }
  return texts;
}

function workerLabels(what: Gantt, row: number): Tree[] {
  const rows = rowsOf(what);
  const every = [1, 2, 5, 10, 20, 50, 100].find((each) => each * row >= 14) ?? 100;
  return Array.from({ length: rows }, (_, worker) => worker)
    .filter((worker) => worker === 0 || (worker + 1) % every === 0)
    .map((worker) =>
      h(
        "text",
        {
          class: "tick",
          x: GANTT_MARGIN.left - 8,
          y: at(GANTT_MARGIN.top + (worker + 0.5) * row) + 4,
          "text-anchor": "end",
        },
        count(worker + 1),
      ),
    );
}

function grid({ x }: GanttScales, { width, height }: Box): Tree[] {
  const floor = height - GANTT_MARGIN.bottom;
  return x
    .ticks(Math.max(2, Math.floor(width / 110)))
    .flatMap((ms) => [
      h("line", {
        class: ms === 0 ? "zero" : "grid",
        x1: at(x(ms)),
        x2: at(x(ms)),
        y1: GANTT_MARGIN.top,
        y2: floor,
      }),
      x(ms) > width - GANTT_MARGIN.right - 22
        ? undefined
        : h(
            "text",
            { class: "tick", x: at(x(ms)), y: floor + 17, "text-anchor": ms === 0 ? "start" : "middle" },
            ms === 0 ? "0" : duration(ms * 1e6),
          ),
    ])
    .filter((each) => each !== undefined);
}

/** The one heavy line: no timetable of these batches ends before. */
function boundLine(what: Gantt, x: ScaleLinear<number, number>, { width, height }: Box): Tree[] {
  if (!(what.boundMs > 0)) return [];
  const middle = at(x(what.boundMs));
  const left = middle > width / 2;
  return [
    h("path", { class: "bound", d: `M${middle} 14V${height - GANTT_MARGIN.bottom + 5}` }),
    h("circle", { class: "bound-mark", cx: middle, cy: 8, r: 5.5 }),
    h("path", { class: "bound", d: `M${middle - 10} 8H${middle + 10}` }),
    h(
      "text",
      { class: "halo strong", x: left ? middle - 15 : middle + 15, y: 12, "text-anchor": left ? "end" : "start" },
      `lower bound ${duration(what.boundMs * 1e6)}`,
    ),
  ];
}
