import { describe, expect, test } from "vitest";
import { layers } from "../src/chart/layers";
import { orbits } from "../src/chart/orbits";
import { path, pathScale } from "../src/chart/path";
import { thetas } from "../src/chart/thetas";
import type { Tree } from "../src/dom";
import { read, write, type Address } from "../src/store/address";
import { byteText, typedBytes, typedState, typedTokens, wordText } from "../src/store/typed";

/** All elements of a tree, depth first. */
function all(tree: Tree): Tree[] {
  return [tree, ...tree.children.flatMap((child) => (typeof child === "string" ? [] : all(child)))];
}
const of = (tree: Tree, tag: string, name?: string): Tree[] =>
  all(tree).filter((each) => each.tag === tag && (name === undefined || each.attributes["class"] === name));
const text = (tree: Tree): string =>
  tree.children.map((child) => (typeof child === "string" ? child : text(child))).join("");
const box = { width: 640, height: 300 };

describe("what is typed", () => {
  test("text is its UTF-8 bytes", () => {
    expect(typedBytes("é", "text")).toEqual({ ok: true, value: Uint8Array.of(0xc3, 0xa9) });
    expect(typedBytes("", "text")).toEqual({ ok: true, value: new Uint8Array() });
  });
  test("two hexadecimal figures are a byte, with or without spaces", () => {
    const value = Uint8Array.of(0x81, 0xf2, 0x55);
    expect(typedBytes("81f255", "hex")).toEqual({ ok: true, value });
    expect(typedBytes(" 81 F2\n55 ", "hex")).toEqual({ ok: true, value });
  });
  test.each([
    ["8", /there is 1:/],
    ["81f", /there are 3:/],
    ["81 fx", /“x” at place 5/],
    ["81 €f", /“€” at place 4/],
  ])("%s is refused in words that name the place", (typed, words) => {
    const read = typedBytes(typed, "hex");
    expect(read.ok ? "" : read.problem).toMatch(words);
  });
  test("tokens are whole numbers with spaces or commas between them", () => {
    expect(typedTokens(" 2003, 102 300")).toEqual({ ok: true, value: [2003, 102, 300] });
    expect(typedTokens("")).toEqual({ ok: true, value: [] });
    for (const wrong of ["-1", "1.5", "1e3", "word", "9999999999999999"]) expect(typedTokens(wrong).ok).toBe(false);
  });
  test("a state is an index in decimal figures or a word in hexadecimal ones", () => {
    expect(typedState("549,871", "index")).toEqual({ ok: true, value: { index: 549_871 } });
    expect(typedState("0xA9556aa9556a", "word")).toEqual({ ok: true, value: { word: 0xa9556aa9556a } });
    expect(typedState("0", "word")).toEqual({ ok: true, value: { word: 0 } });
    for (const wrong of ["", "-1", "1.5", "4294967296", "a9"]) expect(typedState(wrong, "index").ok).toBe(false);
    for (const wrong of ["", "g", "1a9556aa9556a"]) expect(typedState(wrong, "word").ok).toBe(false);
  });
  test("words and bytes are written with all their figures", () => {
    expect(wordText(1)).toBe("000000000001");
    expect(wordText(2 ** 48 - 1)).toBe("ffffffffffff");
    expect(byteText(10)).toBe("0a");
  });
});

describe("the address of the explorer", () => {
  const place = { page: "family", family: "states" } as const;
  test.each<[string, Address]>([
    ["states", { place }],
    ["states?bytes=2003+102&from=5&state=12", { place, bytes: "2003 102", from: 5, state: "12" }],
    [
      "states?bytes=81f2&as=hex&semantics=publishedBulk&find=word&state=ff",
      { place, bytes: "81f2", as: "hex", semantics: "publishedBulk", find: "word", state: "ff" },
    ],
    ["states?bytes=a%26b%23&as=text", { place, bytes: "a&b#", as: "text" }],
  ])("%s reads and writes as itself", (hash, address) => {
    expect(read(`#${hash}`)).toEqual(address);
    expect(write(address)).toBe(hash);
  });
  test("long bytes are not part of a link, and other places have none", () => {
    expect(write({ place, bytes: "1 ".repeat(101) })).toBe("states");
    expect(write({ place: { page: "overview" }, bytes: "1", state: "2" })).toBe("");
  });
  test("what is not understood is left out", () => {
    expect(read("#states?as=octal&semantics=other&from=-1&find=name")).toEqual({ place });
  });
});

