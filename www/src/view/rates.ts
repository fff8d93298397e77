// Hourly rates: for each flow a slider whose track carries the search, so that its trace, the control and the answer are one object.
import { h, type Child, type Tree } from "../dom";
import { categoriesOf, flowMark, flowName, OTHERS } from "../chart/flows";
import { positionOf, searchTrack } from "../chart/search";
import { count, counted, signedTenths, tenths } from "../format/number";
import { listed, sentenceCase, volumeName } from "../format/text";
import { clock } from "../format/time";
import { sideOf } from "../store/asking";
import { foundOf, modeOf, questionOf, ratesQuestionOf, unknownFlows, waitedMs, type Snapshot } from "../store/snapshot";
import { stopsOf } from "../store/stops";
import type { Dispatch } from "../store/store";
import { answerOf } from "./centre";
import { button, key } from "./links";
import { modeSwitch } from "./mode";
import { sized } from "./sized";
import type { RatesFound, WhatIf } from "loadline";

const HEIGHT = 48;
/** More flows than this scroll in a region of their own. */
const UNSCROLLED = 8;
/** Notes beyond these are folded. */
const NOTES = 3;

export function rates(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const what = answerOf(snapshot);
  const none = noFlows(snapshot, what);
  const found = foundOf(snapshot, modeOf(snapshot));
  return h(
    "section",
    { class: "rates-list", "aria-labelledby": "rates" },
    h(
      "div",
      { class: "heading" },
      h("h2", { id: "rates" }, "Hourly rates"),
      h("span", { class: "gap" }),
      button("plain", () => dispatch({ type: "found-rates" }), { disabled: found === undefined }, "Use found rates"),
      button("bare", () => dispatch({ type: "clear-rates" }), {}, "Clear"),
    ),
    none ?? h("p", { class: "sub" }, "Above each slider and beside each rate: the change in cost. Lower is better."),
    none === undefined ? modeSwitch(snapshot, dispatch) : undefined,
    searching(snapshot, dispatch),
    none === undefined && what !== undefined ? sliders(snapshot, dispatch, what) : undefined,
    notes(snapshot, none === undefined ? found : undefined),
  );
}

/** Why there is nothing to give a rate to. */
function noFlows(snapshot: Snapshot, what: WhatIf | undefined): Tree | undefined {
  const question = questionOf(snapshot);
  const { day } = snapshot;
  if (day === undefined || question === undefined) return undefined;
  const volume = volumeName(day.volumes.find((each) => each.index === question.volume)?.id ?? "");
  const [from, to] = question.windowBins.map((bin) => clock(bin * day.summary.binMinutes));
  if (day.summary.flowNames.length === 0)
    return state(
      "This scenario names no flows",
      "A rate is given to a flow, so there is nothing to regulate: every flight enters as filed. Name flows in the file, or choose another day.",
    );
  if (what !== undefined && what.entrants.every((entrants) => entrants === 0))
    return state(
      `No flight of a flow enters ${volume} from ${from ?? ""} to ${to ?? ""}`,
      "Every rate leaves this window as it is. Move the window’s ends in the chart, or choose another volume.",
    );
  return undefined;
}

function state(title: string, text: string): Tree {
  return h("div", { class: "state" }, h("h3", {}, title), h("p", {}, text));
}

/** A search that takes its time, or was ended by hand. */
function searching(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { askedAt, progress, cancelled, failure } = snapshot.live.search;
  if (failure !== undefined) return h("p", { class: "searching" }, `No rates were found: ${failure.message}.`);
  if (cancelled === true && foundOf(snapshot, modeOf(snapshot)) === undefined)
    return h(
      "p",
      { class: "searching" },
      h("span", {}, "The search was cancelled; rates can still be set by hand. "),
      button("plain", () => dispatch({ type: "search-again" }), { class: "button plain small" }, "Search again"),
    );
  if (askedAt === undefined || performance.now() - askedAt < 300) return undefined;
  const { tried = 0, atMost = 0 } = progress ?? {};
  const far = atMost === 0 ? "" : `: ${count(tried)} of at most ${count(atMost)} schedules`;
  return h(
    "div",
    { class: "searching", role: "group", "aria-label": "Search for rates" },
    h("span", {}, `Searching on the ${sideOf(snapshot)} side${far}.`),
    h("progress", { value: tried, max: Math.max(atMost, 1), "aria-label": "Schedules tried" }),
    button("plain", () => dispatch({ type: "cancel-search" }), { class: "button plain small" }, "Cancel ", key("c")),
  );
}

