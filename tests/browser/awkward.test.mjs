// Content as awkward as offices have it stays on the page, in its columns and on paper.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { COLUMNS, NUMBER, writeAwkwardSite } from './awkward.mjs';
import { assertNone } from './expect.mjs';
import { cutOff, overlapping, tooWide } from './measure.mjs';
import { DESKTOP, inEachSetting, SMALL_PHONE } from './settings.mjs';
import { buildSite } from './site.mjs';
import { setStage } from './stage.mjs';

const site = buildSite(writeAwkwardSite());
const PAPER = { width: 673, height: 950 };
const DISCLOSURE = 'plans/words/index.html';

describe('awkward content', { concurrency: 2 }, () => {
  const stage = setStage(site, { still: true });
  const open = async (path, options, look) => assertNone(await stage.open(stage.url(path), options, look));
  /** Where an element is, from the left, and how wide. */
  const place = (locator) => locator.evaluate((element) => element.getBoundingClientRect().toJSON());

  const PAGES = [
    'catalogue/index.html', 'index.html', 'plans/index.html', DISCLOSURE, 'plans/none/index.html', 'plans/words/01/index.html',
    'plans/words/01/01.html', 'search/index.html', 'site-map.html', 'units/index.html', 'units/long.html',
  ];
  for (const path of PAGES) {
    test(`words without a break stay within ${path}`, () =>
      open(path, {}, async (page) => {
        const found = [];
        await inEachSetting(page, async (setting) => {
          for (const measure of [tooWide, cutOff, overlapping]) {
            const told = await page.evaluate(measure);
            found.push(...told.map((one) => `${setting}: ${measure.name}: ${one}`));
          }
        });
        assertNone(found);
      }));
  }

  test('an index number is whole on a small phone', () =>
    open(DISCLOSURE, { viewport: SMALL_PHONE }, async (page) => {
      const number = page.locator('.card .row-index_number dd');
      assert.equal((await number.innerText()).replace(/\s/g, ''), NUMBER);
      const [{ right }, card] = [await place(number), await place(page.locator('.card'))];
      assert.ok(right <= card.right, `the number ends at ${right}, the card at ${card.right}`);
      assertNone(await number.evaluate((dd) => (dd.scrollWidth > dd.clientWidth ? [dd.textContent] : [])));
    }));

  for (const path of ['plans/wide/index.html', 'plans/wide/01/index.html']) {
    test(`a wide table leaves room for the columns beside it on ${path}`, () =>
      open(path, { viewport: DESKTOP }, async (page) => {
        const table = await place(page.locator('table.tasks').first());
        const promise = await place(page.locator('.promise').first());
        assert.ok(promise.width > table.width * 0.25, `the task has ${promise.width} of ${table.width} px`);
        assert.equal(await page.locator('.progress .scroll').first().evaluate((one) => one.scrollWidth > one.clientWidth), true);
      }));
  }

  for (const path of ['plans/wide/index.html', 'plans/wide/01/01.html']) {
    test(`paper shows all columns and the whole code of ${path}`, () =>
      open(path, { viewport: PAPER }, async (page) => {
        await page.emulateMedia({ media: 'print' });
        const last = page.locator('.progress th').filter({ hasText: COLUMNS.at(-1) });
        const { right } = await place(last);
        assert.ok(right <= PAPER.width, `the last column ends at ${right}`);
        const hidden = await page.locator('.progress :is(.scroll, pre)').evaluateAll((all) =>
          all.filter((one) => getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1).map((one) => one.tagName));
        assertNone(hidden);
      }));
  }

  test('chapters without a number begin where the row does', () =>
    open(DISCLOSURE, { viewport: DESKTOP }, async (page) => {
      for (const list of ['.jump', '.by-chapter']) {
        const link = page.locator(`${list} a`).filter({ hasText: '另一章' });
        const [{ left }, row] = [await place(link.locator('.name')), await place(link)];
        assert.ok(left - row.left < 8, `${list}: ${left - row.left} px`);
      }
      assert.deepEqual(await page.locator('#filter-chapter option').last().innerText(), '另一章');
    }));

  test('a disclosure without tasks draws no charts and has nothing to filter', () =>
    open('plans/none/index.html', {}, async (page) => {
      assert.equal(await page.locator('.overview, .filter').count(), 0);
      assert.equal(await page.locator('.all-tasks .none').innerText(), '本章没有任务。');
    }));

  test('where every status is stated, nothing is said to be left', () =>
    open(DISCLOSURE, {}, async (page) => {
      assert.equal(await page.locator('.overview .finding').first().innerText(), '2 项任务中，来源写明状态的有 2 项。');
    }));

  test('a filtered table says on paper by what it was filtered', () =>
    open(DISCLOSURE, { viewport: PAPER }, async (page) => {
      const filter = page.locator('form.filter');
      await page.emulateMedia({ media: 'print' });
      assert.equal(await filter.isVisible(), false);
      await page.emulateMedia({ media: 'screen' });
      await page.locator('#filter-chapter').selectOption({ label: '另一章' });
      await page.emulateMedia({ media: 'print' });
      assert.equal(await filter.isVisible(), true);
      assert.equal(await filter.locator('output').innerText(), '显示 1 项，共 2 项');
      assert.equal(await filter.locator('button').isVisible(), false);
    }));

  test('a feed is offered by the name that it gives itself', () =>
    open(DISCLOSURE, {}, async (page) => {
      const title = /<title>(.*?)<\/title>/.exec(readFileSync(join(site.output, 'feed.xml'), 'utf8'))[1];
      const link = page.locator('.site-footer a[href$="feed.xml"]').first();
      assert.equal(await link.innerText(), `订阅：${title}`);
    }));

  test('nothing in a text needs a keyboard to be scrolled but tables', () =>
    open('plans/wide/01/01.html', { viewport: SMALL_PHONE }, async (page) => {
      const code = page.locator('.progress pre');
      assert.equal(await code.evaluate((pre) => pre.scrollWidth > pre.clientWidth), false);
      assert.equal(await page.locator('.progress [tabindex="0"]').count(), 1);
      assert.equal(await page.locator('.progress [role="region"]').count(), 0, 'tables are no landmarks');
    }));

  test('paragraphs found are not joined by the sign between units', () =>
    open('search/index.html?q=完工', {}, async (page) => {
      const text = await page.locator('.found .summary').first().innerText();
      assert.match(text, /第一段说开工。 第二段说完工。/);
    }));
});
