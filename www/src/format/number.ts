// Numbers -> text. British grouping, a true minus, `×` without a space, units after one.

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

/** All figures: 1,244. */
export function count(value: number): string {
  return sign(whole.format(value), value);
}

/** Three figures: 0.12, 3.44, 41.2, 206, 3,310. */
export function three(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "—";
  const size = Math.abs(value);
  const digits = size === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return sign(
    new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
    value,
  );
}

const tenth = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A cost: 1,137.7. */
export function tenths(value: number): string {
  return sign(tenth.format(value), value);
}

/** A change in cost: −174.8, +3.0, 0.0. */
export function signedTenths(value: number): string {
  const text = tenth.format(Math.abs(value));
  return text === "0.0" ? text : `${value < 0 ? "−" : "+"}${text}`;
}

/** A speed-up: 338×, 46.1×, 1.01×. */
export function times(value: number): string {
  return `${three(value)}×`;
}

/** A range in a table: 216–218. Both ends take the finer one's decimals. */
export function range(low: number, high: number): string {
  return `${three(low)}–${three(high)}`;
}

/** A share: 95 %. */
export function percent(share: number): string {
  const value = share * 100;
  return `${Number.isInteger(Math.round(value * 10) / 10) ? whole.format(value) : value.toFixed(1)} %`;
}

/** A size of a file: 29 kB, 1.4 MB. */
export function bytes(value: number): string {
  if (value < 1000) return `${whole.format(value)} bytes`;
  return value < 1e6 ? `${whole.format(value / 1e3)} kB` : `${three(value / 1e6)} MB`;
}

/** `1 flight`, `2 flights`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

function sign(text: string, value: number): string {
  return value < 0 ? text.replace(/^-/, "−") : text;
}
