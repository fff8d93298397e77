// Carries out what a person does with a plan under the sound model; the address follows the plan, and the plan a link.
import type { SoundPlan } from "loadline";
import type { Client } from "../worker/client";
import { dayKey, sideOf } from "./asking";
import { scenarioName } from "./opening";
import { createPlayer } from "./playing";
import { save } from "./saving";
import { slotsCsv } from "./soundsaving";
import { firstPlan, judged, keptPlan, SOUND_AT_FIRST, type Sound, type SoundAct, type SoundQuestion } from "./sound";
import { fitsAddress, linkOf, ownFlows, planOf } from "./soundlink";
import { planAfter } from "./soundplan";
import { createSoundSearcher } from "./soundsearching";
import { showsSound, soundVolume, triesSound } from "./snapshot";
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

/** On a larger day one slice of a search takes seconds, in which no input is answered: it is searched when a person asks for it. */
const SEARCHED_FLIGHTS = 15_000;

export function createSounder(store: Store, client: Client): Sounder {
  let opened = "";
  /** The link that the plan was read from or written to. */
  let linked: SoundPlan | undefined;
  let searched = false;

  const sound = (): Sound => store.get().sound;
  const know = (change: Partial<Sound>): void => store.set({ sound: { ...sound(), ...change } });
  const searcher = createSoundSearcher(store, client);
  const player = createPlayer(client, {
    name: "sound-play",
    get: () => sound().answer,
    tell: (answer) => know({ answer }),
    stopped: (failure) => store.set({ stopped: { pair: "sound/slots", doing: "live", failure } }),
    rested: look,
  });

  /** Opens the day under the sound model. */
  async function open(file: string): Promise<void> {
    searcher.cancel();
    player.forget();
    searched = false;
    store.set({ sound: { ...SOUND_AT_FIRST, barMin: sound().barMin } });
    const outcome = await client.ask("soundDay", {}, { slot: "sound-day", urgent: true });
    if (opened !== file) return;
    if (!outcome.ok) return know({ failure: outcome.error });
    const day = outcome.value;
    linked = store.get().address.sound;
    const plan = planOf(day, linked);
    know({ day, plan, flows: ownFlows(day, plan) });
  }

  /** A changed plan: shown, and written into the address where it differs from the one that the day begins with. */
  function change(next: Partial<Sound>): void {
    const { day } = sound();
    const { plan } = next;
    if (day === undefined || plan === undefined) return know(next);
    const link = linkOf(day, plan);
    const fits = link === undefined || fitsAddress(link);
    const { address } = store.get();
    linked = fits ? link : undefined;
    store.set({
      sound: { ...sound(), ...next, comparison: {}, refused: undefined, unlinked: !fits },
      address: { ...address, sound: linked },
    });
  }

  /** What is asked once the hand rests: where there is too much, and how little delay could have been enough. */
  async function look(key: string, { plan, stepS }: SoundQuestion): Promise<void> {
    const now = (): boolean => key === keyOf();
    const found = await client.ask("soundHotspots", { plan, stepS }, { slot: "sound-hotspots", urgent: true });
    if (found.ok && now()) know({ hotspots: found.value });
    if ((plan.regulations ?? []).length === 0) return know({ bounds: {} });
    const outcome = await client.ask("soundBound", { plan }, { slot: "sound-bound", urgent: true });
    if (!now()) return;
    know({ bounds: outcome.ok ? { answer: outcome.value } : { failure: outcome.error } });
    if (!outcome.ok && outcome.error.restartedInMs !== undefined)
      store.set({ stopped: { pair: "sound/bound", doing: "live", failure: outcome.error } });
  }

  async function compareModels(): Promise<void> {
    const { plan } = sound();
    if (plan === undefined) return;
    know({ comparison: { askedAt: performance.now() } });
    const outcome = await client.ask("soundCompare", { plan: judged(plan) }, { slot: "sound-compare", urgent: true });
    if (sound().plan === plan)
      know({ comparison: outcome.ok ? { answer: outcome.value } : { failure: outcome.error } });
  }

  /** Takes the plan of a file if the library does; else what is on screen stays. */
  async function load(file: File): Promise<void> {
    try {
      if (file.size > LARGEST_PLAN) throw new Error("It is larger than a plan may be.");
      const plan = planIn(await file.text());
      const ask = { plan, volume: soundVolume(store.get()) ?? "", side: sideOf(store.get()), stepS: 900 };
      const outcome = await client.ask("soundPlay", ask, { urgent: true });
      if (!outcome.ok) throw new Error(outcome.error.message);
      const taken = keptPlan(outcome.value.played, plan);
      change({ plan: taken, at: 0, flows: {}, search: {} });
    } catch (error) {
      know({ refused: `${file.name} was not taken, and the plan is as it was: ${(error as Error).message}` });
    }
  }

  function saveFile(what: "plan" | "slots"): void {
    const { answer, plan } = sound();
    const name = scenarioName(store.get().day?.fileName ?? "day");
    const slots = what === "slots" ? slotsCsv(sound()) : undefined;
    if (slots !== undefined) save(`slots-${name}.csv`, slots, "text/csv");
    if (what !== "plan" || plan === undefined) return;
    const kept = answer.played === undefined ? plan : keptPlan(answer.played, plan);
    save(`plan-${name}.json`, JSON.stringify(kept, null, 2), "application/json");
  }

  /** The chart's volume; that of the regulation stays out of the address. */
  function show(volume: string): void {
    const { address } = store.get();
    const own = soundVolume({ ...store.get(), address: { ...address, volume: undefined } });
    store.set({ address: { ...address, volume: volume === own ? undefined : volume } });
  }

  function act(act: SoundAct): void {
    const now = sound();
    switch (act.do) {
      case "look":
        return show(act.volume);
      case "regulation":
        know({ at: act.at });
        return store.set({ address: { ...store.get().address, volume: undefined } });
      case "bars":
        return know({ barMin: act.minutes });
      case "cursor":
        return know({ cursorS: act.second });
      case "more-slots":
        return know({ slotsShown: now.slotsShown + 200 });
      case "search":
        return void searcher.search();
      case "cancel":
        return searcher.cancel();
      case "use-found":
        return change(searcher.use());
      case "semantics":
        return void compareModels();
      case "load":
        return void load(act.file);
      case "save-plan":
        return saveFile("plan");
      case "save-slots":
        return saveFile("slots");
      case "set-aside":
        if (now.answer.played === undefined || now.plan === undefined) return;
        return know({ aside: { title: "Set aside", plan: now.plan, played: now.answer.played } });
      case "drop-aside":
        return know({ aside: undefined });
      case "regulate":
        change(planAfter(now, act));
        return store.set({ address: { ...store.get().address, volume: undefined } });
      default:
        return change(planAfter(now, act));
    }
  }

  /** What the newest question depends on; undefined while there is none. */
  function keyOf(): string | undefined {
    const snapshot = store.get();
    const { plan, day, barMin } = snapshot.sound;
    const volume = soundVolume(snapshot);
    if (!showsSound(snapshot) || day === undefined || plan === undefined || volume === undefined) return undefined;
    return JSON.stringify([dayKey(snapshot), barMin, volume, plan]);
  }

  /** A link that was followed while the day is open. */
  function follow(link: SoundPlan | undefined): void {
    const { day } = sound();
    linked = link;
    if (day === undefined) return;
    const plan = planOf(day, link);
    know({ plan, at: 0, flows: ownFlows(day, plan), refused: undefined, comparison: {} });
  }

  /** A plan in a link that the library refuses gives way to the one that the day begins with. */
  function refuseLink(): void {
    const { day, answer } = sound();
    if (day === undefined || linked === undefined || answer.failure === undefined || answer.played !== undefined)
      return;
    const refused = `The plan of this link was not taken: ${answer.failure.message}`;
    linked = undefined;
    searched = false;
    const plan = firstPlan(day);
    store.set({
      sound: { ...sound(), plan, answer: {}, refused, flows: ownFlows(day, plan) },
      address: { ...store.get().address, sound: undefined },
    });
  }

  function keep(): void {
    const snapshot = store.get();
    if (snapshot.day === undefined || !(showsSound(snapshot) || triesSound(snapshot))) return;
    const file = `${snapshot.day.fileName} ${snapshot.day.summary.sha256}`;
    if (file !== opened) {
      opened = file;
      return void open(file);
    }
    if (snapshot.address.sound !== linked) return follow(snapshot.address.sound);
    if (snapshot.sound.answer.failure !== undefined) refuseLink();
    const key = keyOf();
    const { plan, barMin } = store.get().sound;
    if (key === undefined || plan === undefined) return;
    const side = sideOf(snapshot);
    player.ask(key, { plan, volume: soundVolume(store.get()) ?? "", side, stepS: barMin * 60 });
    // The first picture goes before the first search.
    const pictured = store.get().sound.answer.played !== undefined;
    const large = (store.get().sound.day?.summary.flights ?? 0) > SEARCHED_FLIGHTS;
    if (searched || !pictured || large || (plan.regulations ?? []).length === 0) return;
    searched = true;
    void searcher.search();
  }

  return {
    keep,
    act,
    cancel: searcher.cancel,
    again() {
      if (sound().search.failure !== undefined) void searcher.search();
      player.forget();
      keep();
    },
  };
}

/** The plan in a file, as far as it can be told without the library. */
function planIn(text: string): SoundPlan {
  let plan: unknown;
  try {
    plan = JSON.parse(text);
  } catch {
    throw new Error("It is no JSON.");
  }
  if (typeof plan !== "object" || plan === null || Array.isArray(plan)) throw new Error("It holds no plan.");
  return plan;
}
