// The flights that wait under a plan, each once, as the histogram and the slot list draw them.
import type { PlanPlayed } from "loadline";

const BAR_MIN = 5;
const counted = new WeakMap<PlanPlayed, number[]>();
const ordered = new WeakMap<PlanPlayed, number[]>();

/** How many marks stand in each bar: 1 to 5 minutes, 6 to 10, and so on. A flight in two regulations has two turns and one delay. */
export function waitBars(played: PlanPlayed): number[] {
  const known = counted.get(played);
  if (known !== undefined) return known;
  const { flight, delayMin, fixed } = played.slots;
  const seen = new Set<number>();
  const bars: number[] = [];
  for (const [i, each] of flight.entries()) {
    const minutes = delayMin[i] ?? 0;
    if (minutes <= 0 || fixed[i] === 1 || seen.has(each)) continue;
    seen.add(each);
    const bar = Math.ceil(minutes / BAR_MIN) - 1;
    while (bars.length <= bar) bars.push(0);
    bars[bar] = (bars[bar] ?? 0) + 1;
  }
  counted.set(played, bars);
  return bars;
}

/** The turns of flights that are delayed or fixed, in the order of the list. */
export function waitingTurns(played: PlanPlayed): number[] {
  const known = ordered.get(played);
  if (known !== undefined) return known;
  const { flight, delayMin, fixed } = played.slots;
  const turns = [...flight.keys()].filter((i) => (delayMin[i] ?? 0) > 0 || fixed[i] === 1);
  ordered.set(played, turns);
  return turns;
}
