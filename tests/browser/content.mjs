// The content files of a site, read without the program that is tested.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { Parser } from 'commonmark';
import { parse as parseToml } from 'smol-toml';

/** Every disclosure that has chapters, with its index card, the titles of the columns above it, and its tasks. */
export function readDisclosures(root) {
  const found = [];
  const walk = (folder, columns) => {
    const path = relative(join(root, 'content'), folder).split(sep).join('/');
    const marker = marked(folder, 'disclosure');
    if (marker) {
      if (!marker.draft) found.push({ path, title: marker.title, card: marker, columns, chapters: chapters(folder, path) });
      return;
    }
    const column = marked(folder, 'column');
    const way = column ? [...columns, column.title] : columns;
    folders(folder).forEach((name) => walk(join(folder, name), way));
  };
  walk(join(root, 'content'), []);
  return found.filter((disclosure) => disclosure.chapters.length > 0);
}

/** The disclosure with the most tasks: the one whose page is the longest of its kind. */
export function readLongest(root) {
  const tasks = ({ chapters }) => chapters.flatMap((chapter) => chapter.tasks).length;
  return readDisclosures(root).reduce((a, b) => (tasks(b) > tasks(a) ? b : a));
}

/** The registered name of a unit, by every name that a task may use for it. */
export function readUnitNames(root) {
  const { unit: units = [] } = read(join(root, 'content/units.toml'));
  return new Map(units.flatMap(({ name, aliases = [] }) => [name, ...aliases].map((one) => [one, name])));
}

function chapters(folder, path) {
  return folders(folder).flatMap((name) => {
    const chapter = marked(join(folder, name), 'chapter');
    if (!chapter) return [];
    const tasks = readdirSync(join(folder, name))
      .filter((file) => /\.(toml|md)$/.test(file) && !/^chapter\./.test(file))
      .sort()
      .map((file) => {
        const task = read(join(folder, name, file));
        const page = `${path}/${name}/${file.replace(/\.\w+$/, '')}.html`;
        const { title, units = [], status, completion, progress = task.body } = task;
        return { page, title, units, status, completion, progress };
      });
    return [{ title: chapter.title, tasks }];
  });
}

function folders(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function marked(folder, name) {
  const file = readdirSync(folder).find((file) => file === `${name}.toml` || file === `${name}.md`);
  return file && read(join(folder, file));
}

/** A content file; what follows the front matter of a Markdown file is its `body`. */
function read(path) {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
  if (!path.endsWith('.md')) return parseToml(text);
  const [, front, body] = /^\+\+\+\n(.*?)^\+\+\+\n?(.*)$/ms.exec(text);
  return { ...parseToml(front), body };
}

/** The text of a Markdown source as CommonMark's own parser reads it, with spaces between blocks. */
export function markdownText(source) {
  const walker = new Parser().parse(source).walker();
  let text = '';
  for (let event = walker.next(); event; event = walker.next()) {
    const { type, literal, isContainer } = event.node;
    if (type === 'softbreak' || type === 'linebreak') text += ' ';
    else if (literal !== null) text += literal;
    if (isContainer && !['emph', 'strong', 'link', 'image'].includes(type)) text += ' ';
  }
  return text;
}
