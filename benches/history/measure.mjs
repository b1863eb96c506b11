// How long it takes to read the history of a large site: once from nothing, and again when it is kept.
//
// node benches/history/measure.mjs [--commits 5000] [--disclosures 100]
//
// Needs git and `cargo build --release`. TMPDIR says where the repository is made.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const GONGKAI = process.env.GONGKAI ?? join(REPOSITORY, 'target/release/gongkai');
const { values } = parseArgs({
  options: { commits: { type: 'string', default: '5000' }, disclosures: { type: 'string', default: '100' } },
});
const COMMITS = Number(values.commits);
const DISCLOSURES = Number(values.disclosures);
const CHAPTERS = 5;
const TASKS = 20;

if (!existsSync(GONGKAI)) throw new Error(`${GONGKAI} is not there: cargo build --release`);
const root = mkdtempSync(join(tmpdir(), 'gongkai-history-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true }));
const git = (args, input) => execFileSync('git', ['-C', root, ...args], { input, stdio: ['pipe', 'pipe', 'ignore'] });

/** Numbers that are the same in every run. */
let seed = 1;
const random = (below) => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % below;
};
const two = (number) => String(number).padStart(2, '0');

const stream = [];
const data = (text) => `data ${Buffer.byteLength(text)}\n${text}\n`;
const file = (path, text) => `M 100644 inline ${path}\n${data(text)}`;
const folder = (disclosure) => `content/plans/d${disclosure}`;
const task = ([disclosure, chapter, number], edition) =>
  file(
    `${folder(disclosure)}/${two(chapter)}/${two(number)}.toml`,
    `title = "推进第${disclosure}批第${chapter}类第${number}项任务"\nunits = ["区科技局"]\nprogress = """\n已完成${edition}项，累计投资${(edition * 37) % 9999}万元。\n${Array.from({ length: 8 }, (_, step) => `第${step}阶段按计划推进，涉及${(disclosure * 31 + chapter * 7 + number * 3 + step) % 97}个点位。\n`).join('')}"""\n`,
  );
const pick = () => [random(DISCLOSURES), 1 + random(CHAPTERS), 1 + random(TASKS)];

let mark = 0;
function commit(message, changes, parents, branch = 'main') {
  mark += 1;
  const [first, second] = parents;
  stream.push(
    `commit refs/heads/${branch}\nmark :${mark}\ncommitter a <a@example.com> ${1_580_000_000 + mark * 3600} +0800\n`,
    data(message),
    first ? `from :${first}\n` : '',
    second ? `merge :${second}\n` : '',
    ...changes,
    '\n',
  );
  return mark;
}

const files = [
  file('.gitignore', '/public*\n/.public*\n'),
  file('site.toml', 'name = "测试网站"\nbase_url = "https://www.example.gov.cn/"\n[organisation]\nname = "示例单位"\n'),
  file('content/units.toml', '[[unit]]\nid = "a"\nname = "区科技局"\n'),
  file('content/plans/column.toml', 'title = "规划"\n'),
];
for (let disclosure = 0; disclosure < DISCLOSURES; disclosure += 1) {
  const number = String(disclosure + 1).padStart(5, '0');
  files.push(file(`${folder(disclosure)}/disclosure.toml`, `title = "第${disclosure}期重点任务"\nindex_number = "00000000-0/2020-${number}"\npublished = 2020-01-05\nmode = "主动公开"\n`));
  for (let chapter = 1; chapter <= CHAPTERS; chapter += 1) {
    files.push(file(`${folder(disclosure)}/${two(chapter)}/chapter.toml`, `title = "第${chapter}类"\n`));
    for (let one = 1; one <= TASKS; one += 1) files.push(task([disclosure, chapter, one], 0));
  }
}
let head = commit('录入', files, []);
while (mark < COMMITS) {
  if (random(20) === 0) {
    const change = task(pick(), mark);
    const side = commit('支线', [change], [head], 'side');
    const main = commit('主线', [task(pick(), mark)], [head]);
    head = commit('合并', [change], [main, side]);
  } else {
    const changes = Array.from({ length: 1 + random(3) }, () => task(pick(), mark));
    head = commit(mark % 10 === 0 ? '更正\n\nCorrection: 数字有误\n' : '更正', changes, [head]);
  }
}
git(['init', '--quiet', '--initial-branch', 'main']);
git(['fast-import', '--quiet'], stream.join(''));
git(['reset', '--quiet', '--hard', 'main']);

const gongkai = (...args) => {
  const start = performance.now();
  execFileSync(GONGKAI, [...args, '--root', root], { stdio: 'ignore' });
  return `${Math.round(performance.now() - start)} ms`;
};
const build = (...args) => gongkai('build', '--as-of', '2026-01-01', ...args);
const count = git(['ls-files']).toString().trim().split('\n').length;
console.log(`${count} files, ${mark} commits`);
console.log(`log from nothing: ${gongkai('log', '--limit', '1')}`);
console.log(`first build: ${build()}`);
git(['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--allow-empty', '--message', 'x']);
console.log(`build after one more commit: ${build()}`);
console.log(`build when nothing changed: ${build()}`);
