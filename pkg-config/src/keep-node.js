// Bytes under names, in Node: a name is the path of a file.

import { LoadlineError } from './errors.js';

// Asked of Node itself: an import would have to be carried through every bundler of server code.
const { open, readFile, rename, rm } = process.getBuiltinModule('node:fs/promises');

const failed = (verb, name, error) =>
  new LoadlineError('loadline/not-kept', `${name} could not be ${verb}: ${error.message}`, { cause: error, at: name });

export async function read(name) {
  try {
    return new Uint8Array(await readFile(name));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw failed('read', name, error);
  }
}

/** Writes all or nothing: a new file beside the old one takes its place once it is on the disk. */
export async function write(name, bytes) {
  const beside = `${name}.${process.pid}.part`;
  try {
    const file = await open(beside, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, name);
    return 'file';
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {}); // where it could not be made, it cannot be removed either
    throw failed('written', name, error);
  }
}

export async function remove(name) {
  try {
    await rm(name, { force: true });
  } catch (error) {
    throw failed('removed', name, error);
  }
}
