// Times -> text. Three figures for durations, the clock in UTC with 24 hours.
import { count, three } from "./number";

/** A duration in nanoseconds in its best unit: 610 ns, 3.44 µs, 25.6 ms, 4.21 s. */
export function duration(ns: number): string {
  if (!Number.isFinite(ns)) return "—";
  if (ns < 999.5) return `${three(ns)} ns`;
  if (ns < 999.5e3) return `${three(ns / 1e3)} µs`;
  if (ns < 999.5e6) return `${three(ns / 1e6)} ms`;
  return `${three(ns / 1e9)} s`;
}

/** A date as it is written in file names, in words: 21 November 2026. */
export function dayOf(date: string): string {
  const moment = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return date;
  return moment.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** Minutes after midnight as a clock: 08:15. Whole days over are shown as they are: 24:00, 25:30. */
export function clock(minutes: number): string {
  const whole = Math.floor(minutes);
  return `${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
}

/** A moment in milliseconds since 1970 as its clock in UTC: 08:15. */
export function clockAt(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}

/** A moment in milliseconds since 1970 with its date and seconds: 2018-08-01T08:15:20Z. */
export function moment(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

/** Elapsed time while waiting: 0.8 s, 27 s. */
export function elapsed(ms: number): string {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** Minutes of delay: 11 min. */
export function minutes(value: number): string {
  return `${count(Math.round(value))} min`;
}

/** What a bin is called: a quarter, an hour, 5 minutes. */
export function binWord(length: number): string {
  return length === 15 ? "quarter" : length === 60 ? "hour" : `${length} minutes`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
