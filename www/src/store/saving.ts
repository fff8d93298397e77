// What leaves the page by a person's own hand: files saved to their machine, made here.
import { csv } from "../format/csv";
import { moment } from "../format/time";
import { disagreementOf, type Snapshot } from "./snapshot";

/** Held flights, one row a flight, longest delay first. */
export function heldCsv(snapshot: Snapshot): string | undefined {
  const { held } = snapshot.live;
  if (held === undefined) return undefined;
  const rows = held.flight.map((flight, i) => [
    flight,
    held.operator[i] ?? "",
    held.asFiled.volume,
    moment(held.entryMs[i] ?? 0),
    moment(held.heldToMs[i] ?? 0),
    held.delayMin[i] ?? 0,
  ]);
  return csv(["flight", "operator", "volume", "entryFiledUtc", "entryHeldToUtc", "delayMin"], rows);
}

/** This session's verdicts with every trial, and the host that made them. */
export function resultsJson(snapshot: Snapshot): string {
  const { library, day, pairs, control } = snapshot;
  const host = {
    userAgent: navigator.userAgent,
    processors: navigator.hardwareConcurrency,
    crossOriginIsolated,
    clockStepNs: control?.clockStepNs,
  };
  const results = Object.entries(pairs).map(([pair, state]) => ({ pair, ...state }));
  return JSON.stringify(
    { kind: "loadline-results", version: library?.version, scenario: day?.summary, host, results, control },
    null,
    2,
  );
}

/** One disagreement, with what is needed to meet it again. */
export function caseJson(snapshot: Snapshot, pair: string): string {
  const state = snapshot.pairs[pair];
  const sample = state?.parity?.agree === false ? undefined : state?.sampled?.first;
  const input =
    sample === undefined
      ? { scenario: snapshot.day?.fileName, sha256: snapshot.day?.summary.sha256 }
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
export function save(fileName: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
