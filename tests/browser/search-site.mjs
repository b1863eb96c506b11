// The example site with a search index that the tests wrote: its search page is then the same whatever
// the program writes, and what it must find is known.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readDisclosures } from './content.mjs';
import { textContent } from './dom.mjs';
import { encodeIndex } from './search-encoder.mjs';
import { buildSite } from './site.mjs';

const START = 'start-test.bin';
export const TIER = 50;

/** A search page that begins at the index of the tests. */
const TEMPLATE = `{% extends "base.html" %}
{% block head %}
<link rel="stylesheet" href="{{ frame.assets['search.css'] }}">
<script src="{{ frame.assets['search-load.js'] }}" defer></script>
{% endblock head %}
{% block main %}
<h1>{{ t.search }}</h1>
{{ <search start="${START}" root={frame.root} script={frame.assets['search.js']} /> }}
{{ <search.index letters unit_count chapters years disclosure_count links={frame.links} /> }}
{% endblock main %}
`;

const TABLE = new Map([['橋', '桥'], ['區', '区']]);
const READINGS = new Map(Object.entries({ 拱: ['gong'], 宸: ['chen'], 桥: ['qiao'], 指: ['zhi'], 挥: ['hui'], 部: ['bu'], 区: ['qu'], 大: ['da'], 运: ['yun'], 河: ['he'] }));

/** The site, and the records and names of its index; the tasks of the example, again and again. */
export function buildSearchSite({ copies = 1 } = {}) {
  const example = buildSite();
  const root = mkdtempSync(join(tmpdir(), 'gongkai-search-'));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  for (const name of ['content', 'site.toml']) cpSync(join(example.root, name), join(root, name), { recursive: true });
  const template = join(root, 'themes/default/templates/search.html');
  mkdirSync(dirname(template), { recursive: true });
  writeFileSync(template, TEMPLATE);
  const site = buildSite(root);

  const tasks = readDisclosures(root).flatMap(({ path, title, chapters }) =>
    chapters.flatMap((chapter) => chapter.tasks.map((task) => ({
      kind: 1,
      path: task.page,
      date: '2020-07-22',
      within: title,
      fields: [task.title, task.units.join('\n'), chapter.title, task.progress ?? ''],
      chapter: chapter.title,
      units: task.units,
      period: '2020-Q2',
      column: dirname(path),
      status: task.status,
    }))));
  const segments = [tasks.slice(0, 40), ...Array.from({ length: copies }, () => tasks.slice(40))];
  const unitPages = [...site.pages].filter(([, page]) => page.kind === 'unit').map(([path, page]) => {
    const heading = page.elements.find((node) => node.tagName === 'h1');
    return { kind: 1, name: textContent(heading).trim(), path };
  });
  const names = [...unitPages, { kind: 5, name: '大运河', path: '' }];
  const labels = { period: { '2020-Q2': '2020年第二季度' }, status: { done: '已完成', 'in-progress': '进行中' } };
  const { files, start } = encodeIndex({ segments, table: TABLE, readings: READINGS, names, labels, shardBytes: 4096, blockSizes: [4], tier: TIER });
  for (const [path, bytes] of files) {
    const name = `search/${path === start ? START : path}`;
    mkdirSync(dirname(join(site.output, name)), { recursive: true });
    writeFileSync(join(site.output, name), bytes);
    site.files.add(name);
  }
  return { site, segments, names, table: TABLE };
}
