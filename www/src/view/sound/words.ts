// Seconds of the day as every part of the sound view prints them.
import { timeOf } from "../../store/soundsaving";

/** 08:15–10:15. */
export function span(fromS: number, toS: number): string {
  return `${timeOf(fromS)}–${timeOf(toS)}`;
}
