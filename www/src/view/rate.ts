// "Let through at most … an hour": a slider whose last stop is no limit, and a number field for those who type.
import { h, type Tree } from "../dom";
import { count } from "../format/number";
import type { Trial } from "../store/holding";
import { soundStops } from "../store/soundstops";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { field, slider } from "./rates";

/** Rates below this share of what is declared to fit hold flights for hours: they can be typed. */
const LEAST = 0.5;

export function rateControl({ sound }: Snapshot, dispatch: Dispatch, { volume, rate }: Trial): Tree | undefined {
  const { day } = sound;
  if (day === undefined) return undefined;
  const least = (day.volumes.find(({ id }) => id === volume)?.limitAtPeak ?? 0) * LEAST;
  const stops = soundStops(day, volume).filter((stop) => stop >= least);
  const set = (next: number): void => dispatch({ type: "address", change: { rate: next } });
  const said = Number.isFinite(rate) ? `${count(rate)} an hour` : "no limit";
  return h(
    "div",
    { class: "rate" },
    h("label", { for: "rate", class: "rate-label" }, "Let through at most"),
    h("div", { class: "slider" }, slider("rate", rate, stops, said, set)),
    h("span", { class: "rate-field" }, field("All flights", rate, set)),
  );
}
