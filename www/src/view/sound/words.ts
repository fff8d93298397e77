// Seconds of the day as every part of the sound view prints them.
import type { Sound } from "../../store/sound";
import { timeOf } from "../../store/soundsaving";

/** 08:15–10:15. */
export function span(fromS: number, toS: number): string {
  return `${timeOf(fromS)}–${timeOf(toS)}`;
}

/** What is counted under the plan that is shown, in the library's words: flights entering in 60 min. */
export function countedIn({ answer, day }: Sound): string {
  return answer.played?.counted ?? day?.summary.counted ?? "";
}
