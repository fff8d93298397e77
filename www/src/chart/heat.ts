// How alike things are, two by two: a cell darkens from paper to ink in one hue; frames about what runs together are the heavy line.
import { h, type Tree } from "../dom";
import { at } from "./box";

export interface Heat {
  rows: number;
  /** From 0 to 1, row after row. */
  cells: ArrayLike<number>;
  /** Where each framed block begins, in rows, and the end. */
  blocks: readonly number[];
}

/** Steps of the ramp above nothing at all. */
export const LEVELS = 8;

/** 0 where there is nothing in common, then 1 to `LEVELS`. */
export function levelOf(value: number): number {
  return value <= 0 ? 0 : Math.min(LEVELS, Math.max(1, Math.ceil(value * LEVELS - 1e-9)));
}

/** How much ink a level takes. */
export function inkOf(level: number): number {
  return round((level / LEVELS) * 0.9);
}

/** One path a level; neighbours of a level in a row are one piece. `size` is the side of the square, in pixels. */
export function heat({ rows, cells, blocks }: Heat, size: number): Tree {
  const side = size / Math.max(rows, 1);
  const paths = Array.from({ length: LEVELS + 1 }, () => "");
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = [round(row * side), round((row + 1) * side)];
    for (let from = 0; from < rows;) {
      const level = levelOf(cells[row * rows + from] ?? 0);
      let to = from + 1;
      while (to < rows && levelOf(cells[row * rows + to] ?? 0) === level) to += 1;
      if (level > 0)
        paths[level] += `M${round(from * side)} ${top}H${round(to * side)}V${bottom}H${round(from * side)}Z`;
      from = to;
    }
  }
  return h(
    "g",
    {},
    h("rect", { class: "heat-paper", x: 0, y: 0, width: size, height: size }),
    ...paths.flatMap((d, level) =>
      level === 0 || d === "" ? [] : [h("path", { class: "heat", "fill-opacity": inkOf(level), d })],
    ),
    h("path", { class: "heat-block", d: framesOf(blocks, side) }),
  );
}

function framesOf(blocks: readonly number[], side: number): string {
  return blocks
    .slice(1)
    .map((end, i) => {
      const [from, to] = [at((blocks[i] ?? 0) * side), at(end * side)];
      return to - from < 3 ? "" : `M${from} ${from}H${to}V${to}H${from}Z`;
    })
    .join("");
}

/** The row and the column that lie at a place of the drawing. */
export function cellAt(rows: number, size: number, [x, y]: readonly [number, number]): readonly [number, number] {
  const clamp = (value: number) => Math.min(Math.max(Math.floor((value / size) * rows), 0), rows - 1);
  return [clamp(y), clamp(x)];
}

/** The frame about one cell. */
export function cellFrame([row, column]: readonly [number, number], rows: number, size: number): Tree {
  const side = size / Math.max(rows, 1);
  return h("rect", {
    class: "cell-frame",
    x: at(column * side - 1),
    y: at(row * side - 1),
    width: at(side + 2),
    height: at(side + 2),
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
