// The overview's one thing to try: one rate for all flights through a volume, under the sound model.
import type { SoundPlan } from "loadline";
import type { Client } from "../worker/client";
import { dayKey, sideOf } from "./asking";
import { createPlayer } from "./playing";
import { triesSound, type Snapshot } from "./snapshot";
import { ALL, firstPlan, type Sound } from "./sound";
import type { Store } from "./store";

/** What is held on the overview. */
export interface Trial {
  volume: string;
  period: [number, number];
  /** Flights an hour; infinity is no limit. */
  rate: number;
  plan: SoundPlan;
}

/** The hours that are held at least: a shorter period only moves the peak behind its end. */
const HELD_HOURS = 8;
const HOUR_S = 3600;

/** A period from the hour in which it begins, long enough to show more than a peak that moves. */
function longer([from, to]: readonly [number, number]): [number, number] {
  const begins = Math.floor(from / HOUR_S) * HOUR_S;
  return [begins, Math.max(to, begins + HELD_HOURS * HOUR_S)];
}

/**
 * The volume and the period of the regulation that the scenario searches, or else of its worst hotspot; at first at the rate of
 * the scenario's own plan for it, else at what is declared to fit.
 */
export function trialOf({ sound, address }: Snapshot): Trial | undefined {
  const { day } = sound;
  const [worst] = day?.hotspots ?? [];
  const regulation = day === undefined ? undefined : firstPlan(day).regulations?.[0];
  const named = day?.volumes.find(({ id }) => id === address.volume)?.id;
  const volume = named ?? regulation?.volume ?? worst?.volume;
  const asked = regulation?.period ?? (worst === undefined ? undefined : ([worst.fromS, worst.toS] as const));
  if (day === undefined || volume === undefined || asked === undefined) return undefined;
  const period = longer(asked);
  const row = day.volumes.find(({ id }) => id === volume);
  const own = day.summary.plan.regulations?.find((each) => each.volume === volume)?.flows;
  const declared = own?.length === 1 ? own[0]?.rate : undefined;
  const rate = address.rate ?? declared ?? row?.limitAtPeak ?? Infinity;
  const flows = [{ id: ALL, rate: Number.isFinite(rate) ? rate : null }];
  const id = regulation?.volume === volume ? regulation.id : volume;
  const { regulations: _, ...rest } = firstPlan(day);
  return { volume, period, rate, plan: { ...rest, regulations: [{ id, volume, period, flows }] } };
}

/** Asks again whenever the question has changed; call it after every change of the snapshot. */
export function createHolder(store: Store, client: Client): { keep(): void; again(): void } {
  const know = (change: Partial<Sound>): void => store.set({ sound: { ...store.get().sound, ...change } });
  const player = createPlayer(client, {
    name: "sound-try",
    get: () => store.get().sound.tried,
    tell: (tried) => know({ tried }),
    stopped: (failure) => store.set({ stopped: { pair: "sound/slots", doing: "live", failure } }),
  });
  let opened: unknown;

  function keep(): void {
    const snapshot = store.get();
    const { day, barMin } = snapshot.sound;
    if (day !== opened) player.forget();
    opened = day;
    const trial = triesSound(snapshot) ? trialOf(snapshot) : undefined;
    if (trial === undefined) return;
    const { plan, volume } = trial;
    const key = JSON.stringify([dayKey(snapshot), plan, barMin]);
    player.ask(key, { plan, volume, side: sideOf(snapshot), stepS: barMin * 60 });
  }

  return {
    keep,
    again() {
      player.forget();
      keep();
    },
  };
}
