// What all live questions share: whose turn it is, and when the other side is asked.
import type { Side } from "loadline";
import type { Outcome } from "../worker/protocol";
import type { Confirmed, Snapshot } from "./snapshot";

/** How long the hand must rest before the other side is asked, in milliseconds. */
export const REST_MS = 250;

export function sideOf(snapshot: Snapshot): Side {
  return snapshot.address.side ?? "optimised";
}

export function otherSide(side: Side): Side {
  return side === "reference" ? "optimised" : "reference";
}

/** What every question depends on: the open file and the side that answers. */
export function dayKey(snapshot: Snapshot): string {
  return JSON.stringify([snapshot.day?.fileName, snapshot.day?.summary.sha256, sideOf(snapshot)]);
}

/** The same question is asked again so often, and not where an answer takes longer: the first runs of a program are slow ones. */
export const AGAIN = 3;
const QUICK_NS = 30e6;

interface Timed {
  digest: string;
  elapsedNs: number;
}

/** The shortest time to the same answer, asked again a few times. */
export async function shortest(first: Timed, again: () => Promise<Outcome<Timed> | undefined>): Promise<number> {
  let least = first.elapsedNs;
  for (let i = 0; i < AGAIN && (i === 0 ? least < 10 * QUICK_NS : least < QUICK_NS); i++) {
    const outcome = await again();
    if (outcome === undefined || !outcome.ok || outcome.value.digest !== first.digest) return least;
    least = Math.min(least, outcome.value.elapsedNs);
  }
  return least;
}

export function confirmation(other: Timed, ownNs: number, elapsedNs = other.elapsedNs): Confirmed {
  return { digest: other.digest, elapsedNs, ownNs };
}
