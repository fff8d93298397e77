// Both sides' real source, as it stands in the repository: with its comments set apart.
import { h, type Tree } from "../dom";
import type { Snapshot } from "../store/snapshot";
import type { Dispatch } from "../store/store";
import { optimisedMark, referenceMark } from "./signs";

const READ: Set<string> = new Set();

/** Asks for a pair's source once; it is drawn when it has come. */
export function sourcesOf(
  snapshot: Snapshot,
  dispatch: Dispatch,
  pair: string,
): Snapshot["sources"][string] | undefined {
  if (!READ.has(pair)) {
    READ.add(pair);
    queueMicrotask(() => dispatch({ type: "read-sources", pair }));
  }
  return snapshot.sources[pair];
}

/** Code with its comments set apart. */
export function code(source: string, label: string): Tree {
  const lines = source.split("\n").flatMap((line, i): (Tree | string)[] => {
    const comment = /^\s*\/\//.test(line);
    const end = i < source.split("\n").length - 1 ? "\n" : "";
    return [comment ? h("span", { class: "comment" }, line + end) : line + end];
  });
  return h("pre", { class: "code", tabindex: 0, role: "region", "aria-label": label }, h("code", {}, ...joined(lines)));
}

/** Neighbouring texts as one, so that a file of code is a few nodes. */
function joined(parts: (Tree | string)[]): (Tree | string)[] {
  const result: (Tree | string)[] = [];
  for (const part of parts) {
    const last = result[result.length - 1];
    if (typeof part === "string" && typeof last === "string") result[result.length - 1] = last + part;
    else result.push(part);
  }
  return result;
}

export function sideTitle(side: "reference" | "optimised", says: string): Tree {
  return h(
    "h3",
    { class: `side ${side}` },
    side === "reference" ? referenceMark() : optimisedMark(),
    ` ${side} `,
    h("span", { class: "sub" }, says),
  );
}
