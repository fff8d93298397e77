// A library that answers when the test says so.
import { vi } from "vitest";
import type { Client, Options } from "../src/worker/client";
import type { Kind, Outcome } from "../src/worker/protocol";

export interface Asked<A> {
  kind: Kind;
  ask: A;
  options: Options;
  answer(value: unknown): Promise<void>;
  fail(code: string): Promise<void>;
}

/** A library that answers when the test says so. */
export class FakeClient<A> implements Client {
  readonly asked: Asked<A>[] = [];
  ask(kind: Kind, ask: never, options: Options = {}): Promise<Outcome<never>> {
    return new Promise((settle) => {
      const say = async (outcome: Outcome<unknown>): Promise<void> => {
        settle(outcome as Outcome<never>);
        await vi.advanceTimersByTimeAsync(0);
      };
      const cancelled = { ok: false, error: { code: "page/cancelled", message: "cancelled" } } as const;
      options.signal?.addEventListener("abort", () => void say(cancelled));
      this.asked.push({
        kind,
        ask,
        options,
        answer: (value) => say({ ok: true, value }),
        fail: (code) => say({ ok: false, error: { code, message: code, restartedInMs: 1 } }),
      });
    });
  }
  last(kind: Kind): Asked<A> {
    const found = this.asked.findLast((each) => each.kind === kind);
    if (found === undefined) throw new Error(`${kind} was not asked`);
    return found;
  }
  count(kind: Kind): number {
    return this.asked.filter((each) => each.kind === kind).length;
  }
}
