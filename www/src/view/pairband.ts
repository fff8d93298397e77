// "What a pair is": two real programs with `=` between them.
import { h, type Tree } from "../dom";
import { digest, shortName } from "../format/text";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { link } from "./links";
import { equals, spoken } from "./signs";
import { code, excerpt, sideTitle, sourcesOf } from "./source";

/** Lines of each side that are shown. */
const LINES = 12;

export function pairBand(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const pair = snapshot.library?.pairs[0]?.name;
  if (pair === undefined) return undefined;
  const sources = sourcesOf(snapshot, dispatch, pair);
  if (sources === undefined) return undefined;
  const parity = snapshot.pairs[pair]?.parity;
  const side = (name: "reference" | "optimised", says: string): Tree => {
    const { code: text, from, left } = excerpt(sources[name], LINES);
    const more = left > 0 ? ` ${left} more lines.` : "";
    return h(
      "div",
      { class: "side-column" },
      sideTitle(name, says),
      code(text, `${name} side, excerpt`),
      h("p", { class: "note" }, h("code", {}, `${pair}/${name}.rs`), `, from line ${from}.${more}`),
    );
  };
  return h(
    "section",
    { class: "band", "aria-labelledby": "band" },
    h(
      "div",
      {},
      h("h2", { id: "band" }, "What a pair is"),
      h(
        "p",
        {},
        "One question, two programs, one answer. No speed is shown until the answers are equal. ",
        link(snapshot, { page: "pair", pair }, "Read both sides"),
      ),
    ),
    side("reference", "plain enough to check by eye"),
    h(
      "div",
      { class: "middle" },
      parity === undefined
        ? undefined
        : [
            equals(parity.agree, 22),
            spoken(`${shortName(pair)}: the answers ${parity.agree ? "agree" : "disagree"}`),
            h("code", {}, digest.short(parity.referenceDigest)),
          ],
    ),
    side("optimised", "must give the same answer"),
  );
}
