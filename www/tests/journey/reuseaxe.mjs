// What axe finds in the view of reuse, in every theme.
import assert from "node:assert/strict";
import { test } from "node:test";
import { findings, newPage, setStage } from "./browser.mjs";

const stage = setStage();

async function open(options) {
  const opened = await newPage(stage.browser, stage.served.address, { hash: "#reuse", ...options });
  await opened.page.locator(".heat-map").waitFor({ timeout: 90_000 });
  return opened;
}
const said = (page, name, pattern) =>
  page.locator(`.${name}-figure figcaption`, { hasText: pattern }).waitFor({ timeout: 60_000 });

for (const theme of ["light", "dark", "contrast"]) {
  test(`axe finds nothing serious, in ${theme}`, async (t) => {
    const { page, context } = await open({
      context: {
        colorScheme: theme === "dark" ? "dark" : "light",
        contrast: theme === "contrast" ? "more" : "no-preference",
      },
    });
    await page.locator(".trial-table").waitFor({ timeout: 60_000 });
    await said(page, "cache", "answered");
    const beganAt = performance.now();
    assert.deepEqual(await findings(page), [], "as charts");
    t.diagnostic(`axe took ${Math.round(performance.now() - beganAt)} ms`);
    if (theme !== "light") return context.close(); // The tables differ from theme to theme in nothing that the charts do not.
    await page.keyboard.press("t");
    for (const name of [
      "The plan as a table",
      "Predictions as a table",
      "Result cache as a table",
      "Control chart as a table",
    ])
      await page.getByRole("region", { name }).waitFor();
    assert.deepEqual(await findings(page), [], "as tables");
    await context.close();
  });
}
