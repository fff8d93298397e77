// Values over executions in their order: thin lines, one heavy line at the level that matters, and marks where it was left.
import { scaleLinear, type ScaleLinear } from "d3-scale";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { at, type Box } from "./box";

export interface Line {
  /** What stands at its right end. */
  label: string;
  values: ArrayLike<number>;
  /** How it is drawn: `plain` in ink, `faint` in pencil and dashed. */
  style: "plain" | "faint";
}

export interface Mark {
  /** The execution. */
  at: number;
  value: number;
  /** Which shape: alarms of different kinds differ in more than colour. */
  shape: "circle" | "up" | "down" | "cross";
}

export interface Course {
  lines: readonly Line[];
  /** The one heavy line. */
  level: { value: number; label: string };
  /** Levels beside it that are as far off, drawn thin: the other end of a band. */
  others?: readonly number[];
  domain: readonly [number, number];
  tick: (value: number) => string;
  marks?: readonly Mark[];
}

export const COURSE_MARGIN = { left: 44, right: 84, top: 12, bottom: 24 };
/** Points a line has at most; of more, the extremes of each stretch are kept. */
const MOST_POINTS = 4000;

export interface CourseScales {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
}

export function courseScales({ lines, domain }: Course, { width, height }: Box): CourseScales {
  const length = Math.max(2, ...lines.map(({ values }) => values.length));
  return {
    x: executionScale(length, width),
    y: scaleLinear()
      .domain(domain)
      .range([height - COURSE_MARGIN.bottom, COURSE_MARGIN.top])
      .clamp(true),
  };
}

/** Executions 0 to `length - 1` along the width. */
export function executionScale(length: number, width: number, from = 0): ScaleLinear<number, number> {
  return scaleLinear()
    .domain([from, from + Math.max(length - 1, 1)])
    .range([COURSE_MARGIN.left, width - COURSE_MARGIN.right]);
}

/** Everything but the execution that is read out. */
export function course(what: Course, box: Box): Tree {
  const scales = courseScales(what, box);
  const { x, y } = scales;
  const right = box.width - COURSE_MARGIN.right;
  const level = at(y(what.level.value));
  const ends = endLabels(what, y, level);
  return h(
    "g",
    {},
    ...y
      .ticks(4)
      .flatMap((tick) => [
        h("line", { class: "grid", x1: COURSE_MARGIN.left, x2: right, y1: at(y(tick)), y2: at(y(tick)) }),
        h(
          "text",
          { class: "tick", x: COURSE_MARGIN.left - 6, y: at(y(tick)) + 4, "text-anchor": "end" },
          what.tick(tick),
        ),
      ]),
    ...executionAxis(x, box),
    ...(what.others ?? []).map((value) =>
      h("line", { class: "limit", x1: COURSE_MARGIN.left, x2: right, y1: at(y(value)), y2: at(y(value)) }),
    ),
    ...what.lines.map((line) => h("path", { class: `course ${line.style}`, d: pathOf(line.values, scales) })),
    h("path", { class: "level", d: `M${COURSE_MARGIN.left} ${level}H${right}` }),
    ...(what.marks ?? []).map((mark) => markAt(mark, scales)),
    ...ends,
  );
}

/** The line that says which execution is read out. */
export function executionLine(x: ScaleLinear<number, number>, execution: number, { height }: Box): Tree | undefined {
  const [from = 0, to = 0] = x.domain();
  if (execution < from || execution > to) return undefined;
  const middle = at(x(execution));
  return h("line", {
    class: "crosshair",
    x1: middle,
    x2: middle,
    y1: COURSE_MARGIN.top,
    y2: height - COURSE_MARGIN.bottom,
  });
}

/** Numbers of executions, from 1. */
export function executionAxis(x: ScaleLinear<number, number>, { width, height }: Box): Tree[] {
  const [from = 0, to = 1] = x.domain();
  const floor = height - COURSE_MARGIN.bottom;
  const whole = scaleLinear()
    .domain([from + 1, to + 1])
    .ticks(Math.max(2, Math.floor(width / 90)))
    .filter(Number.isInteger);
  return [
    h("line", { class: "zero", x1: COURSE_MARGIN.left, x2: width - COURSE_MARGIN.right, y1: floor, y2: floor }),
    ...whole.map((tick) =>
      h("text", { class: "tick", x: at(x(tick - 1)), y: floor + 16, "text-anchor": "middle" }, count(tick)),
    ),
  ];
}

/** A line through all values; where there are too many, through the least and the greatest of each stretch. */
export function pathOf(values: ArrayLike<number>, { x, y }: CourseScales): string {
  const stretch = Math.max(1, Math.ceil((2 * values.length) / MOST_POINTS));
  let path = "";
  const add = (i: number): void => {
    path += `${path === "" ? "M" : "L"}${at(x(i))} ${at(y(values[i] ?? 0))}`;
  };
  for (let from = 0; from < values.length; from += stretch) {
    let [least, most] = [from, from];
    for (let i = from + 1; i < Math.min(from + stretch, values.length); i++) {
      if ((values[i] ?? 0) < (values[least] ?? 0)) least = i;
      if ((values[i] ?? 0) > (values[most] ?? 0)) most = i;
    }
    add(Math.min(least, most));
    if (least !== most) add(Math.max(least, most));
  }
  return path;
}

export function markAt({ at: execution, value, shape }: Mark, { x, y }: CourseScales): Tree {
  const [px, py] = [at(x(execution)), at(y(value))];
  const shapes = {
    circle: "M4.5 0A4.5 4.5 0 1 1 -4.5 0A4.5 4.5 0 1 1 4.5 0Z",
    up: "M0 -5L5 4H-5Z",
    down: "M0 5L5 -4H-5Z",
    cross: "M-4 -4L4 4M-4 4L4 -4",
  };
  return h("path", { class: `alarm ${shape}`, transform: `translate(${px} ${py})`, d: shapes[shape] });
}

/** What the lines are called, at their right ends, moved apart where they would touch each other or the level's name. */
function endLabels({ lines, level }: Course, y: ScaleLinear<number, number>, heavy: number): Tree[] {
  const [top = 0, floor = 0] = [...y.range()].reverse();
  const wanted = [
    { label: level.label, style: "strong", height: heavy },
    ...lines.map(({ label, values, style }) => ({ label, style, height: at(y(values[values.length - 1] ?? 0)) })),
  ]
    .filter(({ label }) => label !== "")
    .sort((a, b) => a.height - b.height);
  const heights = apart(
    wanted.map(({ height }) => height),
    14,
    [top, floor],
  );
  return wanted.map(({ label, style }, i) =>
    h(
      "text",
      { class: `course-name ${style}`, x: "100%", dx: 4 - COURSE_MARGIN.right, y: at(heights[i] ?? 0) + 4 },
      label,
    ),
  );
}

/** Ascending heights, moved so that neighbours are `least` apart and all stay inside. */
export function apart(heights: readonly number[], least: number, [top, floor]: readonly [number, number]): number[] {
  const moved = [...heights];
  for (let i = 0; i < moved.length; i++)
    moved[i] = Math.max(moved[i] ?? 0, i === 0 ? top : (moved[i - 1] ?? 0) + least);
  for (let i = moved.length - 1; i >= 0; i--)
    moved[i] = Math.min(moved[i] ?? 0, i === moved.length - 1 ? floor : (moved[i + 1] ?? 0) - least);
  return moved;
}
