// Who waits: how long in a histogram, then flight by flight, in any order, each lit in the day chart while it is pointed at.
import { h, type Child, type Tree } from "../dom";
import { categoriesOf, flowMark, flowName, OTHERS } from "../chart/flows";
import { BAR_MINUTES, histogram, MARK_MINUTES } from "../chart/histogram";
import { count, counted } from "../format/number";
import { clockAt, minutes } from "../format/time";
import type { WaitColumn } from "../store/centre";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { isStale } from "./centre";
import { button } from "./links";
import { sized } from "./sized";
import type { WhatIf } from "loadline";

/** Flights added to the table at a time. */
const MORE = 200;

interface Column {
  name: WaitColumn;
  title: string;
  number: boolean;
  /** Less than zero where flight `a` comes first, going up. */
  compare: (what: WhatIf, a: number, b: number) => number;
  cell: (what: WhatIf, flight: number, categories: readonly number[]) => Child;
}

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const flowOf = (what: WhatIf, flight: number): string => what.flow[what.waitFlow[flight] ?? -1] ?? "";
/** Texts going up; those without one last. */
const named = (a: string, b: string): number => Number(a === "") - Number(b === "") || text(a, b);

const COLUMNS: readonly Column[] = [
  {
    name: "flight",
    title: "Flight",
    number: false,
    compare: ({ flight }, a, b) => text(flight[a] ?? "", flight[b] ?? ""),
    cell: ({ flight }, i) => flight[i] ?? "",
  },
  {
    name: "operator",
    title: "Operator",
    number: false,
    compare: ({ operator }, a, b) => named(operator[a] ?? "", operator[b] ?? ""),
    cell: ({ operator }, i) => operator[i] ?? "",
  },
  {
    name: "flow",
    title: "Flow",
    number: false,
    compare: (what, a, b) => named(flowOf(what, a), flowOf(what, b)),
    cell: (what, i, categories) => {
      const flow = flowOf(what, i);
      return flow === "" ? "" : [flowMark(categories[what.waitFlow[i] ?? -1] ?? OTHERS), flowName(flow)];
    },
  },
  {
    name: "filed",
    title: "Filed",
    number: true,
    compare: ({ entryMs }, a, b) => (entryMs[a] ?? 0) - (entryMs[b] ?? 0),
    cell: ({ entryMs }, i) => clockAt(entryMs[i] ?? 0),
  },
  {
    name: "held",
    title: "Held to",
    number: true,
    compare: ({ heldToMs }, a, b) => (heldToMs[a] ?? 0) - (heldToMs[b] ?? 0),
    cell: ({ heldToMs }, i) => clockAt(heldToMs[i] ?? 0),
  },
  {
    name: "delay",
    title: "Delay",
    number: true,
    compare: ({ delayMin }, a, b) => (delayMin[a] ?? 0) - (delayMin[b] ?? 0),
    cell: ({ delayMin }, i) => h("b", {}, minutes(delayMin[i] ?? 0)),
  },
];

type Sort = Snapshot["waitsSort"];
const orders = new WeakMap<WhatIf, { sort: Sort; order: readonly number[] }>();

/** The flights in the order asked for; equals stay longest first, as the library lists them. */
export function sorted(what: WhatIf, sort: Sort): readonly number[] {
  const known = orders.get(what);
  if (known?.sort === sort) return known.order;
  const column = COLUMNS.find(({ name }) => name === sort.column);
  const sign = sort.down ? -1 : 1;
  const order = [...what.flight.keys()];
  if (column !== undefined) order.sort((a, b) => sign * column.compare(what, a, b) || a - b);
  orders.set(what, { sort, order });
  return order;
}

export function waits(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { what } = snapshot.live;
  if (what === undefined) return undefined;
  return h(
    "section",
    { class: `waits${isStale(snapshot) ? " stale" : ""}`, "aria-labelledby": "waits" },
    h("div", { class: "heading" }, h("h2", { id: "waits" }, "Who waits"), h("span", { class: "quiet" }, summary(what))),
    what.waiting === 0
      ? h("p", { class: "quiet" }, "Nobody waits.")
      : [delays(snapshot, what), flights(snapshot, dispatch, what)],
  );
}

/** 93 of 285 flights, 29 min on average, 76 at most. */
export function summary(what: WhatIf): string {
  const { waiting, scheduled, meanDelayMin, maxDelayMin } = what;
  if (waiting === 0) return `0 of ${counted(scheduled, "flight")}`;
  return `${count(waiting)} of ${counted(scheduled, "flight")}, ${minutes(meanDelayMin)} on average, ${count(Math.round(maxDelayMin))} at most`;
}

export function longWaits({ over15, waiting }: WhatIf): string {
  return `${count(over15)} of ${count(waiting)} ${over15 === 1 ? "waits" : "wait"} more than ${MARK_MINUTES} min`;
}

