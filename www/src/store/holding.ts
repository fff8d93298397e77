// The overview's live answer: asked anew on every input, the newest question first; the other side confirms it when the hand rests.
import type { Client } from "../worker/client";
import { questionOf, type Question } from "./snapshot";
import type { Store } from "./store";
import { dayKey, otherSide, sideOf, REST_MS } from "./asking";

/** Asks again whenever the question has changed; call it after every change of the snapshot. */
export function createHolder(store: Store, client: Client): () => void {
  let asked = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(question: Question, key: string): Promise<void> {
    const side = sideOf(store.get());
    const { askedAt: _, confirmed: __, failure: ___, ...kept } = store.get().live;
    store.set({ live: { ...kept, askedAt: performance.now() } });
    const outcome = await client.ask("hold", { ...question, side }, { slot: "hold", urgent: true });
    if (asked !== key) return;
    if (!outcome.ok) {
      const { error } = outcome;
      store.set({ live: { ...kept, failure: error } });
      if (error.restartedInMs !== undefined)
        store.set({ stopped: { pair: "flow/delay", doing: "live", failure: error } });
      return;
    }
    store.set({ live: { ...kept, held: outcome.value } });
    timer = setTimeout(() => void confirm(question, key, otherSide(side)), REST_MS);
  }

  async function confirm(question: Question, key: string, side: "reference" | "optimised"): Promise<void> {
    const outcome = await client.ask("hold", { ...question, side }, { slot: "confirm", urgent: true });
    if (asked !== key || !outcome.ok) return;
    const { digest, elapsedNs } = outcome.value;
    const ownNs = store.get().live.held?.elapsedNs ?? elapsedNs;
    store.set({ live: { ...store.get().live, confirmed: { digest, elapsedNs, ownNs } } });
  }

  return () => {
    const snapshot = store.get();
    const { page } = snapshot.address.place;
    const question = page === "overview" || page === "scenarios" ? questionOf(snapshot) : undefined;
    const key =
      question === undefined ? "" : JSON.stringify([dayKey(snapshot), String(question.ratePerHour), question]);
    if (key === asked) return;
    asked = key;
    clearTimeout(timer);
    if (question !== undefined) void ask(question, key);
    else if (page === "pair" || page === "speed") store.set({ live: { ...snapshot.live, askedAt: undefined } });
  };
}
