// The page's end of the worker: a promise per request, cancel, and a restart after a trap or a step that will not end.
import workerUrl from "./worker?worker&url";
import type { Calls, Failure, Kind, Outcome, Reply, Request } from "./protocol";

export interface Options {
  /** Aborting answers the request with `page/cancelled`; a step that is already running gets a moment to end first. */
  signal?: AbortSignal;
  /** A newer request in the same slot cancels an older one that has not begun. */
  slot?: string;
  /** Goes before requests that are not urgent. */
  urgent?: boolean;
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

/** How long a running step may go on after Cancel before its worker is stopped, in milliseconds. */
const GRACE_MS = 250;
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
  let running: (Waiting & { id: number }) | undefined;
  let restarting = false;
  let retained: Calls["open"]["ask"] | undefined;
  let lastId = 0;
  let port = connect();

  function connect(): Port {
    const next = spawn();
    next.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (next === port && data.id === running?.id) finish(data.outcome);
    };
    next.onerror = (event) => {
      event.preventDefault();
      if (next === port)
        finish({ ok: false, error: { code: "page/worker", message: event.message || "the worker stopped" } });
    };
    return next;
  }

  function post(waiting: Waiting): void {
    running = { ...waiting, id: ++lastId };
    const ask = waiting.kind === "open" ? copied(waiting.ask as Calls["open"]["ask"]) : waiting.ask;
    port.postMessage({ id: running.id, kind: waiting.kind, ask } as Request);
  }

  function pump(): void {
    if (running !== undefined || restarting) return;
    const urgent = queue.findIndex((waiting) => waiting.urgent === true);
    const [next] = queue.splice(Math.max(urgent, 0), 1);
    if (next !== undefined) post(next);
  }

  async function finish(outcome: Outcome<unknown>): Promise<void> {
    const done = running;
    running = undefined;
    if (done === undefined) return;
    if (outcome.ok && done.kind === "open") retained = done.ask as Calls["open"]["ask"];
    if (!restarting && !outcome.ok && stopsTheWorker(outcome.error)) outcome.error.restartedInMs = await restart();
    done.settle(done.signal?.aborted ? { ok: false, error: { ...CANCELLED } } : outcome);
    pump();
  }

  /** A new worker with the same scenario; answers how long it took. */
  async function restart(): Promise<number> {
    const began = performance.now();
    restarting = true;
    port.terminate();
    port = connect();
    await direct("start", {});
    if (retained !== undefined) await direct("open", retained);
    restarting = false;
    return performance.now() - began;
  }

  function direct(kind: Kind, ask: unknown): Promise<Outcome<unknown>> {
    return new Promise((settle) => post({ kind, ask, settle }));
  }

  function cancel(waiting: Waiting): void {
    const at = queue.indexOf(waiting);
    if (at >= 0) {
      queue.splice(at, 1);
      waiting.settle({ ok: false, error: { ...CANCELLED } });
      return;
    }
    const id = running?.settle === waiting.settle ? running.id : undefined;
    if (id === undefined) return;
    setTimeout(async () => {
      if (running?.id !== id) return;
      running = undefined;
      const restartedInMs = await restart();
      waiting.settle({ ok: false, error: { ...CANCELLED, restartedInMs } });
      pump();
    }, GRACE_MS);
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

/** The scenario's bytes stay with the client, for the next worker; the worker gets a copy. */
function copied({ name, bytes }: Calls["open"]["ask"]): Calls["open"]["ask"] {
  return { name, bytes: bytes.slice() };
}

function stopsTheWorker(error: Failure): boolean {
  return error.code === "loadline/panic" || error.code === "page/worker" || error.code === "page/unexpected";
}
