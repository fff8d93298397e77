// A figure of the space of states: what it shows and in which unit, the chart or its table, and a sentence with its numbers.
import type { Box } from "../chart/box";
import { h, type Child, type Tree } from "../dom";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { tableButton } from "./figures";
import { sized } from "./sized";

export interface Figure {
  name: string;
  title: string;
  unit: string;
  /** What the figure says, with its numbers. */
  says: string;
  height: number;
  chart: (box: Box) => Tree;
  table: () => Tree;
  /** What happens where a pointer is, in pixels from the left. */
  point?: (x: number, box: Box) => void;
  /** Beside the title. */
  controls?: Child;
}

export function spaceFigure(snapshot: Snapshot, dispatch: Dispatch, what: Figure): Tree {
  return h(
    "figure",
    { class: `space-figure ${what.name}`, "aria-labelledby": `${what.name}-title` },
    h(
      "div",
      { class: "heading" },
      h("h2", { id: `${what.name}-title` }, what.title),
      h("span", { class: "quiet" }, what.unit),
      what.controls,
    ),
    snapshot.tables
      ? what.table()
      : sized(`space-${what.name}`, 480, (width) => drawing(what, { width, height: what.height })),
    h("figcaption", {}, what.says),
    h("div", { class: "figure-tools" }, tableButton(snapshot, dispatch)),
  );
}

function drawing(what: Figure, box: Box): Tree {
  const { point } = what;
  const onpointermove =
    point === undefined
      ? undefined
      : (event: PointerEvent) => {
          const { left } = (event.currentTarget as Element).getBoundingClientRect();
          point(event.clientX - left, box);
        };
  return h("div", { role: "img", "aria-label": what.says, onpointermove }, what.chart(box));
}
