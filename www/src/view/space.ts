// The family's view of states: the build as it goes, the layers, the angles and the orbits; then the walk, the lookup and the store.
import { layers } from "../chart/layers";
import { orbits } from "../chart/orbits";
import { thetas } from "../chart/thetas";
import { h, type Child, type Tree } from "../dom";
import { bytes, count, counted, percent } from "../format/number";
import { elapsed } from "../format/time";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { wordText } from "../store/typed";
import { choices } from "./centre";
import { learned } from "./learned";
import { button } from "./links";
import { lookup } from "./lookup";
import { plainTable } from "./plaintable";
import { spaceFigure } from "./spacefigure";
import { walk } from "./walk";
import { familyQuestion, familyTitle } from "./words";

export function spaceView(snapshot: Snapshot, dispatch: Dispatch): Tree {
  return h(
    "main",
    { id: "main", tabindex: -1, class: "space" },
    h("h1", {}, `${familyTitle("states")}: ${familyQuestion(snapshot, "states")}`),
    h(
      "section",
      { class: "space-part", "aria-label": "The space of states" },
      build(snapshot, dispatch),
      layerFigure(snapshot, dispatch),
    ),
    snapshot.space === undefined
      ? undefined
      : [
          walk(snapshot, dispatch),
          lookup(snapshot, dispatch),
          learned(snapshot, dispatch),
          h(
            "section",
            { class: "space-part halves", "aria-label": "Angles and orbits" },
            thetaFigure(snapshot, dispatch),
            orbitFigure(snapshot, dispatch),
          ),
        ],
  );
}

/** Said once the space is there, or is not to be had. */
export function spokenSpace({ space, building, storing, stored }: Snapshot): string {
  if (building?.state === "running") return "";
  if (building?.state === "cancelled") return "The build is cancelled.";
  if (building?.state === "failed") return "The build failed.";
  if (space === undefined) return "";
  if (storing?.state === "failed") return "The store could not be read or written.";
  if (stored?.learned !== undefined) return `${counted(stored.learned, "token")} learned.`;
  if (stored?.kept !== undefined) return "The store is kept in this browser.";
  return `The space is built: ${counted(space.summary.states, "state")}.`;
}

function build(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { building, space } = snapshot;
  const again = (text: string): Tree => button("main", () => dispatch({ type: "build-space" }), {}, text);
  return h(
    "div",
    { class: "asks build" },
    h("h2", {}, "The space, built here"),
    h(
      "p",
      { class: "sub" },
      "Each of 256 introns moves a state of 48 bits to another. From one state, the archetype, a breadth-first search finds all that can be reached. Nothing is downloaded.",
    ),
    building?.state === "running" ? running(snapshot, dispatch) : undefined,
    building?.state === "cancelled"
      ? stateOf("Cancelled", "No layer of a build that did not end is kept as the space.", again("Build it again"))
      : undefined,
    building?.state === "failed"
      ? stateOf("The build ended early", building.failure?.message ?? "", again("Try again"))
      : undefined,
    building === undefined && space !== undefined
      ? [
          h("p", { class: "result" }, `Built in ${elapsed(space.tookMs)}, in ${bytes(space.summary.bytes)}.`),
          button("plain", () => dispatch({ type: "build-space" }), {}, "Build it again"),
        ]
      : undefined,
    space === undefined ? undefined : figures(snapshot),
  );
}

function stateOf(title: string, says: string, ...buttons: Child[]): Tree {
  return h("div", { class: "state" }, h("h3", {}, title), h("p", {}, says), h("div", { class: "buttons" }, ...buttons));
}

function running({ building }: Snapshot, dispatch: Dispatch): Tree {
  const { share = 0, states = 0, layer = 0 } = building?.progress ?? {};
  return h(
    "div",
    { class: "progress" },
    h("progress", { max: 1, value: String(share), "aria-label": "Share of the build that is done" }),
    h(
      "span",
      {},
      states === 0 ? "Beginning." : `${counted(states, "state")}, ${counted(layer, "layer")}, ${percent(share)}`,
    ),
    button("plain", () => dispatch({ type: "cancel-build" }), {}, "Cancel"),
  );
}

function figures({ space }: Snapshot): Tree | undefined {
  if (space === undefined) return undefined;
  const { summary, digests } = space;
  const fact = (name: string, value: Child): Tree[] => [h("dt", {}, name), h("dd", {}, value)];
  const hex = (digest: string): Tree => h("code", { class: "hex", title: digest }, `${digest.slice(0, 16)}…`);
  return h(
    "dl",
    { class: "facts" },
    ...fact("states", count(summary.states)),
    ...fact("most steps", count(summary.layers.length - 1)),
    ...fact("orbits", count(summary.orbitSize.length)),
    ...fact("archetype", [h("code", {}, wordText(summary.archetype)), `, index ${count(summary.archetypeIndex)}`]),
    ...fact("SHA-256, states", hex(digests.keysSha256)),
    ...fact("SHA-256, angles", hex(digests.thetaSha256)),
  );
}

