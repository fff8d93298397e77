// Every batch of a measurement: how far it lies from its own side's median, one strip a side, in run order by block.
import { scaleLinear } from "d3-scale";
import type { Measurement } from "loadline";
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { duration } from "../format/time";
import { at, type Box } from "./box";

export interface Batch {
  block: number;
  /** From the side's median, in per cent. */
  off: number;
}

export interface Strip {
  side: "reference" | "optimised";
  medianNs: number;
  batches: readonly Batch[];
}

/** Both sides' batches, in run order. */
export function stripsOf(measured: Measurement): Strip[] {
  return (["reference", "optimised"] as const).map((side) => {
    const { medianNs } = measured[side];
    const batches = measured.trials
      .filter((trial) => trial.side === side)
      .map(({ block, nsPerCall }) => ({ block, off: (nsPerCall / medianNs - 1) * 100 }));
    return { side, medianNs, batches };
  });
}

const REACHES = [1, 2, 5, 10, 20, 50, 100];
/** One batch in so many may stand off the scale, with its value. */
const OFF_SCALE = 8;

/** How far up the axis goes in per cent; it goes half as far down. The least that holds all but a few batches. */
export function batchReach(strips: readonly Strip[]): number {
  const all = strips.flatMap(({ batches }) => batches.map(({ off }) => off));
  const outside = (reach: number) => all.filter((off) => off > reach || off < -reach / 2).length;
  return REACHES.find((reach) => outside(reach) <= all.length / OFF_SCALE) ?? 100;
}

export const BATCH_MARGIN = { left: 48, right: 84, top: 16, bottom: 46, between: 30 };
/** Room under the last strip for what is off the scale. */
const UNDER = 12;
/** Half of a mark's width. */
const HALF = 3;
/** A triangle with its value. */
const VALUE_WIDE = 56;

export function batches(strips: readonly Strip[], box: Box): Tree {
  const { left, right, top, bottom, between } = BATCH_MARGIN;
  const reach = batchReach(strips);
  const blocks = 1 + Math.max(0, ...strips.flatMap((strip) => strip.batches.map(({ block }) => block)));
  const x = scaleLinear()
    .domain([0, blocks])
    .range([left, box.width - right]);
  const high = (box.height - top - bottom - between * (strips.length - 1)) / Math.max(strips.length, 1);
  const floor = box.height - bottom + UNDER;
  const bands = Array.from({ length: blocks }, (_, block) => block).filter((block) => block % 2 === 0);
  return h(
    "svg",
    {
      class: "batches",
      width: box.width,
      height: box.height,
      viewBox: `0 0 ${box.width} ${box.height}`,
      "aria-hidden": "true",
    },
    ...bands.map((block) =>
      h("rect", { class: "band-bar", x: at(x(block)), y: 0, width: at(x(block + 1) - x(block)), height: floor }),
    ),
    ...strips.flatMap((strip, i) => stripMarks(strip, reach, x, top + i * (high + between), high, box)),
    ...blockLabels(blocks, x, floor),
    h(
      "text",
      { class: "tick", x: at((left + box.width - right) / 2), y: box.height - 3, "text-anchor": "middle" },
      "block, in run order",
    ),
  );
}

function stripMarks(
  { side, medianNs, batches: all }: Strip,
  reach: number,
  x: (block: number) => number,
  top: number,
  high: number,
  box: Box,
): Tree[] {
  const { left, right } = BATCH_MARGIN;
  const y = scaleLinear()
    .domain([-reach / 2, reach])
    .range([top + high, top]);
  const lines = [reach, 0, -reach / 2].flatMap((value) => [
    h("line", {
      class: value === 0 ? "median" : "grid",
      x1: left,
      x2: box.width - right,
      y1: at(y(value)),
      y2: at(y(value)),
    }),
    h("text", { class: "tick", x: left - 6, y: at(y(value)) + 4, "text-anchor": "end" }, signed(value)),
  ]);
  const roomy = withValue(all, reach, x);
  const marks = all.flatMap((batch) => mark(side, batch.off, at(x(batch.block + 0.5)), y, reach, roomy.has(batch)));
  const named = box.width - right + 8;
  return [
    ...lines,
    ...marks,
    h("text", { class: `named ${side}`, x: named, y: at(y(0)) - 4 }, side),
    h("text", { class: `named ${side}`, x: named, y: at(y(0)) + 12 }, duration(medianNs)),
  ];
}

/** A batch off the scale has its value beside it where the one before leaves room; the table has all. */
export function withValue(all: readonly Batch[], reach: number, x: (block: number) => number): Set<Batch> {
  const valued = new Set<Batch>();
  for (const edge of [(off: number) => off > reach, (off: number) => off < -reach / 2]) {
    let free = -Infinity;
    for (const batch of all.filter(({ off }) => edge(off))) {
      if (x(batch.block) < free) continue;
      valued.add(batch);
      free = x(batch.block) + VALUE_WIDE;
    }
  }
  return valued;
}

/** Hollow square or filled circle; off the scale a triangle at its edge, with the value. */
function mark(
  side: Strip["side"],
  off: number,
  middle: number,
  y: (value: number) => number,
  reach: number,
  valued: boolean,
): Tree[] {
  const above = off > reach;
  if (above || off < -reach / 2) {
    const edge = at(y(above ? reach : -reach / 2));
    const [base, tip] = above ? [edge - 2, edge - 9] : [edge + 2, edge + 9];
    return [
      h("path", { class: `off ${side}`, d: `M${middle - 4} ${base}L${middle + 4} ${base}L${middle} ${tip}Z` }),
      ...(valued
        ? [h("text", { class: "off-value", x: middle + 6, y: above ? edge - 2 : edge + 11 }, signed(off))]
        : []),
    ];
  }
  const height = at(y(off));
  return [
    side === "reference"
      ? h("rect", { class: "batch reference", x: middle - HALF, y: height - HALF, width: 2 * HALF, height: 2 * HALF })
      : h("circle", { class: "batch optimised", cx: middle, cy: height, r: HALF }),
  ];
}

function blockLabels(blocks: number, x: (block: number) => number, floor: number): Tree[] {
  const every = Math.max(1, Math.ceil(22 / Math.max(x(1) - x(0), 1)));
  return Array.from({ length: blocks }, (_, block) => block)
    .filter((block) => block % every === 0)
    .map((block) =>
      h("text", { class: "tick", x: at(x(block + 0.5)), y: floor + 15, "text-anchor": "middle" }, String(block + 1)),
    );
}

/** +41 %, −2.5 %, 0 %. */
export function signed(value: number): string {
  const size = Math.abs(value);
  const figures = size >= 9.95 || Number.isInteger(size) ? count(Math.round(size)) : size.toFixed(1);
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${figures} %`;
}
