// Vite plugin: bundles the newest committed record of how the times grow, `virtual:growth`: that of Node, which runs the same
// WebAssembly as the page.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const MODULE = "virtual:growth";
const NAME = /^(\d{4}-\d{2}-\d{2})-node\.json$/;

/** The newest record under `root`, with its day; undefined where there is none. */
export function readGrowth(root) {
  if (!existsSync(root)) return undefined;
  const name = readdirSync(root)
    .filter((each) => NAME.test(each))
    .sort()
    .at(-1);
  if (name === undefined) return undefined;
  return { date: NAME.exec(name)[1], ...JSON.parse(readFileSync(join(root, name), "utf8")) };
}

/** The plugin; `root` is the folder with the records. */
export function growth(root) {
  const resolved = `\0${MODULE}`;
  return {
    name: "growth",
    resolveId: (id) => (id === MODULE ? resolved : undefined),
    load: (id) =>
      id === resolved ? `export default ${JSON.stringify(readGrowth(root) ?? null)} ?? undefined;` : undefined,
  };
}
