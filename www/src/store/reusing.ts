// Asks about the open contracts whenever the question has changed: the plan by the numbers in the address, the rest by the file.
// The newest plan cancels the older; when the hand rests the other side plans too, for the sign.
import type { PlanProgress, Side, TrialProgress, TrialRequest } from "loadline";
import type { Client } from "../worker/client";
import type { Calls, Outcome } from "../worker/protocol";
import { confirmation, otherSide, REST_MS, sideOf } from "./asking";
import { contractSet, FIRST_TRIAL, planQuestionOf, REUSE_AT_FIRST, type PlanQuestion, type Reuse } from "./reuse";
import type { Store } from "./store";

/** Rows of the heat map: what a chart of its width can show. */
const HEAT_ROWS = 120;
/** With more contracts than this the other side is not asked unasked: it may take minutes. */
const CONFIRMED_CONTRACTS = 400;

/** With more executions than this the reference side would hold up everything else; it is asked in the pair's own view. */
const BY_REFERENCE = 200;

/** The published profiler goes through its history for each prediction: with more executions than this it is asked when a person asks. */
const PUBLISHED_UNASKED = 5000;

type Field = "plan" | "similarity" | "sound" | "published" | "cache" | "trials";

export interface Reuser {
  /** Asks again whenever the question has changed; call it after every change of the snapshot. */
  keep(): void;
  /** Ends plans and trials that run; what was answered before stays. */
  cancel(): void;
  /** Asks the same plan again. */
  again(): void;
  tryOut(request: TrialRequest): Promise<void>;
  /** What the published profiler would have predicted, where that was not asked unasked. */
  predictPublished(): Promise<void>;
}

export function createReuser(store: Store, client: Client): Reuser {
  let file = "";
  let planned = "";
  let cached = "";
  let profiled = "";
  let plan = new AbortController();
  let trials = new AbortController();
  let tried = false;
  let asked = 0;
  /** The newest question of each field, by its number. */
  const newest: Partial<Record<Field, number>> = {};
  let timer: ReturnType<typeof setTimeout> | undefined;

  const know = (change: Partial<Reuse>): void => store.set({ reuse: { ...store.get().reuse, ...change } });

  /** Puts a question; its answer is known unless a newer one was put in the meantime. */
  async function ask<K extends keyof Calls & ("plan" | "similarity" | "profile" | "cache" | "trials")>(
    field: Field,
    kind: K,
    question: Calls[K]["ask"],
    signal?: AbortSignal,
  ): Promise<Outcome<Calls[K]["answer"]>> {
    const number = ++asked;
    newest[field] = number;
    const { failure: _, cancelled: __, progress: ___, ...kept } = store.get().reuse[field];
    know({ [field]: { ...kept, askedAt: performance.now() } });
    const current = (): boolean => newest[field] === number;
    const onProgress = (progress: PlanProgress | TrialProgress): void => {
      if (current()) know({ [field]: { ...store.get().reuse[field], progress } });
    };
    const outcome = await client.ask(kind, question, { slot: `reuse-${field}`, urgent: true, signal, onProgress });
    if (!current()) return outcome;
    const { answer } = store.get().reuse[field];
    if (outcome.ok) know({ [field]: { answer: outcome.value } });
    else if (outcome.error.code !== "page/cancelled") {
      know({ [field]: { answer, failure: outcome.error } });
      if (outcome.error.restartedInMs !== undefined)
        store.set({ stopped: { pair: PAIR_OF[field], doing: "live", failure: outcome.error } });
    }
    return outcome;
  }

  async function makePlan(question: PlanQuestion, key: string): Promise<void> {
    plan.abort();
    plan = new AbortController();
    clearTimeout(timer);
    const side = sideOf(store.get());
    know({ planConfirmed: undefined, turn: undefined });
    const outcome = await ask("plan", "plan", { ...question, side }, plan.signal);
    if (!outcome.ok || planned !== key) return;
    const { order } = outcome.value;
    know({ cell: undefined });
    void ask("similarity", "similarity", { order, rows: HEAT_ROWS });
    if ((contractSet(store.get())?.contracts ?? 0) <= CONFIRMED_CONTRACTS)
      timer = setTimeout(() => void confirm(question, key, otherSide(side)), REST_MS);
  }

  async function confirm(question: PlanQuestion, key: string, side: Side): Promise<void> {
    const outcome = await client.ask("plan", { ...question, side }, { slot: "reuse-confirm", signal: plan.signal });
    const own = store.get().reuse.plan.answer;
    if (planned !== key || !outcome.ok || own === undefined) return;
    know({ planConfirmed: confirmation(outcome.value, own.elapsedNs) });
  }

  /** A new file: nothing of the old one stands any more. */
  async function begin(): Promise<void> {
    plan.abort();
    const { quantity, model, control, trials: kept } = store.get().reuse;
    know({ ...REUSE_AT_FIRST, quantity, model, control, trials: kept });
    const now = file;
    const outcome = await client.ask("contracts", {}, { slot: "reuse-contracts", urgent: true });
    if (outcome.ok && now === file) know({ columns: outcome.value });
  }

  async function predict(executions: number): Promise<void> {
    const side = executions <= BY_REFERENCE ? sideOf(store.get()) : "optimised";
    await ask("sound", "profile", { side });
    if (executions <= PUBLISHED_UNASKED) await ask("published", "profile", { mode: "published", side });
  }

  async function tryOut(request: TrialRequest): Promise<void> {
    trials.abort();
    trials = new AbortController();
    await ask("trials", "trials", request, trials.signal);
  }

  function keep(): void {
    const snapshot = store.get();
    const { place, cache } = snapshot.address;
    const set = contractSet(snapshot);
    const question = planQuestionOf(snapshot);
    if (place.page !== "family" || place.family !== "reuse" || set === undefined || question === undefined) return;
    const side = sideOf(snapshot);
    const [fileNow, before] = [`${set.name} ${set.sha256}`, file];
    const keys = [JSON.stringify([fileNow, side, question]), JSON.stringify([fileNow, cache]), `${fileNow} ${side}`];
    const changed = [keys[0] !== planned, keys[1] !== cached, keys[2] !== profiled];
    file = fileNow;
    [planned = "", cached = "", profiled = ""] = keys;
    if (fileNow !== before) void begin();
    if (changed[0] === true) void makePlan(question, planned);
    if (set.executions > 0 && changed[2] === true) void predict(set.executions);
    if (set.executions > 0 && changed[1] === true) void ask("cache", "cache", cache ?? {});
    if (!tried) {
      tried = true;
      void tryOut(FIRST_TRIAL);
    }
  }

  return {
    keep,
    tryOut,
    async predictPublished() {
      await ask("published", "profile", { mode: "published" });
    },
    cancel() {
      plan.abort();
      trials.abort();
      const { reuse } = store.get();
      const stopped = (["plan", "trials"] as const).filter((field) => reuse[field].askedAt !== undefined);
      for (const field of stopped) {
        delete newest[field];
        know({ [field]: { answer: reuse[field].answer, cancelled: true } });
      }
    },
    again() {
      planned = cached = profiled = "";
      keep();
    },
  };
}

/** Which pair answers what. */
const PAIR_OF: Readonly<Record<Field, string>> = {
  plan: "reuse/batch",
  similarity: "reuse/batch",
  sound: "reuse/profile",
  published: "reuse/profile",
  cache: "reuse/result_cache",
  trials: "reuse/profile",
};
