// A walk through the space: what is typed, where each byte leads, the tokens it spells, and what would be learned.
import { path, pathScale } from "../chart/path";
import { h, type Child, type Tree } from "../dom";
import { count, counted } from "../format/number";
import { SEMANTICS, type Semantics } from "../store/address";
import { typedBytesOf, WALK_ROWS } from "../store/exploring";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { byteText, wordText } from "../store/typed";
import { choices } from "./centre";
import { button } from "./links";
import { plainTable, type Row } from "./plaintable";
import { described, problemText } from "./problem";
import { columnsText } from "./space";
import { spaceFigure } from "./spacefigure";
import type { Walked } from "loadline";

const SEMANTICS_WORDS: Readonly<Record<Semantics, string>> = {
  loadline: "ours: the same however it is cut",
  publishedPerByte: "published, byte by byte",
  publishedBulk: "published, in bulk",
};
type As = "tokens" | "text" | "hex";
const FIELD: Readonly<Record<As, string>> = {
  tokens: "Tokens, each of which spells one to five bytes",
  text: "Text, whose bytes are walked as UTF-8",
  hex: "Bytes, two hexadecimal figures each",
};
/** Rows of tokens and of what is learned. */
const TOKEN_ROWS = 40;

type Shown = { bytes: Uint8Array; path: Walked };

export function walk(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { walked } = snapshot;
  const shown = walked?.path === undefined ? undefined : { bytes: walked.bytes, path: walked.path };
  return h(
    "section",
    { class: "space-part", "aria-label": "A walk" },
    asks(snapshot, dispatch),
    shown === undefined
      ? h("p", { class: "quiet" }, "Type bytes to see where they lead.")
      : h(
          "div",
          { class: walked?.problem === undefined ? undefined : "stale" },
          pathFigure(snapshot, dispatch, shown),
          shown.bytes.length === 0 ? undefined : steps(snapshot, dispatch, shown),
        ),
  );
}

function asks(snapshot: Snapshot, dispatch: Dispatch): Tree {
  const { address, walked, space } = snapshot;
  const change = (to: Partial<Snapshot["address"]>) => dispatch({ type: "address", change: to });
  const semantics = address.semantics ?? "loadline";
  const as = address.as ?? "tokens";
  const { problem } = walked ?? {};
  return h(
    "div",
    { class: "asks" },
    h("h2", {}, "Walk: where do bytes lead?"),
    h("label", { class: "field-name", for: "walk-bytes" }, FIELD[as]),
    h("textarea", {
      id: "walk-bytes",
      rows: 3,
      maxlength: 200_000,
      spellcheck: "false",
      value: typedBytesOf(address),
      ...described("walk", problem),
      oninput: (event: Event) => change({ bytes: (event.target as HTMLTextAreaElement).value }),
    }),
    problemText("walk", problem),
    choices(
      "walk-as",
      "How the bytes are typed",
      as,
      [
        { value: "tokens", says: "tokens" },
        { value: "text", says: "text" },
        { value: "hex", says: "hexadecimal" },
      ],
      (next) => change({ as: next === "tokens" ? undefined : next, bytes: retyped(snapshot, next) }),
    ),
    h("label", { class: "field-name", for: "walk-semantics" }, "How calls are read"),
    h(
      "select",
      {
        id: "walk-semantics",
        value: semantics,
        onchange: (event: Event) => {
          const chosen = SEMANTICS.find((each) => each === (event.target as HTMLSelectElement).value);
          change({ semantics: chosen === "loadline" ? undefined : chosen });
        },
      },
      ...SEMANTICS.map((each) =>
        h("option", { value: each, selected: each === semantics ? true : undefined }, SEMANTICS_WORDS[each]),
      ),
    ),
    h(
      "p",
      { class: "note" },
      `Begins at index ${count(address.from ?? space?.summary.archetypeIndex ?? 0)}${address.from === undefined ? ", the archetype" : ""}. `,
      address.from === undefined
        ? undefined
        : button("text", () => change({ from: undefined }), {}, "Begin at the archetype"),
    ),
    walked?.path === undefined ? undefined : read(walked.path),
  );
}

/** The same bytes in the other way of typing, where they can be typed in it. */
function retyped({ address, walked }: Snapshot, as: As): string {
  const typed = typedBytesOf(address);
  if (walked?.path === undefined || walked.problem !== undefined) return typed;
  const { token, waiting } = walked.path;
  if (as === "tokens") return waiting === 0 && token.every((each) => each >= 0) ? token.join(" ") : typed;
  if (as === "hex") return Array.from(walked.bytes, byteText).join(" ");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(walked.bytes);
  } catch {
    return typed;
  }
}

