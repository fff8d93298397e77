// The what-if view of a day of traffic under the sound model: what is too much, rates, and what they do to everybody.
import { h, type Child, type Tree } from "../../dom";
import { volumeName } from "../../format/text";
import { regulationOf, type SoundAct } from "../../store/sound";
import { soundVolume, waitedMs, type Snapshot, type Tab } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { familyQuestion, familyTitle } from "../words";
import { parts } from "../parts";
import { dayOfVolume } from "./day";
import { hotspots } from "./hotspots";
import { bounds, costs, result, whatIsCounted } from "./result";
import { rateSliders } from "./rates";
import { plans, semantics } from "./plans";
import { effects, operators, slots, statistics } from "./tables";
import { planVerdict } from "./verdict";
import { waits } from "./waits";

export type Act = (act: SoundAct) => void;

/** What stands under the chart of a narrow screen. */
const TABS: readonly (readonly [Tab, string])[] = [
  ["rates", "Rates"],
  ["waits", "Who waits"],
  ["volumes", "Volumes"],
  ["plans", "Plans"],
];

export function soundView(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { sound } = snapshot;
  const { day, failure } = sound;
  const act: Act = (each) => dispatch({ type: "sound", act: each });
  if (day === undefined)
    return h(
      "main",
      { id: "main", tabindex: -1, class: "page sound" },
      h("h1", {}, `${familyTitle("flow")}: ${familyQuestion(snapshot, "flow")}`),
      failure === undefined ? undefined : h("p", {}, `This day has no answer: ${failure.message}.`),
    );
  const tab = TABS.some(([name]) => name === snapshot.tab) ? snapshot.tab : "rates";
  return h(
    "main",
    {
      id: "main",
      tabindex: -1,
      class: `page sound tab-${tab}${waitedMs(snapshot, "answer") === undefined ? "" : " stale"}`,
    },
    h("h1", {}, volumeName(soundVolume(snapshot) ?? "")),
    h(
      "div",
      { class: "sound-columns" },
      hotspots(snapshot, act),
      centre(snapshot, dispatch),
      parts(snapshot, dispatch, TABS),
      rateSliders(snapshot, act),
    ),
    h(
      "div",
      { class: "sound-answers" },
      costs(sound),
      bounds(sound, act),
      waits(snapshot),
      statistics(sound),
      operators(sound),
      effects(sound, act),
      slots(sound, act),
      plans(snapshot, dispatch, act),
      semantics(sound, act),
    ),
  );
}

/** The chart of one volume, and what the plan does in a sentence. */
function centre(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { sound } = snapshot;
  const { answer } = sound;
  const volume = soundVolume(snapshot);
  const regulation = answer.played?.regulations.find((each) => each.volume === answer.counts?.volume);
  return h(
    "div",
    { class: "sound-centre" },
    dayOfVolume(snapshot, dispatch, answer, { name: "sound-day", period: regulation?.periodS, acts: true }),
    h("p", { class: "result" }, ...result(answer, regulationOf(sound)?.volume ?? volume)),
    h("p", { class: "note counted" }, whatIsCounted(answer.played)),
    answer.failure === undefined
      ? undefined
      : h(
          "div",
          { class: "state", role: "alert" },
          h("h3", {}, "This plan has no answer"),
          h("p", {}, `${answer.failure.message}. What is shown is the answer before it.`),
        ),
    planVerdict(answer, "live bar"),
    notes(snapshot),
  );
}

/** Whose capacities these are, and what the file said that this model reads otherwise. */
function notes({ sound }: Snapshot): Tree | undefined {
  const { summary } = sound.day ?? {};
  if (summary === undefined) return undefined;
  const lost = summary.semantics === "published" ? summary.losses : [];
  const said: Child[] = (sound.answer.played?.notes ?? []).map((note) => h("p", {}, note));
  return h(
    "div",
    { class: "note" },
    summary.capacitiesNote === undefined ? undefined : h("p", {}, summary.capacitiesNote),
    ...said,
    lost.length === 0
      ? undefined
      : h(
          "details",
          {},
          h("summary", {}, "This file is written for the published model; what its conversion leaves out"),
          h("ul", {}, ...lost.map(({ what, count: n }) => h("li", {}, `${what} (${n}).`))),
        ),
  );
}
