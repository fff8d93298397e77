// A family's live answer to its rates: asked anew on every input, the newest question first; the other side confirms it when the
// hand rests. Where the address gives no rates, the search's own are awaited, and the old picture stays.
import type { Side } from "loadline";
import type { Client } from "../worker/client";
import { confirmation, dayKey, otherSide, REST_MS, shortest, sideOf } from "./asking";
import { ratesQuestionOf, showsRates, type Confirmed, type Live, type RatesQuestion } from "./snapshot";
import type { Store } from "./store";

export interface Trier {
  /** Asks again whenever the question has changed; call it after every change of the snapshot. */
  keep(): void;
  /** Asks the same question again. */
  again(): void;
}

export function createTrier(store: Store, client: Client): Trier {
  let asked = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** The answers as they are, without what was said about the last question. */
  function kept(): Live {
    const { askedAt: _, confirmed: __, failure: ___, ...rest } = store.get().live;
    return rest;
  }

  async function ask(question: RatesQuestion, key: string): Promise<void> {
    const side = sideOf(store.get());
    store.set({ live: { ...kept(), askedAt: performance.now() } });
    const outcome = await client.ask("what", { ...question, side }, { slot: "what", urgent: true });
    if (asked !== key) return;
    if (!outcome.ok) {
      const { error } = outcome;
      store.set({ live: { ...kept(), failure: error } });
      if (error.restartedInMs !== undefined)
        store.set({ stopped: { pair: "flow/objective", doing: "live", failure: error } });
      return;
    }
    store.set({ live: { ...kept(), what: outcome.value } });
    timer = setTimeout(() => void confirm(question, key, otherSide(side)), REST_MS);
  }

  /** The other side's answer; then both again, for their shortest times. */
  async function confirm(question: RatesQuestion, key: string, side: Side): Promise<void> {
    const asks = (of: Side) => async () => {
      const outcome = await client.ask("what", { ...question, side: of }, { slot: "confirm", urgent: true });
      return asked === key ? outcome : undefined;
    };
    const outcome = await asks(side)();
    const own = store.get().live.what;
    if (outcome?.ok !== true || own === undefined) return;
    const other = outcome.value;
    const know = (confirmed: Confirmed): void => {
      if (asked === key) store.set({ live: { ...store.get().live, confirmed } });
    };
    know(confirmation(other, own.elapsedNs));
    const ownNs = await shortest(own, asks(otherSide(side)));
    know(confirmation(other, ownNs, await shortest(other, asks(side))));
  }

  function keep(): void {
    const snapshot = store.get();
    const question = showsRates(snapshot) ? ratesQuestionOf(snapshot) : undefined;
    const key = question === undefined ? "" : JSON.stringify([dayKey(snapshot), question]);
    if (key === asked) return;
    asked = key;
    clearTimeout(timer);
    if (question === undefined) {
      const { page } = snapshot.address.place;
      if (page === "pair" || page === "speed" || page === "family")
        store.set({ live: { ...snapshot.live, askedAt: undefined } });
      return;
    }
    const { what } = snapshot.live;
    if (question.rates === undefined && what?.volumeIndex === question.volume) {
      store.set({ live: { ...kept(), askedAt: snapshot.live.askedAt ?? performance.now() } });
    } else void ask({ ...question, rates: question.rates ?? {} }, key);
  }

  return {
    keep,
    again() {
      asked = "";
      keep();
    },
  };
}
