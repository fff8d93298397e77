// What a plan is asked with: workers, what a batch may hold, and how alike contracts must be to share one.
import { h, type Child, type Tree } from "../../dom";
import { planQuestionOf, type PlanQuestion } from "../../store/reuse";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { choices } from "../centre";
import { button } from "../links";

/** A number that may be typed, and one that may be pulled where a range makes sense. */
export interface NumberField {
  id: string;
  label: string;
  unit?: string;
  value: number | undefined;
  /** Whether it must be whole. */
  whole: boolean;
  least: number;
  most: number;
  /** The range of a slider under it. */
  slide?: { from: number; to: number; step: number };
  placeholder?: string;
  choose: (value: number | undefined) => void;
}

/** What was typed as a number within its bounds; undefined where it is none. */
export function typed(
  text: string,
  { whole, least, most }: Pick<NumberField, "whole" | "least" | "most">,
): number | undefined {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < least || value > most) return undefined;
  return whole && !Number.isInteger(value) ? undefined : value;
}

export function numberField(field: NumberField): Tree {
  const { id, label, unit, value, whole, least, most, slide, placeholder, choose } = field;
  const read = (event: Event): void => {
    const { value: text } = event.target as HTMLInputElement;
    const number = typed(text, field);
    if (number !== undefined) choose(number);
    else if (text === "" && placeholder !== undefined) choose(undefined);
  };
  return h(
    "div",
    { class: "number-field" },
    h("label", { for: id }, label),
    h(
      "span",
      { class: "typed" },
      h("input", {
        id,
        type: "number",
        min: least,
        max: most,
        step: whole ? 1 : "any",
        inputmode: whole ? "numeric" : "decimal",
        placeholder,
        value: value === undefined ? "" : String(value),
        oninput: read,
      }),
      unit === undefined ? undefined : h("span", { class: "quiet unit" }, unit),
    ),
    slide === undefined
      ? undefined
      : h("input", {
          type: "range",
          "aria-label": `${label}, slider`,
          min: slide.from,
          max: slide.to,
          step: slide.step,
          value: String(Math.min(value ?? slide.from, slide.to)),
          oninput: (event: Event) => choose(Number((event.target as HTMLInputElement).value)),
        }),
  );
}

/** The slider for workers reaches this, or twice what the file has. */
const SLIDE_WORKERS = 16;
const MOST = 1e9;

export function planControls(snapshot: Snapshot, dispatch: Dispatch): Tree | undefined {
  const question = planQuestionOf(snapshot);
  const own = planQuestionOf({ others: snapshot.others, address: { place: snapshot.address.place } });
  if (question === undefined || own === undefined) return undefined;
  const field = (name: Exclude<keyof PlanQuestion, "mode">, rest: Omit<NumberField, "id" | "value" | "choose">): Tree =>
    numberField({
      ...rest,
      id: `plan-${name}`,
      value: question[name],
      choose: (value) => value !== undefined && dispatch({ type: "plan", change: { [name]: value } }),
    });
  const changed = snapshot.address.plan !== undefined;
  const notes: Child[] = [
    question.mode === "published"
      ? "As published: contracts do not wait for each other, and ties fall as its sums of doubles do."
      : "Contracts wait for those they depend on; ties are stated, so that sets of 30,000 can be planned.",
  ];
  return h(
    "section",
    { class: "plan-controls", "aria-labelledby": "plan-controls" },
    h(
      "div",
      { class: "heading" },
      h("h3", { id: "plan-controls" }, "Plan with"),
      h("span", { class: "gap" }),
      button("text", () => dispatch({ type: "plan-as-given" }), { disabled: !changed }, "As the file has it"),
    ),
    field("workers", {
      label: "Workers",
      whole: true,
      least: 1,
      most: 10_000,
      slide: { from: 1, to: Math.max(SLIDE_WORKERS, 2 * own.workers), step: 1 },
    }),
    field("similarityThreshold", {
      label: "Share a batch from similarity",
      whole: false,
      least: 0,
      most: 1,
      slide: { from: 0, to: 1, step: 0.05 },
    }),
    field("batchSize", { label: "Contracts in a batch, at most", whole: true, least: 1, most: MOST }),
    field("batchMemoryMb", { label: "Memory of a batch, at most", unit: "MB", whole: false, least: 1e-6, most: MOST }),
    field("batchTimeMs", { label: "Time of a batch, at most", unit: "ms", whole: false, least: 1e-6, most: MOST }),
    choices(
      "plan-mode",
      "Whose rules cluster the contracts",
      question.mode,
      [
        { value: "scale", says: "with dependencies" },
        { value: "published", says: "as published" },
      ],
      (mode) => dispatch({ type: "plan", change: { mode } }),
    ),
    h("p", { class: "note" }, ...notes),
  );
}
