// Who waits: the flights held, longest first, as the library lists them.
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { clockAt, minutes } from "../format/time";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { button } from "./links";

export function waits(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { held } = snapshot.live;
  if (held === undefined) return undefined;
  const shown = Math.min(snapshot.waitsShown, held.flight.length);
  const more = held.flight.length - shown;
  const operators = held.operator.some((operator) => operator);
  return h(
    "section",
    { class: "waits", "aria-labelledby": "waits" },
    h(
      "div",
      { class: "heading" },
      h("h2", { id: "waits" }, "Who waits"),
      h(
        "span",
        { class: "quiet" },
        held.waiting === 0
          ? "nobody"
          : `${count(held.waiting)} ${held.waiting === 1 ? "flight" : "flights"}, ${minutes(held.meanDelayMin)} on average, ${minutes(held.maxDelayMin)} at most`,
      ),
    ),
    held.waiting === 0
      ? h("p", { class: "quiet" }, "No flight is held at this rate.")
      : h(
          "div",
          { class: "scroll", tabindex: 0, role: "region", "aria-label": "Flights that wait" },
          h(
            "table",
            { class: "plain" },
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                h("th", { scope: "col" }, "Flight"),
                operators ? h("th", { scope: "col" }, "Operator") : undefined,
                h("th", { scope: "col", class: "number" }, "Enters, as filed"),
                h("th", { scope: "col", class: "number" }, "held to"),
                h("th", { scope: "col", class: "number" }, "Delay ↓"),
              ),
            ),
            h(
              "tbody",
              {},
              ...held.flight
                .slice(0, shown)
                .map((flight, i) =>
                  h(
                    "tr",
                    {},
                    h("th", { scope: "row" }, flight),
                    operators ? h("td", {}, held.operator[i] ?? "") : undefined,
                    h("td", { class: "number" }, clockAt(held.entryMs[i] ?? 0)),
                    h("td", { class: "number" }, clockAt(held.heldToMs[i] ?? 0)),
                    h("td", { class: "number" }, h("b", {}, minutes(held.delayMin[i] ?? 0))),
                  ),
                ),
            ),
          ),
        ),
    h(
      "div",
      { class: "figure-tools" },
      more > 0
        ? button(
            "text",
            () => dispatch({ type: "show", change: { waitsShown: snapshot.waitsShown + 200 } }),
            {},
            `${count(more)} more ${more === 1 ? "flight" : "flights"}`,
          )
        : undefined,
      held.waiting > 0
        ? button(
            "text",
            () => dispatch({ type: "save", what: "held" }),
            { title: "Save the held flights as CSV" },
            "CSV",
          )
        : undefined,
    ),
  );
}
