// Outlines on a tilted plane: Mercator, then one affine transform, so that planes can be stacked and height be height.
import { geoMercatorRaw } from "d3-geo";
import { at } from "./box";

export type Point = readonly [number, number];
export type Ring = readonly Point[];

/** How far the far edge leans to the right, and how flat the plane lies, for each pixel of depth. */
const LEAN = 0.42;
const FLAT = 0.46;
/** Points nearer to the last one than this many pixels are left out. */
const FINE = 0.4;
/** Mercator ends before the poles. */
const HIGHEST = 85;

export interface Outlined {
  index: number;
  outline: readonly Ring[];
}

/** One volume on its plane, from the plane's top left corner. */
export interface Shape {
  index: number;
  path: string;
  /** Where its figures stand. */
  middle: Point;
}

export interface Plane {
  width: number;
  height: number;
  /** The plane's own corners: far left, far right, near right, near left. */
  corners: readonly Point[];
  shapes: readonly Shape[];
}

/** Places all outlines on one plane `width` wide, at most `most` high. */
export function tilted(volumes: readonly Outlined[], width: number, most: number): Plane {
  const middle = volumes[0]?.outline[0]?.[0]?.[0] ?? 0;
  const flat = volumes.map(({ index, outline }) => ({
    index,
    rings: outline.map((ring) => ring.map(mercator(middle))),
  }));
  const box = bounds(flat.flatMap(({ rings }) => rings.flat()));
  const wide = Math.max(box.right - box.left, 1e-9);
  const deep = Math.max(box.bottom - box.top, 1e-9);
  const scale = Math.min(width / (wide + LEAN * deep), most / (FLAT * deep));
  const place = ([x, y]: Point): Point => {
    const [across, down] = [(x - box.left) * scale, (y - box.top) * scale];
    return [across + LEAN * (deep * scale - down), FLAT * down];
  };
  const corner = (x: number, y: number) => place([x, y]);
  return {
    width: (wide + LEAN * deep) * scale,
    height: FLAT * deep * scale,
    corners: [
      corner(box.left, box.top),
      corner(box.right, box.top),
      corner(box.right, box.bottom),
      corner(box.left, box.bottom),
    ],
    shapes: flat.map(({ index, rings }) => {
      const placed = rings.map((ring) => ring.map(place));
      return { index, path: placed.map(ringPath).join(""), middle: middleOf(placed) };
    }),
  };
}

/** Degrees to the flat map, counted from one meridian so that no outline is torn where east meets west. */
function mercator(from: number): (point: Point) => Point {
  return ([longitude, latitude]) => {
    const turned = ((((longitude - from + 180) % 360) + 360) % 360) - 180;
    const bounded = Math.min(Math.max(latitude, -HIGHEST), HIGHEST);
    const [x, y] = geoMercatorRaw((turned * Math.PI) / 180, (bounded * Math.PI) / 180);
    return [x, -y];
  };
}

function bounds(points: readonly Point[]): { left: number; right: number; top: number; bottom: number } {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return points.length === 0 ? { left: 0, right: 1, top: 0, bottom: 1 } : { left, right, top, bottom };
}

function ringPath(ring: readonly Point[]): string {
  let path = "";
  let last: Point | undefined;
  for (const point of ring) {
    if (last !== undefined && Math.hypot(point[0] - last[0], point[1] - last[1]) < FINE) continue;
    path += `${last === undefined ? "M" : "L"}${at(point[0])} ${at(point[1])}`;
    last = point;
  }
  return path === "" ? "" : `${path}Z`;
}

/** The centre of the largest ring's area; of its points where it has none. */
export function middleOf(rings: readonly (readonly Point[])[]): Point {
  let best: { area: number; middle: Point } = { area: -1, middle: [0, 0] };
  for (const ring of rings) {
    const found = centre(ring);
    if (found.area > best.area) best = found;
  }
  return best.middle;
}

function centre(ring: readonly Point[]): { area: number; middle: Point } {
  let [twice, x, y] = [0, 0, 0];
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay];
    const cross = ax * by - bx * ay;
    twice += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  });
  if (Math.abs(twice) > 1e-9) return { area: Math.abs(twice) / 2, middle: [x / (3 * twice), y / (3 * twice)] };
  const box = bounds(ring);
  return { area: 0, middle: [(box.left + box.right) / 2, (box.top + box.bottom) / 2] };
}
