// What is known and chosen of a day under the sound model: the plan that a person makes, and what it does.
import type {
  Comparison,
  PlanPlayed,
  SoundBound,
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

/** A day of traffic under the sound model, as filed. */
export interface SoundDay {
  summary: SoundSummary;
  flights: SoundFlights;
  volumes: SoundVolume[];
  hotspots: SoundHotspot[];
}

/** What a plan does, and the day at one volume under it. */
export interface SoundPlay {
  played: PlanPlayed;
  counts: SoundCounts;
  hotspots: SoundHotspot[];
}

/** A part that is asked for by hand. */
export interface Asking<T> {
  answer?: T;
  askedAt?: number;
  failure?: Failure;
}

export interface SoundSearching {
  found?: SoundFound;
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

export interface Sound {
  day?: SoundDay;
  plan?: SoundPlan;
  /** The regulation whose rates are shown, by its position. */
  at: number;
  /** The volume of the chart; that of the regulation where it is left out. */
  volume?: string;
  barMin: BarMinutes;
  /** The flows of a regulation that is now held to one rate for all, by its name. */
  flows: Readonly<Record<string, SoundFlow[]>>;
  play?: SoundPlay;
  askedAt?: number;
  failure?: Failure;
  bounds: Asking<SoundBound[]>;
  comparison: Asking<Comparison>;
  search: SoundSearching;
  aside?: SetAside;
  slotsShown: number;
  /** Why a plan that was loaded could not be taken. */
  refused?: string;
}

export const SOUND_AT_FIRST: Sound = {
  at: 0,
  barMin: 15,
  flows: {},
  bounds: {},
  comparison: {},
  search: {},
  slotsShown: 20,
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

/** The volume of the chart. */
export function volumeOf(sound: Sound): string | undefined {
  return sound.volume ?? regulationOf(sound)?.volume ?? sound.day?.hotspots[0]?.volume ?? sound.day?.volumes[0]?.id;
}

/** The one flow of a regulation that holds all flights alike. */
const ALL = "all";

/** Whether all flights of a regulation share one rate. */
export function isTogether({ flows }: SoundRegulation): boolean {
  return flows.length === 1 && flows[0]?.filter === undefined;
}

/** The plan after a change to the regulation that is shown. */
function withRegulation(sound: Sound, change: (regulation: SoundRegulation) => SoundRegulation): SoundPlan {
  const regulations = (sound.plan?.regulations ?? []).map((each, i) => (i === sound.at ? change(each) : each));
  return { ...sound.plan, regulations };
}

/** The plan after an act that changes it; the same plan where it changes nothing. */
export function planAfter(sound: Sound, act: SoundAct): Partial<Sound> {
  const { plan = {} } = sound;
  switch (act.do) {
    case "rate": {
      const rate = Number.isFinite(act.rate) ? act.rate : null;
      const set = (flow: SoundFlow): SoundFlow => {
        const { rates: _, ...rest } = flow;
        return flow.id === act.flow ? { ...rest, rate } : flow;
      };
      return { plan: withRegulation(sound, (each) => ({ ...each, flows: each.flows.map(set) })) };
    }
    case "clear": {
      const free = ({ rates: _, ...flow }: SoundFlow): SoundFlow => ({ ...flow, rate: null });
      return { plan: withRegulation(sound, (each) => ({ ...each, flows: each.flows.map(free) })) };
    }
    case "together":
      return together(sound, act.on);
    case "regulate": {
      const regulations = plan.regulations ?? [];
      const taken = new Set(regulations.map(({ id }) => id));
      let id = act.volume;
      for (let n = 2; taken.has(id); n++) id = `${act.volume} ${n}`;
      const next: SoundRegulation = { id, volume: act.volume, period: act.period, flows: [{ id: ALL, rate: null }] };
      return { plan: { ...plan, regulations: [...regulations, next] }, at: regulations.length, volume: undefined };
    }
    case "remove":
      return { plan: { ...plan, regulations: (plan.regulations ?? []).filter((_, i) => i !== sound.at) }, at: 0 };
    case "exempt":
      return {
        plan: { ...released(plan, act.flight), exempt: [...(released(plan, act.flight).exempt ?? []), act.flight] },
      };
    case "freeze": {
      const free = released(plan, act.flight);
      return { plan: { ...free, frozen: [...(free.frozen ?? []), [act.flight, act.minutes]] } };
    }
    case "release":
      return { plan: released(plan, act.flight) };
    case "extend":
      return { plan: { ...plan, extend: act.on } };
    case "take":
      return { plan: act.plan, at: 0, volume: undefined };
    default:
      return {};
  }
}

function together(sound: Sound, on: boolean): Partial<Sound> {
  const regulation = regulationOf(sound);
  if (regulation === undefined || isTogether(regulation) === on) return {};
  if (on)
    return {
      plan: withRegulation(sound, (each) => ({ ...each, flows: [{ id: ALL, rate: null }] })),
      flows: { ...sound.flows, [regulation.id]: regulation.flows },
    };
  const flows = sound.flows[regulation.id];
  return flows === undefined ? {} : { plan: withRegulation(sound, (each) => ({ ...each, flows })) };
}

/** The plan in which a flight may be delayed like any other. */
function released(plan: SoundPlan, flight: string): SoundPlan {
  return {
    ...plan,
    exempt: (plan.exempt ?? []).filter((each) => each !== flight),
    frozen: (plan.frozen ?? []).filter(([name]) => name !== flight),
  };
}
