// An element that draws its inside at its own measured width, so that text in charts keeps its size.
import { h, type Tree } from "../dom";

const widths = new Map<string, number>();
let redraw: () => void = () => undefined;

const observer = new ResizeObserver((entries) => {
  let changed = false;
  for (const { target, contentRect } of entries) {
    const key = (target as HTMLElement).dataset["sized"] ?? "";
    const width = Math.round(contentRect.width);
    if (width > 0 && widths.get(key) !== width) {
      widths.set(key, width);
      changed = true;
    }
  }
  if (changed) redraw();
});

/** What to call when a width has changed; set once by the page. */
export function onResize(listener: () => void): void {
  redraw = listener;
}

export function sized(key: string, guess: number, draw: (width: number) => Tree): Tree {
  const onmount = (element: Element) => observer.observe(element);
  return h("div", { class: "sized", "data-sized": key, key, onmount }, draw(widths.get(key) ?? guess));
}
