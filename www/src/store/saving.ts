// What leaves the page by a person's own hand: files saved to their machine, made here.
import type { WhatIf } from "loadline";
import { csv } from "../format/csv";
import { clock, moment } from "../format/time";
import { disagreementOf, openedFor, type Snapshot } from "./snapshot";

/** Held flights, one row a flight, longest delay first. */
export function heldCsv(snapshot: Snapshot): string | undefined {
  const { what } = snapshot.live;
  if (what === undefined) return undefined;
  const rows = what.flight.map((flight, i) => [flight, what.operator[i] ?? "", what.volume, ...waited(what, i)]);
  return csv(["flight", "operator", "volume", "entryFiledUtc", "entryHeldToUtc", "delayMin"], rows);
}

const PLAN = [
  "row",
  "volume",
  "fromUtc",
  "toUtc",
  "mode",
  "flow",
  "ratePerHour",
  "flights",
  "costAsFiled",
  "costHeld",
  "flight",
  "operator",
  "entryFiledUtc",
  "entryHeldToUtc",
  "delayMin",
];

/** The plan: a row for each flow with its rate, and one for each flight that waits. Both kinds name volume, window, mode and flow. */
export function planCsv({ live: { what } }: Snapshot): string | undefined {
  if (what === undefined) return undefined;
  const [from, to] = what.windowBins.map((bin) => clock(bin * what.binMinutes));
  const shared = (row: string, flow: string) => [row, what.volume, from ?? "", to ?? "", what.mode, flow];
  const rateOf = (i: number) => (Number.isFinite(what.rate[i] ?? Infinity) ? (what.rate[i] ?? "") : "no limit");
  const { baseline, held } = what;
  const flows = what.flow.map((flow, i) => [
    ...shared("rate", flow),
    rateOf(i),
    what.flights[i] ?? 0,
    baseline.total,
    held.total,
    ...["", "", "", "", ""],
  ]);
  const flights = what.flight.map((flight, i) => {
    const flow = what.waitFlow[i] ?? -1;
    const rate = flow < 0 ? "" : rateOf(flow);
    const name = what.flow[flow] ?? "";
    return [...shared("flight", name), rate, "", "", "", flight, what.operator[i] ?? "", ...waited(what, i)];
  });
  return csv(PLAN, [...flows, ...flights]);
}

function waited(waits: Pick<WhatIf, "entryMs" | "heldToMs" | "delayMin">, i: number): (string | number)[] {
  return [moment(waits.entryMs[i] ?? 0), moment(waits.heldToMs[i] ?? 0), waits.delayMin[i] ?? 0];
}

/** This session's verdicts with every trial, and the host that made them. */
export function resultsJson(snapshot: Snapshot): string {
  const { library, day, others, pairs, control } = snapshot;
  const host = {
    userAgent: navigator.userAgent,
    processors: navigator.hardwareConcurrency,
    crossOriginIsolated,
    clockStepNs: control?.clockStepNs,
  };
  const results = Object.entries(pairs).map(([pair, state]) => ({ pair, ...state }));
  return JSON.stringify(
    {
      kind: "loadline-results",
      version: library?.version,
      scenarios: [day, ...Object.values(others)].flatMap((opened) => opened?.summary ?? []),
      host,
      results,
      control,
      sweeps: Object.values(snapshot.swept),
    },
    null,
    2,
  );
}

/** One disagreement, with what is needed to meet it again. */
export function caseJson(snapshot: Snapshot, pair: string): string {
  const state = snapshot.pairs[pair];
  const opened = openedFor(snapshot, pair);
  const sample = state?.parity?.agree === false ? undefined : state?.sampled?.first;
  const input =
    sample === undefined
      ? { scenario: opened?.fileName, sha256: opened?.summary.sha256 }
      : { seed: sample.seed, size: sample.size };
  const digests = { reference: state?.parity?.referenceDigest, optimised: state?.parity?.optimisedDigest };
  return JSON.stringify(
    {
      kind: "loadline-case",
      version: snapshot.library?.version,
      pair,
      input,
      digests,
      disagreement: disagreementOf(state),
      failure: state?.failure,
    },
    null,
    2,
  );
}

/** Hands a text to the browser as a file to save. */
export function save(fileName: string, content: string | Uint8Array, type: string): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
