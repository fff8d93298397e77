import { beforeAll, describe, expect, test, vi } from "vitest";
import { dayChart } from "../src/chart/day";
import { categoriesOf, flowMark, OTHERS } from "../src/chart/flows";
import { histogram } from "../src/chart/histogram";
import { shade, stackOf } from "../src/chart/levels";
import { spark } from "../src/chart/spark";
import { STACKED, tilted } from "../src/chart/tilt";
import type { Tree } from "../src/dom";
import { volumeName } from "../src/format/text";
import type { Dispatch, Intent } from "../src/store/store";
import { answer, day, demand, row, snapshot, VOLUMES } from "./answer";

type Views = typeof import("../src/view/volumes") &
  typeof import("../src/view/levels") &
  typeof import("../src/view/waits") &
  typeof import("../src/view/daychart");
let views: Views;
beforeAll(async () => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe = () => undefined;
    },
  );
  views = {
    ...(await import("../src/view/volumes")),
    ...(await import("../src/view/levels")),
    ...(await import("../src/view/waits")),
    ...(await import("../src/view/daychart")),
  };
});

const ignore: Dispatch = () => undefined;
/** Every element that fits, in the order of the page. */
function all(tree: Tree | undefined, fits: (each: Tree) => boolean): Tree[] {
  if (tree === undefined) return [];
  const below = tree.children.flatMap((child) => (typeof child === "string" ? [] : all(child, fits)));
  return fits(tree) ? [tree, ...below] : below;
}
const classed = (tree: Tree | undefined, name: string) =>
  all(tree, ({ attributes }) =>
    String(attributes["class"] ?? "")
      .split(" ")
      .includes(name),
  );
const tagged = (tree: Tree | undefined, tag: string) => all(tree, (each) => each.tag === tag);
function words(tree: Tree | undefined): string {
  return tree === undefined
    ? ""
    : tree.children.map((child) => (typeof child === "string" ? child : words(child))).join("");
}
const path = (tree: Tree | undefined) => String(tree?.attributes["d"] ?? "");
const heights = (d: string) => [...d.matchAll(/V([\d.]+)/g)].map(([, y]) => Number(y));

describe("flows as categories", () => {
  test("the five with the most entrants have a colour each, in the order of their names", () => {
    const flow = ["a", "b", "c", "d", "e", "f", "g"];
    expect(categoriesOf({ flow, entrants: [9, 1, 8, 7, 2, 6, 5] })).toEqual([0, OTHERS, 1, 2, OTHERS, 3, 4]);
  });
  test("each category has a shape of its own", () => {
    const shapes = [0, 1, 2, 3, 4, OTHERS].map((category) => path(tagged(flowMark(category), "path")[0]));
    expect(new Set(shapes).size).toBe(6);
    expect(path(tagged(flowMark(77), "path")[0])).toBe(shapes[5]);
  });
});

