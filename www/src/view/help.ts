// The help sheet: what the keys do, and the switch that turns the letters off. The one modal of the page.
import { h, type Tree } from "../dom";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { button } from "./links";

const KEYS: readonly (readonly [string, string])[] = [
  ["?", "this sheet"],
  ["1 2 …", "sections"],
  ["o", "open a scenario"],
  ["r", "run again"],
  ["c", "cancel"],
  ["e", "export the results"],
  ["s", "answer with the other side"],
  ["t", "tables in place of charts"],
  ["/", "filter the volumes"],
  ["[ ]", "the volume before or after"],
  ["d", "theme"],
  ["Esc", "close"],
  ["← →", "in a chart: a bin; with Shift the window’s end, with Alt its start"],
  ["PgUp PgDn", "on the slider: three; End: no limit"],
];

export function help(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  if (snapshot.panel !== "help") return undefined;
  const close = () => dispatch({ type: "show", change: { panel: undefined } });
  return h(
    "dialog",
    {
      key: "help",
      class: "help",
      "aria-labelledby": "help",
      onmount: (element: Element) => queueMicrotask(() => (element as HTMLDialogElement).showModal()),
      onclose: close,
    },
    h("h2", { id: "help" }, "Keys"),
    h("dl", {}, ...KEYS.flatMap(([name, does]) => [h("dt", {}, h("kbd", {}, name)), h("dd", {}, does)])),
    h(
      "label",
      { class: "letters" },
      h("input", {
        type: "checkbox",
        checked: snapshot.keys,
        onchange: () => dispatch({ type: "show", change: { keys: !snapshot.keys } }),
      }),
      " Single letters act",
    ),
    h(
      "p",
      { class: "quiet" },
      snapshot.library === undefined ? "" : `loadline ${snapshot.library.version}. `,
      h("a", { href: "licences.txt" }, "Licences of what this page is made with"),
    ),
    button("main", close, {}, "Close"),
  );
}
