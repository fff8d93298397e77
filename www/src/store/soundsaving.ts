// The slot list as a file.
import { csv } from "../format/csv";
import { clock } from "../format/time";
import type { Sound } from "./sound";

const HEADER = [
  "regulation",
  "volume",
  "flow",
  "flight",
  "operator",
  "etoUtc",
  "slotUtc",
  "delayMin",
  "mostPenalising",
  "fixed",
  "ctotUtc",
];

/** A row for each turn in each held flow, in order of service. */
export function slotsCsv({ day, answer: { played } }: Sound): string | undefined {
  if (day === undefined || played === undefined) return undefined;
  const { slots, regulations } = played;
  const rows = Array.from(slots.flight, (flight, i) => {
    const regulation = regulations[slots.regulation[i] ?? -1];
    const worst = regulations[slots.mostPenalising[i] ?? -1];
    return [
      regulation?.id ?? "",
      regulation?.volume ?? "",
      regulation?.flows[slots.flow[i] ?? -1]?.id ?? "",
      day.flights.flight[flight] ?? "",
      day.flights.operator[flight] ?? "",
      timeOf(slots.etoS[i]),
      timeOf(slots.slotS[i]),
      slots.delayMin[i] ?? 0,
      worst?.id ?? "",
      slots.fixed[i] === 1 ? "yes" : "no",
      timeOf(slots.ctotS[i]),
    ];
  });
  return csv(HEADER, rows);
}

/** Seconds of the day as a clock, also before midnight; empty where there is none. */
export function timeOf(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return "";
  return seconds < 0 ? `−1 ${clock(seconds / 60 + 1440)}` : clock(seconds / 60);
}
