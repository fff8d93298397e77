// "Let through at most … an hour": a slider whose last stop is no limit, and a number field for those who type.
import { scaleLinear } from "d3-scale";
import { h, type Tree } from "../dom";
import { at } from "../chart/box";
import { questionOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";

interface Stops {
  low: number;
  /** The last limit; one stop further there is none. */
  high: number;
}

function stopsOf(snapshot: Snapshot, volume: number): Stops {
  const row = snapshot.day?.volumes.find((each) => each.index === volume);
  const capacity = row?.capacityAtPeak ?? 10;
  return {
    low: Math.max(1, Math.floor(capacity / 2)),
    high: Math.ceil(Math.max(capacity, row?.peakEntries ?? 0) * 1.1),
  };
}

export function rateControl(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const question = questionOf(snapshot);
  if (question === undefined) return undefined;
  const { low, high } = stopsOf(snapshot, question.volume);
  const rate = question.ratePerHour;
  const limited = Number.isFinite(rate);
  const stop = limited ? Math.min(Math.max(rate, low), high) : high + 1;
  const set = (value: number) =>
    dispatch({ type: "address", change: { rate: value > high ? Infinity : Math.max(value, low) } });
  const slide = (event: Event) => set(Number((event.target as HTMLInputElement).value));
  const type = (event: Event) => {
    const value = Number((event.target as HTMLInputElement).value);
    if (Number.isInteger(value) && value > 0) dispatch({ type: "address", change: { rate: value } });
  };
  const keys = (event: KeyboardEvent) => {
    const by = event.key === "PageUp" ? 3 : event.key === "PageDown" ? -3 : 0;
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
        max: high + 1,
        step: 1,
        value: String(stop),
        "aria-valuetext": limited ? `${rate} an hour` : "no limit",
        oninput: slide,
        onkeydown: keys,
      }),
      ticks(low, high + 1),
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

/** Ticks under the track, at every fifth rate; `inset` is half the thumb. */
function ticks(low: number, high: number): Tree {
  const x = scaleLinear().domain([low, high]).range([0, 100]);
  const marks = x.ticks(8).filter(Number.isInteger);
  return h(
    "svg",
    { class: "ticks", height: 5, "aria-hidden": "true" },
    ...[...marks, high].map((mark) => h("line", { x1: `${at(x(mark))}%`, x2: `${at(x(mark))}%`, y1: 0, y2: 4 })),
  );
}
