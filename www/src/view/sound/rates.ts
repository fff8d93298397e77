// The regulations of the plan, and one slider for each flow of the one that is shown; the search's result stands beside.
import { h, type Tree } from "../../dom";
import { count, counted } from "../../format/number";
import { volumeName } from "../../format/text";
import { elapsed } from "../../format/time";
import { isTogether, regulationOf, type Sound } from "../../store/sound";
import type { Snapshot } from "../../store/snapshot";
import { button, key } from "../links";
import type { Act } from "./view";
import { weighted } from "./result";
import { span } from "./words";
import type { SoundFlow } from "loadline";

/** The fastest rate that a slider reaches; the stop after it is no limit. */
const FASTEST = 60;

export function rateSliders({ sound }: Snapshot, act: Act): Tree {
  const regulation = regulationOf(sound);
  const regulations = sound.plan?.regulations ?? [];
  const played = sound.play?.played.regulations.find(({ id }) => id === regulation?.id);
  return h(
    "section",
    { class: "sound-rates", "aria-labelledby": "sound-rates" },
    h("h2", { id: "sound-rates" }, "Hourly rates"),
    regulations.length < 2
      ? undefined
      : h(
          "label",
          { class: "regulation" },
          "Regulation ",
          h(
            "select",
            {
              value: String(sound.at),
              onchange: (event: Event) =>
                act({ do: "regulation", at: Number((event.target as HTMLSelectElement).value) }),
            },
            ...regulations.map(({ id, volume, period }, i) =>
              h("option", { value: String(i) }, `${id}: ${volumeName(volume)}, ${span(...period)}`),
            ),
          ),
        ),
    ...(regulation === undefined
      ? [
          h(
            "p",
            { class: "state" },
            "Nothing is regulated: every flight enters as filed. Choose a hotspot to regulate.",
          ),
        ]
      : [
          h(
            "p",
            { class: "sub" },
            `${volumeName(regulation.volume)}, ${span(...(played?.periodS ?? regulation.period))} UTC. Turns by the estimated time over.`,
          ),
          together(sound, act),
          h(
            "ul",
            {},
            ...regulation.flows.map((flow) => row(flow, played?.flows.find(({ id }) => id === flow.id)?.captured, act)),
          ),
          h(
            "div",
            { class: "buttons" },
            button("plain", () => act({ do: "clear" }), { class: "button plain small" }, "No limits"),
            button("plain", () => act({ do: "remove" }), { class: "button plain small" }, "Remove it"),
          ),
          h(
            "label",
            { class: "extend" },
            h("input", {
              type: "checkbox",
              checked: sound.plan?.extend === true,
              onchange: (event: Event) => act({ do: "extend", on: (event.target as HTMLInputElement).checked }),
            }),
            ` Extend until the queue is gone (${counted(played?.queue ?? 0, "flight")} delivered after its end)`,
          ),
          searching(sound, act),
        ]),
  );
}

function together(sound: Sound, act: Act): Tree | undefined {
  const regulation = regulationOf(sound);
  if (regulation === undefined) return undefined;
  const on = isTogether(regulation);
  if (on && sound.flows[regulation.id] === undefined) return undefined;
  const choice = (name: string, value: boolean): Tree =>
    h(
      "label",
      { class: on === value ? "chosen" : undefined },
      h("input", {
        type: "radio",
        name: "together",
        checked: on === value,
        onchange: () => act({ do: "together", on: value }),
      }),
      h("span", {}, name),
    );
  return h(
    "fieldset",
    { class: "switch modes" },
    h("legend", { class: "spoken" }, "How rates are given"),
    choice("per flow", false),
    choice("all together", true),
  );
}

function row(flow: SoundFlow, captured: number | undefined, act: Act): Tree {
  const held = typeof flow.rate === "number" && Number.isFinite(flow.rate) ? flow.rate : undefined;
  const id = `sound-rate-${flow.id}`;
  const changing = flow.rates !== undefined;
  const said = changing ? "changing rates" : held === undefined ? "no limit" : `${count(held)} an hour`;
  const set = (value: number): void => act({ do: "rate", flow: flow.id, rate: value > FASTEST ? Infinity : value });
  return h(
    "li",
    { class: "sound-flow", key: flow.id },
    h(
      "div",
      { class: "flow-head" },
      h("label", { for: id, class: "flow-name", title: flow.id }, flow.id),
      h("span", { class: "quiet" }, captured === undefined ? "" : counted(captured, "flight")),
      h("span", { class: "gap" }),
      h("b", {}, said),
    ),
    h("input", {
      id,
      type: "range",
      min: 0,
      max: FASTEST + 1,
      step: 1,
      value: String(Math.min(held ?? FASTEST + 1, FASTEST + 1)),
      "aria-valuetext": said,
      oninput: (event: Event) => set(Number((event.target as HTMLInputElement).value)),
    }),
  );
}

/** The search: how far it is, or what it found. */
function searching(sound: Sound, act: Act): Tree {
  const { found, askedAt, progress, cancelled, failure } = sound.search;
  const again = (title: string): Tree =>
    button("plain", () => act({ do: "search" }), { class: "button plain small" }, title);
  if (askedAt !== undefined) {
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
  const here = found !== undefined && found.regulation === regulationOf(sound)?.id;
  return h(
    "div",
    { class: "searching" },
    failure === undefined ? undefined : h("span", {}, `No rates were found: ${failure.message}.`),
    cancelled === true ? h("span", {}, "The search was cancelled.") : undefined,
    here
      ? h(
          "span",
          {},
          `Found, windows every ${count(found.stepS / 60)} min: `,
          h(
            "b",
            {},
            found.bestIsBlanket
              ? rateText("all together", found.best.rate[0])
              : found.flow.map((flow, i) => rateText(flow, found.best.rate[i])).join(", "),
          ),
          `. J ${weighted(found.nothing.j)} to ${weighted(found.best.j)}. ${found.notes.join(" ")}`,
        )
      : undefined,
    here
      ? button("main", () => act({ do: "use-found" }), { class: "button main small" }, "Use found rates")
      : undefined,
    again(here ? "Search again" : "Search for rates"),
  );
}

function rateText(flow: string, rate = Infinity): string {
  return `${flow} ${Number.isFinite(rate) ? count(rate) : "no limit"}`;
}
