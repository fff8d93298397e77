// The plan and the predictions as CSV, for the person who asked.
import { csv } from "../format/csv";
import type { Reuse } from "./reuse";

const BATCHES = [
  "contract",
  "type",
  "batch",
  "position",
  "cluster",
  "worker",
  "startMs",
  "endMs",
  "batchTimeMs",
  "batchMemoryMb",
  "batchSimilarity",
  "makespanMs",
  "lowerBoundMs",
];

/** A row for each contract, in the order of execution, with its batch and when that runs. */
export function batchesCsv({ plan: { answer: plan }, columns }: Reuse): string | undefined {
  if (plan === undefined || columns === undefined) return undefined;
  const turnOf = new Map(Array.from(plan.turnBatch, (batch, turn) => [batch, turn]));
  const rows = Array.from(plan.batchTimeMs, (timeMs, batch) => {
    const turn = turnOf.get(batch) ?? 0;
    const [from = 0, to = 0] = [plan.batchStart[batch], plan.batchStart[batch + 1]];
    return Array.from(plan.order.subarray(from, to), (contract, position) => [
      columns.id[contract] ?? "",
      columns.type[contract] ?? "",
      batch + 1,
      position + 1,
      (plan.batchCluster[batch] ?? 0) + 1,
      (plan.turnWorker[turn] ?? 0) + 1,
      plan.turnStartMs[turn] ?? 0,
      plan.turnEndMs[turn] ?? 0,
      timeMs,
      plan.batchMemoryMb[batch] ?? 0,
      plan.batchSimilarity[batch] ?? 0,
      plan.makespanMs,
      plan.boundMs,
    ]);
  });
  return csv(BATCHES, rows.flat());
}

const PREDICTIONS = [
  "execution",
  "contract",
  "atS",
  "model",
  "quantity",
  "expected",
  "low",
  "high",
  "actual",
  "held",
  "recentCoverage",
];

/** A row for each execution, model and quantity: what was expected before, and what happened. */
export function predictionsCsv({ sound, published, columns }: Reuse): string | undefined {
  const replays = [sound.answer, published.answer].flatMap((replay) => replay ?? []);
  if (replays.length === 0 || columns === undefined) return undefined;
  const rows = replays.flatMap((replay) =>
    (["timeMs", "memoryMb"] as const).flatMap((quantity) => {
      const { expected, low, high, actual, held, recentCoverage } = replay[quantity];
      return Array.from(replay.contract, (contract, i) => [
        i + 1,
        columns.id[contract] ?? "",
        replay.atS[i] ?? 0,
        replay.mode,
        quantity,
        expected[i] ?? 0,
        low[i] ?? 0,
        high[i] ?? 0,
        actual[i] ?? 0,
        held[i] === 1 ? "yes" : "no",
        recentCoverage[i] ?? 0,
      ]);
    }),
  );
  return csv(PREDICTIONS, rows);
}
