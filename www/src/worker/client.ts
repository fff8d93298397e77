// The page's end of the worker: a promise per request, cancel, and a restart after a trap or a step that will not end.
// Steps go one after another. Beside them run one search, one sweep, one plan, one lot of trials and one build in slices, which
// let steps through between two slices.
import workerUrl from "./worker?worker&url";
import type { Calls, Cancel, Failure, Kind, Outcome, Progress, Reply, Request } from "./protocol";

export interface Options {
  /** Aborting answers the request with `page/cancelled`; what is already running gets a moment to end first. */
  signal?: AbortSignal;
  /** A newer request in the same slot cancels an older one that has not begun. */
  slot?: string;
  /** Goes before requests that are not urgent. */
  urgent?: boolean;
  /** How far a request in slices has come. */
  onProgress?(progress: Progress): void;
}

export interface Client {
  ask<K extends Kind>(kind: K, ask: Calls[K]["ask"], options?: Options): Promise<Outcome<Calls[K]["answer"]>>;
}

/** What the client needs from a worker, so that tests can pass another. */
export type Port = Pick<Worker, "postMessage" | "terminate" | "onmessage" | "onerror">;

interface Waiting extends Options {
  kind: Kind;
  ask: unknown;
  settle(outcome: Outcome<unknown>): void;
}
type Posted = Waiting & { id: number };
type Lane = "build" | "step" | "search" | "sweep" | "plan" | "trials";
const LANES: readonly Lane[] = ["build", "step", "search", "sweep", "plan", "trials"];
/** What runs in slices beside the steps; one of each at a time. */
const SLICED: Partial<Record<Kind, Lane>> = {
  build: "build",
  rates: "search",
  soundRates: "search",
  soundTracks: "search",
  sweep: "sweep",
  plan: "plan",
  trials: "trials",
};

/** How long a running step may go on after Cancel before its worker is stopped, in milliseconds. */
const GRACE_MS = 250;
/** The same for what runs in slices, whose caller has been answered already: so long may the worker say nothing at all, */
const SILENCE_MS = 2000;
/** or so long while it also has a step to answer, which may be what takes its time. */
const BUSY_SILENCE_MS = 30_000;
const CANCELLED: Failure = { code: "page/cancelled", message: "cancelled" };

/** Starts the worker from a one-line module, so that it inherits the page's policy on hosts that send no headers. */
function spawnWorker(): Port {
  const module = new Blob([`import ${JSON.stringify(new URL(workerUrl, location.href).href)};`], {
    type: "text/javascript",
  });
  const url = URL.createObjectURL(module);
  const worker = new Worker(url, { type: "module", name: "loadline" });
  return worker;
}

