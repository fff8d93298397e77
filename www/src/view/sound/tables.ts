// The tables under the chart: statistics, operators, other volumes and slots.
import { h, type Tree } from "../../dom";
import { count, counted, three } from "../../format/number";
import { volumeName } from "../../format/text";
import { minutes } from "../../format/time";
import { timeOf } from "../../store/soundsaving";
import type { Sound } from "../../store/sound";
import { waitingTurns } from "../../store/soundwaits";
import { button } from "../links";
import { plainTable, type Column } from "../plaintable";
import { part, WINDOWS } from "./result";
import type { Act } from "./view";
import { span } from "./words";

export const numbers = (...titles: string[]): Column[] => titles.map((title) => ({ title, number: true }));
export const fraction = ([over, under]: readonly [number, number]): string => (under === 0 ? "–" : three(over / under));

export function statistics({ answer: { played } }: Sound): Tree | undefined {
  if (played === undefined) return undefined;
  const s = played.statistics;
  const rows: [string, string][] = [
    ["Regulated flights", count(s.captured)],
    ["Exempt or frozen", count(s.fixed)],
    ["Delayed", count(s.delayed)],
    ["Delay in all", minutes(s.totalMin)],
    ["Longest", minutes(s.maxMin)],
    ["Over 15 min", count(s.over15)],
    ["Delivered after the period", count(s.spill)],
    ["Gini of flights", fraction(s.giniFlights)],
    ["Gini of operators", fraction(s.giniOperators)],
    [
      "Hours above 110 %, one every 20 min",
      `${count(s.overDeliveryPre[0])} to ${count(s.overDeliveryPost[0])} of ${count(s.overDeliveryPost[1])}`,
    ],
  ];
  return part(
    "sound-statistics",
    "Delay",
    undefined,
    plainTable(
      "Delay in figures",
      [{ title: "Figure" }, ...numbers("Value")],
      rows.map((cells) => ({ cells })),
    ),
  );
}

export function operators({ answer: { played } }: Sound): Tree | undefined {
  const rows = played?.operators.filter(({ delayed }) => delayed > 0) ?? [];
  if (rows.length === 0) return undefined;
  const sorted = [...rows].sort((a, b) => b.totalMin - a.totalMin).slice(0, 15);
  return part(
    "sound-operators",
    "Who bears it",
    rows.length > sorted.length
      ? `The ${sorted.length} of ${counted(rows.length, "operator")} with the most delay.`
      : "Operators with the most delay first.",
    plainTable(
      "Delay by operator",
      [{ title: "Operator" }, ...numbers("Flights", "Delayed", "Minutes", "Longest")],
      sorted.map((o) => ({
        cells: [o.operator || "not known", count(o.flights), count(o.delayed), count(o.totalMin), count(o.maxMin)],
      })),
    ),
  );
}

export function effects({ answer: { played } }: Sound, act: Act): Tree | undefined {
  if (played === undefined) return undefined;
  const rows = played.effect.filter((each) => each.role === "target" || each.changedCells > 0);
  return part(
    "sound-effect",
    "Volumes in reach",
    `What the plan does to every volume: ${played.counted}, ${WINDOWS}. Overload in flight-minutes; hotspots that came and went.`,
    rows.length === 0
      ? h("p", { class: "quiet" }, "No count changes anywhere.")
      : plainTable(
          "Effect on volumes",
          [{ title: "Volume" }, { title: "Role" }, ...numbers("Peak", "Overload", "New hotspots", "Resolved")],
          rows.map((each) => ({
            cells: [
              button("text", () => act({ do: "look", volume: each.volume }), {}, volumeName(each.volume)),
              each.role,
              change(each.peakPre, each.peakPost),
              change(Math.round(each.areaPreS / 60), Math.round(each.areaPostS / 60)),
              spans(each.newHotspots),
              spans(each.resolvedHotspots),
            ],
          })),
        ),
  );
}

const change = (before: number, after: number): string =>
  before === after ? count(after) : `${count(before)} to ${count(after)}`;
/** The first few in time; with a window every minute there may be dozens. */
const NAMED = 3;
const spans = (hotspots: readonly (readonly [number, number, number])[]): string => {
  const named = hotspots.slice(0, NAMED).map(([from, to, excess]) => `${span(from, to)} +${count(excess)}`);
  const more = hotspots.length - named.length;
  return [...named, ...(more > 0 ? [`${count(more)} more`] : [])].join(", ");
};

export function slots(sound: Sound, act: Act): Tree | undefined {
  const { day, slotsShown, plan } = sound;
  const { played } = sound.answer;
  if (played === undefined || day === undefined) return undefined;
  const { slots: list, regulations } = played;
  const order = waitingTurns(played);
  const frozen = new Map(plan?.frozen ?? []);
  const exempt = new Set(plan?.exempt ?? []);
  const hand = (flight: string, delay: number): Tree =>
    exempt.has(flight) || frozen.has(flight)
      ? button(
          "text",
          () => act({ do: "release", flight }),
          { "aria-label": `Release ${flight}` },
          exempt.has(flight) ? "exempt: release" : `frozen at ${count(frozen.get(flight) ?? 0)} min: release`,
        )
      : h(
          "span",
          { class: "by-hand" },
          button("text", () => act({ do: "exempt", flight }), { "aria-label": `Exempt ${flight}` }, "Exempt"),
          " ",
          button(
            "text",
            () => act({ do: "freeze", flight, minutes: delay }),
            { "aria-label": `Freeze ${flight} at ${count(delay)} min` },
            "Freeze",
          ),
        );
  return part(
    "sound-slots",
    "Slot list",
    `${counted(list.flight.length, "turn")}; here the ${count(order.length)} that are delayed or fixed. Times UTC.`,
    order.length === 0
      ? h("p", { class: "quiet" }, "Nobody waits.")
      : plainTable(
          "Slots",
          [
            { title: "Flight" },
            { title: "Regulation" },
            { title: "Flow" },
            ...numbers("ETO", "Slot", "Delay", "CTOT"),
            { title: "Most penalising" },
            { title: "By hand" },
          ],
          order.slice(0, slotsShown).map((i) => {
            const flight = day.flights.flight[list.flight[i] ?? -1] ?? "";
            const regulation = regulations[list.regulation[i] ?? -1];
            return {
              cells: [
                flight,
                regulation?.id,
                regulation?.flows[list.flow[i] ?? -1]?.id,
                timeOf(list.etoS[i]),
                timeOf(list.slotS[i]) || "–",
                h("b", {}, minutes(list.delayMin[i] ?? 0)),
                timeOf(list.ctotS[i]) || "–",
                regulations[list.mostPenalising[i] ?? -1]?.id ?? "–",
                hand(flight, list.delayMin[i] ?? 0),
              ],
            };
          }),
        ),
    h(
      "div",
      { class: "buttons" },
      order.length > slotsShown
        ? button(
            "plain",
            () => act({ do: "more-slots" }),
            { class: "button plain small" },
            `${count(order.length - slotsShown)} more`,
          )
        : undefined,
      button("plain", () => act({ do: "save-slots" }), { class: "button plain small" }, "Save the slot list as CSV"),
    ),
  );
}
