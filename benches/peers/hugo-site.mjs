// A site for Hugo of the same texts as one for gongkai: a page for every task, chapter and disclosure, and a home
// page. Nothing that costs more than these: no feeds, no taxonomies, no site map, no search.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const CONFIGURATION = `baseURL = "https://gongkai.example.gov.cn/"
locale = "zh-CN"
title = "政府信息公开"
uglyURLs = true
hasCJKLanguage = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "404"]
disableHugoGeneratorInject = true
`;

const CARD = `<table>
<tr><th>索引号</th><td>{{ .index_number }}</td><th>公开方式</th><td>{{ .mode }}</td></tr>
<tr><th>发布机构</th><td>{{ .publisher }}</td><th>公开范围</th><td>{{ .scope }}</td></tr>
<tr><th>生成日期</th><td>{{ .created }}</td><th>公开时限</th><td>{{ .retention }}</td></tr>
<tr><th>发布日期</th><td colspan="3">{{ .published }}</td></tr>
</table>
`;

const FILES = {
  'hugo.toml': CONFIGURATION,
  'static/style.css': 'body{max-width:60rem;margin:auto}table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.3rem}\n',
  'layouts/baseof.html': `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} - {{ site.Title }}</title>
<link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="{{ "style.css" | absURL }}">
</head>
<body>
<header><nav aria-label="当前位置">{{ range .Ancestors.Reverse }}<a href="{{ .Permalink }}">{{ .Title }}</a> &gt; {{ end }}<span>{{ .Title }}</span></nav></header>
<main>
<h1>{{ .Title }}</h1>
{{ block "main" . }}{{ end }}
</main>
<footer><p>主办单位：示例主办单位（虚构）</p></footer>
</body>
</html>
`,
  'layouts/home.html': `{{ define "main" }}<table>
<tr><th>索引号</th><th>名称</th><th>发布机构</th><th>发布日期</th></tr>
{{ range .Sections.ByWeight }}<tr><td>{{ .Params.index_number }}</td><td><a href="{{ .Permalink }}">{{ .Title }}</a></td><td>{{ .Params.publisher }}</td><td>{{ .Params.published }}</td></tr>
{{ end }}</table>{{ end }}
`,
  'layouts/disclosure.html': `{{ define "main" }}{{ with .Params }}${CARD}{{ end }}<table>
<tr><th>项目名称</th><th>项目内容</th><th>责任单位</th><th>进展情况</th></tr>
{{ range .Sections.ByWeight }}{{ $chapter := . }}{{ range .RegularPages.ByWeight }}<tr><td><a href="{{ $chapter.Permalink }}">{{ $chapter.Title }}</a></td><td><a href="{{ .Permalink }}">{{ .Title }}</a></td><td>{{ delimit .Params.units "、" }}</td><td>{{ .Content }}</td></tr>
{{ end }}{{ end }}</table>{{ end }}
`,
  'layouts/chapter.html': `{{ define "main" }}<ol>
{{ range .RegularPages.ByWeight }}<li><a href="{{ .Permalink }}">{{ .Title }}</a> <span>{{ delimit .Params.units "、" }}</span></li>
{{ end }}</ol>{{ end }}
`,
  'layouts/page.html': `{{ define "main" }}{{ with .CurrentSection.Parent.Params }}${CARD}{{ end }}<h2>责任单位</h2>
<ul>{{ range .Params.units }}<li>{{ . }}</li>{{ end }}</ul>
{{ with .Params.status }}<p>{{ . }}</p>{{ end }}<h2>进展情况</h2>
{{ .Content }}
<nav aria-label="相邻任务">{{ with .NextInSection }}<a rel="prev" href="{{ .Permalink }}">{{ .Title }}</a>{{ end }}{{ with .PrevInSection }}<a rel="next" href="{{ .Permalink }}">{{ .Title }}</a>{{ end }}</nav>{{ end }}
`,
};

/**
 * Writes the site of what `readDisclosures` read: its folder, which is gone when the process ends, and where
 * in it a task stands.
 */
export function writeHugoSite(disclosures) {
  const root = mkdtempSync(join(tmpdir(), 'gongkai-hugo-'));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  write('content/_index.md', content({ title: '政府信息公开目录' }));
  disclosures.forEach(({ path, title, card, chapters }, at) => {
    const { index_number, publisher, created, published, mode, scope, retention } = card;
    const params = { index_number, publisher, created: created.toISOString(), published: published.toISOString(), mode, scope, retention };
    write(`content/${basename(path)}/_index.md`, content({ title, weight: at + 1, layout: 'disclosure' }, params));
    chapters.forEach(({ title, tasks }, at) => {
      write(`content/${dirname(place(tasks[0]))}/_index.md`, content({ title, weight: at + 1, layout: 'chapter' }));
      tasks.forEach((task, at) => {
        const { title, units, status, progress } = task;
        write(`content/${place(task)}.md`, content({ title, weight: at + 1 }, { units, status }, progress));
      });
    });
  });
  return { root, place };
}

/** The path of a task in the site: its disclosure, its chapter, its name. */
function place({ page }) {
  return page.split('/').slice(-3).join('/').replace(/\.html$/, '');
}

/** A content file. A string in JSON is one in TOML. */
function content(keys, params = {}, body = '') {
  const lines = (table) => Object.entries(table)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`).join('');
  return `+++\n${lines(keys)}[params]\n${lines(params)}+++\n${body}\n`;
}
