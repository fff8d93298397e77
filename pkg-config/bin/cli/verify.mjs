// loadline verify: both sides against recorded answers.

import { eachFile } from './each.mjs';
import { progress, clearProgress } from './progress.mjs';
import { count, counted, table } from './text.mjs';

const sums = (sections) => {
  const sum = (key) => sections.reduce((total, section) => total + section[key], 0);
  return { checked: sum('checked'), differ: sum('differ'), skipped: sum('skipped') };
};

function sectionRow({ section, checked, differ, skipped }) {
  const sign = differ > 0 ? '≠' : checked > 0 ? '=' : ' ';
  const cell = (number, words) => (number > 0 ? `${count(number)} ${words}` : '');
  return [`  ${sign} ${section}`, cell(checked, 'checked'), cell(differ, differ === 1 ? 'differs' : 'differ'), cell(skipped, 'skipped')];
}

function text({ file, sections }) {
  const firsts = sections
    .filter(({ first }) => first !== undefined)
    .map(({ section, first }) => `    ${section} differs first: ${first}\n`);
  return `${file}\n${table(sections.map(sectionRow), [1, 2, 3])}${firsts.join('')}`;
}

export const verify = {
  summary: 'both sides against recorded answers',
  usage: 'FILE… [--json]',
  options: { json: { help: 'for machines: {checked, differ, skipped, files: [{file, sections}]}' } },
  details: ['A FILE holds recorded cases: a scenario and its expected answers. Sections of pairs that do not exist are skipped, by name.'],
  files: 'some',
  async run({ json }, files) {
    const { beside, read } = await import('./files.mjs');
    const { verifyRecorded } = await import('./library.mjs');
    const verified = [];
    const worst = await eachFile(files, async (file) => {
      progress(`verifying ${file} (${verified.length + 1} of ${files.length})`);
      const { name, bytes } = await read(file);
      const { sections } = verifyRecorded(name, bytes, beside(file));
      clearProgress();
      verified.push({ file, ...sums(sections), sections });
      if (!json) process.stdout.write(text({ file, sections }));
      return sums(sections).differ > 0 ? 1 : 0;
    });
    const total = sums(verified);
    if (json) process.stdout.write(`${JSON.stringify({ ...total, files: verified })}\n`);
    else {
      const { checked, differ, skipped } = total;
      process.stdout.write(
        `${differ > 0 ? '≠' : '='} ${counted(verified.length, 'file')}: ${counted(checked, 'value')} checked, ${count(differ)} ${differ === 1 ? 'differs' : 'differ'}, ${count(skipped)} skipped\n`,
      );
    }
    return worst;
  },
};
