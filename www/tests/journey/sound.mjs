// A day under the sound model: the search's rates, a slider, a flight exempt by hand, and the switch to the published model.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findings, newPage, setStage } from "./browser.mjs";

const stage = setStage();
const open = (hash = "#flow") => newPage(stage.browser, stage.served.address, { hash });

test("found rates, a slider and an exemption change the plan, and the slots can be saved", async () => {
  const { page, context, heard } = await open();
  await page.getByRole("button", { name: "Use found rates" }).click({ timeout: 120_000 });
  await page.getByText(/captured flights wait, /).waitFor({ timeout: 60_000 });
  const said = () => page.locator(".sound .result").innerText();
  const before = await said();
  await page.locator(".sound-flow input").first().press("Home");
  await page.waitForFunction((was) => document.querySelector(".sound .result")?.innerText !== was, before);
  await page
    .getByRole("button", { name: /^Exempt / })
    .first()
    .click();
  await page.getByRole("button", { name: /^Release / }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the slot list as CSV" }).click(),
  ]);
  assert.match(readFileSync(await download.path(), "utf8"), /^regulation,volume,flow,flight,operator,etoUtc,slotUtc,/);
  assert.deepEqual(await findings(page), []);
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("the switch leads to the published model, and its address back to it", async () => {
  const { page, context } = await open();
  await page.getByLabel("published", { exact: true }).check();
  await page.waitForURL(/sem=published/);
  await page.getByRole("heading", { name: "Volumes", exact: true }).waitFor();
  await context.close();
});
