// What the views in the middle of the what-if view share: the answer they draw, and small controls.
import { h, type Child, type Tree } from "../dom";
import { questionOf, waitedMs, type Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import type { WhatIf } from "loadline";

/** Whether what is shown has been older than what was asked for long enough to grey it. */
export function isStale(snapshot: Snapshot): boolean {
  return waitedMs(snapshot, "answer") !== undefined;
}

/** The answer, if it is about the volume that is chosen now. */
export function answerOf(snapshot: Snapshot): WhatIf | undefined {
  const { what } = snapshot.live;
  return what?.volumeIndex === questionOf(snapshot)?.volume ? what : undefined;
}

/** The bin that the maps show: under the chart's cursor, else the busiest. */
export function shownBin(snapshot: Snapshot, what: WhatIf): number {
  const bin = snapshot.address.time ?? what.entries.held.peakBin;
  return Math.min(Math.max(bin, 0), what.bins - 1);
}

/** Regulates another volume: its rates begin anew. */
export function chooseVolume(dispatch: Dispatch, id: string): void {
  dispatch({ type: "volume", id });
  dispatch({ type: "show", change: { volumesOpen: false } });
}

export interface Choice<T extends string> {
  value: T;
  says: Child;
  disabled?: boolean;
}

/** One of a few, as radio buttons side by side; `label` is spoken, not drawn. */
export function choices<T extends string>(
  name: string,
  label: string,
  chosen: T,
  among: readonly Choice<T>[],
  choose: (value: T) => void,
): Tree {
  const choice = ({ value, says, disabled = false }: Choice<T>): Tree =>
    h(
      "label",
      { class: disabled ? "disabled" : value === chosen ? "chosen" : undefined },
      h("input", {
        type: "radio",
        name,
        value,
        checked: value === chosen,
        disabled,
        onchange: () => choose(value),
      }),
      says,
    );
  return h("fieldset", { class: "switch small" }, h("legend", { class: "spoken" }, label), ...among.map(choice));
}

/** The volume's entries at a bin, out of a table of volumes times bins. */
export function cell(table: Float64Array, { bins }: { bins: number }, volume: number, bin: number): number {
  return table[volume * bins + bin] ?? 0;
}
