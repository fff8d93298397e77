// A pair's page: question, definition, equation, what was counted, the speed row, and both sides' whole source.
import { h, type Child, type Tree } from "../dom";
import { ratioHead, ratioRow } from "../chart/ratio";
import { reachOf, sure } from "../chart/sure";
import { count, counted, percent, range, times } from "../format/number";
import { digest, shortName } from "../format/text";
import { duration } from "../format/time";
import { standingOf, type PairState, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { disagreementParts, disagreementTitle } from "./disagreement";
import { ledgerScale } from "./ledger";
import { button } from "./links";
import { equals, optimisedMark, referenceMark, ring, spoken } from "./signs";
import { argumentsOf } from "./rust";
import { code, sideTitle, sourcesOf } from "./source";
import { controlFailed } from "./speed";
import type { Measurement } from "loadline";

export function pairView(snapshot: Snapshot, dispatch: Dispatch, pair: string): Tree {
  const info = snapshot.library?.pairs.find((each) => each.name === pair);
  if (info === undefined) {
    const known = snapshot.library === undefined ? "" : `There is no pair called “${pair}”.`;
    return h(
      "main",
      { id: "main", tabindex: -1, class: "page" },
      h("h1", {}, shortName(pair)),
      h("p", { class: "lead" }, known),
    );
  }
  const differs = standingOf(snapshot, pair) === "disagree";
  return h(
    "main",
    { id: "main", tabindex: -1, class: "page pair" },
    ...(differs
      ? disagreementTitle(snapshot, pair)
      : [h("h1", {}, shortName(pair)), h("p", { class: "lead" }, info.question)]),
    differs ? undefined : h("p", { class: "definition" }, h("code", {}, info.definition)),
    equation(snapshot, dispatch, pair),
    differs ? disagreementParts(snapshot, pair) : speedSection(snapshot, pair),
    sourceSection(snapshot, dispatch, pair),
  );
}

/** Both answers' digests with the sign between them; the sign only when both are on hand. */
function equation(snapshot: Snapshot, dispatch: Dispatch, pair: string): Tree {
  const state = snapshot.pairs[pair];
  const parity = state?.parity;
  const differs = standingOf(snapshot, pair) === "disagree";
  const agree = parity?.agree === true;
  const hex = (text: string | undefined) =>
    h("code", { class: "digest" }, text === undefined ? "—" : digest.long(text));
  const again = () => dispatch({ type: "run-pair", pair });
  return h(
    "section",
    { class: `equation-band${differs ? " differs" : agree ? " agrees" : ""}`, "aria-label": "Both answers" },
    h("div", {}, h("span", { class: "side reference" }, referenceMark(), " reference"), hex(parity?.referenceDigest)),
    h(
      "div",
      { class: "big" },
      parity === undefined
        ? [ring(), spoken("not compared yet")]
        : [equals(agree, 26), spoken(agree ? "agree" : "disagree")],
    ),
    h("div", {}, h("span", { class: "side optimised" }, optimisedMark(), " optimised"), hex(parity?.optimisedDigest)),
    h("p", { class: "counts" }, ...counts(state)),
    h(
      "div",
      { class: "buttons" },
      differs ? button("main", () => dispatch({ type: "save", what: "case" }), {}, "Save this case") : undefined,
      button("plain", again, {}, "Run it again"),
      differs ? h("a", { class: "button plain", href: "#source", onclick: toSource }, "Read both sides") : undefined,
    ),
  );
}

function toSource(event: Event): void {
  event.preventDefault();
  const target = document.getElementById("source");
  target?.scrollIntoView();
  target?.focus({ preventScroll: true });
}

function counts(state: PairState | undefined): Child[] {
  const parts: Child[] = [];
  if (state?.parity?.agree === true)
    parts.push(`${counted(state.parity.values, "value")} in each answer on this scenario, all equal. `);
  if (state?.sampled !== undefined)
    parts.push(
      `${counted(state.sampled.samples, "random sample")}, ${count(state.sampled.differ)} ${state.sampled.differ === 1 ? "differs" : "differ"}.`,
    );
  return parts;
}

function speedSection(snapshot: Snapshot, pair: string): Tree | undefined {
  const measured = snapshot.pairs[pair]?.measurement;
  if (measured === undefined) return undefined;
  if (controlFailed(snapshot))
    return h(
      "section",
      { class: "speed-part" },
      h("h2", {}, "Speed"),
      h(
        "p",
        {},
        "Control failed, figures withheld. Run it again when the machine is quieter; the trials are in the saved results.",
      ),
    );
  const { control } = snapshot;
  const rows = [measured, ...(control === undefined ? [] : [control])];
  const scale = ledgerScale(snapshot);
  const reach = reachOf(rows.map((row) => ({ speedup: row.speedup, low: row.speedupLow, high: row.speedupHigh })));
  return h(
    "section",
    { class: "speed-part", "aria-labelledby": "speed" },
    h("h2", { id: "speed" }, "Speed"),
    h(
      "table",
      { class: "ledger speed-table" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col", class: "name" }, "Pair"),
          h(
            "th",
            { scope: "col", class: "axis" },
            h("span", { class: "axis-title" }, h("b", {}, "How much faster")),
            ratioHead(scale, { width: 0, height: 20 }),
          ),
          h("th", { scope: "col", class: "speed" }, "speed-up"),
          h("th", { scope: "col", class: "speed interval" }, `${percent(measured.confidence)} interval`),
          h(
            "th",
            { scope: "col", class: "axis sure-axis" },
            h("span", { class: "axis-title" }, h("b", {}, "How sure")),
            h("span", { class: "ends" }, h("span", {}, `−${reach} %`), h("span", {}, `+${reach} %`)),
          ),
          h("th", { scope: "col", class: "verdict" }, "verdict"),
        ),
      ),
      h("tbody", {}, ...rows.map((row) => speedRow(row, scale, reach))),
    ),
    h("p", { class: "foot" }, times_(measured)),
    sides(measured),
  );
}

