// A plan through its periods: what became of each promise, and the way between them.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDisclosures } from './content.mjs';
import { collapse } from './dom.mjs';
import { assertNone } from './expect.mjs';
import { readPdf, squeeze } from './pdf.mjs';
import { PHONE, SCRIPTING } from './settings.mjs';
import { buildSite, SERIES } from './site.mjs';
import { setStage } from './stage.mjs';

describe('the example', () => {
  const site = buildSite();
  const stage = setStage(site, { still: true });
  const [then, now] = readDisclosures(site.root);
  const folder = 'series/zheng-fu-gong-zuo-bao-gao-zhong-dian-ren-wu';
  const tasks = ({ chapters }) => chapters.flatMap((chapter) => chapter.tasks);
  const said = ({ progress, status }) => `${status} ${progress.replace(/。$/, '')}`;
  /** What became of each promise, told from the content files by the titles of tasks alone. */
  const moved = tasks(now).filter((task) => said(task) !== said(tasks(then).find(({ title }) => title === task.title)));
  const still = tasks(now).filter((task) => !moved.includes(task));
  const lacking = tasks(then).filter(({ title }) => !tasks(now).some((task) => task.title === title));

  test('the page of a period tells what the content says', async () => {
    assert.ok(moved.length > 0 && still.length > 0 && lacking.length > 0);
    const faults = await stage.open(stage.url(`${folder}/2020-q3.html`), { javaScriptEnabled: false }, async (page) => {
      for (const [word, expected] of Object.entries({ moved, 'stood-still': still, 'not-covered': lacking })) {
        const part = page.locator(`section[aria-labelledby="${word}"]`);
        const titles = await part.locator('tbody tr:not(.of) th').allTextContents();
        assert.deepEqual(titles.map(collapse), expected.map(({ title }) => collapse(title)), word);
        assert.match(await page.locator(`.moves .move-${word} b`).textContent(), new RegExp(`^${expected.length}$`));
      }
      assert.equal(await page.locator('#vanished, #appeared').count(), 0);
      assert.match(await page.locator('main').textContent(), /只收录了报告的一部分/);
    });
    assertNone(faults);
  });

  for (const { javaScriptEnabled, scripting } of SCRIPTING) {
    test(`from a task to its other period and to the series, ${scripting}`, async () => {
      const from = still[0].page;
      const before = tasks(then).find(({ title }) => title === still[0].title).page;
      const faults = await stage.open(stage.url(from), { javaScriptEnabled }, async (page) => {
        const course = page.locator('section.course');
        assert.match(await course.locator('li[aria-current]').textContent(), /2020年第三季度.*本页.*与上期相同/s);
        await course.getByRole('link', { name: '2020年第二季度' }).click();
        await page.waitForURL(stage.url(before));
        await course.getByRole('link', { name: '2020年第三季度' }).click();
        await page.waitForURL(stage.url(from));
        await course.getByRole('heading').getByRole('link').click();
        await page.waitForURL(stage.url(`${folder}/index.html`));
        await page.getByRole('link', { name: '2020年第三季度', exact: true }).click();
        await page.waitForURL(stage.url(`${now.path}/index.html`));
        await page.getByRole('navigation', { name: '前后各期' }).getByRole('link').click();
        await page.waitForURL(stage.url(`${then.path}/index.html`));
        await page.locator('.row-series a').click();
        await page.waitForURL(stage.url(`${folder}/index.html`));
      });
      assertNone(faults);
    });
  }

  test('a promise that the part of a report lacks is told as such', async () => {
    const faults = await stage.open(stage.url(lacking[0].page), {}, async (page) => {
      const stops = await page.locator('.course li').allTextContents();
      assert.equal(stops.length, 2);
      assert.match(stops[1], /2020年第三季度.*报告不完整，没有收录这项任务/s);
    });
    assertNone(faults);
  });
});

describe('a plan of many periods', () => {
  const site = buildSite(SERIES);
  const stage = setStage(site, { still: true });
  const task = 'plans/2019-q4/01/01.html';

  test('the chart of a promise has a column a period, as high as the share', async () => {
    const faults = await stage.open(stage.url(task), { viewport: PHONE }, async (page) => {
      const chart = page.locator('.course .columns-chart');
      assert.match(await chart.getAttribute('aria-label'), /2019年第一季度 25%.*2020年第一季度 100%/);
      const { height: whole } = await chart.boundingBox();
      const heights = await chart.locator('.ink-done').evaluateAll((columns) =>
        columns.map((column) => 100 - Number(column.getAttribute('y'))));
      assert.deepEqual(heights.slice(0, 5), [25, 50, 75, 75, 100]);
      assert.ok(whole > 0);
    });
    assertNone(faults);
  });

  for (const path of [task, 'series/zhong-dian-ren-wu/index.html', 'series/zhong-dian-ren-wu/2019-q4.html', 'units/office.html']) {
    test(`${path} on paper says what it says on a screen`, async () => {
      const faults = await stage.open(stage.url(path), {}, async (page) => {
        const parts = await page.locator('.course, .moves, .moves-table, .course-completions tbody').evaluateAll((all) =>
          all.filter((one) => one.checkVisibility() && !one.closest('details')).flatMap((one) => one.innerText.split('\n')));
        const words = parts.map(squeeze).filter(Boolean);
        assert.ok(words.length > 3);
        const sheets = readPdf(await page.pdf({ format: 'A4', preferCSSPageSize: true }));
        const text = sheets.map((sheet) => sheet.text).join('');
        assertNone(words.filter((word) => !text.includes(word)));
      });
      assertNone(faults);
    });
  }
});
