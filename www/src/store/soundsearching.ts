// The search for rates under the sound model, and what it tried around the rates that it found.
import type { SoundProgress, SoundRegulation } from "loadline";
import type { Client } from "../worker/client";
import { ALL, isTogether, judged, ownRates, regulationOf, withRates, type Sound, type SoundTrack } from "./sound";
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

  /** The plan with the regulation that is shown first, its flows its own: the library searches the first one. */
  function question(): { regulation: SoundRegulation; rest: SoundRegulation[] } | undefined {
    const { plan, at, flows } = sound();
    const shown = regulationOf(sound());
    if (shown === undefined) return undefined;
    const own = isTogether(shown) ? flows[shown.id] : undefined;
    const rest = (plan?.regulations ?? []).filter((_, i) => i !== at);
    return { regulation: own === undefined ? shown : { ...shown, flows: own }, rest };
  }

  async function search(): Promise<void> {
    const asked = question();
    const { plan } = sound();
    if (asked === undefined || plan === undefined) return;
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    know({ search: { ...kept(), askedAt: performance.now() } });
    const onProgress = (progress: unknown): void => {
      if (!signal.aborted) know({ search: { ...sound().search, progress: progress as SoundProgress } });
    };
    const regulations = [asked.regulation, ...asked.rest];
    const outcome = await client.ask("soundRates", { plan: judged({ ...plan, regulations }) }, { signal, onProgress });
    if (signal.aborted) return;
    if (outcome.ok) {
      know({ search: { found: outcome.value } });
      return trace(asked, signal);
    }
    know({ search: { ...kept(), failure: outcome.error } });
    if (outcome.error.restartedInMs !== undefined)
      store.set({ stopped: { pair: "sound/rates", doing: "live", failure: outcome.error } });
  }

  /** What was found before, with what was tried around it. */
  function kept(): Sound["search"] {
    const { found, tracks, together } = sound().search;
    return {
      ...(found === undefined ? {} : { found }),
      ...(tracks === undefined ? {} : { tracks }),
      ...(together === undefined ? {} : { together }),
    };
  }

  /** J at some rates of each flow around the rates found, for the sliders' tracks. */
  async function trace(
    asked: { regulation: SoundRegulation; rest: SoundRegulation[] },
    signal: AbortSignal,
  ): Promise<void> {
    const { plan, day, search: searched } = sound();
    const { found } = searched;
    if (found === undefined || day === undefined) return;
    const stops = soundStops(day, found.volume);
    const ask = async (regulation: SoundRegulation, rates: number[]): Promise<SoundTrack[] | undefined> => {
      const grids = rates.map((rate) => tracked(stops, rate));
      const regulations = [regulation, ...asked.rest];
      const outcome = await client.ask(
        "soundTracks",
        { plan: judged({ ...plan, regulations }), rates, grids },
        { signal },
      );
      return outcome.ok && !signal.aborted ? outcome.value : undefined;
    };
    const all = { ...asked.regulation, flows: [{ id: ALL, rate: null }] };
    const together = await ask(all, Array.from(found.blanket.best.rate));
    if (together !== undefined) know({ search: { ...sound().search, together } });
    if (isTogether(asked.regulation)) return;
    const tracks = await ask(asked.regulation, Array.from(ownRates(found).rate));
    if (tracks !== undefined) know({ search: { ...sound().search, tracks } });
  }

  return {
    search,
    cancel() {
      abort.abort();
      if (sound().search.askedAt !== undefined) know({ search: { ...kept(), cancelled: true } });
    },
    use() {
      const { plan, search: searched, flows } = sound();
      const { found } = searched;
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
