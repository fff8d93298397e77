import { describe, expect, test } from "vitest";
import type { Sweep, SweepPlan } from "loadline";
import type { Place } from "../src/store/address";
import { createStore, emptySnapshot, type Store } from "../src/store/store";
import { createSweeper, type Sweeper } from "../src/store/sweeping";
import type { Client, Options } from "../src/worker/client";
import type { Outcome } from "../src/worker/protocol";

interface Asked {
  plan: SweepPlan;
  options: Options;
  answer(outcome: Outcome<Sweep>): void;
}

function begin(seed?: number): { store: Store; sweeper: Sweeper; asked: Asked[] } {
  const place: Place = { page: "speed", family: "flow" };
  const store = createStore(emptySnapshot({ place, seed }, []));
  const asked: Asked[] = [];
  const ask = (_: string, plan: SweepPlan, options: Options = {}) =>
    new Promise((answer) => asked.push({ plan, options, answer: answer as Asked["answer"] }));
  return { store, sweeper: createSweeper(store, { ask } as unknown as Client), asked };
}

const swept = (axis: Sweep["axis"]): Outcome<Sweep> => ({ ok: true, value: { axis } as Sweep });

describe("measuring the scaling here", () => {
  test("tells how far it is and keeps what was measured, axis by axis", async () => {
    const { store, sweeper, asked } = begin(7);
    const first = sweeper.measure("flow/rates", "flights");
    expect(asked[0]?.plan).toMatchObject({ pair: "flow/rates", axis: "flights", seed: 7 });
    asked[0]?.options.onProgress?.({ done: 3, of: 24 });
    expect(store.get().sweeping).toEqual({ state: "running", axis: "flights", progress: { done: 3, of: 24 } });
    asked[0]?.answer(swept("flights"));
    await first;
    expect(store.get().sweeping).toBeUndefined();
    const second = sweeper.measure("flow/rates", "window");
    asked[1]?.answer(swept("window"));
    await second;
    expect(Object.keys(store.get().swept)).toEqual(["flights", "window"]);
  });

  test("a cancelled one is ended, and what comes after is not shown", async () => {
    const { store, sweeper, asked } = begin();
    const running = sweeper.measure("flow/rates", "flights");
    sweeper.cancel();
    expect(asked[0]?.options.signal?.aborted).toBe(true);
    expect(store.get().sweeping?.state).toBe("cancelled");
    asked[0]?.options.onProgress?.({ done: 24, of: 24 });
    asked[0]?.answer(swept("flights"));
    await running;
    expect(store.get().sweeping?.state).toBe("cancelled");
    expect(store.get().swept).toEqual({});
  });

  test("a failure is kept with its sentence; what was measured before stays", async () => {
    const { store, sweeper, asked } = begin();
    const first = sweeper.measure("flow/rates", "flows");
    asked[0]?.answer(swept("flows"));
    await first;
    const second = sweeper.measure("flow/rates", "flows");
    asked[1]?.answer({ ok: false, error: { code: "measure/disagreement", message: "the two sides disagree" } });
    await second;
    expect(store.get().sweeping).toMatchObject({ state: "failed", failure: { message: "the two sides disagree" } });
    expect(Object.keys(store.get().swept)).toEqual(["flows"]);
  });

  test("a newer one takes the place of the one under way", async () => {
    const { store, sweeper, asked } = begin();
    void sweeper.measure("flow/rates", "flights");
    const second = sweeper.measure("flow/rates", "flows");
    expect(asked[0]?.options.signal?.aborted).toBe(true);
    asked[0]?.options.onProgress?.({ done: 9, of: 24 });
    expect(store.get().sweeping).toEqual({ state: "running", axis: "flows" });
    asked[1]?.answer(swept("flows"));
    await second;
    expect(store.get().sweeping).toBeUndefined();
  });
});
