// The what-if view of reuse: a plan on workers, how alike contracts are, predictions against what happened, a cache, and trials.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Scenario, planContracts, simulateProfile } from "../../../pkg/dist/node.js";
import { chooseFile, newPage, setStage } from "./browser.mjs";

const stage = setStage();
const scenarioFile = (name) => readFileSync(new URL(`../../../scenarios/contracts/${name}.json`, import.meta.url));

async function open({ hash = "#reuse", ...options } = {}) {
  const opened = await newPage(stage.browser, stage.served.address, { hash, ...options });
  await opened.page.locator(".gantt").waitFor({ timeout: 90_000 });
  await opened.page.locator(".heat-map").waitFor({ timeout: 60_000 });
  return opened;
}
const caption = (page, name) => page.locator(`.${name}-figure figcaption`).innerText();
const said = (page, name, pattern) =>
  page.locator(`.${name}-figure figcaption`, { hasText: pattern }).waitFor({ timeout: 60_000 });
async function saved(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\r\n");
  const titles = lines[0].split(",");
  return lines.slice(1).map((line) => Object.fromEntries(line.split(",").map((cell, i) => [titles[i], cell])));
}

test("the plan is the library's, moves with the workers, and the address carries them", async () => {
  const { page, context, heard } = await open();
  const scenario = Scenario.load(scenarioFile("thirty-questions"), "thirty-questions.json");
  for (const workers of [2, 3]) {
    await page.getByLabel("Workers", { exact: true }).fill(String(workers));
    await said(page, "plan", `${workers} workers take`);
    const { makespanMs, boundMs, digest } = await planContracts(scenario, { workers });
    const seconds = (ms) => `${(ms / 1000).toPrecision(3)} s`;
    assert.match(
      await caption(page, "plan"),
      new RegExp(`take ${seconds(makespanMs)} .* less than ${seconds(boundMs)}\\.`),
    );
    assert.match(page.url(), new RegExp(`p=w:${workers}`));
    await page.locator(".plan-verdict .sign.agree").waitFor({ timeout: 60_000 });
    assert.ok((await page.locator(".plan-verdict").innerText()).includes(digest.slice(0, 8)));
  }
  scenario.free();
  await page.getByRole("button", { name: "As the file has it" }).click();
  await said(page, "plan", "4 workers take");
  assert.doesNotMatch(page.url(), /p=/);
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("on the reference side the plan is the same", async () => {
  const { page, context } = await open();
  const before = await caption(page, "plan");
  await page.getByRole("radio", { name: "reference" }).check();
  await page.locator(".plan-verdict", { hasText: "on the reference side" }).waitFor({ timeout: 60_000 });
  assert.equal(await caption(page, "plan"), before);
  await context.close();
});

test("no contract begins before those it waits for have ended, in the file that is saved", async () => {
  const { page, context } = await open({ hash: "#reuse?s=report-night" });
  const rows = await saved(page, "Save the plan as CSV");
  const { contracts } = JSON.parse(scenarioFile("report-night"));
  assert.equal(rows.length, contracts.length);
  const of = (id) => rows.find(({ contract }) => contract === id);
  const waits = contracts.flatMap(({ id, waitsFor = [] }) => waitsFor.map((other) => [id, other]));
  assert.ok(waits.length > 0);
  for (const [id, other] of waits) {
    const [later, earlier] = [of(id), of(other)];
    const inOrder =
      later.batch === earlier.batch
        ? Number(later.position) > Number(earlier.position)
        : Number(later.startMs) >= Number(earlier.endMs);
    assert.ok(inOrder, `${id} begins after ${other}`);
  }
  assert.match(
    await page.locator(".contracts").innerText(),
    /6 of 8 wait for others|5 of 8 wait for others|4 of 8 wait for others/,
  );
  await context.close();
});

test("a cycle is refused with the cycle named, and what was open stays", async () => {
  const { page, context } = await open();
  const before = await caption(page, "plan");
  const contracts = [
    { id: "egg", methods: [], waitsFor: ["hen"] },
    { id: "hen", methods: [], waitsFor: ["egg"] },
  ];
  await chooseFile(page, "round.json", JSON.stringify({ kind: "contracts", title: "Round", contracts }));
  const refusal = page.locator(".refusal");
  await refusal.waitFor();
  assert.match(await refusal.innerText(), /egg.*hen|hen.*egg/);
  assert.equal(await caption(page, "plan"), before);
  await context.close();
});

test("a batch, a cell and an execution are read with the arrow keys, in the same place as with a pointer", async () => {
  const { page, context } = await open();
  await page.getByRole("slider", { name: /^The plan, batch by batch/ }).focus();
  await page.keyboard.press("Home");
  await page.locator(".plan-figure .readout", { hasText: /^Batch \d+, .* on worker 1: 0 s to/ }).waitFor();
  await page.getByRole("application", { name: /^How alike/ }).focus();
  await page.keyboard.press("ArrowDown");
  await page.locator(".heat-figure .readout", { hasText: /: with itself\.$/ }).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.locator(".heat-figure .readout", { hasText: / and .*: \d\.\d\d\.$/ }).waitFor();
  await page.getByRole("slider", { name: /^Predictions, execution by execution/ }).focus();
  await page.keyboard.press("Home");
  for (const name of ["predictions", "coverage", "control", "cache"])
    await page.locator(`.${name}-figure .readout`, { hasText: /xecution 1\b/ }).waitFor();
  await context.close();
});

test("predictions of both models are drawn, and saved with every execution", async () => {
  const { page, context } = await open();
  await said(page, "predictions", "The default model:");
  const crosses = async () => (await page.locator(".happened.missed").getAttribute("d")).split("M").length - 1;
  const scenario = Scenario.load(scenarioFile("thirty-questions"), "thirty-questions.json");
  for (const [choice, mode] of [
    ["as published", "published"],
    ["default model", "sound"],
  ]) {
    await page.getByRole("group", { name: "Whose predictions" }).getByText(choice).click();
    await said(page, "predictions", mode === "published" ? "As published:" : "The default model:");
    const { held } = scenario.profile({ mode }).timeMs;
    assert.equal(await crosses(), held.filter((each) => each === 0).length, `${mode}: each miss is a cross`);
  }
  const rows = await saved(page, "Save the predictions as CSV");
  assert.equal(rows.length, 4 * scenario.summary().executions, "two models, two quantities");
  scenario.free();
  await page.getByText("CUSUM").click();
  await page.locator(".control-figure .course-name", { hasText: "upward" }).waitFor();
  await context.close();
});

test("a smaller cache hits less often, and what was counted adds up", async () => {
  const { page, context } = await open();
  await said(page, "cache", "answered from the cache");
  const counts = async () =>
    Object.fromEntries(
      (await page.locator(".cache-controls tr").allInnerTexts()).map((row) =>
        row.split("\t").map((cell) => cell.trim()),
      ),
    );
  const before = await counts();
  await page.getByLabel("Room for answers").fill("1");
  await page.waitForFunction(
    (hits) => document.querySelector(".cache-controls td")?.textContent !== hits,
    before.hits,
    { timeout: 60_000 },
  );
  const after = await counts();
  assert.ok(Number(after.hits) < Number(before.hits));
  assert.equal(Number(after.hits) + Number(after.misses), 60);
  assert.equal(after["different calls"], before["different calls"]);
  assert.match(page.url(), /c=n:1\b/);
  await context.close();
});

test("what was published stands beside what is true, as the library counts it in Node too", async () => {
  const { page, context } = await open();
  const sentence = page.locator(".trial-sentence");
  await sentence.waitFor({ timeout: 60_000 });
  const rows = await simulateProfile({ settings: ["even"], histories: [1000], seeds: 4 });
  const text = await sentence.innerText();
  for (const model of ["sound", "published"]) {
    const { coverage } = rows.find((row) => row.model === model);
    assert.ok(text.includes(`${String(Math.round(coverage * 1000) / 10)} %`), `${model}: ${coverage} in “${text}”`);
  }
  await page.getByRole("button", { name: "Try every setting" }).click();
  await page.locator(".trials progress").waitFor();
  await page
    .locator(".trials")
    .getByRole("button", { name: /^Cancel/ })
    .click();
  await page.getByText("Cancelled. What is shown was tried before.").waitFor();
  assert.equal(await sentence.innerText(), text);
  await context.close();
});
