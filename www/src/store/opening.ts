// Opening a scenario: from a file, a paste, or the gallery. What is open stays until the new one has been read.
import type { Client } from "../worker/client";
import type { Address } from "./address";
import type { Kind } from "loadline";
import type { Calls } from "../worker/protocol";
import { kindHere, NOTHING_LIVE, openedOf, type GalleryEntry, type Snapshot } from "./snapshot";
import type { Store } from "./store";

/** The largest file that is read: the library's own limit for text. For compressed files it has a lower one, and says so. */
export const LIMIT_BYTES = 256 * 2 ** 20;
/** The limit in words, for those who are about to drop a file. */
export const LIMIT_WORDS = "JSON up to 256 MB, or gzipped JSON up to 64 MB.";
const TOO_LARGE = "The file is larger than 256 MB, the most that is read.";
/** About what a generated contract takes in a file, to say how much is being read. */
const BYTES_A_CONTRACT = 1000;
/** Loading is shown only when it takes longer than this. */
const SHOWN_AFTER_MS = 300;

export interface Opener {
  bytes(fileName: string, bytes: Uint8Array): Promise<boolean>;
  file(file: File): Promise<boolean>;
  gallery(entry: GalleryEntry): Promise<boolean>;
  /** The open day, so many times as large, made by the library and labelled synthetic; `keep` is what a link asked for. */
  enlarged(times: number, seed: number, keep?: Address): Promise<boolean>;
  /** So many contracts with so many executions, made by the library and labelled synthetic. */
  generated(contracts: number, executions: number, seed: number): Promise<boolean>;
}

export function createOpener(store: Store, client: Client): Opener {
  const refuse = (fileName: string, message: string): false => {
    store.set({
      refusal: { fileName, message, problems: [], problemCount: 0, outOfMemory: false },
      opening: undefined,
      dropping: false,
    });
    return false;
  };

  const announce = (fileName: string, bytes: number): void => {
    const opening = { fileName, bytes, shown: false };
    store.set({ opening, dropping: false });
    setTimeout(() => {
      if (store.get().opening === opening) store.set({ opening: { ...opening, shown: true } });
    }, SHOWN_AFTER_MS);
  };

  async function bytes(fileName: string, content: Uint8Array, keep?: Address): Promise<boolean> {
    if (content.length > LIMIT_BYTES) return refuse(fileName, TOO_LARGE);
    announce(fileName, content.length);
    const outcome = await client.ask("open", { name: fileName, bytes: content }, { slot: "open" });
    if (!outcome.ok) {
      if (outcome.error.code === "page/cancelled") return false;
      const { message, problems = [], problemCount = problems.length } = outcome.error;
      const outOfMemory =
        /memory/i.test(outcome.error.code) || /memory allocation|out of memory|memory or stack/i.test(message);
      store.set({
        opening: undefined,
        refusal: { fileName, message, problems, problemCount, outOfMemory },
        problemsShown: 7,
        panel: undefined,
      });
      return false;
    }
    const { kind } = outcome.value.summary;
    store.set({
      opening: undefined,
      refusal: undefined,
      stopped: stoppedElsewhere(store.get(), kind),
      panel: undefined,
      notesClosed: false,
      pairs: withoutKind(store.get(), kind),
      mean: undefined,
      ...(kind === "flow" ? { filter: "", control: undefined, live: NOTHING_LIVE } : {}),
      ...shown(store.get(), fileName, content.length, outcome.value),
      address: addressWith(store.get(), kind, fileName, keep),
    });
    return true;
  }

  async function enlarged(times: number, seed: number, keep?: Address): Promise<boolean> {
    const { day } = store.get();
    if (day === undefined) return false;
    const fileName = `${scenarioName(day.fileName)}-x${times}.json`;
    announce(fileName, day.summary.jsonBytes * times);
    const outcome = await client.ask("resample", { times, seed }, { slot: "open" });
    return outcome.ok ? bytes(fileName, outcome.value, keep) : refuse(fileName, outcome.error.message);
  }

  async function generated(contracts: number, executions: number, seed: number): Promise<boolean> {
    const fileName = `${contracts}-contracts.json`;
    announce(fileName, contracts * BYTES_A_CONTRACT);
    const outcome = await client.ask("generate", { contracts, executions, seed }, { slot: "open" });
    return outcome.ok ? bytes(fileName, outcome.value) : refuse(fileName, outcome.error.message);
  }

  return {
    bytes,
    enlarged,
    generated,
    async file(file) {
      if (file.size > LIMIT_BYTES) return refuse(file.name, TOO_LARGE);
      return bytes(file.name, new Uint8Array(await file.arrayBuffer()));
    },
    async gallery(entry) {
      announce(entry.file, entry.bytes);
      try {
        const response = await fetch(new URL(`scenarios/${entry.file}`, document.baseURI));
        if (!response.ok) return refuse(entry.file, `The server answered ${response.status} for this file.`);
        return await bytes(entry.file, new Uint8Array(await response.arrayBuffer()));
      } catch {
        return refuse(entry.file, "The file could not be read from the address this page came from.");
      }
    },
  };
}

