// Outlines on a tilted plane: Mercator, then one affine transform, so that planes can be stacked and height be height.
import { geoMercatorRaw } from "d3-geo";
import { at } from "./box";

export type Point = readonly [number, number];
export type Ring = readonly Point[];

/** How a plane lies: how far its far edge leans to the right, and how much of its depth is seen, for each pixel of depth. */
export interface Tilt {
  lean: number;
  seen: number;
}
/** One of several planes, stacked. */
export const STACKED: Tilt = { lean: 0.26, seen: 0.42 };
/** One plane alone, which may lie more open. */
export const ALONE: Tilt = { lean: 0.18, seen: 0.72 };
/** How far the plane reaches beyond the volumes' middles, as a share of its size. */
const MARGIN = 0.16;
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

/** Places all outlines on one plane `width` wide, at most `most` high. What lies far beyond every volume's middle is cut off. */
export function tilted(volumes: readonly Outlined[], { lean, seen }: Tilt, width: number, most: number): Plane {
  const from = volumes[0]?.outline[0]?.[0]?.[0] ?? 0;
  const whole = volumes.map(({ index, outline }) => ({
    index,
    rings: outline.map((ring) => ring.map(mercator(from))),
  }));
  const box = framed(whole.map(({ rings }) => rings));
  const flat = whole.map(({ index, rings }) => ({ index, rings: rings.map((ring) => cut(ring, box)) }));
  const wide = Math.max(box.right - box.left, 1e-9);
  const deep = Math.max(box.bottom - box.top, 1e-9);
  const scale = Math.min(width / (wide + lean * deep), most / (seen * deep));
  const place = ([x, y]: Point): Point => {
    const [across, down] = [(x - box.left) * scale, (y - box.top) * scale];
    return [across + lean * (deep * scale - down), seen * down];
  };
  const corner = (x: number, y: number) => place([x, y]);
  return {
    width: (wide + lean * deep) * scale,
    height: seen * deep * scale,
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

interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Holds the middle of every volume with a margin, and nothing beyond the outlines. */
function framed(volumes: readonly (readonly (readonly Point[])[])[]): Frame {
  const whole = bounds(volumes.flat(2));
  const { left, right, top, bottom } = bounds(volumes.map(middleOf));
  const across = Math.max(MARGIN * (right - left), (whole.right - whole.left) / 8);
  const down = Math.max(MARGIN * (bottom - top), (whole.bottom - whole.top) / 8);
  return {
    left: Math.max(whole.left, left - across),
    right: Math.min(whole.right, right + across),
    top: Math.max(whole.top, top - down),
    bottom: Math.min(whole.bottom, bottom + down),
  };
}

/** The part of a ring inside the frame: one side of the frame after the other. */
function cut(ring: readonly Point[], { left, right, top, bottom }: Frame): readonly Point[] {
  const sides: readonly [axis: 0 | 1, at: number, sign: 1 | -1][] = [
    [0, left, 1],
    [0, right, -1],
    [1, top, 1],
    [1, bottom, -1],
  ];
  return sides.reduce<readonly Point[]>((points, [axis, limit, sign]) => {
    const inside = (point: Point) => sign * (point[axis] - limit) >= 0;
    return points.flatMap((point, i) => {
      const before = points[(i + points.length - 1) % points.length] ?? point;
      const kept = inside(point) ? [point] : [];
      if (inside(before) === inside(point)) return kept;
      const share = (limit - before[axis]) / (point[axis] - before[axis]);
      const other = before[1 - axis]! + share * (point[1 - axis]! - before[1 - axis]!);
      const crossing: Point = axis === 0 ? [limit, other] : [other, limit];
      return [crossing, ...kept];
    });
  }, ring);
}

function bounds(points: readonly Point[]): Frame {
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
