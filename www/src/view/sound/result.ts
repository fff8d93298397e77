// What the plan does in one sentence, what it costs in parts, and how far it is from the least that could have been enough.
import { h, type Child, type Tree } from "../../dom";
import { count, counted, percent, tenths } from "../../format/number";
import { minutes } from "../../format/time";
import type { Sound } from "../../store/sound";
import { button } from "../links";
import { plainTable } from "../plaintable";
import type { Act } from "./view";
import type { SoundBound, SoundCost } from "loadline";

/** J in weighted flight-minutes. */
export function weighted(flightSeconds: number): string {
  return tenths(flightSeconds / 60);
}

export function result({ play }: Sound): Child[] {
  if (play === undefined) return [];
  const { statistics, cost, costPre } = play.played;
  const waits =
    statistics.delayed === 0
      ? ["No flight waits. "]
      : [
          h("b", {}, count(statistics.delayed)),
          ` of ${counted(statistics.captured, "captured flight")} ${statistics.delayed === 1 ? "waits" : "wait"}, `,
          h("b", {}, minutes(statistics.totalMin)),
          ` in all, ${count(Math.round(statistics.meanDelayedMin))} on average, ${count(statistics.maxMin)} at most. `,
        ];
  return [
    ...waits,
    "J ",
    h("b", {}, costPre.j === cost.j ? weighted(cost.j) : `${weighted(costPre.j)} to ${weighted(cost.j)}`),
    ".",
  ];
}

const PARTS: readonly (readonly [keyof SoundCost, string])[] = [
  ["target", "Overload of regulated volumes"],
  ["ripple", "Overload of volumes on the way"],
  ["context", "Overload everywhere else"],
  ["occPeak", "Above the peak of occupancy"],
  ["occSustain", "Above the sustained occupancy"],
  ["delay", "Delay, late minutes twice"],
  ["touched", "Flights that wait"],
  ["smooth", "Unsteady delivery"],
  ["spill", "Delivered after the period"],
  ["j", "J"],
];

export function costs({ play }: Sound): Tree | undefined {
  if (play === undefined) return undefined;
  const { cost, costPre } = play.played;
  const shown = PARTS.filter(([part]) => part === "j" || cost[part] !== 0 || costPre[part] !== 0);
  return part(
    "sound-cost",
    "What it costs",
    `J and its parts in weighted flight-minutes, windows every ${count((play.played.plan.analysis?.stepS ?? 900) / 60)} min. Lower is better.`,
    plainTable(
      "J and its parts",
      [{ title: "Part" }, { title: "As filed", number: true }, { title: "Plan", number: true }],
      shown.map(([part, title]) => ({
        cells: [title, weighted(costPre[part]), weighted(cost[part])],
        attributes: part === "j" ? { class: "total" } : {},
      })),
    ),
  );
}

/** How little could have been enough, regulation by regulation. */
export function bounds({ bounds: { answer, failure } }: Sound, act: Act): Tree | undefined {
  if (failure !== undefined) return part("sound-bound", "Distance to the optimum", failure.message);
  if (answer === undefined) return undefined;
  return part("sound-bound", "Distance to the optimum", undefined, ...answer.map((each) => bound(each, act)));
}

function bound(each: SoundBound, act: Act): Tree {
  const { witness } = each;
  return h(
    "div",
    { class: "bound" },
    h("h3", {}, each.regulation),
    h(
      "p",
      {},
      each.pathMin === undefined
        ? "No bound by paths at this step. "
        : [
            "At least ",
            h("b", {}, minutes(each.pathMin)),
            ` of delay to remove the overload of its volume, by ${each.moves}, windows every ${count(each.stepS / 60)} min (path bound; block bound ${minutes(each.blockMin)}). `,
          ],
      `This regulation alone: ${minutes(each.totalMin)}. `,
      each.gapDelay === undefined || each.gapDelay === null
        ? undefined
        : ["Gap in delay ", h("b", {}, percent(each.gapDelay)), ". "],
      "Gap in J ",
      h("b", {}, percent(each.gapJ)),
      ` above the floor of ${weighted(each.floorJ)}, against ${each.moves}.`,
    ),
    ...each.notes.map((note) => h("p", { class: "note" }, note)),
    witness === undefined
      ? undefined
      : h(
          "p",
          {},
          `Cherry-picked delays as a proposal of their own: ${counted(witness.flight.length, "flight waits", "flights wait")}, ${minutes(witness.totalMin)}, ${count(witness.maxMin)} at most, J ${weighted(witness.cost.j)}. No rates ask for them. `,
          button("text", () => act({ do: "take", plan: witness.plan }), {}, "Look at it as a plan"),
        ),
  );
}

export function part(id: string, title: string, sub: string | undefined, ...children: Child[]): Tree {
  return h(
    "section",
    { class: `sound-part ${id}`, "aria-labelledby": id },
    h("h2", { id }, title),
    sub === undefined ? undefined : h("p", { class: "sub" }, sub),
    ...children,
  );
}
