// Tab alone reaches everything on a page and shows where it is, forward and backward.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertNone } from './expect.mjs';
import { focusFaults, prepareStops, tabTo } from './keyboard.mjs';
import { DESKTOP, PHONE } from './settings.mjs';
import { buildSite, pageOfEachKind } from './site.mjs';
import { setStage } from './stage.mjs';

const site = buildSite();
const pages = pageOfEachKind(site);

describe('by keyboard', { concurrency: 2 }, () => {
  const stage = setStage(site, { still: true });

  for (const [kind, path] of pages) {
    for (const viewport of [DESKTOP, PHONE]) {
      test(`${kind} at ${viewport.width} pixels, every stop forward and backward`, async () => {
        const found = [];
        const faults = await stage.open(stage.url(path), { viewport }, async (page) => {
          const stops = await prepareStops(page);
          assert.ok(stops >= 3, `${stops} stops`);
          for (let index = 0; index < stops && found.length < 10; index += 1) {
            await page.keyboard.press('Tab');
            found.push(...(await focusFaults(page, index)));
          }
          assertNone(found, 'forward');
          // The way out is open.
          await page.keyboard.press('Tab');
          assert.ok(await page.evaluate(() => document.activeElement !== globalThis.stops.at(-1)), 'no trap');
          await page.evaluate(() => globalThis.stops.at(-1).focus());
          for (let index = stops - 2; index >= 0 && found.length < 10; index -= 1) {
            await page.keyboard.press('Shift+Tab');
            found.push(...(await focusFaults(page, index)));
          }
          assertNone(found, 'backward');
        });
        assertNone(faults);
      });
    }

    test(`${kind}: the first stop skips to the content`, async () => {
      const faults = await stage.open(stage.url(path), { viewport: DESKTOP }, async (page) => {
        await page.keyboard.press('Tab');
        const skip = page.locator(':focus');
        assert.equal(await skip.getAttribute('class'), 'skip');
        const box = await skip.boundingBox();
        assert.ok(box.width > 40 && box.height > 20 && box.x >= 0 && box.y >= 0, JSON.stringify(box));
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.hash === '#main');
        const reachable = await page.getByRole('main').getByRole('link').count();
        await page.keyboard.press('Tab');
        assert.equal(
          await page.evaluate(() => document.activeElement.closest('main') !== null),
          reachable > 0,
        );
      });
      assertNone(faults);
    });
  }

  test('the switch for large text by Space', async () => {
    const faults = await stage.open(stage.url(pages.get('home')), { viewport: DESKTOP }, async (page) => {
      const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
      const normal = await size();
      await tabTo(page, '#large-text');
      await page.keyboard.press('Space');
      assert.ok((await size()) > normal * 1.3, `${normal} px, then ${await size()} px`);
      await page.keyboard.press('Space');
      assert.equal(await size(), normal);
    });
    assertNone(faults);
  });

  test('the menu by Enter, and Escape closes it', async () => {
    const faults = await stage.open(stage.url(pages.get('home')), { viewport: PHONE }, async (page) => {
      const nav = page.locator('#site-nav');
      await tabTo(page, 'button.menu');
      assert.equal(await nav.isVisible(), false);
      await page.keyboard.press('Enter');
      assert.equal(await nav.isVisible(), true);
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement.closest('#site-nav') !== null), 'Tab goes in');
      const stops = await page.evaluate(() => document.querySelectorAll('#site-nav :is(a, button)').length);
      for (let index = 0; index < stops; index += 1) await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement.closest('#site-nav') === null), 'and out');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Escape');
      assert.equal(await nav.isVisible(), false);
      assert.ok(await page.evaluate(() => document.activeElement.matches('button.menu')), 'back at the button');
    });
    assertNone(faults);
  });

  test('the filter by keyboard', async () => {
    const path = pages.get('disclosure');
    const faults = await stage.open(stage.url(path), { viewport: DESKTOP }, async (page) => {
      const rows = page.locator('table.tasks tbody tr').filter({ visible: true });
      const all = await rows.count();
      await tabTo(page, 'form.filter select[name="unit"]');
      await page.keyboard.press('ArrowDown');
      assert.notEqual(await page.locator('select[name="unit"]').inputValue(), '');
      const some = await rows.count();
      assert.ok(some > 0 && some < all, `${some} of ${all} rows`);
      await tabTo(page, 'form.filter button');
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('select[name="unit"]').inputValue(), '');
      assert.equal(await rows.count(), all);
    });
    assertNone(faults);
  });

  test('the folded list of chapters by Enter', async () => {
    const path = pages.get('disclosure');
    const faults = await stage.open(stage.url(path), { viewport: PHONE }, async (page) => {
      const links = page.locator('.jump a').filter({ visible: true });
      assert.equal(await links.count(), 0);
      await tabTo(page, '.jump summary');
      await page.keyboard.press('Enter');
      assert.ok((await links.count()) > 1);
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(() => document.activeElement.matches('.jump a')));
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.hash !== '');
    });
    assertNone(faults);
  });
});
