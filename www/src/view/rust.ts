// Reads a pair's Rust files as text: an excerpt to show, and what the optimised side's own comments argue. Never changes a word of code.

export interface Excerpt {
  text: string;
  /** The line of the file it begins at. */
  from: number;
  /** Lines of the file that follow. */
  left: number;
}

/** From the function that is called like the pair, at most `most` lines, whole statements where they end in time. */
export function excerpt(source: string, pair: string, most: number): Excerpt {
  const lines = source.trimEnd().split("\n");
  const tests = lines.findIndex((line) => line.startsWith("#[cfg(test)]"));
  const end = tests < 0 ? lines.length : tests;
  const named = lines.findIndex((line) => new RegExp(`^\\s*pub(\\(\\w+\\))? fn ${pair}\\b`).test(line));
  const start =
    named >= 0
      ? named
      : Math.max(
          0,
          lines.findIndex((line) => /^\s*pub(\(\w+\))? fn /.test(line)),
        );
  let stop = Math.min(start + most, end);
  while (stop > start + 1 && (lines[stop - 1] ?? "").trim() === "") stop--;
  return { text: lines.slice(start, stop).join("\n"), from: start + 1, left: end - stop };
}

export interface Argument {
  title: string;
  paragraphs: string[];
}

/** The labelled paragraphs at the head of an optimised side, `Right because: …`, with their continuations. */
export function argumentsOf(source: string): Argument[] {
  const found: Argument[] = [];
  for (const line of source.split("\n")) {
    if (!line.startsWith("//!")) break;
    const text = line.replace(/^\/\/! ?/, "");
    const label = /^(Right because|Fast because|Did not pay)\b:? ?(.*)$/.exec(text);
    const last = found[found.length - 1];
    if (label !== null) {
      found.push({ title: label[1] ?? "", paragraphs: [label[2] ?? ""] });
    } else if (last !== undefined) {
      const item = /^\s+(\d+\.|[-*]) /.test(text);
      if (text.trim() === "" || item) last.paragraphs.push(text.trim());
      else last.paragraphs[last.paragraphs.length - 1] += ` ${text.trim()}`;
    }
  }
  return found.map(({ title, paragraphs }) => ({
    title,
    paragraphs: paragraphs
      .map((each) =>
        each
          .replace(/\[`([^`]+)`\]/g, "$1")
          .replaceAll("`", "")
          .replace(/\*(\w+)\*/g, "$1")
          .trim(),
      )
      .filter((each) => each !== ""),
  }));
}
