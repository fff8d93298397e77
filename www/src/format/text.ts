// Small words -> text.

const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/** A small number as a word: four; larger ones in figures. */
export function inWords(value: number): string {
  return WORDS[value] ?? String(value);
}

/** The first letter made large: `flow` -> `Flow`. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/** The last part of a pair's path: `flow/delay` -> `delay`. */
export function shortName(pair: string): string {
  return pair.slice(pair.indexOf("/") + 1);
}

/** Level bands are ranges, the highest without an end: `LSAS 365-385` -> `LSAS 365–385`, `LSAS 385-999` -> `LSAS 385+`. */
export function volumeName(id: string): string {
  return id.replace(/(\d)-999\b/g, "$1+").replace(/(\d)-(\d)/g, "$1–$2");
}

/** The first eight of a digest's sixteen figures, or all of them in two halves. */
export const digest = {
  short: (hex: string): string => hex.slice(0, 8),
  long: (hex: string): string => `${hex.slice(0, 8)} ${hex.slice(8, 16)}`,
};
