// What the plan does in one sentence, what it costs in parts, and how far it is from the least that could have been enough.
import { h, type Child, type Tree } from "../../dom";
import { count, counted, percent, tenths } from "../../format/number";
import { sentenceCase, volumeName } from "../../format/text";
import { minutes } from "../../format/time";
import { JUDGED_S, type Answer, type Sound } from "../../store/sound";
import { button } from "../links";
import { plainTable } from "../plaintable";
import type { Act } from "./view";
import { countedIn } from "./words";
import type { PlanPlayed, SoundBound, SoundCost } from "loadline";

/** J in weighted flight-minutes. */
export function weighted(flightSeconds: number): string {
  return tenths(flightSeconds / 60);
}

/** Flight-seconds of overload as flight-minutes. */
const flightMinutes = (seconds: number): string => count(Math.round(seconds / 60));

/** Windows of the figures beside which this stands, in words. */
export const WINDOWS = JUDGED_S === 60 ? "windows every minute" : `windows every ${count(JUDGED_S / 60)} min`;

/** What is counted in the figures of a plan, and how often. */
export function whatIsCounted(played: PlanPlayed | undefined): string {
  return played === undefined ? "" : `Overload and J: ${played.counted}, ${WINDOWS}.`;
}

/**
 * Overload, who waits, and J, all with windows every minute; `volume` is the one whose overload is said, by its name unless it is
 * the chart's own.
 */
export function result({ played }: Answer, volume: string | undefined, byName = true): Child[] {
  if (played === undefined) return [];
  const { cost, costPre } = played;
  return [
    ...overload(played, volume, byName),
    ...waiting(played),
    "J ",
    h("b", {}, costPre.j === cost.j ? weighted(cost.j) : `${weighted(costPre.j)} to ${weighted(cost.j)}`),
    ". ",
  ];
}

function overload({ effect }: PlanPlayed, volume: string | undefined, byName: boolean): Child[] {
  const row = effect.find((each) => each.volume === volume);
  if (row === undefined || volume === undefined) return [];
  const [before, after] = [row.areaPreS, row.areaPostS];
  if (before === 0 && after === 0) return [`Nothing stands above the line in ${volumeName(volume)}. `];
  const what = byName ? `Overload in ${volumeName(volume)}` : "Overload, all that stands above the line,";
  if (before === after) return [`${what} stays at `, h("b", {}, flightMinutes(before)), " flight-minutes. "];
  return [
    `${what} ${after < before ? "falls" : "rises"} from `,
    h("b", {}, flightMinutes(before)),
    " to ",
    h("b", {}, flightMinutes(after)),
    " flight-minutes. ",
  ];
}

function waiting({ statistics }: PlanPlayed): Child[] {
  const { delayed, captured, totalMin, meanDelayedMin, maxMin } = statistics;
  if (delayed === 0) return ["No flight waits. "];
  return [
    h("b", {}, count(delayed)),
    ` of ${counted(captured, "regulated flight")} ${delayed === 1 ? "waits" : "wait"}, `,
    h("b", {}, minutes(totalMin)),
    ` in all, ${count(Math.round(meanDelayedMin))} on average, ${count(maxMin)} at most. `,
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

export function costs({ answer: { played } }: Sound): Tree | undefined {
  if (played === undefined) return undefined;
  const { cost, costPre } = played;
  const shown = PARTS.filter(([part]) => part === "j" || cost[part] !== 0 || costPre[part] !== 0);
  return part(
    "sound-cost",
    "What it costs",
    `J and its parts in weighted flight-minutes; ${played.counted}, ${WINDOWS}. Lower is better.`,
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
export function bounds(sound: Sound, act: Act): Tree | undefined {
  const { answer, failure } = sound.bounds;
  const title = "Distance to a bound";
  if (failure !== undefined) return part("sound-bound", title, failure.message);
  if (answer === undefined || answer.length === 0) return undefined;
  const counts = sentenceCase(`${countedIn(sound)}, ${WINDOWS}.`);
  return part("sound-bound", title, counts, ...answer.map((each) => bound(each, act)));
}

/** A bound that allows no delay as long as the plan's longest is none for the plan. */
function holds({ delayLimitMin, maxMin }: SoundBound): boolean {
  return delayLimitMin === null || delayLimitMin >= maxMin;
}

function bound(each: SoundBound, act: Act): Tree {
  const every = each.stepS === 60 ? "windows every minute" : `windows every ${count(each.stepS / 60)} min`;
  return h(
    "div",
    { class: "bound" },
    h("h3", {}, `${each.regulation}, ${volumeName(each.volume)}`),
    ...(holds(each)
      ? [h("p", {}, ...gapOfJ(each, every)), h("p", {}, ...leastDelay(each, every))]
      : [h("p", {}, "No bound is shown: it allows shorter delays only than this plan has.")]),
    ...each.notes.map((note) => h("p", { class: "note" }, note)),
    cherryPick(each, act),
  );
}

/** Only where nothing is left between J and what no plan can undercut is a plan the best there is. */
function gapOfJ({ gapJ, j, floorJ, moves }: SoundBound, every: string): Child[] {
  if (gapJ === 0) return ["J ", h("b", {}, weighted(j)), ` is the least there is, over ${moves}; ${every}.`];
  return [
    "Gap in J at most ",
    h("b", {}, percent(gapJ)),
    `: ${moves} leave J at ${weighted(floorJ)} or above, this regulation alone has ${weighted(j)}; ${every}.`,
  ];
}

function leastDelay({ pathMin, blockMin, totalMin, gapDelay, moves }: SoundBound, every: string): Child[] {
  if (pathMin === undefined) return [`There is no path bound at this step, ${every}.`];
  return [
    "At least ",
    h("b", {}, minutes(pathMin)),
    ` of delay remove all overload of this volume, over ${moves} (path bound; block bound ${minutes(blockMin)}); this regulation alone delays ${minutes(totalMin)}; ${every}.`,
    ...(typeof gapDelay === "number" ? [" Gap in delay ", h("b", {}, percent(gapDelay)), "."] : []),
  ];
}

function cherryPick({ witness }: SoundBound, act: Act): Tree | undefined {
  if (witness === undefined) return undefined;
  return h(
    "p",
    {},
    `Cherry-picked delays as a proposal of their own: ${counted(witness.flight.length, "flight waits", "flights wait")}, ${minutes(witness.totalMin)}, ${count(witness.maxMin)} at most, J ${weighted(witness.cost.j)}. No rates ask for them. `,
    button("text", () => act({ do: "take", plan: witness.plan }), {}, "Look at it as a plan"),
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
