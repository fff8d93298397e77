// The one thing to try on the overview: one rate for all flights through a volume.
import { h, type Tree } from "../dom";
import { volumeName } from "../format/text";
import { write } from "../store/address";
import { trialOf, type Trial } from "../store/holding";
import { linkOf } from "../store/soundlink";
import { waitedMs, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { rateControl } from "./rate";
import { dayOfVolume } from "./sound/day";
import { result, whatIsCounted } from "./sound/result";
import { planVerdict } from "./sound/verdict";
import { span } from "./sound/words";

export function tryIt(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { day, sound } = snapshot;
  if (day === undefined) return undefined;
  const trial = trialOf(snapshot);
  const { tried } = sound;
  const stale = waitedMs(snapshot, "trial") === undefined ? "" : " stale";
  return h(
    "section",
    { class: "try", "aria-labelledby": "try" },
    h("h2", { id: "try" }, "Try it: hold flights back. Who waits?"),
    sound.day === undefined || trial === undefined
      ? h("p", { class: "sub" }, nothing(snapshot))
      : h(
          "div",
          {},
          h(
            "p",
            { class: "sub" },
            `${volumeName(trial.volume)}, held ${span(...trial.period)} UTC. ${day.summary.title || day.summary.name}.`,
          ),
          dayOfVolume(snapshot, dispatch, tried, { name: "try", period: trial.period }),
          rateControl(snapshot, dispatch, trial),
          h(
            "p",
            { class: `result${stale}` },
            ...(tried.failure === undefined
              ? result(tried, trial.volume, false)
              : [`This rate has no answer: ${tried.failure.message}. `]),
            h("a", { href: hrefOf(snapshot, trial) }, "Open the day"),
          ),
          h("p", { class: "note" }, whatIsCounted(tried.played), " ", sound.day.summary.capacitiesNote ?? ""),
          planVerdict(tried, "live"),
        ),
  );
}

/** Why there is nothing to try. */
function nothing({ sound }: Snapshot): string {
  if (sound.failure !== undefined) return `This day has no answer: ${sound.failure.message}.`;
  return sound.day === undefined ? "" : "Nothing is above what is declared to fit, so there is nothing to hold back.";
}

/** The sound view with this rate. */
function hrefOf({ address, sound }: Snapshot, { plan }: Trial): string {
  const link = sound.day === undefined ? undefined : linkOf(sound.day, plan);
  const { model: _, volume: __, ...kept } = address;
  return `#${write({ ...kept, place: { page: "family", family: "flow" }, ...(link === undefined ? {} : { sound: link }) })}`;
}
