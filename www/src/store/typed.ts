// What a person typed into the explorer, as the library takes it; or what is wrong with it, for beside the field.
import type { Calls } from "../worker/protocol";

export type Typed<T> = { ok: true; value: T } | { ok: false; problem: string };

const problem = (text: string): { ok: false; problem: string } => ({ ok: false, problem: text });

/** Text as its UTF-8 bytes, or pairs of hexadecimal figures with or without spaces between them. */
export function typedBytes(text: string, as: "text" | "hex"): Typed<Uint8Array> {
  if (as === "text") return { ok: true, value: new TextEncoder().encode(text) };
  const wrong = /[^0-9a-f\s]/iu.exec(text);
  if (wrong !== null) {
    const place = [...text.slice(0, wrong.index)].length + 1;
    return problem(`“${wrong[0]}” at place ${place} is no hexadecimal figure: use 0 to 9 and a to f.`);
  }
  const figures = text.replace(/\s/g, "");
  if (figures.length % 2 === 1)
    return problem(
      `Two figures make a byte; there ${figures.length === 1 ? "is 1" : `are ${figures.length}`}: one more or one fewer.`,
    );
  return { ok: true, value: Uint8Array.from(figures.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)) };
}

/** The largest token has 35 bits; the library says which are too large. */
const TOKEN_FIGURES = 15;

/** Whole numbers with spaces or commas between them. */
export function typedTokens(text: string): Typed<number[]> {
  const tokens = text.split(/[\s,]+/).filter((each) => each !== "");
  const wrong = tokens.find((each) => !/^\d+$/.test(each) || each.length > TOKEN_FIGURES);
  if (wrong !== undefined)
    return problem(`“${wrong}” is no token: give whole numbers from 0, with spaces between them.`);
  return { ok: true, value: tokens.map(Number) };
}

/** The largest index that can be asked for; the library says where the space ends. */
const LARGEST = 0xffff_ffff;

/** An index in decimal figures, or a word of 48 bits in up to twelve hexadecimal ones. */
export function typedState(text: string, find: "index" | "word"): Typed<Calls["state"]["ask"]> {
  const trimmed = text.trim();
  if (find === "word") {
    const figures = trimmed.replace(/^0x/i, "").replace(/[\s_]/g, "");
    if (!/^[0-9a-f]{1,12}$/i.test(figures))
      return problem("A state has 48 bits: give one to twelve hexadecimal figures, such as 0xaaaa55aaaa55.");
    return { ok: true, value: { word: Number.parseInt(figures, 16) } };
  }
  const figures = trimmed.replaceAll(",", "");
  if (!/^\d{1,10}$/.test(figures) || Number(figures) > LARGEST)
    return problem("An index is a whole number from 0, in decimal figures.");
  return { ok: true, value: { index: Number(figures) } };
}

/** A word of 48 bits in twelve hexadecimal figures. */
export function wordText(word: number): string {
  return word.toString(16).padStart(12, "0");
}

/** A byte in two. */
export function byteText(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
