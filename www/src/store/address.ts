// The page's state in the address, after `#`, and back. Never data: only names, numbers and choices.
import type { CacheReplayRequest, Mode, PlanRequest, Side, SoundPlan } from "loadline";
import { linkFrom, textOf } from "./soundlink";

export type Place =
  | { page: "overview" }
  | { page: "scenarios" }
  | { page: "family"; family: string }
  | { page: "speed"; family: string }
  | { page: "pair"; pair: string };

/** Flights an hour, by the name of the flow. */
export type Rates = Readonly<Record<string, number>>;
/** The name under which one rate for all flows together goes. */
export const TOGETHER = "__blanket__";

/** What a link carries. What is undefined stands at its default. */
export interface Address {
  place: Place;
  scenario?: string;
  volume?: string;
  /** First bin and the bin after the last. */
  window?: readonly [number, number];
  /** The overview's one rate, flights an hour; infinity is no limit. */
  rate?: number;
  /** How the rates of a family's what-if view are given; per flow where it is left out. */
  mode?: Mode;
  /** Those rates by flow; a flow left out has no limit. The ones the search finds where this is left out. */
  rates?: Rates;
  side?: Side;
  /** The model whose what-if view of a day of traffic is shown; the sound one where it is left out. */
  model?: "published";
  /** The plan under the sound model; the one that the day begins with where it is left out. */
  sound?: SoundPlan;
  /** What a plan of contracts is asked with; the scenario's own where left out. */
  plan?: PlanAsked;
  /** What a cache before the executions may hold; the library's own where left out. */
  cache?: CacheAsked;
  /** The bin under the chart's cursor. */
  time?: number;
  seed?: number;
  /** What is walked through the space of states, as it was typed. */
  bytes?: string;
  /** How that is read; as tokens where it is left out. */
  as?: "text" | "hex";
  semantics?: Semantics;
  /** The index at which the walk begins; the archetype's where it is left out. */
  from?: number;
  /** The state that is looked up, as it was typed; the archetype where it is left out. */
  state?: string;
  /** How that is read; as an index where it is left out. */
  find?: "word";
}

/** Of a plan what a person may set, in the units of the library. */
export type PlanAsked = Pick<
  PlanRequest,
  "workers" | "batchSize" | "batchMemoryMb" | "batchTimeMs" | "similarityThreshold" | "mode"
>;
export type CacheAsked = CacheReplayRequest;
type Figures = Readonly<Record<string, number | undefined>>;
/** The names that numbers have in a link. */
const PLAN_NAMES = {
  workers: "w",
  batchSize: "n",
  batchMemoryMb: "mb",
  batchTimeMs: "ms",
  similarityThreshold: "s",
} as const;
const CACHE_NAMES = { capacity: "n", lifeS: "s", budgetMb: "mb" } as const;
/** How calls of bytes are read. */
export type Semantics = "loadline" | "publishedPerByte" | "publishedBulk";
export const SEMANTICS: readonly Semantics[] = ["loadline", "publishedPerByte", "publishedBulk"];
/** Bytes that are typed are part of a link up to so many characters. */
const LINKED = 200;

const NO_LIMIT = "none";
/** What an address may hold as it is. */
const PLAIN: Record<string, string> = { "%20": "+", "%2F": "/", "%3A": ":", "%2C": "," };

/** The part of the address after `#`, without the `#`. */
export function write(address: Address): string {
  const state: string[] = [];
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined)
      state.push(`${name}=${encodeURIComponent(value).replace(/%(20|2F|3A|2C)/g, (code) => PLAIN[code] ?? code)}`);
  };
  const tries = tryIt(address.place);
  const sound = isDay(address.place) && address.model === undefined;
  if (address.place.page === "speed") add("view", "speed");
  if (isDay(address.place)) add("sem", address.model);
  add("s", address.scenario);
  add("v", address.volume);
  if (!sound) add("w", address.window?.join("-"));
  if (!tries && !sound) add("m", address.mode);
  if (!sound) add("r", tries ? (address.rate === Infinity ? NO_LIMIT : address.rate) : ratesText(address.rates));
  if (sound && address.sound !== undefined) for (const [name, value] of textOf(address.sound)) add(name, value);
  add("p", figuresText(PLAN_NAMES, address.plan as Figures | undefined));
  add("as", address.plan?.mode === "published" ? "published" : undefined);
  add("c", figuresText(CACHE_NAMES, address.cache as Figures | undefined));
  add("side", address.side);
  add("t", address.time);
  add("seed", address.seed);
  if (address.place.page === "family" && address.place.family === "states") {
    if ((address.bytes?.length ?? 0) <= LINKED) add("bytes", address.bytes);
    add("as", address.as);
    add("semantics", address.semantics);
    add("from", address.from);
    add("find", address.find);
    add("state", address.state);
  }
  return path(address.place) + (state.length > 0 ? `?${state.join("&")}` : "");
}

