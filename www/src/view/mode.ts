// The switch between a rate for each flow and one for all together; each with the cost of what the search found.
import { h, type Tree } from "../dom";
import { tenths } from "../format/number";
import { foundOf, modeOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import type { Mode } from "loadline";

export function modeSwitch(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const shown = modeOf(snapshot);
  const choice = (mode: Mode, name: string, cost: string): Tree => {
    const found = foundOf(snapshot, mode);
    return h(
      "label",
      { class: mode === shown ? "chosen" : undefined },
      h("input", {
        type: "radio",
        name: "mode",
        value: mode,
        checked: mode === shown,
        onchange: () => dispatch({ type: "mode", mode }),
      }),
      h("span", {}, found === undefined ? name : `${name}, ${cost}${tenths(found.found.total)}`),
    );
  };
  return h(
    "fieldset",
    { class: "switch modes" },
    h("legend", { class: "spoken" }, "How rates are given; the cost is of the rates found"),
    choice("perFlow", "per flow", "cost "),
    choice("blanket", "all together", ""),
  );
}
