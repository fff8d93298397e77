// The list of volumes: name, the day in small, peak and capacity, overload. Sorted by overload.
import { h, type Tree } from "../dom";
import { spark } from "../chart/spark";
import { count } from "../format/number";
import { volumeName } from "../format/text";
import { clock } from "../format/time";
import { questionOf, type Day, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { button } from "./links";
import { chevron } from "./signs";
import type { VolumeRow } from "loadline";

/** The hours any volume is used in: the sparklines' shared axis. */
function sharedBins(day: Day): [number, number] {
  const used = (bin: number) => Object.values(day.days).some((demand) => (demand.entries[bin] ?? 0) > 0);
  const bins = Array.from({ length: day.summary.bins }, (_, bin) => bin).filter(used);
  return [bins[0] ?? 0, (bins[bins.length - 1] ?? 0) + 1];
}

export function volumes(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { day, filter } = snapshot;
  const question = questionOf(snapshot);
  if (day === undefined || question === undefined) return undefined;
  const bins = sharedBins(day);
  const over = day.volumes.filter((volume) => volume.overload > 0).length;
  const large = day.volumes.some((volume) => Math.max(volume.peakEntries, volume.capacityAtPeak) >= 100);
  const wanted = filter.trim().toLowerCase();
  const rows = day.volumes
    .map((volume) => ({ volume, demand: day.days[volume.index] }))
    .filter(({ volume }) =>
      volumeName(volume.id).toLowerCase().replaceAll("–", "-").includes(wanted.replaceAll("–", "-")),
    )
    .sort((a, b) => b.volume.overload - a.volume.overload || b.volume.peakEntries - a.volume.peakEntries);
  const more = rows.length - snapshot.volumesShown;
  const row = ({ volume, demand }: (typeof rows)[number]): Tree => {
    const chosen = volume.index === question.volume;
    const choose = () => {
      dispatch({ type: "volume", id: volume.id });
      dispatch({ type: "show", change: { volumesOpen: false } });
    };
    return h(
      "li",
      { key: volume.id },
      h(
        "button",
        { type: "button", class: "volume", "aria-current": chosen ? "true" : undefined, onclick: choose },
        h("span", { class: "id" }, volumeName(volume.id)),
        demand === undefined ? undefined : spark({ demand, bins }, { width: large ? 60 : 88, height: 22 }),
        h("span", { class: "peak" }, ...peak(volume)),
        h("span", { class: volume.overload > 0 ? "overload" : "overload none" }, count(volume.overload)),
      ),
    );
  };
  return h(
    "section",
    {
      class: `volumes${snapshot.volumesOpen ? " open" : ""}${large ? " large" : ""}`,
      "aria-labelledby": "volumes",
    },
    h(
      "div",
      { class: "heading" },
      h("h2", { id: "volumes" }, "Volumes"),
      h("span", { class: "quiet" }, `${over} of ${day.volumes.length} over capacity`),
    ),
    h("input", {
      type: "search",
      id: "filter",
      placeholder: "Filter",
      "aria-label": "Filter volumes",
      value: filter,
      oninput: (event: Event) =>
        dispatch({ type: "show", change: { filter: (event.target as HTMLInputElement).value } }),
    }),
    h(
      "div",
      { class: "columns", "aria-hidden": "true" },
      h("span", { class: "id" }, "code, levels"),
      h(
        "span",
        { class: "hours" },
        `${clock(bins[0] * day.summary.binMinutes).slice(0, 2)}–${clock(bins[1] * day.summary.binMinutes).slice(0, 2)} UTC`,
      ),
      h("span", { class: "peak" }, "peak"),
      h("span", { class: "overload" }, "over"),
    ),
    rows.length === 0
      ? h("p", { class: "quiet" }, `No volume is called “${filter}”.`)
      : h("ul", {}, ...rows.slice(0, snapshot.volumesShown).map(row)),
    more > 0
      ? button(
          "text",
          () => dispatch({ type: "show", change: { volumesShown: snapshot.volumesShown + 240 } }),
          {},
          `${count(more)} more`,
        )
      : undefined,
    h(
      "p",
      { class: "note" },
      `Over: flights above capacity, added up over the day. Sparklines start at 40 % of capacity.${day.summary.capacitiesNote ? ` ${day.summary.capacitiesNote}` : ""}`,
    ),
  );
}

function peak(volume: VolumeRow): (Tree | string)[] {
  const above = volume.peakEntries > volume.capacityAtPeak;
  return [
    h("b", { class: above ? "above" : undefined }, count(volume.peakEntries)),
    h("span", { class: "quiet" }, `/${count(volume.capacityAtPeak)}`),
  ];
}

/** Where there is no room beside the chart: the chosen volume as a button that opens the list. */
export function volumePicker(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { day, volumesOpen } = snapshot;
  const question = questionOf(snapshot);
  const volume = day?.volumes.find((each) => each.index === question?.volume);
  if (day === undefined || volume === undefined) return undefined;
  const demand = day.days[volume.index];
  return button(
    "plain",
    () => dispatch({ type: "show", change: { volumesOpen: !volumesOpen } }),
    {
      class: "button plain picker",
      "aria-expanded": String(volumesOpen),
      "aria-label": `Volume ${volumeName(volume.id)}, change it`,
    },
    h("b", {}, volumeName(volume.id)),
    demand === undefined ? undefined : spark({ demand, bins: sharedBins(day) }, { width: 88, height: 22 }),
    h("span", { class: "peak" }, ...peak(volume)),
    chevron(!volumesOpen),
  );
}
