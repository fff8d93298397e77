// The drawn signs: equal, not equal, the load-line mark, and the two sides' shapes. Each has words for those who cannot see it.
import { h, type Tree } from "../dom";
import type { Standing } from "../store/snapshot";

function svg(name: string, width: number, height: number, ...children: Tree[]): Tree {
  return h(
    "svg",
    {
      class: `sign ${name}`,
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      "aria-hidden": "true",
      focusable: "false",
    },
    ...children,
  );
}

/** Text for screen readers only. */
export function spoken(text: string): Tree {
  return h("span", { class: "spoken" }, text);
}

/** `=` or `≠` drawn, with its word; `size` is the width in pixels. */
export function equals(agree: boolean, size = 12): Tree {
  const thick = size / 4;
  const bar = (y: number) => h("rect", { x: 0, y, width: size, height: thick });
  const height = size * 0.75;
  const bars = [bar(0), bar(height - thick)];
  if (!agree) {
    const over = size * 0.25;
    bars.push(
      h("path", { d: `M${size * 0.24} ${height + over}L${size * 0.76} ${-over}`, "stroke-width": thick * 0.9 }),
    );
  }
  return svg(agree ? "agree" : "disagree", size, height, ...bars);
}

/** A dotted ring: no digests on hand yet. */
export function ring(): Tree {
  return svg("ring", 12, 12, h("circle", { cx: 6, cy: 6, r: 4.5, "stroke-dasharray": "1.6 2" }));
}

/** A pair's sign with its word for screen readers. */
export function standing(state: Standing): Tree {
  switch (state) {
    case "agree":
      return h("span", { class: "standing" }, equals(true), spoken("agree"));
    case "disagree":
      return h("span", { class: "standing" }, equals(false), spoken("disagree"));
    case "failed":
      return h("span", { class: "standing" }, triangle(), spoken("stopped"));
    case "checking":
      return h("span", { class: "standing" }, ring(), spoken("checking"));
    case "unknown":
      return h("span", { class: "standing" }, spoken("not run yet"));
  }
}

/** A ring with a bar, as in the load line's mark: it holds. */
export function holds(): Tree {
  return svg("holds", 12, 12, h("circle", { cx: 6, cy: 6, r: 4.8 }), h("path", { d: "M1.5 6H10.5" }));
}

export function triangle(): Tree {
  return svg("note", 12, 12, h("path", { d: "M6 1.5L11 10.5H1Z" }));
}

/** Reference: a hollow square. */
export function referenceMark(): Tree {
  return svg("reference", 10, 10, h("rect", { x: 1, y: 1, width: 8, height: 8 }));
}

/** Optimised: a filled circle. */
export function optimisedMark(): Tree {
  return svg("optimised", 10, 10, h("circle", { cx: 5, cy: 5, r: 4.7 }));
}

/** The load-line mark, which is the logo. */
export function loadLine(): Tree {
  return svg("logo", 26, 18, h("circle", { cx: 13, cy: 9, r: 7.2 }), h("path", { d: "M0 9H26" }));
}

export function lock(): Tree {
  return svg(
    "lock",
    12,
    14,
    h("rect", { x: 1.5, y: 6, width: 9, height: 7 }),
    h("path", { d: "M3.5 6V4a2.5 2.5 0 0 1 5 0V6" }),
  );
}

export function chevron(open: boolean): Tree {
  return svg("chevron", 10, 10, h("path", { d: open ? "M1 3L5 7L9 3" : "M3 1L7 5L3 9" }));
}

export function halfDisc(): Tree {
  return svg(
    "theme",
    16,
    16,
    h("circle", { cx: 8, cy: 8, r: 6.2 }),
    h("path", { class: "filled", d: "M8 1.8A6.2 6.2 0 0 1 8 14.2Z" }),
  );
}

export function burger(): Tree {
  return svg("burger", 18, 14, h("path", { d: "M0 2H18M0 7H18M0 12H18" }));
}
