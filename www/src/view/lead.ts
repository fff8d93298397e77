// The lead sentence in all its states, and the line under it that says what is being done.
import type { Measurement } from "loadline";
import { h, type Child, type Tree } from "../dom";
import { count, counted, percent, three, times } from "../format/number";
import { inWords, listed, sentenceCase, shortName } from "../format/text";
import { duration, elapsed } from "../format/time";
import { standingOf, type Snapshot } from "../store/snapshot";
import { headline } from "../store/headline";
import type { Dispatch } from "../store/store";
import { button, link } from "./links";
import { controlFailed } from "./speed";

/** The sentence under the title. */
export function lead(snapshot: Snapshot): Child {
  const pairs = snapshot.library?.pairs ?? [];
  const n = pairs.length;
  const states = pairs.map((pair) => standingOf(snapshot, pair.name));
  const disagreeing = pairs.filter((_, i) => states[i] === "disagree").map((pair) => pair.name);
  const agreeing = states.filter((state) => state === "agree").length;
  const [first] = disagreeing;
  if (first !== undefined) {
    const names = listed(disagreeing.map(shortName));
    const verb = disagreeing.length === 1 ? "does not, and is not timed" : "do not, and are not timed";
    const [does, rest] = [verb.slice(0, verb.indexOf(",")), verb.slice(verb.indexOf(","))];
    return [
      `${agreeing} of ${n} pairs agree. `,
      h("b", {}, `${names} ${does}`),
      `${rest}. `,
      link(snapshot, { page: "pair", pair: first }, "See where it parts"),
      ".",
    ];
  }
  const failed = pairs.filter((_, i) => states[i] === "failed").map((pair) => shortName(pair.name));
  const known = agreeing + failed.length;
  if (n === 0 || snapshot.day === undefined)
    return "Both sides of every pair run here, in your browser, on the file you open.";
  if (known < n) {
    if (snapshot.run?.state !== "running")
      return `${sentenceCase(inWords(agreeing))} of ${n} pairs have been run on this scenario, and agree.`;
    return `Running both sides of ${counted(n, "pair")} in your browser: ${known} done, ${agreeing} agree.`;
  }
  if (failed.length > 0) {
    return `${agreeing} of ${n} pairs agree. ${listed(failed)} stopped before there was a verdict, and ${failed.length === 1 ? "is" : "are"} not timed.`;
  }
  return [
    `Your browser has just run both sides of ${counted(n, "pair")}. `,
    h("b", {}, `${agreeing} of ${n} agree, bit for bit.`),
    ...speedClause(snapshot),
  ];
}

function speedClause(snapshot: Snapshot): Child[] {
  if (controlFailed(snapshot))
    return [
      " The control failed: the reference timed against itself did not come out at 1×, so the figures are withheld. Run again when the machine is quieter.",
    ];
  const summary = headline(snapshot);
  if (summary === undefined) return [];
  const { mean, smallest, smallestIsFaster } = summary;
  return [
    " The fast sides are ",
    h("b", {}, `${three(mean)} times`),
    ` faster here (geometric mean); the smallest gain${smallestIsFaster ? " is" : ","} ${times(smallest)}${smallestIsFaster ? "." : ", counts as none."}`,
  ];
}

/** What is being done now, with its bar and Cancel; or how the last run ended. */
export function progress(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { run } = snapshot;
  if (run === undefined) return h("div", { class: "progress" });
  if (run.state === "running") {
    return h(
      "div",
      { class: "progress" },
      h("progress", { max: run.total, value: String(run.done), "aria-label": "Steps done" }),
      h("span", {}, doingText(snapshot)),
    );
  }
  if (run.state === "cancelled") return cancelled(snapshot, dispatch);
  const samples = Object.values(snapshot.pairs).flatMap((state) =>
    state.sampled === undefined ? [] : [state.sampled],
  );
  const tried = Math.min(...samples.map((sampled) => sampled.samples));
  const differ = samples.reduce((sum, sampled) => sum + sampled.differ, 0);
  return h(
    "div",
    { class: "progress" },
    samples.length === 0
      ? undefined
      : h(
          "span",
          {},
          `${counted(tried, "random sample")} a pair, ${count(differ)} ${differ === 1 ? "differs" : "differ"}. `,
        ),
    h("span", {}, `Checked and timed in ${elapsed(run.tookMs ?? 0)}.`),
  );
}