describe("the day chart", () => {
  const box = { width: 400, height: 200 };
  const what = answer();
  const base = { ...what.entries, bins: [0, 8] as const, window: [1, 5] as const, windowLabel: "" };
  const layers = [0, 1, 2].map((flow) => ({
    category: flow === 2 ? OTHERS : flow,
    values: what.byFlow.subarray(flow * 8, flow * 8 + 8),
  }));
  test("by flow, the bars reach exactly as high as by overload", () => {
    const plain = dayChart(base, box);
    const stacked = dayChart({ ...base, layers }, box);
    const top = (trees: Tree[]) => Math.min(...trees.flatMap((each) => heights(path(each))));
    expect(classed(stacked, "stack").map(({ attributes }) => attributes["class"])).toEqual([
      "stack f1",
      "stack f2",
      "stack others",
    ]);
    expect(top(classed(stacked, "stack"))).toBe(top([...classed(plain, "bar"), ...classed(plain, "over")]));
    expect(classed(stacked, "over")).toEqual([]);
  });
  test("by flow, flights of no flow stand among the others", () => {
    const drawn = (change: Parameters<typeof snapshot>[0]) => views.dayFigure(snapshot(change), ignore);
    const stacks = classed(drawn({ colouring: "flow" }), "stack").map(({ attributes }) => attributes["class"]);
    expect(stacks).toEqual(["stack f1", "stack f2", "stack others"]);
    expect(classed(drawn({ colouring: "flow", quantity: "occupancy" }), "stack")).toEqual([]);
  });
  test("as filed is drawn only where it differs", () => {
    const same = dayChart({ ...base, held: base.asFiled }, box);
    expect(path(classed(same, "filed")[0])).toBe("");
    expect(path(classed(dayChart(base, box), "filed")[0])).not.toBe("");
  });
  test("a flight's quarters are framed, and the way between them drawn", () => {
    const lit = classed(dayChart({ ...base, lit: { from: 2, to: 4 } }, box), "lit")[0];
    expect(tagged(lit, "rect")).toHaveLength(2);
    expect(tagged(lit, "path")).toHaveLength(1);
    expect(tagged(classed(dayChart({ ...base, lit: { from: 2, to: 2 } }, box), "lit")[0], "path")).toEqual([]);
  });
  test("a row of the table lights the quarters in which the flight was filed and is held to", () => {
    const figure = views.dayFigure(snapshot({ lit: "F3" }), ignore);
    const [from, to] = tagged(classed(figure, "lit")[0], "rect").map(({ attributes }) => Number(attributes["x"]));
    const quarter = (560 - 30 - 44) / 8;
    expect(((from ?? 0) + 1 - 30) / quarter).toBeCloseTo(2, 1);
    expect(((to ?? 0) + 1 - 30) / quarter).toBeCloseTo(3, 1);
  });
  test("the table has the same counts, a column a flow where they are drawn", () => {
    const cells = (change: Parameters<typeof snapshot>[0]) =>
      tagged(views.dayFigure(snapshot({ tables: true, ...change }), ignore), "tr").map((each) =>
        tagged(each, "td").map(words),
      );
    expect(cells({})[3]).toEqual(["10", "14", "10"]);
    expect(cells({ quantity: "occupancy" })[3]).toEqual(["10", "28", "10"]);
    expect(cells({ colouring: "flow" })[3]).toEqual(["10", "14", "10", "5", "3", "2"]);
  });
});

describe("a sparkline", () => {
  const box = { width: 80, height: 22 };
  const capacity = [10, 10, 10, 10];
  test("begins at 40 % of capacity, and marks what stands above it", () => {
    const tree = spark({ entries: [4, 5, 12, 0], capacity, bins: [0, 4] }, box);
    expect(path(classed(tree, "bar")[0]).split("M")).toHaveLength(3);
    expect(path(classed(tree, "over")[0]).split("M")).toHaveLength(2);
  });
  test("without a capacity there is nothing to compare with", () => {
    const tree = spark({ entries: [4, 5], capacity: [Infinity, NaN], bins: [0, 2] }, box);
    expect(path(classed(tree, "bar")[0])).toBe("");
  });
});

