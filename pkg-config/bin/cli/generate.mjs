// loadline generate: a scenario from a seed, the same on every machine.

import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { jsonObject, Usage } from './options.mjs';

/** A file resampled to so many times its flights. */
async function larger(file, times = 10, seed = 1) {
  const { withScenario } = await import('./files.mjs');
  return withScenario(file, (scenario) => scenario.resample(times, seed));
}

/** A day made from nothing but its settings. */
async function made({ size, seed, params = '{}' }) {
  const { generate: make } = await import('./library.mjs');
  const settings = jsonObject('params', params, '{"nFlights": 500}', 'generate');
  return make({ ...settings, ...(size === undefined ? {} : { size }), ...(seed === undefined ? {} : { seed }) });
}

export const generate = {
  summary: 'make a synthetic scenario from a seed, the same on every machine',
  usage: '[--size S] [--seed N] [--params JSON] [--from FILE --times N] [--out FILE]',
  options: {
    size: { value: 'S', help: 'tiny, small, medium or large', choice: ['tiny', 'small', 'medium', 'large'] },
    seed: { value: 'N', whole: 0, help: 'of the draws' },
    params: { value: 'JSON', help: `single settings, as '{"nFlights": 500, "gridW": 8}'` },
    from: { value: 'FILE', help: 'resample this scenario instead, labelled synthetic' },
    times: { value: 'N', whole: 1, help: 'with --from: so many times its flights and capacities (10)' },
    out: { value: 'FILE', help: 'write here, gzipped when it ends in .gz (standard output)' },
  },
  files: 'none',
  async run({ size, seed, params, from, times, out }) {
    if (from === undefined && times !== undefined) throw new Usage('--times goes with --from FILE', 'generate');
    if (from !== undefined && (size ?? params) !== undefined) throw new Usage('--from goes without --size and --params', 'generate');
    const bytes = from === undefined ? await made({ size, seed, params }) : await larger(from, times, seed);
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
