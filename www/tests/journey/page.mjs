// The journey: what a visitor does, in a real browser, on the built page with the real library.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { chooseFile, newPage, runEnded, servePage, setStage, stop } from "./browser.mjs";

const swiss = readFileSync(new URL("../../../scenarios/flow/swiss-2018-08-01.json.gz", import.meta.url));

const stage = setStage();
const open = (options) => newPage(stage.browser, stage.served.address, options);

test("the page opens with the Swiss day, and every pair agrees", async (t) => {
  const { page, context, heard } = await open();
  await page.getByText(/(\d+) of \1 agree, bit for bit\./).waitFor({ timeout: 60_000 });
  const verdictMs = await page.evaluate(() => performance.now());
  t.diagnostic(`first verdict ${Math.round(verdictMs)} ms after navigation`);
  await runEnded(page);
  assert.match(await page.locator(".lead").innerText(), /geometric mean|The control failed/);
  const rows = await page.locator("table.ledger tr.agree").count();
  assert.ok(rows >= 4, `${rows} pairs in the ledger`);
  for (const row of await page.locator("table.ledger tr.agree .digests").all()) {
    const [reference, optimised] = await row.locator("code").allInnerTexts();
    assert.match(reference, /^[0-9a-f]{8}$/);
    assert.equal(reference, optimised);
  }
  assert.match(await page.locator(".progress").innerText(), /random samples a pair, 0 differ/);
  assert.deepEqual(heard.complaints, [], "nothing was logged, no rule of the policy was broken");
  assert.deepEqual(
    heard.requests.filter((url) => !url.startsWith(stage.served.address) && !url.startsWith("blob:")),
    [],
    "no request left",
  );
  await context.close();
});

