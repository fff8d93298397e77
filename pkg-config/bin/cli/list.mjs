// loadline list

import { counted } from './text.mjs';

export const list = {
  summary: 'the pairs there are, with the question each answers',
  usage: '[--json]',
  options: { json: { help: 'for machines: {version, pairs: [{name, family, question, definition}]}' } },
  files: 'none',
  async run({ json }) {
    const { pairs, version } = await import('./library.mjs');
    const all = pairs();
    if (json) process.stdout.write(`${JSON.stringify({ version: version(), pairs: all })}\n`);
    else {
      for (const { name, question, definition } of all) process.stdout.write(`${name}\n  ${question}\n  ${definition}\n`);
      process.stderr.write(`${counted(all.length, 'pair')}, each with a reference and an optimised side\n`);
    }
    return 0;
  },
};
