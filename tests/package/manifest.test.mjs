// The tarball as a registry would see it: its files, its manifest, and what publint and attw say of it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { finished, here, root, tarball } from './support.mjs';

test('the tarball holds what the manifest names and nothing else', () => {
  const { stdout } = finished('tar', ['-tzf', tarball]);
  const files = stdout
    .trim()
    .split('\n')
    .map((name) => name.replace(/^package\//, ''))
    .sort();
  const outside = files.filter((name) => !/^(bin|dist|schema)\//.test(name));
  assert.deepEqual(outside, ['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json']);
  const manifest = JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8'));
  const named = JSON.stringify([
    manifest.exports,
    manifest.main,
    manifest.types,
    manifest.bin,
    manifest.typesVersions,
    manifest.sideEffects,
  ]);
  for (const [, path] of named.matchAll(/"(?:\.\/)?((?:bin|dist|schema)\/[^"]+)"/g))
    assert.ok(files.includes(path), `${path} is named but not packed`);
});

test('the package carries the version of the crate', () => {
  const [, version] = readFileSync(join(root, 'Cargo.toml'), 'utf8').match(/^version = "([^"]+)"/m);
  assert.equal(JSON.parse(readFileSync(join(root, 'pkg/package.json'), 'utf8')).version, version);
});

test('publint finds nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: join(root, 'pkg'), strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test('attw resolves the types of every entry', () => {
  const attw = join(here, 'node_modules/.bin/attw');
  const main = finished(attw, [tarball, '--entrypoints', '.', '--no-emoji']);
  assert.equal(main.status, 0, main.stdout);
  // The other entries are modules only, on purpose.
  const others = finished(attw, [tarball, '--no-emoji', '--ignore-rules', 'cjs-resolves-to-esm']);
  assert.equal(others.status, 0, others.stdout);
});
