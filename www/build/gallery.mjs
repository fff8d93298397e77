// Vite plugin: copies the scenario files of the repository beside the page and writes their index, `virtual:gallery`.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { gunzipSync } from "node:zlib";

const MODULE = "virtual:gallery";
/** What the page opens with, by kind. */
export const DEFAULT_SCENARIOS = ["swiss-2018-08-01", "thirty-questions"];

/** Every scenario file under `root`, those that the page opens with first. */
export function readGallery(root) {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true })
    .map(String)
    .filter((path) => /\.json(\.gz)?$/.test(path))
    .map((path) => describe(root, path))
    .filter((entry) => entry !== undefined)
    .sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
}

function place({ name }) {
  const at = DEFAULT_SCENARIOS.indexOf(name);
  return at < 0 ? DEFAULT_SCENARIOS.length : at;
}

function describe(root, path) {
  const bytes = readFileSync(join(root, path));
  const text = path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  const scenario = JSON.parse(text.toString("utf8"));
  const file = relative(root, join(root, path)).split(sep).join("/");
  const name = basename(file).replace(/\.json(\.gz)?$/, "");
  return { name, file, kind: scenario.kind ?? "flow", title: scenario.title ?? name, bytes: bytes.length };
}

/** The plugin; `root` is the folder with the scenario files. */
export function gallery(root) {
  const resolved = `\0${MODULE}`;
  return {
    name: "gallery",
    resolveId: (id) => (id === MODULE ? resolved : undefined),
    load: (id) => (id === resolved ? `export default ${JSON.stringify(readGallery(root))};` : undefined),
    generateBundle() {
      for (const { file } of readGallery(root)) {
        this.emitFile({ type: "asset", fileName: `scenarios/${file}`, source: readFileSync(join(root, file)) });
      }
    },
    configureServer(server) {
      server.middlewares.use("/scenarios/", (request, response, next) => {
        const wanted = decodeURIComponent((request.url ?? "").split("?")[0].replace(/^\//, ""));
        const known = readGallery(root).some((entry) => entry.file === wanted);
        if (known) response.end(readFileSync(join(root, wanted)));
        else next();
      });
    },
  };
}
