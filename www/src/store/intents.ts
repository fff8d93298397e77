// Carries out what the views, the keys and the address ask for.
import type { PairInfo } from "loadline";
import type { Client } from "../worker/client";
import { packed, panelAt, read, TOGETHER, unpacked, write, type Address } from "./address";
import { createExplorer } from "./exploring";
import { createHolder } from "./holding";
import { createOpener, enlargement, scenarioName } from "./opening";
import { withCache, withPlan } from "./reuse";
import { batchesCsv, predictionsCsv } from "./reusesaving";
import { createReuser } from "./reusing";
import { createRunner, SEED } from "./running";
import { caseJson, heldCsv, planCsv, resultsJson, save } from "./saving";
import { createSearcher } from "./searching";
import {
  modeOf,
  ratesQuestionOf,
  showsSound,
  soundVolume,
  type GalleryEntry,
  type Snapshot,
  type Theme,
} from "./snapshot";
import { createSounder } from "./sounding";
import type { Intent, Store } from "./store";
import { createSweeper } from "./sweeping";
import { createTrier } from "./trying";

type SourceReaders = Record<string, () => Promise<string>>;
const SOURCES = import.meta.glob("../../../src/*/*/{reference,optimised}.rs", {
  query: "?raw",
  import: "default",
}) as SourceReaders;

export interface Wired {
  /** Starts the library and opens the first scenario. */
  begin(): Promise<void>;
}

