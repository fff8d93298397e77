// The store of what was learned: what is in it, and where it is kept.
import { h, type Child, type Tree } from "../dom";
import { bytes, count, counted } from "../format/number";
import { walkToLearn } from "../store/exploring";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { byteText } from "../store/typed";
import { button } from "./links";
import { plainTable } from "./plaintable";
import type { LogReport } from "loadline";

export function learned(snapshot: Snapshot, dispatch: Dispatch): Tree {
  return h(
    "section",
    { class: "space-part", "aria-label": "The store" },
    asks(snapshot, dispatch),
    entries(snapshot, dispatch),
  );
}

function asks(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { stored, storing } = snapshot;
  const busy = storing?.state === "running";
  const walk = walkToLearn(snapshot);
  const act = (act: "reopen" | "keep" | "forget") => () => dispatch({ type: "store", act: { act } });
  return h(
    "div",
    { class: "asks" },
    h("h2", {}, "Learn: what comes next?"),
    h(
      "p",
      { class: "sub" },
      "A token is learned in the orbit of the state before it. The candidates of a state are what was learned there.",
    ),
    h(
      "div",
      { class: "buttons" },
      button(
        "main",
        () => walk !== undefined && dispatch({ type: "store", act: { act: "learn", walk } }),
        { disabled: walk === undefined || busy },
        "Learn the walk",
      ),
      button("plain", act("keep"), { disabled: stored === undefined || busy }, "Keep in this browser"),
      button("plain", act("reopen"), { disabled: busy }, "Reopen what is kept"),
      button("plain", act("forget"), { disabled: stored === undefined || busy }, "Forget it"),
    ),
    h(
      "div",
      { class: "buttons" },
      button("text", () => chooseLog(dispatch), { disabled: busy }, "Open a log…"),
      button(
        "text",
        () => dispatch({ type: "save-log" }),
        { disabled: stored === undefined || busy },
        "Save the log as…",
      ),
    ),
    h("p", { class: "note" }, "Nothing is kept until you say so, and nothing leaves this machine."),
    h("div", { class: "store-says" }, ...says(snapshot)),
  );
}

function says({ stored, storing }: Snapshot): Child[] {
  const failed =
    storing?.state === "failed"
      ? h(
          "p",
          { class: "problem", role: "alert" },
          `${storing.failure?.message ?? "The store could not be read."} What was open stays.`,
        )
      : undefined;
  if (stored === undefined) return [failed];
  const { learned, kept } = stored;
  return [
    failed,
    learned === undefined ? undefined : h("p", {}, `${counted(learned, "token")} learned.`),
    kept === undefined
      ? undefined
      : h(
          "p",
          {},
          `Kept: ${bytes(kept.bytes)} in ${kept.where === "opfs" ? "this origin’s private files" : "this browser’s database"}.`,
        ),
    damage(stored.report),
  ];
}

const FLAWS: Readonly<Record<LogReport["faults"][number]["flaw"], string>> = {
  cutShort: "the last record is cut short",
  state: "there is no such state",
  token: "the token is too large",
  confidence: "the confidence is no number from 0 to 1",
  padding: "a byte that must be 0 is not",
};
/** Faults that are told one by one. */
const FAULTS = 5;

/** What of a log could not be read; all else was. */
function damage({ records, faulty, faults }: LogReport): Child {
  if (faulty === 0) return undefined;
  return h(
    "div",
    { class: "damage", role: "alert" },
    h("h3", {}, `The log is damaged in ${counted(faulty, "place")}`),
    h(
      "p",
      {},
      `${counted(records, "record")} ${records === 1 ? "was" : "were"} read and ${records === 1 ? "is" : "are"} open. Left out:`,
    ),
    h(
      "ul",
      {},
      ...faults
        .slice(0, FAULTS)
        .map(({ offset, flaw }) => h("li", {}, `at byte ${count(offset)}: ${FLAWS[flaw] ?? flaw}`)),
    ),
    faulty > FAULTS ? h("p", {}, `and ${count(faulty - FAULTS)} more.`) : undefined,
  );
}

function chooseLog(dispatch: Dispatch): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".bin,.log,application/octet-stream";
  input.onchange = () => {
    const file = input.files?.[0];
    if (file !== undefined) dispatch({ type: "open-log", file });
  };
  input.click();
}

function entries({ stored, storing }: Snapshot, dispatch: Dispatch): Tree {
  if (stored === undefined || stored.total === 0) {
    const text =
      stored === undefined && storing?.state === "running"
        ? "Opening what is kept."
        : "The store is empty. Learn the walk, or open a log.";
    return h("div", {}, h("h3", {}, "What was learned"), h("p", { class: "quiet" }, text));
  }
  const { total, averageConfidence, entries: columns } = stored;
  const rows = Array.from(columns.state, (state, i) => ({
    cells: [
      button(
        "text",
        () => dispatch({ type: "address", change: { state: String(state), find: undefined } }),
        { "aria-label": `Look up index ${count(state)}`, title: "Look it up" },
        count(state),
      ),
      count(columns.token[i] ?? 0),
      h("code", {}, byteText(columns.mask[i] ?? 0)),
      (columns.confidence[i] ?? 0).toFixed(4),
    ],
  }));
  const hidden = total - rows.length;
  return h(
    "div",
    {},
    h(
      "div",
      { class: "heading" },
      h("h3", {}, "What was learned"),
      h(
        "span",
        { class: "quiet" },
        `${count(total)} ${total === 1 ? "entry" : "entries"}, confidence ${averageConfidence.toFixed(4)} on average`,
      ),
    ),
    plainTable(
      "Entries of the store",
      [{ title: "State" }, { title: "Token", number: true }, { title: "Mask" }, { title: "Confidence", number: true }],
      rows,
    ),
    hidden > 0 ? h("p", { class: "note" }, `The first ${count(rows.length)}; ${count(hidden)} more.`) : undefined,
  );
}
