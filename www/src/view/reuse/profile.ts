// How long will it take: what was expected of each execution against what happened, how often the intervals held, and drift.
import type { ContractColumns, ProfileAlarm, ProfileCourse, ProfileReplay } from "loadline";
import { h, type Tree } from "../../dom";
import {
  course,
  courseScales,
  COURSE_MARGIN,
  executionLine,
  type Course,
  type Line,
  type Mark,
} from "../../chart/course";
import type { Box } from "../../chart/box";
import { forecasts, forecastScales, type Forecasts } from "../../chart/forecast";
import { count, counted, percent, three } from "../../format/number";
import { listed, sentenceCase } from "../../format/text";
import type { Control, Quantity } from "../../store/reuse";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { choices } from "../centre";
import { button } from "../links";
import { drawing, figure, hundredths, once, plainTable, reading } from "./figure";
import { ms } from "./plan";

/** Executions that the chart of predictions shows at once: one each so many pixels, and never more than `MOST_DRAWN`. */
const PIXELS_EACH = 5;
const MOST_DRAWN = 200;
const HEIGHT = 230;

const UNIT: Record<Quantity, string> = { timeMs: "time", memoryMb: "memory" };

function amount(quantity: Quantity, value: number): string {
  return quantity === "timeMs" ? ms(value) : `${three(value)} MB`;
}

/** The executions that are drawn: from the one chosen, else the last. */
export function rangeOf(from: number | undefined, executions: number, width: number): [number, number] {
  const shown = Math.min(executions, MOST_DRAWN, Math.max(20, Math.floor(width / PIXELS_EACH)));
  const first = Math.min(Math.max(from ?? executions - shown, 0), executions - shown);
  return [first, first + shown];
}

/** Execution 12, budget: 1.03 s expected, 0.2 to 5.1 s; it took 1 s, inside. */
function executionText(
  replay: ProfileReplay,
  quantity: Quantity,
  columns: ContractColumns | undefined,
  i: number,
): string {
  const { expected, low, high, actual, held } = replay[quantity];
  const name = columns?.id[replay.contract[i] ?? 0] ?? "";
  const say = (values: Float64Array): string => amount(quantity, values[i] ?? 0);
  return `Execution ${count(i + 1)}, ${name}: ${say(expected)} expected, ${say(low)} to ${say(high)}; it took ${say(actual)}, ${held[i] === 1 ? "inside" : "outside"}.`;
}

export function predictionsFigure(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { sound, published, quantity, model, columns, at, from } = snapshot.reuse;
  const replay = (model === "published" ? published : sound).answer ?? sound.answer;
  const all = replay?.contract.length ?? 0;
  if (replay === undefined || all === 0) return undefined;
  const what = replay[quantity];
  const level = percent(replay.confidenceLevel);
  const who = replay.mode === "published" ? "As published" : "The default model";
  return figure(snapshot, dispatch, {
    name: "predictions",
    title: "What was expected, and what happened",
    unit: `${UNIT[quantity]} of each execution with its ${level} interval, logarithmic`,
    tools: h(
      "div",
      { class: "choice-row" },
      choices(
        "quantity",
        "Of an execution",
        quantity,
        [
          { value: "timeMs", says: "time" },
          { value: "memoryMb", says: "memory" },
        ],
        (value) => dispatch({ type: "reuse", change: { quantity: value } }),
      ),
      choices(
        "model",
        "Whose predictions",
        model,
        [
          { value: "sound", says: "default model" },
          { value: "published", says: "as published" },
        ],
        (value) => dispatch({ type: "reuse", change: { model: value } }),
      ),
    ),
    readout:
      at === undefined || at >= all
        ? "Point at an execution, or use the arrow keys, to read it in all charts."
        : executionText(replay, quantity, columns, at),
    height: () => HEIGHT + 40,
    draw: (box) => {
      const range = rangeOf(from, all, box.width);
      const chart: Forecasts = { range, ...what, tick: (value) => amount(quantity, value) };
      const { x } = forecastScales(chart, box);
      const acting = h(
        "div",
        reading({
          label: "Predictions, execution by execution. Left and right read the next",
          of: range[1],
          from: range[0],
          now: at !== undefined && at >= range[0] && at < range[1] ? at : undefined,
          says: (i) => executionText(replay, quantity, columns, i),
          find: ([px]) => Math.round(x.invert(px)),
          choose: (i) => dispatch({ type: "reuse", change: { at: i } }),
        }),
        drawing(
          "forecasts",
          box,
          once(replay, "forecasts", `${box.width} ${quantity} ${String(range)}`, () => forecasts(chart, box)),
          at === undefined ? undefined : executionLine(x, at, box),
        ),
      );
      return h("div", {}, acting, turning(dispatch, range, all));
    },
    table: () => predictionsTable(replay, quantity, columns),
    caption: `${who}: ${predictionsSentence(what)} A cross is an execution outside its interval.`,
    stale: sound.askedAt !== undefined,
    buttons: button("text", () => dispatch({ type: "save", what: "predictions" }), {}, "Save the predictions as CSV"),
  });
}

