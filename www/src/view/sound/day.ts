// The day at one volume: the counts before the plan and under it, as a chart or a table.
import { soundDayChart } from "../../chart/soundday";
import { h, type Tree } from "../../dom";
import { count } from "../../format/number";
import { volumeName } from "../../format/text";
import type { Snapshot } from "../../store/snapshot";
import { timeOf } from "../../store/soundsaving";
import type { Dispatch } from "../../store/store";
import { button } from "../links";
import { plainTable } from "../plaintable";
import { sized } from "../sized";
import type { Act } from "./view";
import type { SoundCounts } from "loadline";

export function dayOfVolume({ sound, tables }: Snapshot, dispatch: Dispatch, act: Act): Tree | undefined {
  const counts = sound.play?.counts;
  if (counts === undefined) return undefined;
  const regulation = sound.play?.played.regulations.find(({ volume }) => volume === counts.volume);
  const other = sound.barMin === 15 ? 20 : 15;
  return h(
    "figure",
    { class: "day-figure" },
    h(
      "p",
      { class: "sub" },
      `${counts.counted} from each start, every ${sound.barMin} min, UTC. Line: what is declared to fit. Thin step: as filed.`,
    ),
    tables
      ? table(counts)
      : sized("sound-day", 600, (width) =>
          soundDayChart(
            { counts, period: regulation?.periodS },
            { width, height: Math.min(Math.max(width * 0.45, 220), 400) },
          ),
        ),
    h("figcaption", {}, caption(counts)),
    h(
      "div",
      { class: "figure-tools" },
      button(
        "text",
        () => dispatch({ type: "show", change: { tables: !tables } }),
        {},
        tables ? "Show as chart" : "Show as table",
      ),
      button("text", () => act({ do: "bars", minutes: other }), {}, `A bar every ${other} min`),
    ),
  );
}

function caption({ volume, startS, pre, post, limit, counted }: SoundCounts): string {
  const most = (values: Float64Array): number =>
    values.reduce((best, value, i) => (value > (values[best] ?? 0) ? i : best), 0);
  const said = (values: Float64Array): string => {
    const i = most(values);
    const fits = Number.isFinite(limit[i]) ? ` where ${count(limit[i] ?? 0)} fit` : "";
    return `${count(values[i] ?? 0)} from ${timeOf(startS[i])}${fits}`;
  };
  return `${volumeName(volume)}: at most ${said(post)} under this plan, ${said(pre)} as filed (${counted}).`;
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
