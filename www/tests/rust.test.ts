import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { argumentsOf, excerpt } from "../src/view/rust";

const flow = new URL("../../src/flow/", import.meta.url);
const source = (path: string) => readFileSync(new URL(`${path}.rs`, flow), "utf8");
/** Every folder with an optimised side. */
const pairs = readdirSync(flow).filter((name) => existsSync(new URL(`${name}/optimised.rs`, flow)));

describe("an excerpt", () => {
  test("begins at the function called like its pair and is the file's own text", () => {
    const file = source("entrants/optimised");
    const { text, from } = excerpt(file, "entrants", 5);
    expect(text).toMatch(/^pub\(super\) fn entrants\(/);
    expect(
      file
        .split("\n")
        .slice(from - 1, from + 4)
        .join("\n"),
    ).toBe(text);
  });
  test("says how many lines follow", () => {
    expect(excerpt("fn a() {}\npub fn b() {\n    1\n}\n", "b", 2)).toEqual({
      text: "pub fn b() {\n    1",
      from: 2,
      left: 1,
    });
  });
});

describe("an argument", () => {
  test("each labelled paragraph is kept with its continuations", () => {
    const text = "//! Right because: one\n//!   two `x`.\n//!\n//!   three\n//! Did not pay: four.\n\nuse x;";
    expect(argumentsOf(text)).toEqual([
      { title: "Right because", paragraphs: ["one two x.", "three"] },
      { title: "Did not pay", paragraphs: ["four."] },
    ]);
  });
  test("links to items lose their brackets, indices keep theirs", () => {
    const [argument] = argumentsOf("//! Right because: only [`Spill::OverflowBin`] ends after `n[t]` turns.");
    expect(argument?.paragraphs).toEqual(["only Spill::OverflowBin ends after n[t] turns."]);
  });
  test.each(pairs)("%s says why it is right, why it is fast, and what did not pay", (pair) => {
    const titles = argumentsOf(source(`${pair}/optimised`)).map((each) => each.title);
    expect(titles).toEqual(["Right because", "Fast because", "Did not pay"]);
  });
  test("the sources of all pairs were found", () => expect(pairs).toContain("objective"));
});