/** The open scenarios once this one is: it takes the place of the one of its kind. */
function shown(
  { others }: Snapshot,
  fileName: string,
  fileBytes: number,
  opened: Calls["open"]["answer"],
): Partial<Snapshot> {
  if ("volumes" in opened) return { day: { fileName, fileBytes, ...opened } };
  const { summary } = opened;
  return { others: { ...others, [summary.kind]: { fileName, fileBytes, summary } } };
}

/** What is said of a side that stopped, where it was asked about a scenario of another kind than the one that is opened. */
function stoppedElsewhere({ library, stopped }: Snapshot, kind: Kind): Snapshot["stopped"] {
  const about = library?.pairs.find(({ name }) => name === stopped?.pair)?.kind;
  return about === kind ? undefined : stopped;
}

/** What is known of the pairs that a scenario of this kind leaves alone. */
function withoutKind({ library, pairs }: Snapshot, kind: Kind): Snapshot["pairs"] {
  const asked = new Set(library?.pairs.filter((pair) => pair.kind === kind).map((pair) => pair.name));
  return Object.fromEntries(Object.entries(pairs).filter(([name]) => !asked.has(name)));
}

/** Where the page stands once a scenario is open: what the old one of its kind had in the address is gone. */
function addressWith(snapshot: Snapshot, kind: Kind, fileName: string, keep?: Address): Address {
  const { address, gallery } = snapshot;
  // At first the link says what is open; a new value, so that it is written out as this page writes it.
  if (keep === undefined && openedOf(snapshot, kind) === undefined) return { ...address };
  const standard = fileName === gallery.find((entry) => entry.kind === kind)?.file;
  const place = keep?.place ?? placeFor(snapshot, kind);
  const kept = keep ?? { place, side: address.side, seed: address.seed, model: address.model };
  return { ...kept, scenario: standard ? undefined : scenarioName(fileName) };
}

/** The place, or the family of the kind where the place is about another kind. */
function placeFor(snapshot: Snapshot, kind: Kind): Address["place"] {
  const { place } = snapshot.address;
  const family = snapshot.library?.pairs.find((pair) => pair.kind === kind)?.family;
  if (place.page === "overview" || place.page === "scenarios" || family === undefined) return place;
  return kindHere(snapshot) === kind ? place : { page: "family", family };
}

/** The name a link carries: `flow/friday.json` -> `friday`. */
export function scenarioName(fileName: string): string {
  return fileName.slice(fileName.lastIndexOf("/") + 1).replace(/\.json(\.gz)?$/, "");
}

/** What a name says of how it was made: `friday-x10` is `friday`, ten times as large. */
export function enlargement(name: string): { base: string; times: number } | undefined {
  const parts = /^(.+)-x(\d{1,3})$/.exec(name);
  return parts === null ? undefined : { base: parts[1] ?? "", times: Number(parts[2]) };
}
