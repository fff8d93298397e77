// Who can use the page: contrast and names (axe), the keyboard alone, narrow screens, other themes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings, newPage, runEnded, setStage, stop } from "./browser.mjs";

const stage = setStage();
const open = (options) => newPage(stage.browser, stage.served.address, options);

for (const theme of ["light", "dark", "contrast"]) {
  test(`axe finds nothing serious in ${theme}`, async () => {
    const { page, context } = await open({
      context: {
        colorScheme: theme === "dark" ? "dark" : "light",
        contrast: theme === "contrast" ? "more" : "no-preference",
      },
    });
    await runEnded(page);
    for (const hash of ["#", "#flow", "#flow?sem=published", "#flow?view=speed", "#flow/occupancy", "#scenarios"]) {
      await page.evaluate((to) => (location.hash = to), hash);
      await page.waitForTimeout(300);
      assert.deepEqual(await findings(page), [], hash);
    }
    await context.close();
  });
}

for (const width of [320, 360, 768, 1280, 1920]) {
  test(`nothing scrolls sideways at ${width} px`, async () => {
    const { page, context } = await open({ context: { viewport: { width, height: 800 } } });
    await runEnded(page);
    for (const hash of ["#", "#flow", "#flow?sem=published", "#flow?view=speed", "#flow/occupancy", "#scenarios"]) {
      await page.evaluate((to) => (location.hash = to), hash);
      await page.waitForTimeout(200);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${hash} is ${over} px too wide`);
    }
    await context.close();
  });
}

test("every key does what the help sheet says", async () => {
  const { page, context } = await open();
  await runEnded(page);
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("d");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await page.keyboard.press("d");
  await page.waitForFunction(() => document.documentElement.dataset.theme === "contrast");
  assert.equal(await theme(), "contrast");
  await page.keyboard.press("2");
  await page.getByLabel("published", { exact: true }).check();
  await page.getByRole("heading", { name: "Volumes", exact: true }).waitFor();
  const volume = await page.locator("h1").innerText();
  await page.keyboard.press("]");
  await page.waitForFunction((was) => document.querySelector("h1")?.textContent !== was, volume);
  await page.keyboard.press("[");
  await page.waitForFunction((was) => document.querySelector("h1")?.textContent === was, volume);
  await page.keyboard.press("s");
  await page.waitForURL(/side=reference/);
  await page.keyboard.press("t");
  await page.getByRole("region", { name: "The day as a table" }).waitFor();
  await page.keyboard.press("t");
  await page.keyboard.press("/");
  await page.waitForFunction(() => document.activeElement?.id === "filter");
  await page.keyboard.type("d");
  assert.equal(await theme(), "contrast", "letters are letters in a field");
  await page.evaluate(() => document.activeElement.blur());
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("e")]);
  assert.match(download.suggestedFilename(), /^loadline-.*\.json$/);
  await page.keyboard.press("1");
  await page.getByRole("heading", { level: 1, name: /^The hot paths/ }).waitFor();
  await page.keyboard.press("r");
  await page.keyboard.press("c");
  await page.getByRole("heading", { name: /^Cancelled after/ }).waitFor();
  await context.close();
});

test("in the day chart, arrows move the time and the window's ends", async () => {
  const { page, context } = await open({ hash: "#flow?sem=published" });
  const chart = page.getByRole("slider", { name: /^Time of day/ });
  await chart.waitFor();
  await chart.focus();
  await page.keyboard.press("Home");
  await page.waitForURL(/t=\d+/);
  const time = new URL(page.url()).hash;
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((was) => location.hash !== was, time);
  await page.keyboard.press("Shift+ArrowRight");
  await page.waitForURL(/w=\d+-\d+/);
  assert.match(await page.locator(".day-figure figcaption").innerText(), /^\d\d:\d\d: \d+ enter in the hour/);
  await context.close();
});

test("the first tab stop skips to the content", async () => {
  const { page, context } = await open();
  await page.getByRole("link", { name: "Overview", exact: true }).waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
  await context.close();
});

test("without WebAssembly the page says so", async () => {
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => delete window.WebAssembly);
  await page.goto(stage.served.address);
  await page.getByRole("heading", { name: "This browser cannot run WebAssembly" }).waitFor();
  await context.close();
});

test("a link to a scenario that is not here says so and goes on with the day", async () => {
  const { page, context } = await open({ hash: "#flow?sem=published&s=friday" });
  await page.getByRole("heading", { name: "This link was made with “friday.json”" }).waitFor();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("heading", { name: "Volumes", exact: true }).waitFor();
  await context.close();
});
