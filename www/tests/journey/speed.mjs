// The speed view: what was measured, every batch, and how the times grow, from the record and measured here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newPage, runEnded, setStage } from "./browser.mjs";

const stage = setStage();
const open = (options) => newPage(stage.browser, stage.served.address, { hash: "#flow?view=speed", ...options });
const SLOPE = /−?\d+\.\d\d \(−?\d+\.\d\d to −?\d+\.\d\d\)/;

test("the forest has every pair and the control, and the sentence says what was found", async () => {
  const { page, context, heard } = await open();
  await runEnded(page);
  assert.match(await page.locator("h1").innerText(), /flow pairs (is|are) faster here|^The control failed/);
  const pairs = await page.locator(".forest tbody:not(.control) tr").count();
  assert.equal(pairs, (await page.locator(".tabs a").count()) - 2, "a row for each pair of the second bar");
  assert.equal(await page.locator(".forest tbody.control tr").count(), 1);
  assert.equal(await page.locator(".tabs [aria-current]").innerText(), "Speed");
  const lights = await page.locator(".light summary").allInnerTexts();
  assert.ok(
    lights.some((light) => /answers checked/.test(light)) && lights.some((light) => /clock step/.test(light)),
    String(lights),
  );
  await page.locator(".light summary").first().click();
  assert.match(await page.locator(".light[open] p").innerText(), /timed against itself/);
  assert.deepEqual(heard.complaints, [], "nothing was logged, no rule of the policy was broken");
  await context.close();
});

test("every batch of a chosen pair is drawn, or stands in a table", async (t) => {
  const { page, context } = await open();
  await runEnded(page);
  const choose = page.getByLabel("The pair whose batches are drawn");
  if ((await choose.count()) === 0) return t.skip("the control failed on this machine, so no batch is drawn");
  await choose.selectOption("flow/delay");
  await page.locator(".forest tr.shown", { hasText: "delay" }).waitFor();
  const [reference, optimised] = await Promise.all(
    ["reference", "optimised"].map((side) => page.locator(`.batches .batch.${side}, .batches .off.${side}`).count()),
  );
  assert.deepEqual([reference, optimised], [12, 12]);
  await page
    .locator("figure", { has: page.locator(".batches") })
    .getByRole("button", { name: "Show as table" })
    .click();
  const table = page.getByRole("region", { name: "Every batch as a table" });
  await table.locator("tbody tr").nth(23).waitFor();
  assert.equal(await table.locator("tbody tr").count(), 24);
  await context.close();
});

test("the record shows both slopes, as a chart that keys read and as a table", async () => {
  const { page, context } = await open();
  await runEnded(page);
  const figure = page.locator(".scaling-figure");
  assert.match(await figure.innerText(), /Recorded on \d+ \w+ \d{4} with loadline .* in Node/);
  assert.equal(await figure.locator(".scaling .named").count(), 2, "a slope at each line's end");
  const chart = figure.getByRole("slider");
  await chart.focus();
  await page.keyboard.press("Home");
  await figure.getByText(/^500 flights: reference .*, optimised .*× \(/).waitFor();
  await page.keyboard.press("End");
  await figure.getByText(/^30,000 flights: reference/).waitFor();
  await figure.getByLabel("window").check({ force: true });
  await page.waitForFunction(
    () => document.querySelectorAll(".scaling .grows")[0]?.getAttribute("d")?.split("L").length === 4,
  );
  await page.keyboard.press("t");
  const table = page.getByRole("region", { name: "How the times grow, as a table" });
  await table.waitFor();
  assert.equal(await table.locator("tbody tr").count(), 4);
  const slopes = await table.locator("tfoot td.number").allInnerTexts();
  assert.equal(slopes.length, 2);
  for (const slope of slopes) assert.match(slope, SLOPE);
  await context.close();
});

test("the scaling is measured here on request, and Cancel ends it", async () => {
  const { page, context, heard } = await open({ between: true });
  await runEnded(page);
  const figure = page.locator(".scaling-figure");
  await figure.getByRole("button", { name: "Measure the scaling here" }).click();
  await figure.getByText(/^Measuring the flights: step [1-9]\d* of \d+\.$/).waitFor({ timeout: 60_000 });
  await figure.getByRole("button", { name: "Cancel" }).click();
  await figure.getByText("Cancelled. An unfinished interval is not shown.").waitFor();
  assert.match(await figure.innerText(), /Recorded on/, "the record stays");
  await page.evaluate(() => {
    // Smaller days, so that the end is near on any machine.
    const small = (message) => ({ ...message, ask: { ...message.ask, sizes: [20, 40, 80], batchMs: 0.1 } });
    window.planted.request = (message) => (message.kind === "sweep" ? small(message) : message);
  });
  await figure.getByRole("button", { name: "Measure the scaling here" }).click();
  await figure.getByText("Measured here, in this browser.").waitFor({ timeout: 120_000 });
  assert.match(await figure.locator("figcaption").innerText(), /from 20 flights to 80 flights/);
  await figure.getByRole("button", { name: "Show the record" }).click();
  await figure.getByText(/^Recorded on/).waitFor();
  assert.match(await figure.locator("figcaption").innerText(), /to 30,000 flights/);
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("a sweep whose sides disagree says so and shows no figure", async () => {
  const { page, context } = await open({ between: true });
  await runEnded(page);
  const error = {
    code: "measure/disagreement",
    message: "flow/rates: the two sides disagree at $.rates, so it is not timed",
  };
  await page.evaluate((error) => {
    let asked;
    window.planted.request = (message) => {
      if (message.kind === "sweep") asked = message.id;
      return message;
    };
    window.planted.reply = ({ id }) => (id === asked ? { id, outcome: { ok: false, error } } : undefined);
  }, error);
  await page.locator(".scaling-figure").getByRole("button", { name: "Measure the scaling here" }).click();
  await page.getByRole("alert").getByText("the two sides disagree at").waitFor();
  await context.close();
});
