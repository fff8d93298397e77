// The space of states and the store of what was learned, as the worker holds them.
import * as loadline from "loadline";
import type { BuiltSpace, Calls, StoreAct, StoreShown, Walk, WalkShown } from "./protocol";

/** The name under which the browser keeps the store's log. */
const KEPT = { private: "states-page" };
/** Entries of the store that are sent to be shown. */
const SHOWN = 200;

let space: loadline.StateSpace | undefined;
let store: loadline.StateStore | undefined;

export async function build(options: loadline.BuildStatesOptions): Promise<BuiltSpace> {
  const built = await loadline.buildStates(options);
  space?.free();
  space = built;
  return { summary: built.summary(), digests: built.digests() };
}

/** The space; after the worker was started again it is built anew, at one go. */
function whole(): loadline.StateSpace {
  space ??= loadline.StateSpace.whole();
  return space;
}

export function state(ask: Calls["state"]["ask"]): loadline.StateColumns {
  const words = "word" in ask ? Float64Array.of(ask.word) : whole().stateAt(Uint32Array.of(ask.index));
  return whole().describe(words);
}

export function walk({ stream, request }: Walk): WalkShown {
  const bytes = stream instanceof Uint8Array ? stream : loadline.bytesOfTokens(Float64Array.from(stream));
  return { bytes, path: whole().walk(bytes, request) };
}

async function opened(): Promise<loadline.StateStore> {
  store ??= await loadline.openStore(whole(), KEPT);
  return store;
}

function replace(next: loadline.StateStore): loadline.StateStore {
  store?.free();
  store = next;
  return next;
}

export async function act(asked: StoreAct): Promise<StoreShown> {
  switch (asked.act) {
    case "reopen":
      return shown(replace(await loadline.openStore(whole(), KEPT)));
    case "load":
      return shown(replace(whole().openStore(undefined, asked.bytes)));
    case "forget":
      await loadline.forgetStore(KEPT);
      return shown(replace(whole().openStore(undefined, undefined)));
    case "keep": {
      const now = await opened();
      const [kept] = await loadline.saveStore(now, KEPT);
      return { ...shown(now), kept };
    }
    case "learn": {
      const now = await opened();
      const learned = learn(now, asked.walk);
      return { ...shown(now), learned };
    }
  }
}

/** Each token that the walk learns is learned in the state before its first byte, with the intron of its last; how many were kept. */
function learn(into: loadline.StateStore, asked: Walk): number {
  const { bytes, path } = walk(asked);
  const { index, token, tokenEnd } = path;
  const wanted = new Set(path.learnedToken);
  const from = asked.request.from ?? whole().summary().archetypeIndex;
  const read = [...token.keys()].filter((i) => wanted.has(token[i] ?? -1));
  const states = read.map((i) => (i === 0 ? from : (index[tokenEnd[i - 1] ?? 0] ?? from)));
  const introns = read.map((i) => (bytes[tokenEnd[i] ?? 0] ?? 0) ^ 0xaa);
  const tokens = read.map((i) => token[i] ?? 0);
  return into.learn(Uint32Array.from(states), Uint32Array.from(tokens), Uint8Array.from(introns));
}

function shown(now: loadline.StateStore): StoreShown {
  const { entries: total, averageConfidence } = now.integrity();
  const { state, token, mask, confidence, direction } = now.entries();
  const first = <T extends { slice(from: number, to: number): T }>(column: T): T => column.slice(0, SHOWN);
  const entries = {
    state: first(state),
    token: first(token),
    mask: first(mask),
    confidence: first(confidence),
    direction: first(direction),
  };
  return { total, averageConfidence, entries, report: now.report().private };
}

export async function candidates({ index, most }: Calls["candidates"]["ask"]): Promise<loadline.CandidateColumns> {
  return (await opened()).candidates(index, { most });
}

export async function log(): Promise<Uint8Array> {
  return (await opened()).bytes("private");
}
