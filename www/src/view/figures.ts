// What every figure has under it.
import type { Tree } from "../dom";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { button } from "./links";

/** Tables in place of charts, everywhere, and back. */
export function tableButton({ tables }: Snapshot, dispatch: Dispatch): Tree {
  return button(
    "text",
    () => dispatch({ type: "show", change: { tables: !tables } }),
    { "aria-pressed": String(tables), title: "Tables in place of charts (t)" },
    tables ? "Show as chart" : "Show as table",
  );
}