function speedRow(row: Measurement, scale: ReturnType<typeof ledgerScale>, reach: number): Tree {
  const ratio = { speedup: row.speedup, low: row.speedupLow, high: row.speedupHigh, control: row.control };
  const box = { width: 0, height: 30 };
  return h(
    "tr",
    { class: row.control ? "control" : undefined },
    h("th", { scope: "row", class: "name" }, row.control ? "reference against itself" : shortName(row.pair)),
    h("td", { class: "axis" }, ratioRow({ scale, ratios: [ratio], thread: true }, box)),
    h("td", { class: "speed" }, row.control ? times(row.speedup) : h("b", {}, times(row.speedup))),
    h("td", { class: "speed interval" }, range(row.speedupLow, row.speedupHigh)),
    h("td", { class: "axis sure-axis" }, sure({ ...ratio, reach, control: row.control }, box)),
    h("td", { class: "verdict" }, row.control ? row.verdict : h("b", {}, row.verdict)),
  );
}

function times_(measured: Measurement): string {
  const same = measured.digestsEqual ? "Every timed batch gave the answer it should." : "";
  return `Quick look: 1 worker, ${counted(measured.blocks, "block")}, batches of ${duration(measured.batchNs)}, clock step ${duration(measured.clockStepNs)}. ${same}`;
}

/** Each side's own times. */
function sides(measured: Measurement): Tree {
  const names = ["reference", "optimised"] as const;
  const cell = (ns: number) => h("td", { class: "number" }, duration(ns));
  return h(
    "div",
    { class: "scroll" },
    h(
      "table",
      { class: "plain sides" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ...["Time of one call", "median", "spread (MAD)", "least", "first call"].map((name, i) =>
            h("th", { scope: "col", class: i > 0 ? "number" : undefined }, name),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        ...names.map((name) => {
          const time = measured[name];
          return h(
            "tr",
            {},
            h("th", { scope: "row" }, name === "reference" ? referenceMark() : optimisedMark(), ` ${name}`),
            cell(time.medianNs),
            cell(time.madNs),
            cell(time.minNs),
            cell(time.firstCallNs),
          );
        }),
      ),
    ),
    measured.indexNs > 0
      ? h(
          "p",
          { class: "foot" },
          `The optimised side’s index is built once, in ${duration(measured.indexNs)}, and is not in the time of one call.`,
        )
      : undefined,
  );
}

function sourceSection(snapshot: Snapshot, dispatch: Dispatch, pair: string): Tree | undefined {
  const sources = sourcesOf(snapshot, dispatch, pair);
  if (sources === undefined) return undefined;
  const column = (side: "reference" | "optimised", says: string) =>
    h("div", { class: "side-column" }, sideTitle(side, says), code(sources[side], `${side}.rs, whole file`));
  return h(
    "section",
    { class: "source", id: "source", tabindex: -1, "aria-label": "Both sides" },
    argument(sources.optimised),
    h("h2", {}, "Both sides"),
    h(
      "div",
      { class: "columns-2" },
      column("reference", "plain enough to check by eye"),
      column("optimised", "must give the same answer"),
    ),
  );
}

/** Why the optimised side is right, why it is fast, and what did not pay: its own words, from the head of its file. */
function argument(optimised: string): Tree | undefined {
  const parts = argumentsOf(optimised);
  if (parts.length === 0) return undefined;
  return h(
    "dl",
    { class: "argument" },
    ...parts.flatMap(({ title, paragraphs }) => [
      h("dt", {}, title),
      h("dd", {}, ...paragraphs.map((text) => h("p", {}, text))),
    ]),
  );
}
