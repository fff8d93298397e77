// Both sides' real source, as it stands in the repository: a short excerpt, the whole with its comments, and what did not pay.
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

/** The body of the function that gives the answer: the last `pub` function that is not a constructor, at most `most` lines. */
export function excerpt(source: string, most: number): { code: string; from: number; left: number } {
  const lines = source.split("\n");
  const end = lines.findIndex((line) => line.startsWith("#[cfg(test)]"));
  const within = end < 0 ? lines.length : end;
  const starts = lines.flatMap((line, i) =>
    i < within && /^(?!.*\bfn new\b)\s*pub(\(\w+\))? fn /.test(line) ? [i] : [],
  );
  const start = starts[0] ?? 0;
  const indent = /^\s*/.exec(lines[start] ?? "")?.[0] ?? "";
  let close = start;
  while (close < within - 1 && lines[close] !== `${indent}}`) close++;
  const all = lines.slice(start, close + 1);
  const body = all.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
  return { code: body.slice(0, most).join("\n"), from: start + 1, left: Math.max(0, body.length - most) };
}

/** The paragraph of the optimised side's own comments that says what was tried and did not pay. */
export function didNotPay(source: string): string[] {
  const docs = source
    .split("\n")
    .filter((line) => line.startsWith("//!"))
    .map((line) => line.replace(/^\/\/! ?/, ""));
  const start = docs.findIndex((line) => /did not pay/i.test(line));
  if (start < 0) return [];
  const heading = /^#+ /.test(docs[start] ?? "");
  const rest = docs.slice(heading ? start + 1 : start);
  const next = rest.findIndex((line, i) => (heading ? /^#+ /.test(line) : i > 0 && line.trim() === ""));
  const text = (next < 0 ? rest : rest.slice(0, next)).join("\n").trim();
  return text
    .split(/\n\s*\n|\n(?=\s*[-*] )/)
    .map((part) =>
      part
        .replace(/^\s*[-*] /, "")
        .replace(/\s+/g, " ")
        .replaceAll("`", "")
        .replaceAll("**", "")
        .trim(),
    )
    .filter((part) => part !== "");
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