function doingText(snapshot: Snapshot): string {
  const pairs = snapshot.library?.pairs ?? [];
  const { run } = snapshot;
  const at = pairs.findIndex((pair) => pair.name === run?.pair) + 1;
  const name = shortName(run?.pair ?? "");
  const where = `${name}, ${at} of ${pairs.length}`;
  switch (run?.doing) {
    case "agree":
      return `Comparing ${where}.`;
    case "sample":
      return `Trying random samples on ${where}.`;
    case "time":
      return `Timing ${where}.`;
    default:
      return `Timing the control: ${name}, reference against itself.`;
  }
}

function cancelled(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const pairs = snapshot.library?.pairs ?? [];
  const timed = pairs.filter((pair) => snapshot.pairs[pair.name]?.measurement !== undefined);
  const left = pairs
    .filter((pair) => snapshot.pairs[pair.name]?.measurement === undefined)
    .map((pair) => shortName(pair.name));
  const kept =
    timed.length === 1
      ? "One pair is complete and kept."
      : `${sentenceCase(inWords(timed.length))} pairs are complete and kept.`;
  const rest =
    left.length === 0
      ? ""
      : ` ${listed(left)} ${left.length === 1 ? "has" : "have"} no figure: an unfinished interval is not shown.`;
  return h(
    "div",
    { class: "state", role: "group", "aria-label": "Cancelled" },
    h("h2", {}, `Cancelled after ${elapsed(snapshot.run?.tookMs ?? 0)}`),
    h("p", {}, kept, rest),
    h(
      "div",
      { class: "buttons" },
      button("main", () => dispatch({ type: "go-on" }), {}, "Go on from here"),
      button("plain", () => dispatch({ type: "run" }), {}, "Start again"),
    ),
  );
}

/** The line under the ledger: how these figures were made. */
export function measuredHow(snapshot: Snapshot): Tree | undefined {
  const measured = anyMeasured(snapshot);
  if (measured === undefined) return undefined;
  const { blocks, clockStepNs, confidence } = measured;
  const coarse = clockStepNs >= 0.5e6;
  return h(
    "div",
    { class: "foot" },
    `Quick look: 1 worker, ${counted(blocks, "block")} a pair, clock step ${duration(clockStepNs)}, seed ${snapshot.address.seed ?? 1}. The ${percent(confidence)} interval is drawn under each mark and stands on the pair’s page.`,
    coarse
      ? ` This browser rounds its clock to ${duration(clockStepNs)} here, so batches are longer. Agreement is not affected.`
      : "",
    crossOriginIsolated || coarse
      ? ""
      : " This host cannot isolate the page, so the clock is coarser. Intervals allow for it.",
    howMeasured(snapshot),
  );
}

/** A measurement of this run: they all share plan and clock. */
function anyMeasured({ control, pairs }: Snapshot): Measurement | undefined {
  return control ?? Object.values(pairs).find((state) => state.measurement !== undefined)?.measurement;
}

/** The method, behind one word. */
export function howMeasured(snapshot: Snapshot): Tree | undefined {
  const measured = anyMeasured(snapshot);
  if (measured === undefined) return undefined;
  const { batchNs } = measured;
  return h(
    "details",
    {},
    h("summary", {}, "How it is measured"),
    h(
      "p",
      {},
      `Agreement first: sides that differ are not timed. Then both sides take turns in one run, one batch a side in each block, in an order drawn from the seed. A batch lasts at least ${duration(batchNs)}, so that the clock’s step does not matter. Each block gives one ratio; the speed-up is their median, and its interval assumes nothing about how times scatter. No batch is dropped, and the answer of every timed batch is compared after the clock has stopped. The control times the reference against itself: it must stand at 1×, or every figure is withheld.`,
    ),
  );
}
