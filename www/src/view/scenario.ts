// The panel under the scenario button: drop, browse, paste, and the scenarios that come with the page.
import { h, type Tree } from "../dom";
import { LIMIT_WORDS } from "../store/opening";
import { bytes, count, counted } from "../format/number";
import { contractSet } from "../store/reuse";
import { openedOf, type GalleryEntry, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { button } from "./links";
import type { Kind, ScenarioSummary } from "loadline";

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
      ...kindsOf(gallery).flatMap((kind) => [
        h("h3", {}, KINDS[kind].title),
        h(
          "ul",
          {},
          ...gallery.filter((entry) => entry.kind === kind).map((entry) => galleryEntry(snapshot, dispatch, entry)),
        ),
        openNow(snapshot, kind),
      ]),
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

/** What a scenario of each kind is, and how large the open one is. */
const KINDS: Readonly<Record<Kind, { title: string; figures(summary: ScenarioSummary): string[] }>> = {
  flow: {
    title: "Days of traffic",
    figures: (day) =>
      day.kind === "flow"
        ? [counted(day.flights, "flight"), counted(day.intervals, "crossing"), counted(day.volumes, "volume")]
        : [],
  },
  states: {
    title: "Questions about states",
    figures: (asked) =>
      asked.kind === "states"
        ? [
            counted(asked.introns, "intron"),
            counted(asked.states, "state"),
            `a walk of ${counted(asked.calls, "call")}`,
            counted(asked.entries, "entry", "entries"),
          ]
        : [],
  },
  contracts: {
    title: "Sets of contracts",
    figures: (set) =>
      set.kind === "contracts"
        ? [counted(set.contracts, "contract"), counted(set.slots, "method slot"), counted(set.executions, "execution")]
        : [],
  },
};

/** The kinds that scenarios are of, in the order in which the first of each stands. */
function kindsOf(gallery: readonly GalleryEntry[]): Kind[] {
  return [...new Set(gallery.map(({ kind }) => kind))];
}

function galleryEntry(snapshot: Snapshot, dispatch: Dispatch, entry: GalleryEntry): Tree {
  return h(
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
  );
}

function openNow(snapshot: Snapshot, kind: Kind): Tree | undefined {
  const opened = openedOf(snapshot, kind);
  if (opened === undefined) return undefined;
  const { fileName, fileBytes, summary } = opened;
  const says = [fileName, ...KINDS[kind].figures(summary), bytes(fileBytes)].join(", ");
  return h("p", { class: "note" }, `Open now: ${says}.${summary.synthetic ? " Synthetic." : ""}`);
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
