import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { gallery } from "./build/gallery.mjs";
import { growth } from "./build/growth.mjs";
import { licences } from "./build/licences.mjs";
import { headers, policy } from "./build/policy.mjs";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const loadline = here("../pkg/dist/web.js");

/** Says plainly what is missing when the package has not been built. */
const packageIsBuilt: Plugin = {
  name: "package-is-built",
  apply: (_config, { mode }) => mode !== "test",
  buildStart() {
    if (!existsSync(loadline)) this.error(`the package is not built: ${loadline} is missing; run \`make build\` first`);
  },
};

/** Writes the policy into the built page, for hosts that cannot send headers. The development server injects styles, so not there. */
const policyInPage: Plugin = {
  name: "policy-in-page",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: policy }, injectTo: "head-prepend" },
  ],
};

export default defineConfig({
  base: "./",
  plugins: [
    packageIsBuilt,
    policyInPage,
    gallery(here("../scenarios")),
    growth(here("../records/sweep")),
    licences(here(".")),
  ],
  resolve: { alias: { loadline } },
  server: { fs: { allow: [here("..")] }, headers: { ...headers, "Content-Security-Policy": "" } },
  preview: { headers },
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  worker: { format: "es" },
});
