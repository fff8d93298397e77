// One SHA-256 over the names and contents of the files and folders named on the command line, for the stamps that let a step be skipped.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const leftOut = new Set(['node_modules', 'dist', 'target', '.git']);

/** Every file under a path, in one order on every machine. */
function files(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [path];
  return readdirSync(path)
    .filter((name) => !leftOut.has(name))
    .sort()
    .flatMap((name) => files(join(path, name)));
}

const hash = createHash('sha256');
for (const argument of process.argv.slice(2)) {
  // A folder named on the command line is read even when its name is one that is left out inside others.
  for (const file of files(argument)) {
    hash.update(`${file}\0`);
    hash.update(createHash('sha256').update(readFileSync(file)).digest());
  }
}
console.log(hash.digest('hex'));