function delays(snapshot: Snapshot, what: WhatIf): Tree {
  const label = longWaits(what);
  return h(
    "figure",
    { class: "delays-figure" },
    h("p", { class: "sub", "aria-hidden": "true" }, "flights by minutes of delay"),
    snapshot.tables
      ? delaysTable(what)
      : sized("delays", 360, (width) =>
          h(
            "div",
            { role: "img", "aria-label": `Flights by minutes of delay: ${label}` },
            histogram({ counts: what.histogram, label }, { width, height: 140 }),
          ),
        ),
    h("figcaption", { class: "spoken" }, `${label}.`),
  );
}

/** The source of the bars. */
function delaysTable({ histogram: counts }: WhatIf): Tree {
  return h(
    "table",
    { class: "plain delays-table" },
    h(
      "thead",
      {},
      h("tr", {}, h("th", { scope: "col" }, "Minutes"), h("th", { scope: "col", class: "number" }, "Flights")),
    ),
    h(
      "tbody",
      {},
      ...Array.from(counts, (flights, i) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, `${i * BAR_MINUTES + 1} to ${(i + 1) * BAR_MINUTES}`),
          h("td", { class: "number" }, count(flights)),
        ),
      ),
    ),
  );
}

function flights(snapshot: Snapshot, dispatch: Dispatch, what: WhatIf): Child {
  const order = sorted(what, snapshot.waitsSort);
  const shown = order.slice(0, snapshot.waitsShown);
  const more = order.length - shown.length;
  const columns = COLUMNS.filter(({ name }) => name !== "operator" || what.operator.some((operator) => operator));
  const categories = categoriesOf(what);
  const light = (flight: string | undefined) => dispatch({ type: "show", change: { lit: flight } });
  const reachable = Math.max(
    shown.findIndex((i) => what.flight[i] === snapshot.lit),
    0,
  );
  const row = (i: number, place: number): Tree => {
    const flight = what.flight[i] ?? "";
    const [first, ...rest] = columns.map((column) => ({ column, inside: column.cell(what, i, categories) }));
    return h(
      "tr",
      {
        key: flight,
        class: flight === snapshot.lit ? "lit-row" : undefined,
        tabindex: place === reachable ? 0 : -1,
        onfocus: () => light(flight),
        onblur: () => light(undefined),
        onmouseenter: () => light(flight),
        onmouseleave: () => light(undefined),
      },
      h("th", { scope: "row" }, first?.inside),
      ...rest.map(({ column, inside }) => h("td", { class: column.number ? "number" : undefined }, inside)),
    );
  };
  return [
    h(
      "div",
      { class: "scroll", role: "region", "aria-label": "Flights that wait", tabindex: 0 },
      h(
        "table",
        { class: "plain flights" },
        h("thead", {}, h("tr", {}, ...columns.map((column) => header(column, snapshot, dispatch)))),
        h("tbody", { onkeydown: upAndDown }, ...shown.map(row)),
      ),
    ),
    h(
      "div",
      { class: "figure-tools" },
      more > 0
        ? button(
            "text",
            () => dispatch({ type: "show", change: { waitsShown: snapshot.waitsShown + MORE } }),
            {},
            `${count(more)} more ${more === 1 ? "flight" : "flights"}`,
          )
        : undefined,
      button(
        "text",
        () => dispatch({ type: "save", what: "held" }),
        { title: "Save the flights that wait as CSV" },
        "CSV",
      ),
    ),
  ];
}

/** A column's name as a button that sorts by it; once more turns the order round. */
function header({ name, title, number }: Column, { waitsSort }: Snapshot, dispatch: Dispatch): Tree {
  const chosen = waitsSort.column === name;
  const down = chosen ? !waitsSort.down : name === "delay";
  const sort = () => dispatch({ type: "show", change: { waitsSort: { column: name, down } } });
  return h(
    "th",
    {
      scope: "col",
      class: number ? "number" : undefined,
      "aria-sort": chosen ? (waitsSort.down ? "descending" : "ascending") : undefined,
    },
    h(
      "button",
      { type: "button", class: "sort", onclick: sort },
      title,
      chosen ? h("span", { "aria-hidden": "true" }, waitsSort.down ? " ↓" : " ↑") : undefined,
    ),
  );
}

/** From row to row with the arrows. */
function upAndDown(event: KeyboardEvent): void {
  const row = event.target instanceof Element ? event.target.closest("tr") : null;
  const next =
    event.key === "ArrowDown" ? row?.nextElementSibling : event.key === "ArrowUp" ? row?.previousElementSibling : null;
  if (!(next instanceof HTMLElement)) return;
  next.focus();
  event.preventDefault();
}
