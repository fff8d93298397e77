// The what-if view of reuse: can many be done at once, how long will it take, and has it been done already.
import { h, type Child, type Tree } from "../../dom";
import { contractSet } from "../../store/reuse";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { button } from "../links";
import { familyQuestion, familyTitle } from "../words";
import { cacheControls, cacheFigure } from "./cache";
import { contractsTable } from "./contracts";
import { planControls } from "./controls";
import { heatFigure } from "./heat";
import { planFigure, planFigures, planState, planVerdict } from "./plan";
import { controlFigure, coverageFigure, predictionsFigure } from "./profile";
import { trials } from "./trials";

export function reuseView(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const set = contractSet(snapshot);
  const title = h("h1", {}, `${familyTitle("reuse")}: ${familyQuestion(snapshot, "reuse")}`);
  if (set === undefined)
    return h(
      "main",
      { id: "main", tabindex: -1, class: "page reuse" },
      title,
      snapshot.opening === undefined && snapshot.library !== undefined
        ? state(
            "No contracts are open",
            "Open a scenario of the kind “contracts”, or one of those that come with the page.",
            button("plain", () => dispatch({ type: "panel", panel: "scenario" }), {}, "Open a scenario…"),
          )
        : undefined,
    );
  return h(
    "main",
    { id: "main", tabindex: -1, class: "page reuse" },
    title,
    h(
      "section",
      { class: "reuse-part plan-part", "aria-labelledby": "reuse-plan" },
      h("h2", { id: "reuse-plan" }, "Can many be done at once?"),
      h(
        "div",
        { class: "plan-main" },
        planFigure(snapshot, dispatch),
        snapshot.reuse.plan.answer === undefined ? undefined : planState(snapshot, dispatch),
        h("div", { class: "plan-comes-to" }, planFigures(snapshot), planVerdict(snapshot)),
      ),
      h(
        "div",
        { class: "plan-side" },
        planControls(snapshot, dispatch),
        h(
          "div",
          { class: "buttons" },
          button(
            "plain",
            () => dispatch({ type: "copy", what: "link", text: location.href }),
            {},
            snapshot.copied === "link" ? "Copied" : "Copy link",
          ),
        ),
        set.source === undefined ? undefined : h("p", { class: "note" }, set.source),
      ),
      heatFigure(snapshot, dispatch),
      contractsTable(snapshot, dispatch),
    ),
    part(
      "reuse-predict",
      "How long will it take?",
      set.executions === 0
        ? state(
            "The file tells of no executions",
            "There is nothing to predict from and nothing to compare with. List past executions under “executions”, each with its contract, time and memory.",
          )
        : [
            predictionsFigure(snapshot, dispatch) ?? h("p", { class: "sub" }, "Predicting…"),
            coverageFigure(snapshot, dispatch),
            controlFigure(snapshot, dispatch),
          ],
      trials(snapshot, dispatch),
    ),
    set.executions === 0
      ? undefined
      : part(
          "reuse-cache",
          "Has it been done already?",
          cacheFigure(snapshot, dispatch),
          cacheControls(snapshot, dispatch),
        ),
  );
}

function part(id: string, title: string, ...children: Child[]): Tree {
  return h("section", { class: `reuse-part ${id}`, "aria-labelledby": id }, h("h2", { id }, title), ...children);
}

function state(title: string, text: string, ...rest: Child[]): Tree {
  return h("div", { class: "state" }, h("h3", {}, title), h("p", {}, text), ...rest);
}
