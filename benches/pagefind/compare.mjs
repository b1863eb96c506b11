// The search of gongkai beside Pagefind, on the same pages in one run: what making the index costs, and what a
// visitor loads. See the README; `node benches/pagefind/compare.mjs --help` says how.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeManySite } from '../../tests/browser/many.mjs';
import { measureSearch, spread } from '../../tests/browser/search-bytes.mjs';
import { makeQueries, readTexts, TERMS } from '../../tests/browser/search-queries.mjs';
import { serve } from '../../tests/browser/server.mjs';
import { launch } from '../../tests/browser/stage.mjs';
import { list } from '../files.mjs';
import { run } from '../run.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const USAGE = `Usage: node benches/pagefind/compare.mjs [--tasks N]... [--queries N]

Compares the search index of gongkai with that of Pagefind on the same pages: time, memory, size, and the
bytes that Chromium loads for a first result and for ten. Sites of 10000 and 100000 tasks by default.

First: npm ci in this folder and in tests/browser, and cargo build --release.
GONGKAI and CHROMIUM name other programs than target/release/gongkai and /usr/bin/chromium.`;

const { values: options } = parseArgs({
  options: { tasks: { type: 'string', multiple: true }, queries: { type: 'string', default: '60' }, help: { type: 'boolean' } },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const GONGKAI = process.env.GONGKAI ?? resolve(HERE, '../../target/release/gongkai');
const PAGEFIND = join(HERE, 'node_modules', '.bin', 'pagefind');

for (const tasks of (options.tasks ?? ['10000', '100000']).map(Number)) await compare(tasks);

async function compare(tasks) {
  const root = writeManySite(tasks);
  const output = mkdtempSync(join(tmpdir(), 'gongkai-compare-'));
  process.once('exit', () => rmSync(output, { recursive: true, force: true }));

  const ours = await run(GONGKAI, ['build', '--root', root, '--output-dir', output, '--timings', '--format', 'json']);
  const stage = JSON.parse(ours.stdout).timings.stages.find(({ stage }) => stage === 'search').milliseconds;
  const own = list(output).filter(([path]) => path.startsWith('search/') && path.endsWith('.bin'));
  // The pages of tasks, and of these what is read: the rest is the same on all.
  const theirs = await run(process.execPath, [PAGEFIND, '--site', output, '--glob', 'plans/**/[0-9][0-9]/[0-9][0-9].html', '--root-selector', 'main']);
  const pagefind = list(join(output, 'pagefind'));

  const files = new Set(list(output).map(([path]) => path));
  const server = await serve({ output, files, base: '/' }, '/', { gzip: true });
  const browser = await launch();
  const { substrings } = makeQueries(readTexts({ root }), 10);
  const all = [...substrings, ...TERMS];
  const step = Math.max(1, Math.floor(all.length / Number(options.queries)));
  const queries = all.filter((_, at) => at % step === 0);
  const measured = await measureSearch(browser, server, queries);
  const their = await measurePagefind(browser, server, queries);
  await browser.close();
  await server.close();
  rmSync(root, { recursive: true });
  rmSync(output, { recursive: true });

  const megabytes = (files) => (files.reduce((sum, [, size]) => sum + size, 0) / 1e6).toFixed(1);
  const kilobytes = ({ mean, p95 }) => `${(mean / 1024).toFixed(1)} / ${(p95 / 1024).toFixed(1)}`;
  const bytes = (all, what) => spread(all.map((one) => one[what].bytes));
  const requests = (all, what) => spread(all.map((one) => one[what].requests)).mean;
  console.log(`\n${tasks} tasks, ${queries.length} queries`);
  row('', 'gongkai', 'Pagefind', 'Pagefind ÷ gongkai');
  row('index made in, ms', stage, Math.round(theirs.millis), (theirs.millis / stage).toFixed(1));
  row('… whole build with it, ms', Math.round(ours.millis), '', (theirs.millis / ours.millis).toFixed(1));
  row('memory of the program, MB', ...[ours, theirs].map(({ memory }) => (memory / 1e6).toFixed(0)), (theirs.memory / ours.memory).toFixed(1));
  row('files of the index', own.length, pagefind.length, (pagefind.length / own.length).toFixed(1));
  row('size, MB', megabytes(own), megabytes(pagefind), (megabytes(pagefind) / megabytes(own)).toFixed(1));
  for (const [what, name] of [['first', 'to the first result'], ['ten', 'to ten results']]) {
    const [we, they] = [bytes(measured, what), bytes(their, what)];
    row(`${name}, KB, mean / p95`, kilobytes(we), kilobytes(they), (they.mean / we.mean).toFixed(1));
    row(`${name}, requests`, requests(measured, what), requests(their, what), '');
  }
}

function row(...cells) {
  console.log(cells.map((cell, at) => (at === 0 ? `${cell}`.padEnd(34) : `${cell}`.padStart(20))).join(''));
}

/** As `measureSearch`; its script is not counted either, but its WebAssembly is: it searches. */
async function measurePagefind(browser, server, queries) {
  const measured = [];
  for (const query of queries) {
    const sum = async (count) => {
      // Without what an earlier query loaded.
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${server.url}search/index.html`);
      server.requests.length = 0;
      await page.evaluate(async ([text, most]) => {
        const pagefind = await import('/pagefind/pagefind.js');
        await pagefind.init();
        const { results } = await pagefind.search(text);
        await Promise.all(results.slice(0, most).map((result) => result.data()));
      }, [query, count]);
      await context.close();
      const loaded = server.requests.filter(({ path }) => path.startsWith('/pagefind/') && !path.endsWith('.js'));
      return { bytes: loaded.reduce((all, { bytes }) => all + bytes, 0), requests: loaded.length };
    };
    measured.push({ query, first: await sum(1), ten: await sum(10) });
  }
  return measured;
}
