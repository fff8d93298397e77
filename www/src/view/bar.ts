// The top bar: mark, places, badge, scenario, theme, help; and the panels that open under it.
import { h, type Tree } from "../dom";
import { volumeName } from "../format/text";
import { elapsed } from "../format/time";
import type { Panel, Snapshot } from "../store/snapshot";
import { families, kindHere, openedOf, waitedMs } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { scenarioPanel } from "./scenario";
import { addressOf, button } from "./links";
import { burger, chevron, halfDisc, loadLine, lock, spoken } from "./signs";
import { familyTitle } from "./words";

export function topBar(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const open = (panel: Panel) => () => dispatch({ type: "panel", panel });
  const title = openedOf(snapshot, kindHere(snapshot))?.summary.title ?? "No scenario yet";
  return h(
    "header",
    { class: "top" },
    h(
      "a",
      { class: "home", href: addressOf(snapshot, { page: "overview" }), "aria-label": "loadline, overview" },
      loadLine(),
      h("span", {}, "loadline"),
    ),
    h("nav", { class: "places", "aria-label": "Sections" }, ...places(snapshot)),
    h("span", { class: "gap" }),
    button(
      "bare",
      open("badge"),
      { class: "button bare badge", "aria-expanded": snapshot.panel === "badge", "aria-controls": "panel" },
      lock(),
      h("span", {}, "Nothing leaves this page"),
    ),
    button(
      "plain",
      open("scenario"),
      {
        class: "button plain day-button",
        "aria-expanded": snapshot.panel === "scenario",
        "aria-controls": "panel",
        title: "Open a scenario (o)",
      },
      spoken("Scenario: "),
      h("span", { class: "day-title" }, volumeName(title)),
      chevron(true),
    ),
    button(
      "bare",
      () => dispatch({ type: "theme" }),
      { class: "button bare icon", "aria-label": "Change the theme: light, dark, high contrast", title: "Theme (d)" },
      halfDisc(),
    ),
    button(
      "bare",
      open("help"),
      {
        class: "button bare icon help-button",
        "aria-label": "Help and keys",
        "aria-expanded": snapshot.panel === "help",
        "aria-haspopup": "dialog",
        title: "Help (?)",
      },
      "?",
    ),
    button(
      "bare",
      open("menu"),
      {
        class: "button bare icon menu-button",
        "aria-label": "Sections",
        "aria-expanded": snapshot.panel === "menu",
        "aria-controls": "panel",
      },
      burger(),
    ),
  );
}

function places(snapshot: Snapshot): Tree[] {
  const { place } = snapshot.address;
  const here = "family" in place ? place.family : place.page === "pair" ? place.pair.split("/")[0] : "";
  const overview = place.page === "overview" || place.page === "scenarios";
  return [
    h(
      "a",
      { href: addressOf(snapshot, { page: "overview" }), "aria-current": overview ? "page" : undefined },
      "Overview",
    ),
    ...families(snapshot).map(({ family }) =>
      h(
        "a",
        {
          href: addressOf(snapshot, { page: "family", family }),
          "aria-current": family === here ? (place.page === "family" ? "page" : "true") : undefined,
        },
        familyTitle(family),
      ),
    ),
  ];
}

/** What is open under the bar, if anything. */
export function panel(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  if (snapshot.panel === "scenario") return scenarioPanel(snapshot, dispatch);
  if (snapshot.panel === "badge") return badgePanel(snapshot, dispatch);
  if (snapshot.panel === "menu") {
    return h(
      "nav",
      { class: "panel menu", id: "panel", "aria-label": "Sections, menu" },
      ...places(snapshot),
      button("bare", () => dispatch({ type: "panel", panel: "help" }), {}, "Help and keys"),
    );
  }
  return undefined;
}

function badgePanel({ stored }: Snapshot, dispatch: Dispatch): Tree {
  return h(
    "section",
    { class: "panel badge-panel", id: "panel", "aria-label": "Nothing leaves this page" },
    h(
      "p",
      {},
      "No request goes to another address; the page’s own rules forbid it. Your file is read here and forgotten when you close the tab.",
      stored?.kept === undefined
        ? undefined
        : " What was learned of states is kept on this machine until you forget it.",
    ),
    button("plain", () => dispatch({ type: "show", change: { panel: undefined } }), {}, "Close"),
  );
}

/** The second bar, inside a family: the tabs are the verdicts. */
export function familyBar(snapshot: Snapshot, dispatch: Dispatch, tabs: (family: string) => Tree[]): Tree | undefined {
  const { place, side } = snapshot.address;
  if (place.page !== "family" && place.page !== "speed" && place.page !== "pair") return undefined;
  const family = place.page === "pair" ? (place.pair.split("/")[0] ?? "") : place.family;
  const found = families(snapshot).find((each) => each.family === family);
  if (found === undefined) return undefined;
  const day = place.page === "family";
  return h(
    "div",
    { class: "second" },
    h("span", { class: "family-name" }, familyTitle(family)),
    h(
      "nav",
      { class: "tabs", "aria-label": `${familyTitle(family)} pairs` },
      h(
        "a",
        { href: addressOf(snapshot, { page: "family", family }), "aria-current": day ? "page" : undefined },
        "What-if",
      ),
      h(
        "a",
        {
          href: addressOf(snapshot, { page: "speed", family }),
          "aria-current": place.page === "speed" ? "page" : undefined,
        },
        "Speed",
      ),
      ...tabs(family),
    ),
    h("span", { class: "gap" }),
    day && family === "flow" ? modelSwitch(snapshot, dispatch) : undefined,
    day && family === "flow" ? waitedText(snapshot) : undefined,
    day && (family === "flow" || family === "reuse") ? sideSwitch(side ?? "optimised", dispatch) : undefined,
  );
}

/** How long the answer on the chosen side has been waited for: 0.8 s… */
function waitedText(snapshot: Snapshot): Tree | undefined {
  const waited = waitedMs(snapshot);
  if (waited === undefined) return undefined;
  return h("span", { class: "quiet waited", "aria-hidden": "true" }, `${elapsed(waited)}…`);
}

/** Under which of the two models the day is looked at. */
function modelSwitch({ address }: Snapshot, dispatch: Dispatch): Tree {
  const choice = (name: "sound" | "published", model: "published" | undefined) =>
    h(
      "label",
      { class: address.model === model ? "chosen" : undefined },
      h("input", {
        type: "radio",
        name: "model",
        value: name,
        checked: address.model === model,
        onchange: () => dispatch({ type: "address", change: { model } }),
      }),
      name,
    );
  return h(
    "fieldset",
    { class: "switch models" },
    h("legend", { class: "spoken" }, "Model of the day"),
    choice("sound", undefined),
    choice("published", "published"),
  );
}

function sideSwitch(side: "reference" | "optimised", dispatch: Dispatch): Tree {
  const choice = (name: "reference" | "optimised") =>
    h(
      "label",
      { class: name === side ? "chosen" : undefined },
      h("input", {
        type: "radio",
        name: "side",
        value: name,
        checked: name === side,
        onchange: () => dispatch({ type: "side", side: name }),
      }),
      h("span", { class: `shape ${name}`, "aria-hidden": "true" }),
      name,
    );
  return h("fieldset", { class: "switch" }, h("legend", {}, "Answer with"), choice("reference"), choice("optimised"));
}
