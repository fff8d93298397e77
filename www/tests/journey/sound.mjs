// A day under the sound model: what a person does with a plan, from the first look to the link that leads back to it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { chooseFile, findings, newPage, setStage } from "./browser.mjs";

const stage = setStage();
const DAY = "#flow?s=swiss-2018-08-01-sound";
const open = (options = {}) => newPage(stage.browser, stage.served.address, { hash: DAY, ...options });

const sentence = (page) => page.locator(".sound .result").innerText();
const agreed = (page) => page.locator(".sound .verdicts .agrees").waitFor({ timeout: 120_000 });
const searched = (page) => page.getByRole("button", { name: "Use found rates" }).waitFor({ timeout: 120_000 });
const slider = (page) => page.locator(".sound-flow input[type=range]").first();
const changed = (page, was) =>
  page.waitForFunction((before) => document.querySelector(".sound .result")?.innerText !== before, was);
/** J of the sentence, of the table and of the bound. */
const costs = async (page) => ({
  sentence: (await sentence(page)).match(/([\d,.]+\d)\.?\s*$/)[1],
  table: (await page.locator(".sound-cost tr.total td").allInnerTexts()).at(-1),
  bound: (await page.locator(".sound-bound").innerText()).match(/(?:alone has|J) ([\d,.]+\d)/)[1],
});
/** Sets the first slider as a hand does that drags it: one input after another, without a pause. */
const drag = (page, positions) =>
  slider(page).evaluate(async (input, all) => {
    for (const position of all) {
      input.value = String(position);
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise(requestAnimationFrame);
    }
  }, positions);

/** A printed figure as a number. */
const figure = (text) => Number(text.replaceAll(",", "").replace("−", "-"));

async function openSearched(options) {
  const opened = await open(options);
  await searched(opened.page);
  await agreed(opened.page);
  return opened;
}

test("a dragged slider is followed, answered, and confirmed by the other side with one digest", async () => {
  const { page, context, heard } = await openSearched();
  const before = await sentence(page);
  await drag(page, [50, 45, 40, 35, 30, 25, 20, 18, 17, 16]);
  await changed(page, before);
  await agreed(page);
  const [own, other] = await page.locator(".sound .verdicts code").allInnerTexts();
  assert.match(own, /^[0-9a-f]{8}$/);
  assert.equal(own, other);
  assert.match(
    await sentence(page),
    /Overload in LSAS 365–385 .* flight-minutes\. \d+ of [\d,]+ regulated flights waits?, /,
  );
  assert.match(await page.locator(".sound .counted").innerText(), /flights entering in 60 min, windows every minute/);
  assert.match(await page.locator(".sound .day-figure").innerText(), /flights entering in 60 min .* every 15 min/);
  assert.match(await page.locator(".sound-centre .note").last().innerText(), /Capacities are ours/);
  await page.waitForURL(/reg=LSAS~LSAS\+365-385~25200-68400~France:17,Germany:-/);
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("J of the sentence, the table and the bound are one figure, also with bars every 20 minutes", async () => {
  const { page, context } = await openSearched();
  await page.getByRole("button", { name: "Use found rates" }).click();
  await page.waitForURL(/all:\d+/);
  await agreed(page);
  await page.locator(".sound-bound", { hasText: "any delays of the flights in scope" }).waitFor();
  const figures = await costs(page);
  assert.deepEqual([figures.table, figures.bound], [figures.sentence, figures.sentence]);
  const text = await page.locator(".sound-bound").innerText();
  assert.match(text, /Gap in J at most [\d.]+ %: any delays of the flights in scope .* windows every minute/);
  assert.doesNotMatch(
    await page.locator("main").innerText(),
    /\bthe best\b/,
    "a gap is left: nothing is called the best",
  );
  await page.getByRole("button", { name: "A bar every 20 min" }).click();
  await page.getByText(/a bar every 20 min/).waitFor();
  await agreed(page);
  assert.deepEqual(await costs(page), figures);
  await page.getByText(/windows every 20 min/).waitFor();
  await context.close();
});

test("the sliders' tracks carry the search, and the ways of giving rates show what was found", async () => {
  const { page, context } = await openSearched();
  await page.locator(".sound-flow .search .tried").nth(10).waitFor({ timeout: 60_000 });
  assert.equal(await page.locator(".sound-flow .search .chosen").count(), 4, "a dot at each rate found");
  const modes = await page.locator(".sound-rates .modes").innerText();
  const [, perFlow] = /per flow, J ([\d,.]+)/.exec(modes);
  const [, together] = /all together, J ([\d,.]+)/.exec(modes);
  const [nothing] = (await page.locator(".sound-cost tr.total td").allInnerTexts()).map(figure);
  const changes = async () => (await page.locator(".sound-flow .change").allInnerTexts()).map(figure);
  await page.getByLabel(/^all together/).check();
  await page.waitForURL(/~all:\d+/);
  await agreed(page);
  assert.equal((await costs(page)).table, together, "J in the switch is J of its rates");
  assert.match(await slider(page).getAttribute("aria-valuetext"), /^\d+ an hour, change in J −[\d,.]+$/);
  assert.deepEqual(await changes(), [figure(together) - nothing]);
  await page.getByLabel(/^per flow/).check();
  await page.waitForURL(/France:\d+/);
  // At the rates found every flow's track says the same: the change that all of them bring together.
  assert.deepEqual(await changes(), new Array(4).fill(figure(perFlow) - nothing));
  await page.getByRole("button", { name: "No limits" }).click();
  await page.getByText("No flight waits.").waitFor();
  await page.waitForFunction(() => !location.hash.includes("reg="));
  await context.close();
});

test("a flight is exempt by hand, the slots are saved, and the link and the saved plan lead back", async () => {
  const { page, context, heard } = await openSearched();
  await page.getByRole("button", { name: "Use found rates" }).click();
  await page.getByText(/regulated flights wait, /).waitFor();
  await page
    .getByRole("button", { name: /^Exempt / })
    .first()
    .click();
  await page.getByRole("button", { name: /^Release / }).waitFor();
  await page.waitForURL(/ex=F\d+/);
  await page
    .getByRole("button", { name: /^Freeze / })
    .first()
    .click();
  await page.waitForURL(/fz=F\d+:\d+/);
  await page.getByRole("checkbox", { name: /Extend until/ }).check();
  await page.waitForURL(/ext=1/);
  await agreed(page);
  const [slots] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the slot list as CSV" }).click(),
  ]);
  const rows = readFileSync(await slots.path(), "utf8");
  assert.match(rows, /^regulation,volume,flow,flight,operator,etoUtc,slotUtc,/);
  assert.match(rows, /\r\nLSAS,LSAS 365-385,all,F\d+,/);
  const [plan] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the plan", exact: true }).click(),
  ]);
  const file = readFileSync(await plan.path());
  assert.equal(JSON.parse(file).analysis.stepS, 900, "the plan keeps its own windows");
  const [link, said] = [page.url(), await sentence(page)];
  await page.goto("about:blank");
  await page.goto(link);
  await agreed(page);
  assert.equal(await sentence(page), said, "the link leads to the same answer");
  assert.equal(page.url(), link);
  await page.getByRole("button", { name: "No limits" }).click();
  await page.getByText("No flight waits.").waitFor();
  await load(page, { name: "again.json", mimeType: "application/json", buffer: file });
  await changed(page, await sentence(page));
  assert.equal(await sentence(page), said, "so does the file");
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

