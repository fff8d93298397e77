// The middle of the what-if view: the ripple table, the day by flow, the maps by level, and who waits.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { generate } from "../../../pkg/dist/node.js";
import { chooseFile, findings, newPage, setStage } from "./browser.mjs";

/** Rates that make some flights wait, and move the overload of more than one volume. */
const HELD = "#flow?sem=published&t=45&r=LSAS:12,LFEE:16,EDMM:12,LIMM:12";

const stage = setStage();

async function open(options = {}) {
  const opened = await newPage(stage.browser, stage.served.address, { hash: HELD, ...options });
  await opened.page.locator(".flights tbody tr").first().waitFor({ timeout: 60_000 });
  return opened;
}
const texts = (page, selector) => page.locator(selector).allInnerTexts();
const delays = async (page) => (await texts(page, ".flights tbody td:last-child")).map((text) => Number.parseInt(text));

test("volumes stand by their overload as filed, and say what the rates change", async () => {
  const { page, context, heard } = await open();
  assert.match(await page.locator(".volumes .heading .quiet").innerText(), /^\d+ of 28 over capacity$/);
  const names = await texts(page, ".volume .id");
  const changes = await texts(page, ".volume .change");
  assert.equal(names.length, 28);
  assert.ok(
    changes.some((text) => /^[↓↑]\d+$/.test(text)),
    "something changes",
  );
  await page.locator(".flow-rate input[type=range]").first().press("End");
  await page.waitForFunction(
    (before) => [...document.querySelectorAll(".volume .change")].some((each, i) => each.textContent !== before[i]),
    changes,
  );
  assert.deepEqual(await texts(page, ".volume .id"), names, "no row jumps");
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("the filter takes names as they are shown and as the file has them", async () => {
  const { page, context } = await open();
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement?.id === "filter");
  await page.keyboard.type("385-999");
  await page.waitForFunction(() => document.querySelectorAll(".volume").length === 7);
  assert.ok((await texts(page, ".volume .id")).every((name) => name.endsWith("385+")));
  await page.locator("#filter").fill("nowhere");
  await page.getByText("No volume is called “nowhere”.").waitFor();
  await context.close();
});

test("the day is shown by entries or occupancy, by overload or by flow, and its table is the same", async () => {
  const { page, context } = await open();
  const chart = page.locator(".day-figure svg.day");
  await page.getByRole("radio", { name: "by flow", exact: true }).check();
  await chart.locator("path.stack").first().waitFor();
  assert.ok((await chart.locator("path.stack").count()) <= 6, "at most five colours and the others");
  assert.ok((await page.locator(".legend.by-flow li").count()) >= 4, "each flow by its name and shape");
  await page.keyboard.press("t");
  const table = page.getByRole("region", { name: "The day as a table" });
  const head = await table.locator("thead th").allInnerTexts();
  assert.ok(head.includes("LSAS") && head.includes("no flow"), head.join(", "));
  for (const row of await table.locator("tbody tr").all()) {
    const [held, , , ...flows] = (await row.locator("td").allInnerTexts()).map((text) => Number(text.replace(",", "")));
    assert.equal(
      flows.reduce((sum, each) => sum + each, 0),
      held,
      "flows add up to what is held",
    );
  }
  const entries = await table.innerText();
  await page.getByRole("radio", { name: "occupancy" }).check();
  await page.waitForFunction(() => !document.querySelector(".day-figure table")?.textContent?.includes("no flow"));
  assert.notEqual(await table.innerText(), entries);
  assert.ok(
    await page.getByRole("radio", { name: "by flow", exact: true }).isDisabled(),
    "flows are counted by entries",
  );
  await page.keyboard.press("t");
  assert.equal(await chart.locator("path.stack").count(), 0);
  assert.match(await page.locator(".day-figure figcaption").innerText(), /are counted as present in the hour/);
  await context.close();
});

test("on the maps a click or Enter chooses the volume, and the time is the chart's", async () => {
  const { page, context } = await open();
  await page.getByRole("heading", { name: "All volumes at 11:15" }).waitFor();
  assert.equal(await page.locator(".levels .plane").count(), 4, "one map a level band");
  assert.deepEqual(await page.locator(".levels text.band").allTextContents(), [
    "385+",
    "365–385",
    "345–365",
    "245–345",
  ]);
  const over = await page.locator(".volume-shape.above").count();
  assert.equal(await page.locator(".over-line").count(), over);
  assert.match(
    await page.locator(".levels-figure figcaption").innerText(),
    new RegExp(`^${over || "None"} of 28 above`),
  );

  const chart = page.getByRole("slider", { name: /^Time of day/ });
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("heading", { name: "All volumes at 11:30" }).waitFor();

  const map = page.getByRole("listbox", { name: /^Volumes on the map/ });
  await map.focus();
  await page.keyboard.press("ArrowUp");
  await page
    .locator(".levels-figure figcaption")
    .getByText(/ 385\+: /)
    .waitFor();
  const pointed = await page.locator(".levels-figure figcaption").innerText();
  assert.match(pointed, /^\w+ 385\+: \d+ of \d+$/);
  await page.keyboard.press("Enter");
  await page.waitForFunction((name) => document.querySelector("h1")?.textContent === name, pointed.split(":")[0]);
  assert.equal(await page.locator(".levels [aria-selected=true]").count(), 1);

  const shape = page.locator('.volume-shape[aria-label^="LIMM 245–345"]');
  const box = await shape.boundingBox();
  await shape.click({ position: { x: box.width / 2, y: box.height / 2 } });
  await page.getByRole("heading", { level: 1, name: "LIMM 245–345" }).waitFor();
  await page.waitForURL(/v=LIMM\+245-345/);
  await context.close();
});

test("flights that wait are sorted by any column, lit in the chart, and saved as CSV", async () => {
  const { page, context } = await open();
  const first = await delays(page);
  assert.deepEqual(
    first,
    [...first].sort((a, b) => b - a),
    "the longest first",
  );
  const heading = await page.locator(".waits .heading").innerText();
  const [, waiting] = /(\d+) of \d+ flights, \d+ min on average, (\d+) at most/.exec(heading) ?? [];
  assert.ok(Number(waiting) >= first.length, heading);
  assert.match(
    await page.locator(".histogram").textContent(),
    new RegExp(`\\d+ of ${waiting} waits? more than 15 min`),
  );

  await page.getByRole("button", { name: "Delay" }).click();
  await page.locator('.flights th[aria-sort="ascending"]', { hasText: "Delay" }).waitFor();
  const turned = await delays(page);
  assert.deepEqual(
    turned,
    [...turned].sort((a, b) => a - b),
  );
  await page.getByRole("button", { name: "Flight", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.locator('.flights th[aria-sort="ascending"]', { hasText: "Flight" }).waitFor();
  const names = await texts(page, ".flights tbody th");
  assert.deepEqual(names, [...names].sort());

  await page.locator(".flights tbody tr").nth(2).hover();
  await page.locator(".day .lit").waitFor();
  await page.mouse.move(0, 0);
  await page.locator(".day .lit").waitFor({ state: "detached" });
  await page.locator(".flights tbody tr").first().focus();
  await page.locator(".day .lit").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction((name) => document.activeElement?.querySelector("th")?.textContent === name, names[1]);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV", exact: true }).click(),
  ]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  assert.equal(lines[0], "flight,operator,volume,entryFiledUtc,entryHeldToUtc,delayMin");
  assert.equal(lines.length, Number(waiting) + 1, "every flight that waits has a line");
  await context.close();
});

test("where nobody waits, that is said", async () => {
  const { page, context } = await open();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByText("Nobody waits.").waitFor();
  assert.equal(await page.locator(".flights").count(), 0);
  await context.close();
});

/** A generated day; outlines and levels are added where asked for. */
function generated(params, bands) {
  const scenario = JSON.parse(Buffer.from(generate({ seed: 7, nFlows: 8, ...params })).toString());
  const { trafficVolumes: volumes } = scenario;
  const inBand = Math.ceil(volumes.length / bands);
  volumes.forEach((volume, i) => {
    if (bands === 0) return;
    const [west, south] = [(i % inBand) % 25, 37 + Math.floor((i % inBand) / 25)];
    volume.lowerLevel = 245 + 40 * Math.floor(i / inBand);
    volume.upperLevel = volume.lowerLevel + 40;
    volume.outline = [
      [
        [west, south],
        [west + 1, south],
        [west + 1, south + 1],
        [west, south + 1],
        [west, south],
      ],
    ];
  });
  return { bytes: gzipSync(JSON.stringify(scenario)), volumes: volumes.length };
}

test("without outlines there is no map", async () => {
  const { page, context } = await open();
  const { bytes, volumes } = generated({ nFlights: 300, gridW: 4, gridH: 4 }, 0);
  await chooseFile(page, "plain.json.gz", bytes);
  await page.getByText(`of ${volumes} over capacity`).waitFor({ timeout: 60_000 });
  await page.locator(".waits h2").waitFor();
  assert.equal(await page.locator(".levels-figure").count(), 0);
  await context.close();
});

test("1,500 volumes stay usable: rows in parts, one map of the chosen band, and inputs answered", async (t) => {
  const { page, context, heard } = await open();
  const { bytes, volumes } = generated({ nFlights: 6000, gridW: 40, gridH: 30 }, 4);
  assert.ok(volumes >= 1500, `${volumes} volumes`);
  await chooseFile(page, "many.json.gz", bytes);
  const all = volumes.toLocaleString("en-GB");
  await page.getByText(`of ${all} over capacity`).waitFor({ timeout: 120_000 });
  await page.locator(".levels .plane").waitFor({ timeout: 120_000 });
  assert.ok((await page.locator(".volume").count()) <= 61);
  assert.equal(await page.locator(".levels .plane").count(), 1);
  await page.getByRole("button", { name: /^245–285/ }).click();
  await page.locator(".levels text.band", { hasText: "245–285" }).waitFor();
  await page.locator(".volumes > .button.text").click();
  await page.waitForFunction(() => document.querySelectorAll(".volume").length > 200);

  const slider = page.locator(".flow-rate input[type=range]").first();
  await slider.waitFor({ timeout: 60_000 });
  const frames = await slider.evaluate(async (input) => {
    const took = [];
    for (let i = 0; i < 40; i++) {
      const beganAt = performance.now();
      input.value = String(Number(input.min) + (i % 8) * Number(input.step || 1));
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      took.push(performance.now() - beganAt);
    }
    return took.sort((a, b) => a - b);
  });
  t.diagnostic(
    `an input with ${volumes} volumes: ${Math.round(frames[20])} ms (median), ${Math.round(frames[37])} ms (95 %)`,
  );
  assert.ok(frames[20] < 250, `an input takes ${Math.round(frames[20])} ms`);
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("every part of the middle can be reached and read at 360 px", async () => {
  const { page, context } = await newPage(stage.browser, stage.served.address, {
    hash: HELD,
    context: { viewport: { width: 360, height: 740 } },
  });
  const part = (name) => page.locator(".parts").getByRole("button", { name });
  await part("Who waits").click({ timeout: 60_000 });
  await page.locator(".flights tbody tr").first().waitFor();
  await part("Map").click();
  await page.locator(".levels .plane").first().waitFor();
  await part("Volumes").click();
  await page.locator(".volume").first().waitFor();
  const small = await page.evaluate(() =>
    [...document.querySelectorAll(".what-if *")]
      .filter((each) => each.getClientRects().length > 0 && [...each.childNodes].some((node) => node.nodeType === 3))
      .filter((each) => Number.parseFloat(getComputedStyle(each).fontSize) < 12)
      .map((each) => each.textContent),
  );
  assert.deepEqual(small, [], "nothing under 12 px");
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  await context.close();
});

for (const theme of ["light", "dark", "contrast"]) {
  test(`axe finds nothing serious by flow, in tables and while a map is pointed at, in ${theme}`, async () => {
    const { page, context } = await open({
      context: {
        colorScheme: theme === "dark" ? "dark" : "light",
        contrast: theme === "contrast" ? "more" : "no-preference",
      },
    });
    await page.getByRole("radio", { name: "by flow", exact: true }).check();
    await page.getByRole("listbox", { name: /^Volumes on the map/ }).focus();
    await page.locator(".pointed-line").waitFor();
    assert.deepEqual(await findings(page), [], "as charts");
    await page.keyboard.press("t");
    await page.getByRole("region", { name: "All volumes as a table" }).waitFor();
    assert.deepEqual(await findings(page), [], "as tables");
    await context.close();
  });
}
