// A volume's day in small: the sliding hour from 40 % to 128 % of its capacity, overload above the line.
import { scaleLinear } from "d3-scale";
import type { Demand } from "loadline";
import { h, type Tree } from "../dom";
import { at, type Box } from "./box";

export function spark(
  { demand, bins }: { demand: Demand; bins: readonly [number, number] },
  { width, height }: Box,
): Tree {
  const [from, to] = bins;
  const x = scaleLinear().domain([from, to]).range([0, width]);
  const y = scaleLinear().domain([0.4, 1.28]).range([height, 0]).clamp(true);
  const line = y(1);
  let area = "";
  let over = "";
  for (let bin = from; bin < to; bin++) {
    const share = shareOfCapacity(demand, bin);
    if (share === undefined || share <= 0.4) continue;
    const [left, right] = [at(x(bin)), at(x(bin + 1))];
    area += `M${left} ${height}V${at(Math.max(y(share), line))}H${right}V${height}Z`;
    if (share > 1) over += `M${left} ${line}V${at(y(share))}H${right}V${line}Z`;
  }
  return h(
    "svg",
    { class: "spark", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    h("path", { class: "bar", d: area }),
    h("path", { class: "over", d: over }),
    h("path", { class: "line", d: `M0 ${at(line)}H${width}` }),
  );
}

function shareOfCapacity(demand: Demand, bin: number): number | undefined {
  const entries = demand.entries[bin];
  const capacity = demand.capacity[bin];
  if (entries === undefined || capacity === undefined || !Number.isFinite(capacity)) return undefined;
  return entries === 0 ? 0 : entries / capacity;
}
