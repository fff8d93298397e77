// What a file's loader said: a refusal with its list, or notes on a file that is open.
import { h, type Child, type Tree } from "../dom";
import { count, counted } from "../format/number";
import { kindHere, openedOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { button } from "./links";
import { chooseFile } from "./scenario";
import type { Problem } from "loadline";

export function refusal(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { refusal: refused, day } = snapshot;
  if (refused === undefined) return undefined;
  const { problems, problemCount, fileName, message, outOfMemory } = refused;
  const known = Math.max(problemCount, problems.length);
  const title = outOfMemory
    ? "This day does not fit in the memory a tab may use"
    : `${fileName} was not loaded${known > 0 ? `: ${counted(known, "problem")}` : ""}`;
  const stays =
    day === undefined
      ? "Nothing was uploaded."
      : `${day.summary.title || day.summary.name} stays open and every result below still stands. Nothing was uploaded.`;
  const hint: Child = outOfMemory
    ? ["Try fewer volumes, or ", h("code", {}, "loadline compare FILE"), ". "]
    : known === 0
      ? `${message} `
      : undefined;
  const close = () => dispatch({ type: "show", change: { refusal: undefined } });
  return h(
    "section",
    { class: "refusal", role: "alert", "aria-labelledby": "refusal" },
    h(
      "div",
      { class: "refusal-head" },
      h("div", {}, h("h2", { id: "refusal" }, title), h("p", {}, hint, stays)),
      h(
        "div",
        { class: "buttons" },
        button("main", () => chooseFile(dispatch), {}, "Choose another file…"),
        problems.length > 0
          ? button(
              "plain",
              () => dispatch({ type: "copy", what: "problems", text: asText(fileName, problems) }),
              {},
              snapshot.copied === "problems" ? "Copied" : "Copy the list",
            )
          : undefined,
        button("bare", close, {}, "Close"),
      ),
    ),
    problems.length > 0 ? list(snapshot, dispatch, problems, known) : undefined,
  );
}

function list(snapshot: Snapshot, dispatch: Dispatch, problems: readonly Problem[], known: number): Tree {
  const shown = problems.slice(0, snapshot.problemsShown);
  const more = problems.length - shown.length;
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Problems in the file" },
    problemTable(shown),
    h(
      "p",
      { class: "foot" },
      more > 0
        ? [
            button(
              "text",
              () => dispatch({ type: "show", change: { problemsShown: problems.length } }),
              {},
              `${count(more)} more`,
            ),
            " ",
          ]
        : undefined,
      known > problems.length ? `The first ${problems.length} problems are listed. ` : undefined,
      button("text", () => dispatch({ type: "save", what: "schema" }), {}, "Download the schema"),
    ),
  );
}

function problemTable(problems: readonly Problem[]): Tree {
  const lines = problems.some((problem) => problem.line !== undefined);
  return h(
    "table",
    { class: "plain problems" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "Place in the file"),
        lines ? h("th", { scope: "col" }, "Line") : undefined,
        h("th", { scope: "col" }, "What was found"),
        h("th", { scope: "col" }, "What to do"),
      ),
    ),
    h(
      "tbody",
      {},
      ...problems.map((problem) =>
        h(
          "tr",
          {},
          h("td", {}, h("code", {}, problem.at === "" ? "the file" : problem.at)),
          lines
            ? h("td", { class: "quiet" }, problem.line === undefined ? "" : `line ${count(problem.line)}`)
            : undefined,
          h("td", {}, problem.found),
          h("td", {}, problem.remedy),
        ),
      ),
    ),
  );
}

/** The list as text, one problem a line. */
function asText(fileName: string, problems: readonly Problem[]): string {
  const lines = problems.map(
    ({ at, line, found, remedy, code }) =>
      `${at}${line === undefined ? "" : `, line ${line}`}: ${found}; ${remedy} (${code})`,
  );
  return [`${fileName}:`, ...lines].join("\n");
}

/** A file that is open, with notes. */
export function notes(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { notesClosed } = snapshot;
  const opened = openedOf(snapshot, kindHere(snapshot));
  const warnings = opened?.summary.warnings ?? [];
  if (opened === undefined || warnings.length === 0 || notesClosed) return undefined;
  return h(
    "section",
    { class: "refusal notes", role: "status", "aria-labelledby": "notes" },
    h(
      "div",
      { class: "refusal-head" },
      h(
        "div",
        {},
        h(
          "h2",
          { id: "notes" },
          `${opened.fileName} is open, with ${counted(Math.max(warnings.length, opened.summary.warningCount), "note")}`,
        ),
      ),
      h(
        "div",
        { class: "buttons" },
        button("bare", () => dispatch({ type: "show", change: { notesClosed: true } }), {}, "Close"),
      ),
    ),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Notes on the file" },
      problemTable(warnings),
    ),
  );
}
