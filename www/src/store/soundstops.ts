// The rates that a slider of the sound view stops at, and those of them at which the search's track has a mark.
import type { SoundDay } from "./sound";

/** A slider has about so many stops, every whole rate where the volume is small; */
const STOPS = 60;
/** it goes so far beyond what is declared to fit. */
const BEYOND = 1.5;
/** Marks on a track, beside the one of the rate found. */
const MARKS = 16;

/** From the lowest rate up, no limit last. */
export function soundStops(day: SoundDay, volume: string): number[] {
  const row = day.volumes.find(({ id }) => id === volume);
  const most = Math.max(STOPS, Math.ceil((row?.limitAtPeak ?? row?.peak ?? 0) * BEYOND));
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => each * STOPS >= most) ?? 1000;
  return [...Array.from({ length: Math.ceil(most / step) }, (_, i) => (i + 1) * step), Infinity];
}

/** Some of the stops, with a rate that must be among them. */
export function tracked(stops: readonly number[], rate: number): number[] {
  const every = Math.ceil((stops.length - 1) / MARKS);
  const marks = stops.filter((stop, i) => Number.isFinite(stop) && (i + 1) % every === 0);
  return [...new Set(Number.isFinite(rate) && rate > 0 ? [...marks, rate] : marks)].sort((a, b) => a - b);
}
