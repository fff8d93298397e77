// The page's state in the address, after `#`, and back. Never data: only names, numbers and choices.
import type { Side } from "loadline";

export type Place =
  { page: "overview" } | { page: "scenarios" } | { page: "family"; family: string } | { page: "pair"; pair: string };

/** What a link carries. What is undefined stands at its default. */
export interface Address {
  place: Place;
  scenario?: string;
  volume?: string;
  /** First bin and the bin after the last. */
  window?: readonly [number, number];
  /** Flights an hour; infinity is no limit. */
  rate?: number;
  side?: Side;
  /** The bin under the chart's cursor. */
  time?: number;
  seed?: number;
}

const NO_LIMIT = "none";

/** The part of the address after `#`, without the `#`. */
export function write(address: Address): string {
  const state: string[] = [];
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined)
      state.push(`${name}=${encodeURIComponent(value).replaceAll("%20", "+").replaceAll("%2F", "/")}`);
  };
  add("s", address.scenario);
  add("v", address.volume);
  add("w", address.window?.join("-"));
  add("r", address.rate === Infinity ? NO_LIMIT : address.rate);
  add("side", address.side);
  add("t", address.time);
  add("seed", address.seed);
  return path(address.place) + (state.length > 0 ? `?${state.join("&")}` : "");
}

/** Reads what follows `#`. What cannot be understood is left out. */
export function read(hash: string): Address {
  const text = hash.replace(/^#/, "");
  const question = text.indexOf("?");
  const state = new URLSearchParams(question < 0 ? "" : text.slice(question + 1));
  const address: Address = { place: placeOf(question < 0 ? text : text.slice(0, question)) };
  const scenario = state.get("s");
  const volume = state.get("v");
  const side = state.get("side");
  if (scenario !== null) address.scenario = scenario;
  if (volume !== null) address.volume = volume;
  if (side === "reference" || side === "optimised") address.side = side;
  const window = /^(\d{1,5})-(\d{1,5})$/.exec(state.get("w") ?? "");
  if (window !== null && Number(window[1]) < Number(window[2])) address.window = [Number(window[1]), Number(window[2])];
  const rate = state.get("r");
  if (rate === NO_LIMIT) address.rate = Infinity;
  else if (wholeNumber(rate) !== undefined && wholeNumber(rate) !== 0) address.rate = wholeNumber(rate);
  if (wholeNumber(state.get("t")) !== undefined) address.time = wholeNumber(state.get("t"));
  if (wholeNumber(state.get("seed")) !== undefined) address.seed = wholeNumber(state.get("seed"));
  return address;
}

/** The panel that an address opens by itself. */
export function panelAt(address: Address): "scenario" | undefined {
  return address.place.page === "scenarios" ? "scenario" : undefined;
}

function path(place: Place): string {
  switch (place.page) {
    case "overview":
      return "";
    case "scenarios":
      return "scenarios";
    case "family":
      return place.family;
    case "pair":
      return place.pair;
  }
}

function placeOf(text: string): Place {
  if (text === "scenarios") return { page: "scenarios" };
  if (/^[a-z_]+$/.test(text)) return { page: "family", family: text };
  if (/^[a-z_]+\/[a-z_]+$/.test(text)) return { page: "pair", pair: text };
  return { page: "overview" };
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
