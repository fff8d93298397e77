// The plan as a Gantt chart, and what it comes to: how long the workers take, no timetable takes less, and what was published.
import type { ContractColumns, ContractPlan } from "loadline";
import { h, type Child, type Tree } from "../../dom";
import { gantt, ganttHeight, MOST_ROWS, turnAt, turnFrame, type Gantt } from "../../chart/gantt";
import { count, counted, three, times } from "../../format/number";
import { digest, listed } from "../../format/text";
import { duration, elapsed } from "../../format/time";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { button, key } from "../links";
import { equals, ring, spoken } from "../signs";
import { drawing, figure, hundredths, once, plainTable, reading } from "./figure";

/** A time that the library gives in milliseconds. */
export function ms(value: number): string {
  return value === 0 ? "0 s" : duration(value * 1e6);
}

function chartOf(plan: ContractPlan, columns: ContractColumns | undefined): Gantt {
  return {
    workers: plan.workers,
    worker: plan.turnWorker,
    startMs: plan.turnStartMs,
    endMs: plan.turnEndMs,
    boundMs: plan.boundMs,
    makespanMs: plan.makespanMs,
    name: (turn) => batchName(plan, columns, plan.turnBatch[turn] ?? 0),
  };
}

function batchName(plan: ContractPlan, columns: ContractColumns | undefined, batch: number): string {
  const [from = 0, to = 0] = [plan.batchStart[batch], plan.batchStart[batch + 1]];
  const only = to - from === 1 ? columns?.id[plan.order[from] ?? 0] : undefined;
  return only ?? counted(to - from, "contract");
}

function turnText(plan: ContractPlan, columns: ContractColumns | undefined, turn: number): string {
  const batch = plan.turnBatch[turn] ?? 0;
  const shared = plan.batchSharedClasses[batch] ?? [];
  const classes = shared.length > 4 ? [...shared.slice(0, 3), `${count(shared.length - 3)} more`] : shared;
  const common = shared.length === 0 ? "no class in common" : `in common ${listed(classes)}`;
  return `Batch ${count(batch + 1)}, ${batchName(plan, columns, batch)} of cluster ${count((plan.batchCluster[batch] ?? 0) + 1)}, on worker ${count((plan.turnWorker[turn] ?? 0) + 1)}: ${ms(plan.turnStartMs[turn] ?? 0)} to ${ms(plan.turnEndMs[turn] ?? 0)}, ${three(plan.batchMemoryMb[batch] ?? 0)} MB, similarity ${hundredths(plan.batchSimilarity[batch] ?? 0)}; ${common}.`;
}

/** 2 workers take 2.21 s for 6 batches of 8 contracts; no timetable of these batches takes less than 2.21 s. */
export function planSentence(plan: ContractPlan): string {
  const who = counted(plan.workers, "worker");
  const what = `${counted(plan.batchTimeMs.length, "batch", "batches")} of ${counted(plan.order.length, "contract")}`;
  if (plan.order.length === 0) return "There is nothing to do: the file lists no contracts.";
  return `${who} ${plan.workers === 1 ? "takes" : "take"} ${ms(plan.makespanMs)} for ${what}. No timetable of these batches takes less than ${ms(plan.boundMs)}.`;
}

export function planFigure(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { plan: asked, columns, turn } = snapshot.reuse;
  const plan = asked.answer;
  if (plan === undefined)
    return h(
      "figure",
      { class: "reuse-figure plan-figure", key: "plan" },
      planState(snapshot, dispatch) ?? h("p", { class: "sub" }, "Planning…"),
    );
  const what = chartOf(plan, columns);
  const turns = plan.turnBatch.length;
  const undrawn =
    plan.workers > MOST_ROWS ? ` The first ${count(MOST_ROWS)} workers are drawn; the table has all.` : "";
  const caption = `${planSentence(plan)}${undrawn}`;
  const choose = (index: number): void => dispatch({ type: "reuse", change: { turn: index } });
  return figure(snapshot, dispatch, {
    name: "plan",
    title: "Who does what when",
    unit: "batches on workers, by time",
    readout:
      turn === undefined || turn >= turns
        ? planState(snapshot, dispatch) === undefined
          ? POINT
          : ""
        : turnText(plan, columns, turn),
    height: (width) => ganttHeight(what, width < 600 ? 420 : 520),
    draw: (box) =>
      h(
        "div",
        reading({
          label: "The plan, batch by batch. Left and right read the next",
          of: turns,
          now: turn,
          says: (index) => turnText(plan, columns, index),
          find: (place) => turnAt(what, box, place),
          choose,
        }),
        drawing(
          "gantt",
          box,
          once(plan, "gantt", `${box.width} ${box.height} ${columns === undefined}`, () => gantt(what, box)),
          turn === undefined ? undefined : turnFrame(what, turn, box),
        ),
      ),
    table: () => planTable(plan, columns),
    caption,
    stale: asked.askedAt !== undefined,
    buttons: button("text", () => dispatch({ type: "save", what: "batches" }), {}, "Save the plan as CSV"),
  });
}

