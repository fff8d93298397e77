// A family's what-if view. Flow's: the volumes, the day at one of them, the rates, and what they do.
import { h, type Tree } from "../dom";
import { questionOf, type Snapshot, type Tab } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { whatSentence, whatVerdict } from "./answer";
import { isStale } from "./centre";
import { costTable } from "./cost";
import { dayFigure, dayHeading } from "./daychart";
import { levels } from "./levels";
import { parts } from "./parts";
import { button } from "./links";
import { soundView } from "./sound/view";
import { spaceView } from "./space";
import { rates } from "./rates";
import { reuseView } from "./reuse/view";
import { speedView } from "./speedview";
import { volumePicker, volumes } from "./volumes";
import { waits } from "./waits";
import { familyQuestion, familyTitle } from "./words";

/** The view of each family that has one. */
const VIEWS: Readonly<Record<string, (snapshot: Snapshot, dispatch: Dispatch) => Tree>> = {
  flow: (snapshot, dispatch) =>
    snapshot.address.model === undefined ? soundView(snapshot, dispatch) : flowView(snapshot, dispatch),
  reuse: reuseView,
  states: spaceView,
};

/** A family without a view of its own shows how fast its pairs are. */
export function familyView(snapshot: Snapshot, dispatch: Dispatch, family: string): Tree {
  return VIEWS[family]?.(snapshot, dispatch) ?? speedView(snapshot, dispatch, family);
}

function flowView(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { day } = snapshot;
  const question = questionOf(snapshot);
  const volume = day?.volumes.find((each) => each.index === question?.volume);
  if (day === undefined || question === undefined || volume === undefined) {
    return h(
      "main",
      { id: "main", tabindex: -1, class: "page" },
      h("h1", {}, `${familyTitle("flow")}: ${familyQuestion(snapshot, "flow")}`),
    );
  }
  return h(
    "main",
    { id: "main", tabindex: -1, class: `what-if tab-${snapshot.tab}` },
    volumes(snapshot, dispatch),
    h(
      "div",
      { class: "centre" },
      volumePicker(snapshot, dispatch),
      dayHeading(snapshot, dispatch),
      dayFigure(snapshot, dispatch),
    ),
    h("p", { class: `result${isStale(snapshot) ? " stale" : ""}` }, ...whatSentence(snapshot)),
    parts(snapshot, dispatch, TABS),
    h(
      "div",
      { class: "rates" },
      rates(snapshot, dispatch),
      h(
        "div",
        { class: "rates-cost" },
        costTable(snapshot),
        whatVerdict(snapshot),
        saving(snapshot, dispatch),
        nothingOver(snapshot),
        h("p", { class: "note" }, day.summary.source ?? ""),
      ),
    ),
    levels(snapshot, dispatch),
    waits(snapshot, dispatch),
  );
}

const TABS: readonly (readonly [Tab, string])[] = [
  ["rates", "Rates"],
  ["waits", "Who waits"],
  ["volumes", "Volumes"],
  ["map", "Map"],
];

function saving(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const copied = snapshot.copied === "link";
  return h(
    "div",
    { class: "buttons" },
    button(
      "plain",
      () => dispatch({ type: "copy", what: "link", text: location.href }),
      {},
      copied ? "Copied" : "Copy link",
    ),
    button("plain", () => dispatch({ type: "save", what: "plan" }), {}, "Save the plan as CSV"),
  );
}

function nothingOver({ day }: Snapshot): Tree | undefined {
  if (day === undefined || day.volumes.some((volume) => volume.overload > 0)) return undefined;
  return h(
    "div",
    { class: "state" },
    h("h3", {}, "No volume is over its capacity"),
    h("p", {}, "Lower a rate to see who would wait, or choose another day."),
  );
}
