import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createClient, type Port } from "../src/worker/client";
import type { Cancel, Outcome, Request } from "../src/worker/protocol";

type Answer = (request: Request) => Outcome<unknown> | undefined;

/** A worker that answers at once, or never where `answer` gives nothing. */
class FakePort implements Port {
  static made: FakePort[] = [];
  static answer: Answer = () => ({ ok: true, value: "answered" });
  onmessage: Port["onmessage"] = null;
  onerror: Port["onerror"] = null;
  terminated = false;
  lastId = 0;
  readonly seen: string[] = [];
  constructor() {
    FakePort.made.push(this);
  }
  postMessage(request: Request | Cancel): void {
    this.seen.push(request.kind);
    if (request.kind === "cancel") return;
    this.lastId = request.id;
    const outcome = FakePort.answer(request);
    if (outcome === undefined) return;
    queueMicrotask(() => this.onmessage?.call(this as never, { data: { id: request.id, outcome } } as MessageEvent));
  }
  say(data: unknown): void {
    this.onmessage?.call(this as never, { data } as MessageEvent);
  }
  terminate(): void {
    this.terminated = true;
  }
}

const panic: Outcome<unknown> = { ok: false, error: { code: "loadline/panic", message: "queue index below length" } };
const day = { name: "day.json", bytes: new Uint8Array([1, 2, 3]) };

beforeEach(() => {
  vi.useFakeTimers();
  FakePort.made = [];
  FakePort.answer = () => ({ ok: true, value: "answered" });
});
afterEach(() => vi.useRealTimers());

