// The what-if view: rates by flow, what they do, what the search finds, and both sides' word for it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { generate } from "../../../pkg/dist/node.js";
import { chooseFile, newPage, setStage } from "./browser.mjs";

const stage = setStage();
const open = (options) => newPage(stage.browser, stage.served.address, options);

/** Opens the view and waits until both sides have said the same about the first answer. */
async function openAgreed(options = {}) {
  const opened = await open({ hash: "#flow?sem=published", ...options });
  await agreed(opened.page);
  return opened;
}
const agreed = (page) => page.getByText("both sides agree").waitFor({ timeout: 120_000 });
const firstSlider = (page) => page.locator(".flow-rate input[type=range]").first();
const total = (page) => page.locator("table.cost tr.total").innerText();
const changed = (page, selector, was) =>
  page.waitForFunction(([at, before]) => document.querySelector(at)?.textContent !== before, [selector, was]);

test("a slider changes the answer and the address, and the other side confirms it", async () => {
  const { page, context, heard } = await openAgreed();
  const cost = await page.locator("table.cost").textContent();
  await firstSlider(page).press("End");
  await firstSlider(page).press("ArrowLeft");
  await page.waitForURL(/#flow\?.*r=[^&]*:\d+/);
  await firstSlider(page).press("PageDown");
  await changed(page, "table.cost", cost);
  assert.match(await firstSlider(page).getAttribute("aria-valuetext"), /^\d+ an hour, change in cost (−|\+)?[\d,.]+$/);
  await agreed(page);
  const held = await total(page);
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await agreed(page);
  assert.equal(await total(page), held, "the link leads to the same answer");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the plan as CSV" }).click(),
  ]);
  const plan = readFileSync(await download.path(), "utf8");
  assert.match(plan, /^row,volume,fromUtc,toUtc,mode,flow,ratePerHour,/);
  assert.match(plan, /\r\nrate,LSAS 365-385,08:15,10:15,perFlow,/);
  assert.match(plan, /\r\nflight,LSAS 365-385,08:15,10:15,perFlow,/);
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("any whole rate can be typed, and an empty field is no limit", async () => {
  const { page, context } = await openAgreed();
  const field = page.locator(".flow-rate input[type=number]").first();
  await field.fill("13");
  await page.waitForURL(/r=[^&]*:13\b/);
  assert.match(await firstSlider(page).getAttribute("aria-valuetext"), /^13 an hour, change in cost not tried$/);
  await field.fill("");
  await page.waitForFunction(() =>
    /^no limit/.test(document.querySelector(".flow-rate input[type=range]")?.getAttribute("aria-valuetext") ?? ""),
  );
  await context.close();
});

test("Clear takes every limit away, and the found rates come back", async () => {
  const { page, context } = await openAgreed();
  const found = await total(page);
  await page.getByRole("button", { name: "Clear" }).click();
  await page.waitForURL(/r=none/);
  await page.waitForFunction(() => document.querySelectorAll(".rate-of.unlimited").length > 1);
  await agreed(page);
  assert.notEqual(await total(page), found);
  const [asFiled, held] = (await page.locator("table.cost tr.total td.number").allInnerTexts()).slice(0, 2);
  assert.equal(held, asFiled, "nothing is held");
  await page.getByRole("button", { name: "Use found rates" }).click();
  await agreed(page);
  assert.equal(await total(page), found);
  assert.doesNotMatch(page.url(), /r=/);
  await context.close();
});

test("the modes show what they cost, and a switch regulates all flows together", async () => {
  const { page, context } = await openAgreed();
  const modes = page.locator(".modes");
  await page.waitForFunction(() =>
    /per flow, cost [\d,.]+\s*all together, [\d,.]+/.test(document.querySelector(".modes")?.innerText ?? ""),
  );
  const [, together] = /all together, ([\d,.]+)/.exec(await modes.innerText());
  await page.getByLabel(/^all together/).check();
  await page.waitForURL(/m=blanket/);
  await page.waitForFunction(() => document.querySelectorAll(".flow-rate").length === 1);
  await agreed(page);
  const [, held] = await page.locator("table.cost tr.total td.number").allInnerTexts();
  assert.equal(held, together, "the cost in the switch is the cost of its rates");
  await context.close();
});

test("on the other side the same digests stand, with the sign between them", async () => {
  const { page, context } = await openAgreed();
  const codes = () => page.locator(".verdicts code").allInnerTexts();
  const before = await codes();
  assert.equal(before.length, 4);
  assert.equal(before[0], before[1]);
  assert.equal(before[2], before[3]);
  await page.keyboard.press("s");
  await page.waitForURL(/side=reference/);
  await page.waitForFunction(
    () => /optimised [\d.]+ (ns|µs|ms|s)/.test(document.querySelector(".verdicts")?.innerText ?? ""),
    null,
    { timeout: 120_000 },
  );
  await agreed(page);
  assert.deepEqual(await codes(), before);
  await context.close();
});

test("two sides that differ are shown with both digests, not with the sign", async () => {
  const between = () => {
    window.planted.reply = ({ id, outcome }) => {
      const value = outcome?.value;
      if (value?.histogram === undefined || value.side !== "reference") return undefined;
      return { id, outcome: { ok: true, value: { ...value, digest: "71d0a9e8c20f5b11" } } };
    };
  };
  const { page, context } = await open({ hash: "#flow?sem=published", between });
  await page.getByText("the sides disagree").waitFor({ timeout: 120_000 });
  const live = page.locator(".verdicts .live");
  assert.match(await live.innerText(), /[0-9a-f]{8}\s+disagree\s+71d0a9e8/);
  assert.equal(await live.locator(".sign.agree").count(), 0);
  await context.close();
});

test("a side that stops in the search is said, and the page goes on", async () => {
  const between = () => {
    window.planted.request = (message) => (message.kind === "rates" ? { ...message, kind: "trap", ask: {} } : message);
  };
  const { page, context } = await open({ hash: "#flow?sem=published", between });
  await page.getByRole("heading", { name: "rates stopped" }).waitFor({ timeout: 60_000 });
  assert.match(await page.locator(".notice.trap").innerText(), /The worker was restarted in [\d.]+ s/);
  await page.evaluate(() => (window.planted.request = undefined));
  await page.getByRole("button", { name: "Try again" }).click();
  await agreed(page);
  await context.close();
});

test("a search on the reference side can be left, and inputs are answered meanwhile", async () => {
  const { page, context } = await openAgreed({ between: true });
  await chooseFile(page, "medium.json.gz", gzipSync(generate({ size: "medium", nFlows: 16 })));
  await page.waitForURL(/s=medium/, { timeout: 60_000 });
  await page.locator(".flow-rate").nth(15).waitFor({ timeout: 120_000 });
  assert.equal(await page.getByRole("region", { name: "Rates of 16 flows" }).count(), 1);
  await agreed(page);
  await page.evaluate(() => {
    // Many passes without an end, so that there is something to cancel on any machine.
    const endless = { passes: 100_000, epsilon: -1, cacheSize: 1 };
    window.planted.request = (message) =>
      message.kind === "rates" ? { ...message, ask: { ...message.ask, ...endless } } : message;
  });
  const workers = await page.evaluate(() => window.planted.workers);
  await page.getByRole("radio", { name: "reference" }).check();
  const cancel = page.getByRole("group", { name: "Search for rates" }).getByRole("button", { name: "Cancel" });
  await cancel.waitFor({ timeout: 60_000 });
  await page
    .getByText(/^Searching on the reference side: [\d,]+ of at most [\d,]+ schedules\.$/)
    .waitFor({ timeout: 60_000 });
  assert.match(await page.locator(".waited").innerText(), /^[\d.]+ s…$/);
  const typed = page.locator(".flow-rate input[type=number]").first();
  const cost = await page.locator("table.cost").textContent();
  await typed.fill("3");
  await changed(page, "table.cost", cost);
  assert.equal(await cancel.count(), 1, "the search goes on beside the answer");
  await cancel.click();
  await cancel.waitFor({ state: "detached" });
  const before = await page.locator("table.cost").textContent();
  await typed.fill("40");
  await changed(page, "table.cost", before);
  assert.equal(await page.evaluate(() => window.planted.workers), workers, "the worker went on");
  await context.close();
});

test("a file that is refused leaves the rates and the answer as they are", async () => {
  const { page, context } = await openAgreed();
  await firstSlider(page).press("ArrowRight");
  await page.waitForURL(/r=/);
  await agreed(page);
  const [link, held] = [page.url(), await total(page)];
  await chooseFile(page, "friday.json", "{}");
  await page.getByRole("heading", { name: /^friday\.json was not loaded/ }).waitFor();
  await agreed(page);
  assert.deepEqual([page.url(), await total(page)], [link, held]);
  await context.close();
});

test("links from before still lead somewhere: one rate is one for all flows, and a strange flow is named", async () => {
  const { page, context } = await open({ hash: "#flow?sem=published&r=40" });
  await page.waitForURL(/m=blanket&r=40/);
  await page.waitForFunction(() => document.querySelector(".flow-rate input[type=number]")?.value === "40");
  await page.goto(`${stage.served.address}#flow?sem=published&r=NOWHERE:12`);
  await page
    .getByText("This link gives a rate to “NOWHERE”, which this scenario does not have; it was left out.")
    .waitFor();
  await context.close();
});

test("a long address is packed and leads back", async () => {
  const rates = Array.from({ length: 60 }, (_, i) => `flow-${i}:12`).join(",");
  const { page, context } = await open({ hash: `#flow?sem=published&r=${rates}` });
  await page.locator("table.cost").waitFor({ timeout: 60_000 });
  await page.waitForURL(/#flow\?z=[\w-]+$/);
  const before = page.url();
  await page.keyboard.press("s");
  await page.waitForURL((url) => url.href !== before);
  const link = page.url();
  assert.ok(link.length < 400);
  await page.goto("about:blank");
  await page.goto(link);
  await page.locator("[name=side][value=reference]:checked").waitFor({ state: "attached" });
  await page.getByText(/gives a rate to “flow-0”, “flow-1”, “flow-2” and 57 more, which/).waitFor();
  await context.close();
});

test("at 360 px one part at a time stands under the chart, and the sign stays at the foot", async () => {
  const { page, context } = await open({
    hash: "#flow?sem=published",
    context: { viewport: { width: 360, height: 740 }, hasTouch: true },
  });
  await page.locator(".live.bar .sign.agree").waitFor({ timeout: 120_000 });
  const shown = async (selector) => page.locator(selector).isVisible();
  assert.deepEqual(
    [await shown(".rates-list"), await shown(".waits"), await shown(".levels-figure")],
    [true, false, false],
  );
  await page.getByRole("button", { name: "Who waits" }).click();
  await page.locator(".waits").waitFor();
  assert.deepEqual([await shown(".rates-list"), await shown(".live.bar")], [false, true]);
  await page.getByRole("button", { name: "Volumes", exact: true }).click();
  await page.locator(".volumes").waitFor();
  await page.getByRole("button", { name: "Map" }).click();
  await page.locator(".levels-figure").waitFor();
  await context.close();
});

test("a scenario without flows says so", async () => {
  const { page, context } = await openAgreed();
  const bare = JSON.parse(Buffer.from(generate({ size: "tiny" })).toString());
  bare.flows = Array.isArray(bare.flows) ? [] : {};
  await chooseFile(page, "bare.json", Buffer.from(JSON.stringify(bare)));
  await page.getByRole("heading", { name: "This scenario names no flows" }).waitFor({ timeout: 60_000 });
  await context.close();
});
