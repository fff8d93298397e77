// How alike the contracts are, two by two, in the order of the plan; batches are framed.
import type { ContractColumns, ContractPlan, Similarity } from "loadline";
import { h, type Tree } from "../../dom";
import { cellAt, cellFrame, heat, inkOf, LEVELS } from "../../chart/heat";
import { count, counted } from "../../format/number";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { drawing, figure, hundredths, once } from "./figure";

const LARGEST = 440;
/** The table has so many rows and columns at most. */
const TABLE = 20;

/** Where each batch begins among the rows, and the end; nothing where the map is of another order than the plan. */
export function blocksOf(similarity: Similarity, plan: ContractPlan | undefined): number[] {
  if (plan === undefined || plan.order.length !== similarity.order.length) return [];
  if (plan.order.some((contract, i) => contract !== similarity.order[i])) return [];
  let row = 0;
  return Array.from(plan.batchStart, (start) => {
    while (row < similarity.rows && (similarity.rowStart[row + 1] ?? Infinity) <= start) row += 1;
    const [from = 0, to = 0] = [similarity.rowStart[row], similarity.rowStart[row + 1]];
    return to > from ? row + (start - from) / (to - from) : row;
  });
}

function rowName({ order, rowStart }: Similarity, columns: ContractColumns | undefined, row: number): string {
  const [from = 0, to = 0] = [rowStart[row], rowStart[row + 1]];
  const first = columns?.id[order[from] ?? 0] ?? count(from + 1);
  return to - from === 1 ? first : `${counted(to - from, "contract")} from ${first} on`;
}

/** Where the least and the greatest cell lie, off the diagonal. */
export function extremesOf({
  rows,
  cells,
}: Similarity): { least: [number, number]; greatest: [number, number] } | undefined {
  if (rows < 2) return undefined;
  let [least, greatest]: [[number, number], [number, number]] = [
    [0, 1],
    [0, 1],
  ];
  const value = ([row, column]: readonly [number, number]) => cells[row * rows + column] ?? 0;
  for (let row = 0; row < rows; row++)
    for (let column = row + 1; column < rows; column++) {
      if (value([row, column]) < value(least)) least = [row, column];
      if (value([row, column]) > value(greatest)) greatest = [row, column];
    }
  return { least, greatest };
}

export function heatFigure(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { similarity: asked, plan, columns, cell } = snapshot.reuse;
  const similarity = asked.answer;
  if (similarity === undefined || similarity.rows < 2) return undefined;
  const { rows } = similarity;
  const name = (row: number): string => rowName(similarity, columns, row);
  const says = ([row, column]: readonly [number, number]): string =>
    row === column
      ? `${name(row)}: with itself.`
      : `${name(row)} and ${name(column)}: ${hundredths(similarity.cells[row * rows + column] ?? 0)}.`;
  const choose = (next: readonly [number, number]): void => {
    if (String(next) !== String(cell)) dispatch({ type: "reuse", change: { cell: next } });
  };
  const extremes = extremesOf(similarity);
  const ends =
    extremes === undefined
      ? ""
      : ` Least ${hundredths(similarity.least)}, ${name(extremes.least[0])} and ${name(extremes.least[1])}; greatest ${hundredths(similarity.greatest)}, ${name(extremes.greatest[0])} and ${name(extremes.greatest[1])}.`;
  const grouped =
    rows < similarity.order.length ? ` ${counted(similarity.order.length, "contract")} in ${count(rows)} groups.` : "";
  return figure(snapshot, dispatch, {
    name: "heat",
    title: "How alike the contracts are",
    unit: "shared classes over all classes of both",
    readout: cell === undefined ? "Point at a cell, or use the arrow keys, to read it." : says(cell),
    height: (width) => Math.min(width, LARGEST) + 34,
    draw: ({ width, height }) => {
      const size = Math.min(width, LARGEST);
      return h(
        "div",
        acting(rows, size, cell, says, choose),
        drawing(
          "heat-map",
          { width: size, height },
          once(similarity, "heat", `${size} ${plan.answer?.digest ?? ""}`, () =>
            heat({ rows, cells: similarity.cells, blocks: blocksOf(similarity, plan.answer) }, size),
          ),
          cell === undefined ? undefined : cellFrame(cell, rows, size),
          ramp(similarity, size),
        ),
      );
    },
    table: () => table(similarity, name),
    caption: `Batches are framed. The mean is ${hundredths(similarity.mean)}.${ends}${grouped}`,
    stale: asked.askedAt !== undefined || plan.askedAt !== undefined,
  });
}