/** `spare` gives the explorer a worker of its own, so that what it asks does not wait for pairs that run, nor they for it. */
export function wire(store: Store, client: Client, spare: () => Client): Wired {
  const opener = createOpener(store, client);
  const runner = createRunner(store, client);
  const searcher = createSearcher(store, client);
  const sounder = createSounder(store, client);
  const sweeper = createSweeper(store, client);
  const trier = createTrier(store, client);
  const reuser = createReuser(store, client);
  const explorer = createExplorer(store, spare);
  const holder = createHolder(store, client);
  const answering = [trier.keep, searcher.keep, sounder.keep, holder.keep, reuser.keep, explorer.keep];

  async function opened(opening: Promise<boolean>): Promise<void> {
    if (await opening) await runner.all(false);
  }

  async function readSources(pair: string): Promise<void> {
    const read = (side: string) => SOURCES[`../../../src/${pair}/${side}.rs`]?.();
    if (store.get().sources[pair] !== undefined) return;
    const [reference, optimised] = await Promise.all([read("reference"), read("optimised")]);
    if (reference === undefined || optimised === undefined) return;
    store.set({ sources: { ...store.get().sources, [pair]: { reference, optimised } } });
  }

  async function saveSchema(): Promise<void> {
    const outcome = await client.ask("schema", {}, { urgent: true });
    if (outcome.ok) save("scenario.schema.json", outcome.value, "application/schema+json");
  }

  function saveFile(what: (Intent & { type: "save" })["what"]): void {
    const snapshot = store.get();
    const { place } = snapshot.address;
    const day = scenarioName(snapshot.day?.fileName ?? "scenario");
    const held = what === "held" ? heldCsv(snapshot) : undefined;
    const plan = what === "plan" ? planCsv(snapshot) : undefined;
    if (what === "results") save(`loadline-${day}.json`, resultsJson(snapshot), "application/json");
    if (held !== undefined) save(`held-${day}.csv`, held, "text/csv");
    if (plan !== undefined) save(`plan-${day}.csv`, plan, "text/csv");
    const contracts = scenarioName(snapshot.others.contracts?.fileName ?? "contracts");
    const batches = what === "batches" ? batchesCsv(snapshot.reuse) : undefined;
    const predictions = what === "predictions" ? predictionsCsv(snapshot.reuse) : undefined;
    if (batches !== undefined) save(`plan-${contracts}.csv`, batches, "text/csv");
    if (predictions !== undefined) save(`predictions-${contracts}.csv`, predictions, "text/csv");
    if (what === "schema") void saveSchema();
    const pair = place.page === "pair" ? place.pair : snapshot.stopped?.pair;
    if (what === "case" && pair !== undefined)
      save(`case-${pair.replace("/", "-")}.json`, caseJson(snapshot, pair), "application/json");
  }

  async function copy(what: string, text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      store.set({ copied: what });
    } catch {
      store.set({ copied: undefined });
    }
    setTimeout(() => store.get().copied === what && store.set({ copied: undefined }), 2000);
  }

  function handle(intent: Intent): void {
    const snapshot = store.get();
    switch (intent.type) {
      case "open":
        return void opened(opener.bytes(intent.fileName, intent.bytes));
      case "open-file":
        return void opened(opener.file(intent.file));
      case "open-gallery":
        return void opened(opener.gallery(intent.entry));
      case "enlarge":
        return void opened(opener.enlarged(intent.times, snapshot.address.seed ?? SEED));
      case "generate":
        return void opened(opener.generated(intent.contracts, intent.executions, snapshot.address.seed ?? SEED));
      case "refuse":
        return store.set({
          refusal: { ...intent, problems: [], problemCount: 0, outOfMemory: false },
          panel: undefined,
        });
      case "run":
        return void runner.all(true);
      case "go-on":
        return void runner.all(false);
      case "run-pair":
        return void runner.one(intent.pair);
      case "cancel":
        searcher.cancel();
        sounder.cancel();
        sweeper.cancel();
        reuser.cancel();
        explorer.cancel();
        return runner.cancel();
      case "build-space":
        return explorer.build();
      case "cancel-build":
        return explorer.cancel();
      case "store":
        return void explorer.act(intent.act);
      case "open-log":
        return void explorer.openLog(intent.file);
      case "save-log":
        return void explorer.saveLog();
      case "sweep":
        return void sweeper.measure(intent.pair, intent.axis);
      case "address":
        return store.set({ address: { ...snapshot.address, ...intent.change } });
      case "show":
        return store.set(intent.change);
      case "panel":
        return store.set({ panel: snapshot.panel === intent.panel ? undefined : intent.panel });
      case "fold":
        return store.set({ folded: toggled(snapshot.folded, intent.family) });
      case "theme":
        return store.set({ theme: nextTheme(snapshot) });
      case "side": {
        const side = intent.side ?? (snapshot.address.side === "reference" ? "optimised" : "reference");
        return store.set({ address: { ...snapshot.address, side: side === "optimised" ? undefined : side } });
      }
      case "volume":
        return store.set({ address: atVolume(snapshot.address, intent.id) });
      case "step-volume":
        return stepVolume(store, intent.by);
      case "mode": {
        const mode = intent.mode === "perFlow" ? undefined : intent.mode;
        return store.set({ address: { ...snapshot.address, mode, rates: undefined } });
      }
      case "rate":
        return setRate(store, intent.flow, intent.rate);
      case "found-rates":
        if (snapshot.live.search.cancelled === true) searcher.again();
        return store.set({ address: { ...store.get().address, rates: undefined } });
      case "clear-rates":
        return store.set({ address: { ...snapshot.address, rates: {} } });
      case "sound":
        return sounder.act(intent.act);
      case "cancel-search":
        sounder.cancel();
        return searcher.cancel();
      case "search-again":
        return searcher.again();
      case "ask-again":
        searcher.again();
        sounder.again();
        holder.again();
        reuser.again();
        return trier.again();
      case "reuse":
        return store.set({ reuse: { ...snapshot.reuse, ...intent.change } });
      case "plan":
        return store.set({ address: { ...snapshot.address, plan: withPlan(snapshot, intent.change) } });
      case "plan-as-given":
        return store.set({ address: { ...snapshot.address, plan: undefined } });
      case "cache":
        return store.set({ address: { ...snapshot.address, cache: withCache(snapshot, intent.change) } });
      case "try-out":
        return void reuser.tryOut(intent.request);
      case "predict-published":
        return void reuser.predictPublished();
      case "save":
        return saveFile(intent.what);
      case "copy":
        return void copy(intent.what, intent.text);
      case "read-sources":
        return void readSources(intent.pair);
    }
  }

  store.handle(handle);
  for (const keep of answering) store.subscribe(keep);
  keepAddress(store);

  return {
    async begin() {
      const outcome = await client.ask("start", {});
      if (!outcome.ok) return store.set({ broken: outcome.error });
      store.set({ library: outcome.value, folded: foldedAtFirst(outcome.value.pairs) });
      const { gallery, address } = store.get();
      const wanted = address.scenario ?? "";
      const larger = enlargement(wanted);
      const named = gallery.find((entry) => entry.name === wanted || entry.name === larger?.base);
      if (named === undefined && wanted !== "")
        store.set({ missing: wanted, address: { ...address, scenario: undefined } });
      for (const first of firstOfEachKind(gallery, named)) {
        const there = await opener.gallery(first);
        if (there && larger !== undefined && first.name === larger.base)
          await opener.enlarged(larger.times, address.seed ?? SEED, address);
      }
      await runner.all(false);
    },
  };
}

/** Where there is little room, only the first family of pairs is open. */
function foldedAtFirst(pairs: readonly PairInfo[]): string[] {
  if (!matchMedia("(max-width: 699px)").matches) return [];
  return [...new Set(pairs.map(({ family }) => family))].slice(1);
}

