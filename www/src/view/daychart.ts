// The day chart with what a hand and a key can do on it, and its table.
import { h, type Tree } from "../dom";
import { busyBins, dayChart, dayScale, type Layer } from "../chart/day";
import { categoriesOf, OTHERS } from "../chart/flows";
import { clock } from "../format/time";
import { questionOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { answerOf, isStale } from "./centre";
import { byFlow, dayHeading } from "./dayheading";
import { cursorText, dayTable, figureText, type Shown } from "./daytext";
import { button } from "./links";
import { sized } from "./sized";
import type { Demand, VolumeRow, WhatIf } from "loadline";

export { dayHeading };

const DAY_MS = 86_400_000;

/** What is held now, or the day as filed while there is no answer yet. */
function shownDay(snapshot: Snapshot, volume: number): Shown | undefined {
  const what = answerOf(snapshot);
  const { quantity } = snapshot;
  if (what !== undefined) return { ...what[quantity], quantity, what };
  const row = snapshot.day?.volumes.find((each) => each.index === volume);
  const asFiled = snapshot.day?.days[volume] ?? filedDay(snapshot, row);
  return asFiled === undefined ? undefined : { held: asFiled, asFiled, quantity: "entries" };
}

/** A volume whose day was not sent with the scenario, while its own answer is awaited: its capacity stands in the last one. */
function filedDay({ live: { what } }: Snapshot, row: VolumeRow | undefined): Demand | undefined {
  if (what === undefined || row === undefined) return undefined;
  const { bins, binMinutes } = what;
  return {
    volume: row.id,
    binMinutes,
    startMinute: Float64Array.from({ length: bins }, (_, bin) => bin * binMinutes),
    entries: row.hourly,
    capacity: what.capacity.subarray(row.index * bins, (row.index + 1) * bins),
    overload: row.overload,
    peak: row.peakEntries,
    peakBin: row.peakBin,
  };
}

/** The flows' rows, the five first, and those of the others on top. */
function layersOf(what: WhatIf): Layer[] {
  const categories = categoriesOf(what);
  const rows = Array.from({ length: what.byFlow.length / what.bins }, (_, row) => ({
    category: categories[row] ?? OTHERS,
    values: what.byFlow.subarray(row * what.bins, (row + 1) * what.bins),
  }));
  return rows.sort((a, b) => a.category - b.category);
}

/** In which bins the lit flight was filed and is held to. */
function litQuarters(snapshot: Snapshot): { from: number; to: number } | undefined {
  const what = answerOf(snapshot);
  const flight = snapshot.lit === undefined || what === undefined ? -1 : what.flight.indexOf(snapshot.lit);
  const [filed, heldTo] = [what?.entryMs[flight], what?.heldToMs[flight]];
  if (what === undefined || filed === undefined || heldTo === undefined) return undefined;
  const length = what.binMinutes * 60_000;
  const from = Math.floor((filed % DAY_MS) / length);
  return { from, to: from + Math.floor(((filed % length) + heldTo - filed) / length) };
}

export function dayFigure(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const question = questionOf(snapshot);
  const shown = question === undefined ? undefined : shownDay(snapshot, question.volume);
  if (question === undefined || shown === undefined) return undefined;
  const { held, asFiled } = shown;
  const bins = busyBins(asFiled);
  const window = question.windowBins;
  const windowText = `${clock(window[0] * asFiled.binMinutes)}–${clock(window[1] * asFiled.binMinutes)}`;
  const cursor = snapshot.address.time;
  const flows = byFlow(snapshot) ? shown.what : undefined;
  const layers = flows === undefined ? undefined : layersOf(flows);
  const lit = litQuarters(snapshot);
  const caption = figureText(shown, windowText);
  const chart = (width: number): Tree =>
    h(
      "div",
      interactive(dispatch, { width, bins, window, cursor, shown }),
      dayChart(
        {
          held,
          asFiled,
          bins,
          window,
          windowLabel: `window ${windowText}`,
          hint: "drag the ends",
          cursor,
          layers,
          lit,
        },
        { width, height: Math.min(Math.max(width * 0.42, 220), 440) },
      ),
    );
  return h(
    "figure",
    { class: `day-figure${isStale(snapshot) ? " stale" : ""}` },
    snapshot.tables ? dayTable(shown, bins, flows) : sized("day", 560, chart),
    h("figcaption", {}, cursor !== undefined ? cursorText(cursor, shown, flows) : caption),
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

interface Acting {
  width: number;
  bins: readonly [number, number];
  window: readonly [number, number];
  cursor: number | undefined;
  shown: Shown;
}

/** Pointer: the cursor follows, and near the top the window's ends are dragged. Keys: ← →, with Shift the end, with Alt the start. */
function interactive(
  dispatch: Dispatch,
  { width, bins, window, cursor, shown }: Acting,
): Record<string, unknown> & Tree["attributes"] {
  const { held } = shown;
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
    "aria-valuetext": cursorText(now, shown),
    onpointerdown: down,
    onpointermove: pointer,
    onpointerup: up,
    onpointercancel: up,
    onkeydown: keys,
  };
}
