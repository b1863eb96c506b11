// A thread that writes its share of files when it is told to. Each folder is made once.

import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

const { folder, files } = workerData;
const content = Buffer.alloc(files.reduce((most, [, size]) => Math.max(most, size), 0), 'x');

parentPort.once('message', () => {
  const made = new Set();
  for (const [path, size] of files) {
    const to = join(folder, path);
    const parent = dirname(to);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    const file = openSync(to, 'wx');
    writeSync(file, content, 0, size);
    closeSync(file);
  }
  parentPort.postMessage('done');
});
parentPort.postMessage('ready');
