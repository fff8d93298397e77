// The search for rates: in both modes, whenever volume, window, side or scenario change; newer inputs are never kept waiting.
// When the hand rests the other side searches too, for the sign.
import type { Mode, RatesFound, RatesProgress, Side } from "loadline";
import type { Client, Options } from "../worker/client";
import { confirmation, dayKey, otherSide, REST_MS, shortest, sideOf } from "./asking";
import { modeOf, questionOf, showsRates, type Confirmed, type Search } from "./snapshot";
import { stopsOf } from "./stops";
import type { Store } from "./store";

interface Asked {
  volume: number;
  windowBins: [number, number];
}

export interface Searcher {
  /** Searches again whenever the question has changed; call it after every change of the snapshot. */
  keep(): void;
  /** Ends a search that runs; what was found before stays. */
  cancel(): void;
  again(): void;
}

export function createSearcher(store: Store, client: Client): Searcher {
  let asked = "";
  /** Whether the side chosen has modes left to search; the other side's search is not counted. */
  let searching = false;
  let abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const know = (change: Partial<Search>): void => {
    const { live } = store.get();
    store.set({ live: { ...live, search: { ...live.search, ...change } } });
  };

  /** The mode that is shown first. */
  function modes(): Mode[] {
    const shown = modeOf(store.get());
    return [shown, shown === "perFlow" ? "blanket" : "perFlow"];
  }

  function post(question: Asked, mode: Mode, side: Side, onProgress?: Options["onProgress"]) {
    const { day } = store.get();
    const grid = day === undefined ? undefined : stopsOf(day, question.volume, mode).reverse();
    return client.ask("rates", { ...question, mode, side, grid }, { signal: abort.signal, onProgress });
  }

  async function ask(question: Asked, mode: Mode, side: Side, tell: boolean): Promise<RatesFound | undefined> {
    const { signal } = abort;
    const onProgress = (progress: RatesProgress) => !signal.aborted && know({ progress });
    const outcome = await post(question, mode, side, tell ? onProgress : undefined);
    if (signal.aborted) return undefined;
    if (outcome.ok) return outcome.value;
    const { error } = outcome;
    abort.abort();
    searching = false;
    if (tell) know({ failure: error, askedAt: undefined, progress: undefined });
    if (error.restartedInMs !== undefined)
      store.set({ stopped: { pair: "flow/rates", doing: "live", failure: error } });
    return undefined;
  }

  async function search(question: Asked): Promise<void> {
    const side = sideOf(store.get());
    searching = true;
    know({
      askedAt: performance.now(),
      progress: undefined,
      confirmed: undefined,
      cancelled: undefined,
      failure: undefined,
    });
    for (const mode of modes()) {
      const found = await ask(question, mode, side, true);
      if (found === undefined) return;
      know({ [mode]: found, ...(mode === modeOf(store.get()) ? { askedAt: undefined, progress: undefined } : {}) });
    }
    searching = false;
    know({ askedAt: undefined, progress: undefined });
    timer = setTimeout(() => void confirm(question, otherSide(side)), REST_MS);
  }

  /** The other side's search; then both again, for their shortest times. */
  async function confirm(question: Asked, side: Side): Promise<void> {
    const { signal } = abort;
    for (const mode of modes()) {
      const own = store.get().live.search[mode];
      const other = await ask(question, mode, side, false);
      if (other === undefined || own === undefined) return;
      const confirm = (confirmed: Confirmed): void => {
        if (!signal.aborted) know({ confirmed: { ...store.get().live.search.confirmed, [mode]: confirmed } });
      };
      confirm(confirmation(other, own.elapsedNs));
      const again = (of: Side) => async () => (signal.aborted ? undefined : post(question, mode, of));
      const ownNs = await shortest(own, again(otherSide(side)));
      confirm(confirmation(other, ownNs, await shortest(other, again(side))));
    }
  }

  function stop(): void {
    clearTimeout(timer);
    abort.abort();
    abort = new AbortController();
  }

  function keep(): void {
    const snapshot = store.get();
    const at = showsRates(snapshot) ? questionOf(snapshot) : undefined;
    const question = at === undefined ? undefined : { volume: at.volume, windowBins: at.windowBins };
    const key = question === undefined ? "" : JSON.stringify([dayKey(snapshot), question]);
    if (key === asked) return;
    asked = key;
    stop();
    searching = false;
    if (question !== undefined) void search(question);
    else know({ askedAt: undefined, progress: undefined });
  }

  return {
    keep,
    cancel() {
      stop();
      if (!searching) return;
      searching = false;
      know({ askedAt: undefined, progress: undefined, cancelled: true });
    },
    again() {
      asked = "";
      keep();
    },
  };
}
