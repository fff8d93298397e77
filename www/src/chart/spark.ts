// A volume's day in small: the hour from each bin, from 40 % to 128 % of its capacity, what stands above, and the heavy line.
import { scaleLinear } from "d3-scale";
import { h, type Tree } from "../dom";
import { at, type Box } from "./box";

export interface Spark {
  /** Flights in the hour from each bin. */
  entries: ArrayLike<number>;
  /** Flights an hour, for each bin. */
  capacity: ArrayLike<number>;
  bins: readonly [number, number];
}

export function spark({ entries, capacity, bins: [from, to] }: Spark, { width, height }: Box): Tree {
  const x = scaleLinear().domain([from, to]).range([0, width]);
  const y = scaleLinear().domain([0.4, 1.28]).range([height, 0]).clamp(true);
  const line = at(y(1));
  let area = "";
  let over = "";
  for (let bin = from; bin < to; bin++) {
    const share = shareOf(entries[bin], capacity[bin]);
    if (share <= 0.4) continue;
    const [left, right] = [at(x(bin)), at(x(bin + 1))];
    area += `M${left} ${height}V${Math.max(at(y(share)), line)}H${right}V${height}Z`;
    if (share > 1) over += `M${left} ${line}V${at(y(share))}H${right}V${line}Z`;
  }
  return h(
    "svg",
    { class: "spark", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    h("path", { class: "bar", d: area }),
    h("path", { class: "over", d: over }),
    h("path", { class: "line", d: `M0 ${line}H${width}` }),
  );
}

/** How much of its capacity is used; 0 where there is no capacity to speak of. */
export function shareOf(entries = 0, capacity = Infinity): number {
  if (entries === 0 || !Number.isFinite(capacity)) return 0;
  return entries / capacity;
}