async function load(page, file) {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Load a plan…" }).click(),
  ]);
  await chooser.setFiles(file);
}

test("a plan file that cannot be taken is explained, and nothing is lost", async () => {
  const { page, context, heard } = await openSearched();
  await drag(page, [17]);
  await page.waitForURL(/France:\d+/);
  await agreed(page);
  const [link, said] = [page.url(), await sentence(page)];
  const files = {
    "words.json": [
      "not a plan <b>at all</b>",
      /^words\.json was not taken, and the plan is as it was: It is no JSON\./,
    ],
    "list.json": ["[1, 2]", /It holds no plan/],
    "nowhere.json": [
      '{"regulations":[{"id":"x","volume":"<i>NOWHERE</i>","period":[0,3600],"flows":[{"id":"all","rate":3}]}]}',
      /unknown volume/,
    ],
  };
  for (const [name, [text, why]] of Object.entries(files)) {
    await load(page, { name, mimeType: "application/json", buffer: Buffer.from(text) });
    const alert = page.locator(".sound-plans [role=alert]", { hasText: name });
    await alert.waitFor();
    assert.match(await alert.innerText(), why);
    assert.equal(await alert.locator("b, i").count(), 0, "text of a file is never markup");
    assert.deepEqual([page.url(), await sentence(page)], [link, said]);
  }
  assert.deepEqual(heard.complaints, []);
  await context.close();
});

test("a link with parts that cannot be meant opens without them", async () => {
  const bad = "reg=LSAS~NOWHERE~25200-68400~all:20&reg=half&ex=NOBODY&fz=F0157:x&ext=maybe&wt=target:-3,moon:9";
  const { page, context, heard } = await open({ hash: `${DAY}&${bad}` });
  await page.getByRole("heading", { name: "Nothing is regulated" }).waitFor({ timeout: 60_000 });
  assert.deepEqual(heard.complaints, []);
  await page.goto("about:blank");
  await page.goto(`${stage.served.address}${DAY}&reg=LSAS~LSAS+365-385~25200-68400~all:20:{"colour"%253A["x"]}`);
  await page.locator(".sound-plans [role=alert]", { hasText: "The plan of this link was not taken" }).waitFor();
  await searched(page);
  await context.close();
});

