// All volumes at one time, by flight level: maps where there are outlines, with what a hand and a key can do on them, and their table.
import { h, type Attributes, type Tree } from "../dom";
import { isOver, levelsChart, loadText, stackOf, type LevelBand, type Load, type Placed } from "../chart/levels";
import { count } from "../format/number";
import { volumeName } from "../format/text";
import { clock } from "../format/time";
import { questionOf, type Day, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { cell, chooseVolume, isStale, shownBin } from "./centre";
import { button } from "./links";
import { sized } from "./sized";
import type { VolumeRow, WhatIf } from "loadline";

/** With more volumes than this, or more bands, one map is drawn, of the band that is chosen. */
const ON_MAPS = 60;
const STACKED = 6;
/** From this flight level up, a band has no end worth naming. */
const NO_END = 660;

interface Band extends LevelBand {
  volumes: readonly VolumeRow[];
}

const bands = new WeakMap<Day, readonly Band[]>();
const alone = new WeakMap<Band, readonly Band[]>();

/** The volumes that have outlines, by level band, the highest first; those without levels in a band of their own. */
export function bandsOf(day: Day): readonly Band[] {
  const found = bands.get(day);
  if (found !== undefined) return found;
  const groups = new Map<string, VolumeRow[]>();
  for (const volume of day.volumes) {
    if (!volume.outline.some((ring) => ring.length > 2)) continue;
    const name = bandName(volume);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [volume]);
    else group.push(volume);
  }
  const lower = ({ volumes }: Band) => volumes[0]?.lowerLevel ?? -1;
  const upper = ({ volumes }: Band) => volumes[0]?.upperLevel ?? -1;
  const sorted = [...groups]
    .map(([name, volumes]) => ({ name, volumes }))
    .sort((a, b) => lower(b) - lower(a) || upper(b) - upper(a));
  bands.set(day, sorted);
  return sorted;
}

/** 365–385, 385+, −245, or that there are no levels. */
export function bandName({ lowerLevel, upperLevel }: Pick<VolumeRow, "lowerLevel" | "upperLevel">): string {
  if (lowerLevel === undefined && upperLevel === undefined) return "all";
  if (upperLevel === undefined || upperLevel >= NO_END) return `${lowerLevel ?? 0}+`;
  return `${lowerLevel ?? 0}–${upperLevel}`;
}

/** A volume's name without its levels: the area. */
export function areaName(id: string): string {
  return id.replace(/[\s_]+\d+-\d+$/, "");
}

/** Absent where no volume has an outline, and until there is an answer. */
export function levels(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { day, live } = snapshot;
  const { what } = live;
  const chosen = questionOf(snapshot)?.volume;
  if (day === undefined || what === undefined || chosen === undefined) return undefined;
  const all = bandsOf(day);
  if (all.length === 0) return undefined;
  const bin = shownBin(snapshot, what);
  const load = (index: number): Load => ({
    entries: cell(what.hourly, what, index, bin),
    capacity: capacityAt(what, index, bin),
  });
  const stacked = all.length <= STACKED && all.reduce((sum, { volumes }) => sum + volumes.length, 0) <= ON_MAPS;
  const one = stacked ? undefined : chosenBand(snapshot, all, chosen);
  const shown = one === undefined ? all : only(one);
  const time = clock(bin * what.binMinutes);
  return h(
    "figure",
    { class: `levels-figure${isStale(snapshot) ? " stale" : ""}`, "aria-labelledby": "levels" },
    h("h2", { id: "levels" }, `All volumes at ${time}`),
    h("figcaption", {}, captionOf(snapshot, shown, load)),
    one === undefined ? undefined : bandList(all, one, load, dispatch),
    snapshot.tables
      ? table(shown, load, time)
      : sized("levels", 250, (width) => maps(snapshot, dispatch, { shown, load, stacked, chosen, width })),
  );
}

interface Drawn {
  shown: readonly Band[];
  load: (index: number) => Load;
  stacked: boolean;
  chosen: number;
  width: number;
}

function maps(snapshot: Snapshot, dispatch: Dispatch, { shown, load, stacked, chosen, width }: Drawn): Tree {
  const { day, pointed } = snapshot;
  const name = (index: number) => volumeName(idOf(day, index));
  return h(
    "div",
    acting(snapshot, dispatch, { placed: stackOf(shown, width).placed, chosen }),
    levelsChart(
      {
        bands: shown,
        load,
        chosen,
        pointed,
        name,
        area: stacked ? (index) => areaName(idOf(day, index)) : undefined,
      },
      { width },
    ),
  );
}

