// A disagreement, in this order: what is not equal, the place, both values, the input with its seed.
import { h, type Tree } from "../dom";
import { count, counted } from "../format/number";
import { inWords, shortName } from "../format/text";
import { disagreementOf, openedFor, standingOf, type Snapshot } from "../store/snapshot";

export function disagreementTitle(snapshot: Snapshot, pair: string): Tree[] {
  return [
    h("h1", {}, `${shortName(pair)}: the two sides disagree, so it is not timed`),
    h("p", { class: "lead" }, summary(snapshot, pair)),
  ];
}

function summary(snapshot: Snapshot, pair: string): string {
  const state = snapshot.pairs[pair];
  const family = pair.split("/")[0] ?? "";
  const others = (snapshot.library?.pairs ?? []).filter((each) => each.family === family && each.name !== pair);
  const fine = others.filter((each) => standingOf(snapshot, each.name) === "agree").length;
  const sentences: string[] = [];
  if (state?.parity?.agree === false)
    sentences.push(`The answers on ${openedFor(snapshot, pair)?.summary.title ?? "this scenario"} are not equal.`);
  if (state?.sampled !== undefined) {
    const { samples, differ, first } = state.sampled;
    sentences.push(
      differ === 0
        ? `All ${count(samples)} samples are equal.`
        : `${count(samples - differ)} of ${counted(samples, "sample")} are equal. The sample with seed ${first?.seed ?? "?"} is not.`,
    );
  }
  if (fine === others.length && fine > 0)
    sentences.push(`The other ${inWords(fine)} ${family} ${fine === 1 ? "pair is" : "pairs are"} not affected.`);
  return sentences.join(" ");
}

export function disagreementParts(snapshot: Snapshot, pair: string): Tree | undefined {
  const state = snapshot.pairs[pair];
  const disagreement = disagreementOf(state);
  if (disagreement === undefined) return undefined;
  const sample = state?.parity?.agree === false ? undefined : state?.sampled?.first;
  const input =
    sample === undefined
      ? `${openedFor(snapshot, pair)?.fileName ?? ""}, the open scenario`
      : `sample with seed ${sample.seed}, size ${sample.size}`;
  const row = (name: string, ...value: (Tree | string)[]) => [h("dt", {}, name), h("dd", {}, ...value)];
  return h(
    "section",
    { class: "parting", "aria-labelledby": "parting" },
    h("h2", { id: "parting" }, "Where they part"),
    h(
      "dl",
      {},
      ...row("place", h("code", {}, disagreement.at)),
      ...row("reference", h("b", {}, disagreement.reference)),
      ...row("optimised", h("b", {}, disagreement.optimised)),
      ...row("input", input),
      ...row("in all", `${counted(disagreement.differing, "value differs", "values differ")}; this is the first`),
    ),
  );
}
