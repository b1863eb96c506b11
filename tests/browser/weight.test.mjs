// What a first visit costs: requests, and bytes of HTML, CSS and JavaScript as gzip makes them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attribute } from './dom.mjs';
import { assertNone } from './expect.mjs';
import { buildSite, pageOfEachKind } from './site.mjs';
import { setStage } from './stage.mjs';

const MOST_REQUESTS = 6;
const MOST_BYTES = { task: 14 * 1024, disclosure: 36 * 1024 };

const site = buildSite();
const stage = setStage(site, { gzip: true });
const pages = pageOfEachKind(site);

for (const kind of ['home', 'disclosure', 'chapter', 'task']) {
  test(`the first visit of ${kind} is light`, async (t) => {
    const path = pages.get(kind);
    const { requests } = stage.server;
    requests.length = 0;
    const faults = await stage.open(stage.url(path), {}, (page) => page.waitForLoadState('networkidle'));
    // A browser without a window may not ask for the icon.
    const icons = site.pages.get(path).elements
      .filter((node) => node.tagName === 'link' && /\bicon\b/.test(attribute(node, 'rel')))
      .map((node) => new URL(attribute(node, 'href'), stage.url(path)).pathname);
    const asked = requests.map((request) => request.path);
    asked.push(...(icons.length > 0 ? icons : ['/favicon.ico']).filter((icon) => !asked.includes(icon)));
    const counted = requests.filter(({ type }) => /^text\/(html|css|javascript)/.test(type));
    const bytes = counted.reduce((sum, request) => sum + request.bytes, 0);
    t.diagnostic(`${kind}: ${asked.length} requests; ${bytes} bytes: ` +
      counted.map((request) => `${request.path.split('/').at(-1) || 'page'} ${request.bytes}`).join(', '));
    assertNone(faults);
    assert.ok(counted.length >= 2 && bytes > 1024, 'a page and its style sheet were counted');
    assert.ok(asked.length <= MOST_REQUESTS, `${asked.length} requests: ${asked.join(' ')}`);
    if (kind in MOST_BYTES) assert.ok(bytes <= MOST_BYTES[kind], `${bytes} of ${MOST_BYTES[kind]} bytes`);
  });
}
