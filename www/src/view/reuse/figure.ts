// What every figure of this family is made of: title, unit, one line that is read out, the drawing or its table, and its sentence.
import { h, type Child, type Tree } from "../../dom";
import type { Box } from "../../chart/box";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { tableButton } from "../figures";
import { sized } from "../sized";

export interface Figure {
  name: string;
  title: string;
  /** What is counted, and in which unit. */
  unit: string;
  /** Stands at the right of the title. */
  tools?: Child;
  /** The one line about what is pointed at. */
  readout?: string;
  height: (width: number) => number;
  draw: (box: Box) => Tree;
  table: () => Tree;
  caption: string;
  /** Older than the question that stands above. */
  stale?: boolean;
  buttons?: Child;
}

export function figure(snapshot: Snapshot, dispatch: Dispatch, what: Figure): Tree {
  const { name, title, unit, tools, readout, caption } = what;
  return h(
    "figure",
    { class: `reuse-figure ${name}-figure${what.stale === true ? " stale" : ""}`, key: name },
    h("div", { class: "figure-title" }, h("h3", {}, `${title} `, h("span", { class: "sub" }, unit)), tools),
    readout === undefined ? undefined : h("p", { class: "readout" }, readout),
    snapshot.tables
      ? what.table()
      : sized(`reuse-${name}`, 560, (width) => what.draw({ width, height: Math.round(what.height(width)) })),
    h("figcaption", {}, caption),
    h("div", { class: "figure-tools" }, tableButton(snapshot, dispatch), what.buttons),
  );
}

/** A drawing with its parts; hidden from those who hear it, as what is about it says the same. */
export function drawing(name: string, { width, height }: Box, ...parts: Child[]): Tree {
  return h("svg", { class: name, width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, ...parts);
}

const kept = new WeakMap<object, Map<string, { key: string; tree: Tree }>>();

/** The very tree of last time while `key` is the same: what is long to make is not made for every move of a pointer. */
export function once(owner: object, slot: string, key: string, make: () => Tree): Tree {
  const slots = kept.get(owner) ?? new Map<string, { key: string; tree: Tree }>();
  kept.set(owner, slots);
  const known = slots.get(slot);
  if (known?.key === key) return known.tree;
  const tree = make();
  slots.set(slot, { key, tree });
  return tree;
}

export interface Reading {
  label: string;
  /** How many there are to read, one by one. */
  of: number;
  /** The first that is drawn. */
  from?: number;
  now: number | undefined;
  /** What the one under the hand says. */
  says: (index: number) => string;
  /** Which one lies at a place of the drawing. */
  find: (place: readonly [number, number]) => number | undefined;
  choose: (index: number) => void;
}

/** Pointer and arrow keys read one after another; the text stands in a fixed place. */
export function reading({ label, of, from = 0, now, says, find, choose }: Reading): Tree["attributes"] {
  const last = Math.max(of - 1, from);
  const current = Math.min(Math.max(now ?? last, from), last);
  const to = (index: number): void => {
    const next = Math.min(Math.max(index, from), last);
    if (next !== now) choose(next);
  };
  const pointer = (event: PointerEvent): void => {
    const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
    const found = find([event.clientX - left, event.clientY - top]);
    if (found !== undefined) to(found);
  };
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: 10,
    PageDown: -10,
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const by = steps[event.key];
    if (by !== undefined) to(current + by);
    else if (event.key === "Home") to(from);
    else if (event.key === "End") to(last);
    else return;
    event.preventDefault();
  };
  return {
    class: "reads",
    role: "slider",
    tabindex: 0,
    "aria-label": label,
    "aria-valuemin": from + 1,
    "aria-valuemax": last + 1,
    "aria-valuenow": current + 1,
    "aria-valuetext": of === 0 ? "" : says(current),
    onpointermove: pointer,
    onpointerdown: pointer,
    onkeydown: keys,
  };
}

/** Rows of a table that is the source of a chart; of very many the first, with a word about the rest. */
const MOST_ROWS = 400;

export function plainTable(
  label: string,
  titles: readonly string[],
  rows: number,
  row: (index: number) => readonly string[],
  order: "first" | "last" = "first",
): Tree {
  const shown = Math.min(rows, MOST_ROWS);
  const from = order === "last" ? rows - shown : 0;
  const cut = rows > shown ? `The ${order} ${shown} of ${rows.toLocaleString("en-GB")} rows.` : undefined;
  return h(
    "div",
    { class: "scroll table-twin", tabindex: 0, role: "region", "aria-label": `${label} as a table` },
    h(
      "table",
      { class: "plain" },
      cut === undefined ? undefined : h("caption", { class: "quiet" }, cut),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...titles.map((title, i) => h("th", { scope: "col", class: i === 0 ? undefined : "number" }, title)),
        ),
      ),
      h(
        "tbody",
        {},
        ...Array.from({ length: shown }, (_, i) => {
          const [name, ...cells] = row(from + i);
          return h(
            "tr",
            {},
            h("th", { scope: "row" }, name),
            ...cells.map((cell) => h("td", { class: "number" }, cell)),
          );
        }),
      ),
    ),
  );
}

/** Similarities and shares in tables: 0.33. */
export function hundredths(value: number): string {
  return value.toFixed(2).replace("-", "−");
}
