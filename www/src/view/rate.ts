// "Let through at most … an hour": a slider whose last stop is no limit, and a number field for those who type.
// The slider's stops are the rates that differ: whole flights are let through in each bin.
import { scaleLinear } from "d3-scale";
import { h, type Tree } from "../dom";
import { at } from "../chart/box";
import { questionOf, rateStep, type Day, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";

interface Stops {
  low: number;
  /** The last limit; one stop further there is none. */
  high: number;
  step: number;
}

function stopsOf(day: Day, volume: number): Stops {
  const row = day.volumes.find((each) => each.index === volume);
  const step = rateStep(day);
  const capacity = row?.capacityAtPeak ?? 0;
  const low = Math.max(1, Math.floor(capacity / 2 / step)) * step;
  const most = Math.max(capacity, row?.peakEntries ?? 0) * 1.1;
  return { low, high: Math.max(low + step, Math.ceil(most / step) * step), step };
}

export function rateControl(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const question = questionOf(snapshot);
  const { day } = snapshot;
  if (question === undefined || day === undefined) return undefined;
  const { low, high, step } = stopsOf(day, question.volume);
  const rate = question.ratePerHour;
  const limited = Number.isFinite(rate);
  const stop = limited ? Math.min(Math.max(Math.round(rate / step) * step, low), high) : high + step;
  const set = (value: number) =>
    dispatch({ type: "address", change: { rate: value > high ? Infinity : Math.max(value, low) } });
  const slide = (event: Event) => set(Number((event.target as HTMLInputElement).value));
  const type = (event: Event) => {
    const value = Number((event.target as HTMLInputElement).value);
    if (Number.isInteger(value) && value > 0) dispatch({ type: "address", change: { rate: value } });
  };
  const keys = (event: KeyboardEvent) => {
    const by = event.key === "PageUp" ? 3 * step : event.key === "PageDown" ? -3 * step : 0;
    if (by === 0) return;
    event.preventDefault();
    set(stop + by);
  };
  return h(
    "div",
    { class: "rate" },
    h("label", { for: "rate", class: "rate-label" }, "Let through at most"),
    h(
      "div",
      { class: "slider" },
      h("input", {
        id: "rate",
        type: "range",
        min: low,
        max: high + step,
        step,
        value: String(stop),
        "aria-valuetext": limited ? `${rate} an hour` : "no limit",
        oninput: slide,
        onkeydown: keys,
      }),
      ticks(low, high + step, step),
    ),
    limited
      ? h(
          "span",
          { class: "rate-field", key: "field" },
          h("input", {
            type: "number",
            min: 1,
            max: 999,
            value: String(rate),
            "aria-label": "Flights let through an hour",
            oninput: type,
          }),
          h("b", {}, " an hour"),
        )
      : h("b", { class: "rate-field", key: "none" }, "no limit"),
  );
}

/** Ticks under the track, one a stop where there is room. */
function ticks(low: number, high: number, step: number): Tree {
  const x = scaleLinear().domain([low, high]).range([0, 100]);
  const stops = (high - low) / step;
  const every = step * Math.max(1, Math.ceil(stops / 16));
  const marks = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => low + i * every);
  return h(
    "svg",
    { class: "ticks", height: 5, "aria-hidden": "true" },
    ...marks.map((mark) => h("line", { x1: `${at(x(mark))}%`, x2: `${at(x(mark))}%`, y1: 0, y2: 4 })),
  );
}
