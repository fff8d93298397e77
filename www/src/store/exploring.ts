// The space of states: its build, the state that is looked up, the walk, and the store of what was learned. Each is asked for when
// it is in view and what it is asked about has changed; the newest question goes first.
import type { CandidateColumns, StateColumns, StatesProgress, Walked } from "loadline";
import type { Client } from "../worker/client";
import type { BuiltSpace, Calls, Failure, Progress, StoreAct, StoreShown, Walk } from "../worker/protocol";
import type { Address } from "./address";
import { save } from "./saving";
import type { Snapshot } from "./snapshot";
import type { Store } from "./store";
import { typedBytes, typedState, typedTokens, type Typed } from "./typed";

export interface Building {
  state: "running" | "cancelled" | "failed";
  progress?: StatesProgress;
  failure?: Failure;
}

/** What is shown of the space, and what was asked of it. */
export interface Exploring {
  building: Building | undefined;
  space: (BuiltSpace & { tookMs: number }) | undefined;
  layerScale: "log" | "linear";
  /** What is known of the state that was looked up, or why nothing is. */
  looked: { state?: StateColumns; problem?: string } | undefined;
  /** The walk, with its bytes, or why there is none. */
  walked: { bytes: Uint8Array; path?: Walked; problem?: string } | undefined;
  /** The byte of the walk that is read out, from 0. */
  walkAt: number | undefined;
  walkShown: number;
  stored: StoreShown | undefined;
  storing: { act: StoreAct["act"]; state: "running" | "failed"; failure?: Failure } | undefined;
  candidates: { index: number; list: CandidateColumns } | undefined;
}

/** Rows of the walk that are shown at first, and added at a time. */
export const WALK_ROWS = 60;

export const EXPLORING_AT_FIRST: Exploring = {
  building: undefined,
  space: undefined,
  layerScale: "log",
  looked: undefined,
  walked: undefined,
  walkAt: undefined,
  walkShown: WALK_ROWS,
  stored: undefined,
  storing: undefined,
  candidates: undefined,
};

/** What is walked where nothing was typed. */
const FIRST_BYTES = "2003 2057 1998 2129 2521 2013 1996 4761 102";
const CANDIDATES = 12;
/** The largest log that is read. */
const LARGEST_LOG = 256 * 2 ** 20;

export function typedBytesOf(address: Address): string {
  return address.bytes ?? FIRST_BYTES;
}

/** The state that is looked up, as it stands in the field. */
export function typedStateOf({ address, space }: Snapshot): string {
  return address.state ?? String(space?.summary.archetypeIndex ?? "");
}

/** The walk that is asked for. */
function walkOf({ address }: Snapshot): Typed<Walk> {
  const text = typedBytesOf(address);
  const typed = address.as === undefined ? typedTokens(text) : typedBytes(text, address.as);
  if (!typed.ok) return typed;
  const { from, semantics } = address;
  return {
    ok: true,
    value: {
      stream: typed.value,
      request: { ...(from === undefined ? {} : { from }), ...(semantics === undefined ? {} : { semantics }) },
    },
  };
}

export interface Explorer {
  /** Asks for what is in view and not on hand; call it after every change of the snapshot. */
  keep(): void;
  /** Builds the space, or builds it again. */
  build(): void;
  cancel(): void;
  act(act: StoreAct): Promise<void>;
  openLog(file: File): Promise<void>;
  saveLog(): Promise<void>;
}

