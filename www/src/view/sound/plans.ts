// Plans: saved, loaded, linked to and laid side by side; and what either model would choose.
import { h, type Tree } from "../../dom";
import { count } from "../../format/number";
import { minutes } from "../../format/time";
import type { Sound } from "../../store/sound";
import type { Snapshot } from "../../store/snapshot";
import type { Dispatch } from "../../store/store";
import { button } from "../links";
import { plainTable } from "../plaintable";
import { part, weighted, WINDOWS } from "./result";
import { fraction, numbers } from "./tables";
import type { Act } from "./view";
import { countedIn } from "./words";
import type { Comparison, PlanPlayed, Way } from "loadline";

/** Saving, loading and setting a plan aside, to look at two of them. */
export function plans({ sound, copied }: Snapshot, dispatch: Dispatch, act: Act): Tree {
  const { aside, refused, unlinked } = sound;
  const { played } = sound.answer;
  const choose = (): void => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = "application/json,.json";
    input.onchange = () => input.files?.[0] !== undefined && act({ do: "load", file: input.files[0] });
    input.click();
  };
  const small = { class: "button plain small" };
  return part(
    "sound-plans",
    "Plans",
    "A plan is its regulations, and who is exempt or frozen by hand.",
    h(
      "div",
      { class: "buttons" },
      button(
        "plain",
        () => dispatch({ type: "copy", what: "link", text: location.href }),
        small,
        copied === "link" ? "Copied" : "Copy link",
      ),
      button("plain", () => act({ do: "save-plan" }), small, "Save the plan"),
      button("plain", choose, small, "Load a plan…"),
      button("plain", () => act({ do: "set-aside" }), small, "Set aside to compare"),
      aside === undefined
        ? undefined
        : button("plain", () => act({ do: "take", plan: aside.plan }), small, "Take the other plan"),
      aside === undefined ? undefined : button("plain", () => act({ do: "drop-aside" }), small, "Forget the other"),
    ),
    refused === undefined ? undefined : h("p", { class: "note", role: "alert" }, refused),
    unlinked
      ? h(
          "p",
          { class: "note" },
          "This plan is too large for an address, so that a link does not carry it: save it as a file.",
        )
      : undefined,
    aside === undefined || played === undefined ? undefined : twoPlans(aside.played, played),
  );
}

function twoPlans(aside: PlanPlayed, now: PlanPlayed): Tree {
  const figures: [string, (played: PlanPlayed) => string][] = [
    ["Regulations", ({ regulations }) => count(regulations.length)],
    ["J", ({ cost }) => weighted(cost.j)],
    ["Overload of regulated volumes", ({ cost }) => weighted(cost.target)],
    ["Overload elsewhere", ({ cost }) => weighted(cost.ripple + cost.context)],
    ["Delayed", ({ statistics: s }) => count(s.delayed)],
    ["Delay in all", ({ statistics: s }) => minutes(s.totalMin)],
    ["Longest", ({ statistics: s }) => minutes(s.maxMin)],
    ["Over 15 min", ({ statistics: s }) => count(s.over15)],
    ["Gini of operators", ({ statistics: s }) => fraction(s.giniOperators)],
  ];
  return plainTable(
    `Two plans: ${now.counted}, ${WINDOWS}`,
    [{ title: "Figure" }, ...numbers("Set aside", "This plan")],
    figures.map(([title, of]) => ({ cells: [title, of(aside), of(now)] })),
  );
}

const WAYS: Readonly<Record<Way, string>> = {
  nothing: "No regulation",
  publishedRates: "Published model: its rates, played soundly",
  publishedDelays: "Published model: its delays",
  soundExhaustive: "Sound model: all coarse rates",
  soundDescent: "Sound model: descent",
  soundFine: "Sound model: every whole rate",
  soundBlanket: "Sound model: one rate for all",
  cherryPick: "Cherry-picked delays",
};

/** Published choice against sound choice, both judged by the sound model. */
export function semantics(sound: Sound, act: Act): Tree {
  const { answer, askedAt, failure } = sound.comparison;
  return part(
    "sound-semantics",
    "Both models side by side",
    `What either model would choose for the first regulation; all judged by the sound model: ${countedIn(sound)}, ${WINDOWS}.`,
    failure === undefined ? undefined : h("p", { class: "note" }, `${failure.message}.`),
    answer === undefined
      ? button(
          "plain",
          () => act({ do: "semantics" }),
          { class: "button plain small", disabled: askedAt !== undefined },
          askedAt === undefined ? "Compare the models" : "Comparing…",
        )
      : ways(answer),
  );
}

function ways({ ways: rows, floorJ, leastDelayMinStep60 }: Comparison): Tree {
  return h(
    "div",
    {},
    plainTable(
      "Both models",
      [{ title: "Way" }, ...numbers("J", "Target over", "Other over", "Delay", "Delayed")],
      rows.map((row) => ({
        cells: [
          WAYS[row.way],
          weighted(row.J),
          minutes(row.targetS / 60),
          minutes(row.otherS / 60),
          minutes(row.delayMin),
          count(row.delayed),
        ],
      })),
    ),
    h(
      "p",
      { class: "note" },
      `Overload in flight-minutes, ${WINDOWS}. No way comes below J ${weighted(floorJ)}.${typeof leastDelayMinStep60 === "number" ? ` At least ${minutes(leastDelayMinStep60)} of delay remove the overload of the regulated volume.` : ""}`,
    ),
  );
}