/** The flows with the most flights first, as the search visits them. */
function sliders(snapshot: Snapshot, dispatch: Dispatch, what: WhatIf): Tree {
  const mode = modeOf(snapshot);
  const same = what.mode === mode;
  const order = [...what.flow.keys()].sort((a, b) => (what.entrants[b] ?? 0) - (what.entrants[a] ?? 0) || a - b);
  const categories = categoriesOf(what);
  const found = snapshot.live.search[mode];
  const trace = found !== undefined && found.volume === what.volume ? found : undefined;
  const best = Math.min(0, ...(trace?.history ?? []).flatMap(({ deltaJ }) => [...deltaJ].filter(Number.isFinite)));
  const scrolled = order.length > UNSCROLLED;
  return h(
    "div",
    {
      class: `flows${scrolled ? " scrolled" : ""}${same && waitedMs(snapshot, "search") === undefined ? "" : " searched-for"}`,
      ...(scrolled ? { tabindex: 0, role: "region", "aria-label": `Rates of ${count(order.length)} flows` } : {}),
    },
    snapshot.tables && trace !== undefined
      ? table(trace)
      : h(
          "ul",
          {},
          ...order.map((i) => row(snapshot, dispatch, { what, i, category: categories[i] ?? OTHERS, trace, best })),
        ),
  );
}

interface Row {
  what: WhatIf;
  i: number;
  category: number;
  trace: RatesFound | undefined;
  best: number;
}

function row(snapshot: Snapshot, dispatch: Dispatch, { what, i, category, trace, best }: Row): Tree {
  const { day } = snapshot;
  const flow = what.flow[i] ?? "";
  const flights = what.flights[i] ?? 0;
  const stops = day === undefined ? [Infinity] : stopsOf(day, what.volumeIndex, what.mode);
  const rate = ratesQuestionOf(snapshot)?.rates?.[flow] ?? what.rate[i] ?? Infinity;
  const set = (next: number) => dispatch({ type: "rate", flow, rate: next });
  const history = trace?.history.find((each) => each.flow === flow);
  const deltaAt = (at: number): number | undefined => history?.deltaJ[history.rate.indexOf(at)];
  const found = trace?.rate[trace.flow.indexOf(flow)];
  const delta = deltaAt(rate);
  const id = `rate-${i}`;
  const name = flowName(flow);
  const change = history === undefined ? "" : delta === undefined ? "not tried" : signedTenths(delta);
  const said = Number.isFinite(rate) ? `${count(rate)} an hour` : "no limit";
  return h(
    "li",
    { class: "flow-rate", key: flow },
    h(
      "div",
      { class: "flow-head" },
      what.mode === "blanket" ? undefined : flowMark(category),
      h("label", { for: id, class: "flow-name", title: name }, name),
      h("span", { class: "quiet" }, counted(flights, "flight")),
      h("span", { class: "gap" }),
      h("span", { class: "quiet change" }, flights === 0 ? "" : change),
      field(name, rate, set),
    ),
    flights === 0
      ? undefined
      : h(
          "div",
          { class: "track" },
          sized(`track-${i}`, 280, (width) => searchTrack({ stops, deltaAt, found, best }, { width, height: HEIGHT })),
          slider(id, rate, stops, `${said}${change === "" ? "" : `, change in cost ${change}`}`, set),
        ),
  );
}

