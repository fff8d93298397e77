// Puts the npm package together in pkg/, ready for `npm pack`.
//   node scripts/package/assemble.mjs FOLDER_OF_THE_WASM FOLDER_TO_FILL
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { apiSource, publicTypes, signatures } from './types.mjs';

const [wasm, out] = process.argv.slice(2);
const dist = join(out, 'dist');
const read = (path) => readFileSync(path, 'utf8');

rmSync(out, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

// The glue, the wasm and the hand-written files around them.
writeFileSync(join(dist, 'lib.js'), read(join(wasm, 'lib.js')).replace(/^\/\* @ts-self-types.*\n+/, ''));
cpSync(join(wasm, 'lib_bg.wasm'), join(dist, 'lib_bg.wasm'));
const written = [
  'call-text',
  'check',
  'contracts',
  'core',
  'errors',
  'guard',
  'inline',
  'keep-browser',
  'memoise',
  'node',
  'rates',
  'slim',
  'sound',
  'states',
  'stores',
  'sweep',
  'turns',
  'web',
].map((name) => `${name}.js`);
for (const name of [...written, 'wasm.d.ts']) {
  cpSync(join('pkg-config/src', name), join(dist, name));
}

// Types: generated ones, and a short file of ours around them; each once for `import` and once for `require`.
const types = publicTypes(read(join(wasm, 'lib.d.ts')));
const index = read('pkg-config/src/index.d.ts');
writeFileSync(join(dist, 'types.d.ts'), types);
writeFileSync(join(dist, 'types.d.cts'), types);
writeFileSync(join(dist, 'index.d.ts'), index);
writeFileSync(join(dist, 'index.d.cts'), index.replaceAll('./types.js', './types.cjs'));
writeFileSync(join(dist, 'api.js'), apiSource(signatures(types)));

// The two entries that carry the wasm inside.
const base64 = readFileSync(join(wasm, 'lib_bg.wasm')).toString('base64');
writeFileSync(join(dist, 'wasm-base64.js'), `export const base64 =\n  '${base64}';\n`);
const source = join(dist, 'node-source.js');
const files = join(dist, 'keep-node.js');
cpSync('pkg-config/src/node-source.js', source);
cpSync('pkg-config/src/keep-node.js', files);
execFileSync('esbuild', [
  source,
  '--bundle',
  '--keep-names',
  '--format=cjs',
  '--platform=node',
  '--target=node20',
  '--loader:.wasm=base64',
  '--log-level=warning',
  `--outfile=${join(dist, 'node.cjs')}`,
]);
rmSync(source);
rmSync(files);

// The manifest with the crate's version, and what else a reader expects.
const version = read('Cargo.toml').match(/^version = "([^"]+)"/m)[1];
const { name, description, ...rest } = JSON.parse(read('pkg-config/package.json'));
writeFileSync(join(out, 'package.json'), `${JSON.stringify({ name, version, description, ...rest }, undefined, 2)}\n`);
for (const each of ['README.md', 'bin']) cpSync(join('pkg-config', each), join(out, each), { recursive: true });
for (const each of ['LICENSE-APACHE', 'LICENSE-MIT']) cpSync(each, join(out, each));
mkdirSync(join(out, 'schema'));
cpSync('pkg-config/schema/cli.json', join(out, 'schema/cli.json'));
const { scenarioSchema } = await import(pathToFileURL(resolve(dist, 'node.js')));
for (const form of ['scenario', 'flow-sound', 'states', 'contracts']) writeFileSync(join(out, `schema/${form}.json`), scenarioSchema(form));
chmodSync(join(out, 'bin/loadline.mjs'), 0o755);
