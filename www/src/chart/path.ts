// Where a walk leads: the angle after each byte, against the heavy line at a right angle; a tick under each byte that ends a token.
import { scaleLinear, type ScaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { angleTicks, RIGHT_ANGLE } from "./angle";
import { at, type Box } from "./box";

export interface Path {
  /** The angle after each byte, in radians. */
  theta: ArrayLike<number>;
  /** The bytes with which tokens end, from 0. */
  ends: ArrayLike<number>;
  /** The byte that is read out, from 0. */
  cursor?: number;
}

const MARGIN = { left: 40, right: 14, top: 12, bottom: 40 };
/** With more bytes than this the marks would touch, and only the line is drawn. */
const MARKS = 120;

export function pathScale({ theta }: Path, { width }: Box): ScaleLinear<number, number> {
  return scaleLinear()
    .domain([1, Math.max(theta.length, 2)])
    .range([MARGIN.left + 8, width - MARGIN.right]);
}

export function path(what: Path, box: Box): Tree {
  const { width, height } = box;
  const angles = Array.from(what.theta);
  const x = pathScale(what, box);
  const foot = height - MARGIN.bottom;
  const y = scaleLinear().domain([0, Math.PI]).range([foot, MARGIN.top]);
  const through = line<number>(
    (_, i) => at(x(i + 1)),
    (angle) => at(y(angle)),
  );
  const { cursor } = what;
  const marked = angles.length <= MARKS;
  const ends = Array.from(what.ends)
    .map((end) => `M${at(x(end + 1))} ${foot}v6`)
    .join("");
  return h(
    "svg",
    { class: "path", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    ...angleTicks.flatMap(({ angle, label }) => [
      h("line", {
        class: angle === 0 ? "zero" : angle === RIGHT_ANGLE ? "foot-line" : "grid",
        x1: MARGIN.left,
        x2: width - MARGIN.right,
        y1: at(y(angle)),
        y2: at(y(angle)),
      }),
      h("text", { class: "tick", x: MARGIN.left - 8, y: at(y(angle)) + 4, "text-anchor": "end" }, label),
    ]),
    ends === "" || what.ends.length > width ? undefined : h("path", { class: "token-end", d: ends }),
    cursor === undefined
      ? undefined
      : h("line", { class: "crosshair", x1: at(x(cursor + 1)), x2: at(x(cursor + 1)), y1: MARGIN.top, y2: foot }),
    h("path", { class: "walk-line", d: through(angles) ?? "" }),
    ...(marked
      ? angles.map((angle, i) =>
          h("circle", {
            class: `step${i === cursor ? " lit" : ""}`,
            cx: at(x(i + 1)),
            cy: at(y(angle)),
            r: i === cursor ? 5 : 3,
          }),
        )
      : []),
    ...x
      .ticks(Math.max(Math.min(angles.length - 1, Math.floor(width / 70)), 1))
      .filter(Number.isInteger)
      .map((byte) => h("text", { class: "tick", x: at(x(byte)), y: foot + 20, "text-anchor": "middle" }, count(byte))),
    h(
      "text",
      { class: "tick", x: at((MARGIN.left + width) / 2), y: height - 3, "text-anchor": "middle" },
      "bytes; a tick ends a token",
    ),
  );
}
