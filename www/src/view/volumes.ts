// The list of volumes, which is also the ripple table: the day in small, peak and capacity, overload, and its change by the rates.
import { h, type Child, type Tree } from "../dom";
import { spark } from "../chart/spark";
import { count } from "../format/number";
import { volumeName } from "../format/text";
import { clock } from "../format/time";
import { questionOf, type Day, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { chooseVolume, isStale } from "./centre";
import { button } from "./links";
import { chevron } from "./signs";
import type { VolumeRow, WhatIf } from "loadline";

/** One volume under the rates, or as filed while there is no answer. */
interface Row {
  volume: VolumeRow;
  entries: ArrayLike<number>;
  capacity: ArrayLike<number> | undefined;
  peak: number;
  capacityAtPeak: number;
  overload: number;
  /** Against as filed. */
  change: number;
}

const shared = new WeakMap<Day, readonly [number, number]>();
const orders = new WeakMap<Day, readonly VolumeRow[]>();

/** The hours any volume is used in: the sparklines' shared axis. */
function sharedBins(day: Day): readonly [number, number] {
  const known = shared.get(day);
  if (known !== undefined) return known;
  let [first, last] = [day.summary.bins, 0];
  for (const { hourly } of day.volumes) {
    const from = hourly.findIndex((entries) => entries > 0);
    if (from < 0) continue;
    first = Math.min(first, from);
    last = Math.max(last, hourly.findLastIndex((entries) => entries > 0) + 1);
  }
  const bins: readonly [number, number] = first < last ? [first, last] : [0, day.summary.bins];
  shared.set(day, bins);
  return bins;
}

/** The most overloaded first, as filed, so that no row jumps while a rate is dragged. */
export function byOverload(day: Day): readonly VolumeRow[] {
  const known = orders.get(day);
  if (known !== undefined) return known;
  const order = [...day.volumes].sort((a, b) => b.overload - a.overload || b.peakEntries - a.peakEntries);
  orders.set(day, order);
  return order;
}

function rowOf(day: Day, what: WhatIf | undefined, volume: VolumeRow): Row {
  const { index } = volume;
  if (what === undefined) {
    const { peakEntries: peak, capacityAtPeak, overload, hourly } = volume;
    return {
      volume,
      entries: hourly,
      capacity: day.days[index]?.capacity,
      peak,
      capacityAtPeak,
      overload,
      change: 0,
    };
  }
  const overload = what.overload[index] ?? 0;
  return {
    volume,
    entries: what.hourly.subarray(index * what.bins, (index + 1) * what.bins),
    capacity: what.capacity.subarray(index * what.bins, (index + 1) * what.bins),
    peak: what.peak[index] ?? 0,
    capacityAtPeak: what.capacityAtPeak[index] ?? 0,
    overload,
    change: overload - (what.overloadAsFiled[index] ?? 0),
  };
}

let last: { of: readonly unknown[]; tree: Tree } | undefined;

/** The whole list; the very tree of last time while nothing in it has changed. */
export function volumes(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { day, filter, volumesShown, volumesOpen, live } = snapshot;
  const question = questionOf(snapshot);
  if (day === undefined || question === undefined) return undefined;
  const of = [day, live.what, question.volume, filter, volumesShown, volumesOpen, isStale(snapshot), dispatch];
  if (last?.of.every((each, i) => each === of[i]) !== true)
    last = { of, tree: list(snapshot, dispatch, day, question) };
  return last.tree;
}

function list(snapshot: Snapshot, dispatch: Dispatch, day: Day, { volume: chosen }: { volume: number }): Tree {
  const { filter, volumesShown } = snapshot;
  const { what } = snapshot.live;
  const bins = sharedBins(day);
  const order = byOverload(day);
  const overload = (volume: VolumeRow) => what?.overload[volume.index] ?? volume.overload;
  const over = order.filter((volume) => overload(volume) > 0).length;
  const large = order.some((volume) => Math.max(volume.peakEntries, volume.capacityAtPeak) >= 100);
  const wanted = plain(filter.trim());
  const found = order.filter(({ id }) => plain(id).includes(wanted) || plain(volumeName(id)).includes(wanted));
  const shown = found.filter((volume, i) => i < volumesShown || volume.index === chosen);
  const more = found.length - shown.length;
  const hour = (bin: number) => clock(bin * day.summary.binMinutes).slice(0, 2);
  return h(
    "section",
    {
      class: `volumes${snapshot.volumesOpen ? " open" : ""}${large ? " large" : ""}`,
      "aria-labelledby": "volumes",
    },
    h(
      "div",
      { class: "heading" },
      h("h2", { id: "volumes" }, "Volumes"),
      h("span", { class: "quiet" }, `${count(over)} of ${count(day.volumes.length)} over capacity`),
    ),
    h("input", {
      type: "search",
      id: "filter",
      placeholder: "Filter",
      "aria-label": "Filter volumes",
      value: filter,
      oninput: (event: Event) =>
        dispatch({ type: "show", change: { filter: (event.target as HTMLInputElement).value } }),
    }),
    h(
      "div",
      { class: "columns", "aria-hidden": "true" },
      h("span", { class: "id" }, "code, levels"),
      h("span", { class: "hours" }, `${hour(bins[0])} to ${hour(bins[1])} UTC`),
      h("span", {}, "peak"),
      h("span", {}, "over"),
    ),
    found.length === 0
      ? h("p", { class: "quiet none-found" }, `No volume is called “${filter}”.`)
      : h(
          "ul",
          { class: isStale(snapshot) ? "stale" : undefined },
          ...shown.map((volume) =>
            line(rowOf(day, what, volume), { chosen: volume.index === chosen, bins, large, dispatch }),
          ),
        ),
    more > 0
      ? button(
          "text",
          () => dispatch({ type: "show", change: { volumesShown: volumesShown + 240 } }),
          {},
          `${count(more)} more`,
        )
      : undefined,
    h(
      "p",
      { class: "note" },
      `Over: flights above capacity, added up over the day; ↓ ↑ its change by the rates. Sparklines start at 40 % of capacity.${day.summary.capacitiesNote ? ` ${day.summary.capacitiesNote}` : ""}`,
    ),
  );
}

interface Drawing {
  chosen: boolean;
  bins: readonly [number, number];
  large: boolean;
  dispatch: Dispatch;
}

const lines = new WeakMap<VolumeRow, { row: Row; drawing: Drawing; tree: Tree }>();

/** One row; the very tree of last time where its volume is as it was, for rates at one volume leave most others alone. */
function line(row: Row, drawing: Drawing): Tree {
  const before = lines.get(row.volume);
  if (before !== undefined && sameDrawing(before.drawing, drawing) && sameRow(before.row, row)) return before.tree;
  const tree = drawLine(row, drawing);
  lines.set(row.volume, { row: keep(row), drawing, tree });
  return tree;
}

/** With counts of its own, so that no old answer is kept whole for the sake of one row. */
function keep(row: Row): Row {
  return { ...row, entries: Array.from(row.entries), capacity: row.capacity && Array.from(row.capacity) };
}

function sameDrawing(a: Drawing, b: Drawing): boolean {
  return a.chosen === b.chosen && a.bins === b.bins && a.large === b.large && a.dispatch === b.dispatch;
}

function sameRow(a: Row, b: Row): boolean {
  return (
    a.overload === b.overload &&
    a.peak === b.peak &&
    a.change === b.change &&
    equal(a.entries, b.entries) &&
    equal(a.capacity, b.capacity)
  );
}

function equal(a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

function drawLine(row: Row, { chosen, bins, large, dispatch }: Drawing): Tree {
  const { volume, overload, change } = row;
  const name = volumeName(volume.id);
  return h(
    "li",
    { key: volume.id },
    h(
      "button",
      {
        type: "button",
        class: "volume",
        "aria-current": chosen ? "true" : undefined,
        "aria-label": spokenRow(name, row),
        onclick: () => chooseVolume(dispatch, volume.id),
      },
      h("span", { class: "id" }, name),
      sparkOf(row, bins, large ? 44 : 58),
      h("span", { class: "peak" }, ...peak(row)),
      h("span", { class: overload > 0 ? "overload" : "overload none" }, count(overload)),
      h("span", { class: "change" }, changeText(change)),
    ),
  );
}

function sparkOf({ entries, capacity }: Row, bins: readonly [number, number], width: number): Tree {
  if (capacity === undefined) return h("span", {});
  return spark({ entries, capacity, bins }, { width, height: 22 });
}

/** ↓43, ↑6, or nothing. */
export function changeText(change: number): string {
  return change === 0 ? "" : `${change < 0 ? "↓" : "↑"}${count(Math.abs(change))}`;
}

function spokenRow(name: string, { peak, capacityAtPeak, overload, change }: Row): string {
  const changed = change === 0 ? "" : `, ${count(Math.abs(change))} ${change < 0 ? "less" : "more"} than as filed`;
  return `${name}, peak ${count(peak)}, capacity ${count(capacityAtPeak)}, over ${count(overload)}${changed}`;
}

/** As it is compared with the filter: letter size and kind of dash do not matter. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll("–", "-");
}

function peak({ peak, capacityAtPeak }: Row): Child[] {
  return [
    h("b", { class: peak > capacityAtPeak ? "above" : undefined }, count(peak)),
    h("span", { class: "quiet" }, `/${count(capacityAtPeak)}`),
  ];
}

/** Where there is no room beside the chart: the chosen volume as a button that opens the list. */
export function volumePicker(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { day, volumesOpen } = snapshot;
  const question = questionOf(snapshot);
  const volume = day?.volumes.find((each) => each.index === question?.volume);
  if (day === undefined || volume === undefined) return undefined;
  const row = rowOf(day, snapshot.live.what, volume);
  return button(
    "plain",
    () => dispatch({ type: "show", change: { volumesOpen: !volumesOpen } }),
    {
      class: "button plain picker",
      "aria-expanded": String(volumesOpen),
      "aria-label": `Volume ${volumeName(volume.id)}, change it`,
    },
    h("b", {}, volumeName(volume.id)),
    sparkOf(row, sharedBins(day), 88),
    h("span", { class: "peak" }, ...peak(row)),
    chevron(!volumesOpen),
  );
}
