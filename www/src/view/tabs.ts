// A family's pairs as tabs: each with its sign and its speed-up.
import { h, type Tree } from "../dom";
import { times } from "../format/number";
import { shortName } from "../format/text";
import { families, standingOf, type Snapshot } from "../store/snapshot";
import { addressOf } from "./links";
import { standing } from "./signs";
import { controlFailed } from "./speed";

export function tabs(snapshot: Snapshot, family: string): Tree[] {
  const { place } = snapshot.address;
  const pairs = families(snapshot).find((each) => each.family === family)?.pairs ?? [];
  return pairs.map(({ name }) => {
    const state = standingOf(snapshot, name);
    const measurement = snapshot.pairs[name]?.measurement;
    const here = place.page === "pair" && place.pair === name;
    const speed =
      state === "disagree"
        ? h("b", { class: "differs" }, "not timed")
        : measurement !== undefined && !controlFailed(snapshot)
          ? h("span", { class: "quiet" }, times(measurement.speedup))
          : undefined;
    return h(
      "a",
      { href: addressOf(snapshot, { page: "pair", pair: name }), "aria-current": here ? "page" : undefined },
      `${shortName(name)} `,
      standing(state),
      " ",
      speed,
    );
  });
}
