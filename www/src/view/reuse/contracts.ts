// The contracts, what each is expected to take, for whom it waits, and where the plan has put it.
import type { ContractColumns, ContractPlan } from "loadline";
import { h, type Tree } from "../../dom";
import { count, counted, three } from "../../format/number";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { button } from "../links";
import { once } from "./figure";
import { ms } from "./plan";

const MORE = 200;
const NONE = "The file lists no contracts.";
const TITLES = ["Contract", "type", "waits for", "batch", "worker", "starts", "time", "memory", "methods", "executed"];
const TEXTS = new Set(["Contract", "type", "waits for"]);
/** Names of contracts waited for that are written out. */
const NAMED = 3;

interface Placed {
  batch: number;
  turn: number;
}

const places = new WeakMap<ContractPlan, Placed[]>();

/** Batch and turn of each contract, by its position. */
export function placesOf(plan: ContractPlan): Placed[] {
  const known = places.get(plan);
  if (known !== undefined) return known;
  const found: Placed[] = [];
  plan.turnBatch.forEach((batch, turn) => {
    for (const contract of plan.order.subarray(plan.batchStart[batch], plan.batchStart[batch + 1]))
      found[contract] = { batch, turn };
  });
  places.set(plan, found);
  return found;
}

/** The names of those waited for, the first few written out. */
export function waitsText(columns: ContractColumns, contract: number): string {
  const names = (columns.waitsFor[contract] ?? []).map((other) => columns.id[other] ?? "");
  const rest = names.length - NAMED;
  return rest > 0 ? `${names.slice(0, NAMED).join(", ")} and ${count(rest)} more` : names.join(", ");
}

export function contractsTable(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const { columns, plan, contractsShown, contractFilter } = snapshot.reuse;
  if (columns === undefined) return undefined;
  const key = `${plan.answer?.digest ?? ""} ${contractsShown} ${contractFilter}`;
  return once(columns, "contracts", key, () => table(columns, plan.answer, snapshot, dispatch));
}

/** The contracts whose name or type holds what was typed. */
export function foundAmong({ id, type }: ContractColumns, filter: string): number[] {
  const wanted = filter.trim().toLowerCase();
  const holds = (text: string | undefined): boolean => (text ?? "").toLowerCase().includes(wanted);
  return [...id.keys()].filter((i) => holds(id[i]) || holds(type[i]));
}

function table(
  columns: ContractColumns,
  plan: ContractPlan | undefined,
  { reuse: { contractsShown, contractFilter } }: Snapshot,
  dispatch: Dispatch,
): Tree {
  const found = foundAmong(columns, contractFilter);
  const shown = found.slice(0, contractsShown);
  const waiting = columns.waitsFor.filter((others) => others.length > 0).length;
  const head = (title: string): Tree =>
    h("th", { scope: "col", class: TEXTS.has(title) ? undefined : "number" }, title);
  const rows = h(
    "table",
    { class: "plain" },
    h("thead", {}, h("tr", {}, ...TITLES.map(head))),
    h("tbody", {}, ...shown.map((i) => row(columns, plan, i))),
  );
  return h(
    "section",
    { class: "contracts", "aria-labelledby": "contracts", key: "contracts" },
    h(
      "div",
      { class: "figure-title" },
      h(
        "h3",
        { id: "contracts" },
        "Contracts ",
        h(
          "span",
          { class: "sub" },
          `${count(waiting)} of ${count(columns.id.length)} wait for others; estimates by type`,
        ),
      ),
      h("input", {
        type: "search",
        "aria-label": "Filter contracts by name or type",
        placeholder: "Filter",
        value: contractFilter,
        oninput: (event: Event) =>
          dispatch({
            type: "reuse",
            change: { contractFilter: (event.target as HTMLInputElement).value, contractsShown: MORE / 5 },
          }),
      }),
    ),
    found.length === 0
      ? h("p", { class: "quiet" }, columns.id.length === 0 ? NONE : `No contract is called “${contractFilter}”.`)
      : h("div", { class: "scroll contracts-scroll", tabindex: 0, role: "region", "aria-label": "Contracts" }, rows),
    found.length > shown.length
      ? button(
          "text",
          () => dispatch({ type: "reuse", change: { contractsShown: contractsShown + MORE } }),
          {},
          `Show ${count(Math.min(MORE, found.length - shown.length))} more of ${counted(found.length, "contract")}`,
        )
      : undefined,
  );
}

function row(columns: ContractColumns, plan: ContractPlan | undefined, i: number): Tree {
  const number = (text: string): Tree => h("td", { class: "number" }, text);
  const place = plan === undefined ? undefined : placesOf(plan)[i];
  const of = (values: ArrayLike<number> | undefined, at: number | undefined): number => values?.[at ?? -1] ?? 0;
  return h(
    "tr",
    { key: i },
    h("th", { scope: "row" }, columns.id[i] ?? ""),
    h("td", {}, columns.type[i] ?? ""),
    h("td", { class: "waits-for" }, waitsText(columns, i)),
    number(place === undefined ? "" : count(place.batch + 1)),
    number(place === undefined ? "" : count(of(plan?.turnWorker, place.turn) + 1)),
    number(place === undefined ? "" : ms(of(plan?.turnStartMs, place.turn))),
    number(ms(columns.timeMs[i] ?? 0)),
    number(`${three(columns.memoryMb[i] ?? 0)} MB`),
    number(count(columns.methods[i] ?? 0)),
    number(count(columns.executions[i] ?? 0)),
  );
}