function layerFigure(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { building, space, layerScale } = snapshot;
  const counts = building?.progress?.layers ?? (building === undefined ? space?.summary.layers : undefined) ?? [];
  const underWay = building?.state === "running" ? counts.length : undefined;
  const all = Array.from(counts);
  const most = all.indexOf(Math.max(...all));
  const says =
    all.length === 0
      ? "No layer is complete yet."
      : `${counted(
          all.reduce((sum, states) => sum + states, 0),
          "state",
        )} in ${counted(all.length, "layer")}${underWay === undefined ? "" : " so far"}; most, ${count(all[most] ?? 0)}, need ${counted(most, "step")}.`;
  return spaceFigure(snapshot, dispatch, {
    name: "layers",
    title: "States by depth",
    unit: "states by the steps they need from the archetype",
    says,
    height: 300,
    chart: (box) => layers({ counts, scale: layerScale, underWay }, box),
    table: () =>
      plainTable(
        "States by depth",
        [
          { title: "Steps", number: true },
          { title: "States", number: true },
        ],
        all.map((states, layer) => ({ cells: [layer, count(states)] })),
      ),
    controls: choices(
      "layer-scale",
      "Axis of states",
      layerScale,
      [
        { value: "log", says: "logarithmic" },
        { value: "linear", says: "linear" },
      ],
      (value) => dispatch({ type: "show", change: { layerScale: value } }),
    ),
  });
}

function thetaFigure(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { space, looked } = snapshot;
  if (space === undefined) return undefined;
  const { statesAtDistance: counts, thetaAtDistance: theta, states } = space.summary;
  const all = Array.from(counts);
  const most = all.indexOf(Math.max(...all));
  const distance = (looked?.state?.index[0] ?? -1) >= 0 ? looked?.state?.distance[0] : undefined;
  return spaceFigure(snapshot, dispatch, {
    name: "thetas",
    title: "How far states are",
    unit: "states by their angle θ from the archetype",
    says: `θ has ${count(counts.length)} possible values, one for each number of differing bits, and ${count(all.filter((each) => each > 0).length)} occur. ${count(all[most] ?? 0)} of ${counted(states, "state")} differ in ${counted(most, "bit")}: θ is ${(theta[most] ?? 0).toFixed(4)}.`,
    height: 260,
    chart: (box) => thetas({ theta, counts, lit: distance }, box),
    table: () =>
      plainTable(
        "States by angle",
        [
          { title: "Bits that differ", number: true },
          { title: "θ, radians", number: true },
          { title: "States", number: true },
        ],
        all.map((each, bits) => ({ cells: [bits, (theta[bits] ?? 0).toFixed(4), count(each)] })),
      ),
  });
}

/** The orbits, the largest first; of equals the one with the least index. */
function ranked({ space }: Snapshot): { erased: number; size: number; representative: number }[] {
  if (space === undefined) return [];
  const { orbitErased, orbitSize, orbitRepresentative } = space.summary;
  return Array.from(orbitErased, (erased, i) => ({
    erased,
    size: orbitSize[i] ?? 0,
    representative: orbitRepresentative[i] ?? 0,
  })).sort((a, b) => b.size - a.size || a.representative - b.representative);
}

function orbitFigure(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const all = ranked(snapshot);
  const { state } = snapshot.looked ?? {};
  const lit = all.findIndex(({ representative }) => representative === state?.representative[0]);
  const [largest, smallest] = [all[0]?.size ?? 0, all[all.length - 1]?.size ?? 0];
  return spaceFigure(snapshot, dispatch, {
    name: "orbits",
    title: "Orbits",
    unit: "states that lead to one another, logarithmic",
    says: `${counted(all.length, "orbit")}: the largest has ${counted(largest, "state")}, the smallest ${count(smallest)}.${lit < 0 ? "" : ` The state looked up is in one of ${count(all[lit]?.size ?? 0)}.`}`,
    height: 260,
    chart: (box) => orbits({ sizes: all.map(({ size }) => size), lit: lit < 0 ? undefined : lit }, box),
    table: () =>
      plainTable(
        "Orbits by size",
        [{ title: "Columns erased" }, { title: "States", number: true }, { title: "Least index", number: true }],
        all.map(({ erased, size, representative }) => ({
          cells: [h("code", {}, columnsText(erased)), count(size), count(representative)],
        })),
      ),
  });
}

/** The eight columns, a figure each: 1 where it was ever erased. */
export function columnsText(erased: number): string {
  return erased.toString(2).padStart(8, "0");
}
