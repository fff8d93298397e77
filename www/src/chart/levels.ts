// The air by flight level: one tilted map a band, stacked with plumb lines. Fill is the share of capacity; above it, an outline and a number.
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import { at, type Box } from "./box";
import { shareOf } from "./spark";
import { ALONE, STACKED, tilted, type Outlined, type Plane, type Point, type Shape } from "./tilt";

export interface LevelBand {
  name: string;
  volumes: readonly Outlined[];
}

/** What one volume holds at the time shown. */
export interface Load {
  entries: number;
  capacity: number;
}

export interface Levels {
  /** The highest first. */
  bands: readonly LevelBand[];
  load: (index: number) => Load;
  chosen: number;
  /** Under the pointer or the keys. */
  pointed: number | undefined;
  name: (index: number) => string;
  /** What an area is called on the lowest map; nothing where there is no room for names. */
  area?: (index: number) => string;
}

/** Room for a band's name, which stands left of the plane's far edge. */
const NAME = 58;
const GAP = 20;
const TOP = 8;

/** A volume on the chart, for keys that go from one to the next. */
export interface Placed {
  index: number;
  band: number;
  middle: Point;
}

export interface Stack {
  planes: readonly Plane[];
  /** Where the planes begin. */
  left: number;
  height: number;
  placed: readonly Placed[];
}

const known = new WeakMap<readonly LevelBand[], { width: number; stack: Stack }>();

/** Where everything lies at a width; worked out once for each width. */
export function stackOf(bands: readonly LevelBand[], width: number): Stack {
  const before = known.get(bands);
  if (before?.width === width) return before.stack;
  const all = bands.flatMap(({ volumes }) => volumes);
  const [tilt, most] = bands.length > 1 ? [STACKED, Math.min(Math.max(width / 3, 120), 170)] : [ALONE, 420];
  const wide = tilted(all, tilt, width, most);
  const left = Math.max(0, NAME - (wide.corners[0]?.[0] ?? 0));
  const whole = left === 0 ? wide : tilted(all, tilt, Math.max(width - left, 40), most);
  let next = 0;
  const planes = bands.map(({ volumes }) => ({
    ...whole,
    shapes: whole.shapes.slice(next, (next += volumes.length)),
  }));
  const placed = planes.flatMap((plane, band) =>
    plane.shapes.map(({ index, middle: [x, y] }) => ({
      index,
      band,
      middle: [x + left, y + topOf(band, plane)] as const,
    })),
  );
  const stack = { planes, left, height: TOP + bands.length * (whole.height + GAP), placed };
  known.set(bands, { width, stack });
  return stack;
}

function topOf(band: number, { height }: Plane): number {
  return TOP + band * (height + GAP);
}

/** The maps; each volume is an option of the list box that the caller puts around them. */
export function levelsChart(what: Levels, { width }: Omit<Box, "height">): Tree {
  const { planes, left, height, placed } = stackOf(what.bands, width);
  const chosenBand = placed.find(({ index }) => index === what.chosen)?.band;
  return h(
    "svg",
    { class: "levels", width, height: Math.ceil(height), viewBox: `0 0 ${width} ${Math.ceil(height)}`, role: "none" },
    planes.length > 1 ? plumbLines(planes, left) : undefined,
    ...planes.map((plane, band) => map(what, plane, { band, left, chosen: band === chosenBand })),
    h("g", { class: "figures", "aria-hidden": "true" }, ...figures(what, placed, planes.length - 1)),
  );
}

function plumbLines(planes: readonly Plane[], left: number): Tree | undefined {
  const [first, last] = [planes[0], planes[planes.length - 1]];
  if (first === undefined || last === undefined) return undefined;
  const [from, to] = [topOf(0, first), topOf(planes.length - 1, last)];
  const line = ([x, y]: Point) => `M${at(x + left)} ${at(from + y)}V${at(to + y)}`;
  return h("path", { class: "plumb", d: first.corners.slice(2).map(line).join("") });
}

