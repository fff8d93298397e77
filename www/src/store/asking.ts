// What all live questions share: whose turn it is, and when the other side is asked.
import type { Side } from "loadline";
import type { Snapshot } from "./snapshot";

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
