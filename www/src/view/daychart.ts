// The day chart with what a hand and a key can do on it, and its table.
import { h, type Tree } from "../dom";
import { busyBins, dayChart, dayScale } from "../chart/day";
import { count } from "../format/number";
import { volumeName } from "../format/text";
import { clock } from "../format/time";
import { questionOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { button } from "./links";
import { sized } from "./sized";
import type { Demand } from "loadline";

interface Options {
  /** Names the chart among those on the page. */
  name: string;
  /** Its height at a width. */
  height: (width: number) => number;
  /** Whether it answers to pointer and keys. */
  acts: boolean;
}

/** What is held now, or the day as filed while there is no answer yet. */
function demands(snapshot: Snapshot, volume: number): { held: Demand; asFiled: Demand } | undefined {
  const { held } = snapshot.live;
  const row = snapshot.day?.volumes.find((each) => each.index === volume);
  if (held !== undefined && held.asFiled.volume === row?.id) return { held: held.held, asFiled: held.asFiled };
  const asFiled = snapshot.day?.days[volume];
  return asFiled === undefined ? undefined : { held: asFiled, asFiled };
}

export function dayFigure(snapshot: Snapshot, dispatch: Dispatch, options: Options): Tree | undefined {
  const question = questionOf(snapshot);
  const shown = question === undefined ? undefined : demands(snapshot, question.volume);
  if (question === undefined || shown === undefined) return undefined;
  const { held, asFiled } = shown;
  const bins = busyBins(asFiled);
  const window = question.windowBins;
  const windowText = `${clock(window[0] * asFiled.binMinutes)}–${clock(window[1] * asFiled.binMinutes)}`;
  const cursor = options.acts ? snapshot.address.time : undefined;
  const caption = figureText(held, asFiled, windowText);
  const stale = snapshot.live.askedAt !== undefined && performance.now() - snapshot.live.askedAt > 100;
  const chart = (width: number): Tree =>
    h(
      "div",
      options.acts
        ? interactive(dispatch, { width, bins, window, cursor, held, asFiled })
        : { role: "img", "aria-label": caption },
      dayChart(
        { held, asFiled, bins, window, windowLabel: `${options.acts ? "window" : "held"} ${windowText}`, cursor },
        { width, height: options.height(width) },
      ),
    );
  return h(
    "figure",
    { class: `day-figure${stale ? " stale" : ""}` },
    snapshot.tables ? table(held, asFiled, bins) : sized(options.name, 560, chart),
    h(
      "figcaption",
      { class: options.acts ? undefined : "spoken" },
      options.acts && cursor !== undefined ? cursorText(cursor, held, asFiled) : caption,
    ),
    h(
      "div",
      { class: "figure-tools" },
      button(
        "text",
        () => dispatch({ type: "show", change: { tables: !snapshot.tables } }),
        { "aria-pressed": String(snapshot.tables) },
        snapshot.tables ? "Show as chart" : "Show as table",
      ),
    ),
  );
}

/** A sentence with the chart's numbers. */
function figureText(held: Demand, asFiled: Demand, windowText: string): string {
  const hour = (demand: Demand) => clock(demand.peakBin * demand.binMinutes);
  return `${volumeName(asFiled.volume)}: at most ${count(held.peak)} enter in the hour from ${hour(held)}, ${count(asFiled.peak)} as filed from ${hour(asFiled)}. Held from ${windowText.replace("–", " to ")}.`;
}

function cursorText(bin: number, held: Demand, asFiled: Demand): string {
  const capacity = held.capacity[bin];
  const limit = capacity !== undefined && Number.isFinite(capacity) ? `, capacity ${count(capacity)}` : "";
  return `${clock(bin * held.binMinutes)}: ${count(held.entries[bin] ?? 0)} enter in the hour${limit}, ${count(asFiled.entries[bin] ?? 0)} as filed.`;
}

interface Acting {
  width: number;
  bins: readonly [number, number];
  window: readonly [number, number];
  cursor: number | undefined;
  held: Demand;
  asFiled: Demand;
}

/** Pointer: the cursor follows, and near the top the window's ends are dragged. Keys: ← →, with Shift the end, with Alt the start. */
function interactive(
  dispatch: Dispatch,
  { width, bins, window, cursor, held, asFiled }: Acting,
): Record<string, unknown> & Tree["attributes"] {
  const x = dayScale(bins, width);
  const clamp = (bin: number) => Math.min(Math.max(bin, bins[0]), bins[1] - 1);
  const now = clamp(cursor ?? held.peakBin);
  const setWindow = (from: number, to: number) => {
    if (from >= 0 && to <= held.entries.length && from < to)
      dispatch({ type: "address", change: { window: [from, to] } });
  };
  const setTime = (bin: number) => dispatch({ type: "address", change: { time: clamp(bin) } });
  const position = (event: PointerEvent) =>
    event.clientX - (event.currentTarget as Element).getBoundingClientRect().left;
  const pointer = (event: PointerEvent) => {
    const target = event.currentTarget as HTMLElement;
    const grabbed = target.dataset["grab"];
    const edge = Math.round(x.invert(position(event)));
    if (grabbed === "from") setWindow(Math.min(edge, window[1] - 1), window[1]);
    else if (grabbed === "to") setWindow(window[0], Math.max(edge, window[0] + 1));
    else setTime(Math.floor(x.invert(position(event))));
  };
  const down = (event: PointerEvent) => {
    const target = event.currentTarget as HTMLElement;
    const inTop = event.clientY - target.getBoundingClientRect().top < 34;
    const reach = event.pointerType === "touch" ? 22 : 12;
    const distance = [window[0], window[1]].map((bin) => Math.abs(position(event) - x(bin)));
    const near = distance.findIndex((each) => each === Math.min(...distance) && each < reach);
    target.setPointerCapture(event.pointerId);
    if (inTop && near >= 0) target.dataset["grab"] = near === 0 ? "from" : "to";
    pointer(event);
  };
  const up = (event: PointerEvent) => delete (event.currentTarget as HTMLElement).dataset["grab"];
  const keys = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by !== 0 && event.shiftKey) setWindow(window[0], window[1] + by);
    else if (by !== 0 && event.altKey) setWindow(window[0] + by, window[1]);
    else if (by !== 0) setTime(now + by);
    else if (event.key === "Home") setTime(bins[0]);
    else if (event.key === "End") setTime(bins[1] - 1);
    else return;
    event.preventDefault();
  };
  return {
    class: "acting",
    role: "slider",
    tabindex: 0,
    "aria-label":
      "Time of day. Left and right move by one bin, Shift with them the window’s end, Alt with them its start",
    "aria-valuemin": bins[0],
    "aria-valuemax": bins[1] - 1,
    "aria-valuenow": now,
    "aria-valuetext": cursorText(now, held, asFiled),
    onpointerdown: down,
    onpointermove: pointer,
    onpointerup: up,
    onpointercancel: up,
    onkeydown: keys,
  };
}

/** The source of the marks. */
function table(held: Demand, asFiled: Demand, [from, to]: readonly [number, number]): Tree {
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  const capacity = (bin: number) =>
    Number.isFinite(held.capacity[bin] ?? NaN) ? count(held.capacity[bin] ?? 0) : "none";
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "The day as a table" },
    h(
      "table",
      { class: "plain" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...["Hour from, UTC", "held", "as filed", "capacity"].map((name, i) =>
            h("th", { scope: "col", class: i > 0 ? "number" : undefined }, name),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        ...rows.map((bin) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, clock(bin * held.binMinutes)),
            h("td", { class: "number" }, count(held.entries[bin] ?? 0)),
            h("td", { class: "number" }, count(asFiled.entries[bin] ?? 0)),
            h("td", { class: "number" }, capacity(bin)),
          ),
        ),
      ),
    ),
  );
}
