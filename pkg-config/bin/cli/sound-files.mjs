// Files that commands write: whole or not at all.

import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { Usage } from './options.mjs';

/** Writes beside the file and then puts it in its place, so that Ctrl-C leaves nothing half-written. */
export function writeWhole(file, text) {
  const beside = `${file}.${process.pid}.part`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new Usage(`\`${file}\` cannot be written: ${error.message}`);
  }
}
