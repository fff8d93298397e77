import { describe, expect, test } from "vitest";
import type { Measurement } from "loadline";
import type { PairState, Snapshot } from "../src/store/snapshot";
import { speedSentence } from "../src/view/speedsentence";

const PAIRS = ["flow/occupancy", "flow/delay", "flow/rates"];

type Told = { speedup: number; verdict: Measurement["verdict"] } | "differs" | "untimed";

function sentence(told: readonly Told[], more: Partial<Snapshot> = {}): string {
  const state = (pair: string, each: Told): PairState => {
    if (each === "untimed") return {};
    if (each === "differs") return { parity: { agree: false } as PairState["parity"] };
    return { parity: { agree: true } as PairState["parity"], measurement: { pair, ...each } as Measurement };
  };
  const pairs = Object.fromEntries(PAIRS.map((pair, i) => [pair, state(pair, told[i] ?? "untimed")]));
  return speedSentence({ pairs, control: undefined, run: undefined, ...more } as Snapshot, "flow", PAIRS);
}

const faster = (speedup: number): Told => ({ speedup, verdict: "faster" });
const control = (verdict: Measurement["verdict"]) => ({ control: { verdict } as Measurement });

describe("the sentence over the speed view", () => {
  test("says from where to where when all are faster", () => {
    expect(sentence([faster(338), faster(12), faster(217)])).toBe(
      "All three flow pairs are faster here, from 12.0 to 338×.",
    );
  });
  test("names each that is not", () => {
    expect(sentence([faster(338), { speedup: 1.5, verdict: "undecided" }, faster(217)])).toBe(
      "Two of the three flow pairs are faster here, from 217 to 338×; delay is undecided.",
    );
    expect(sentence([faster(5), { speedup: 0.9, verdict: "slower" }, { speedup: 1, verdict: "equivalent" }])).toBe(
      "One of the three flow pairs is faster here, by 5.00×; delay is slower, rates is the same on both sides.",
    );
    const slower: Told = { speedup: 0.9, verdict: "slower" };
    expect(sentence([slower, slower, slower])).toBe(
      "None of the three flow pairs is faster here: occupancy, delay and rates are slower.",
    );
  });
  test("counts what is timed so far, and says nothing of the rest", () => {
    const running = { run: { state: "running", done: 1, total: 9, beganAt: 0 } as Snapshot["run"] };
    expect(sentence([], running)).toBe("None of the three flow pairs is timed yet.");
    expect(sentence([])).toBe("The three flow pairs are not timed yet.");
    expect(sentence([faster(338)], running)).toBe(
      "One of three flow pairs is timed so far. It is faster here, by 338×.",
    );
    expect(sentence([faster(338), faster(4)])).toBe(
      "Two of three flow pairs are timed. Both are faster here, from 4.00 to 338×.",
    );
    expect(sentence([{ speedup: 1, verdict: "undecided" }], running)).toBe(
      "One of three flow pairs is timed so far. It is undecided.",
    );
  });
  test("a pair that differs is named and not timed", () => {
    expect(sentence([faster(338), "differs", faster(217)])).toBe(
      "Delay does not agree and is not timed. The other two are faster here, from 217 to 338×.",
    );
    expect(sentence(["differs", "differs", "differs"])).toBe(
      "Occupancy, delay and rates do not agree and are not timed.",
    );
  });
  test("when the control fails no figure is shown", () => {
    const all = [faster(338), faster(12), faster(217)];
    for (const verdict of ["faster", "slower"] as const)
      expect(sentence(all, control(verdict))).toBe("The control failed, so no figure is shown.");
    expect(sentence(all, control("undecided"))).toMatch(/^All three/);
  });
});
