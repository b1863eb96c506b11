// How long the first page of a preview takes, and how long it takes from saving a task until its page in Chromium
// shows it. See the README; `node benches/preview/edits.mjs --help` says how.

import { spawn } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readDisclosures } from '../../tests/browser/content.mjs';
import { writeManySite } from '../../tests/browser/many.mjs';
import { launch } from '../../tests/browser/stage.mjs';
import { reading } from '../files.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const USAGE = `Usage: node benches/preview/edits.mjs [--tasks N]... [--edits N]

Starts gongkai serve on sites of N tasks (10000), opens the page of a task in Chromium, and saves that task again and
again (20 edits). Prints median, least and most, in milliseconds.

First: npm ci in tests/browser, and cargo build --release. GONGKAI and CHROMIUM name other programs.`;

const { values: options } = parseArgs({
  options: {
    tasks: { type: 'string', multiple: true, default: ['10000'] },
    edits: { type: 'string', default: '20' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const GONGKAI = process.env.GONGKAI ?? resolve(HERE, '../../target/release/gongkai');

for (const tasks of options.tasks) await measure(Number(tasks), Number(options.edits));

async function measure(tasks, edits) {
  const root = writeManySite(tasks);
  const all = readDisclosures(root).flatMap(({ chapters }) => chapters).flatMap(({ tasks }) => tasks);
  const task = all[Math.floor(all.length / 2)];
  const read = [await reading(root), await reading(root)].at(-1);

  const start = performance.now();
  const server = spawn(GONGKAI, ['serve', '--root', root, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const line = await new Promise((done) => createInterface({ input: server.stdout }).once('line', done));
  const url = new URL(task.page, line.match(/http:\/\/\S+\//)[0]).href;
  await (await fetch(url)).arrayBuffer();
  const first = performance.now() - start;

  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(url);
  const file = join(root, 'content', task.page.replace(/\.html$/, '.toml'));
  const times = [];
  for (let edit = 1; edit <= edits; edit += 1) {
    const text = readFileSync(file, 'utf8');
    const title = `第${edit}次改写`;
    writeFileSync(`${file}.new`, text.replace(/^title = .*$/m, `title = "${title}"`));
    const saved = performance.now();
    renameSync(`${file}.new`, file);
    await page.waitForFunction((title) => document.querySelector('h1')?.textContent.includes(title), title);
    times.push(performance.now() - saved);
  }
  await browser.close();
  server.kill('SIGINT');

  times.sort((a, b) => a - b);
  const shown = (time) => time.toFixed(0);
  console.log(`${tasks} tasks`);
  console.log(`  reading the inputs    ${shown(read)} ms`);
  console.log(`  first page            ${shown(first)} ms`);
  console.log(`  from edit to repaint  ${shown(times[Math.floor(times.length / 2)])} ms (${shown(times[0])}–${shown(times.at(-1))})`);
}
