// What the speed view says first: worked out from what was measured, whatever that is.
import type { Measurement } from "loadline";
import { three, times } from "../format/number";
import { inWords, listed, sentenceCase, shortName } from "../format/text";
import { standingOf, type Snapshot } from "../store/snapshot";
import { controlFailed } from "./speed";

export function speedSentence(snapshot: Snapshot, family: string, pairs: readonly string[]): string {
  const measured = pairs.flatMap((pair) => snapshot.pairs[pair]?.measurement ?? []);
  const differ = pairs.filter((pair) => standingOf(snapshot, pair) === "disagree");
  const busy = snapshot.run?.state === "running";
  const all = `${inWords(pairs.length)} ${family} pairs`;
  if (pairs.length === 0) return "How fast is it here?";
  if (controlFailed(snapshot)) return "The control failed, so no figure is shown.";
  if (measured.length === 0)
    return busy
      ? `None of the ${all} is timed yet.`
      : differ.length > 0
        ? parting(differ)
        : `The ${all} are not timed yet.`;
  const missing = pairs.length - measured.length - differ.length;
  const sentence =
    missing === 0 && differ.length === 0
      ? ended(measured, `All ${all} are`, all)
      : ended(
          measured,
          measured.length === 1 ? "The one that is timed is" : `The ${inWords(measured.length)} that are timed are`,
          `${inWords(measured.length)} that are timed`,
        );
  const rest =
    missing === 0
      ? ""
      : `${sentenceCase(inWords(measured.length))} of ${all} ${measured.length === 1 ? "is" : "are"} timed${busy ? " so far" : ""}. `;
  return `${rest}${sentence}${differ.length === 0 ? "" : ` ${parting(differ)}`}`;
}

function parting(differ: readonly string[]): string {
  const [verb, are] = differ.length === 1 ? ["does", "is"] : ["do", "are"];
  return `${sentenceCase(listed(differ.map(shortName)))} ${verb} not agree and ${are} not timed.`;
}

/** `all`: how the sentence begins when every one is faster; `of`: what they are some of. */
function ended(measured: readonly Measurement[], all: string, of: string): string {
  const faster = measured.filter((each) => each.verdict === "faster");
  if (faster.length === measured.length) return `${all} faster here, ${reach(faster)}.`;
  const others = (["slower", "equivalent", "undecided"] as const).flatMap((verdict) => {
    const names = measured.filter((each) => each.verdict === verdict).map((each) => shortName(each.pair));
    const word = { slower: "slower", equivalent: "the same on both sides", undecided: "undecided" }[verdict];
    return names.length === 0 ? [] : [`${listed(names)} ${names.length === 1 ? "is" : "are"} ${word}`];
  });
  const rest = others.join(", ");
  if (faster.length === 0) return `None of the ${of} is faster here: ${rest}.`;
  const [some, are] = [sentenceCase(inWords(faster.length)), faster.length === 1 ? "is" : "are"];
  return `${some} of the ${of} ${are} faster here, ${reach(faster)}; ${rest}.`;
}

function reach(faster: readonly Measurement[]): string {
  const speedups = faster.map((each) => each.speedup);
  const [least, most] = [Math.min(...speedups), Math.max(...speedups)];
  return least === most ? `by ${times(least)}` : `from ${three(least)} to ${times(most)}`;
}
