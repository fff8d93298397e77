// A table of few columns: texts to the left, numbers to the right.
import { h, type Attributes, type Child, type Tree } from "../dom";

export interface Column {
  title: string;
  number?: boolean;
}

/** The first cell of a row names it. */
export type Row = { cells: readonly Child[]; attributes?: Attributes };

export function plainTable(label: string, columns: readonly Column[], rows: readonly Row[]): Tree {
  const kind = (place: number): string | undefined => (columns[place]?.number === true ? "number" : undefined);
  return h(
    "div",
    { class: "scroll", role: "region", "aria-label": label, tabindex: 0 },
    h(
      "table",
      { class: "plain" },
      h("caption", { class: "spoken" }, label),
      h(
        "thead",
        {},
        h("tr", {}, ...columns.map(({ title }, place) => h("th", { scope: "col", class: kind(place) }, title))),
      ),
      h(
        "tbody",
        {},
        ...rows.map(({ cells: [first, ...rest], attributes = {} }) =>
          h(
            "tr",
            attributes,
            h("th", { scope: "row", class: kind(0) }, first),
            ...rest.map((cell, i) => h("td", { class: kind(i + 1) }, cell)),
          ),
        ),
      ),
    ),
  );
}
