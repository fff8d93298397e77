// Vite plugin: writes licences.txt beside the page, with the licence of everything that is bundled into it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FONT = "@fontsource-variable/ibm-plex-sans";

/** Names of the npm packages whose modules are in the bundle. */
function bundled(bundle) {
  const modules = Object.values(bundle).flatMap((output) => Object.keys(output.modules ?? {}));
  const names = modules.flatMap((id) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? []);
  return [...new Set([...names, FONT])].sort();
}

/** The plugin; `root` is the folder with node_modules. */
export function licences(root) {
  return {
    name: "licences",
    apply: "build",
    generateBundle(_options, bundle) {
      const texts = bundled(bundle).map((name) => {
        const folder = join(root, "node_modules", name);
        const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
        const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((each) => join(folder, each)).find(existsSync);
        if (file === undefined) this.error(`${name} has no licence file`);
        return `${name} ${version} (${license})\n\n${readFileSync(file, "utf8").trim()}\n`;
      });
      this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join(`\n${"-".repeat(80)}\n\n`) });
    },
  };
}
