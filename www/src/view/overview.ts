// The overview: the sentence, the ledger of all pairs, one thing to try, and what a pair is.
import { h, type Tree } from "../dom";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { lead, measuredHow, progress } from "./lead";
import { ledger } from "./ledger";
import { button, key } from "./links";
import { pairBand } from "./pairband";
import { tryIt } from "./tryit";

export function overview(snapshot: Snapshot, dispatch: Dispatch): Tree {
  return h(
    "main",
    { id: "main", tabindex: -1, class: "page overview" },
    h("h1", {}, "The hot paths of busy systems, each written twice: once plainly, once fast."),
    h("div", { class: "lead-row" }, h("p", { class: "lead" }, lead(snapshot)), actions(snapshot, dispatch)),
    progress(snapshot, dispatch),
    h(
      "div",
      { class: "two" },
      h("div", {}, ledger(snapshot, dispatch), measuredHow(snapshot)),
      tryIt(snapshot, dispatch),
      pairBand(snapshot, dispatch),
    ),
  );
}

/** The two buttons: beside the sentence, or in a bar at the foot of a narrow screen. */
export function actions(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const running = snapshot.run?.state === "running";
  const begun = snapshot.day !== undefined && snapshot.run !== undefined;
  return h(
    "div",
    { class: "buttons actions" },
    button("main", () => dispatch({ type: "panel", panel: "scenario" }), {}, "Open a scenario…"),
    running || !begun
      ? button("plain", () => dispatch({ type: "cancel" }), { disabled: !running }, "Cancel ", key("c"))
      : button("plain", () => dispatch({ type: "run" }), { title: "Run again (r)" }, "Run again"),
  );
}
