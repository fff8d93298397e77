// A plan as a part of the address: only names, times, rates and choices. Flows whose filter is the scenario's own are named alone.
import type { SoundAnalysis, SoundFilter, SoundFlow, SoundPlan, SoundRegulation, SoundWeights } from "loadline";
import { firstPlan, isTogether, type SoundDay } from "./sound";

/** What stands for a plan without a regulation. */
const NONE = "none";
/** A plan that takes more than this is no part of an address: it can be saved. */
const LONGEST = 12_000;

/** The parts of an address, name and value. */
export type Parts = [name: string, value: string][];

/** A plan as a link carries it: filters that the scenario has are left out. Undefined where the day begins with this plan. */
export function linkOf(day: SoundDay, plan: SoundPlan): SoundPlan | undefined {
  const link = shortened(day, plan);
  return JSON.stringify(link) === JSON.stringify(shortened(day, firstPlan(day))) ? undefined : link;
}

/** The plan that a link means on this day; what the day does not have is left out. */
export function planOf(day: SoundDay, link: SoundPlan | undefined): SoundPlan {
  const first = firstPlan(day);
  if (link === undefined) return first;
  const volumes = new Set(day.volumes.map(({ id }) => id));
  const flights = new Set(day.flights.flight);
  const { extend, analysis, weights } = link;
  return {
    ...(first.version === undefined ? {} : { version: first.version }),
    regulations: (link.regulations ?? [])
      .filter(({ volume }) => volumes.has(volume))
      .map((each) => ({ ...each, flows: each.flows.map((flow) => filtered(day, each.id, flow)) })),
    exempt: (link.exempt ?? []).filter((flight) => flights.has(flight)),
    frozen: (link.frozen ?? []).filter(([flight]) => flights.has(flight)),
    ...(extend === undefined ? {} : { extend }),
    analysis: { ...first.analysis, ...analysis },
    weights: { ...first.weights, ...weights },
  };
}

/** Whether a plan is short enough for an address. */
export function fitsAddress(link: SoundPlan): boolean {
  return textOf(link).reduce((length, [, value]) => length + value.length, 0) <= LONGEST;
}

/** The scenario's own flows of regulations that are held to one rate for all, so that they can be held flow by flow. */
export function ownFlows(day: SoundDay, plan: SoundPlan): Record<string, SoundFlow[]> {
  const searched = day.summary.searchPlan?.regulations ?? [];
  const together = (plan.regulations ?? []).filter(isTogether);
  return Object.fromEntries(
    together.flatMap(({ id, volume }) => {
      const own = searched.find((each) => each.id === id && each.volume === volume);
      return own === undefined || isTogether(own) ? [] : [[id, own.flows]];
    }),
  );
}

function shortened(day: SoundDay, plan: SoundPlan): SoundPlan {
  const first = firstPlan(day);
  const { regulations = [], exempt = [], frozen = [], extend = false } = plan;
  return {
    regulations: regulations.map((each) => ({
      id: each.id,
      volume: each.volume,
      period: each.period,
      flows: each.flows.map((flow) => shortFlow(day, each.id, flow)),
      ...(each.recoveryRate === undefined ? {} : { recoveryRate: each.recoveryRate }),
    })),
    ...(exempt.length === 0 ? {} : { exempt }),
    ...(frozen.length === 0 ? {} : { frozen }),
    ...(extend ? { extend } : {}),
    ...changed("analysis", plan.analysis, first.analysis),
    ...changed("weights", plan.weights, first.weights),
  };
}

/** The entries that differ from those the day begins with. */
function changed<K extends "analysis" | "weights">(
  name: K,
  now: SoundPlan[K] = {},
  first: SoundPlan[K] = {},
): Pick<SoundPlan, K> | Record<string, never> {
  const was = new Map(Object.entries(first));
  const differing = Object.entries(now).filter(([key, value]) => value !== was.get(key));
  return differing.length === 0 ? {} : ({ [name]: Object.fromEntries(differing) } as Pick<SoundPlan, K>);
}

