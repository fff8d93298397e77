// One immutable snapshot, a list of listeners, and intents. Views read the snapshot and send intents; nothing else.
import type { Mode, Side, SweepAxis, TrialRequest } from "loadline";
import type { StoreAct } from "../worker/protocol";
import { panelAt, type Address, type CacheAsked, type PlanAsked } from "./address";
import { CENTRE_AT_FIRST, type Centre } from "./centre";
import { EXPLORING_AT_FIRST } from "./exploring";
import { REUSE_AT_FIRST, type ReuseShown } from "./reuse";
import { SOUND_AT_FIRST, type SoundAct } from "./sound";
import { SPEED_AT_FIRST } from "./sweeping";
import { NOTHING_LIVE, type GalleryEntry, type Panel, type Snapshot } from "./snapshot";

/** What a person, a key or a link asks for. */
export type Intent =
  | { type: "open"; fileName: string; bytes: Uint8Array }
  | { type: "open-file"; file: File }
  | { type: "open-gallery"; entry: GalleryEntry }
  | { type: "enlarge"; times: number }
  | { type: "generate"; contracts: number; executions: number }
  | { type: "refuse"; fileName: string; message: string }
  | { type: "run" }
  | { type: "go-on" }
  | { type: "run-pair"; pair: string }
  | { type: "cancel" }
  | { type: "build-space" }
  | { type: "cancel-build" }
  | { type: "store"; act: StoreAct }
  | { type: "open-log"; file: File }
  | { type: "save-log" }
  | { type: "sweep"; pair: string; axis: SweepAxis }
  | { type: "address"; change: Partial<Address> }
  | { type: "show"; change: Partial<Pick<Snapshot, ShownField>> }
  | { type: "panel"; panel: Panel }
  | { type: "fold"; family: string }
  | { type: "theme" }
  | { type: "side"; side?: Side }
  | { type: "volume"; id: string }
  | { type: "step-volume"; by: 1 | -1 }
  | { type: "mode"; mode: Mode }
  | { type: "rate"; flow: string; rate: number }
  | { type: "sound"; act: SoundAct }
  | { type: "found-rates" }
  | { type: "clear-rates" }
  | { type: "cancel-search" }
  | { type: "search-again" }
  | { type: "ask-again" }
  | { type: "reuse"; change: Partial<ReuseShown> }
  | { type: "plan"; change: PlanAsked }
  | { type: "plan-as-given" }
  | { type: "cache"; change: CacheAsked }
  | { type: "try-out"; request: TrialRequest }
  | { type: "predict-published" }
  | { type: "save"; what: Saved }
  | { type: "copy"; what: string; text: string }
  | { type: "read-sources"; pair: string };

export type Saved = "results" | "held" | "plan" | "batches" | "predictions" | "schema" | "case";

/** The parts of the snapshot that are only about showing, which a view may set directly. */
export type ShownField =
  | keyof Centre
  | "speedPair"
  | "layerScale"
  | "walkAt"
  | "walkShown"
  | "sweepAxis"
  | "sweepAt"
  | "recordShown"
  | "tables"
  | "keys"
  | "dropping"
  | "filter"
  | "volumesOpen"
  | "tab"
  | "volumesShown"
  | "waitsShown"
  | "problemsShown"
  | "notesClosed"
  | "refusal"
  | "stopped"
  | "panel"
  | "missing";

export interface Store {
  get(): Snapshot;
  set(change: Partial<Snapshot>): void;
  subscribe(listener: () => void): void;
  dispatch(intent: Intent): void;
  /** Who carries the intents out; set once, when the page is wired. */
  handle(handler: (intent: Intent) => void): void;
}
export type Dispatch = Store["dispatch"];

export function createStore(initial: Snapshot): Store {
  let snapshot = initial;
  const listeners: (() => void)[] = [];
  let handler: (intent: Intent) => void = () => undefined;
  return {
    get: () => snapshot,
    set(change) {
      snapshot = { ...snapshot, ...change };
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => void listeners.push(listener),
    dispatch: (intent) => handler(intent),
    handle(next) {
      handler = next;
    },
  };
}

/** The snapshot before anything has been read. */
export function emptySnapshot(address: Address, gallery: readonly GalleryEntry[]): Snapshot {
  return {
    ...CENTRE_AT_FIRST,
    ...SPEED_AT_FIRST,
    ...EXPLORING_AT_FIRST,
    address,
    gallery,
    theme: undefined,
    panel: panelAt(address),
    tables: false,
    keys: true,
    dropping: false,
    filter: "",
    volumesOpen: false,
    tab: "rates",
    volumesShown: 60,
    waitsShown: 12,
    problemsShown: 7,
    folded: [],
    notesClosed: false,
    copied: undefined,
    missing: undefined,
    library: undefined,
    broken: undefined,
    day: undefined,
    others: {},
    opening: undefined,
    refusal: undefined,
    stopped: undefined,
    pairs: {},
    control: undefined,
    run: undefined,
    live: NOTHING_LIVE,
    sound: SOUND_AT_FIRST,
    reuse: REUSE_AT_FIRST,
    sources: {},
  };
}
