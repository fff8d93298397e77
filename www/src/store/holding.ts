// The live answer: asked anew on every input, the newest question first; the reference confirms it when the hand rests.
import type { Client } from "../worker/client";
import { questionOf, type Question } from "./snapshot";
import type { Store } from "./store";

/** How long the hand must rest before the other side is asked. */
const REST_MS = 250;

/** Asks again whenever the question has changed; call it after every change of the snapshot. */
export function createHolder(store: Store, client: Client): () => void {
  let asked = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(question: Question, key: string): Promise<void> {
    const side = store.get().address.side ?? "optimised";
    const { held } = store.get().live;
    store.set({ live: { held, askedAt: performance.now() } });
    const outcome = await client.ask("hold", { ...question, side }, { slot: "hold", urgent: true });
    if (asked !== key) return;
    if (!outcome.ok) {
      const { error } = outcome;
      store.set({ live: { held, failure: error } });
      if (error.restartedInMs !== undefined)
        store.set({ stopped: { pair: "flow/delay", doing: "hold", failure: error } });
      return;
    }
    store.set({ live: { held: outcome.value } });
    timer = setTimeout(() => void confirm(question, key, side === "reference" ? "optimised" : "reference"), REST_MS);
  }

  async function confirm(question: Question, key: string, side: "reference" | "optimised"): Promise<void> {
    const outcome = await client.ask("hold", { ...question, side }, { slot: "confirm", urgent: true });
    if (asked === key && outcome.ok) store.set({ live: { ...store.get().live, confirmed: outcome.value.digest } });
  }

  return () => {
    const snapshot = store.get();
    const question = questionOf(snapshot);
    const key =
      question === undefined
        ? ""
        : JSON.stringify([
            snapshot.day?.fileName,
            snapshot.day?.summary.sha256,
            snapshot.address.side,
            String(question.ratePerHour),
            question,
          ]);
    if (key === asked) return;
    asked = key;
    clearTimeout(timer);
    if (question !== undefined) void ask(question, key);
  };
}
