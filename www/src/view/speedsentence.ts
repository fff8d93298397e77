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
  const parting = differ.length === 0 ? "" : partingSentence(differ);
  if (measured.length === 0) {
    if (parting !== "") return parting;
    return busy ? `None of the ${all} is timed yet.` : `The ${all} are not timed yet.`;
  }
  if (measured.length === pairs.length) return result(measured, `All ${all}`, `the ${all}`);
  const others = measured.length === 1 ? "The other one" : `The other ${inWords(measured.length)}`;
  if (measured.length + differ.length === pairs.length) return `${parting} ${result(measured, others, "the others")}`;
  const [some, are] = [sentenceCase(inWords(measured.length)), measured.length === 1 ? "is" : "are"];
  const they = measured.length === 1 ? "It" : measured.length === 2 ? "Both" : `All ${inWords(measured.length)}`;
  const timed = `${some} of ${all} ${are} timed${busy ? " so far" : ""}.`;
  return [parting, timed, result(measured, they, "these")].filter((part) => part !== "").join(" ");
}

function partingSentence(differ: readonly string[]): string {
  const [verb, are] = differ.length === 1 ? ["does", "is"] : ["do", "are"];
  return `${sentenceCase(listed(differ.map(shortName)))} ${verb} not agree and ${are} not timed.`;
}

/** `they`: how the sentence begins when all of them are faster; `of`: what those are some of that are. */
function result(measured: readonly Measurement[], they: string, of: string): string {
  const faster = measured.filter((each) => each.verdict === "faster");
  const alone = measured.length === 1;
  if (faster.length === measured.length) return `${they} ${alone ? "is" : "are"} faster here, ${reach(faster)}.`;
  if (alone) return `${they} is ${word(measured[0]?.verdict)}.`;
  const others = (["slower", "equivalent", "undecided"] as const).flatMap((verdict) => {
    const names = measured.filter((each) => each.verdict === verdict).map((each) => shortName(each.pair));
    return names.length === 0 ? [] : [`${listed(names)} ${names.length === 1 ? "is" : "are"} ${word(verdict)}`];
  });
  if (faster.length === 0) return `None of ${of} is faster here: ${others.join(", ")}.`;
  const some = sentenceCase(inWords(faster.length));
  return `${some} of ${of} ${faster.length === 1 ? "is" : "are"} faster here, ${reach(faster)}; ${others.join(", ")}.`;
}

function word(verdict: Measurement["verdict"] | undefined): string {
  return verdict === "equivalent" ? "the same on both sides" : (verdict ?? "undecided");
}

function reach(faster: readonly Measurement[]): string {
  const speedups = faster.map((each) => each.speedup);
  const [least, most] = [Math.min(...speedups), Math.max(...speedups)];
  return least === most ? `by ${times(least)}` : `from ${three(least)} to ${times(most)}`;
}
