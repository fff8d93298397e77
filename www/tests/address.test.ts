import { describe, expect, test } from "vitest";
import { read, write, type Address } from "../src/store/address";

describe("the address", () => {
  test("an empty one is the overview with everything at its default", () => {
    expect(read("")).toEqual({ place: { page: "overview" } });
    expect(write(read("#"))).toBe("");
  });
  test.each<[string, Address]>([
    ["flow", { place: { page: "family", family: "flow" } }],
    ["flow/occupancy", { place: { page: "pair", pair: "flow/occupancy" } }],
    ["scenarios", { place: { page: "scenarios" } }],
    [
      "flow?s=friday&v=LSAS+365-385&w=32-40&r=40&side=reference&t=33&seed=7",
      {
        place: { page: "family", family: "flow" },
        scenario: "friday",
        volume: "LSAS 365-385",
        window: [32, 40],
        rate: 40,
        side: "reference",
        time: 33,
        seed: 7,
      },
    ],
    ["flow?r=none", { place: { page: "family", family: "flow" }, rate: Infinity }],
  ])("%s reads and writes as itself", (text, address) => {
    expect(read(`#${text}`)).toEqual(address);
    expect(write(address)).toBe(text);
  });
  test("a name may hold any letter", () => {
    const address: Address = { place: { page: "overview" }, volume: "Ø&=?# 1+2/3" };
    expect(read(`#${write(address)}`)).toEqual(address);
  });
  test.each(["flow?w=40-32", "flow?w=a-b", "flow?r=0", "flow?r=-1", "flow?side=both", "flow?t=1e9", "flow?unknown=1"])(
    "what cannot be understood is left out: %s",
    (text) => expect(write(read(text))).toBe("flow"),
  );
  test("a strange path is the overview", () => {
    expect(read("#<script>").place).toEqual({ page: "overview" });
  });
});