/** From one stretch of executions to the next, where not all fit. */
function turning(dispatch: Dispatch, [first, end]: readonly [number, number], all: number): Tree | undefined {
  const shown = end - first;
  if (shown >= all) return undefined;
  const to = (from: number) => () =>
    dispatch({ type: "reuse", change: { from: Math.min(Math.max(from, 0), all - shown), at: undefined } });
  return h(
    "div",
    { class: "figure-tools" },
    button("text", to(first - shown), { disabled: first === 0 }, "Earlier"),
    button("text", to(end), { disabled: end === all }, "Later"),
    h("span", { class: "quiet" }, `executions ${count(first + 1)} to ${count(end)} of ${count(all)}`),
  );
}

/** 56 of 60 executions lie in their interval, 93.3 %; predictions are off by 14.4 % on average. */
export function predictionsSentence({ held, coverage, meanRelativeError }: ProfileCourse): string {
  const inside = held.reduce((sum, each) => sum + each, 0);
  return `${count(inside)} of ${counted(held.length, "execution")} ${inside === 1 ? "lies" : "lie"} in the interval, ${percent(coverage)}; predictions are off by ${percent(meanRelativeError)} on average.`;
}

function predictionsTable(replay: ProfileReplay, quantity: Quantity, columns: ContractColumns | undefined): Tree {
  const titles = ["Execution", "expected", "from", "to", "happened", "in the interval", "rests on"];
  const { expected, low, high, actual, held } = replay[quantity];
  const say = (values: Float64Array, i: number): string => amount(quantity, values[i] ?? 0);
  return plainTable(
    "Predictions",
    titles,
    expected.length,
    (i) => [
      `${count(i + 1)}: ${columns?.id[replay.contract[i] ?? 0] ?? ""}`,
      say(expected, i),
      say(low, i),
      say(high, i),
      say(actual, i),
      held[i] === 1 ? "yes" : "no",
      counted(replay.samples[i] ?? 0, "execution"),
    ],
    "last",
  );
}

/** A chart over all executions; its pointer is the one that all of them share. */
export function courseFigure(
  snapshot: Snapshot,
  dispatch: Dispatch,
  what: {
    name: string;
    title: string;
    unit: string;
    tools?: Tree;
    chart: Course;
    owner: object;
    key: string;
    executions: number;
    says: (i: number) => string;
    table: () => Tree;
    caption: string;
    stale?: boolean;
    buttons?: Tree;
  },
): Tree {
  const { at } = snapshot.reuse;
  const { chart, executions } = what;
  return figure(snapshot, dispatch, {
    ...what,
    readout: at === undefined || at >= executions ? "" : what.says(at),
    height: () => HEIGHT,
    draw: (box: Box) => {
      const { x } = courseScales(chart, box);
      return h(
        "div",
        reading({
          label: `${what.title}, execution by execution. Left and right read the next`,
          of: executions,
          now: at !== undefined && at < executions ? at : undefined,
          says: what.says,
          find: ([px]) => (px > box.width - COURSE_MARGIN.right + 20 ? undefined : Math.round(x.invert(px))),
          choose: (i) => dispatch({ type: "reuse", change: { at: i } }),
        }),
        drawing(
          "courses",
          box,
          once(what.owner, what.name, `${box.width} ${what.key}`, () => course(chart, box)),
          at === undefined ? undefined : executionLine(x, at, box),
        ),
      );
    },
  });
}