const POINT = "Point at a batch, or use the arrow keys, to read it.";

function planTable(plan: ContractPlan, columns: ContractColumns | undefined): Tree {
  const titles = ["Batch", "worker", "from", "to", "contracts", "memory, MB", "similarity"];
  return plainTable("The plan", titles, plan.turnBatch.length, (turn) => {
    const batch = plan.turnBatch[turn] ?? 0;
    return [
      `${count(batch + 1)}: ${batchName(plan, columns, batch)}`,
      count((plan.turnWorker[turn] ?? 0) + 1),
      ms(plan.turnStartMs[turn] ?? 0),
      ms(plan.turnEndMs[turn] ?? 0),
      count((plan.batchStart[batch + 1] ?? 0) - (plan.batchStart[batch] ?? 0)),
      three(plan.batchMemoryMb[batch] ?? 0),
      hundredths(plan.batchSimilarity[batch] ?? 0),
    ];
  });
}

/** A plan that takes its time, was cancelled, or cannot be made. */
export function planState(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { answer, askedAt, progress, cancelled, failure } = snapshot.reuse.plan;
  if (failure !== undefined)
    return h(
      "p",
      { class: "plan-state differs", role: "alert" },
      `There is no plan with these numbers: ${failure.message}.`,
    );
  if (cancelled === true)
    return h(
      "p",
      { class: "plan-state" },
      answer === undefined
        ? "Cancelled; there is no plan yet. "
        : "Cancelled. The plan shown is the last one that was made. ",
      button("plain", () => dispatch({ type: "ask-again" }), { class: "button plain small" }, "Plan again"),
    );
  const waited = askedAt === undefined ? 0 : performance.now() - askedAt;
  if (waited < 300) return undefined;
  const stage = progress?.stage === "timetable" ? "Making the timetable" : "Comparing contracts";
  return h(
    "div",
    { class: "plan-state progress", role: "group", "aria-label": "Planning" },
    h("progress", { max: 1, value: String(progress?.share ?? 0), "aria-label": "Share that is done" }),
    h("span", {}, `${stage}, ${elapsed(waited)}.`),
    button("plain", () => dispatch({ type: "cancel" }), { class: "button plain small" }, "Cancel ", key("c")),
  );
}

/** What is true beside what was published of the same batches. */
export function planFigures(snapshot: Snapshot): Tree | undefined {
  const plan = snapshot.reuse.plan.answer;
  if (plan === undefined) return undefined;
  const row = (name: string, ...cells: Child[]): Tree =>
    h("tr", {}, h("th", { scope: "row" }, name), ...cells.map((cell) => h("td", { class: "number" }, cell)));
  return h(
    "table",
    { class: "plain plan-figures" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "Of these batches"),
        h("th", { scope: "col", class: "number" }, `on ${counted(plan.workers, "worker")}`),
        h("th", { scope: "col", class: "number" }, "as published"),
      ),
    ),
    h(
      "tbody",
      {},
      row("All are done after", h("b", {}, ms(plan.makespanMs)), ms(plan.publishedTimeMs)),
      row("Gain over one worker", h("b", {}, times(plan.gain)), times(plan.publishedFactor)),
      row("Lower bound", ms(plan.boundMs), "–"),
      row("One worker alone", ms(plan.sumMs), "–"),
      row("Clusters, batches", `${count(plan.clusters)}, ${count(plan.batchTimeMs.length)}`, "–"),
      row("Similarity in a batch", hundredths(plan.averageSimilarity), "–"),
    ),
  );
}

/** How long this plan took, and whether the other side makes the same. */
export function planVerdict({ reuse: { plan: asked, planConfirmed } }: Snapshot): Tree | undefined {
  const plan = asked.answer;
  if (plan === undefined || asked.askedAt !== undefined) return undefined;
  const other = plan.side === "reference" ? "optimised" : "reference";
  const agree = planConfirmed?.digest === plan.digest;
  return h(
    "p",
    { class: "live plan-verdict" },
    h("span", {}, h("b", {}, duration(plan.elapsedNs)), ` on the ${plan.side} side`),
    h(
      "span",
      { class: "equation" },
      h("code", {}, digest.short(plan.digest)),
      " ",
      ...(planConfirmed === undefined
        ? [ring(), spoken("not checked yet")]
        : [equals(agree), " ", h("code", {}, digest.short(planConfirmed.digest))]),
    ),
    planConfirmed === undefined
      ? undefined
      : h("span", { class: "quiet" }, `${other} ${duration(planConfirmed.elapsedNs)}`),
  );
}