test("holding flights back says who waits, and the other side confirms it", async () => {
  const { page, context } = await open();
  await page.getByLabel("Let through at most").waitFor();
  await page.getByText("both sides agree").waitFor({ timeout: 120_000 });
  const sentence = page.locator(".try .result");
  const before = await sentence.innerText();
  await page.getByLabel("Let through at most").press("PageDown");
  await page.waitForFunction((was) => document.querySelector(".try .result")?.textContent !== was, before);
  assert.match(await sentence.innerText(), /Overload, all that stands above the line, .* flights? waits?/);
  assert.match(page.url(), /#\?.*r=\d+/, "the rate stands in the address");
  await page.getByLabel("Let through at most").press("End");
  await page.getByText("No flight waits.").waitFor();
  const reload = page.url();
  await page.goto("about:blank");
  await page.goto(reload);
  await page.getByText("No flight waits.").waitFor({ timeout: 60_000 });
  await context.close();
});

test("a bad file is explained and nothing is lost", async () => {
  const { page, context } = await open();
  await runEnded(page);
  const lead = await page.locator(".lead").innerText();
  await chooseFile(page, "friday.json", '{ "version": 1, "kind": "flow",\n "flights": [ <b>bold</b> ] }');
  const refused = page.getByRole("alert");
  await refused.getByRole("heading", { name: /^friday\.json was not loaded/ }).waitFor();
  assert.match(await refused.innerText(), /stays open and every result below still stands/);
  assert.ok((await refused.locator("tbody tr").count()) >= 1, "each problem has a row");
  assert.equal(await page.locator(".lead").innerText(), lead, "the results are as they were");
  assert.equal(await page.locator(".refusal b").count(), 0, "text of a file is never markup");
  await refused.getByRole("button", { name: "Close" }).click();
  await refused.waitFor({ state: "detached" });
  await context.close();
});

test("a truncated gzip file, random bytes and an empty file are refused with a reason", async () => {
  const { page, context } = await open();
  await runEnded(page);
  const cases = {
    "half.json.gz": swiss.subarray(0, swiss.length / 2),
    "noise.json": Buffer.from([0, 255, 1, 254]),
    "empty.json": Buffer.alloc(0),
  };
  for (const [name, bytes] of Object.entries(cases)) {
    await chooseFile(page, name, bytes);
    await page.getByRole("heading", { name: new RegExp(`^${name} was not loaded`) }).waitFor();
    assert.equal((await page.locator("table.ledger tr.agree").count()) >= 4, true, "the ledger stands");
  }
  await context.close();
});

test("a good file takes the place of the day", async () => {
  const { page, context } = await open();
  await runEnded(page);
  await chooseFile(
    page,
    "again.json.gz",
    gzipSync(readFileSync(new URL("../../../scenarios/flow/two-flows-one-volume.json", import.meta.url))),
  );
  await page.waitForURL(/s=again/);
  await runEnded(page);
  assert.match(await page.locator(".lead").innerText(), /(\d+) of \1 agree/);
  await context.close();
});

test("the day can be made ten times as large, says so, and a link leads back to it", async () => {
  const { page, context } = await open({ hash: "#flow?sem=published&t=38" });
  await page.getByText("both sides agree").waitFor({ timeout: 120_000 });
  await page.getByRole("button", { name: /^Scenario:/ }).click();
  await page.getByRole("button", { name: "Make it 10 times as large" }).click();
  await page.getByRole("button", { name: /×10, synthetic/ }).waitFor({ timeout: 60_000 });
  await page.waitForURL(/s=swiss-2018-08-01-x10/);
  const link = `${page.url()}&t=40`;
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByRole("button", { name: /×10, synthetic/ }).waitFor({ timeout: 60_000 });
  await page.getByText(/^10:00: \d+ enter in the hour/).waitFor();
  await context.close();
});

test("Cancel is answered, what is complete is kept, and the run can go on", async () => {
  const between = () => {
    // Longer steps, so that there is something to cancel on any machine.
    const more = (message) => ({ ...message, ask: { ...message.ask, count: 20 * message.ask.count } });
    window.planted.request = (message) => (message.kind === "sample" ? more(message) : message);
  };
  const { page, context } = await open({ between });
  await page.getByText(/^Trying random samples/).waitFor({ timeout: 60_000 });
  await page.locator(".actions").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("heading", { name: /^Cancelled after/ }).waitFor();
  assert.match(await page.locator(".overview").innerText(), /an unfinished interval is not shown/);
  await page.evaluate(() => (window.planted.request = undefined));
  await page.getByRole("button", { name: "Go on from here" }).click();
  await runEnded(page);
  assert.ok((await page.locator("table.ledger tr.agree").count()) >= 4);
  await context.close();
});

test("reading a file is announced once it takes a moment, and the page stays", async () => {
  const { page, context } = await open({ between: true });
  await runEnded(page);
  await page.evaluate(() => (window.planted.request = (message) => (message.kind === "open" ? undefined : message)));
  await chooseFile(page, "slow.json.gz", swiss);
  await page.getByRole("heading", { name: "Reading slow.json.gz" }).waitFor();
  assert.match(await page.locator(".lead").innerText(), /agree/);
  await context.close();
});

test("a step that never ends is stopped with its worker", async () => {
  const between = () => {
    window.planted.request = (message) => (message.kind === "measure" ? undefined : message);
  };
  const { page, context } = await open({ between });
  await page.getByText(/^Timing /).waitFor({ timeout: 60_000 });
  const workers = await page.evaluate(() => window.planted.workers);
  await page.keyboard.press("c");
  await page.getByRole("heading", { name: /^Cancelled after/ }).waitFor();
  await page.waitForFunction((count) => window.planted.workers === count + 1, workers);
  await page.evaluate(() => (window.planted.request = undefined));
  await page.getByRole("button", { name: "Go on from here" }).click();
  await runEnded(page);
  await context.close();
});

test("a trap restarts the worker, and the page stays", async () => {
  const { page, context } = await open({ between: true });
  await runEnded(page);
  await page.evaluate(() => {
    window.planted.request = (message) => (message.kind === "sample" ? { ...message, kind: "trap", ask: {} } : message);
  });
  await page.goto(`${stage.served.address}#flow/delay`);
  await page.getByRole("button", { name: "Run it again" }).click();
  await page
    .getByRole("heading", { name: /^delay stopped|stopped$/ })
    .first()
    .waitFor();
  assert.match(
    await page.locator(".notice.trap").innerText(),
    /It broke one of its own rules \(“.+”\)\. The worker was restarted in [\d.]+ s;/,
  );
  await page.evaluate(() => (window.planted.request = undefined));
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator(".notice.trap").waitFor({ state: "detached" });
  await page.getByText(/random samples, 0 differ/).waitFor({ timeout: 120_000 });
  await context.close();
});

test("a disagreement is shown with its place and both values, and is not timed", async () => {
  const { page, context } = await open({ between: true });
  await page.evaluate(() => {
    window.planted.reply = ({ id, outcome }) => {
      if (outcome?.value?.pair !== "flow/delay" || outcome.value.referenceDigest === undefined) return undefined;
      const disagreement = { at: '$[0]["F0412"]', reference: "0", optimised: "15", differing: 1 };
      return {
        id,
        outcome: {
          ok: true,
          value: { ...outcome.value, agree: false, optimisedDigest: "71d0a9e8c20f5b11", disagreement },
        },
      };
    };
  });
  await page.getByRole("button", { name: "Run again" }).click({ timeout: 240_000 });
  await page.getByRole("link", { name: "See where it parts" }).click({ timeout: 60_000 });
  await page.getByRole("heading", { name: "delay: the two sides disagree, so it is not timed" }).waitFor();
  const shown = await page.locator("main").innerText();
  for (const expected of ['$[0]["F0412"]', "71d0a9e8 c20f5b11", "Save this case", "Run it again", "Read both sides"])
    assert.ok(shown.includes(expected), expected);
  assert.match(await page.locator(".tabs [aria-current]").innerText(), /not timed/);
  await context.close();
});

test("a pair's page shows both sides' whole source and both whole digests", async () => {
  const { page, context } = await open({ hash: "#flow/occupancy" });
  await page.locator(".equation-band .digest").first().waitFor();
  await page.waitForFunction(() =>
    /[0-9a-f]{8} [0-9a-f]{8}/.test(document.querySelector(".equation-band .digest")?.textContent ?? ""),
  );
  const source = readFileSync(new URL("../../../src/flow/occupancy/reference.rs", import.meta.url), "utf8");
  assert.equal((await page.locator(".source pre").first().textContent()).trim(), source.trim());
  assert.match(await page.locator(".argument").innerText(), /Did not pay/);
  await context.close();
});

/** A server that should never be asked anything. */
async function elsewhere() {
  let hits = 0;
  const server = createServer((_, response) => {
    hits += 1;
    response.end();
  });
  await new Promise((done) => server.listen(0, "localhost", done));
  return { server, address: `http://localhost:${server.address().port}/`, hits: () => hits };
}

for (const [host, headers] of [
  ["a host that sends the policy", undefined],
  ["a host that sends no headers", {}],
]) {
  test(`on ${host}, no request leaves the page or its worker`, async (t) => {
    const { server, address } = await servePage(headers);
    const other = await elsewhere();
    t.after(() => [server, other.server].forEach(stop));
    const { page, context, heard } = await newPage(stage.browser, address);
    await runEnded(page);
    assert.deepEqual(heard.complaints, []);
    const leave = (url) =>
      fetch(url, { mode: "no-cors" }).then(
        () => "sent",
        () => "blocked",
      );
    assert.equal(await page.evaluate(leave, other.address), "blocked", "from the page");
    assert.equal(page.workers().length, 1);
    assert.equal(await page.workers()[0].evaluate(leave, other.address), "blocked", "from inside the worker");
    assert.equal(other.hits(), 0);
    await context.close();
  });
}

test("the server sends the policy with everything and never leaves its folder", async () => {
  const get = (path) =>
    new Promise((done, fail) => {
      const url = new URL(stage.served.address);
      httpRequest({ host: url.hostname, port: url.port, path }, (response) => {
        response.resume();
        response.on("end", () => done(response));
      })
        .on("error", fail)
        .end();
    });
  const home = await get("/");
  assert.equal(home.statusCode, 200);
  assert.match(home.headers["content-security-policy"], /default-src 'none'/);
  for (const path of ["/../package.json", "/%2e%2e/package.json", "/..%2fpackage.json", "/nothing", "/%00", "/%"]) {
    assert.equal((await get(path)).statusCode, 404, path);
  }
});