/** The ramp, with its extremes. */
function ramp({ least, greatest }: Similarity, size: number): Tree {
  const [left, width, top] = [0, Math.min(size, 220), size + 10];
  const step = width / (LEVELS + 1);
  return h(
    "g",
    {},
    ...Array.from({ length: LEVELS + 1 }, (_, level) =>
      h("rect", {
        class: "heat",
        x: left + level * step,
        y: top,
        width: step,
        height: 8,
        "fill-opacity": inkOf(level),
      }),
    ),
    h("rect", { class: "heat-edge", x: left, y: top, width, height: 8 }),
    h("text", { class: "tick", x: left, y: top + 21 }, "0"),
    h("text", { class: "tick", x: left + width, y: top + 21, "text-anchor": "end" }, "1"),
    h(
      "text",
      { class: "tick", x: left + width / 2, y: top + 21, "text-anchor": "middle" },
      `here ${hundredths(least)} to ${hundredths(greatest)}`,
    ),
  );
}

function acting(
  rows: number,
  size: number,
  cell: readonly [number, number] | undefined,
  says: (cell: readonly [number, number]) => string,
  choose: (cell: readonly [number, number]) => void,
): Tree["attributes"] {
  const now = cell ?? [0, Math.min(1, rows - 1)];
  const pointer = (event: PointerEvent): void => {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    const place: [number, number] = [event.clientX - left, event.clientY - top];
    if (place[0] < size && place[1] < size) choose(cellAt(rows, size, place));
  };
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: [-rows, -rows],
    End: [rows, rows],
  };
  const inside = (value: number): number => Math.min(Math.max(value, 0), rows - 1);
  const keys = (event: KeyboardEvent): void => {
    const by = moves[event.key];
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    choose([inside((now[0] ?? 0) + by[0]), inside((now[1] ?? 0) + by[1])]);
    event.preventDefault();
  };
  return {
    class: "reads",
    role: "application",
    tabindex: 0,
    "aria-label": `How alike the contracts are. Arrow keys move from cell to cell. ${says([now[0] ?? 0, now[1] ?? 0])}`,
    onpointermove: pointer,
    onpointerdown: pointer,
    onkeydown: keys,
  };
}

/** The source of the marks, up to a size that can be read. */
function table({ rows, cells }: Similarity, name: (row: number) => string): Tree {
  const shown = Math.min(rows, TABLE);
  const all = Array.from({ length: shown }, (_, i) => i);
  const short = (row: number): Tree => h("th", { scope: "col", class: "number" }, name(row));
  return h(
    "div",
    {
      class: "scroll table-twin",
      tabindex: 0,
      role: "region",
      "aria-label": "How alike the contracts are, as a table",
    },
    h(
      "table",
      { class: "plain" },
      shown < rows
        ? h("caption", { class: "quiet" }, `The first ${count(shown)} of ${count(rows)} rows and columns.`)
        : undefined,
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Contract"), ...all.map(short))),
      h(
        "tbody",
        {},
        ...all.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, name(row)),
            ...all.map((column) =>
              h("td", { class: "number" }, row === column ? "–" : hundredths(cells[row * rows + column] ?? 0)),
            ),
          ),
        ),
      ),
    ),
  );
}
