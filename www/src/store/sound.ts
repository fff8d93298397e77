// What is known and chosen of a day under the sound model: the plan that a person makes, and what it does.
import type {
  Comparison,
  PlanPlayed,
  Side,
  SoundBound,
  SoundCandidate,
  SoundCounts,
  SoundFlights,
  SoundFlow,
  SoundFound,
  SoundHotspot,
  SoundPlan,
  SoundProgress,
  SoundRegulation,
  SoundSummary,
  SoundVolume,
} from "loadline";
import type { Failure } from "../worker/protocol";
import type { Confirmed } from "./snapshot";

/** A day of traffic under the sound model, as filed. */
export interface SoundDay {
  summary: SoundSummary;
  flights: SoundFlights;
  volumes: SoundVolume[];
  hotspots: SoundHotspot[];
}

/** What a plan is asked about: the windows of one volume start every so many seconds. */
export interface SoundQuestion {
  plan: SoundPlan;
  volume: string;
  side: Side;
  stepS: number;
}

/** What a plan does, and the day at one volume under it. */
export interface SoundPlay {
  played: PlanPlayed;
  counts: SoundCounts;
}

/** Where there is too much under a plan, and in how many places as filed, both with windows at one step. */
export interface SoundHotspots {
  stepS: number;
  under: SoundHotspot[];
  filed: number;
}

/** The answer to the newest question about a plan, or to one before it while that has none. */
export interface Answer {
  played?: PlanPlayed;
  /** May be newer than what was played. */
  counts?: SoundCounts;
  /** When the newest question was put, while it has no answer. */
  askedAt?: number;
  failure?: Failure;
  /** Once the hand rests: the digest of the answer, */
  digest?: string;
  /** and the other side's. */
  confirmed?: Confirmed;
}

/** J at each rate of one flow, while the others keep theirs. */
export interface SoundTrack {
  flow: string;
  rate: number[];
  j: number[];
}

/** A part that is asked for by hand. */
export interface Asking<T> {
  answer?: T;
  askedAt?: number;
  failure?: Failure;
}

export interface SoundSearching {
  found?: SoundFound;
  /** What that was an answer to, as text. */
  of?: string;
  /** Around what was found, flow by flow and for all flights alike. */
  tracks?: SoundTrack[];
  together?: SoundTrack[];
  askedAt?: number;
  progress?: SoundProgress;
  cancelled?: boolean;
  failure?: Failure;
}

/** A plan that was set aside, beside which another is looked at. */
export interface SetAside {
  title: string;
  plan: SoundPlan;
  played: PlanPlayed;
}

/** Minutes from one window to the next in the day chart. */
export type BarMinutes = 15 | 20;

/**
 * Seconds from one window to the next wherever J, overload or a bound is said: on a coarser grid, delays slide over the borders
 * between windows, and figures of two grids are not to be compared.
 */
export const JUDGED_S = 60;

export interface Sound {
  day?: SoundDay;
  plan?: SoundPlan;
  /** The regulation whose rates are shown, by its position. */
  at: number;
  barMin: BarMinutes;
  /** Start of the window under the chart's cursor. */
  cursorS?: number;
  /** The flows of a regulation that is now held to one rate for all, by its name. */
  flows: Readonly<Record<string, SoundFlow[]>>;
  answer: Answer;
  hotspots?: SoundHotspots;
  failure?: Failure;
  bounds: Asking<SoundBound[]>;
  comparison: Asking<Comparison>;
  search: SoundSearching;
  aside?: SetAside;
  slotsShown: number;
  /** Why a plan that was loaded or linked to could not be taken. */
  refused?: string;
  /** Whether the plan is too large for an address. */
  unlinked: boolean;
  /** The overview's one thing to try. */
  tried: Answer;
}

export const SOUND_AT_FIRST: Sound = {
  at: 0,
  barMin: 15,
  flows: {},
  answer: {},
  bounds: {},
  comparison: {},
  search: {},
  slotsShown: 20,
  unlinked: false,
  tried: {},
};

