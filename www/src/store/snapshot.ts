// Everything the page shows, in one value that is never changed in place.
import type {
  Demand,
  Disagreement,
  Kind,
  Measurement,
  Mode,
  PairInfo,
  Parity,
  Problem,
  RatesFound,
  RatesProgress,
  Sampled,
  ScenarioSummary,
  VolumeRow,
  WhatIf,
} from "loadline";
import type { Failure } from "../worker/protocol";
import { TOGETHER, type Address, type Rates } from "./address";
import type { Centre } from "./centre";
import type { Reuse } from "./reuse";
import { regulationOf, type Sound } from "./sound";
import type { Exploring } from "./exploring";
import type { Speed } from "./sweeping";

export type Theme = "light" | "dark" | "contrast";
export type Tab = "rates" | "waits" | "volumes" | "map" | "plans";
export type Panel = "scenario" | "help" | "badge" | "menu";

/** A scenario file that comes with the page. */
export interface GalleryEntry {
  name: string;
  file: string;
  kind: Kind;
  title: string;
  bytes: number;
}

/** An open scenario. */
export interface Opened {
  fileName: string;
  fileBytes: number;
  summary: ScenarioSummary;
}

/** The open day of traffic. */
export interface Day extends Opened {
  summary: ScenarioSummary & { kind: "flow" };
  volumes: VolumeRow[];
  /** Each volume's day as filed, by its index; the busiest only where there are very many. */
  days: Record<number, Demand>;
}

/** A file that is being read, shown only once it has taken a moment. */
export interface Opening {
  fileName: string;
  bytes: number;
  shown: boolean;
}

/** A file that was not opened; what was open stays. */
export interface Refusal {
  fileName: string;
  message: string;
  problems: Problem[];
  problemCount: number;
  outOfMemory: boolean;
}

/** What is known about one pair on the open scenario. */
export interface PairState {
  parity?: Parity;
  sampled?: Sampled;
  measurement?: Measurement;
  /** Why it could not be answered or timed. */
  failure?: Failure;
}

export type Doing = "agree" | "sample" | "time" | "control";
export interface Run {
  state: "running" | "done" | "cancelled";
  doing?: Doing;
  pair?: string;
  done: number;
  total: number;
  beganAt: number;
  tookMs?: number;
}

/** What the other side said to the same question. */
export interface Confirmed {
  digest: string;
  elapsedNs: number;
  /** The shortest time of the side that answered, once it has been asked again. */
  ownNs: number;
}

/** The live answer to a family's rates under the published model. */
export interface Live {
  what?: WhatIf;
  /** When the newest question was put, while it has no answer. */
  askedAt?: number;
  /** The other side's answer, once it has been asked. */
  confirmed?: Confirmed;
  failure?: Failure;
  search: Search;
}

/** What the search found, in both modes; kept while a newer search runs. */
export interface Search {
  perFlow?: RatesFound;
  blanket?: RatesFound;
  /** When the newest search began, while it has no answer in the mode that is shown. */
  askedAt?: number;
  progress?: RatesProgress;
  confirmed?: Partial<Record<Mode, Confirmed>>;
  cancelled?: boolean;
  failure?: Failure;
}

/** Before anything was asked. */
export const NOTHING_LIVE: Live = { search: {} };

export interface Snapshot extends Centre, Speed, Exploring {
  address: Address;
  theme: Theme | undefined;
  panel: Panel | undefined;
  /** Tables in place of charts. */
  tables: boolean;
  /** Single-letter keys act. */
  keys: boolean;
  dropping: boolean;
  filter: string;
  /** The list of volumes, where it does not stand beside the chart. */
  volumesOpen: boolean;
  /** Which part of the what-if view stands under the chart where there is no room beside it. */
  tab: Tab;
  volumesShown: number;
  waitsShown: number;
  problemsShown: number;
  folded: readonly string[];
  notesClosed: boolean;
  copied: string | undefined;
  /** The scenario a link was made with, when it is not to be had here. */
  missing: string | undefined;
  library: { version: string; pairs: PairInfo[] } | undefined;
  broken: Failure | undefined;
  gallery: readonly GalleryEntry[];
  day: Day | undefined;
  /** The open scenarios of the other kinds; there is one of each kind. */
  others: Readonly<Partial<Record<Kind, Opened>>>;
  opening: Opening | undefined;
  refusal: Refusal | undefined;
  stopped: { pair: string; doing: Doing | "live"; failure: Failure } | undefined;
  /** Geometric mean of all speed-ups, as the library has it. */
  mean?: number;
  pairs: Readonly<Record<string, PairState>>;
  control: Measurement | undefined;
  run: Run | undefined;
  live: Live;
  sound: Sound;
  reuse: Reuse;
  sources: Readonly<Record<string, { reference: string; optimised: string }>>;
}

