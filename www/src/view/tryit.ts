// The one thing to try on the overview.
import { h, type Tree } from "../dom";
import { volumeName } from "../format/text";
import { binWord } from "../format/time";
import { questionOf, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { liveVerdict, resultSentence } from "./answer";
import { dayFigure } from "./daychart";
import { link } from "./links";
import { rateControl } from "./rate";

export { binWord };

export function tryIt(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const question = questionOf(snapshot);
  const { day } = snapshot;
  if (question === undefined || day === undefined) return undefined;
  const volume = day.volumes.find((each) => each.index === question.volume);
  const title = day.summary.title || day.summary.name;
  return h(
    "section",
    { class: "try", "aria-labelledby": "try" },
    h("h2", { id: "try" }, "Try it: hold flights back. Who waits?"),
    h(
      "p",
      { class: "sub" },
      `${volumeName(volume?.id ?? "")}, ${title}. Flights entering in the hour from each ${binWord(day.summary.binMinutes)}, UTC.`,
    ),
    dayFigure(snapshot, dispatch, {
      name: "try",
      height: (width) => Math.min(Math.max(width * 0.58, 220), 320),
      acts: false,
    }),
    rateControl(snapshot, dispatch),
    h(
      "p",
      { class: "result" },
      ...resultSentence(snapshot),
      " ",
      link(snapshot, { page: "family", family: day.summary.kind }, "Open the day"),
    ),
    liveVerdict(snapshot),
  );
}
