// How the times grow: the committed record, or what this browser measured when asked; as a chart or as the table behind it.
import type { Sweep, SweepAxis, SweepPoint } from "loadline";
import { h, type Child, type Tree } from "../dom";
import { power, scaling, scalingScales, type Scaling, type ScalingPoint } from "../chart/scaling";
import type { Box } from "../chart/box";
import { count, counted, percent, range, times } from "../format/number";
import { shortName } from "../format/text";
import { dayOf, duration } from "../format/time";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { choices } from "./centre";
import { tableButton } from "./figures";
import { button, key } from "./links";
import { sized } from "./sized";
import { controlFailed } from "./speed";

/** A record as `records/sweep/` keeps it, with the day it was made. */
export interface Growth {
  date: string;
  host: string;
  version: string;
  sweeps: readonly Sweep[];
}

const AXES: readonly SweepAxis[] = ["flights", "flows", "window"];
const GROWS: Record<SweepAxis, string> = {
  flights: "the number of flights",
  flows: "the number of flows",
  window: "the length of the window",
};
const UNITS: Record<SweepAxis, string> = {
  flights: "flights in the scenario",
  flows: "flows in the scenario",
  window: "bins in the window",
};
const ONE: Record<SweepAxis, [string, string]> = {
  flights: ["flight", "flights"],
  flows: ["flow", "flows"],
  window: ["bin", "bins"],
};

/** An open day that is this many times as small or large as the axis would squeeze the rest together. */
const BEYOND = 3;
const HEIGHT = 290;

export function scalingFigure(
  snapshot: Snapshot,
  dispatch: Dispatch,
  growth: Growth | undefined,
  pairs: readonly string[],
): Tree | undefined {
  const axis = snapshot.sweepAxis;
  const here = snapshot.swept[axis];
  const recorded = growth?.sweeps.find((each) => each.axis === axis);
  const shown = here !== undefined && !(snapshot.recordShown && recorded !== undefined) ? here : recorded;
  const pair = recorded?.pair ?? here?.pair ?? pairs[pairs.length - 1];
  if (pair === undefined || !pairs.includes(pair)) return undefined;
  const change = (value: SweepAxis) => dispatch({ type: "show", change: { sweepAxis: value, sweepAt: undefined } });
  return h(
    "figure",
    { class: "speed-figure scaling-figure", key: "scaling" },
    h(
      "div",
      { class: "figure-title" },
      h(
        "h2",
        {},
        `${shortName(pair)}, as the day grows `,
        h("span", { class: "sub" }, `time of a call by ${GROWS[axis]}`),
      ),
      choices(
        "axis",
        "What grows",
        axis,
        AXES.map((value) => ({ value, says: value })),
        change,
      ),
    ),
    shown === undefined ? h("p", { class: "sub" }, "Not measured yet.") : drawn(snapshot, dispatch, shown),
    h("p", { class: "note" }, ...source(snapshot, dispatch, growth, shown, here, recorded)),
    measuring(snapshot, dispatch, pair, axis, here !== undefined),
  );
}

function drawn(snapshot: Snapshot, dispatch: Dispatch, swept: Sweep): Tree {
  const day = openDay(snapshot, swept);
  const what: Scaling = {
    points: swept.points.map(pointOf),
    slopes: swept.slopes,
    unit: UNITS[swept.axis],
    day,
    cursor: snapshot.sweepAt,
  };
  const caption = sentence(swept, day);
  const at = snapshot.sweepAt === undefined ? undefined : swept.points[snapshot.sweepAt];
  const chart = (width: number): Tree => {
    const box = { width, height: HEIGHT };
    return h("div", acting(snapshot, dispatch, swept, what, box), scaling(what, box));
  };
  return h(
    "div",
    { key: "drawn" },
    h("p", { class: "readout" }, at === undefined ? "" : readout(swept.axis, at)),
    snapshot.tables ? table(swept) : sized("scaling", 560, chart),
    h("figcaption", {}, caption),
    h("div", { class: "figure-tools" }, tableButton(snapshot, dispatch)),
  );
}

