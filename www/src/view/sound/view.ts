// The what-if view of a day of traffic under the sound model: what is too much, rates, and what they do to everybody.
import { h, type Child, type Tree } from "../../dom";
import { count } from "../../format/number";
import { volumeName } from "../../format/text";
import { regulationOf, volumeOf, type SoundAct } from "../../store/sound";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { familyQuestion, familyTitle } from "../words";
import { button } from "../links";
import { dayOfVolume } from "./day";
import { bounds, costs, result } from "./result";
import { rateSliders } from "./rates";
import { effects, operators, plans, semantics, slots, statistics } from "./tables";
import { span } from "./words";

export type Act = (act: SoundAct) => void;

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
  const stale = sound.askedAt === undefined ? "" : " stale";
  return h(
    "main",
    { id: "main", tabindex: -1, class: "page sound" },
    h("h1", {}, volumeName(volumeOf(sound) ?? "")),
    h(
      "div",
      { class: "sound-columns" },
      hotspots(snapshot, act),
      h(
        "div",
        { class: "sound-centre" },
        dayOfVolume(snapshot, dispatch, act),
        h("p", { class: "result" }, ...result(sound)),
        failure === undefined ? undefined : h("p", { class: "state" }, `This plan has no answer: ${failure.message}.`),
        notes(snapshot),
      ),
      rateSliders(snapshot, act),
    ),
    h(
      "div",
      { class: `sound-answers${stale}` },
      costs(sound),
      bounds(sound, act),
      statistics(sound),
      operators(sound),
      effects(sound, act),
      slots(sound, act),
      plans(snapshot, act),
      semantics(sound, act),
    ),
  );
}

/** Where there is more than is declared to fit, worst first; under the plan. */
function hotspots({ sound }: Snapshot, act: Act): Tree {
  const { day, play } = sound;
  const found = play?.hotspots ?? day?.hotspots ?? [];
  const chosen = volumeOf(sound);
  const regulated = regulationOf(sound);
  return h(
    "section",
    { class: "hotspots", "aria-labelledby": "hotspots" },
    h("h2", { id: "hotspots" }, "Hotspots"),
    h(
      "p",
      { class: "sub" },
      `${count(found.length)} under this plan, ${count(day?.hotspots.length ?? 0)} as filed. Excess of ${day?.summary.counted ?? ""}.`,
    ),
    found.length === 0 ? h("p", { class: "quiet" }, "Nothing is above what is declared to fit.") : undefined,
    h(
      "ul",
      {},
      ...found.slice(0, 40).map((each) =>
        h(
          "li",
          { class: "hotspot" },
          h(
            "button",
            {
              type: "button",
              class: "entry",
              "aria-current": each.volume === chosen ? "true" : undefined,
              onclick: () => act({ do: "look", volume: each.volume }),
            },
            h("b", {}, volumeName(each.volume)),
            h(
              "span",
              { class: "quiet" },
              ` ${span(each.fromS, each.toS)} UTC, ${each.kind === "entry" ? "" : `occupancy, `}`,
            ),
            h("span", { class: "excess" }, `+${count(each.maxExcess)}`),
            h("span", { class: "quiet" }, ` (${count(each.count)} of ${count(each.limit)})`),
          ),
          each.kind === "entry" && regulated?.volume !== each.volume
            ? button(
                "text",
                () => act({ do: "regulate", volume: each.volume, period: [each.fromS, each.toS] }),
                { "aria-label": `Regulate ${volumeName(each.volume)}, ${span(each.fromS, each.toS)}` },
                "Regulate",
              )
            : undefined,
        ),
      ),
    ),
  );
}

/** Whose capacities these are, and what the file said that this model reads otherwise. */
function notes({ sound }: Snapshot): Tree | undefined {
  const { summary } = sound.day ?? {};
  if (summary === undefined) return undefined;
  const lost = summary.semantics === "published" ? summary.losses : [];
  const said: Child[] = (sound.play?.played.notes ?? []).map((note) => h("p", {}, note));
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
          h("ul", {}, ...lost.map(({ what, count: n }) => h("li", {}, `${what} (${count(n)}).`))),
        ),
  );
}