/** Reads what follows `#`. What cannot be understood is left out. */
export function read(hash: string): Address {
  const text = hash.replace(/^#/, "");
  const question = text.indexOf("?");
  const state = new URLSearchParams(question < 0 ? "" : text.slice(question + 1));
  const address: Address = { place: placeOf(question < 0 ? text : text.slice(0, question), state.get("view")) };
  const scenario = state.get("s");
  const volume = state.get("v");
  const side = state.get("side");
  if (scenario !== null) address.scenario = scenario;
  if (volume !== null) address.volume = volume;
  if (isDay(address.place) && state.get("sem") === "published") address.model = "published";
  if (side === "reference" || side === "optimised") address.side = side;
  const window = /^(\d{1,5})-(\d{1,5})$/.exec(state.get("w") ?? "");
  if (window !== null && Number(window[1]) < Number(window[2])) address.window = [Number(window[1]), Number(window[2])];
  if (state.get("m") === "blanket" && !tryIt(address.place)) address.mode = "blanket";
  readRates(address, state.get("r") ?? "");
  // A link from before the sound model had its switch: its rates are of the published one.
  if (isDay(address.place) && state.get("sem") === null && address.rates !== undefined) address.model = "published";
  const sound = isDay(address.place) && address.model === undefined ? linkFrom(state) : undefined;
  if (sound !== undefined) address.sound = sound;
  const plan: PlanAsked = readFigures(PLAN_NAMES, state.get("p"));
  if (state.get("as") === "published") plan.mode = "published";
  if (Object.keys(plan).length > 0) address.plan = plan;
  const cache: CacheAsked = readFigures(CACHE_NAMES, state.get("c"));
  if (Object.keys(cache).length > 0) address.cache = cache;
  if (wholeNumber(state.get("t")) !== undefined) address.time = wholeNumber(state.get("t"));
  if (wholeNumber(state.get("seed")) !== undefined) address.seed = wholeNumber(state.get("seed"));
  readStates(address, state);
  return address;
}

function readStates(address: Address, state: URLSearchParams): void {
  const semantics = SEMANTICS.find((each) => each === state.get("semantics"));
  const [bytes, typed, from] = [state.get("bytes"), state.get("state"), wholeNumber(state.get("from"))];
  if (bytes !== null) address.bytes = bytes;
  const as = state.get("as");
  if (as === "text" || as === "hex") address.as = as;
  if (semantics !== undefined) address.semantics = semantics;
  if (from !== undefined) address.from = from;
  if (state.get("find") === "word") address.find = "word";
  if (typed !== null) address.state = typed;
}

/** An address may be this long; a longer one is packed. */
const LONG = 400;

/** A long state as one `z=`: deflated, in base64 for addresses. Where the browser cannot deflate, the long form stays. */
export async function packed(hash: string): Promise<string> {
  const question = hash.indexOf("?");
  if (hash.length <= LONG || question < 0 || typeof CompressionStream === "undefined") return hash;
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(hash.slice(question + 1)));
  const base64 = btoa(String.fromCharCode(...bytes));
  return `${hash.slice(0, question)}?z=${base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** The long form of a packed address; what is no packed address comes back as it is. */
export async function unpacked(hash: string): Promise<string> {
  const parts = /^(#?[^?]*)\?z=([\w-]{1,20000})$/.exec(hash);
  if (parts === null || typeof DecompressionStream === "undefined") return hash;
  const [, path = "", base64 = ""] = parts;
  try {
    const packedBytes = Uint8Array.from(atob(base64.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const bytes = await through(new DecompressionStream("deflate-raw"), packedBytes);
    return `${path}?${new TextDecoder().decode(bytes)}`;
  } catch {
    return path;
  }
}

async function through(stream: CompressionStream | DecompressionStream, bytes: Uint8Array): Promise<Uint8Array> {
  const out = new Blob([bytes as BlobPart])
    .stream()
    .pipeThrough(stream as ReadableWritablePair<Uint8Array, BufferSource>);
  return new Uint8Array(await new Response(out).arrayBuffer());
}

/** Whether a place shows a day of traffic, which is looked at under one of two models. */
function isDay(place: Place): boolean {
  return place.page === "family" && place.family === "flow";
}

/** Whether a place shows the one thing to try; the others show a family's rates. */
function tryIt(place: Place): boolean {
  return place.page === "overview" || place.page === "scenarios";
}

/** `LSAC:12,LIMM:16`; one number where all flows go together. */
function ratesText(rates: Rates | undefined): string | undefined {
  if (rates === undefined) return undefined;
  const limits = Object.entries(rates).filter(([, rate]) => rate > 0 && Number.isFinite(rate));
  if (limits.length === 0) return NO_LIMIT;
  return limits.map(([flow, rate]) => (flow === TOGETHER ? String(rate) : `${escaped(flow)}:${rate}`)).join(",");
}

function readRates(address: Address, text: string): void {
  const one = wholeNumber(text);
  if (text === NO_LIMIT) {
    if (tryIt(address.place)) address.rate = Infinity;
    else address.rates = {};
  } else if (one !== undefined) {
    if (one === 0) return;
    if (tryIt(address.place)) address.rate = one;
    // A link from before flows had rates of their own: one rate is one for all of them.
    else Object.assign(address, { mode: "blanket", rates: { [TOGETHER]: one } });
  } else if (address.mode === undefined) {
    const limits = text.split(",").flatMap((each): [string, number][] => {
      const parts = /^(.+):(\d{1,6})$/.exec(each);
      const rate = wholeNumber(parts?.[2] ?? null) ?? 0;
      const flow = unescaped(parts?.[1] ?? "");
      return rate > 0 && flow !== undefined && flow !== TOGETHER ? [[flow, rate]] : [];
    });
    if (limits.length > 0) address.rates = Object.fromEntries(limits);
  }
}

/** `w:8,s:0.3`; undefined where nothing is set. */
function figuresText(names: Readonly<Record<string, string>>, figures: Figures | undefined): string | undefined {
  const set = Object.entries(names).flatMap(([field, name]) => {
    const value = figures?.[field];
    return value === undefined ? [] : [`${name}:${value}`];
  });
  return set.length === 0 ? undefined : set.join(",");
}

/** The numbers that a link gives by their short names; what is not a plain number is left out. */
function readFigures(names: Readonly<Record<string, string>>, text: string | null): Record<string, number> {
  const given = new Map((text ?? "").split(",").map((each) => each.split(":", 2) as [string, string | undefined]));
  return Object.fromEntries(
    Object.entries(names).flatMap(([field, name]) => {
      const value = given.get(name) ?? "";
      return /^\d{1,12}(\.\d{1,9})?$/.test(value) ? [[field, Number(value)]] : [];
    }),
  );
}

/** A flow's name without the two signs that part a list of rates. */
function escaped(flow: string): string {
  return flow.replace(/[%:,]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The panel that an address opens by itself. */
export function panelAt(address: Address): "scenario" | undefined {
  return address.place.page === "scenarios" ? "scenario" : undefined;
}

function path(place: Place): string {
  switch (place.page) {
    case "overview":
      return "";
    case "scenarios":
      return "scenarios";
    case "family":
    case "speed":
      return place.family;
    case "pair":
      return place.pair;
  }
}

function placeOf(text: string, view: string | null): Place {
  if (text === "scenarios") return { page: "scenarios" };
  if (/^[a-z_]+$/.test(text)) return { page: view === "speed" ? "speed" : "family", family: text };
  if (/^[a-z_]+\/[a-z_]+$/.test(text)) return { page: "pair", pair: text };
  return { page: "overview" };
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