describe("the list of volumes", () => {
  const names = (tree: Tree | undefined) => classed(tree, "volume").map((each) => words(classed(each, "id")[0]));
  test("is sorted by overload as filed, so that no row jumps while a rate is dragged", () => {
    const filed = names(views.volumes(snapshot({ live: { search: {} } }), ignore));
    expect(filed).toEqual(["BBBB 345+", "CCCC 245–345", "AAAA 245–345"]);
    expect(names(views.volumes(snapshot(), ignore))).toEqual(filed);
  });
  test("shows what the rates do to every volume", () => {
    const tree = views.volumes(snapshot(), ignore);
    expect(classed(tree, "volume").map((each) => words(classed(each, "change")[0]))).toEqual(["↓6", "", "↑1"]);
    expect(classed(tree, "volume")[0]?.attributes["aria-label"]).toBe(
      "BBBB 345+, peak 10, capacity 10, over 0, 6 less than as filed",
    );
    expect(words(tree)).toContain("1 of 3 over capacity");
  });
  test("finds a name with either dash, or as the file has it", () => {
    for (const filter of ["245-345", "245–345", "aaaa"])
      expect(names(views.volumes(snapshot({ filter }), ignore))).toContain("AAAA 245–345");
    expect(names(views.volumes(snapshot({ filter: "345-999" }), ignore))).toEqual(["BBBB 345+"]);
    expect(words(views.volumes(snapshot({ filter: "zz" }), ignore))).toContain("No volume is called “zz”.");
  });
  test("draws some of very many, always the chosen one, and is not made anew while nothing changed", () => {
    const many = day(Array.from({ length: 1500 }, (_, i) => row(i, `V${i}`, [0, i === 1 ? 0 : 11])));
    const now = snapshot({ day: many, live: { search: {} } });
    const tree = views.volumes(now, ignore);
    expect(names(tree)).toHaveLength(61);
    expect(names(tree)).toContain("V1");
    expect(words(tree)).toContain("1,439 more");
    expect(views.volumes({ ...now, lit: "F1" }, ignore)).toBe(tree);
    expect(views.volumes({ ...now, volumesShown: 300 }, ignore)).not.toBe(tree);
  });
  test("an answer draws anew only the rows that it changes", () => {
    const rows = (change: Parameters<typeof answer>[0]) =>
      tagged(views.volumes(snapshot({ day: same, live: { what: answer(change), search: {} } }), ignore), "li");
    const same = day();
    const before = rows({});
    expect(rows({}).map((each, i) => each === before[i])).toEqual([true, true, true]);
    const hourly = answer().hourly.slice();
    hourly[3] = 9;
    expect(rows({ hourly }).map((each, i) => each === before[i])).toEqual([true, true, false]);
    expect(rows({ overload: Float64Array.of(1, 0, 4) }).map((each, i) => each === before[i])).toEqual([
      true,
      false,
      false,
    ]);
  });
  test("the highest band has no end", () => {
    expect([volumeName("LSAS 385-999"), volumeName("LSAS 365-385")]).toEqual(["LSAS 385+", "LSAS 365–385"]);
  });
});