/** Pointer: points and chooses. Keys: ← → within a band, ↑ ↓ to the next, Enter chooses. */
function acting(
  snapshot: Snapshot,
  dispatch: Dispatch,
  { placed, chosen }: { placed: readonly Placed[]; chosen: number },
): Attributes {
  const { day } = snapshot;
  const known = (index: number | undefined) => placed.find((each) => each.index === index);
  const now = known(snapshot.pointed) ?? known(chosen) ?? placed[0];
  const point = (index: number | undefined) => {
    if (index !== snapshot.pointed) dispatch({ type: "show", change: { pointed: index } });
  };
  const under = (event: Event): number | undefined => {
    const shape = event.target instanceof Element ? event.target.closest("[data-volume]") : null;
    return shape === null ? undefined : Number(shape.getAttribute("data-volume"));
  };
  const choose = (index: number | undefined) => {
    if (index !== undefined && index !== chosen) chooseVolume(dispatch, idOf(day, index));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") choose(now?.index);
    else if (now !== undefined && event.key in STEPS) point(nextOf(placed, now, event.key).index);
    else return;
    event.preventDefault();
  };
  return {
    class: "levels-box",
    role: "listbox",
    tabindex: 0,
    "aria-label":
      "Volumes on the map. Left and right go from one to the next, up and down to another level band, Enter chooses",
    "aria-activedescendant": now === undefined ? undefined : `level-${now.index}`,
    onpointermove: (event: PointerEvent) => point(under(event)),
    onpointerleave: () => point(undefined),
    onclick: (event: Event) => choose(under(event)),
    onfocus: () => point(now?.index),
    onblur: () => point(undefined),
    onkeydown: keys,
  };
}

const STEPS: Record<string, { band: number; by: number }> = {
  ArrowLeft: { band: 0, by: -1 },
  ArrowRight: { band: 0, by: 1 },
  ArrowUp: { band: -1, by: 0 },
  ArrowDown: { band: 1, by: 0 },
};

/** Where a key leads: the neighbour in the band, or what lies nearest in the next band. */
export function nextOf(placed: readonly Placed[], from: Placed, key: string): Placed {
  const step = STEPS[key];
  if (step === undefined) return from;
  const row = placed
    .filter(({ band }) => band === from.band + step.band)
    .sort((a, b) => a.middle[0] - b.middle[0] || a.middle[1] - b.middle[1] || a.index - b.index);
  if (step.band === 0) return row[row.findIndex(({ index }) => index === from.index) + step.by] ?? from;
  const across = (each: Placed) => Math.abs(each.middle[0] - from.middle[0]);
  return (
    row.reduce(
      (best: Placed | undefined, each) => (best === undefined || across(each) < across(best) ? each : best),
      undefined,
    ) ?? from
  );
}

/** What is pointed at, else what stands above capacity, in one line. */
function captionOf(snapshot: Snapshot, shown: readonly Band[], load: (index: number) => Load): string {
  const { day, pointed } = snapshot;
  if (pointed !== undefined && day !== undefined)
    return `${volumeName(idOf(day, pointed))}: ${loadText(load(pointed))}`;
  const all = shown.flatMap(({ volumes }) => volumes);
  const over = all.filter(({ index }) => isOver(load(index))).length;
  return `${over === 0 ? "None" : count(over)} of ${count(all.length)} above capacity${over === 0 ? "" : ", outlined"}`;
}

function chosenBand(snapshot: Snapshot, all: readonly Band[], chosen: number): Band | undefined {
  const named = all.find(({ name }) => name === snapshot.band);
  return named ?? all.find(({ volumes }) => volumes.some(({ index }) => index === chosen)) ?? all[0];
}

/** The same list each time, so that what was placed for it is found again. */
function only(band: Band): readonly Band[] {
  const list = alone.get(band) ?? [band];
  alone.set(band, list);
  return list;
}

function bandList(all: readonly Band[], chosen: Band, load: (index: number) => Load, dispatch: Dispatch): Tree {
  return h(
    "ul",
    { class: "bands", "aria-label": "Level bands, the highest first" },
    ...all.map((band) => {
      const over = band.volumes.filter(({ index }) => isOver(load(index))).length;
      return h(
        "li",
        { key: band.name },
        button(
          "bare",
          () => dispatch({ type: "show", change: { band: band.name } }),
          { class: "button bare band-choice", "aria-current": band === chosen ? "true" : undefined },
          h("span", {}, band.name),
          h(
            "span",
            { class: "quiet" },
            over === 0 ? `${count(band.volumes.length)}` : `${count(over)} of ${count(band.volumes.length)} over`,
          ),
        ),
      );
    }),
  );
}

/** The source of the marks. */
function table(shown: readonly Band[], load: (index: number) => Load, time: string): Tree {
  const rows = shown.flatMap(({ name, volumes }) => volumes.map(({ id, index }) => ({ name, id, ...load(index) })));
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "All volumes as a table" },
    h(
      "table",
      { class: "plain level-table" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...["Levels", "Volume", `from ${time}`, "capacity"].map((name, i) =>
            h("th", { scope: "col", class: i > 1 ? "number" : undefined }, name),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        ...rows.map(({ name, id, entries, capacity }) =>
          h(
            "tr",
            { key: id },
            h("td", {}, name),
            h("th", { scope: "row" }, areaName(id)),
            h(
              "td",
              { class: "number" },
              entries > capacity ? h("b", { class: "above" }, count(entries)) : count(entries),
            ),
            h("td", { class: "number" }, Number.isFinite(capacity) ? count(capacity) : "none"),
          ),
        ),
      ),
    ),
  );
}

function capacityAt(what: WhatIf, index: number, bin: number): number {
  const capacity = cell(what.capacity, what, index, bin);
  return Number.isNaN(capacity) ? Infinity : capacity;
}

function idOf(day: Day | undefined, index: number): string {
  const row = day?.volumes[index];
  return (row?.index === index ? row : day?.volumes.find((each) => each.index === index))?.id ?? "";
}