/** What was read of the bytes: tokens, and what a store would have learned. */
function read(walked: Walked): Tree {
  const { token, tokenEnd, waiting, learnedToken, learnedRepresentative, learnedMask, learnedConfidence } = walked;
  const tokens: Row[] = Array.from(token.slice(0, TOKEN_ROWS), (each, i) => ({
    cells: [each < 0 ? "more than five bytes" : count(each), count((tokenEnd[i] ?? 0) + 1)],
  }));
  const kept: Row[] = Array.from(learnedToken.slice(0, TOKEN_ROWS), (each, i) => ({
    cells: [
      count(each),
      count(learnedRepresentative[i] ?? 0),
      h("code", {}, byteText(learnedMask[i] ?? 0)),
      (learnedConfidence[i] ?? 0).toFixed(4),
    ],
  }));
  return h(
    "div",
    { class: "read" },
    h(
      "details",
      { open: true },
      h("summary", {}, counted(token.length, "token")),
      walked.index.length > 0 && token.length === 0
        ? h("p", { class: "note" }, "No token ends: one ends at a byte from 80 to ff, and no letter of ASCII is one.")
        : undefined,
      waiting === 0
        ? undefined
        : h(
            "p",
            { class: "note" },
            `${counted(waiting, "byte")} ${waiting === 1 ? "waits" : "wait"} for the end of ${waiting === 1 ? "its" : "their"} token.`,
          ),
      tokens.length === 0
        ? undefined
        : plainTable("Tokens", [{ title: "Token" }, { title: "ends at byte", number: true }], tokens),
      more(token.length),
    ),
    h(
      "details",
      {},
      h("summary", {}, `${counted(learnedToken.length, "key")} learned`),
      kept.length === 0
        ? undefined
        : plainTable(
            "What is learned",
            [
              { title: "Token" },
              { title: "Orbit", number: true },
              { title: "Mask" },
              { title: "Confidence", number: true },
            ],
            kept,
          ),
      more(learnedToken.length),
    ),
  );
}

function more(length: number): Child {
  return length > TOKEN_ROWS ? h("p", { class: "note" }, `The first ${TOKEN_ROWS} of ${count(length)}.`) : undefined;
}

function pathFigure(snapshot: Snapshot, dispatch: Dispatch, { bytes, path: walked }: Shown): Tree {
  const { walkAt } = snapshot;
  const { theta, index, tokenEnd, token } = walked;
  const last = theta.length - 1;
  const at = walkAt === undefined ? last : Math.min(walkAt, last);
  const says =
    last < 0
      ? "Nothing is typed, so nothing moves."
      : `${counted(bytes.length, "byte")} and ${counted(token.length, "token")}. After byte ${count(at + 1)}, ${byteText(bytes[at] ?? 0)}: index ${count(index[at] ?? 0)}, θ ${(theta[at] ?? 0).toFixed(4)}.`;
  return spaceFigure(snapshot, dispatch, {
    name: "walked",
    title: "The angle, byte by byte",
    unit: "θ from the archetype, radians",
    says,
    height: 260,
    chart: (box) => path({ theta, ends: tokenEnd, cursor: walkAt === undefined ? undefined : at }, box),
    table: () => h("p", { class: "note" }, "The table below has every byte."),
    point: (x, box) => {
      if (last < 0) return;
      const byte = Math.round(pathScale({ theta, ends: tokenEnd }, box).invert(x)) - 1;
      const next = Math.min(Math.max(byte, 0), last);
      if (next !== walkAt) dispatch({ type: "show", change: { walkAt: next } });
    },
  });
}

function steps(snapshot: Snapshot, dispatch: Dispatch, { bytes, path: walked }: Shown): Child {
  const { index, state, theta, erased, tokenEnd, token } = walked;
  const ends = new Map(Array.from(tokenEnd, (end, i) => [end, token[i] ?? 0]));
  const rows = Array.from(index.slice(0, snapshot.walkShown), (to, i): Row => {
    const spelt = ends.get(i);
    const light = () => {
      if (snapshot.walkAt !== i) dispatch({ type: "show", change: { walkAt: i } });
    };
    const look = () => dispatch({ type: "address", change: { state: String(to), find: undefined } });
    return {
      attributes: { key: i, class: i === snapshot.walkAt ? "lit-row" : undefined, onmouseenter: light },
      cells: [
        count(i + 1),
        h("code", {}, byteText(bytes[i] ?? 0), " ", h("span", { class: "quiet" }, printable(bytes[i] ?? 0))),
        h("code", {}, wordText(state[i] ?? 0)),
        button(
          "text",
          look,
          { "aria-label": `Look up index ${count(to)}`, title: "Look it up", onfocus: light },
          count(to),
        ),
        h("code", {}, columnsText(erased[i] ?? 0)),
        (theta[i] ?? 0).toFixed(4),
        spelt === undefined ? "" : spelt < 0 ? "too long" : count(spelt),
      ],
    };
  });
  const hidden = index.length - rows.length;
  return [
    plainTable(
      "The walk, byte by byte",
      [
        { title: "#", number: true },
        { title: "Byte" },
        { title: "State" },
        { title: "Index", number: true },
        { title: "Orbit" },
        { title: "θ", number: true },
        { title: "Token", number: true },
      ],
      rows,
    ),
    hidden > 0
      ? button(
          "text",
          () => dispatch({ type: "show", change: { walkShown: snapshot.walkShown + 10 * WALK_ROWS } }),
          {},
          `${count(hidden)} more ${hidden === 1 ? "byte" : "bytes"}`,
        )
      : undefined,
  ];
}

/** A letter of ASCII as itself. */
function printable(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "";
}
