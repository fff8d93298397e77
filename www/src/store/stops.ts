// The rates that a slider stops at, and that the search tries: those that differ, as whole flights are let through in each bin.
import type { Mode } from "loadline";
import { rateStep, type Day } from "./snapshot";

/** Limits on a slider, beside no limit: fewer where there is a slider for each flow. */
const MOST: Record<Mode, number> = { perFlow: 11, blanket: 18 };

/** What one flow gets at most: so many steps at least, and so many times its equal share of the capacity. */
const STEPS = 10;
const SHARES = 3;

/**
 * From the lowest limit up, no limit last. All together get from half of the volume's capacity to twice, for a flight that stays
 * longer than a bin asks once for each.
 */
export function stopsOf(day: Day, volume: number, mode: Mode): number[] {
  const row = day.volumes.find((each) => each.index === volume);
  const step = rateStep(day);
  const capacity = row?.capacityAtPeak ?? 0;
  const flows = Math.max(1, day.summary.flowNames.length);
  const oneFlow = Math.max(STEPS * step, (SHARES * capacity) / flows);
  const [least, most] =
    mode === "perFlow" ? [0, oneFlow] : [capacity / 2, Math.max(2 * capacity, row?.peakEntries ?? 0)];
  const last = Math.max(Math.ceil(most / step), 2);
  const first = Math.max(1, Math.floor(least / step));
  const stride = Math.max(1, Math.ceil((last - first + 1) / MOST[mode]));
  const limits: number[] = [];
  for (let at = mode === "perFlow" ? stride : first; at < last + stride; at += stride) limits.push(at * step);
  return [...limits, Infinity];
}
