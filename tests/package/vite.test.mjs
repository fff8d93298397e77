// The tarball in an empty Vite project: built, served under a strict Content-Security-Policy, asked in a page and in a worker of Chromium.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { answered, asking, project } from './support.mjs';

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
const kinds = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

// A search of several slices on the plain side, beside a timer of the page.
const searching = `
  const medium = Scenario.load(generate({ size: 'medium', seed: 1 }), 'medium.json');
  const request = { side: 'reference', grid: Array.from({ length: 200 }, (_, index) => index + 1) };
  const search = { slices: 0, ticks: 0 };
  const timer = setInterval(() => { search.ticks += 1; }, 1);
  const found = await findRates(medium, request, { onProgress: () => { search.slices += 1; } });
  clearInterval(timer);
  search.flows = found.flow.length;
  search.reason = await findRates(medium, request, { signal: AbortSignal.timeout(60) }).then(() => 'none', (error) => error.name);
  medium.free();`;
const ask = `async function ask() { await Promise.all([init(), init()]); ${asking} ${searching} return { ...answers, search }; }`;
const path = project({
  'index.html': '<!doctype html><title>waiting</title><script type="module" src="./page.js"></script>',
  'page.js': `
    import { findRates, generate, init, pairs, Scenario } from 'loadline';
    ${ask}
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => { globalThis.fromWorker = data; };
    worker.onerror = ({ message }) => { globalThis.fromWorker = { failed: message }; };
    ask().then((answers) => { globalThis.fromPage = answers; }, (error) => { globalThis.fromPage = { failed: error.message }; });`,
  'worker.js': `
    import { findRates, generate, init, pairs, Scenario } from 'loadline';
    ${ask}
    ask().then((answers) => postMessage(answers), (error) => postMessage({ failed: error.message }));`,
});

let server;
let browser;

before(async () => {
  await build({ root: path, logLevel: 'error', build: { target: 'es2022' } });
  server = createServer((request, response) => {
    const name = request.url === '/' ? '/index.html' : request.url.split('?')[0];
    try {
      const body = readFileSync(join(path, 'dist', name));
      response.writeHead(200, { 'content-type': kinds[extname(name)], 'content-security-policy': policy }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Root in a container cannot have the sandbox.
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, chromiumSandbox: process.getuid?.() !== 0 });
});

after(async () => {
  await browser?.close();
  server?.close();
});

test('Vite takes the wasm along once', () => {
  const wasm = readdirSync(join(path, 'dist/assets')).filter((name) => name.endsWith('.wasm'));
  assert.equal(wasm.length, 1, String(wasm));
});

test('page and worker answer as worked out by hand, under a strict policy', async () => {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && !/favicon/.test(message.location().url) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => globalThis.fromPage && globalThis.fromWorker);
  const found = await page.evaluate(() => ({ page: globalThis.fromPage, worker: globalThis.fromWorker }));
  for (const host of ['page', 'worker']) {
    const { pairs, search, ...answers } = found[host];
    assert.deepEqual(answers, answered, `${host}: ${JSON.stringify(found[host])}`);
    assert.ok(search.flows > 0 && search.slices > 2 && search.ticks > 0, `${host}: ${JSON.stringify(search)}`);
    assert.equal(search.reason, 'TimeoutError', host);
    assert.ok(pairs.includes('flow/occupancy'));
  }
  assert.deepEqual(complaints, []);
});
