// A reader walks from the home page to a unit by its links and back, in a folder and over HTTP.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLongest } from './content.mjs';
import { collapse } from './dom.mjs';
import { assertNone } from './expect.mjs';
import { SCRIPTING } from './settings.mjs';
import { buildSite, pageOfEachKind } from './site.mjs';
import { setStage } from './stage.mjs';

const site = buildSite();
const disclosure = readLongest(site.root);
const chapter = disclosure.chapters.find(({ tasks }) => tasks.some((task) => task.units.length > 0));
const task = chapter.tasks.find(({ units }) => units.length > 0);

const stage = setStage(site, { base: '/some/where/' });
const places = { 'from a folder': stage.fileUrl, 'over HTTP, in a sub-path': stage.url };

for (const [place, urlOf] of Object.entries(places)) {
  for (const { javaScriptEnabled, scripting } of SCRIPTING) {
    test(`there and back ${place}, ${scripting}`, async () => {
      const faults = await stage.open(urlOf('index.html'), { javaScriptEnabled }, async (page) => {
        const steps = [...disclosure.columns, disclosure.title, chapter.title, task.title, task.units[0]];
        const visited = [page.url()];
        for (const name of steps) {
          await follow(page, name);
          visited.push(page.url());
          assert.match(collapse(await page.locator('h1').textContent()), heading(name));
        }
        assert.match(await page.locator('body').getAttribute('class'), /page-unit/);
        // Back by the browser to the task, then up by the breadcrumb.
        await page.goBack();
        const crumbs = page.getByRole('navigation', { name: '当前位置' }).getByRole('link');
        for (let up = visited.length - 3; up >= 0; up -= 1) {
          await crumbs.last().click();
          await page.waitForURL(visited[up]);
        }
        assert.equal(await page.title() !== '', true);
      });
      assertNone(faults);
    });
  }

  test(`an index number leads to its disclosure ${place}`, async () => {
    const path = pageOfEachKind(site).get('redirect');
    const faults = await stage.open(urlOf(path), {}, async (page) => {
      await page.waitForURL((url) => !url.href.endsWith(path));
      assert.match(await page.locator('body').getAttribute('class'), /page-disclosure/);
    });
    assertNone(faults);
  });
}

test('over HTTP, what is not there is answered with the page for that', async () => {
  const page = await stage.browser.newPage();
  try {
    for (const path of ['absent.html', 'plans/absent/']) {
      const response = await page.goto(stage.url(path));
      assert.equal(response.status(), 404);
      assert.match(await page.locator('body').getAttribute('class'), /page-404/);
      assert.ok((await page.getByRole('main').getByRole('link').count()) >= 3);
    }
  } finally {
    await page.close();
  }
});

async function follow(page, name) {
  const before = page.url();
  const link = page.getByRole('main').getByRole('link', { name: collapse(name), exact: true });
  await link.first().click();
  await page.waitForURL((url) => url.href !== before);
}

/** A heading may have a number before the name, and a unit's page has the name it is registered by. */
function heading(name) {
  return name === task.units[0] ? /./ : new RegExp(`${escape(collapse(name))}$`);
}

function escape(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
