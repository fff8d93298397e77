// Goes through the files of a command line: one that cannot be used is explained, and the others are still read.

import { clearProgress } from './progress.mjs';
import { status, statusOf } from './status.mjs';
import { explain } from './text.mjs';

/** Calls `use` for every file; it answers with an exit status, and the highest of all is the answer. */
export async function eachFile(files, use) {
  let worst = status.agreed;
  for (const file of files) {
    let one;
    try {
      one = await use(file);
    } catch (error) {
      clearProgress();
      process.stderr.write(explain(error));
      one = statusOf(error);
    }
    worst = Math.max(worst, one);
  }
  return worst;
}
