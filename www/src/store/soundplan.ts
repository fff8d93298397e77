// The plan after what a person does with it.
import type { SoundFlow, SoundPlan, SoundRegulation } from "loadline";
import { ALL, foundFor, isTogether, regulationOf, withRates, type Sound, type SoundAct } from "./sound";

/** What an act changes; nothing where it is not about the plan. */
export function planAfter(sound: Sound, act: SoundAct): Partial<Sound> {
  const { plan = {} } = sound;
  switch (act.do) {
    case "rate":
      return { plan: rated(sound, act.flow, act.rate) };
    case "clear":
      return { plan: cleared(sound) };
    case "together":
      return together(sound, act.on);
    case "regulate":
      return regulated(plan, act.volume, act.period);
    case "remove":
      return { plan: { ...plan, regulations: (plan.regulations ?? []).filter((_, i) => i !== sound.at) }, at: 0 };
    case "exempt": {
      const free = released(plan, act.flight);
      return { plan: { ...free, exempt: [...(free.exempt ?? []), act.flight] } };
    }
    case "freeze": {
      const free = released(plan, act.flight);
      return { plan: { ...free, frozen: [...(free.frozen ?? []), [act.flight, act.minutes]] } };
    }
    case "release":
      return { plan: released(plan, act.flight) };
    case "extend":
      return { plan: { ...plan, extend: act.on } };
    case "take":
      return { plan: act.plan, at: 0 };
    default:
      return {};
  }
}

/** The plan after a change to the regulation that is shown. */
function withRegulation(sound: Sound, change: (regulation: SoundRegulation) => SoundRegulation): SoundPlan {
  const regulations = (sound.plan?.regulations ?? []).map((each, i) => (i === sound.at ? change(each) : each));
  return { ...sound.plan, regulations };
}

/** One flow's rate, in the place of rates that change; infinity is none. */
function rated(sound: Sound, flow: string, rate: number): SoundPlan {
  const held = Number.isFinite(rate) ? rate : null;
  const set = ({ rates, ...each }: SoundFlow): SoundFlow => {
    if (each.id === flow) return { ...each, rate: held };
    return rates === undefined ? each : { ...each, rates };
  };
  return withRegulation(sound, (each) => ({ ...each, flows: each.flows.map(set) }));
}

/** No limit for any flow. */
function cleared(sound: Sound): SoundPlan {
  const free = ({ rates: _, ...flow }: SoundFlow): SoundFlow => ({ ...flow, rate: null });
  return withRegulation(sound, (each) => ({ ...each, flows: each.flows.map(free) }));
}

/** One regulation more, for all flights alike, under a name that no other has. */
function regulated(plan: SoundPlan, volume: string, period: [number, number]): Partial<Sound> {
  const regulations = plan.regulations ?? [];
  const taken = new Set(regulations.map(({ id }) => id));
  let id = volume;
  for (let n = 2; taken.has(id); n++) id = `${volume} ${n}`;
  const next: SoundRegulation = { id, volume, period, flows: [{ id: ALL, rate: null }] };
  return { plan: { ...plan, regulations: [...regulations, next] }, at: regulations.length };
}

/** One rate for all flights, or a rate for each flow: those that the search found, where it has. */
function together(sound: Sound, on: boolean): Partial<Sound> {
  const regulation = regulationOf(sound);
  if (regulation === undefined || isTogether(regulation) === on) return {};
  const flows = on ? [{ id: ALL, rate: null }] : sound.flows[regulation.id];
  if (flows === undefined) return {};
  const found = foundFor(sound, { ...regulation, flows });
  const names = on ? [ALL] : (sound.search.found?.flow ?? []);
  const next = found === undefined ? flows : withRates(flows, names, found);
  return {
    plan: withRegulation(sound, (each) => ({ ...each, flows: next })),
    ...(on ? { flows: { ...sound.flows, [regulation.id]: regulation.flows } } : {}),
  };
}

/** The plan in which a flight may be delayed like any other; a list that is empty is left out. */
function released({ exempt = [], frozen = [], ...plan }: SoundPlan, flight: string): SoundPlan {
  const others = exempt.filter((each) => each !== flight);
  const late = frozen.filter(([name]) => name !== flight);
  return {
    ...plan,
    ...(others.length === 0 ? {} : { exempt: others }),
    ...(late.length === 0 ? {} : { frozen: late }),
  };
}
