// Every link of every page leads to a file of the site, and every fragment to an id in it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attribute } from './dom.mjs';
import { buildSite, KINDS } from './site.mjs';

const site = buildSite();
const HERE = `http://site.invalid${site.base}`;

/** The attributes that hold a URL that the browser loads or the reader follows. */
function* urls(page) {
  for (const node of page.elements) {
    for (const name of ['href', 'src', 'action', 'poster', 'data']) {
      const url = attribute(node, name);
      if (url !== undefined) yield { url, node };
    }
    if (node.tagName === 'meta' && attribute(node, 'http-equiv')?.toLowerCase() === 'refresh') {
      yield { url: attribute(node, 'content').replace(/^.*?url=/i, ''), node };
    }
  }
}

/**
 * The file that a URL of the site stands for. Opened from a folder there is no server that would
 * look for `index.html`; only `404.html`, which needs a server anyway, may count on that.
 */
function fileOf(path, url) {
  const file = decodeURIComponent(url.pathname.slice(site.base.length));
  return path === '404.html' && /(^|\/)$/.test(file) ? `${file}index.html` : file;
}

test('a whole site has every kind of page', () => {
  const kinds = new Set([...site.pages.values()].map((page) => page.kind));
  assert.deepEqual(KINDS.filter((kind) => !kinds.has(kind)), []);
});

test('no link and no fragment is broken', () => {
  const broken = [];
  let followed = 0;
  for (const [path, page] of site.pages) {
    for (const { url, node } of urls(page)) {
      if (attribute(node, 'rel') === 'canonical') continue;
      const target = new URL(url, HERE + path);
      if (!target.href.startsWith(HERE)) {
        const isLink = node.tagName === 'a' && /^(https?|mailto|tel|ftp):$/.test(target.protocol);
        if (!isLink) broken.push(`${path}: <${node.tagName}> loads or leads to ${url}`);
        continue;
      }
      followed += 1;
      const file = fileOf(path, target);
      if (!site.files.has(file) || (url.startsWith('/') && path !== '404.html')) {
        broken.push(`${path}: ${url}`);
      }
      const id = decodeURIComponent(target.hash.slice(1));
      if (id && !site.pages.get(file)?.ids.has(id)) broken.push(`${path}: ${url}: no such id`);
    }
  }
  assert.equal(broken.length, 0, broken.slice(0, 50).join('\n'));
  assert.ok(followed > site.pages.size * 5, `${followed} links`);
});

test('no page is out of reach', () => {
  const reached = new Set(['index.html']);
  for (const path of reached) {
    for (const { url, node } of urls(site.pages.get(path) ?? { elements: [] })) {
      const target = new URL(url, HERE + path);
      if (node.tagName === 'a' && target.href.startsWith(HERE)) {
        reached.add(fileOf(path, target));
      }
    }
  }
  const lone = [...site.pages]
    .filter(([path, page]) => !reached.has(path) && !['404', 'redirect', 'withdrawn'].includes(page.kind))
    .map(([path]) => path);
  assert.deepEqual(lone, []);
});
