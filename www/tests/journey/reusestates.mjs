// The states of the view of reuse: a set that takes its time, sets with nothing in them, a bad link, and small screens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { generateContracts } from "../../../pkg/dist/node.js";
import { chooseFile, newPage, setStage } from "./browser.mjs";

const stage = setStage();

async function open({ hash = "#reuse", ...options } = {}) {
  const opened = await newPage(stage.browser, stage.served.address, { hash, ...options });
  await opened.page.locator(".gantt").waitFor({ timeout: 90_000 });
  await opened.page.locator(".heat-map").waitFor({ timeout: 60_000 });
  return opened;
}
const said = (page, name, pattern) =>
  page.locator(`.${name}-figure figcaption`, { hasText: pattern }).waitFor({ timeout: 60_000 });

test("a large set shows how far its plan is, can be cancelled and gone on with, and its pairs wait to be asked", async () => {
  const { page, context, heard } = await open();
  // Enough that the plan takes more than a moment on a fast machine: its progress is shown after 0.3 s.
  const bytes = generateContracts({ contracts: 24_000, executions: 200, seed: 3, flavour: "random" });
  await chooseFile(page, "many.json", bytes);
  const state = page.locator(".plan-state").first();
  await state.locator("progress").waitFor({ timeout: 90_000 });
  await state.getByRole("button", { name: /^Cancel/ }).click();
  await page.getByText("Cancelled; there is no plan yet.").waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Plan again" }).click();
  await said(page, "plan", "24,000 contracts");
  await page.locator(".heat-figure figcaption", { hasText: "in 120 groups" }).waitFor({ timeout: 60_000 });
  assert.equal(await page.locator(".tabs .sign.agree").count(), 0, "no reference side was asked");
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("empty sets and sets without executions say what is missing", async () => {
  const { page, context } = await open();
  const file = (contracts) => JSON.stringify({ kind: "contracts", title: "Bare", contracts });
  await chooseFile(page, "one.json", file([{ id: "only", methods: [{ class: "A", method: "b" }] }]));
  await page.getByText("The file tells of no executions").waitFor({ timeout: 60_000 });
  await said(page, "plan", "1 batch of 1 contract");
  await chooseFile(page, "none.json", file([]));
  await said(page, "plan", "There is nothing to do");
  await context.close();
});

test("a link that cannot be meant gives the library's own sentence", async () => {
  const { page, context } = await newPage(stage.browser, stage.served.address, { hash: "#reuse?p=w:0" });
  await page
    .locator(".plan-state[role=alert]", { hasText: "There is no plan with these numbers:" })
    .waitFor({ timeout: 90_000 });
  await context.close();
});

test("everything can be read at 360 px", async () => {
  const { page, context } = await open({ context: { viewport: { width: 360, height: 740 } } });
  await page.locator(".trial-table").waitFor({ timeout: 60_000 });
  const small = await page.evaluate(() =>
    [...document.querySelectorAll(".reuse *")]
      .filter((each) => each.getClientRects().length > 0 && [...each.childNodes].some((node) => node.nodeType === 3))
      .filter((each) => Number.parseFloat(getComputedStyle(each).fontSize) < 12)
      .map((each) => each.textContent),
  );
  assert.deepEqual(small, [], "nothing under 12 px");
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  await context.close();
});
