// How long the first page of a preview takes, and how long it takes from saving a task until the server has its page,
// and until its page in Chromium shows it. See the README; `node benches/preview/edits.mjs --help` says how.

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

Starts gongkai serve on sites of N tasks (10000) and saves a task again and again (20 edits): first listening to the
server alone, then with the task's page open in Chromium. Prints median, least and most, in milliseconds.

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

let count = 0;
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

  const file = join(root, 'content', task.page.replace(/\.html$/, '.toml'));
  const served = await repeated(file, edits, await listen(url));
  const browser = await launch();
  const page = await browser.newPage();
  const painted = await paints(page);
  await page.goto(url);
  const shown = await repeated(file, edits, painted);
  await browser.close();
  server.kill('SIGINT');

  console.log(`${tasks} tasks`);
  console.log(`  reading the inputs       ${read.toFixed(0)} ms`);
  console.log(`  first page               ${first.toFixed(0)} ms`);
  console.log(`  from edit to its answer  ${spread(served)}`);
  console.log(`  from edit to repaint     ${spread(shown)}`);
}

/** The time, by the clock that pages have, too. */
function now() {
  return performance.timeOrigin + performance.now();
}

/** Saves a file with another title again and again; `seen` tells when somebody had it. */
async function repeated(file, edits, seen) {
  const times = [];
  for (let edit = 1; edit <= edits; edit += 1) {
    const text = readFileSync(file, 'utf8');
    count += 1;
    const title = `第${count}次改写`;
    writeFileSync(`${file}.new`, text.replace(/^title = .*$/m, `title = "${title}"`));
    const saved = now();
    renameSync(`${file}.new`, file);
    times.push((await seen(title)) - saved);
  }
  return times.sort((a, b) => a - b);
}

/** Asks for a page whenever the server says that there is something new, until it has a text. */
async function listen(url) {
  const events = (await fetch(new URL('/-/gongkai/events', url))).body.getReader();
  return async (text) => {
    while (!(await (await fetch(url)).text()).includes(text)) await events.read();
    return now();
  };
}

/** Tells when a page with a text was first painted. The page says it itself: to ask it takes longer. */
async function paints(page) {
  let tell;
  await page.exposeBinding('tellPaint', (_, time, text) => tell?.(time, text));
  await page.addInitScript(() => {
    const told = (list) => {
      const paint = list.getEntriesByName('first-contentful-paint').at(0);
      if (paint) window.tellPaint(performance.timeOrigin + paint.startTime, document.querySelector('h1')?.textContent);
    };
    new PerformanceObserver(told).observe({ type: 'paint', buffered: true });
  });
  return (title) => new Promise((done) => {
    tell = (time, text) => text?.includes(title) && done(time);
  });
}

function spread(times) {
  const [least, median, most] = [times[0], times[Math.floor(times.length / 2)], times.at(-1)].map((time) => time.toFixed(0));
  return `${median} ms (${least}–${most})`;
}
