// The panel under the scenario button: drop, browse, paste, and the scenarios that come with the page.
import { h, type Tree } from "../dom";
import { LIMIT_WORDS } from "../store/opening";
import { bytes, count } from "../format/number";
import { contractSet } from "../store/reuse";
import { openedOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { button } from "./links";

/** Sets of contracts that can be made up, with how many executions: one that runs at once, and one that takes its time. */
const GENERATED = [
  [300, 1000],
  [3000, 10_000],
] as const;

/** Opens the browser's own file chooser. */
export function chooseFile(dispatch: Dispatch): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,.gz,application/json,application/gzip";
  input.onchange = () => {
    const file = input.files?.[0];
    if (file !== undefined) dispatch({ type: "open-file", file });
  };
  input.click();
}

/** A pasted text or file. */
export async function pasted(dispatch: Dispatch, data: DataTransfer): Promise<void> {
  const [file] = data.files;
  if (file !== undefined) return dispatch({ type: "open-file", file });
  openText(dispatch, data.getData("text/plain"));
}

function openText(dispatch: Dispatch, text: string): void {
  if (text.trim() === "") dispatch({ type: "refuse", fileName: "The paste", message: "There was no text in it." });
  else dispatch({ type: "open", fileName: "pasted.json", bytes: new TextEncoder().encode(text) });
}

export function scenarioPanel(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { day, gallery } = snapshot;
  return h(
    "section",
    { class: "panel scenarios", id: "panel", "aria-label": "Open a scenario" },
    h(
      "div",
      { class: "drop-here" },
      h("h2", {}, "Open a scenario"),
      h("p", {}, `Drop a file here, or paste its text. ${LIMIT_WORDS} The file stays on this machine.`),
      h(
        "div",
        { class: "buttons" },
        button("main", () => chooseFile(dispatch), {}, "Choose a file…"),
        button("plain", () => void pasteFromClipboard(dispatch), {}, "Paste"),
        button("plain", () => dispatch({ type: "save", what: "schema" }), {}, "Download the schema"),
      ),
    ),
    h(
      "div",
      { class: "gallery" },
      h("h2", {}, "Scenarios that come with the page"),
      h(
        "ul",
        {},
        ...gallery.map((entry) =>
          h(
            "li",
            { key: entry.file },
            h(
              "button",
              {
                type: "button",
                class: "entry",
                "aria-current": openedOf(snapshot, entry.kind)?.fileName === entry.file ? "true" : undefined,
                onclick: () => dispatch({ type: "open-gallery", entry }),
              },
              h("b", {}, entry.title),
              h("span", { class: "quiet" }, ` ${entry.name}, ${bytes(entry.bytes)}`),
            ),
          ),
        ),
      ),
      day === undefined
        ? undefined
        : h(
            "p",
            { class: "note" },
            `Open now: ${day.fileName}, ${count(day.summary.flights)} flights, ${count(day.summary.intervals)} crossings, ${count(day.summary.volumes)} volumes, ${bytes(day.fileBytes)}.${day.summary.synthetic ? " Synthetic." : ""}`,
          ),
      day === undefined || day.summary.synthetic
        ? undefined
        : h(
            "div",
            { class: "buttons" },
            ...[10, 30].map((times) =>
              button("plain", () => dispatch({ type: "enlarge", times }), {}, `Make it ${times} times as large`),
            ),
          ),
      contractSet(snapshot) === undefined
        ? undefined
        : h(
            "div",
            { class: "buttons" },
            ...GENERATED.map(([contracts, executions]) =>
              button(
                "plain",
                () => dispatch({ type: "generate", contracts, executions }),
                {},
                `Make up ${count(contracts)} contracts`,
              ),
            ),
          ),
    ),
    button(
      "bare",
      () => dispatch({ type: "show", change: { panel: undefined } }),
      { class: "button bare close" },
      "Close",
    ),
  );
}

async function pasteFromClipboard(dispatch: Dispatch): Promise<void> {
  try {
    openText(dispatch, await navigator.clipboard.readText());
  } catch {
    dispatch({
      type: "refuse",
      fileName: "The paste",
      message: "The browser did not allow reading the clipboard. Press Ctrl and V instead.",
    });
  }
}
