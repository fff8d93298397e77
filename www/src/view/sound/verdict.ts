// How long the answer about a plan took, and whether both sides agree on it.
import { h, type Tree } from "../../dom";
import { count, counted } from "../../format/number";
import { showsSound, type Snapshot } from "../../store/snapshot";
import type { Answer } from "../../store/sound";
import { verdictPart, verdictWord } from "../answer";

/** `name` says where it stands: `live`, or `live bar` for the foot of a narrow screen. */
export function planVerdict({ played, askedAt, digest, confirmed, failure }: Answer, name: string): Tree | undefined {
  if (played === undefined || failure !== undefined) return undefined;
  // A sign older than the input would be a claim about another plan.
  const fresh = askedAt === undefined;
  const other = fresh ? confirmed : undefined;
  const { side, elapsedNs } = played;
  const own = fresh && digest !== undefined ? { side, elapsedNs, digest } : { side, elapsedNs };
  return h(
    "div",
    { class: "verdicts" },
    verdictPart(name, own, other, `for this answer, ${side} side`),
    other === undefined ? undefined : verdictWord(other.digest === digest),
  );
}

/** Said aloud when the hand has come to rest: only once the other side has confirmed. */
export function spokenPlan(snapshot: Snapshot): string {
  const { played, digest, confirmed } = showsSound(snapshot) ? snapshot.sound.answer : snapshot.sound.tried;
  if (played === undefined || confirmed === undefined) return "";
  const { delayed, maxMin } = played.statistics;
  const sides = confirmed.digest === digest ? "The other side says the same." : "The other side says otherwise.";
  return `${counted(delayed, "flight waits", "flights wait")}, ${count(maxMin)} min at most. ${sides}`;
}
