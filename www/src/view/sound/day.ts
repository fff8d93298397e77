// The day at one volume: the counts before the plan and under it, as a chart or a table.
import { soundDayChart, soundScale } from "../../chart/soundday";
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
  /** Whether it answers to pointer and keys. */
  acts?: boolean;
}

export function dayOfVolume(
  snapshot: Snapshot,
  dispatch: Dispatch,
  { counts }: Answer,
  { name, period, acts = false }: Options,
): Tree | undefined {
  const { tables } = snapshot;
  if (counts === undefined) return undefined;
  const bars = counts.stepS / 60;
  const other = bars === 15 ? 20 : 15;
  const cursor = acts ? windowAt(counts, snapshot.sound.cursorS) : undefined;
  const cursorS = cursor === undefined ? undefined : counts.startS[cursor];
  const said = cursor === undefined ? caption(counts) : windowText(counts, cursor);
  return h(
    "figure",
    { class: "day-figure" },
    h("p", { class: "sub" }, `${counts.counted} from each start, a bar every ${count(bars)} min, UTC`),
    tables
      ? table(counts)
      : sized(name, 560, (width) =>
          h(
            "div",
            acts ? acting(counts, cursor, width, dispatch) : { role: "img", "aria-label": said },
            soundDayChart(
              { counts, ...(period === undefined ? {} : { period }), ...(cursorS === undefined ? {} : { cursorS }) },
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

/** The window that starts at a second, or the last before it; undefined where the cursor is nowhere. */
function windowAt({ startS }: SoundCounts, second: number | undefined): number | undefined {
  if (second === undefined) return undefined;
  const after = startS.findIndex((start) => start > second);
  return Math.max((after < 0 ? startS.length : after) - 1, 0);
}

/** One window in one line, in the fixed place under the chart. */
function windowText({ startS, pre, post, limit, counted }: SoundCounts, i: number): string {
  const fit = Number.isFinite(limit[i]) ? `, ${count(limit[i] ?? 0)} fit` : ", no capacity is declared";
  return `${timeOf(startS[i])}: ${count(post[i] ?? 0)} ${counted} under this plan, ${count(pre[i] ?? 0)} as filed${fit}.`;
}

/** Pointer: the cursor follows. Keys: ← and → a window, Home and End the first and last with traffic. */
function acting(
  counts: SoundCounts,
  cursor: number | undefined,
  width: number,
  dispatch: Dispatch,
): Tree["attributes"] {
  const { startS } = counts;
  const x = soundScale(counts, width);
  const [from = 0, to = 0] = x.domain();
  const first = windowAt(counts, from) ?? 0;
  const last = windowAt(counts, to - 1) ?? 0;
  const now = Math.min(Math.max(cursor ?? first, first), last);
  const go = (i: number): void => {
    const second = startS[Math.min(Math.max(i, first), last)];
    if (second !== undefined) dispatch({ type: "sound", act: { do: "cursor", second } });
  };
  const pointer = (event: PointerEvent): void => {
    const left = (event.currentTarget as Element).getBoundingClientRect().left;
    go(windowAt(counts, x.invert(event.clientX - left)) ?? first);
  };
  const keys = (event: KeyboardEvent): void => {
    const to: Record<string, number> = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: first, End: last };
    const next = to[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    go(next);
  };
  return {
    class: "acting",
    role: "slider",
    tabindex: 0,
    "aria-label": "Time of day. Left and right move by one window",
    "aria-valuemin": first,
    "aria-valuemax": last,
    "aria-valuenow": now,
    "aria-valuetext": windowText(counts, now),
    onpointerdown: pointer,
    onpointermove: pointer,
    onkeydown: keys,
  };
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
