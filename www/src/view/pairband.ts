// "What a pair is": two real programs with `=` between them.
import { h, type Tree } from "../dom";
import { counted } from "../format/number";
import { digest, shortName } from "../format/text";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { link } from "./links";
import { equals, spoken } from "./signs";
import { code, sideTitle, sourcesOf } from "./source";
import { excerpt } from "./rust";

/** The pair that is shown: both its functions are short enough to be read whole. */
const SHOWN = "flow/entrants";
/** Lines of each side that are shown at most. */
const LINES = 28;

export function pairBand(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const pairs = snapshot.library?.pairs ?? [];
  const pair = (pairs.find((each) => each.name === SHOWN) ?? pairs[0])?.name;
  if (pair === undefined) return undefined;
  const sources = sourcesOf(snapshot, dispatch, pair);
  if (sources === undefined) return undefined;
  const parity = snapshot.pairs[pair]?.parity;
  const side = (name: "reference" | "optimised", says: string): Tree => {
    const { text, from, left } = excerpt(sources[name], shortName(pair), LINES);
    const more = left > 0 ? ` ${counted(left, "more line follows", "more lines follow")}.` : "";
    return h(
      "div",
      { class: "side-column" },
      sideTitle(name, says),
      code(text, `${name} side, excerpt`),
      h("p", { class: "note" }, h("code", {}, `src/${pair}/${name}.rs`), `, from line ${from}.${more}`),
    );
  };
  const middle =
    parity === undefined
      ? []
      : [
          equals(parity.agree, 22),
          spoken(`${shortName(pair)}: the answers ${parity.agree ? "agree" : "disagree"}`),
          h("code", {}, digest.short(parity.referenceDigest)),
        ];
  return h(
    "section",
    { class: "band", "aria-labelledby": "band" },
    h("h2", { id: "band" }, "What a pair is"),
    h(
      "p",
      {},
      "One question, two programs, one answer. No speed is shown until the answers are equal. ",
      link(snapshot, { page: "pair", pair }, "Read both sides"),
    ),
    h(
      "div",
      { class: "programs" },
      side("reference", "plain enough to check by eye"),
      h("div", { class: "middle" }, ...middle),
      side("optimised", "must give the same answer"),
    ),
  );
}
