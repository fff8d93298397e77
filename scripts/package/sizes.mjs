// Prints the size of the wasm file, raw and compressed, and what changed since the last build; fails above the budget.
//   node scripts/package/sizes.mjs FILE.wasm RECORD.json BUDGET_KB
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const [file, record, budget] = process.argv.slice(2);
const bytes = readFileSync(file);
const before = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
const sizes = { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
writeFileSync(record, JSON.stringify(sizes));

const kb = (count) => `${(count / 1000).toFixed(1)} kB`;
const change = (name) => {
  const difference = before[name] === undefined ? 0 : sizes[name] - before[name];
  return difference === 0 ? '' : ` (${difference > 0 ? '+' : '−'}${kb(Math.abs(difference))})`;
};
console.error(
  `loadline: wasm ${kb(sizes.raw)}${change('raw')}, gzip ${kb(sizes.gzip)}${change('gzip')}, brotli ${kb(sizes.brotli)}${change('brotli')}; the budget is ${budget} kB after gzip`,
);
if (sizes.gzip > Number(budget) * 1000) {
  console.error('loadline: the wasm file is over its budget.');
  console.error('          See what grew with `twiggy top`, or raise WASM_BUDGET_KB in scripts/versions.sh and say why in CHANGELOG.md.');
  process.exit(1);
}
