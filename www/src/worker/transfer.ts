// Typed arrays of an answer go to the page without being copied once more.

/** The buffers of an answer's own arrays, at most `DEEPEST` objects down; never one that others look into. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  gather(value, found, 0);
  return [...found];
}

/** An answer about a plan holds its arrays no deeper than this. */
const DEEPEST = 4;
/** Longer lists hold rows of small things, not columns. */
const LONGEST = 200;

function gather(value: unknown, found: Set<ArrayBuffer>, depth: number): void {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return;
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteLength } = value;
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) found.add(buffer);
    return;
  }
  const inside = Object.values(value);
  if (inside.length > LONGEST) return;
  for (const each of inside) gather(each, found, depth + 1);
}
