// Where there is no room beside the chart, one part at a time stands under it.
import { h, type Tree } from "../dom";
import type { Snapshot, Tab } from "../store/snapshot";
import type { Dispatch } from "../store/store";

export function parts({ tab }: Snapshot, dispatch: Dispatch, tabs: readonly (readonly [Tab, string])[]): Tree {
  const chosen = tabs.some(([name]) => name === tab) ? tab : tabs[0]?.[0];
  return h(
    "div",
    { class: "parts", role: "group", "aria-label": "What stands under the chart" },
    ...tabs.map(([name, title]) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": String(name === chosen),
          onclick: () => dispatch({ type: "show", change: { tab: name } }),
        },
        title,
      ),
    ),
  );
}
