// A family's speed view: how much faster, how sure, every batch of one pair, and how the times grow with the day.
import growth from "virtual:growth";
import { h, type Child, type Tree } from "../dom";
import { times } from "../format/number";
import { elapsed } from "../format/time";
import { families, standingOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { batchesFigure } from "./batchesfigure";
import { forest } from "./forest";
import { howMeasured } from "./lead";
import { lights } from "./lights";
import { button, key } from "./links";
import { scalingFigure } from "./scalingfigure";
import { controlFailed } from "./speed";
import { speedSentence } from "./speedsentence";
import { familyTitle } from "./words";

export function speedView(snapshot: Snapshot, dispatch: Dispatch, family: string): Tree {
  const pairs = (families(snapshot).find((each) => each.family === family)?.pairs ?? []).map((pair) => pair.name);
  const measured = pairs.filter((pair) => snapshot.pairs[pair]?.measurement !== undefined);
  const chosen = shownPair(snapshot, measured);
  return h(
    "main",
    { id: "main", tabindex: -1, class: "page speed-view" },
    h(
      "div",
      { class: "lead-row" },
      h("h1", {}, speedSentence(snapshot, family, pairs)),
      actions(snapshot, dispatch, measured.length > 0),
    ),
    running(snapshot) ?? lights(snapshot, pairs),
    pairs.length === 0 ? undefined : forest(snapshot, dispatch, pairs, chosen),
    h(
      "div",
      { class: "speed-charts" },
      batchesFigure(snapshot, dispatch, measured, chosen),
      scalingFigure(snapshot, dispatch, growth, pairs),
    ),
    foot(snapshot, dispatch, family, pairs, measured),
  );
}

/** The pair whose batches are drawn: the one chosen, else the one whose growth is on record, else the last. */
function shownPair(snapshot: Snapshot, measured: readonly string[]): string | undefined {
  const wanted = [snapshot.speedPair, growth?.sweeps[0]?.pair];
  return wanted.find((pair) => pair !== undefined && measured.includes(pair)) ?? measured[measured.length - 1];
}

function actions(snapshot: Snapshot, dispatch: Dispatch, any: boolean): Tree {
  const busy = snapshot.run?.state === "running";
  return h(
    "div",
    { class: "buttons" },
    busy || snapshot.day === undefined
      ? button("plain", () => dispatch({ type: "cancel" }), { disabled: !busy }, "Cancel ", key("c"))
      : button("plain", () => dispatch({ type: "run" }), { title: "Run again (r)" }, any ? "Measure again" : "Measure"),
    button(
      "plain",
      () => dispatch({ type: "save", what: "results" }),
      { disabled: !any, title: "Save the results with every batch (e)" },
      "Save as JSON",
    ),
  );
}

/** While a run goes on, its bar stands in the lights' place: nothing holds yet. */
function running({ run }: Snapshot): Tree | undefined {
  if (run?.state !== "running") return undefined;
  return h(
    "div",
    { class: "progress" },
    h("progress", { max: run.total, value: String(run.done), "aria-label": "Steps done" }),
    h("span", {}, `Step ${run.done + 1} of ${run.total}. Rows fill in as they are measured.`),
  );
}

function foot(
  snapshot: Snapshot,
  dispatch: Dispatch,
  family: string,
  pairs: readonly string[],
  measured: readonly string[],
): Tree | undefined {
  if (measured.length === 0) return undefined;
  const withheld = controlFailed(snapshot);
  const { run } = snapshot;
  const took = run?.state === "done" ? `Checked and timed in ${elapsed(run.tookMs ?? 0)}. ` : "";
  return h(
    "div",
    { class: "foot" },
    h(
      "p",
      {},
      ...(withheld ? [] : summary(snapshot, family, pairs, measured)),
      took,
      "No batch was dropped. ",
      tables(snapshot, dispatch),
    ),
    howMeasured(snapshot),
  );
}

function tables(snapshot: Snapshot, dispatch: Dispatch): Tree {
  return button(
    "text",
    () => dispatch({ type: "show", change: { tables: !snapshot.tables } }),
    { "aria-pressed": String(snapshot.tables), title: "Tables in place of charts (t)" },
    snapshot.tables ? "Show as charts" : "Show as tables",
  );
}

/** The mean of all pairs is the family's only where there is no other family. */
function summary(snapshot: Snapshot, family: string, pairs: readonly string[], measured: readonly string[]): Child[] {
  const all = measured.flatMap((pair) => snapshot.pairs[pair]?.measurement ?? []);
  const smallest = all.reduce((least, each) => (each.speedup < least.speedup ? each : least));
  const slower = all.filter((each) => each.verdict === "slower").length;
  const alone = families(snapshot).every((each) => each.family === family);
  const mean = alone && measured.length === pairs.length ? snapshot.mean : undefined;
  const parts = [
    mean === undefined ? undefined : `geometric mean ${times(mean)}`,
    `smallest ${times(smallest.speedup)}`,
    slower === 0 ? "none slower" : `${slower} slower`,
  ].filter((part) => part !== undefined);
  const differ = pairs.filter((pair) => standingOf(snapshot, pair) === "disagree").length;
  const without =
    differ === 0 ? "" : ` Without ${differ === 1 ? "the one that does" : `the ${differ} that do`} not agree.`;
  const said = parts.join(", ");
  return [`${familyTitle(family)}: ${said}.${without} `];
}
