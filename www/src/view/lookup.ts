// One state: by its index or its word, what is known of it, and its candidates.
import { h, type Child, type Tree } from "../dom";
import { count, counted } from "../format/number";
import { typedStateOf } from "../store/exploring";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { byteText, wordText } from "../store/typed";
import { choices } from "./centre";
import { button } from "./links";
import { plainTable } from "./plaintable";
import { described, problemText } from "./problem";
import { columnsText } from "./space";

export function lookup(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { looked } = snapshot;
  return h(
    "section",
    { class: "space-part", "aria-label": "A state" },
    asks(snapshot, dispatch),
    h(
      "div",
      { class: `known${looked?.problem === undefined ? "" : " stale"}` },
      facts(snapshot, dispatch),
      candidates(snapshot),
    ),
  );
}

function asks(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { address, looked, space } = snapshot;
  const find = address.find ?? "index";
  const change = (to: Partial<Snapshot["address"]>) => dispatch({ type: "address", change: to });
  const found = looked?.state;
  return h(
    "div",
    { class: "asks" },
    h("h2", {}, "Look up: where is a state?"),
    h("label", { class: "field-name", for: "looked-state" }, find === "index" ? "Index" : "State, 48 bits"),
    h("input", {
      id: "looked-state",
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      inputmode: find === "index" ? "numeric" : undefined,
      maxlength: 40,
      value: typedStateOf(snapshot),
      ...described("looked", looked?.problem),
      oninput: (event: Event) => change({ state: (event.target as HTMLInputElement).value }),
    }),
    problemText("looked", looked?.problem),
    choices(
      "looked-find",
      "How the state is given",
      find,
      [
        { value: "index", says: "index" },
        { value: "word", says: "state, hexadecimal" },
      ],
      (value) => {
        const [index = -1, word = 0] = [found?.index[0], found?.state[0]];
        const same = value === "word" ? wordText(word) : index < 0 ? undefined : String(index);
        change({ find: value === "word" ? value : undefined, state: found === undefined ? address.state : same });
      },
    ),
    h("p", { class: "note" }, `Indices go from 0 to ${count((space?.summary.states ?? 1) - 1)}.`),
  );
}

function facts({ looked }: Snapshot, dispatch: Dispatch): Child {
  const found = looked?.state;
  if (found === undefined) return undefined;
  const [state = 0, index = -1, distance = 0, theta = 0] = [
    found.state[0],
    found.index[0],
    found.distance[0],
    found.theta[0],
  ];
  const [erased = 0, representative = 0, size = 0] = [found.erased[0], found.representative[0], found.orbitSize[0]];
  const fact = (name: string, value: Child): Tree[] => [h("dt", {}, name), h("dd", {}, value)];
  const exists = index >= 0;
  return h(
    "div",
    {},
    h("h3", {}, exists ? `State ${count(index)}` : "No byte leads to this state"),
    exists ? undefined : h("p", { class: "sub" }, "It is 48 bits like any other, but nothing reaches it."),
    h(
      "dl",
      { class: "facts" },
      ...fact("state", h("code", {}, wordText(state))),
      ...fact("index", exists ? count(index) : "none"),
      ...fact(
        "θ",
        `${theta.toFixed(4)} radians, ${counted(distance, "bit")} of 48 ${distance === 1 ? "differs" : "differ"}`,
      ),
      ...(exists
        ? [
            ...fact("orbit", [
              h("code", {}, columnsText(erased)),
              `, ${counted(size, "state")} from index ${count(representative)} on`,
            ]),
          ]
        : []),
    ),
    exists
      ? button("plain", () => dispatch({ type: "address", change: { from: index } }), {}, "Walk from here")
      : undefined,
  );
}

function candidates({ candidates: found, looked }: Snapshot): Tree {
  const index = looked?.state?.index[0] ?? -1;
  const list = found?.index === index ? found.list : undefined;
  const rows = Array.from(list?.token ?? [], (token, i) => ({
    cells: [count(token), (list?.score[i] ?? 0).toFixed(4), h("code", {}, byteText(list?.exon[i] ?? 0))],
  }));
  return h(
    "div",
    {},
    h("h3", {}, "Its candidates"),
    rows.length === 0
      ? h(
          "p",
          { class: "quiet" },
          index < 0
            ? "A state that nothing reaches has none."
            : "None: the store has learned nothing in this orbit. Learn the walk, below, and look up a state on it.",
        )
      : plainTable(
          "Candidates, best first",
          [{ title: "Token" }, { title: "Score", number: true }, { title: "Exon" }],
          rows,
        ),
  );
}
