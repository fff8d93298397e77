import { describe, expect, test } from "vitest";
import { csv } from "../src/format/csv";
import { bytes, count, counted, percent, range, three, times } from "../src/format/number";
import { digest, inWords, listed, shortName, volumeName } from "../src/format/text";
import { clock, clockAt, duration, elapsed, minutes, moment } from "../src/format/time";

describe("numbers", () => {
  test("speeds and times have three figures", () => {
    expect([0.1234, 1.006, 3.444, 41.23, 206.4, 3310].map(three)).toEqual([
      "0.12",
      "1.01",
      "3.44",
      "41.2",
      "206",
      "3,310",
    ]);
  });
  test("a figure that rounds up keeps three figures", () => {
    expect([9.996, 99.96].map(three)).toEqual(["10.0", "100"]);
  });
  test("counts have all figures and a true minus", () => {
    expect([1244, -3].map(count)).toEqual(["1,244", "−3"]);
  });
  test("units stand after a space, the times sign without one", () => {
    expect([times(217.4), percent(0.95), bytes(29_267), range(216, 218)]).toEqual(["217×", "95 %", "29 kB", "216–218"]);
  });
  test("one is not many", () => {
    expect([counted(1, "flight"), counted(2, "flight"), counted(0, "flight")]).toEqual([
      "1 flight",
      "2 flights",
      "0 flights",
    ]);
  });
});

describe("times", () => {
  test("a duration takes the unit that leaves it between 1 and 1,000", () => {
    expect([610, 3440, 25.6e6, 4.21e9, 999.7].map(duration)).toEqual([
      "610 ns",
      "3.44 µs",
      "25.6 ms",
      "4.21 s",
      "1.00 µs",
    ]);
  });
  test("the clock does not wrap at midnight", () => {
    expect([0, 495, 1440, 1530].map(clock)).toEqual(["00:00", "08:15", "24:00", "25:30"]);
  });
  test("a moment is shown as its clock, or whole", () => {
    expect([clockAt(1_533_111_320_000), moment(1_533_111_320_999)]).toEqual(["08:15", "2018-08-01T08:15:20Z"]);
  });
  test("waiting is counted in tenths at first, then in seconds", () => {
    expect([800, 27_200].map(elapsed)).toEqual(["0.8 s", "27 s"]);
  });
  test("delays are whole minutes", () => {
    expect(minutes(10.8)).toBe("11 min");
  });
});

describe("texts", () => {
  test("level bands are ranges", () => {
    expect(volumeName("LSAS 365-385")).toBe("LSAS 365–385");
  });
  test("a digest is shown by its first half, or in two halves", () => {
    expect([digest.short("345a6d5119ab03c4"), digest.long("345a6d5119ab03c4")]).toEqual([
      "345a6d51",
      "345a6d51 19ab03c4",
    ]);
  });
  test("lists end in `and`", () => {
    expect([listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])]).toEqual([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });
  test("small numbers are words", () => {
    expect([inWords(4), inWords(40)]).toEqual(["four", "40"]);
  });
  test("a pair's short name is what stands after its family", () => {
    expect(shortName("flow/delay")).toBe("delay");
  });
});

describe("CSV", () => {
  test("rows end in CRLF, and quotes are doubled", () => {
    expect(csv(["a", "b"], [['say "so"', 2]])).toBe('a,b\r\n"say ""so""",2\r\n');
  });
  test("a cell is never read as a formula", () => {
    expect(csv(["a"], [["=1+1"], ["-x"]])).toBe("a\r\n'=1+1\r\n'-x\r\n");
  });
});