function shortFlow(day: SoundDay, regulation: string, flow: SoundFlow): SoundFlow {
  const own = JSON.stringify(knownFilter(day, regulation, flow.id) ?? {});
  const filter = flow.filter ?? {};
  const { id, rate, rates } = flow;
  return {
    id,
    ...(rates === undefined ? { rate: typeof rate === "number" && Number.isFinite(rate) ? rate : null } : { rates }),
    ...(JSON.stringify(filter) === own ? {} : { filter }),
  };
}

/** A flow with the filter that is meant; everybody needs none. */
function filtered(day: SoundDay, regulation: string, { filter, ...flow }: SoundFlow): SoundFlow {
  const meant = filter ?? knownFilter(day, regulation, flow.id);
  return meant === undefined || Object.keys(meant).length === 0 ? flow : { ...flow, filter: meant };
}

/** The filter that a flow of this name has in the scenario. */
function knownFilter({ summary }: SoundDay, regulation: string, flow: string): SoundFilter | undefined {
  const plans = [summary.searchPlan, summary.plan].flatMap((plan) => plan?.regulations ?? []);
  return plans.filter(({ id }) => id === regulation).flatMap(({ flows }) => flows.filter(({ id }) => id === flow))[0]
    ?.filter;
}

const COUNTED: readonly (keyof SoundAnalysis)[] = ["windowS", "stepS", "count", "occStepS", "occDurationS"];
const WEIGHED: readonly (keyof SoundWeights)[] = [
  "target",
  "ripple",
  "context",
  "occPeak",
  "occSustain",
  "delay",
  "late",
  "lateAfterMin",
  "touched",
  "smooth",
  "spill",
];

/** A link's plan as parts of an address: `reg=LSAS~LSAS 365-385~25200-68400~France:17,Italy:-`. */
export function textOf({ regulations = [], exempt, frozen, extend, analysis, weights }: SoundPlan): Parts {
  const figures = (named: object): string =>
    Object.entries(named)
      .map(([name, value]) => `${name}:${String(value)}`)
      .join(",");
  return [
    ...(regulations.length === 0 ? [NONE] : regulations.map(regulationText)).map((text): [string, string] => [
      "reg",
      text,
    ]),
    ...(exempt === undefined ? [] : [["ex", exempt.map(escaped).join(",")]]),
    ...(frozen === undefined ? [] : [["fz", frozen.map(([flight, late]) => `${escaped(flight)}:${late}`).join(",")]]),
    ...(extend === true ? [["ext", "1"]] : []),
    ...(analysis === undefined ? [] : [["an", figures(analysis)]]),
    ...(weights === undefined ? [] : [["wt", figures(weights)]]),
  ] as Parts;
}

function regulationText({ id, volume, period, flows, recoveryRate }: SoundRegulation): string {
  const rest = recoveryRate === undefined ? [] : [String(recoveryRate)];
  return [escaped(id), escaped(volume), period.join("-"), flows.map(flowText).join(","), ...rest].join("~");
}

function flowText({ id, rate, rates, filter }: SoundFlow): string {
  const held = rates === undefined ? String(rate ?? "-") : rates.map((each) => each.join(".")).join("*");
  return [escaped(id), held, ...(filter === undefined ? [] : [escaped(JSON.stringify(filter))])].join(":");
}

/** The plan in an address, if one is there. What cannot be understood is left out. */
export function linkFrom(state: URLSearchParams): SoundPlan | undefined {
  const texts = state.getAll("reg");
  if (texts.length === 0) return undefined;
  const taken = new Set<string>();
  const regulations = texts.flatMap((text) => {
    const found = readRegulation(text);
    if (found === undefined || taken.has(found.id)) return [];
    taken.add(found.id);
    return [found];
  });
  // Where not one of them can be read, the link says nothing.
  if (regulations.length === 0 && !texts.includes(NONE)) return undefined;
  const exempt = [...new Set(listOf(state.get("ex")).flatMap((each) => unescaped(each) ?? []))];
  const frozen = readFrozen(state.get("fz"), new Set(exempt));
  const analysis = readFigures(COUNTED, state.get("an"));
  const weights = readFigures(WEIGHED, state.get("wt"));
  return {
    regulations,
    ...(exempt.length === 0 ? {} : { exempt }),
    ...(frozen.length === 0 ? {} : { frozen }),
    ...(state.get("ext") === "1" ? { extend: true } : {}),
    ...(Object.keys(analysis).length === 0 ? {} : { analysis }),
    ...(Object.keys(weights).length === 0 ? {} : { weights }),
  };
}

