// The rates that a slider stops at, and that the search tries: those that differ, as whole flights are let through in each bin.
import type { Mode } from "loadline";
import { rateStep, type Day } from "./snapshot";

/** Limits on a slider, beside no limit. */
const MOST = 11;

/** From the lowest limit up, no limit last. One flow gets up to the volume's capacity; all together from half of it to over the peak. */
export function stopsOf(day: Day, volume: number, mode: Mode): number[] {
  const row = day.volumes.find((each) => each.index === volume);
  const step = rateStep(day);
  const capacity = row?.capacityAtPeak ?? 0;
  const most = mode === "perFlow" ? capacity : Math.max(capacity, row?.peakEntries ?? 0) * 1.1;
  const last = Math.max(Math.ceil(most / step), 2);
  const first = mode === "perFlow" ? 1 : Math.max(1, Math.floor(capacity / 2 / step));
  const stride = Math.max(1, Math.ceil((last - first + 1) / MOST));
  const limits: number[] = [];
  for (let at = mode === "perFlow" ? stride : first; at < last + stride; at += stride) limits.push(at * step);
  return [...limits, Infinity];
}
