// loadline generate: a scenario from a seed, the same on every machine.

import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Usage } from './options.mjs';

function settings(text) {
  let params;
  try {
    params = JSON.parse(text);
  } catch (error) {
    throw new Usage(`--params is not JSON (${error.message}); write it as '{"nFlights": 500}'`, 'generate');
  }
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw new Usage(`--params must be an object; write it as '{"nFlights": 500}'`, 'generate');
  }
  return params;
}

export const generate = {
  summary: 'make a synthetic scenario from a seed, the same on every machine',
  usage: '[--size S] [--seed N] [--params JSON] [--out FILE]',
  options: {
    size: { value: 'S', help: 'tiny, small, medium or large', choice: ['tiny', 'small', 'medium', 'large'] },
    seed: { value: 'N', whole: 0, help: 'of the draws' },
    params: { value: 'JSON', help: `single settings, as '{"nFlights": 500, "gridW": 8}'` },
    out: { value: 'FILE', help: 'write here, gzipped when it ends in .gz (standard output)' },
  },
  files: 'none',
  async run({ size, seed, params = '{}', out }) {
    const { generate: make } = await import('./library.mjs');
    const bytes = make({ ...settings(params), ...(size === undefined ? {} : { size }), ...(seed === undefined ? {} : { seed }) });
    if (out === undefined) {
      process.stdout.write(bytes);
      return 0;
    }
    try {
      writeFileSync(out, out.endsWith('.gz') ? gzipSync(bytes, { level: 9 }) : bytes);
    } catch (error) {
      throw new Usage(`\`${out}\` cannot be written: ${error.message}`, 'generate');
    }
    return 0;
  },
};
