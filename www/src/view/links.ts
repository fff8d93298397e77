// Links and buttons that every view draws the same way.
import { h, type Attributes, type Child, type Tree } from "../dom";
import { write, type Place } from "../store/address";
import type { Snapshot } from "../store/snapshot";

/** The address of a place on this page, with the state kept. */
export function addressOf(snapshot: Snapshot, place: Place): string {
  return `#${write({ ...snapshot.address, place })}`;
}

export function link(snapshot: Snapshot, place: Place, ...children: Child[]): Tree {
  return h("a", { href: addressOf(snapshot, place) }, ...children);
}

export type Weight = "main" | "plain" | "bare" | "text";

/** A button: one `main` on a view at most, `plain` outlined, `bare` without an edge, `text` like a link. */
export function button(weight: Weight, onclick: () => void, attributes: Attributes, ...children: Child[]): Tree {
  return h("button", { type: "button", class: `button ${weight}`, onclick, ...attributes }, ...children);
}

/** The key that does the same, drawn on a button. */
export function key(name: string): Tree {
  return h("kbd", { "aria-hidden": "true" }, name);
}
