// Every batch of one pair's measurement, as a chart or as the table behind it.
import type { Measurement } from "loadline";
import { h, type Tree } from "../dom";
import { batches, signed, stripsOf } from "../chart/batches";
import { count, counted } from "../format/number";
import { shortName } from "../format/text";
import { duration } from "../format/time";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { tableButton } from "./figures";
import { sized } from "./sized";
import { controlFailed } from "./speed";

const HEIGHT = 290;

export function batchesFigure(
  snapshot: Snapshot,
  dispatch: Dispatch,
  measured: readonly string[],
  chosen: string | undefined,
): Tree | undefined {
  const measurement = chosen === undefined ? undefined : snapshot.pairs[chosen]?.measurement;
  if (chosen === undefined || measurement === undefined || controlFailed(snapshot)) return undefined;
  const choose = (event: Event) =>
    dispatch({ type: "show", change: { speedPair: (event.currentTarget as HTMLSelectElement).value } });
  const caption = sentence(measurement);
  return h(
    "figure",
    { class: "speed-figure", key: "batches" },
    h(
      "div",
      { class: "figure-title" },
      h(
        "h2",
        {},
        h(
          "select",
          { "aria-label": "The pair whose batches are drawn", value: chosen, onchange: choose },
          ...measured.map((pair) => h("option", { value: pair }, shortName(pair))),
        ),
        " every batch ",
        h("span", { class: "sub" }, "difference from each side’s own median"),
      ),
    ),
    snapshot.tables
      ? table(measurement)
      : sized("batches", 560, (width) =>
          h("div", { role: "img", "aria-label": caption }, batches(stripsOf(measurement), { width, height: HEIGHT })),
        ),
    h("figcaption", {}, caption),
    h("div", { class: "figure-tools" }, tableButton(snapshot, dispatch)),
  );
}

function sentence({ pair, reference, optimised, blocks, indexNs, trials }: Measurement): string {
  const half = (ns: number, mad: number) =>
    `${duration(ns)}, half of them within ${signed((mad / ns) * 100).replace("+", "")}`;
  const index =
    indexNs > 0 ? ` What the optimised side keeps ready is built once, in ${duration(indexNs)}, and not counted.` : "";
  return `${shortName(pair)}, ${counted(trials.length, "batch", "batches")} in ${counted(blocks, "block")}: the reference at ${half(reference.medianNs, reference.madNs)}; the optimised side at ${half(optimised.medianNs, optimised.madNs)}.${index}`;
}

/** The source of the marks: one row a batch, in run order. */
function table(measured: Measurement): Tree {
  const titles = ["Block", "side", "calls", "time of a call", "from its side’s median"];
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Every batch as a table" },
    h(
      "table",
      { class: "plain" },
      h(
        "thead",
        {},
        h("tr", {}, ...titles.map((name, i) => h("th", { scope: "col", class: i === 1 ? undefined : "number" }, name))),
      ),
      h(
        "tbody",
        {},
        ...measured.trials.map(({ block, side, calls, nsPerCall }) =>
          h(
            "tr",
            {},
            h("th", { scope: "row", class: "number" }, count(block + 1)),
            h("td", {}, side),
            h("td", { class: "number" }, count(calls)),
            h("td", { class: "number" }, duration(nsPerCall)),
            h("td", { class: "number" }, signed((nsPerCall / measured[side].medianNs - 1) * 100)),
          ),
        ),
      ),
    ),
  );
}
