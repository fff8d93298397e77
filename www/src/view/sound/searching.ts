// The search for rates: how far it is, or what it found and how to use it.
import { h, type Tree } from "../../dom";
import { count } from "../../format/number";
import { elapsed } from "../../format/time";
import { foundNow, regulationOf, type Sound } from "../../store/sound";
import { button, key } from "../links";
import type { Act } from "./view";
import { weighted } from "./result";
import { countedIn } from "./words";
import type { SoundFound } from "loadline";

export function searching(sound: Sound, act: Act): Tree {
  const { found, askedAt, cancelled, failure } = sound.search;
  if (askedAt !== undefined) return underWay(sound.search, act);
  const now = foundNow(sound);
  const older = now === undefined && found !== undefined && found.regulation === regulationOf(sound)?.id;
  return h(
    "div",
    { class: "searching" },
    failure === undefined ? undefined : h("span", {}, `No rates were found: ${failure.message}. `),
    cancelled === true ? h("span", {}, "The search was cancelled; rates can still be set by hand. ") : undefined,
    now === undefined ? undefined : h("span", {}, ...outcome(now, countedIn(sound))),
    older ? h("span", {}, "What was found is for the plan as it was before. ") : undefined,
    h(
      "div",
      { class: "buttons" },
      now !== undefined
        ? button("main", () => act({ do: "use-found" }), { class: "button main small" }, "Use found rates")
        : undefined,
      button(
        "plain",
        () => act({ do: "search" }),
        { class: "button plain small" },
        found !== undefined || cancelled === true ? "Search again" : "Search for rates",
      ),
    ),
  );
}

function underWay({ askedAt = 0, progress }: Sound["search"], act: Act): Tree {
  const { evaluated = 0, combinations = 0 } = progress ?? {};
  return h(
    "div",
    { class: "searching", role: "group", "aria-label": "Search for rates" },
    h(
      "span",
      {},
      `Searching, ${elapsed(performance.now() - askedAt)}: ${count(evaluated)} tried, ${count(combinations)} combinations of coarse rates.`,
    ),
    h("progress", {
      value: Math.min(evaluated, combinations),
      max: Math.max(combinations, 1),
      "aria-label": "Rates tried",
    }),
    button("plain", () => act({ do: "cancel" }), { class: "button plain small" }, "Cancel ", key("c")),
  );
}

/** What was found; that it is the best there is, only a bound can say. */
function outcome(
  { best, bestIsBlanket, flow, stepS, nothing, notes, side }: SoundFound,
  counted: string,
): (Tree | string)[] {
  const every = stepS === 60 ? "windows every minute" : `windows every ${count(stepS / 60)} min`;
  const rates = bestIsBlanket
    ? rateText("all together", best.rate[0])
    : flow.map((name, i) => rateText(name, best.rate[i])).join(", ");
  const j = best.j === nothing.j ? `J stays at ${weighted(best.j)}` : `J ${weighted(nothing.j)} to ${weighted(best.j)}`;
  return [`Found on the ${side} side: `, h("b", {}, rates), `. ${j}; ${counted}, ${every}. ${notes.join(" ")}`];
}

function rateText(flow: string, rate = Infinity): string {
  return `${flow} ${Number.isFinite(rate) ? count(rate) : "no limit"}`;
}