function pointOf({ size, reference, optimised, speedup }: SweepPoint): ScalingPoint {
  return { size, referenceNs: reference.medianNs, optimisedNs: optimised.medianNs, speedup };
}

/** Where the open day stands on the axis, once the same pair has been timed on it here. */
function openDay(snapshot: Snapshot, { pair, axis, points }: Sweep): ScalingPoint | undefined {
  const measured = snapshot.pairs[pair]?.measurement;
  const { day } = snapshot;
  if (measured === undefined || day === undefined || controlFailed(snapshot)) return undefined;
  const { flights, flows, windowBins } = day.summary;
  const size = { flights, flows, window: windowBins[1] - windowBins[0] }[axis];
  const [least = 1, most = 1] = [points[0]?.size, points[points.length - 1]?.size];
  if (size < least / BEYOND || size > most * BEYOND) return undefined;
  const { reference, optimised, speedup } = measured;
  return { size, referenceNs: reference.medianNs, optimisedNs: optimised.medianNs, speedup };
}

function sentence({ pair, axis, points, slopes }: Sweep, day: ScalingPoint | undefined): string {
  const [first, last] = [points[0], points[points.length - 1]];
  if (first === undefined || last === undefined) return "";
  const many = (size: number) => counted(size, ...ONE[axis]);
  const grows = (side: "reference" | "optimised") =>
    `${power(slopes[side].slope)} (${power(slopes[side].low)} to ${power(slopes[side].high)})`;
  const here =
    day === undefined ? "" : ` The open day, timed here, has ${many(day.size)} and stands at ${times(day.speedup)}.`;
  return `${shortName(pair)} from ${many(first.size)} to ${many(last.size)}: the reference takes ${duration(first.reference.medianNs)}, then ${duration(last.reference.medianNs)}, slope ${grows("reference")}; the optimised side ${duration(first.optimised.medianNs)}, then ${duration(last.optimised.medianNs)}, slope ${grows("optimised")}. It is ${times(first.speedup)} as fast, then ${times(last.speedup)}.${here}`;
}

function readout(axis: SweepAxis, { size, reference, optimised, speedup, low, high }: SweepPoint): string {
  return `${counted(size, ...ONE[axis])}: reference ${duration(reference.medianNs)}, optimised ${duration(optimised.medianNs)}, ${times(speedup)} (${times(low)} to ${times(high)}).`;
}

/** The nearest size is read out under the title, for a pointer and for the arrow keys alike. */
function acting(snapshot: Snapshot, dispatch: Dispatch, swept: Sweep, what: Scaling, box: Box): Tree["attributes"] {
  const { points } = swept;
  const now = snapshot.sweepAt ?? points.length - 1;
  const to = (at: number) => {
    const sweepAt = Math.min(Math.max(at, 0), points.length - 1);
    if (sweepAt !== snapshot.sweepAt) dispatch({ type: "show", change: { sweepAt } });
  };
  const pointer = (event: PointerEvent) => {
    const { x } = scalingScales(what, box);
    const from = event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
    const distances = points.map(({ size }) => Math.abs(x(size) - from));
    to(distances.indexOf(Math.min(...distances)));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "ArrowRight" || event.key === "ArrowUp") to(now + 1);
    else if (event.key === "ArrowLeft" || event.key === "ArrowDown") to(now - 1);
    else if (event.key === "Home") to(0);
    else if (event.key === "End") to(points.length - 1);
    else return;
    event.preventDefault();
  };
  const point = points[Math.min(now, points.length - 1)];
  return {
    class: "reads",
    role: "slider",
    tabindex: 0,
    "aria-label": `Times by ${GROWS[swept.axis]}. Left and right read the next size`,
    "aria-valuemin": 0,
    "aria-valuemax": points.length - 1,
    "aria-valuenow": now,
    "aria-valuetext": point === undefined ? "" : readout(swept.axis, point),
    onpointermove: pointer,
    onpointerdown: pointer,
    onkeydown: keys,
  };
}