describe("the maps by flight level", () => {
  const ring = (points: [number, number][]) => [{ index: 0, outline: [points] }];
  const north: [number, number][] = [
    [0, 10],
    [1, 10],
    [1, 11],
  ];
  test("north lies higher and leans to the right; the plane holds everything", () => {
    const { corners, shapes, width, height } = tilted(
      [
        {
          index: 0,
          outline: [
            [
              [0, 0],
              [1, 0],
              [1, 1],
            ],
          ],
        },
        { index: 1, outline: [north] },
      ],
      STACKED,
      200,
      500,
    );
    const [south, far] = shapes.map(({ middle }) => middle);
    expect(far?.[1]).toBeLessThan(south?.[1] ?? 0);
    expect(far?.[0]).toBeGreaterThan(south?.[0] ?? 0);
    expect(width).toBeCloseTo(200, 6);
    expect(Math.max(...corners.map(([, y]) => y))).toBeCloseTo(height, 6);
  });
  test("which way round an outline is given does not matter", () => {
    const [a] = tilted(ring(north), STACKED, 200, 500).shapes;
    const [b] = tilted(ring([...north].reverse()), STACKED, 200, 500).shapes;
    expect(a?.middle.map(Math.round)).toEqual(b?.middle.map(Math.round));
  });
  test("an outline over the 180th meridian is not torn", () => {
    const east = tilted(
      ring([
        [179, 0],
        [-179, 0],
        [-179, 2],
        [179, 2],
      ]),
      STACKED,
      200,
      5000,
    );
    const zero = tilted(
      ring([
        [-1, 0],
        [1, 0],
        [1, 2],
        [-1, 2],
      ]),
      STACKED,
      200,
      5000,
    );
    expect(east.height).toBeCloseTo(zero.height, 6);
  });
  test("greys end at a half, at four fifths, and at the capacity", () => {
    const at = (entries: number, capacity = 10) => shade({ entries, capacity });
    expect([at(4), at(5), at(7), at(8), at(10), at(11)]).toEqual(["low", "middle", "middle", "high", "high", "above"]);
    expect([at(5, Infinity), at(1, 0), at(0, 0)]).toEqual(["low", "above", "low"]);
  });
  test("bands stand as they lie in the air, the highest first", () => {
    expect(views.bandsOf(day()).map(({ name, volumes }) => [name, volumes.length])).toEqual([
      ["345+", 1],
      ["245–345", 2],
    ]);
  });
  test("are absent where no volume has an outline", () => {
    const without = VOLUMES.map((each) => ({ ...each, outline: [] }));
    expect(views.levels(snapshot({ day: day(without) }), ignore)).toBeUndefined();
    expect(views.levels(snapshot(), ignore)).toBeDefined();
  });
  test("what is over or chosen has its figures; what is over has an outline", () => {
    const figure = views.levels(snapshot({ address: { place: { page: "overview" }, time: 4 } }), ignore);
    expect(classed(figure, "figure").map(words)).toEqual(["10/10", "11/10"]);
    expect(classed(figure, "over-line")).toHaveLength(1);
    expect(words(tagged(figure, "h2")[0])).toBe("All volumes at 01:00");
    expect(words(tagged(figure, "figcaption")[0])).toBe("1 of 3 above capacity, outlined");
  });
  test("its table has the same figures", () => {
    const figure = views.levels(snapshot({ tables: true, address: { place: { page: "overview" }, time: 4 } }), ignore);
    expect(tagged(figure, "tr").map((each) => tagged(each, "td").map(words))).toEqual([
      [],
      ["345+", "10", "10"],
      ["245–345", "11", "10"],
      ["245–345", "6", "10"],
    ]);
  });
  test("with many volumes, one map is drawn, of the band that is chosen", () => {
    const many = Array.from({ length: 300 }, (_, i) =>
      row(i, `V${i}`, [1], {
        lowerLevel: 100 * (i % 10),
        upperLevel: 100 * (i % 10) + 100,
        outline: [
          [
            [i % 7, 40],
            [(i % 7) + 1, 40],
            [i % 7, 41],
          ],
        ],
      }),
    );
    const draw = (band?: string) => views.levels(snapshot({ day: day(many), band }), ignore);
    expect(classed(draw(), "volume-shape")).toHaveLength(30);
    expect(classed(draw(), "band-choice")).toHaveLength(10);
    expect(classed(draw(), "band").map(words)).toEqual(["100–200"]);
    expect(classed(draw("900+"), "band").map(words)).toEqual(["900+"]);
  });
  test("arrows go along a band, and up and down to what lies nearest", () => {
    const { placed } = stackOf(views.bandsOf(day()), 250);
    const place = (index: number) => placed.find((each) => each.index === index)!;
    const to = (index: number, key: string) => views.nextOf(placed, place(index), key).index;
    expect([to(0, "ArrowRight"), to(2, "ArrowLeft"), to(2, "ArrowRight")]).toEqual([2, 0, 2]);
    expect([to(1, "ArrowDown"), to(0, "ArrowUp"), to(1, "ArrowUp")]).toEqual([2, 1, 1]);
  });
  test("Enter chooses what is pointed at", () => {
    const sent: Intent[] = [];
    const box = classed(
      views.levels(snapshot({ pointed: 2 }), (intent) => sent.push(intent)),
      "levels-box",
    )[0];
    const press = box?.attributes["onkeydown"] as (event: object) => void;
    press({ key: "Enter", preventDefault: () => undefined });
    expect(sent[0]).toEqual({ type: "volume", id: "CCCC 245-345" });
  });
});

