// Who waits under a plan: how long, as a histogram with its mark at 15 minutes.
import { BAR_MINUTES, histogram, MARK_MINUTES } from "../../chart/histogram";
import { h, type Tree } from "../../dom";
import { count } from "../../format/number";
import type { Snapshot } from "../../store/snapshot";
import { waitBars } from "../../store/soundwaits";
import { plainTable } from "../plaintable";
import { sized } from "../sized";
import { part } from "./result";

export function waits({ sound, tables }: Snapshot): Tree | undefined {
  const { played } = sound.answer;
  if (played === undefined) return undefined;
  const { delayed, over15 } = played.statistics;
  const bars = waitBars(played);
  const label = `${count(over15)} of ${count(delayed)} ${over15 === 1 ? "waits" : "wait"} more than ${MARK_MINUTES} min`;
  if (delayed === 0) return part("sound-waits", "Who waits", undefined, h("p", { class: "quiet" }, "Nobody waits."));
  return part(
    "sound-waits",
    "Who waits",
    "Flights by minutes of delay.",
    h(
      "figure",
      { class: "delays-figure" },
      tables
        ? plainTable(
            "Flights by minutes of delay",
            [{ title: "Minutes" }, { title: "Flights", number: true }],
            bars.map((flights, i) => ({
              cells: [`${i * BAR_MINUTES + 1} to ${(i + 1) * BAR_MINUTES}`, count(flights)],
            })),
          )
        : sized("sound-delays", 360, (width) =>
            h(
              "div",
              { role: "img", "aria-label": `Flights by minutes of delay: ${label}` },
              histogram({ counts: bars, label }, { width, height: 140 }),
            ),
          ),
      h("figcaption", { class: "spoken" }, `${label}.`),
    ),
  );
}
