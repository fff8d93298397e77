// The regulations of the plan, and for each flow of the one that is shown a slider whose track carries the search.
import { searchTrack } from "../../chart/search";
import { h, type Child, type Tree } from "../../dom";
import { count, counted, signedTenths } from "../../format/number";
import { volumeName } from "../../format/text";
import { foundFor, foundNow, isTogether, ownRates, regulationOf, type Sound, type SoundTrack } from "../../store/sound";
import { soundStops } from "../../store/soundstops";
import type { Snapshot } from "../../store/snapshot";
import { button } from "../links";
import { field, slider } from "../rates";
import { sized } from "../sized";
import type { Act } from "./view";
import { weighted, WINDOWS } from "./result";
import { searching } from "./searching";
import { countedIn, span } from "./words";
import type { SoundFlow, SoundRegulation } from "loadline";

const HEIGHT = 48;
/** More flows than this scroll in a region of their own. */
const UNSCROLLED = 8;

export function rateSliders({ sound }: Snapshot, act: Act): Tree {
  const regulation = regulationOf(sound);
  return h(
    "section",
    { class: "sound-rates", "aria-labelledby": "sound-rates" },
    h("h2", { id: "sound-rates" }, "Hourly rates"),
    regulations(sound, act),
    ...(regulation === undefined ? [unregulated(sound)] : regulated(sound, regulation, act)),
  );
}

function unregulated({ day }: Sound): Tree {
  const where = (day?.hotspots.length ?? 0) > 0 ? "Choose a hotspot to regulate." : "There is no hotspot to regulate.";
  return h(
    "div",
    { class: "state" },
    h("h3", {}, "Nothing is regulated"),
    h("p", {}, `Every flight enters as filed. ${where}`),
  );
}

function regulations({ plan, at }: Sound, act: Act): Tree | undefined {
  const all = plan?.regulations ?? [];
  if (all.length < 2) return undefined;
  return h(
    "label",
    { class: "regulation" },
    "Regulation ",
    h(
      "select",
      {
        value: String(at),
        onchange: (event: Event) => act({ do: "regulation", at: Number((event.target as HTMLSelectElement).value) }),
      },
      ...all.map(({ id, volume, period }, i) =>
        h("option", { value: String(i) }, `${id}: ${volumeName(volume)}, ${span(period[0], period[1])}`),
      ),
    ),
  );
}

function regulated(sound: Sound, regulation: SoundRegulation, act: Act): Child[] {
  const played = sound.answer.played?.regulations.find(({ id }) => id === regulation.id);
  const [from, to] = played?.periodS ?? regulation.period;
  const captured = (flow: SoundFlow): number | undefined => played?.flows.find(({ id }) => id === flow.id)?.captured;
  const nobody = played !== undefined && played.flows.every((flow) => flow.captured === 0);
  return [
    h(
      "p",
      { class: "sub" },
      `${volumeName(regulation.volume)}, ${span(from, to)} UTC. Turns by the estimated time over.`,
    ),
    nobody
      ? h(
          "div",
          { class: "state" },
          h("h3", {}, "This regulation captures nobody"),
          h("p", {}, "No flight that it asks for enters the volume in its period, so that no rate holds anyone."),
        )
      : undefined,
    together(sound, regulation, act),
    flows(sound, regulation, captured, act),
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
  ];
}

/** How rates are given, each way with J of what was found. */
function together(sound: Sound, regulation: SoundRegulation, act: Act): Tree | undefined {
  const on = isTogether(regulation);
  if (on && sound.flows[regulation.id] === undefined) return undefined;
  const found = foundNow(sound);
  const choice = (name: string, value: boolean, j: number | undefined): Tree =>
    h(
      "label",
      { class: on === value ? "chosen" : undefined },
      h("input", {
        type: "radio",
        name: "together",
        checked: on === value,
        onchange: () => act({ do: "together", on: value }),
      }),
      h("span", {}, j === undefined ? name : `${name}, J ${weighted(j)}`),
    );
  return h(
    "fieldset",
    { class: "switch modes" },
    h("legend", { class: "spoken" }, "How rates are given; J is that of the rates found"),
    choice("per flow", false, found === undefined ? undefined : ownRates(found).j),
    choice("all together", true, found?.blanket.best.j),
  );
}