describe("who waits", () => {
  const table = (change: Parameters<typeof snapshot>[0] = {}) => {
    const rows = tagged(tagged(views.waits(snapshot(change), ignore), "tbody")[0], "tr");
    return rows.map((each) => each.children.map((child) => (typeof child === "string" ? child : words(child))));
  };
  test("says how many, how long, and how many wait long", () => {
    const tree = views.waits(snapshot(), ignore);
    expect(words(classed(tree, "heading")[0])).toBe("Who waits3 of 12 flights, 13 min on average, 22 at most");
    expect(words(classed(tree, "histogram")[0])).toContain("1 of 3 waits more than 15 min");
  });
  test("the longest wait comes first; a column's name sorts by it", () => {
    expect(table().map(([flight]) => flight)).toEqual(["F3", "F1", "F2"]);
    expect(table()[0]).toEqual(["F3", "OPB", "south", "00:30", "00:52", "22 min"]);
    const by = (column: "flight" | "operator" | "flow" | "filed" | "held", down = false) =>
      table({ waitsSort: { column, down } }).map(([flight]) => flight);
    expect(by("flight")).toEqual(["F1", "F2", "F3"]);
    expect(by("flight", true)).toEqual(["F3", "F2", "F1"]);
    expect(by("operator")).toEqual(["F2", "F3", "F1"]);
    expect(by("flow")).toEqual(["F1", "F3", "F2"]);
    expect(by("filed")).toEqual(["F1", "F3", "F2"]);
    expect(by("held")).toEqual(["F1", "F2", "F3"]);
  });
  test("where no operator is known there is no column for it", () => {
    const what = answer({ operator: [null, null, null] });
    expect(table({ live: { what, search: {} } })[0]).toHaveLength(5);
  });
  test("nobody waits, and that is said", () => {
    const nobody = answer({ waiting: 0, flight: [], histogram: new Uint32Array(0) });
    const tree = views.waits(snapshot({ live: { what: nobody, search: {} } }), ignore);
    expect(words(tree)).toContain("Nobody waits.");
    expect(tagged(tree, "table")).toEqual([]);
  });
  test("bars up to 15 minutes are set apart from those beyond", () => {
    const tree = histogram({ counts: [1, 0, 1, 1, 1], label: "" }, { width: 300, height: 120 });
    const bars = (name: string) => path(classed(tree, name)[0]).split("M").length - 1;
    expect([bars("near"), bars("far")]).toEqual([2, 2]);
  });
});

describe("while a newer answer is awaited", () => {
  test("another volume is drawn as filed, and what stood below the chart stays", () => {
    const now = snapshot({ address: { place: { page: "overview" }, volume: "AAAA 245-345" } });
    const figure = views.dayFigure(now, ignore);
    expect(words(tagged(figure, "figcaption")[0])).toContain("AAAA 245–345: at most 6 enter in the hour from 01:00");
    expect(path(classed(figure, "filed")[0])).toBe("");
    expect(classed(views.levels(now, ignore), "chosen-line")).toHaveLength(1);
    expect(tagged(views.waits(now, ignore), "tbody")).toHaveLength(1);
  });
  test("the old numbers are grey only after a tenth of a second", () => {
    const asked = (ago: number) => snapshot({ live: { what: answer(), search: {}, askedAt: performance.now() - ago } });
    expect(classed(views.waits(asked(20), ignore), "stale")).toEqual([]);
    expect(classed(views.waits(asked(500), ignore), "stale")).toHaveLength(1);
    expect(classed(views.volumes(asked(500), ignore), "stale")).toHaveLength(1);
    expect(classed(views.levels(asked(500), ignore), "stale")).toHaveLength(1);
  });
});

test("the answer made by hand is consistent", () => {
  const what = answer();
  for (let bin = 0; bin < what.bins; bin++) {
    const flows = [0, 1, 2].reduce((sum, flow) => sum + (what.byFlow[flow * what.bins + bin] ?? 0), 0);
    expect(flows).toBe(what.entries.held.entries[bin]);
  }
  expect(demand("", [11]).overload).toBe(1);
});
