import { describe, expect, test, vi } from "vitest";
import { packed, read, unpacked, write, type Address } from "../src/store/address";

describe("the address", () => {
  test("an empty one is the overview with everything at its default", () => {
    expect(read("")).toEqual({ place: { page: "overview" } });
    expect(write(read("#"))).toBe("");
  });
  test.each<[string, Address]>([
    ["flow", { place: { page: "family", family: "flow" } }],
    ["flow/occupancy", { place: { page: "pair", pair: "flow/occupancy" } }],
    ["scenarios", { place: { page: "scenarios" } }],
    ["flow?view=speed", { place: { page: "speed", family: "flow" } }],
    ["flow?view=speed&s=friday&seed=7", { place: { page: "speed", family: "flow" }, scenario: "friday", seed: 7 }],
    [
      "flow?sem=published&s=friday&v=LSAS+365-385&w=32-40&r=LSAC:12,LIMM:16&side=reference&t=33&seed=7",
      {
        place: { page: "family", family: "flow" },
        scenario: "friday",
        volume: "LSAS 365-385",
        window: [32, 40],
        model: "published",
        rates: { LSAC: 12, LIMM: 16 },
        side: "reference",
        time: 33,
        seed: 7,
      },
    ],
    ["?r=40", { place: { page: "overview" }, rate: 40 }],
    ["?r=none", { place: { page: "overview" }, rate: Infinity }],
    ["flow?sem=published&r=none", { place: { page: "family", family: "flow" }, model: "published", rates: {} }],
    [
      "flow?sem=published&m=blanket&r=40",
      { place: { page: "family", family: "flow" }, model: "published", mode: "blanket", rates: { __blanket__: 40 } },
    ],
    ["flow?v=LSAS", { place: { page: "family", family: "flow" }, volume: "LSAS" }],
    ["flow/rates?r=LSAC:12", { place: { page: "pair", pair: "flow/rates" }, rates: { LSAC: 12 } }],
  ])("%s reads and writes as itself", (text, address) => {
    expect(read(`#${text}`)).toEqual(address);
    expect(write(address)).toBe(text);
  });
  test("an earlier link with one rate opens with that rate for all flows together", () => {
    expect(write(read("#flow?w=32-40&r=40"))).toBe("flow?sem=published&w=32-40&m=blanket&r=40");
  });
  test("rates of the published model are no part of a link to the sound one", () => {
    const address: Address = { place: { page: "family", family: "flow" }, mode: "blanket", rates: { __blanket__: 40 } };
    expect(write(address)).toBe("flow");
    expect(read("#flow?sem=sound&r=40").model).toBeUndefined();
  });
  test("each place writes its own rates", () => {
    const both = { rate: 40, rates: { LSAC: 12 } };
    expect(write({ place: { page: "overview" }, ...both })).toBe("?r=40");
    expect(write({ place: { page: "family", family: "flow" }, model: "published", ...both })).toBe(
      "flow?sem=published&r=LSAC:12",
    );
  });
  test("a flow may be called anything", () => {
    const rates = { "a:1,b:2": 3, "100 % Ø": 4, "%3A": 5, "42": 6 };
    const address: Address = { place: { page: "family", family: "flow" }, model: "published", rates };
    expect(read(`#${write(address)}`)).toEqual(address);
  });
  test("a long state is packed, and reads as it was", async () => {
    const rates = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`flow ${i}`, 6 + i]));
    const long = write({ place: { page: "family", family: "flow" }, model: "published", rates });
    const short = await packed(long);
    expect(short).toMatch(/^flow\?z=[\w-]+$/);
    expect(short.length).toBeLessThan(long.length / 2);
    expect(await unpacked(`#${short}`)).toBe(`#${long}`);
    expect(await packed("flow?r=LSAC:12")).toBe("flow?r=LSAC:12");
  });
  test("a packed state that was damaged leaves the place", async () => {
    expect(await unpacked("#flow?z=AAAA")).toBe("#flow");
  });
  test("where the browser cannot deflate, the long form stays", async () => {
    vi.stubGlobal("CompressionStream", undefined);
    const long = `flow?v=${"x".repeat(500)}`;
    expect(await packed(long)).toBe(long);
    vi.unstubAllGlobals();
  });
  test("a name may hold any letter", () => {
    const address: Address = { place: { page: "overview" }, volume: "Ø&=?# 1+2/3" };
    expect(read(`#${write(address)}`)).toEqual(address);
  });
  test.each([
    "flow?r=LSAC:0",
    "flow?r=LSAC",
    "flow?r=:3",
    "flow?m=other",
    "flow?r=%25:3",
    "flow?w=40-32",
    "flow?w=a-b",
    "flow?r=0",
    "flow?r=-1",
    "flow?side=both",
    "flow?t=1e9",
    "flow?unknown=1",
    "flow?view=fast",
  ])("what cannot be understood is left out: %s", (text) => expect(write(read(text))).toBe("flow"));
  test("a strange path is the overview", () => {
    expect(read("#<script>").place).toEqual({ page: "overview" });
  });
});
