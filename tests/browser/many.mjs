// A large site for tests and measurements: the reports of many quarters, each with the tasks of the example's
// own, their texts put together anew from its clauses. The same number gives the same site.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parse, stringify, TomlDate } from 'smol-toml';
import { readDisclosures, readLongest } from './content.mjs';
import { pick, random } from './search-corpus.mjs';
import { REPOSITORY } from './site.mjs';

/** Writes the site and gives its folder, which is gone when the process ends. */
export function writeManySite(tasks) {
  const root = mkdtempSync(join(tmpdir(), 'gongkai-many-'));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  for (const name of ['content', 'site.toml']) cpSync(join(REPOSITORY, name), join(root, name), { recursive: true });
  const report = readLongest(root);
  const original = join(root, 'content', report.path);
  const column = dirname(original);
  const card = parse(readFileSync(join(original, 'disclosure.toml'), 'utf8'));
  const chapters = readdirSync(original).filter((name) => /^\d+$/.test(name)).map((name) => {
    const files = readdirSync(join(original, name)).sort();
    const isMarker = (file) => file.startsWith('chapter.');
    const tasks = files.filter((file) => !isMarker(file)).map((file) => ({ file, task: parse(readFileSync(join(original, name, file), 'utf8')) }));
    return { name, marker: readFileSync(join(original, name, files.find(isMarker))), tasks };
  });
  for (const { path } of readDisclosures(root)) rmSync(join(root, 'content', path), { recursive: true });
  const all = report.chapters.flatMap((chapter) => chapter.tasks);
  const clauses = all.flatMap(({ progress }) => progress?.match(/[^;,；，。]*[;,；，。]|[^;,；，。]+$/g) ?? []);
  const titles = all.flatMap(({ title }) => title.match(/[^,，、]*[,，、]|[^,，、]+$/g) ?? []);

  let left = tasks;
  for (let number = 1; left > 0; number += 1) {
    const next = random(number);
    const day = new Date(Date.UTC(2000, 0, number)).toISOString().slice(0, 10);
    const folder = join(column, `report-${`${number}`.padStart(5, '0')}`);
    mkdirSync(folder);
    const index = `K1493206-6/${day.slice(0, 4)}-${`${number}`.padStart(5, '0')}`;
    writeFileSync(join(folder, 'disclosure.toml'), stringify({
      ...card, title: `${card.title}（第${number}号）`, index_number: index, created: new TomlDate(day), published: new TomlDate(day), attachments: [], series: `series-${number}`,
    }));
    for (const { name, marker, tasks: own } of chapters) {
      if (left === 0) break;
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'chapter.toml'), marker);
      for (const { file, task } of own.slice(0, left)) {
        const { title, progress } = task;
        left -= 1;
        writeFileSync(join(folder, name, file), stringify({
          ...task,
          title: made(next, titles, title.length).trim(),
          ...(progress && { progress: made(next, clauses, progress.length).trim() }),
        }));
      }
    }
  }
  return root;
}

/** A text of about this length; every digit is another one. */
function made(next, parts, length) {
  let text = '';
  while (text.length < length) text += pick(next, parts).replace(/\d/g, () => `${Math.floor(next() * 10)}`);
  return text;
}

if (process.argv[1] && basename(process.argv[1]) === 'many.mjs') {
  // node many.mjs TASKS FOLDER
  const [, , tasks, to] = process.argv;
  cpSync(writeManySite(Number(tasks)), to, { recursive: true });
}