test("the other side answers the same, and two that differ are shown with both digests", async () => {
  const between = () => {
    // The first digests are left as they are; from then on the reference side's are others.
    window.planted.sides = {};
    window.planted.request = (message) => {
      if (message.kind === "soundDigest") window.planted.sides[message.id] = message.ask.side;
      return message;
    };
    window.planted.reply = ({ id, outcome }) => {
      if (!window.planted.differ || window.planted.sides[id] !== "reference") return undefined;
      return { id, outcome: { ok: true, value: { ...outcome.value, digest: "71d0a9e8c20f5b11" } } };
    };
  };
  const { page, context } = await openSearched({ between });
  const codes = () => page.locator(".sound .verdicts code").allInnerTexts();
  const before = await codes();
  await page.keyboard.press("s");
  await page.waitForURL(/side=reference/);
  await page.getByText("for this answer, reference side").waitFor();
  await agreed(page);
  assert.deepEqual(await codes(), before);
  await page.evaluate(() => (window.planted.differ = true));
  await page.keyboard.press("s");
  await page.getByText("the sides disagree").waitFor({ timeout: 60_000 });
  assert.deepEqual(await codes(), [before[0], "71d0a9e8"]);
  assert.equal(await page.locator(".sound .verdicts .sign.agree").count(), 0);
  await context.close();
});

test("a search can be cancelled with c, and a side that stops in it is said", async () => {
  const between = () => {
    // Nearly as many combinations as are tried in full, so that there is something to cancel on any machine.
    const grid = [null, ...Array.from({ length: 43 }, (_, i) => 460 - 10 * i)];
    const grids = [grid, grid, grid, grid];
    window.planted.request = (message) =>
      message.kind === "soundRates" ? { ...message, ask: { plan: { ...message.ask.plan, grids } } } : message;
  };
  const { page, context } = await open({ hash: `${DAY}-x10`, between });
  await page.getByRole("button", { name: /×10, synthetic/ }).waitFor({ timeout: 60_000 });
  const group = page.getByRole("group", { name: "Search for rates" });
  await group.getByText(/Searching, .*: [1-9][\d,]* tried/).waitFor({ timeout: 60_000 });
  const workers = await page.evaluate(() => window.planted.workers);
  await drag(page, [4]);
  await page.getByText(/regulated flights? waits?, /).waitFor({ timeout: 60_000 });
  assert.equal(await group.count(), 1, "the search goes on beside the answer");
  await page.keyboard.press("c");
  await page.getByText("The search was cancelled; rates can still be set by hand.").waitFor();
  assert.equal(await page.evaluate(() => window.planted.workers), workers, "the worker went on");
  await page.evaluate(() => {
    window.planted.request = (message) =>
      message.kind === "soundRates" ? { ...message, kind: "trap", ask: {} } : message;
  });
  await page.getByRole("button", { name: "Search again" }).click();
  await page.getByRole("heading", { name: "rates stopped" }).waitFor({ timeout: 60_000 });
  assert.match(await page.locator(".notice.trap").innerText(), /The worker was restarted in [\d.]+ s/);
  await page.evaluate(() => (window.planted.request = undefined));
  await page.getByRole("button", { name: "Try again" }).click();
  await searched(page);
  await context.close();
});

test("an answer that breaks off leaves the old one, and is asked again", async () => {
  const { page, context } = await openSearched({ between: true });
  const said = await sentence(page);
  await page.evaluate(() => {
    window.planted.request = (message) =>
      message.kind === "soundPlay" ? { ...message, kind: "trap", ask: {} } : message;
  });
  await drag(page, [20]);
  await page.getByRole("heading", { name: "slots stopped" }).waitFor({ timeout: 60_000 });
  assert.equal(await sentence(page), said);
  await page.evaluate(() => (window.planted.request = undefined));
  await page.getByRole("button", { name: "Try again" }).click();
  await changed(page, said);
  await agreed(page);
  await context.close();
});

const bare = (change) =>
  JSON.stringify({ version: 1, kind: "flow", name: "bare", title: "Bare day", semantics: "sound", ...change });
const volumes = [{ id: "A" }, { id: "B" }];
const flights = [
  {
    id: "F1",
    stays: [
      ["A", 3600, 4200],
      ["B", 4200, 5000],
    ],
  },
  { id: "F2", stays: [["A", 3700, 4300]] },
];

