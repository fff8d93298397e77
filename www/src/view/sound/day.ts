// The day at one volume: the counts before the plan and under it, as a chart or a table.
import { soundDayChart } from "../../chart/soundday";
import { h, type Tree } from "../../dom";
import { count } from "../../format/number";
import { volumeName } from "../../format/text";
import type { Answer } from "../../store/sound";
import type { Snapshot } from "../../store/snapshot";
import { timeOf } from "../../store/soundsaving";
import type { Dispatch } from "../../store/store";
import { button } from "../links";
import { plainTable } from "../plaintable";
import { sized } from "../sized";
import type { SoundCounts } from "loadline";

interface Options {
  /** Names the chart among those on the page. */
  name: string;
  /** The seconds in which the volume is regulated, while it is. */
  period: readonly [number, number] | undefined;
}

export function dayOfVolume(
  snapshot: Snapshot,
  dispatch: Dispatch,
  { counts }: Answer,
  { name, period }: Options,
): Tree | undefined {
  const { tables } = snapshot;
  if (counts === undefined) return undefined;
  const bars = counts.stepS / 60;
  const other = bars === 15 ? 20 : 15;
  const said = caption(counts);
  return h(
    "figure",
    { class: "day-figure" },
    h("p", { class: "sub" }, `${counts.counted} from each start, a bar every ${count(bars)} min, UTC`),
    tables
      ? table(counts)
      : sized(name, 560, (width) =>
          h(
            "div",
            { role: "img", "aria-label": said },
            soundDayChart(
              { counts, ...(period === undefined ? {} : { period }) },
              { width, height: Math.min(Math.max(width * 0.45, 220), 400) },
            ),
          ),
        ),
    h("figcaption", {}, said),
    h(
      "div",
      { class: "figure-tools" },
      button(
        "text",
        () => dispatch({ type: "show", change: { tables: !tables } }),
        { "aria-pressed": String(tables) },
        tables ? "Show as chart" : "Show as table",
      ),
      button(
        "text",
        () => dispatch({ type: "sound", act: { do: "bars", minutes: other } }),
        {},
        `A bar every ${other} min`,
      ),
    ),
  );
}

function caption({ volume, startS, pre, post, limit }: SoundCounts): string {
  const most = (values: Float64Array): number =>
    values.reduce((best, value, i) => (value > (values[best] ?? 0) ? i : best), 0);
  const said = (values: Float64Array): string => {
    const i = most(values);
    const fits = Number.isFinite(limit[i]) ? ` where ${count(limit[i] ?? 0)} fit` : "";
    return `${count(values[i] ?? 0)} from ${timeOf(startS[i])}${fits}`;
  };
  const declared = limit.some(Number.isFinite) ? "" : " No capacity is declared here.";
  return `${volumeName(volume)}: at most ${said(post)} under this plan, ${said(pre)} as filed.${declared}`;
}

function table({ startS, pre, post, limit }: SoundCounts): Tree {
  const rows = [...startS.keys()]
    .filter((i) => (pre[i] ?? 0) > 0 || (post[i] ?? 0) > 0)
    .map((i) => ({
      cells: [
        timeOf(startS[i]),
        count(pre[i] ?? 0),
        count(post[i] ?? 0),
        Number.isFinite(limit[i]) ? count(limit[i] ?? 0) : "–",
      ],
    }));
  const columns = [
    { title: "From" },
    ...["As filed", "Under the plan", "Fit"].map((title) => ({ title, number: true })),
  ];
  return plainTable("The day as a table", columns, rows);
}