export function createClient(spawn: () => Port = spawnWorker): Client {
  const queue: Waiting[] = [];
  const running: { [L in Lane]?: Posted } = {};
  let restarting = false;
  /** The newest file of each kind that was opened, for the next worker. */
  const retained = new Map<string, Calls["open"]["ask"]>();
  let lastId = 0;
  let heardAt = 0;
  let port = connect();

  function connect(): Port {
    const next = spawn();
    next.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (next === port) heardAt = performance.now();
      const lane = LANES.find((each) => running[each]?.id === data.id);
      if (next !== port || lane === undefined) return;
      if ("progress" in data) running[lane]?.onProgress?.(data.progress);
      else void finish(lane, data.outcome);
    };
    next.onerror = (event) => {
      event.preventDefault();
      const error = { code: "page/worker", message: event.message || "the worker stopped" };
      const lane = LANES.find((each) => running[each] !== undefined);
      if (next === port && lane !== undefined) void finish(lane, { ok: false, error });
    };
    return next;
  }

  function post(waiting: Waiting): void {
    const posted = { ...waiting, id: ++lastId };
    running[laneOf(waiting.kind)] = posted;
    const ask = waiting.kind === "open" ? copied(waiting.ask as Calls["open"]["ask"]) : waiting.ask;
    port.postMessage({ id: posted.id, kind: waiting.kind, ask } as Request);
  }

  function pump(): void {
    for (const lane of LANES) {
      if (restarting || running[lane] !== undefined) continue;
      const fits = (waiting: Waiting): boolean => laneOf(waiting.kind) === lane;
      const next = queue.find((waiting) => fits(waiting) && waiting.urgent === true) ?? queue.find(fits);
      if (next === undefined) continue;
      queue.splice(queue.indexOf(next), 1);
      post(next);
    }
  }

  async function finish(lane: Lane, outcome: Outcome<unknown>): Promise<void> {
    const done = running[lane];
    delete running[lane];
    if (done === undefined) return;
    if (outcome.ok && done.kind === "open") {
      const { summary } = outcome.value as Partial<Calls["open"]["answer"]>;
      retained.set(summary?.kind ?? "flow", done.ask as Calls["open"]["ask"]);
    }
    if (!restarting && !outcome.ok && stopsTheWorker(outcome.error)) outcome.error.restartedInMs = await restart();
    done.settle(done.signal?.aborted ? { ok: false, error: { ...CANCELLED } } : outcome);
    pump();
  }

  /** A new worker with the same scenarios; answers how long it took. What ran beside the culprit is asked again. */
  async function restart(): Promise<number> {
    const began = performance.now();
    restarting = true;
    port.terminate();
    for (const lane of [...LANES].reverse()) {
      const lost = running[lane];
      delete running[lane];
      if (lost?.signal?.aborted === true) lost.settle({ ok: false, error: { ...CANCELLED } });
      else if (lost !== undefined) queue.unshift(lost);
    }
    port = connect();
    await direct("start", {});
    for (const file of retained.values()) await direct("open", file);
    restarting = false;
    return performance.now() - began;
  }

  function direct(kind: Kind, ask: unknown): Promise<Outcome<unknown>> {
    return new Promise((settle) => post({ kind, ask, settle }));
  }

  function cancel(waiting: Waiting): void {
    const at = queue.findIndex((each) => each.settle === waiting.settle);
    if (at >= 0) {
      queue.splice(at, 1);
      waiting.settle({ ok: false, error: { ...CANCELLED } });
      return;
    }
    const lane = laneOf(waiting.kind);
    const posted = running[lane];
    if (posted === undefined || posted.settle !== waiting.settle) return;
    if (lane !== "step") {
      port.postMessage({ kind: "cancel", id: posted.id } satisfies Cancel);
      waiting.settle({ ok: false, error: { ...CANCELLED } });
    }
    const stopAt = async (patience: number): Promise<void> => {
      if (running[lane]?.id !== posted.id) return;
      const silentFor = performance.now() - heardAt;
      if (lane !== "step" && silentFor < (running.step === undefined ? SILENCE_MS : BUSY_SILENCE_MS))
        return void setTimeout(() => void stopAt(patience), patience);
      delete running[lane];
      const restartedInMs = await restart();
      waiting.settle({ ok: false, error: { ...CANCELLED, restartedInMs } });
      pump();
    };
    const patience = lane === "step" ? GRACE_MS : SILENCE_MS;
    setTimeout(() => void stopAt(patience), patience);
  }

  return {
    ask(kind, ask, options = {}) {
      return new Promise((resolve) => {
        const waiting: Waiting = { ...options, kind, ask, settle: resolve as Waiting["settle"] };
        if (options.signal?.aborted) return waiting.settle({ ok: false, error: { ...CANCELLED } });
        if (options.slot !== undefined) queue.filter((older) => older.slot === options.slot).forEach(cancel);
        options.signal?.addEventListener("abort", () => cancel(waiting), { once: true });
        queue.push(waiting);
        pump();
      });
    },
  };
}

function laneOf(kind: Kind): Lane {
  return SLICED[kind] ?? "step";
}

/** The scenario's bytes stay with the client, for the next worker; the worker gets a copy. */
function copied({ name, bytes }: Calls["open"]["ask"]): Calls["open"]["ask"] {
  return { name, bytes: bytes.slice() };
}

function stopsTheWorker(error: Failure): boolean {
  return error.code === "loadline/panic" || error.code === "page/worker" || error.code === "page/unexpected";
}
