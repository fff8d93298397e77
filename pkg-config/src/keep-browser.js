// Bytes under names, in a browser: in the origin's private files where they can be written, else in IndexedDB.

const folder = 'loadline';

/** A name as a file name: letters, digits, dots and dashes as they are, everything else by its number. */
const fileName = (name) => `${encodeURIComponent(name).replaceAll('*', '%2A').replaceAll('%', '_')}.log`;

const isMissing = (error) => error?.name === 'NotFoundError';

/** The folder of the origin's private files; undefined where there are none, or none that can be written from here. */
async function privateFolder() {
  const canWrite = typeof FileSystemFileHandle === 'function' && 'createWritable' in FileSystemFileHandle.prototype;
  if (!canWrite || typeof navigator?.storage?.getDirectory !== 'function') return undefined;
  try {
    return await (await navigator.storage.getDirectory()).getDirectoryHandle(folder, { create: true });
  } catch {
    return undefined; // a private window, or a page without an origin
  }
}

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function inDatabase(mode, ask) {
  const opening = indexedDB.open(folder, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('logs');
  const database = await settled(opening);
  try {
    const transaction = database.transaction('logs', mode);
    const answer = await settled(ask(transaction.objectStore('logs')));
    if (mode === 'readonly') return answer;
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    return answer;
  } finally {
    database.close();
  }
}

export async function read(name) {
  const files = await privateFolder();
  if (files === undefined) return (await inDatabase('readonly', (logs) => logs.get(name))) ?? undefined;
  try {
    const file = await (await files.getFileHandle(fileName(name))).getFile();
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Writes all or nothing: the file takes its place when it is closed. */
export async function write(name, bytes) {
  const files = await privateFolder();
  if (files === undefined) {
    await inDatabase('readwrite', (logs) => logs.put(bytes, name));
    return 'indexeddb';
  }
  const writable = await (await files.getFileHandle(fileName(name), { create: true })).createWritable();
  try {
    await writable.write(bytes);
  } catch (error) {
    await writable.abort();
    throw error;
  }
  await writable.close();
  return 'opfs';
}

export async function remove(name) {
  const files = await privateFolder();
  if (files === undefined) {
    await inDatabase('readwrite', (logs) => logs.delete(name));
    return;
  }
  try {
    await files.removeEntry(fileName(name));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