/** How often the intervals held lately, of both models, with the nominal level as the line. */
export function coverageFigure(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { sound, published, quantity } = snapshot.reuse;
  const replay = sound.answer;
  const executions = replay?.contract.length ?? 0;
  if (replay === undefined || executions === 0) return undefined;
  const own = replay[quantity];
  const other = published.answer?.[quantity];
  const level = replay.confidenceLevel;
  const lines: Line[] = [
    { label: "default", values: own.recentCoverage, style: "plain" },
    ...(other === undefined ? [] : [{ label: "published", values: other.recentCoverage, style: "faint" } as const]),
  ];
  const recent = counted(replay.recentExecutions, "interval");
  const beside = other === undefined ? "" : ` As published, with the same level: ${percent(other.coverage)}.`;
  const few = executions < 100 ? " With so few executions the share still moves by several per cent." : "";
  return courseFigure(snapshot, dispatch, {
    name: "coverage",
    title: "How often the intervals held",
    unit: `share of the last ${recent}, ${UNIT[quantity]}`,
    chart: { lines, level: { value: level, label: `nominal ${percent(level)}` }, domain: [0, 1.02], tick: percent },
    owner: replay,
    key: `${quantity} ${other === undefined}`,
    executions,
    says: (i) =>
      `After execution ${count(i + 1)}: ${percent(own.recentCoverage[i] ?? 0)} of the last intervals held${other === undefined ? "" : `; as published ${percent(other.recentCoverage[i] ?? 0)}`}.`,
    table: () =>
      plainTable(
        "How often the intervals held",
        ["After execution", "default model", "as published"],
        executions,
        (i) => [
          count(i + 1),
          percent(own.recentCoverage[i] ?? 0),
          other === undefined ? "" : percent(other.recentCoverage[i] ?? 0),
        ],
      ),
    caption: `Meant to hold ${percent(level)}; ${percent(own.coverage)} of ${counted(executions, "interval")} held.${beside}${few}`,
    stale: sound.askedAt !== undefined,
    buttons:
      other !== undefined
        ? undefined
        : published.askedAt === undefined
          ? button("text", () => dispatch({ type: "predict-published" }), {}, "Ask the published profiler too")
          : h("span", { class: "quiet" }, "Asking the published profiler…"),
  });
}

const KINDS: Readonly<Record<Control, readonly ProfileAlarm["kind"][]>> = {
  smoothed: ["offTarget", "anomaly"],
  sums: ["drift"],
};

/** The alarms that belong to the chart shown, as marks at their values. */
export function alarmsOf({ alarms, timeMs }: ProfileReplay, control: Control): Mark[] {
  return alarms
    .filter(({ kind }) => KINDS[control].includes(kind))
    .map(({ execution, kind, direction }) => {
      const value = control === "sums" ? (direction === "down" ? timeMs.sumDown : timeMs.sumUp) : timeMs.smoothed;
      const shape = kind === "anomaly" ? "cross" : direction === "down" ? "down" : "up";
      return { at: execution, value: value[execution] ?? 0, shape };
    });
}

