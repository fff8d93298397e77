// Asks what a plan does: on every input, so that the picture follows the hand; digests and the other side once the hand rests.
import type { Client } from "../worker/client";
import type { Failure, Outcome } from "../worker/protocol";
import { confirmation, otherSide, REST_MS, shortest } from "./asking";
import { judged, type Answer, type SoundQuestion } from "./sound";

/** An answer that takes longer is asked for once the hand has paused; until then only the windows of the chart follow it. */
const QUICK_MS = 50;
const PAUSE_MS = 90;

export interface Player {
  /** Asks, unless this very question is the newest already. */
  ask(key: string, question: SoundQuestion): void;
  /** Forgets the question, so that the same one is asked again; an answer under way is not taken. */
  forget(): void;
}

export interface Playing {
  /** Names the requests among those of others. */
  name: string;
  get(): Answer;
  tell(answer: Answer): void;
  /** A side broke one of its own rules: the worker has been started again. */
  stopped(failure: Failure): void;
  /** The newest question has its answer and the hand rests; before the other side is asked. */
  rested?(key: string, question: SoundQuestion): Promise<void>;
}

export function createPlayer(client: Client, { name, get, tell, stopped, rested }: Playing): Player {
  let asked = "";
  /** Questions are numbered: an answer is shown if it is newer than the one that is shown. */
  let newest = 0;
  let shown = 0;
  let shownCounts = 0;
  let tookMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const pause = (): Promise<void> => new Promise((done) => setTimeout(done, PAUSE_MS));

  async function counts(number: number, question: SoundQuestion): Promise<void> {
    const outcome = await client.ask("soundCounts", question, { slot: `${name}-counts`, urgent: true });
    if (!outcome.ok || number <= shownCounts) return;
    shownCounts = number;
    tell({ ...get(), counts: outcome.value });
  }

  async function play(key: string, question: SoundQuestion): Promise<void> {
    const number = ++newest;
    const { digest: _, confirmed: __, failure: ___, ...kept } = get();
    tell({ ...kept, askedAt: performance.now() });
    if (tookMs > QUICK_MS) {
      await Promise.all([counts(number, question), pause()]);
      if (number < newest) return;
    }
    const began = performance.now();
    const outcome = await client.ask("soundPlay", question, { slot: name, urgent: true });
    if (number <= shown) return;
    const isNewest = number === newest;
    if (!outcome.ok) {
      if (isNewest) fail(outcome.error);
      return;
    }
    tookMs = performance.now() - began;
    [shown, shownCounts] = [number, Math.max(number, shownCounts)];
    const { askedAt, ...now } = get();
    tell({ ...now, ...outcome.value, ...(isNewest ? {} : { askedAt }) });
    if (isNewest) timer = setTimeout(() => void rest(key, question), REST_MS);
  }

  function fail(failure: Failure): void {
    const { askedAt: _, ...kept } = get();
    tell({ ...kept, failure });
    if (failure.restartedInMs !== undefined) stopped(failure);
  }

  async function rest(key: string, question: SoundQuestion): Promise<void> {
    await rested?.(key, question);
    await confirm(key, question);
  }

  /** The digest of the answer and of the other side's; then both again, for their shortest times. */
  async function confirm(key: string, { plan, side }: SoundQuestion): Promise<void> {
    const asks = (of: SoundQuestion["side"]) => async () => {
      if (asked !== key) return undefined;
      const outcome = await client.ask("soundDigest", { plan, side: of }, { slot: `${name}-digest`, urgent: true });
      return asked === key ? outcome : undefined;
    };
    const known = (outcome: Outcome<{ digest: string; elapsedNs: number }> | undefined) => {
      if (outcome?.ok === false && outcome.error.restartedInMs !== undefined) stopped(outcome.error);
      return outcome?.ok === true ? outcome.value : undefined;
    };
    const own = known(await asks(side)());
    if (own === undefined) return;
    tell({ ...get(), digest: own.digest });
    const other = known(await asks(otherSide(side))());
    if (other === undefined) return;
    tell({ ...get(), confirmed: confirmation(other, own.elapsedNs) });
    const ownNs = await shortest(own, asks(side));
    const elapsedNs = await shortest(other, asks(otherSide(side)));
    if (asked === key) tell({ ...get(), confirmed: confirmation(other, ownNs, elapsedNs) });
  }

  return {
    ask(key, question) {
      if (key === asked) return;
      asked = key;
      clearTimeout(timer);
      void play(key, { ...question, plan: judged(question.plan) });
    },
    forget() {
      asked = "";
      newest += 1;
      shown = newest;
      shownCounts = newest;
      clearTimeout(timer);
    },
  };
}