/** What is opened at first: of each kind the one that a link names, else the first that comes with the page. */
function firstOfEachKind(gallery: readonly GalleryEntry[], named: GalleryEntry | undefined): GalleryEntry[] {
  const kinds = [...new Set(gallery.map((entry) => entry.kind))];
  return kinds.flatMap((kind) => (named?.kind === kind ? named : gallery.find((entry) => entry.kind === kind)) ?? []);
}

/** So many writes of the address a second at most: browsers stop listening to a page that writes it with every move of a hand. */
const WRITES_A_SECOND = 12;

/** The address follows the snapshot, and the snapshot follows the address when a person changes it. */
function keepAddress(store: Store): void {
  let written = store.get().address;
  /** When the last of them were. */
  const times: number[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  store.subscribe(() => {
    const { address } = store.get();
    if (address === written) return;
    written = address;
    clearTimeout(timer);
    const wait = times.length < WRITES_A_SECOND ? 0 : (times[0] ?? 0) + 1000 - performance.now();
    if (wait <= 0) void show(write(address));
    else timer = setTimeout(() => void show(write(store.get().address)), wait);
  });
  async function show(long: string): Promise<void> {
    times.push(performance.now());
    if (times.length > WRITES_A_SECOND) times.shift();
    const hash = await packed(long);
    const newest = long === write(store.get().address);
    if (newest && hash !== location.hash.replace(/^#/, "")) history.replaceState(null, "", `#${hash}`);
  }
  addEventListener("hashchange", async () => {
    clearTimeout(timer);
    const hash = location.hash;
    const next = read(await unpacked(hash));
    if (location.hash !== hash) return;
    const address = { ...unseen(store.get().address, next), ...next };
    store.set({ address, panel: panelAt(address) });
    document.querySelector("main")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  });
}

/** What a place does not show and a link to it therefore does not carry: it stays as it is. */
function unseen(now: Address, next: Address): Partial<Address> {
  const { scenario, rate, rates, mode, model, sound, bytes, as, semantics, from, state, find } = now;
  const family = next.place.page === "family" ? next.place.family : undefined;
  const explored = {
    ...(family === "states" ? {} : { bytes, as, semantics, from, state, find }),
    ...(family === "flow" ? {} : { model }),
    ...(family === "flow" && next.model === undefined ? {} : { sound }),
  };
  if (next.volume !== now.volume) return { scenario, ...explored };
  return next.place.page === "overview" || next.place.page === "scenarios"
    ? { scenario, rates, mode, ...explored }
    : { scenario, rate, ...explored };
}

/** Another volume: the rates were another's. */
function atVolume(address: Address, volume: string): Address {
  return { ...address, volume, rate: undefined, rates: undefined };
}

/** One flow's rate; the others stay as they are shown. */
function setRate(store: Store, flow: string, rate: number): void {
  const snapshot = store.get();
  const { [flow]: _, ...others } = ratesQuestionOf(snapshot)?.rates ?? {};
  const rates = Number.isFinite(rate) && rate > 0 ? { ...others, [flow]: rate } : others;
  const mode = modeOf(snapshot);
  if ((flow === TOGETHER) === (mode === "blanket")) store.set({ address: { ...snapshot.address, rates } });
}

function stepVolume(store: Store, by: 1 | -1): void {
  const { day, address } = store.get();
  if (showsSound(store.get())) return stepSound(store, by);
  const order = day?.volumes.map((volume) => volume.id) ?? [];
  const at = order.indexOf(address.volume ?? day?.summary.controlVolume ?? "");
  const next = order[Math.min(Math.max(at + by, 0), order.length - 1)];
  if (next !== undefined) store.set({ address: atVolume(address, next) });
}

/** The chart's volume under the sound model, in the order of the file. */
function stepSound(store: Store, by: 1 | -1): void {
  const snapshot = store.get();
  const order = snapshot.sound.day?.volumes.map(({ id }) => id) ?? [];
  const at = order.indexOf(soundVolume(snapshot) ?? "");
  const next = order[Math.min(Math.max(at + by, 0), order.length - 1)];
  if (next !== undefined) store.dispatch({ type: "sound", act: { do: "look", volume: next } });
}

function toggled(list: readonly string[], item: string): readonly string[] {
  return list.includes(item) ? list.filter((each) => each !== item) : [...list, item];
}

function nextTheme(snapshot: Snapshot): Theme {
  const preferred: Theme = matchMedia("(prefers-contrast: more)").matches
    ? "contrast"
    : matchMedia("(prefers-color-scheme: dark)").matches
      ? "dark"
      : "light";
  const order: readonly Theme[] = ["light", "dark", "contrast"];
  return order[(order.indexOf(snapshot.theme ?? preferred) + 1) % order.length] ?? "light";
}