test("a day without capacities, one without hotspots, and a filter that captures nobody say so", async () => {
  const { page, context } = await openSearched();
  await chooseFile(page, "bare.json", bare({ volumes, flights }));
  await page.getByRole("heading", { name: "No volume declares a capacity" }).waitFor({ timeout: 60_000 });
  await page.getByRole("heading", { name: "Nothing is regulated" }).waitFor();
  const roomy = volumes.map((volume) => ({ ...volume, entryCapacity: [[0, 86400, 30]] }));
  await chooseFile(page, "roomy.json", bare({ volumes: roomy, flights }));
  await page.getByRole("heading", { name: "Nothing is above what is declared to fit" }).waitFor({ timeout: 60_000 });
  const plan = {
    regulations: [
      { id: "R", volume: "A", period: [0, 7200], flows: [{ id: "x", filter: { operator: ["NONE"] }, rate: 3 }] },
    ],
  };
  await load(page, { name: "nobody.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(plan)) });
  await page.getByRole("heading", { name: "This regulation captures nobody" }).waitFor();
  assert.match(await sentence(page), /No flight waits/);
  await context.close();
});

test("in the chart, arrows move from window to window, and one line says what stands there", async () => {
  const { page, context } = await openSearched();
  const chart = page.getByRole("slider", { name: /^Time of day/ });
  await chart.focus();
  await page.keyboard.press("Home");
  const line = page.locator(".sound .day-figure figcaption");
  await line.getByText(/^04:00: \d+ flights entering in 60 min under this plan, \d+ as filed, 38 fit\.$/).waitFor();
  await page.keyboard.press("ArrowRight");
  await line.getByText(/^04:15: /).waitFor();
  assert.equal(await chart.getAttribute("aria-valuetext"), await line.innerText());
  await page.getByRole("button", { name: "A bar every 20 min" }).click();
  await line.getByText(/^04:00: /).waitFor();
  await context.close();
});

test("the switch leads to the published model, its address back to it, and the plan is kept", async () => {
  const { page, context } = await openSearched();
  await drag(page, [17]);
  await page.waitForURL(/France:/);
  const link = page.url();
  await page.getByLabel("published", { exact: true }).check();
  await page.waitForURL(/sem=published/);
  assert.doesNotMatch(page.url(), /reg=/);
  await page.getByRole("heading", { name: "Volumes", exact: true }).waitFor();
  await page.getByLabel("sound", { exact: true }).check();
  await page.waitForURL(link);
  await context.close();
});

test("the overview's one thing to try leads to the sound view with its rate", async () => {
  const { page, context } = await open({ hash: "#?s=swiss-2018-08-01-sound&r=36" });
  const tried = page.locator(".try .result");
  await tried.getByText(/regulated flights wait/).waitFor({ timeout: 60_000 });
  await page.locator(".try .agrees").waitFor({ timeout: 120_000 });
  const said = (await tried.innerText())
    .replace(/\s*Open the day$/, "")
    .replace(/^Overload, all that .* line,/, "Overload in LSAS 365–385");
  await page.getByRole("link", { name: "Open the day" }).click();
  await page.waitForURL(/#flow\?.*~all:36/);
  await page
    .locator(".sound .result")
    .getByText(/regulated flights wait/)
    .waitFor();
  assert.equal((await sentence(page)).trim(), said.trim());
  await context.close();
});

test("at 360 px one part at a time stands under the chart, and the sign stays at the foot", async () => {
  const { page, context } = await openSearched({ context: { viewport: { width: 360, height: 740 }, hasTouch: true } });
  const shown = (selector) => page.locator(selector).first().isVisible();
  const parts = () => Promise.all([".sound-rates", ".sound-waits", ".sound-effect", ".sound-plans"].map(shown));
  assert.deepEqual(await parts(), [true, false, false, false]);
  for (const [name, at] of [
    ["Who waits", 1],
    ["Volumes", 2],
    ["Plans", 3],
  ]) {
    await page.locator(".parts").getByRole("button", { name }).click();
    await page.waitForFunction(
      (title) => document.querySelector(".parts [aria-pressed=true]")?.textContent === title,
      name,
    );
    assert.deepEqual(
      await parts(),
      [0, 1, 2, 3].map((i) => i === at),
    );
    assert.ok(await shown(".live.bar .sign.agree"));
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, name);
  }
  await context.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing serious in the plan's view in ${colorScheme}`, async () => {
    const { page, context } = await openSearched({ context: { colorScheme } });
    await page.getByRole("button", { name: "Use found rates" }).click();
    await page.getByText(/regulated flights wait, /).waitFor();
    await page.getByRole("button", { name: "Set aside to compare" }).click();
    await page.getByRole("button", { name: "Compare the models" }).click();
    await page.getByText("Sound model: every whole rate").waitFor({ timeout: 60_000 });
    await agreed(page);
    assert.deepEqual(await findings(page), []);
    await page.keyboard.press("t");
    assert.deepEqual(await findings(page), [], "with tables");
    await context.close();
  });
}
