// A family's what-if view. Flow's: the volumes, the day at one of them, the rate, and who waits.
import { h, type Tree } from "../dom";
import { volumeName } from "../format/text";
import { questionOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { liveVerdict, resultSentence } from "./answer";
import { dayFigure } from "./daychart";
import { button } from "./links";
import { rateControl } from "./rate";
import { binWord } from "./tryit";
import { volumePicker, volumes } from "./volumes";
import { waits } from "./waits";
import { familyQuestion, familyTitle } from "./words";

export function familyView(snapshot: Snapshot, dispatch: Dispatch, family: string): Tree {
  const { day } = snapshot;
  const question = questionOf(snapshot);
  const volume = day?.volumes.find((each) => each.index === question?.volume);
  if (day === undefined || question === undefined || volume === undefined) {
    return h(
      "main",
      { id: "main", tabindex: -1, class: "page" },
      h("h1", {}, `${familyTitle(family)}: ${familyQuestion(snapshot, family)}`),
    );
  }
  const copied = snapshot.copied === "link";
  return h(
    "main",
    { id: "main", tabindex: -1, class: "what-if" },
    volumes(snapshot, dispatch),
    h(
      "div",
      { class: "centre" },
      volumePicker(snapshot, dispatch),
      h(
        "div",
        { class: "heading" },
        h("h1", { class: "volume-name" }, volumeName(volume.id)),
        h("span", { class: "sub" }, `Flights entering in the hour from each ${binWord(day.summary.binMinutes)}, UTC`),
        h("span", { class: "gap" }),
        h(
          "span",
          { class: "legend", "aria-hidden": "true" },
          h("span", { class: "swatch bar" }),
          "held ",
          h("span", { class: "swatch over" }),
          "above capacity ",
          h("span", { class: "swatch filed" }),
          "as filed",
        ),
      ),
      dayFigure(snapshot, dispatch, {
        name: "day",
        height: (width) => Math.min(Math.max(width * 0.42, 280), 440),
        acts: true,
      }),
    ),
    h(
      "section",
      { class: "rates", "aria-labelledby": "rates" },
      h(
        "div",
        { class: "heading" },
        h("h2", { id: "rates" }, "Hourly rate"),
        h("span", { class: "gap" }),
        button("bare", () => dispatch({ type: "address", change: { rate: Infinity } }), {}, "Clear"),
      ),
      h("p", { class: "sub" }, "One limit on the flights that enter in the window; who comes first goes first."),
      rateControl(snapshot, dispatch),
      h("p", { class: "result" }, ...resultSentence(snapshot)),
      liveVerdict(snapshot),
      h(
        "div",
        { class: "buttons" },
        button(
          "plain",
          () => dispatch({ type: "copy", what: "link", text: location.href }),
          {},
          copied ? "Copied" : "Copy link",
        ),
        button("plain", () => dispatch({ type: "save", what: "held" }), {}, "Save the plan as CSV"),
      ),
      nothingOver(snapshot),
      h("p", { class: "note" }, day.summary.source ?? ""),
    ),
    waits(snapshot, dispatch),
  );
}

function nothingOver({ day }: Snapshot): Tree | undefined {
  if (day === undefined || day.volumes.some((volume) => volume.overload > 0)) return undefined;
  return h(
    "div",
    { class: "state" },
    h("h2", {}, "No volume is over its capacity"),
    h("p", {}, "Lower the rate to see who would wait, or choose another day."),
  );
}