function map(
  what: Levels,
  plane: Plane,
  { band, left, chosen }: { band: number; left: number; chosen: boolean },
): Tree {
  const name = what.bands[band]?.name ?? "";
  const marked = (wanted: (index: number) => boolean, kind: string) =>
    plane.shapes.filter(({ index }) => wanted(index)).map(({ path }) => h("path", { class: kind, d: path }));
  return h(
    "g",
    { key: name, role: "group", "aria-label": name, transform: `translate(${at(left)} ${at(topOf(band, plane))})` },
    h("text", { class: chosen ? "band strong" : "band", x: -at(left), y: 10, "aria-hidden": "true" }, name),
    h("path", { class: "plane", d: `M${plane.corners.map(([x, y]) => `${at(x)} ${at(y)}`).join("L")}Z` }),
    ...plane.shapes.map((shape) => option(shape, what)),
    h(
      "g",
      { class: "outlines", "aria-hidden": "true" },
      ...marked((index) => isOver(what.load(index)), "over-line"),
      ...marked((index) => index === what.chosen, "chosen-line"),
      ...marked((index) => index === what.pointed, "pointed-line"),
    ),
  );
}

const options = new WeakMap<Shape, { load: Load; chosen: boolean; tree: Tree }>();

/** One volume; the very tree of last time where nothing about it has changed. */
function option(shape: Shape, { load: loadOf, chosen: chosenIndex, name }: Levels): Tree {
  const { index, path } = shape;
  const load = loadOf(index);
  const chosen = index === chosenIndex;
  const before = options.get(shape);
  if (before?.chosen === chosen && before.load.entries === load.entries && before.load.capacity === load.capacity)
    return before.tree;
  const tree = h("path", {
    id: `level-${index}`,
    "data-volume": index,
    role: "option",
    "aria-selected": chosen,
    "aria-label": `${name(index)}: ${loadText(load)}`,
    class: `volume-shape ${shade(load)}`,
    d: path,
  });
  options.set(shape, { load, chosen, tree });
  return tree;
}

/** `45 of 38`, or the count alone where there is no capacity. */
export function loadText({ entries, capacity }: Load): string {
  return Number.isFinite(capacity) ? `${count(entries)} of ${count(capacity)}` : count(entries);
}

/** Three greys below the capacity, and what is above it. */
export function shade(load: Load): "low" | "middle" | "high" | "above" {
  const share = shareOf(load.entries, load.capacity);
  if (isOver(load)) return "above";
  return share < 0.5 ? "low" : share < 0.8 ? "middle" : "high";
}

export function isOver({ entries, capacity }: Load): boolean {
  return Number.isFinite(capacity) && entries > capacity;
}

/** Count and capacity where over or chosen, then the areas' names; what would lie on another is left out. */
function figures(what: Levels, placed: readonly Placed[], lowest: number): Tree[] {
  const taken: { x: number; y: number; half: number }[] = [];
  const free = (x: number, y: number, half: number): boolean => {
    if (taken.some((other) => Math.abs(other.y - y) < 14 && Math.abs(other.x - x) < other.half + half)) return false;
    taken.push({ x, y, half });
    return true;
  };
  const over = placed
    .filter(({ index }) => index === what.chosen || isOver(what.load(index)))
    .map((each) => ({ ...each, load: what.load(each.index) }))
    .sort(
      (a, b) =>
        Number(b.index === what.chosen) - Number(a.index === what.chosen) ||
        b.load.entries - b.load.capacity - (a.load.entries - a.load.capacity),
    );
  const numbers = over.flatMap(({ index, load, middle: [x, y] }) => {
    const capacity = Number.isFinite(load.capacity) ? `/${count(load.capacity)}` : "";
    const entries = count(load.entries);
    const line = [y, y - 14, y + 14].find((each) => free(x, each, (entries.length + capacity.length) * 3.4));
    if (line === undefined) return [];
    return [
      h(
        "text",
        {
          key: `n${index}`,
          class: `figure${isOver(load) ? " above" : ""}`,
          x: at(x),
          y: at(line + 4),
          "text-anchor": "middle",
        },
        h("tspan", { class: "count" }, entries),
        h("tspan", {}, capacity),
      ),
    ];
  });
  const { area } = what;
  const names =
    area === undefined
      ? []
      : placed
          .filter(({ band }) => band === lowest)
          .flatMap(({ index, middle: [x, y] }) => {
            const name = area(index);
            const line = [y, y + 14, y - 14].find((each) => free(x, each, name.length * 3.8));
            if (line === undefined) return [];
            return [
              h("text", { key: `a${index}`, class: "halo", x: at(x), y: at(line + 4), "text-anchor": "middle" }, name),
            ];
          });
  return [...numbers, ...names];
}