function flows(
  sound: Sound,
  regulation: SoundRegulation,
  captured: (flow: SoundFlow) => number | undefined,
  act: Act,
): Tree {
  const scrolled = regulation.flows.length > UNSCROLLED;
  const marks = marksOf(sound, regulation);
  return h(
    "div",
    {
      class: `flows${scrolled ? " scrolled" : ""}${sound.search.askedAt === undefined ? "" : " searched-for"}`,
      ...(scrolled
        ? { tabindex: 0, role: "region", "aria-label": `Rates of ${count(regulation.flows.length)} flows` }
        : {}),
    },
    marks === undefined
      ? undefined
      : h(
          "p",
          { class: "sub" },
          `Above each slider: the change in J at some rates, the other flows as found; ${countedIn(sound)}, ${WINDOWS}.`,
        ),
    h(
      "ul",
      {},
      ...regulation.flows.map((flow, i) => row({ sound, regulation, flow, i, captured: captured(flow), marks, act })),
    ),
  );
}

/** What the search says of the regulation that is shown, on one scale for all flows. */
interface Marks {
  tracks: readonly SoundTrack[];
  /** The rates found, in the order of the flows. */
  found: ArrayLike<number>;
  /** J of no regulation, from which changes are counted. */
  nothing: number;
  /** The foot of the scale. */
  best: number;
}

function marksOf({ search, ...sound }: Sound, regulation: SoundRegulation): Marks | undefined {
  const found = foundFor({ ...sound, search }, regulation);
  if (found === undefined || search.found === undefined) return undefined;
  const tracks = (isTogether(regulation) ? search.together : search.tracks) ?? [];
  const nothing = search.found.nothing.j;
  const changes = tracks.flatMap(({ j }) => j.filter(Number.isFinite).map((each) => each - nothing));
  return { tracks, found: found.rate, nothing, best: Math.min(0, found.j - nothing, ...changes) };
}

interface Row {
  sound: Sound;
  regulation: SoundRegulation;
  flow: SoundFlow;
  i: number;
  captured: number | undefined;
  marks: Marks | undefined;
  act: Act;
}

function row({ sound, regulation, flow, i, captured, marks, act }: Row): Tree {
  const stops = sound.day === undefined ? [Infinity] : soundStops(sound.day, regulation.volume);
  const rate = typeof flow.rate === "number" ? flow.rate : Infinity;
  const changing = flow.rates !== undefined;
  const said = changing ? "changing rates" : Number.isFinite(rate) ? `${count(rate)} an hour` : "no limit";
  const track = marks?.tracks.find((each) => each.flow === flow.id);
  const deltaAt = (at: number): number | undefined => {
    const j = track?.j[track.rate.indexOf(at)];
    return j === undefined || marks === undefined || !Number.isFinite(j) ? undefined : j - marks.nothing;
  };
  const delta = changing ? undefined : deltaAt(rate);
  const change = delta === undefined ? "" : signedTenths(delta / 60);
  const set = (value: number): void => act({ do: "rate", flow: flow.id, rate: value });
  const id = `sound-rate-${i}`;
  const name = isTogether(regulation) ? "all flights" : flow.id;
  return h(
    "li",
    { class: "flow-rate sound-flow", key: flow.id },
    h(
      "div",
      { class: "flow-head" },
      h("label", { for: id, class: "flow-name", title: name }, name),
      h("span", { class: "quiet" }, captured === undefined ? "" : counted(captured, "flight")),
      h("span", { class: "gap" }),
      h("span", { class: "quiet change" }, change),
      changing ? h("b", {}, said) : field(name, rate, set),
    ),
    h(
      "div",
      { class: "track" },
      sized(`sound-track-${i}`, 280, (width) =>
        searchTrack(
          { stops, deltaAt, found: marks?.found[i], best: marks?.best ?? 0, sparse: true },
          { width, height: HEIGHT },
        ),
      ),
      slider(id, rate, stops, change === "" ? said : `${said}, change in J ${change}`, set),
    ),
  );
}