function readRegulation(text: string): SoundRegulation | undefined {
  const [name = "", place = "", times = "", flowTexts = "", recovery, ...more] = text.split("~");
  const [id, volume] = [unescaped(name), unescaped(place)];
  const period = /^(-?\d{1,7})-(-?\d{1,7})$/.exec(times);
  if (!id || !volume || period === null || more.length > 0) return undefined;
  const [from, to] = [Number(period[1]), Number(period[2])];
  const flows = new Map(
    listOf(flowTexts)
      .flatMap((each) => readFlow(each) ?? [])
      .map((flow) => [flow.id, flow]),
  );
  if (from >= to || flows.size === 0) return undefined;
  const recoveryRate = recovery !== undefined && /^\d{1,6}$/.test(recovery) ? Number(recovery) : undefined;
  const rest = recoveryRate === undefined ? {} : { recoveryRate };
  return { id, volume, period: [from, to], flows: [...flows.values()], ...rest };
}

function readFlow(text: string): SoundFlow | undefined {
  const [name = "", held = "", filterText, ...more] = text.split(":");
  const id = unescaped(name);
  const filter = filterText === undefined ? undefined : readFilter(filterText);
  // A flow without the filter that it was linked with would be another flow.
  if (!id || more.length > 0 || (filterText !== undefined && filter === undefined)) return undefined;
  const rest = filter === undefined ? {} : { filter };
  if (held === "-") return { id, rate: null, ...rest };
  if (/^\d{1,6}$/.test(held)) return { id, rate: Number(held), ...rest };
  const spans = held.split("*").map((span) => /^(-?\d{1,7})\.(-?\d{1,7})\.(\d{1,6})$/.exec(span));
  if (spans.some((span) => span === null)) return undefined;
  const rates = spans.map((span): [number, number, number] => [
    Number(span?.[1]),
    Number(span?.[2]),
    Number(span?.[3]),
  ]);
  return { id, rates, ...rest };
}

function readFilter(text: string): SoundFilter | undefined {
  try {
    const filter: unknown = JSON.parse(unescaped(text) ?? "");
    return typeof filter === "object" && filter !== null && !Array.isArray(filter) ? filter : undefined;
  } catch {
    return undefined;
  }
}

/** Frozen flights with their minutes, each once, and none that is exempt. */
function readFrozen(text: string | null, taken: Set<string>): [string, number][] {
  return listOf(text).flatMap((each): [string, number][] => {
    const parts = /^(.+):(\d{1,4})$/.exec(each);
    const flight = unescaped(parts?.[1] ?? "");
    if (!flight || taken.has(flight)) return [];
    taken.add(flight);
    return [[flight, Number(parts?.[2])]];
  });
}

function readFigures(names: readonly string[], text: string | null): Record<string, number | string> {
  return Object.fromEntries(
    listOf(text).flatMap((each): [string, number | string][] => {
      const [name = "", value = ""] = each.split(":", 2);
      if (!names.includes(name)) return [];
      if (name === "count") return value === "flights" || value === "entries" ? [[name, value]] : [];
      return /^\d{1,7}$/.test(value) ? [[name, Number(value)]] : [];
    }),
  );
}

const listOf = (text: string | null): string[] => (text ?? "").split(",").filter((each) => each !== "");

/** A name without the signs that part what is around it. */
function escaped(name: string): string {
  return name.replace(/[%:,~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
