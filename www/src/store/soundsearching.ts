// The search for rates under the sound model, and what it tried around the rates that it found.
import type { SoundPlan, SoundProgress, SoundRegulation } from "loadline";
import type { Client } from "../worker/client";
import {
  ALL,
  foundNow,
  isTogether,
  judged,
  ownRates,
  searchQuestion,
  withRates,
  type Sound,
  type SoundTrack,
} from "./sound";
import { soundStops, tracked } from "./soundstops";
import type { Store } from "./store";

export interface SoundSearcher {
  /** Searches for the rates of the regulation that is shown. */
  search(): Promise<void>;
  cancel(): void;
  /** Puts the rates found into the plan. */
  use(): Partial<Sound>;
}

export function createSoundSearcher(store: Store, client: Client): SoundSearcher {
  let abort = new AbortController();

  const sound = (): Sound => store.get().sound;
  const know = (change: Partial<Sound>): void => store.set({ sound: { ...sound(), ...change } });

  async function search(): Promise<void> {
    const plan = searchQuestion(sound());
    if (plan === undefined) return;
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    know({ search: { ...kept(), askedAt: performance.now() } });
    const onProgress = (progress: unknown): void => {
      if (!signal.aborted) know({ search: { ...sound().search, progress: progress as SoundProgress } });
    };
    const outcome = await client.ask("soundRates", { plan: judged(plan) }, { signal, onProgress });
    if (signal.aborted) return;
    if (outcome.ok) {
      know({ search: { found: outcome.value, of: JSON.stringify(plan) } });
      return trace(plan, signal);
    }
    know({ search: { ...kept(), failure: outcome.error } });
    if (outcome.error.restartedInMs !== undefined)
      store.set({ stopped: { pair: "sound/rates", doing: "live", failure: outcome.error } });
  }

  /** What was found before, with what was tried around it. */
  function kept(): Sound["search"] {
    const { found, of, tracks, together } = sound().search;
    return {
      ...(found === undefined ? {} : { found }),
      ...(of === undefined ? {} : { of }),
      ...(tracks === undefined ? {} : { tracks }),
      ...(together === undefined ? {} : { together }),
    };
  }

  /** J at some rates of each flow around the rates found, for the sliders' tracks. */
  async function trace(plan: SoundPlan, signal: AbortSignal): Promise<void> {
    const { day, search: searched } = sound();
    const { found } = searched;
    const [regulation, ...rest] = plan.regulations ?? [];
    if (found === undefined || day === undefined || regulation === undefined) return;
    const stops = soundStops(day, found.volume);
    const ask = async (first: SoundRegulation, rates: number[]): Promise<SoundTrack[] | undefined> => {
      const grids = rates.map((rate) => tracked(stops, rate));
      const question = { plan: judged({ ...plan, regulations: [first, ...rest] }), rates, grids };
      const outcome = await client.ask("soundTracks", question, { signal });
      return outcome.ok && !signal.aborted ? outcome.value : undefined;
    };
    const all = { ...regulation, flows: [{ id: ALL, rate: null }] };
    const together = await ask(all, Array.from(found.blanket.best.rate));
    if (together !== undefined) know({ search: { ...sound().search, together } });
    if (isTogether(regulation)) return;
    const tracks = await ask(regulation, Array.from(ownRates(found).rate));
    if (tracks !== undefined) know({ search: { ...sound().search, tracks } });
  }

  return {
    search,
    cancel() {
      abort.abort();
      if (sound().search.askedAt !== undefined) know({ search: { ...kept(), cancelled: true } });
    },
    use() {
      const { plan, flows } = sound();
      const found = foundNow(sound());
      const regulations = plan?.regulations ?? [];
      const at = regulations.findIndex(({ id }) => id === found?.regulation);
      const was = regulations[at];
      if (found === undefined || was === undefined) return {};
      const own = isTogether(was) ? (flows[was.id] ?? was.flows) : was.flows;
      const next = found.bestIsBlanket ? [{ id: ALL, rate: null }] : own;
      const names = found.bestIsBlanket ? [ALL] : found.flow;
      const best = { ...was, flows: withRates(next, names, found.best) };
      return {
        plan: { ...plan, regulations: regulations.map((each, i) => (i === at ? best : each)) },
        at,
        flows: found.bestIsBlanket && !isTogether(was) ? { ...flows, [was.id]: was.flows } : flows,
      };
    },
  };
}