/** A slider over the stops: arrows go to the next one, PgUp and PgDn three further, End to no limit. */
export function slider(
  id: string,
  rate: number,
  stops: readonly number[],
  said: string,
  set: (rate: number) => void,
): Tree {
  const last = stops.length - 1;
  const now = positionOf(rate, stops);
  const stop = (position: number): void => set(stops[Math.min(Math.max(position, 0), last)] ?? Infinity);
  /** The next stop in a direction, also from between two. */
  const step = (by: number): void => stop(by > 0 ? Math.floor(now) + by : Math.ceil(now) + by);
  const keys = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      PageUp: 3,
      PageDown: -3,
    };
    const by = steps[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "End") set(Infinity);
    else if (event.key === "Home") stop(0);
    else if (by !== undefined) step(by);
    else return;
    event.preventDefault();
  };
  return h("input", {
    id,
    type: "range",
    min: 0,
    max: last,
    step: "any",
    value: String(now),
    "aria-valuetext": said,
    oninput: (event: Event) => stop(Math.round(Number((event.target as HTMLInputElement).value))),
    onkeydown: keys,
  });
}

/** Any whole rate, for those who type; empty is no limit. */
export function field(name: string, rate: number, set: (rate: number) => void): Tree {
  const limited = Number.isFinite(rate);
  const type = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    const typed = Number(value);
    if (value === "") set(Infinity);
    else if (Number.isInteger(typed) && typed > 0) set(typed);
  };
  return h(
    "span",
    { class: `rate-of${limited ? (rate > 99 ? " wide" : "") : " unlimited"}` },
    h("input", {
      type: "number",
      min: 1,
      max: 99_999,
      inputmode: "numeric",
      placeholder: "no limit",
      value: limited ? String(rate) : "",
      "aria-label": `${name}: flights an hour, empty for no limit`,
      oninput: type,
    }),
    limited ? h("b", { "aria-hidden": "true" }, " an hour") : undefined,
  );
}

/** The source of the marks: each rate tried, and its change in cost. */
function table({ grid, history, flow, rate }: RatesFound): Tree {
  const tried = [...grid].sort((a, b) => b - a);
  const cellOf = (each: RatesFound["history"][number], at: number): Child => {
    const delta = each.deltaJ[each.rate.indexOf(at)];
    const text = delta === undefined ? "–" : signedTenths(delta);
    return rate[flow.indexOf(each.flow)] === at ? h("b", {}, text) : text;
  };
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "The search as a table" },
    h(
      "table",
      { class: "plain" },
      h("caption", { class: "quiet" }, "Change in cost by rate an hour; the rate chosen is heavy."),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "Rate"),
          ...history.map((each) => h("th", { scope: "col", class: "number" }, flowName(each.flow))),
        ),
      ),
      h(
        "tbody",
        {},
        ...tried.map((at) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, Number.isFinite(at) ? count(at) : "no limit"),
            ...history.map((each) => h("td", { class: "number" }, cellOf(each, at))),
          ),
        ),
      ),
    ),
  );
}

/** What the search has to say, and the link; in a fold where it is a lot. */
function notes(snapshot: Snapshot, found: RatesFound | undefined): Tree | undefined {
  const unknown = unknownFlows(snapshot).map((flow) => `“${flow}”`);
  const named = unknown.length > 4 ? [...unknown.slice(0, 3), `${count(unknown.length - 3)} more`] : unknown;
  const texts = (found?.notes ?? []).map((text) => `${sentenceCase(text)}.`);
  const [flows, together] = [foundOf(snapshot, "perFlow"), foundOf(snapshot, "blanket")];
  if (flows !== undefined && together !== undefined && together.found.total < flows.found.total)
    texts.unshift("Here one rate for all together costs less than the rates that the search found flow by flow.");
  if (found !== undefined && found.deltaJ > 0)
    texts.unshift(`The rates found cost more than as filed, by ${tenths(found.deltaJ)}.`);
  if (unknown.length > 0)
    texts.unshift(`This link gives a rate to ${listed(named)}, which this scenario does not have; it was left out.`);
  if (texts.length === 0) return undefined;
  const shown = texts.length <= NOTES ? texts : texts.slice(0, NOTES - 1);
  const rest = texts.slice(shown.length);
  return h(
    "div",
    { class: "rate-notes note" },
    ...shown.map((text) => h("p", {}, text)),
    rest.length === 0
      ? undefined
      : h("details", {}, h("summary", {}, `${count(rest.length)} more notes`), ...rest.map((text) => h("p", {}, text))),
  );
}
