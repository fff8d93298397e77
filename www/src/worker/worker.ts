// Owns the WebAssembly instance. One switch over requests; nothing else imports the library. Searches and sweeps run in slices,
// and between two of them the other requests are answered.
import * as loadline from "loadline";
import type { Calls, Cancel, Failure, Kind, Progress, Reply, Request } from "./protocol";
import * as sound from "./sound";
import * as space from "./space";
import { buffersOf } from "./transfer";

/** Volumes whose day is sent with the scenario, for the small charts in the list. */
const DAYS = 200;

/** The open scenarios, one of each kind. */
const scenarios = new Map<loadline.Kind, loadline.Scenario>();
/** The kind of scenario that each pair is asked about. */
const kinds = new Map<string, loadline.Kind>();
/** The searches under way, by the id of their request. */
const searches = new Map<number, AbortController>();
/** The builds of the space of states under way. */
const builds = new Map<number, AbortController>();
/** The sweeps under way; they make their own days, so another scenario leaves them alone. */
const sweeps = new Map<number, AbortController>();
/** The plans under way, which are of the open contracts. */
const plans = new Map<number, AbortController>();
/** The trials under way, which make their own contracts. */
const trials = new Map<number, AbortController>();
const UNDER_WAY = [searches, sweeps, plans, trials, builds];

function open({ name, bytes }: Calls["open"]["ask"]): Calls["open"]["answer"] {
  const next = loadline.Scenario.load(bytes, name);
  const summary = next.summary();
  if (summary.kind !== "flow") {
    if (summary.kind === "contracts") for (const plan of plans.values()) plan.abort();
    replace(summary.kind, next);
    return { summary };
  }
  const volumes = next.volumes();
  const busiest = [...volumes].sort((a, b) => b.overload - a.overload || b.peakEntries - a.peakEntries).slice(0, DAYS);
  const days = Object.fromEntries(busiest.map(({ index }) => [index, next.demand(index)]));
  for (const search of searches.values()) search.abort();
  replace("flow", next);
  return { summary, volumes, days };
}

function replace(kind: loadline.Kind, next: loadline.Scenario): void {
  scenarios.get(kind)?.free();
  scenarios.set(kind, next);
}

function opened(kind: loadline.Kind = "flow"): loadline.Scenario {
  const scenario = scenarios.get(kind);
  if (scenario === undefined) throw new Error(`no scenario of kind ${kind} is open`);
  return scenario;
}

/** The open scenario that a pair is asked about. */
function openedFor(pair: string): loadline.Scenario {
  return opened(kinds.get(pair));
}

async function start(): Promise<Calls["start"]["answer"]> {
  await loadline.init();
  const pairs = loadline.pairs();
  for (const { name, kind } of pairs) kinds.set(name, kind);
  return { version: loadline.version(), pairs };
}

async function findRates(id: number, ask: Calls["rates"]["ask"]): Promise<Calls["rates"]["answer"]> {
  const day = opened();
  return inSlices(id, searches, (options) => loadline.findRates(day, ask, options));
}

