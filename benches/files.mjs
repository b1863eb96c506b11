// What working on many files takes at least: only to write them, to ask for their size and time, to read them.

import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Worker } from 'node:worker_threads';
import { run } from './run.mjs';

/** All files below a folder by their paths, with their sizes. */
export function list(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      return [relative(folder, path).split(sep).join('/'), statSync(path).size];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * Gives back the room of all files below a folder but leaves them there. ext4 takes no inode that was freed in the last
 * minutes, and looks past all of them for each new file: what is measured after a removal is several times slower.
 */
export function empty(folder) {
  for (const [path] of list(folder)) truncateSync(join(folder, path));
}

/** The milliseconds of writing files of these paths and sizes to a new folder. */
export async function writing(files, folder, threads) {
  const share = Math.ceil(files.length / threads);
  const workers = Array.from({ length: threads }, (_, at) => new Worker(new URL('./writer.mjs', import.meta.url), {
    workerData: { folder, files: files.slice(at * share, (at + 1) * share) },
  }));
  const all = (what) => Promise.all(workers.map((worker) => new Promise((done, fail) => worker.once(what, done).once('error', fail))));
  await all('message');
  const start = performance.now();
  for (const worker of workers) worker.postMessage('go');
  await all('message');
  const millis = performance.now() - start;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return millis;
}

/** The milliseconds of asking for the size and time of all files below a folder. */
export async function asking(folder) {
  // The option needs the time of every file, and fits none.
  return (await run('find', [folder, '-type', 'f', '-newermt', '2200-01-01'])).millis;
}

/** The milliseconds of reading all files below a folder. */
export async function reading(folder) {
  return (await run('sh', ['-c', 'find "$1" -type f -exec cat {} + > /dev/null', 'sh', folder])).millis;
}
