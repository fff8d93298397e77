// Times the built page in Chromium: how long until every pair has its verdict, and until a European day is open.
// usage: node tests/bench.mjs LARGE.json.gz; prints one JSON object.
import { cpus } from "node:os";
import { choose, newPage, openBrowser, runEnded, servePage, stop } from "./journey/browser.mjs";

const ROUNDS = 5;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const rounded = (values) => values.map(Math.round);

/** From navigation until the lead says that all pairs agree. */
async function verdictMs(browser, address) {
  const beganAt = performance.now();
  const { page, context } = await newPage(browser, address);
  await page
    .getByText(/(\d+) of \1 agree/)
    .first()
    .waitFor();
  const took = performance.now() - beganAt;
  await context.close();
  return took;
}

/** From choosing the file until its title stands in the bar: unpacked, checked and indexed. */
async function openMs(browser, address, file) {
  const { page, context } = await newPage(browser, address);
  await runEnded(page);
  const beganAt = performance.now();
  // By its path: as bytes it would first cross to the browser as text, which takes longer than everything measured here.
  await choose(page, file);
  await page.getByRole("button", { name: /^Scenario: Generated day/ }).waitFor();
  const took = performance.now() - beganAt;
  await context.close();
  return took;
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: node tests/bench.mjs LARGE.json.gz");
const { server, address } = await servePage();
const browser = await openBrowser();
try {
  const verdicts = [];
  const openings = [];
  for (let round = 0; round < ROUNDS; round += 1) verdicts.push(await verdictMs(browser, address));
  for (let round = 0; round < ROUNDS; round += 1) openings.push(await openMs(browser, address, file));
  console.log(
    JSON.stringify({
      host: `Chromium ${browser.version()}, ${process.platform} ${process.arch}, ${cpus()[0]?.model}, ${cpus().length} cores`,
      command: "node www/tests/bench.mjs, on the generated large day (30,000 flights, 1,650,631 intervals, gzipped)",
      firstVerdictMs: { median: Math.round(median(verdicts)), rounds: rounded(verdicts) },
      largeDayOpenMs: { median: Math.round(median(openings)), rounds: rounded(openings) },
    }),
  );
} finally {
  await browser.close();
  stop(server);
}
