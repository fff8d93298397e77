// The view of states: the build as it goes and when it is cancelled, the walk, the lookup, and the store that is kept.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findings, newPage, setStage } from "./browser.mjs";

const stage = setStage();
const layers = [1, 255, 10_449, 151_191, 473_304, 151_410, 2_376];

/** Pairs that run would only take time from what is looked at here: their first request never reaches the worker. */
const between = () => {
  window.planted.request = (message) => (message.kind === "agree" ? undefined : message);
};

async function open(hash = "#states", options = {}) {
  const opened = await newPage(stage.browser, stage.served.address, { hash, between, ...options });
  return { ...opened, built: () => opened.page.getByText(/^Built in/).waitFor({ timeout: 90_000 }) };
}
const walked = (page) => page.getByRole("region", { name: "The walk, byte by byte" });
const cells = (rows) =>
  rows.evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? "")));

test("the space is built in sight, layer by layer, and comes out as published", async () => {
  const { page, context, heard, built } = await open();
  await page.locator(".build progress").waitFor({ timeout: 60_000 });
  const seen = new Set();
  const watch = setInterval(
    async () =>
      seen.add(
        await page
          .locator(".layers rect.bar")
          .count()
          .catch(() => 0),
      ),
    40,
  );
  await built();
  clearInterval(watch);
  assert.ok(
    [...seen].some((bars) => bars > 0 && bars < layers.length),
    `layers came one by one: ${[...seen]}`,
  );
  const bars = await page.locator("figure.layers text.strong").allTextContents();
  assert.deepEqual(
    bars,
    layers.map((states) => states.toLocaleString("en-GB")),
  );
  assert.match(await page.locator(".build .facts").innerText(), /788,986[\s\S]*256[\s\S]*549,871/);
  await page.keyboard.press("t");
  const rows = await cells(page.getByRole("region", { name: "States by angle" }).locator("tbody tr"));
  assert.equal(rows.length, 49);
  assert.equal(
    rows.reduce((sum, [, , states]) => sum + Number(states.replaceAll(",", "")), 0),
    788_986,
  );
  assert.deepEqual(rows[24].slice(0, 2), ["24", "1.5708"]);
  assert.equal(await page.getByRole("region", { name: "Orbits by size" }).locator("tbody tr").count(), 256);
  assert.deepEqual(await findings(page), []);
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("a build is cancelled at once, and built again", async () => {
  const { page, context, built } = await open();
  await page.locator(".build").getByRole("button", { name: "Cancel" }).click({ timeout: 60_000 });
  await page.getByRole("heading", { name: "Cancelled" }).waitFor();
  await page.waitForTimeout(1500);
  assert.equal(await page.getByText(/^Built in/).count(), 0, "nothing arrives after Cancel");
  await page.getByRole("button", { name: "Build it again" }).click();
  await built();
  await context.close();
});

test("a walk follows what is typed, and a mistake stands beside the field while the last walk stays", async () => {
  const { page, context, built } = await open("#states?bytes=d0&as=hex");
  await built();
  await walked(page).locator("tbody tr").first().waitFor();
  const [first] = await cells(walked(page).locator("tbody tr"));
  assert.equal(first.at(-1), "122", "byte d0 is intron 122, which is token 122");
  await page.locator("#walk-bytes").fill("d0 f");
  await page.getByText(/Two figures make a byte; there are 3/).waitFor();
  assert.equal(await page.locator("#walk-bytes").getAttribute("aria-invalid"), "true");
  assert.equal(await walked(page).locator("tbody tr").count(), 1, "the last walk stays");
  await page.locator("#walk-bytes").fill("d0 ff");
  await page.waitForFunction(
    () => document.querySelectorAll("[aria-label='The walk, byte by byte'] tbody tr").length === 2,
  );
  assert.equal(await page.locator("#walk-bytes").getAttribute("aria-invalid"), null);
  assert.match(new URL(page.url()).hash, /bytes=d0\+ff/);
  await page.getByLabel("How calls are read").selectOption("publishedBulk");
  await page.waitForFunction(() => location.hash.includes("semantics=publishedBulk"));
  await page.getByRole("radio", { name: "tokens", exact: true }).check();
  await page.waitForFunction(() => !location.hash.includes("as=hex"));
  await context.close();
});

test("a state is found by index and by word, and one that nothing reaches says so", async () => {
  const { page, context, built } = await open("#states?state=0");
  await built();
  const known = page.locator(".known");
  await known.getByText("State 0", { exact: true }).waitFor();
  await page.getByRole("radio", { name: "state, hexadecimal" }).check();
  await page.locator("#looked-state").fill("a9556aa9556a");
  await known.getByText("State 549,871", { exact: true }).waitFor();
  assert.match(await known.innerText(), /0\.0000 radians, 0 bits of 48 differ/);
  await page.locator("#looked-state").fill("1");
  await known.getByText("No byte leads to this state").waitFor();
  await page.getByRole("radio", { name: "index", exact: true }).check();
  await page.locator("#looked-state").fill("788986");
  await page.locator("#looked-problem:not(:empty)").waitFor();
  assert.match(await page.locator("#looked-problem").innerText(), /788,?986/);
  await context.close();
});

test("what is learned gives candidates, is kept, reopened after a reload, and saved as a file", async () => {
  const { page, context, built, heard } = await open();
  await built();
  await page.getByRole("button", { name: "Learn the walk" }).click();
  await page.getByText("8 tokens learned.").first().waitFor();
  const entries = page.getByRole("region", { name: "Entries of the store" }).locator("tbody tr");
  const before = await cells(entries);
  assert.equal(before.length, 8);
  await page.getByRole("region", { name: "Candidates, best first" }).waitFor();
  await page.getByRole("button", { name: "Keep in this browser" }).click();
  await page.getByText(/^Kept: 96 bytes in /).waitFor();
  await page.reload();
  await built();
  await entries.first().waitFor();
  assert.deepEqual(await cells(entries), before);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the log as…" }).click(),
  ]);
  assert.equal(readFileSync(await download.path()).length, 96);
  await page.getByRole("button", { name: "Forget it" }).click();
  await page.getByText("The store is empty.").waitFor();
  await page.reload();
  await built();
  await page.getByText("The store is empty.").waitFor();
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("a damaged log is reported with the place, and what is whole is open", async () => {
  const { page, context, built } = await open();
  await built();
  await page.getByRole("button", { name: "Learn the walk" }).click();
  await page.getByText("8 tokens learned.").first().waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the log as…" }).click(),
  ]);
  const whole = readFileSync(await download.path());
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Open a log…" }).click(),
  ]);
  await chooser.setFiles({ name: "cut.bin", mimeType: "application/octet-stream", buffer: whole.subarray(0, 43) });
  await page.getByRole("heading", { name: "The log is damaged in 1 place" }).waitFor();
  assert.match(
    await page.locator(".damage").innerText(),
    /3 records were read[\s\S]*at byte 36: the last record is cut short/,
  );
  await context.close();
});

for (const [width, height, theme] of [
  [360, 740, "dark"],
  [1920, 1000, "light"],
]) {
  test(`at ${width} wide, ${theme}, nothing scrolls sideways and nothing serious is found`, async () => {
    const { page, context, built } = await open("#states", {
      context: { viewport: { width, height }, colorScheme: theme, hasTouch: width < 700 },
    });
    await built();
    await walked(page).locator("tbody tr").first().waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    assert.deepEqual(await findings(page), []);
    await context.close();
  });
}