/** The open scenario of a kind. */
export function openedOf({ day, others }: Snapshot, kind: Kind | undefined): Opened | undefined {
  return kind === "flow" ? day : kind === undefined ? undefined : others[kind];
}

/** The open scenario that a pair is asked about. */
export function openedFor(snapshot: Snapshot, pair: string): Opened | undefined {
  return openedOf(snapshot, snapshot.library?.pairs.find((each) => each.name === pair)?.kind);
}

/** Sets of contracts larger than this keep a reference side busy for minutes: their pairs run when they are asked to. */
const UNASKED_CONTRACTS = 600;
const UNASKED_EXECUTIONS = 2000;

/** Whether the pairs that are asked about a scenario run without a person asking for it. */
export function runsUnasked(opened: Opened | undefined): boolean {
  const summary = opened?.summary;
  if (summary?.kind !== "contracts") return true;
  return summary.contracts <= UNASKED_CONTRACTS && summary.executions <= UNASKED_EXECUTIONS;
}

/** The kind of scenario that the pairs of a family are asked about. */
export function kindOf({ library }: Snapshot, family: string): Kind | undefined {
  return library?.pairs.find((pair) => pair.family === family)?.kind;
}

/** The kind that the place shown is about: that of its family, else a day of traffic. */
export function kindHere(snapshot: Snapshot): Kind {
  const { place } = snapshot.address;
  const family = "family" in place ? place.family : place.page === "pair" ? place.pair.split("/")[0] : undefined;
  return (family === undefined ? undefined : kindOf(snapshot, family)) ?? "flow";
}

/** The disagreement of a pair, if it has one: on the open scenario first, then in the samples. */
export function disagreementOf(state: PairState | undefined): Disagreement | undefined {
  if (state?.parity?.agree === false) return state.parity.disagreement;
  return state?.sampled?.first?.disagreement;
}

/** How a pair stands. */
export type Standing = "unknown" | "checking" | "agree" | "disagree" | "failed";
export function standingOf(snapshot: Snapshot, pair: string): Standing {
  const state = snapshot.pairs[pair];
  if (state?.parity?.agree === false || (state?.sampled?.differ ?? 0) > 0) return "disagree";
  if (state?.parity?.agree === true) return "agree";
  if (state?.failure !== undefined) return "failed";
  return snapshot.run?.state === "running" ? "checking" : "unknown";
}

export function families(snapshot: Snapshot): readonly { family: string; pairs: PairInfo[] }[] {
  const found = new Map<string, PairInfo[]>();
  for (const pair of snapshot.library?.pairs ?? []) {
    const pairs = found.get(pair.family);
    if (pairs === undefined) found.set(pair.family, [pair]);
    else pairs.push(pair);
  }
  return [...found].map(([family, pairs]) => ({ family, pairs }));
}

/** What a live answer is asked about. */
export interface Question {
  volume: number;
  windowBins: [number, number];
}

/** The address where it says so; else the scenario's control volume and window. */
export function questionOf({ day, address }: Snapshot): Question | undefined {
  if (day === undefined) return undefined;
  const { bins, windowBins, controlVolumeIndex } = day.summary;
  const named = day.volumes.find((volume) => volume.id === address.volume);
  const volume = named ?? day.volumes.find((each) => each.index === controlVolumeIndex) ?? day.volumes[0];
  if (volume === undefined) return undefined;
  const [from = 0, to = bins] = address.window ?? windowBins;
  const end = Math.min(to, bins);
  return { volume: volume.index, windowBins: [Math.min(from, end - 1), end] };
}

/** Whether the rates of a day under the published model are in view; only then are they searched for and answered. */
export function showsRates({ address: { place, model } }: Snapshot): boolean {
  return place.page === "family" && place.family === "flow" && model === "published";
}

/** Whether a day under the sound model is in view. */
export function showsSound({ address: { place, model } }: Snapshot): boolean {
  return place.page === "family" && place.family === "flow" && model === undefined;
}