describe("the layer chart", () => {
  test("has a bar and a number for each complete layer, and an outline for the one under way", () => {
    const tree = layers({ counts: [1, 255, 10_449], scale: "log", underWay: 3 }, box);
    expect(of(tree, "rect", "bar")).toHaveLength(3);
    expect(of(tree, "text", "halo strong").map(text)).toEqual(["1", "255", "10,449"]);
    expect(of(tree, "rect", "coming")).toHaveLength(1);
    expect(of(tree, "line", "foot-line")).toHaveLength(1);
  });
  test("a logarithmic axis makes equal ratios equal heights, a linear one equal differences", () => {
    const heights = (scale: "log" | "linear", counts: number[]): number[] =>
      of(layers({ counts, scale }, box), "rect", "bar").map(({ attributes }) => Number(attributes["height"]));
    const [a = 0, b = 0, c = 0] = heights("log", [10, 100, 1000]);
    expect(c - b).toBeCloseTo(b - a, 0);
    const [d = 0, e = 0] = heights("linear", [100_000, 200_000]);
    expect(e / d).toBeCloseTo(2, 1);
  });
  test("a layer of one state can be seen on either axis, and none at all is an empty chart", () => {
    for (const scale of ["log", "linear"] as const) {
      const [bar] = of(layers({ counts: [1], scale }, box), "rect", "bar");
      expect(Number(bar?.attributes["height"])).toBeGreaterThanOrEqual(1);
      expect(of(layers({ counts: [], scale, underWay: 0 }, box), "rect", "bar")).toHaveLength(0);
    }
  });
});

describe("the charts of angles, orbits and walks", () => {
  const angles = Float32Array.from({ length: 49 }, (_, bits) => Math.acos(1 - bits / 24));
  test("the heavy line of angles stands at a right angle, where half of the bits differ", () => {
    const tree = thetas({ theta: angles, counts: new Uint32Array(49).fill(3), lit: 24 }, box);
    const [heavy] = of(tree, "path", "foot-line");
    const [lit] = of(tree, "path", "bar lit");
    const place = (tree?: Tree): number => Number(/M([\d.]+)/.exec(String(tree?.attributes["d"]))?.[1]);
    expect(Math.abs(place(heavy) - place(lit))).toBeLessThan(8);
  });
  test("an angle that no state has gets no bar", () => {
    const counts = new Uint32Array(49);
    counts[24] = 5;
    const [bars] = of(thetas({ theta: angles, counts }, box), "path", "bar");
    expect(String(bars?.attributes["d"]).match(/M/g)).toHaveLength(1);
  });
  test("orbits of one state stay in sight", () => {
    const [bars] = of(orbits({ sizes: [100, 1] }, box), "path", "bar");
    expect(String(bars?.attributes["d"])).not.toMatch(/NaN|Infinity/);
  });
  test("a walk of one byte, or of none, is drawn without a gap in the numbers", () => {
    for (const theta of [[], [1.5]])
      for (const each of all(path({ theta, ends: [] }, box)))
        expect(JSON.stringify(each.attributes)).not.toMatch(/NaN|Infinity/);
  });
  test("a pointer over a step finds that step", () => {
    const theta = new Float32Array(20).fill(1);
    const scale = pathScale({ theta, ends: [] }, box);
    for (let byte = 1; byte <= 20; byte++) expect(Math.round(scale.invert(scale(byte)))).toBe(byte);
  });
  test("marks give way to the line alone where they would touch", () => {
    expect(of(path({ theta: new Float32Array(50), ends: [3], cursor: 2 }, box), "circle")).toHaveLength(50);
    expect(of(path({ theta: new Float32Array(5000), ends: [3] }, box), "circle")).toHaveLength(0);
  });
});
