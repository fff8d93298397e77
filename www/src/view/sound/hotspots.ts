// Where there is more than is declared to fit, worst first; under the plan.
import { h, type Tree } from "../../dom";
import { count } from "../../format/number";
import { volumeName } from "../../format/text";
import { regulationOf, type Sound } from "../../store/sound";
import { soundVolume, type Snapshot } from "../../store/snapshot";
import { button } from "../links";
import type { Act } from "./view";
import { countedIn, span } from "./words";
import type { SoundHotspot } from "loadline";

/** The list ends here; the worst come first. */
const SHOWN = 40;

export function hotspots(snapshot: Snapshot, act: Act): Tree {
  const { sound } = snapshot;
  const { day } = sound;
  // As filed until the hand has rested once; the library's usual windows then are those of the chart's usual bars.
  const known = sound.hotspots ?? { stepS: 900, under: day?.hotspots ?? [], filed: day?.hotspots.length ?? 0 };
  const chosen = soundVolume(snapshot);
  const over = known.under.length - SHOWN;
  return h(
    "section",
    { class: "hotspots", "aria-labelledby": "hotspots" },
    h("h2", { id: "hotspots" }, "Hotspots"),
    h(
      "p",
      { class: "sub" },
      `${count(known.under.length)} under this plan, ${count(known.filed)} as filed. Excess of ${countedIn(sound)}, windows every ${count(known.stepS / 60)} min.`,
    ),
    known.under.length === 0 ? none(sound) : undefined,
    h("ul", {}, ...known.under.slice(0, SHOWN).map((each) => row(each, chosen, regulationOf(sound)?.volume, act))),
    over > 0 ? h("p", { class: "quiet" }, `${count(over)} smaller ones are not listed.`) : undefined,
  );
}

/** Why nothing is too much. */
function none({ day }: Sound): Tree {
  const undeclared = day?.summary.declared === 0;
  const [title, text] = undeclared
    ? [
        "No volume declares a capacity",
        "Nothing is known of how much is too much, so nothing is overloaded. Give the volumes of the file an entry capacity.",
      ]
    : ["Nothing is above what is declared to fit", "Lower a rate to see who would wait, or choose another day."];
  return h("div", { class: "state" }, h("h3", {}, title), h("p", {}, text));
}

function row(each: SoundHotspot, chosen: string | undefined, regulated: string | undefined, act: Act): Tree {
  return h(
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
        ` ${span(each.fromS, each.toS)} UTC, ${each.kind === "entry" ? "" : "occupancy, "}`,
      ),
      h("span", { class: "excess" }, `+${count(each.maxExcess)}`),
      h("span", { class: "quiet" }, ` (${count(each.count)} of ${count(each.limit)})`),
    ),
    each.kind === "entry" && regulated !== each.volume
      ? button(
          "text",
          () => act({ do: "regulate", volume: each.volume, period: [each.fromS, each.toS] }),
          { "aria-label": `Regulate ${volumeName(each.volume)}, ${span(each.fromS, each.toS)}` },
          "Regulate",
        )
      : undefined,
  );
}
