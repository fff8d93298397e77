// Asks about the plan under the sound model whenever it has changed, the newest question first; the bound once the hand rests.
import type { SoundPlan, SoundProgress } from "loadline";
import type { Client } from "../worker/client";
import { dayKey, REST_MS, sideOf } from "./asking";
import { scenarioName } from "./opening";
import { save } from "./saving";
import { slotsCsv } from "./soundsaving";
import { planAfter, SOUND_AT_FIRST, volumeOf, type Sound, type SoundAct } from "./sound";
import { showsSound } from "./snapshot";
import type { Store } from "./store";

export interface Sounder {
  /** Asks again whenever the question has changed; call it after every change of the snapshot. */
  keep(): void;
  act(act: SoundAct): void;
  /** Ends a search that runs; what was found before stays. */
  cancel(): void;
  again(): void;
}

/** A plan of this many bytes at most is read from a file. */
const LARGEST_PLAN = 4_000_000;

export function createSounder(store: Store, client: Client): Sounder {
  let opened = "";
  let asked = "";
  let abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const sound = (): Sound => store.get().sound;
  const know = (change: Partial<Sound>): void => store.set({ sound: { ...sound(), ...change } });

  async function open(key: string): Promise<void> {
    abort.abort();
    know({ ...SOUND_AT_FIRST, day: undefined, plan: undefined, play: undefined, aside: undefined, failure: undefined });
    const outcome = await client.ask("soundDay", {}, { slot: "sound-day", urgent: true });
    if (opened !== key) return;
    if (!outcome.ok) return know({ failure: outcome.error });
    const { summary } = outcome.value;
    know({ day: outcome.value, plan: summary.searchPlan ?? summary.plan });
    if ((sound().plan?.regulations ?? []).length > 0) void search();
  }

  async function play(key: string, plan: SoundPlan, volume: string): Promise<void> {
    const { failure: _, ...kept } = sound();
    store.set({ sound: { ...kept, askedAt: performance.now() } });
    const side = sideOf(store.get());
    const stepS = sound().barMin * 60;
    const outcome = await client.ask("soundPlay", { plan, volume, side, stepS }, { slot: "sound-play", urgent: true });
    if (asked !== key) return;
    if (!outcome.ok) return know({ failure: outcome.error, askedAt: undefined });
    know({ play: outcome.value, askedAt: undefined });
    clearTimeout(timer);
    timer = setTimeout(() => void bound(key, plan), REST_MS);
  }

  async function bound(key: string, plan: SoundPlan): Promise<void> {
    if ((plan.regulations ?? []).length === 0) return know({ bounds: {} });
    const outcome = await client.ask("soundBound", { plan }, { slot: "sound-bound" });
    if (asked !== key) return;
    know({ bounds: outcome.ok ? { answer: outcome.value } : { failure: outcome.error } });
  }

  /** The rates of the regulation that is shown, which the library looks for in the first one. */
  async function search(): Promise<void> {
    const { plan, at } = sound();
    const regulations = plan?.regulations ?? [];
    const first = regulations[at];
    if (plan === undefined || first === undefined) return;
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    know({ search: { found: sound().search.found, askedAt: performance.now() } });
    const onProgress = (progress: unknown): void => {
      if (!signal.aborted) know({ search: { ...sound().search, progress: progress as SoundProgress } });
    };
    const question = { ...plan, regulations: [first, ...regulations.filter((_, i) => i !== at)] };
    const outcome = await client.ask("soundRates", { plan: question }, { signal, onProgress });
    if (signal.aborted) return;
    const { found } = sound().search;
    know({ search: outcome.ok ? { found: outcome.value } : { found, failure: outcome.error } });
  }

  /** The rates found, in the regulation that they were searched for. */
  function useFound(): void {
    const { plan, search: searched, flows } = sound();
    const { found } = searched;
    const best = found?.plan.regulations?.[0];
    const regulations = plan?.regulations ?? [];
    const at = regulations.findIndex(({ id }) => id === found?.regulation);
    const was = regulations[at];
    if (best === undefined || was === undefined) return;
    know({
      plan: { ...plan, regulations: regulations.map((each, i) => (i === at ? best : each)) },
      at,
      flows: found?.bestIsBlanket === true && was.flows.length > 1 ? { ...flows, [was.id]: was.flows } : flows,
    });
  }

  async function compareModels(): Promise<void> {
    const { plan } = sound();
    if (plan === undefined) return;
    know({ comparison: { askedAt: performance.now() } });
    const outcome = await client.ask("soundCompare", { plan }, { slot: "sound-compare", urgent: true });
    know({ comparison: outcome.ok ? { answer: outcome.value } : { failure: outcome.error } });
  }

  async function load(file: File): Promise<void> {
    try {
      if (file.size > LARGEST_PLAN) throw new Error("it is larger than a plan may be");
      const plan: unknown = JSON.parse(await file.text());
      if (typeof plan !== "object" || plan === null || Array.isArray(plan)) throw new Error("it holds no plan");
      const side = sideOf(store.get());
      const volume = volumeOf(sound()) ?? "";
      const outcome = await client.ask(
        "soundPlay",
        { plan: plan as SoundPlan, volume, side, stepS: 900 },
        { urgent: true },
      );
      if (!outcome.ok) throw new Error(outcome.error.message);
      know({ plan: outcome.value.played.plan, at: 0, volume: undefined, refused: undefined });
    } catch (error) {
      know({ refused: `${file.name} was not taken: ${error instanceof Error ? error.message : String(error)}` });
    }
  }

  function cancel(): void {
    abort.abort();
    const { search: searched } = sound();
    if (searched.askedAt !== undefined) know({ search: { found: searched.found, cancelled: true } });
  }

  function act(act: SoundAct): void {
    const now = sound();
    const name = scenarioName(store.get().day?.fileName ?? "day");
    switch (act.do) {
      case "look":
        return know({ volume: act.volume });
      case "regulation":
        return know({ at: act.at, volume: undefined });
      case "bars":
        return know({ barMin: act.minutes });
      case "more-slots":
        return know({ slotsShown: now.slotsShown + 200 });
      case "search":
        return void search();
      case "cancel":
        return cancel();
      case "use-found":
        return useFound();
      case "semantics":
        return void compareModels();
      case "load":
        return void load(act.file);
      case "save-plan":
        return save(
          `plan-${name}.json`,
          JSON.stringify(now.play?.played.plan ?? now.plan, null, 2),
          "application/json",
        );
      case "save-slots": {
        const csv = slotsCsv(now);
        return csv === undefined ? undefined : save(`slots-${name}.csv`, csv, "text/csv");
      }
      case "set-aside":
        if (now.play === undefined || now.plan === undefined) return;
        return know({ aside: { title: "Set aside", plan: now.plan, played: now.play.played } });
      case "drop-aside":
        return know({ aside: undefined });
      default: {
        const change = planAfter(now, act);
        return know({ ...change, ...(change.plan === undefined ? {} : { comparison: {} }) });
      }
    }
  }

  function keep(): void {
    const snapshot = store.get();
    if (!showsSound(snapshot) || snapshot.day === undefined) return;
    const file = `${snapshot.day.fileName} ${snapshot.day.summary.sha256}`;
    if (file !== opened) {
      opened = file;
      asked = "";
      return void open(file);
    }
    const { plan, day, barMin } = snapshot.sound;
    const volume = volumeOf(snapshot.sound);
    if (day === undefined || plan === undefined || volume === undefined) return;
    const key = JSON.stringify([dayKey(snapshot), barMin, volume, plan]);
    if (key === asked) return;
    asked = key;
    void play(key, plan, volume);
  }

  return {
    keep,
    act,
    cancel,
    again() {
      asked = "";
      keep();
    },
  };
}