/** Work that tells how far it is and can be cancelled, for as long as it is under way. */
async function inSlices<P extends Progress, T>(
  id: number,
  underWay: Map<number, AbortController>,
  work: (options: { onProgress: (progress: P) => void; signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  underWay.set(id, abort);
  try {
    const onProgress = (progress: P) => self.postMessage({ id, progress } satisfies Reply);
    return await work({ onProgress, signal: abort.signal });
  } catch (error) {
    throw abort.signal.aborted ? { code: "page/cancelled", message: "cancelled" } : error;
  } finally {
    underWay.delete(id);
  }
}

async function answer(request: Request): Promise<Calls[Kind]["answer"]> {
  switch (request.kind) {
    case "start":
      return start();
    case "open":
      return open(request.ask);
    case "agree":
      return openedFor(request.ask.pair).agree(request.ask.pair);
    case "sample":
      return loadline.sampleParity(request.ask.pair, request.ask.seed, request.ask.count);
    case "measure":
      return openedFor(request.ask.pair).measure(request.ask.pair, request.ask.plan);
    case "mean":
      return loadline.geometricMean(Float64Array.from(request.ask.speedups));
    case "what":
      return opened().whatIf(request.ask);
    case "rates":
      return findRates(request.id, request.ask);
    case "soundDay":
      return sound.day(opened());
    case "soundPlay":
      return sound.play(opened(), request.ask);
    case "soundCounts":
      return sound.counts(opened(), request.ask);
    case "soundDigest":
      return sound.digest(opened(), request.ask);
    case "soundHotspots":
      return sound.hotspots(opened(), request.ask);
    case "soundBound":
      return opened().bound(request.ask.plan);
    case "soundCompare":
      return opened().compareSemantics(request.ask.plan);
    case "soundRates": {
      const day = opened();
      return inSlices(request.id, searches, (options) => loadline.findSoundRates(day, request.ask.plan, options));
    }
    case "soundTracks": {
      const day = opened();
      return inSlices(request.id, searches, (options) => sound.tracks(day, request.ask, options));
    }
    case "sweep":
      return inSlices(request.id, sweeps, (options) => loadline.sweep(request.ask, options));
    case "contracts":
      return opened("contracts").contracts();
    case "plan": {
      const set = opened("contracts");
      return inSlices(request.id, plans, (options) => loadline.planContracts(set, request.ask, options));
    }
    case "similarity":
      return opened("contracts").similarity(request.ask);
    case "profile":
      return opened("contracts").profile(request.ask);
    case "cache":
      return opened("contracts").replayCache(request.ask);
    case "trials":
      return inSlices(request.id, trials, (options) => loadline.simulateProfile(request.ask, options));
    case "build":
      return inSlices(request.id, builds, space.build);
    case "state":
      return space.state(request.ask);
    case "walk":
      return space.walk(request.ask);
    case "store":
      return space.act(request.ask);
    case "candidates":
      return space.candidates(request.ask);
    case "log":
      return space.log();
    case "resample":
      return opened().resample(request.ask.times, request.ask.seed);
    case "generate":
      return loadline.generateContracts(request.ask);
    case "schema":
      return loadline.scenarioSchema();
    case "trap":
      loadline.plantTrap();
      throw new Error("the planted trap did not spring");
  }
}

/** Answers whose arrays nobody here looks into again. */
const FRESH: ReadonlySet<Kind> = new Set<Kind>(["soundDay", "soundPlay", "soundCounts"]);

function toFailure(error: unknown): Failure {
  const { code, message, at, problems, problemCount } = error as Partial<Failure>;
  if (code === "loadline/panic") return { code, ...lastWords(message ?? "") };
  return { code: code ?? "page/unexpected", message: message ?? String(error), at, problems, problemCount };
}

/** What the library said when it broke a rule, and where: `panicked at src/flow/delay/optimised.rs:88:9:` and a sentence. */
function lastWords(otherwise: string): Pick<Failure, "message" | "at"> {
  const said = /^panicked at (.+?):\n([\s\S]+)$/.exec(loadline.lastPanic() ?? "");
  return said === null ? { message: otherwise } : { at: said[1], message: (said[2] ?? otherwise).trim() };
}

self.onmessage = async ({ data }: MessageEvent<Request | Cancel>) => {
  if (data.kind === "cancel") return UNDER_WAY.forEach((each) => each.get(data.id)?.abort());
  let reply: Reply;
  let moved: ArrayBuffer[] = [];
  try {
    const value = await answer(data);
    if (FRESH.has(data.kind)) moved = buffersOf(value);
    reply = { id: data.id, outcome: { ok: true, value } };
  } catch (error) {
    reply = { id: data.id, outcome: { ok: false, error: toFailure(error) } };
  }
  self.postMessage(reply, { transfer: moved });
};