/** What a person does with the plan. */
export type SoundAct =
  | { do: "rate"; flow: string; rate: number }
  | { do: "together"; on: boolean }
  | { do: "look"; volume: string }
  | { do: "regulation"; at: number }
  | { do: "regulate"; volume: string; period: [number, number] }
  | { do: "remove" }
  | { do: "search" }
  | { do: "cancel" }
  | { do: "use-found" }
  | { do: "clear" }
  | { do: "exempt"; flight: string }
  | { do: "freeze"; flight: string; minutes: number }
  | { do: "release"; flight: string }
  | { do: "extend"; on: boolean }
  | { do: "bars"; minutes: BarMinutes }
  | { do: "cursor"; second: number }
  | { do: "more-slots" }
  | { do: "take"; plan: SoundPlan }
  | { do: "load"; file: File }
  | { do: "save-plan" }
  | { do: "save-slots" }
  | { do: "set-aside" }
  | { do: "drop-aside" }
  | { do: "semantics" };

/** The regulation whose rates are shown. */
export function regulationOf({ plan, at }: Sound): SoundRegulation | undefined {
  return plan?.regulations?.[at];
}

/** The plan a day begins with: the flows that it searches, none held, else its own. */
export function firstPlan({ summary }: SoundDay): SoundPlan {
  return summary.searchPlan ?? summary.plan;
}

/** The same plan with a window every minute. */
export function judged(plan: SoundPlan): SoundPlan {
  return { ...plan, analysis: { ...plan.analysis, stepS: JUDGED_S } };
}

/** What was played as a plan to keep: its windows are those that were asked for. */
export function keptPlan(played: PlanPlayed, { analysis }: SoundPlan): SoundPlan {
  const { stepS: _, ...rest } = played.plan.analysis ?? {};
  return { ...played.plan, analysis: analysis?.stepS === undefined ? rest : { ...rest, stepS: analysis.stepS } };
}

/** The best of the flows' own rates that a search found: every whole rate, or the coarse ones. */
export function ownRates({ exhaustive, coarse, fine }: SoundFound): SoundCandidate {
  const all = [coarse, ...(exhaustive === undefined ? [] : [exhaustive]), ...fine].map(({ best }) => best);
  return all.reduce((least, each) => (each.j < least.j ? each : least));
}

/**
 * What a search is asked: the regulation that is shown first, its flows its own and none of them held, for the rates found do not
 * depend on those that are set.
 */
export function searchQuestion(sound: Sound): SoundPlan | undefined {
  const { plan, at, flows } = sound;
  const shown = regulationOf(sound);
  if (shown === undefined) return undefined;
  const own = isTogether(shown) ? (flows[shown.id] ?? shown.flows) : shown.flows;
  const free = own.map(({ rates: _, ...flow }) => ({ ...flow, rate: null }));
  const rest = (plan?.regulations ?? []).filter((_, i) => i !== at);
  return { ...plan, regulations: [{ ...shown, flows: free }, ...rest] };
}

/** What was found for the plan as it is now, but for the rates. */
export function foundNow(sound: Sound): SoundFound | undefined {
  const { found, of } = sound.search;
  return found !== undefined && of === JSON.stringify(searchQuestion(sound)) ? found : undefined;
}

/** The rates found for the regulation that is shown: of its flows, or for all flights alike. */
export function foundFor(sound: Sound, regulation: SoundRegulation): SoundCandidate | undefined {
  const found = foundNow(sound);
  if (found === undefined) return undefined;
  return isTogether(regulation) ? found.blanket.best : ownRates(found);
}

/** The flows with the rates of a candidate; flows that it does not know keep theirs. */
export function withRates(
  flows: readonly SoundFlow[],
  names: readonly string[],
  { rate }: SoundCandidate,
): SoundFlow[] {
  return flows.map(({ rates: _, ...flow }) => {
    const at = rate[names.indexOf(flow.id)];
    return at === undefined ? flow : { ...flow, rate: Number.isFinite(at) ? at : null };
  });
}

/** The one flow of a regulation that holds all flights alike. */
export const ALL = "all";

/** Whether all flights of a regulation share one rate. */
export function isTogether({ flows }: SoundRegulation): boolean {
  return flows.length === 1 && flows[0]?.filter === undefined;
}
