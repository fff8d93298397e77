#!/usr/bin/env node
// Serves the built page on this machine only, with the page's policy on every response.
import { createReadStream, existsSync, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { headers } from "./build/policy.mjs";

const HELP = `Serves the built page at http://localhost.

  node serve.mjs [--port 4173] [--root dist]

  --port  first port to try; the next free one is taken    (4173)
  --root  folder with the built page                       (dist, beside this file)
  --help  this text`;

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".gz": "application/gzip",
  ".txt": "text/plain; charset=utf-8",
};
/** How many ports are tried before giving up. */
const TRIES = 20;

/** The file a request means, or undefined: never one outside `root`, whatever the path or a link says. */
function fileFor(root, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
  if (path.includes("\0")) return undefined;
  const wanted = join(root, path.endsWith("/") ? `${path}index.html` : path);
  if (!existsSync(wanted)) return undefined;
  const file = realpathSync(wanted);
  return file.startsWith(root + sep) && statSync(file).isFile() ? file : undefined;
}

function answer(root, sent, request, response) {
  for (const [name, value] of Object.entries(sent)) response.setHeader(name, value);
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const file = fileFor(root, request.url ?? "/");
  if (file === undefined) {
    response.writeHead(404, { "Content-Type": TYPES[".txt"] }).end("There is nothing at this address.\n");
    return;
  }
  const hashed = file.startsWith(join(root, "assets") + sep);
  response.writeHead(200, {
    "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
    "Content-Length": statSync(file).size,
    "Cache-Control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
  });
  if (request.method === "HEAD") response.end();
  else createReadStream(file).pipe(response);
}

/** Listens at `port` or the next free one; answers the server and its address. */
export async function serve({ root, port, headers: sent = headers }) {
  const real = realpathSync(root);
  for (let tried = port; tried < port + TRIES; tried++) {
    const server = createServer((request, response) => answer(real, sent, request, response));
    const failed = await new Promise((settle) => {
      server.once("error", settle);
      server.listen(tried, "localhost", () => settle(undefined));
    });
    if (failed === undefined) return { server, address: `http://localhost:${server.address().port}/` };
    if (failed.code !== "EADDRINUSE") throw failed;
  }
  throw new Error(`no free port from ${port} to ${port + TRIES - 1}`);
}

async function main() {
  const { values } = parseArgs({
    options: { port: { type: "string" }, root: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return console.log(HELP);
  const port = Number(values.port ?? 4173);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${values.port} is not a port`);
  const root = values.root ?? fileURLToPath(new URL("dist", import.meta.url));
  if (!existsSync(join(root, "index.html"))) throw new Error(`${root} holds no built page; run \`make build\` first`);
  const { server, address } = await serve({ root, port });
  console.log(`loadline is at ${address}  (Ctrl-C ends it)`);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      server.closeAllConnections();
      server.close(() => process.exit(0));
    });
  }
}

if (import.meta.url === pathToFileURL(realpathSync(process.argv[1] ?? "")).href) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