/** `spare` gives a worker of its own, which is started when the view is first shown. */
export function createExplorer(store: Store, spare: () => Client): Explorer {
  let abort = new AbortController();
  let own: Promise<Client> | undefined;
  const asked: Record<"state" | "walk" | "candidates", string> = { state: "", walk: "", candidates: "" };
  let stores = 0;

  /** The worker, once it has started. */
  function started(): Promise<Client> {
    own ??= (async () => {
      const client = spare();
      await client.ask("start", {});
      return client;
    })();
    return own;
  }

  async function build(): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    const tell = (building: Building | undefined, more: Partial<Snapshot> = {}): void => {
      if (!signal.aborted) store.set({ building, ...more });
    };
    tell({ state: "running" });
    const client = await started();
    if (signal.aborted) return;
    const beganAt = performance.now();
    const onProgress = (progress: Progress) => tell({ state: "running", progress: progress as StatesProgress });
    const outcome = await client.ask("build", {}, { signal, onProgress });
    if (outcome.ok) tell(undefined, { space: { ...outcome.value, tookMs: performance.now() - beganAt } });
    else tell({ state: "failed", failure: outcome.error });
  }

  /** Asks a question that differs from the last of its kind, and says whether the answer is still wanted. */
  async function ask<K extends "state" | "walk" | "candidates">(
    kind: K,
    question: Calls[K]["ask"],
    key: string,
    tell: (answer: { value?: Calls[K]["answer"]; problem?: string }) => void,
  ): Promise<void> {
    asked[kind] = key;
    const client = await started();
    const outcome = await client.ask(kind, question, { slot: kind, urgent: true });
    if (asked[kind] !== key) return;
    if (outcome.ok) tell({ value: outcome.value });
    else if (outcome.error.code !== "page/cancelled") tell({ problem: outcome.error.message });
  }

  function keepState(snapshot: Snapshot): void {
    const { address } = snapshot;
    const text = typedStateOf(snapshot);
    const key = `${address.find ?? "index"} ${text}`;
    if (asked.state === key) return;
    asked.state = key;
    const typed = typedState(text, address.find ?? "index");
    if (!typed.ok) return store.set({ looked: { ...snapshot.looked, problem: typed.problem } });
    void ask("state", typed.value, key, ({ value, problem }) => {
      const looked = value === undefined ? { ...store.get().looked, problem } : { state: value };
      store.set({ looked });
    });
  }

  function keepWalk(snapshot: Snapshot): void {
    const { address } = snapshot;
    const key = JSON.stringify([typedBytesOf(address), address.as, address.semantics, address.from]);
    if (asked.walk === key) return;
    asked.walk = key;
    const typed = walkOf(snapshot);
    const none = new Uint8Array();
    if (!typed.ok) return store.set({ walked: { bytes: none, ...snapshot.walked, problem: typed.problem } });
    void ask("walk", typed.value, key, ({ value, problem }) => {
      const before = store.get().walked;
      const walked = value === undefined ? { bytes: none, ...before, problem } : value;
      store.set({ walked, walkAt: undefined, walkShown: WALK_ROWS });
    });
  }

  /** The candidates of the state that is looked up, anew whenever the store is another. */
  function keepCandidates({ looked, stored }: Snapshot): void {
    const index = looked?.state?.index[0] ?? -1;
    const key = `${index} ${stores}`;
    if (stored === undefined || asked.candidates === key) return;
    asked.candidates = key;
    if (index < 0) return store.set({ candidates: undefined });
    void ask("candidates", { index, most: CANDIDATES }, key, ({ value }) =>
      store.set({ candidates: value === undefined ? undefined : { index, list: value } }),
    );
  }

  async function act(asking: StoreAct): Promise<void> {
    if (store.get().storing?.state === "running") return;
    store.set({ storing: { act: asking.act, state: "running" } });
    const client = await started();
    const outcome = await client.ask("store", asking, { urgent: true });
    stores += 1;
    if (outcome.ok) store.set({ stored: outcome.value, storing: undefined });
    else store.set({ storing: { act: asking.act, state: "failed", failure: outcome.error } });
  }

  const inView = ({ address: { place } }: Snapshot): boolean => place.page === "family" && place.family === "states";

  return {
    keep() {
      const snapshot = store.get();
      if (!inView(snapshot) || !snapshot.library?.pairs.some(({ family }) => family === "states")) return;
      if (snapshot.space === undefined) {
        if (snapshot.building === undefined) void build();
        return;
      }
      keepState(snapshot);
      keepWalk(snapshot);
      if (snapshot.stored === undefined && snapshot.storing === undefined) void act({ act: "reopen" });
      else keepCandidates(snapshot);
    },
    build: () => void build(),
    cancel() {
      const { building } = store.get();
      if (building?.state !== "running") return;
      abort.abort();
      store.set({ building: { ...building, state: "cancelled" } });
    },
    act,
    async openLog(file) {
      if (file.size <= LARGEST_LOG) return act({ act: "load", bytes: new Uint8Array(await file.arrayBuffer()) });
      const failure = { code: "page/too-large", message: "The file is larger than 256 MB, the most that is read." };
      store.set({ storing: { act: "load", state: "failed", failure } });
    },
    async saveLog() {
      const client = await started();
      const outcome = await client.ask("log", {}, { urgent: true });
      if (outcome.ok) save("learned.bin", outcome.value, "application/octet-stream");
      else store.set({ storing: { act: "keep", state: "failed", failure: outcome.error } });
    },
  };
}

/** The walk as it stands, for learning from it; undefined where there is something wrong with it. */
export function walkToLearn(snapshot: Snapshot): Walk | undefined {
  const typed = walkOf(snapshot);
  return typed.ok && typed.value.stream.length > 0 ? typed.value : undefined;
}