/** Whether the overview is in view, with its one thing to try. */
export function triesSound({ address: { place } }: Snapshot): boolean {
  return place.page === "overview" || place.page === "scenarios";
}

/** The volume of the sound view's chart: the one that is looked at, else that of the regulation shown, else of the worst hotspot. */
export function soundVolume({ sound, address }: Pick<Snapshot, "sound" | "address">): string | undefined {
  const { day } = sound;
  const named = day?.volumes.find(({ id }) => id === address.volume)?.id;
  return named ?? regulationOf(sound)?.volume ?? day?.hotspots[0]?.volume ?? day?.volumes[0]?.id;
}

/** What a family's live answer is asked about. */
export interface RatesQuestion {
  volume: number;
  windowBins: [number, number];
  mode: Mode;
  /** Flights an hour, by flow; undefined while the rates that the search finds are awaited. */
  rates: Rates | undefined;
}

/** The address where it says so; else the rates that the search finds. */
export function ratesQuestionOf(snapshot: Snapshot): RatesQuestion | undefined {
  const question = questionOf(snapshot);
  if (question === undefined) return undefined;
  const { volume, windowBins } = question;
  const mode = modeOf(snapshot);
  const { rates } = snapshot.address;
  if (rates !== undefined) return { volume, windowBins, mode, rates: known(snapshot, mode, rates) };
  const { search } = snapshot.live;
  const found = foundRates(snapshot, mode);
  const none = search.cancelled === true || search.failure !== undefined ? {} : undefined;
  return { volume, windowBins, mode, rates: found ?? none };
}

export function modeOf(snapshot: Snapshot): Mode {
  return snapshot.address.mode ?? "perFlow";
}

/** What the search found for the volume and window shown, in a mode. */
export function foundOf(snapshot: Snapshot, mode: Mode): RatesFound | undefined {
  const question = questionOf(snapshot);
  const found = snapshot.live.search[mode];
  const volume = snapshot.day?.volumes.find((each) => each.index === question?.volume);
  const fits =
    found !== undefined && found.volume === volume?.id && String(found.windowBins) === String(question?.windowBins);
  return fits ? found : undefined;
}

/** The limits among the rates found. */
export function foundRates(snapshot: Snapshot, mode: Mode): Rates | undefined {
  const found = foundOf(snapshot, mode);
  if (found === undefined) return undefined;
  return Object.fromEntries(
    found.flow.flatMap((flow, i) => {
      const rate = found.rate[i] ?? Infinity;
      return Number.isFinite(rate) && rate > 0 ? [[flow, rate]] : [];
    }),
  );
}

/** The flows that a link names and the scenario does not have. */
export function unknownFlows(snapshot: Snapshot): string[] {
  const { rates } = snapshot.address;
  if (rates === undefined || snapshot.day === undefined) return [];
  const mode = modeOf(snapshot);
  return Object.keys(rates).filter((flow) => !(flow in known(snapshot, mode, rates)));
}

function known({ day }: Snapshot, mode: Mode, rates: Rates): Rates {
  const names = new Set(mode === "blanket" ? [TOGETHER] : day?.summary.flowNames);
  return Object.fromEntries(Object.entries(rates).filter(([flow]) => names.has(flow)));
}

/** Answers that take longer than this are waited for in sight: numbers grey, time counted. */
const SLOW_MS = 100;

/** How long an answer has been waited for, in milliseconds; undefined where none is, or not for long enough to matter. */
export function waitedMs(
  snapshot: Snapshot,
  what: "answer" | "search" | "either" | "trial" = "either",
): number | undefined {
  const { live, sound } = snapshot;
  const answer = showsSound(snapshot) ? sound.answer.askedAt : live.askedAt;
  const search = showsSound(snapshot) ? undefined : live.search.askedAt;
  const since =
    what === "trial"
      ? sound.tried.askedAt
      : what === "answer"
        ? answer
        : what === "search"
          ? search
          : (answer ?? search);
  const waited = since === undefined ? 0 : performance.now() - since;
  return waited > SLOW_MS ? waited : undefined;
}

/** Bins in an hour: as whole flights are let through in each bin, also the step from one rate to the next. */
export function rateStep(day: Day): number {
  return Math.max(1, Math.round(60 / day.summary.binMinutes));
}
