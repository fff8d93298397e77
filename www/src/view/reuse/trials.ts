// What was published beside what is true, where the truth is known: the library executes made-up contracts and counts.
import type { TrialRow, TrialSetting } from "loadline";
import { h, type Child, type Tree } from "../../dom";
import { count, counted, percent } from "../../format/number";
import { listed } from "../../format/text";
import { elapsed } from "../../format/time";
import { ALL_TRIALS } from "../../store/reuse";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { button, key } from "../links";
import { once } from "./figure";

const MODELS: Record<TrialRow["model"], string> = {
  sound: "default model",
  published: "as published",
  heuristic: "the type alone",
  knowing: "knowing the truth",
};
const SETTINGS: Record<TrialSetting, string> = {
  even: "even noise",
  calm: "little noise",
  heavyTail: "heavy tail",
  drift: "drift half-way",
  otherForm: "types that mislead",
};
/** The level that all intervals of the trials are meant to reach. */
const NOMINAL = 0.95;

export function trials(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { answer: rows, askedAt, progress, cancelled, failure } = snapshot.reuse.trials;
  const running = askedAt !== undefined;
  return h(
    "section",
    { class: `trials${running ? " running" : ""}`, "aria-labelledby": "trials" },
    h(
      "div",
      { class: "figure-title" },
      h(
        "h3",
        { id: "trials" },
        "What was published, and what is true ",
        h("span", { class: "sub" }, "made-up executions, where the truth is known"),
      ),
      running
        ? undefined
        : button(
            "plain",
            () => dispatch({ type: "try-out", request: ALL_TRIALS }),
            { class: "button plain small" },
            "Try every setting",
          ),
    ),
    running ? progressOf(askedAt, progress) : undefined,
    running
      ? button("plain", () => dispatch({ type: "cancel" }), { class: "button plain small" }, "Cancel ", key("c"))
      : undefined,
    cancelled === true
      ? h("p", { class: "sub", role: "status" }, "Cancelled. What is shown was tried before.")
      : undefined,
    failure === undefined
      ? undefined
      : h("p", { class: "differs", role: "alert" }, `The trials ended: ${failure.message}.`),
    rows === undefined
      ? undefined
      : [h("p", { class: "trial-sentence" }, trialSentence(rows)), once(rows, "trials", "", () => table(rows))],
  );
}

function progressOf(askedAt: number, progress: { tried: number; of: number } | undefined): Tree {
  const { tried = 0, of = 1 } = progress ?? {};
  return h(
    "div",
    { class: "progress" },
    h("progress", { max: Math.max(of, 1), value: String(tried), "aria-label": "Trials done" }),
    h(
      "span",
      {},
      progress === undefined
        ? "Trying."
        : `Trial ${count(Math.min(tried + 1, of))} of ${count(of)}, ${elapsed(performance.now() - askedAt)}.`,
    ),
  );
}

/** With even noise and 1,000 executions remembered, intervals meant to hold 95 % hold 94.9 %; those as published, 7.6 %. */
export function trialSentence(rows: readonly TrialRow[]): string {
  const [first] = rows;
  if (first === undefined) return "";
  const same = rows.filter(({ setting, history }) => setting === first.setting && history === largestHistory(rows));
  const [own, published] = [
    same.find(({ model }) => model === "sound"),
    same.find(({ model }) => model === "published"),
  ];
  if (own?.coverage === undefined || published?.coverage === undefined) return "";
  return `With ${SETTINGS[own.setting]} and ${counted(own.history, "execution")} remembered, intervals meant to hold ${percent(NOMINAL)} hold ${percent(own.coverage)} of ${count(own.executions)}; those as published hold ${percent(published.coverage)}. Predictions are off by ${percent(own.meanRelativeError)}, as published by ${percent(published.meanRelativeError)}.`;
}

function largestHistory(rows: readonly TrialRow[]): number {
  return rows.reduce((most, { history }) => Math.max(most, history), 0);
}

function table(rows: readonly TrialRow[]): Tree {
  const worst = rows.reduce((most, { meanRelativeError }) => Math.max(most, meanRelativeError), 0.01);
  const [first] = rows;
  const caption =
    first === undefined
      ? ""
      : `${listed([counted(first.seeds, "seed"), `${count(first.executions)} executions a row`])}. The line is the nominal ${percent(NOMINAL)}.`;
  const head: Child[] = [
    h("th", { scope: "col" }, "Setting"),
    h("th", { scope: "col", class: "number" }, "remembers"),
    h("th", { scope: "col" }, "model"),
    h("th", { scope: "col", class: "number" }, "held"),
    h("th", { scope: "col", class: "axis" }, "of 100 %"),
    h("th", { scope: "col", class: "number" }, "off by"),
    h("th", { scope: "col", class: "axis" }, "mean relative error"),
    h("th", { scope: "col", class: "number" }, "width"),
  ];
  let last = "";
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Trials" },
    h(
      "table",
      { class: "plain trial-table" },
      h("caption", { class: "quiet" }, caption),
      h("thead", {}, h("tr", {}, ...head)),
      h(
        "tbody",
        {},
        ...rows.map((row) => {
          const group = `${row.setting} ${row.history}`;
          const same = group === last;
          last = group;
          return trialRow(row, worst, same);
        }),
      ),
    ),
  );
}

function trialRow(
  { setting, history, model, coverage, meanRelativeError, meanRelativeWidth }: TrialRow,
  worst: number,
  same: boolean,
): Tree {
  const number = (value: number | undefined): Tree =>
    h("td", { class: "number" }, value === undefined ? "–" : percent(value));
  const quiet = (text: string): Tree => h("span", { class: same ? "spoken" : undefined }, text);
  return h(
    "tr",
    { class: `${model}${same ? "" : " first"}` },
    h("th", { scope: "row" }, quiet(SETTINGS[setting])),
    h("td", { class: "number" }, quiet(count(history))),
    h("td", {}, MODELS[model]),
    number(coverage),
    h("td", { class: "axis" }, coverage === undefined ? undefined : share(coverage, NOMINAL)),
    number(meanRelativeError),
    h("td", { class: "axis" }, share(meanRelativeError / worst, undefined)),
    number(meanRelativeWidth),
  );
}

/** A share as a bar over the whole width, with the one heavy line where it is meant to be. */
function share(value: number, nominal: number | undefined): Tree {
  const width = (part: number): string => `${Math.round(Math.min(Math.max(part, 0), 1) * 1000) / 10}%`;
  return h(
    "svg",
    { class: "trial-bar", height: 16, "aria-hidden": "true" },
    h("rect", { class: "trial-share", x: 0, y: 4, width: width(value), height: 8 }),
    nominal === undefined
      ? undefined
      : h("line", { class: "trial-nominal", x1: width(nominal), x2: width(nominal), y1: 0, y2: 16 }),
  );
}
