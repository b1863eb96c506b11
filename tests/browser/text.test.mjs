// What a task page says is what its content file says, to the character.
//
// Titles and units are compared as `collapse` of `textContent`. Progress is Markdown: its text is
// read by another implementation of CommonMark, and compared block by block.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownText, readDisclosures } from './content.mjs';
import { blockText, classes, collapse, textContent } from './dom.mjs';
import { buildSite } from './site.mjs';

const site = buildSite();
const tasks = readDisclosures(site.root)
  .flatMap(({ chapters }) => chapters)
  .flatMap(({ tasks }) => tasks);

test('every task has a page that says just what its file says', () => {
  assert.ok(tasks.length > 0);
  for (const task of tasks) {
    const page = site.pages.get(task.page);
    assert.ok(page, task.page);
    const within = (node, name) => {
      for (let at = node; at; at = at.parentNode) if (at.attrs && classes(at).includes(name)) return true;
      return false;
    };
    const h1 = page.elements.filter((node) => node.tagName === 'h1').map(textContent);
    assert.deepEqual(h1.map(collapse), [collapse(task.title)], task.page);
    const units = page.elements
      .filter((node) => node.tagName === 'a' && within(node, 'units'))
      .map(textContent);
    assert.deepEqual(units.map(collapse), task.units.map(collapse), task.page);
    // Its course has what is said of it in other periods.
    const isOwn = (node) => classes(node).includes('progress') && !within(node, 'course');
    const progress = page.elements.filter(isOwn).map(blockText);
    const expected = task.progress === undefined ? [] : [collapse(markdownText(task.progress))];
    assert.deepEqual(progress.map(collapse), expected.filter(Boolean), task.page);
  }
});

test('every task page comes from a task', () => {
  const pages = [...site.pages].filter(([, page]) => page.kind === 'task').map(([path]) => path);
  assert.deepEqual(pages.sort(), tasks.map((task) => task.page).sort());
});
