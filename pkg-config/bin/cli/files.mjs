// Reads what the command line names: .json, .json.gz (told apart by their bytes) or - for standard input.

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Scenario } from './library.mjs';
import { Usage } from './options.mjs';
import { explainWarnings } from './text.mjs';

const reasons = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'you may not read it',
  ERR_FS_FILE_TOO_LARGE: 'it is too large to read',
};

const mostBytes = 2 ** 30;

async function standardInput() {
  if (process.stdin.isTTY) throw new Usage('standard input (-) is the keyboard; pipe a file into it, as in: loadline compare - <day.json');
  const chunks = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes) throw new Usage('standard input (-) is larger than any file may be');
  }
  return Buffer.concat(chunks);
}

/** The bytes of a file and the name to call it by. */
export async function read(file) {
  if (file === '-') return { name: 'standard input', bytes: await standardInput() };
  try {
    return { name: basename(file), bytes: readFileSync(file) };
  } catch (error) {
    throw new Usage(`\`${file}\` cannot be read: ${reasons[error.code] ?? error.message}`);
  }
}

/** Gives the files that lie beside a file, by name. */
export const beside = (file) => (name) => {
  try {
    return file === '-' ? undefined : readFileSync(join(dirname(file), basename(name)));
  } catch {
    return undefined;
  }
};

/** Loads a scenario, says its warnings, and frees it when `use` has ended. */
export async function withScenario(file, use) {
  const { name, bytes } = await read(file);
  const scenario = Scenario.load(bytes, name);
  try {
    const summary = scenario.summary();
    process.stderr.write(explainWarnings(name, summary.warnings));
    return await use(scenario, summary, name);
  } finally {
    scenario.free();
  }
}