export function controlFigure(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { sound, control } = snapshot.reuse;
  const replay = sound.answer;
  const executions = replay?.contract.length ?? 0;
  if (replay === undefined || executions === 0) return undefined;
  const { smoothed, sumUp, sumDown, deviation } = replay.timeMs;
  const ewma = control === "smoothed";
  const limit = ewma ? replay.smoothedLimit : replay.sumLimit;
  const lines: Line[] = ewma
    ? [{ label: "mean", values: smoothed, style: "plain" }]
    : [
        { label: "upward", values: sumUp, style: "plain" },
        { label: "downward", values: sumDown, style: "faint" },
      ];
  const reach = Math.max(limit * 1.3, ...lines.map(({ values }) => largest(values)));
  const marks = alarmsOf(replay, control);
  return courseFigure(snapshot, dispatch, {
    name: "control",
    title: "Does the work still take what it took",
    unit: ewma ? "weighted mean of deviations, in robust standard deviations" : "cumulative sums of deviations",
    tools: choices(
      "control",
      "Which control chart",
      control,
      [
        { value: "smoothed", says: "EWMA" },
        { value: "sums", says: "CUSUM" },
      ],
      (value) => dispatch({ type: "reuse", change: { control: value } }),
    ),
    chart: {
      lines,
      level: { value: limit, label: `limit ${hundredths(limit).replace(/\.?0+$/, "")}` },
      others: ewma ? [-limit, 0] : [0],
      domain: [ewma ? -reach : 0, reach],
      tick: (value) => String(value).replace("-", "−"),
      marks,
    },
    owner: replay,
    key: control,
    executions,
    says: (i) => {
      const alarm = replay.alarms.find(({ execution }) => execution === i);
      const values = ewma
        ? `weighted mean ${hundredths(smoothed[i] ?? 0)}`
        : `upward ${hundredths(sumUp[i] ?? 0)}, downward ${hundredths(sumDown[i] ?? 0)}`;
      return `Execution ${count(i + 1)}: ${hundredths(deviation[i] ?? 0)} from its expectation; ${values}.${alarm === undefined ? "" : ` ${alarmText(alarm)}.`}`;
    },
    table: () =>
      plainTable(
        "Control chart",
        ["Execution", "deviation", "weighted mean", "upward sum", "downward sum", "alarm"],
        executions,
        (i) => [
          count(i + 1),
          hundredths(deviation[i] ?? 0),
          hundredths(smoothed[i] ?? 0),
          hundredths(sumUp[i] ?? 0),
          hundredths(sumDown[i] ?? 0),
          replay.alarms
            .filter(({ execution }) => execution === i)
            .map(alarmText)
            .join("; "),
        ],
        "last",
      ),
    caption: `${alarmsSentence(replay)} An alarm says that the model should look again, not that something broke.`,
    stale: sound.askedAt !== undefined,
  });
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i] ?? 0));
  return most;
}

function alarmText({ kind, direction, reason }: ProfileAlarm): string {
  const way = direction === undefined ? "" : direction === "up" ? ", longer" : ", shorter";
  if (kind === "anomaly") return reason ?? "Anomaly";
  return kind === "drift" ? `Drift${way}: the model moved its level` : `Off target${way}`;
}

/** 1 anomaly and 2 times off target, the first at execution 489. */
export function alarmsSentence({ alarms }: Pick<ProfileReplay, "alarms">): string {
  const [first] = alarms;
  if (first === undefined) return "No alarm.";
  const of = (kind: ProfileAlarm["kind"]): number => alarms.filter((alarm) => alarm.kind === kind).length;
  const [anomalies, off, drifts] = [of("anomaly"), of("offTarget"), of("drift")];
  const parts = [
    anomalies > 0 ? counted(anomalies, "anomaly", "anomalies") : undefined,
    off > 0 ? `${counted(off, "time")} off target` : undefined,
    drifts > 0 ? counted(drifts, "drift") : undefined,
  ].filter((part) => part !== undefined);
  return `${sentenceCase(listed(parts))}, the first at execution ${count(first.execution + 1)}.`;
}