describe("the client", () => {
  test("answers requests one after another", async () => {
    const client = createClient(() => new FakePort());
    await expect(client.ask("agree", { pair: "a" })).resolves.toEqual({ ok: true, value: "answered" });
  });

  test("a trap starts a new worker, which gets the scenario again", async () => {
    const client = createClient(() => new FakePort());
    await client.ask("open", day);
    FakePort.answer = (request) => (request.kind === "agree" ? panic : { ok: true, value: 0 });
    const outcome = await client.ask("agree", { pair: "a" });
    expect(outcome).toMatchObject({ ok: false, error: { code: "loadline/panic", restartedInMs: expect.any(Number) } });
    expect(FakePort.made).toHaveLength(2);
    expect(FakePort.made[0]?.terminated).toBe(true);
    expect(FakePort.made[1]?.seen).toEqual(["start", "open"]);
  });

  test("a worker that stops again while it is started does not start for ever", async () => {
    const client = createClient(() => new FakePort());
    FakePort.answer = () => panic;
    await client.ask("agree", { pair: "a" });
    expect(FakePort.made).toHaveLength(2);
  });

  test("a waiting request is cancelled at once", async () => {
    const client = createClient(() => new FakePort());
    FakePort.answer = () => undefined;
    void client.ask("agree", { pair: "a" });
    const abort = new AbortController();
    const waiting = client.ask("agree", { pair: "b" }, { signal: abort.signal });
    abort.abort();
    await expect(waiting).resolves.toMatchObject({ ok: false, error: { code: "page/cancelled" } });
    expect(FakePort.made).toHaveLength(1);
  });

  test("a step that will not end is stopped with its worker, and is answered", async () => {
    const client = createClient(() => new FakePort());
    FakePort.answer = (request) => (request.kind === "agree" ? undefined : { ok: true, value: 0 });
    const abort = new AbortController();
    const running = client.ask("agree", { pair: "a" }, { signal: abort.signal });
    abort.abort();
    await vi.advanceTimersByTimeAsync(1000);
    await expect(running).resolves.toMatchObject({ ok: false, error: { code: "page/cancelled" } });
    expect(FakePort.made).toHaveLength(2);
  });

  test("the newest question of a slot takes the place of those that wait", async () => {
    const client = createClient(() => new FakePort());
    const asked: unknown[] = [];
    FakePort.answer = (request) => {
      if (request.kind === "resample") asked.push(request.ask.times);
      return { ok: true, value: 0 };
    };
    const larger = (times: number) => client.ask("resample", { times, seed: 1 }, { slot: "larger", urgent: true });
    const outcomes = await Promise.all([larger(1), larger(2), larger(3)]);
    expect(asked).toEqual([1, 3]);
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false, true]);
  });

  test("an urgent request goes before those that are not", async () => {
    const client = createClient(() => new FakePort());
    const all = [
      client.ask("agree", { pair: "a" }),
      client.ask("agree", { pair: "b" }),
      client.ask("schema", {}, { urgent: true }),
    ];
    await Promise.all(all);
    expect(FakePort.made[0]?.seen).toEqual(["agree", "schema", "agree"]);
  });

  test("the scenario's bytes stay whole for the next worker", async () => {
    const client = createClient(() => new FakePort());
    let posted: Uint8Array | undefined;
    FakePort.answer = (request) => {
      if (request.kind === "open") posted = request.ask.bytes;
      return { ok: true, value: 0 };
    };
    await client.ask("open", day);
    expect(posted).not.toBe(day.bytes);
    expect(posted).toEqual(day.bytes);
  });

  /** A search that goes on until it is told otherwise, and everything else answered. */
  const searching = (request: Request): Outcome<unknown> | undefined =>
    request.kind === "rates" ? undefined : { ok: true, value: request.kind };

  test("steps are answered while a search runs, and its progress is told", async () => {
    const client = createClient(() => new FakePort());
    FakePort.answer = searching;
    const onProgress = vi.fn();
    const found = client.ask("rates", {}, { onProgress });
    const id = FakePort.made[0]?.lastId;
    await expect(client.ask("what", {}, { slot: "what" })).resolves.toEqual({ ok: true, value: "what" });
    FakePort.made[0]?.say({ id, progress: { tried: 3 } });
    expect(onProgress).toHaveBeenCalledWith({ tried: 3 });
    FakePort.made[0]?.say({ id, outcome: { ok: true, value: "rates" } });
    await expect(found).resolves.toEqual({ ok: true, value: "rates" });
  });

  test("a search does not wait for a sweep, and each hears of its own progress", async () => {
    const client = createClient(() => new FakePort());
    FakePort.answer = () => undefined;
    const heard = { sweep: vi.fn(), rates: vi.fn() };
    void client.ask("sweep", { axis: "flows" }, { onProgress: heard.sweep });
    const sweep = FakePort.made[0]?.lastId;
    const found = client.ask("rates", {}, { onProgress: heard.rates });
    const search = FakePort.made[0]?.lastId;
    expect(FakePort.made[0]?.seen).toEqual(["sweep", "rates"]);
    FakePort.made[0]?.say({ id: sweep, progress: { done: 1, of: 24 } });
    FakePort.made[0]?.say({ id: search, progress: { tried: 3 } });
    expect(heard.sweep.mock.calls).toEqual([[{ done: 1, of: 24 }]]);
    expect(heard.rates.mock.calls).toEqual([[{ tried: 3 }]]);
    FakePort.made[0]?.say({ id: search, outcome: { ok: true, value: "rates" } });
    await expect(found).resolves.toEqual({ ok: true, value: "rates" });
  });

  test("a search that is cancelled is answered at once, and its worker is told and kept", async () => {
    const client = createClient(() => new FakePort());
    FakePort.answer = searching;
    const abort = new AbortController();
    const found = client.ask("rates", {}, { signal: abort.signal });
    const id = FakePort.made[0]?.lastId;
    abort.abort();
    await expect(found).resolves.toMatchObject({ ok: false, error: { code: "page/cancelled" } });
    expect(FakePort.made[0]?.seen).toEqual(["rates", "cancel"]);
    const next = client.ask("rates", {});
    FakePort.made[0]?.say({ id, outcome: { ok: false, error: { code: "page/cancelled", message: "cancelled" } } });
    await vi.advanceTimersByTimeAsync(5000);
    expect(FakePort.made).toHaveLength(1);
    expect(FakePort.made[0]?.seen).toEqual(["rates", "cancel", "rates"]);
    FakePort.made[0]?.say({ id: FakePort.made[0].lastId, outcome: { ok: true, value: "found" } });
    await expect(next).resolves.toEqual({ ok: true, value: "found" });
  });

  test("a search that does not listen is stopped with its worker", async () => {
    const client = createClient(() => new FakePort());
    FakePort.answer = searching;
    const abort = new AbortController();
    void client.ask("rates", {}, { signal: abort.signal });
    abort.abort();
    await vi.advanceTimersByTimeAsync(5000);
    expect(FakePort.made).toHaveLength(2);
  });

  test("a search that cannot listen because a step takes its time is waited for", async () => {
    const client = createClient(() => new FakePort());
    FakePort.answer = () => undefined;
    const abort = new AbortController();
    void client.ask("rates", {}, { signal: abort.signal });
    void client.ask("measure", { pair: "a", plan: {} });
    abort.abort();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(FakePort.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(FakePort.made, "but not for ever").toHaveLength(2);
  });

  test("a step that traps does not take the search with it: it is asked again", async () => {
    const client = createClient(() => new FakePort());
    await client.ask("open", day);
    FakePort.answer = searching;
    const found = client.ask("rates", {});
    FakePort.answer = (request) => (request.kind === "what" ? panic : searching(request));
    await expect(client.ask("what", {})).resolves.toMatchObject({ error: { code: "loadline/panic" } });
    await vi.advanceTimersByTimeAsync(0);
    const [, next] = FakePort.made;
    expect(next?.seen).toEqual(["start", "open", "rates"]);
    next?.say({ id: next.lastId, outcome: { ok: true, value: "found" } });
    await expect(found).resolves.toEqual({ ok: true, value: "found" });
  });
});
