// A browser on the built page, and what a test may plant between the page and its worker.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../../serve.mjs";

const { AxeBuilder } = createRequire(import.meta.url)("@axe-core/playwright");

export const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** Flags that keep the browser itself off the network. `--no-sandbox` is for root in a container only. */
const ARGS = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function openBrowser() {
  if (!existsSync(`${dist}/index.html`)) throw new Error("www/dist is missing: run `npm run build` first");
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGS });
}

/** Serves the built page; without headers, as a static host that cannot send any. */
export function servePage(headers) {
  return serve({ root: dist, port: 4900, headers });
}

/** A browser and the served page, for all tests of a file: there from before its first until after its last. */
export function setStage() {
  const stage = {};
  before(async () => {
    stage.browser = await openBrowser();
    stage.served = await servePage();
  });
  after(async () => {
    await stage.browser?.close();
    if (stage.served) stop(stage.served.server);
  });
  return stage;
}

/** Ends a server at once, whoever is still connected. */
export function stop(server) {
  server.closeAllConnections();
  server.close();
}

/**
 * Stands between the page and its worker: a request may be changed or swallowed, a reply may be changed.
 * Runs in the page before its own scripts; the page itself knows nothing of it.
 */
function standBetween() {
  const RealWorker = window.Worker;
  window.planted = { request: undefined, reply: undefined, workers: 0 };
  window.Worker = class extends RealWorker {
    constructor(...all) {
      super(...all);
      window.planted.workers += 1;
    }
    postMessage(message, ...rest) {
      const change = window.planted.request;
      const changed = change === undefined ? message : change(message);
      if (changed !== undefined) super.postMessage(changed, ...rest);
    }
    set onmessage(listener) {
      super.onmessage = (event) => {
        const change = window.planted.reply;
        listener.call(this, change === undefined ? event : { data: change(event.data) ?? event.data });
      };
    }
  };
}

/**
 * A page with everything it asks for and says written down. `between` stands between it and its worker; where that is a function,
 * it plants something there before the page's first request, which a test that plants later may be too late for.
 */
export async function newPage(browser, address, { hash = "", between = false, context: options = {} } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const heard = { requests: [], complaints: [] };
  context.on("request", (request) => heard.requests.push(request.url()));
  page.on("pageerror", (error) => heard.complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") heard.complaints.push(message.text());
  });
  // A key has had its effect once the page has drawn; a page out of sight draws nothing, hence the timer.
  const press = page.keyboard.press.bind(page.keyboard);
  page.keyboard.press = async (...key) => {
    await press(...key);
    await page.evaluate(drawn).catch(() => undefined);
  };
  if (between !== false) await page.addInitScript(standBetween);
  if (typeof between === "function") await page.addInitScript(between);
  await page.goto(address + hash);
  return { page, context, heard };
}

function drawn() {
  return new Promise((done) => {
    setTimeout(done, 300);
    requestAnimationFrame(() => requestAnimationFrame(done));
  });
}

/** Waits until the first run has ended. */
export async function runEnded(page) {
  await page.getByText(/Checked and timed in/).waitFor({ timeout: 240_000 });
}

/** Gives the page bytes as a file, through its own chooser. */
export async function chooseFile(page, name, bytes) {
  await choose(page, { name, mimeType: "application/json", buffer: Buffer.from(bytes) });
}

/** Gives the page a file of this machine, or what stands for one, through its own chooser. */
export async function choose(page, file) {
  await page.getByRole("button", { name: /^Scenario:/ }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Choose a file…" }).first().click(),
  ]);
  await chooser.setFiles(file);
}

/** What axe finds that is serious. */
export async function findings(page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`);
}