function source(
  snapshot: Snapshot,
  dispatch: Dispatch,
  growth: Growth | undefined,
  shown: Sweep | undefined,
  here: Sweep | undefined,
  recorded: Sweep | undefined,
): Child[] {
  if (shown === undefined) return [];
  const how = `${shown.blocks} blocks a size, generated days, what the optimised side keeps ready left out.`;
  const other =
    here === undefined || recorded === undefined
      ? undefined
      : button(
          "text",
          () => dispatch({ type: "show", change: { recordShown: !snapshot.recordShown } }),
          { "aria-pressed": String(snapshot.recordShown) },
          snapshot.recordShown ? "Show what was measured here" : "Show the record",
        );
  if (shown === here) return [h("b", {}, "Measured here, in this browser. "), how, " ", other];
  return [
    `Recorded on ${dayOf(growth?.date ?? "")} with loadline ${growth?.version ?? ""} in ${growth?.host ?? ""}. `,
    how,
    " ",
    other,
  ];
}

/** The button that measures here; while it does, how far it is, and Cancel. */
function measuring(snapshot: Snapshot, dispatch: Dispatch, pair: string, axis: SweepAxis, again: boolean): Tree {
  const { sweeping } = snapshot;
  if (sweeping?.state === "running") {
    const { done, of } = sweeping.progress ?? { done: 0, of: 1 };
    return h(
      "div",
      { class: "progress", key: "measuring" },
      h("progress", { max: of, value: String(done), "aria-label": "Steps of the sweep done" }),
      h(
        "span",
        {},
        `Measuring the ${sweeping.axis}: step ${count(done)} of ${sweeping.progress === undefined ? "…" : count(of)}.`,
      ),
      button("plain", () => dispatch({ type: "cancel" }), {}, "Cancel ", key("c")),
    );
  }
  const ended =
    sweeping?.state === "failed"
      ? sweeping.failure?.message
      : sweeping?.state === "cancelled"
        ? "Cancelled. An unfinished interval is not shown."
        : undefined;
  return h(
    "div",
    { class: "progress", key: "measuring" },
    button(
      "plain",
      () => dispatch({ type: "sweep", pair, axis }),
      {},
      again ? "Measure it here again" : "Measure the scaling here",
    ),
    ended === undefined ? undefined : h("span", { role: sweeping?.state === "failed" ? "alert" : "status" }, ended),
  );
}

/** The source of the marks, and the slopes under it. */
function table({ axis, points, slopes, confidence }: Sweep): Tree {
  const titles = [
    UNITS[axis],
    "entrants",
    "reference",
    "optimised",
    "times faster",
    `${percent(confidence)} interval`,
    "kept ready, once",
    "calls a batch",
  ];
  const number = (text: string) => h("td", { class: "number" }, text);
  const slope = (side: "reference" | "optimised") =>
    `${power(slopes[side].slope)} (${power(slopes[side].low)} to ${power(slopes[side].high)})`;
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "How the times grow, as a table" },
    h(
      "table",
      { class: "plain" },
      h("thead", {}, h("tr", {}, ...titles.map((title) => h("th", { scope: "col", class: "number" }, title)))),
      h(
        "tbody",
        {},
        ...points.map((point) =>
          h(
            "tr",
            {},
            h("th", { scope: "row", class: "number" }, count(point.size)),
            number(count(point.entrants)),
            number(duration(point.reference.medianNs)),
            number(duration(point.optimised.medianNs)),
            number(times(point.speedup)),
            number(range(point.low, point.high)),
            number(duration(point.indexNs)),
            number(`${count(point.referenceCalls)}, ${count(point.optimisedCalls)}`),
          ),
        ),
      ),
      h(
        "tfoot",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "row", class: "number", colspan: 2 }, "slope"),
          number(slope("reference")),
          number(slope("optimised")),
          h("td", { colspan: 4 }),
        ),
      ),
    ),
  );
}
