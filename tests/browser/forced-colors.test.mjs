// With the few colours that a reader's system forces on a page, everything is still told.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contrast, readPixels } from './colour.mjs';
import { readLongest } from './content.mjs';
import { assertNone } from './expect.mjs';
import { focusFaults, prepareStops, tabTo } from './keyboard.mjs';
import { tooWide } from './measure.mjs';
import { DESKTOP, SCHEMES } from './settings.mjs';
import { buildSite, pageOfEachKind, SERIES, SERIES_KINDS, SMALL, SMALL_KINDS } from './site.mjs';
import { setStage } from './stage.mjs';

const FORCED = { viewport: DESKTOP, forcedColors: 'active' };

const sites = [
  { name: 'example', site: buildSite() },
  { name: 'small', site: buildSite(SMALL), kinds: SMALL_KINDS },
  { name: 'series', site: buildSite(SERIES), kinds: SERIES_KINDS },
];

for (const { name, site, kinds } of sites) {
  describe(`forced colours on the ${name} site`, { concurrency: 2 }, () => {
    const stage = setStage(site, { still: true });
    const pages = pageOfEachKind(site, kinds);

    for (const [kind, path] of pages) {
      test(kind, async (t) => {
        const found = [];
        const faults = await stage.open(stage.url(path), FORCED, async (page, context) => {
          assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), true);
          assertNone(await page.evaluate(tooWide), 'too wide');
          const stops = await prepareStops(page);
          for (let index = 0; index < Math.min(stops, 12); index += 1) {
            await page.keyboard.press('Tab');
            found.push(...(await focusFaults(page, index)));
          }
          assertNone(found, 'where the focus is');
          const reader = await context.newPage();
          for (const colorScheme of SCHEMES) {
            await page.emulateMedia({ colorScheme, forcedColors: 'active' });
            const bars = await page.evaluate(barsOf);
            if (kind === 'disclosure') assert.ok(bars.length > 2, 'a disclosure has bars');
            for (const bar of bars) {
              if (!(await standsOut(page, bar, reader))) found.push(`${colorScheme}: ${bar.name}`);
            }
            if (bars.length > 0) t.diagnostic(`${bars.length} bars, ${colorScheme}`);
          }
        });
        assertNone(found, 'bars not to be seen');
        assertNone(faults);
      });
    }

    test('every control of the filter shows the focus', async () => {
      const found = [];
      const faults = await stage.open(stage.url(pages.get('disclosure')), FORCED, async (page) => {
        await prepareStops(page);
        for (const control of ['select[name="chapter"]', 'select[name="unit"]', 'button']) {
          await tabTo(page, `form.filter ${control}`);
          const index = await page.evaluate(() => globalThis.stops.indexOf(document.activeElement));
          found.push(...(await focusFaults(page, index)));
        }
      });
      assertNone([...found, ...faults]);
    });

    test('each status is told by a word of its own', async () => {
      const tasks = readLongest(site.root).chapters.flatMap((chapter) => chapter.tasks);
      const stated = tasks.filter((task) => task.status);
      const faults = await stage.open(stage.url(pages.get('disclosure')), FORCED, async (page) => {
        const words = new Map();
        for (const { page: path, status } of stated) {
          const row = page.locator('table.tasks tr').filter({ has: page.locator(`a[href$="${path.split('/').slice(-2).join('/')}"]`) });
          assert.equal(await row.locator('.status').isVisible(), true, path);
          const word = (await row.locator('.status').innerText()).trim();
          assert.notEqual(word, '', path);
          words.set(status, (words.get(status) ?? new Set()).add(word));
        }
        const all = [...words.values()].map((one) => [...one]);
        assertNone(all.filter((one) => one.length !== 1).map(String), 'a status with several words');
        assert.equal(new Set(all.flat()).size, words.size, all.join());
      });
      assertNone(faults);
    });
  });
}

/**
 * What charts are drawn with, the largest of each look: where it is on the page, and the colour of the ground it
 * stands on. Runs in the page.
 */
function barsOf() {
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [red, green, blue, alpha = 1] = getComputedStyle(at).backgroundColor.match(/[\d.]+/g).map(Number);
      if (alpha > 0) return [red, green, blue];
    }
    return [255, 255, 255];
  };
  const largest = new Map();
  for (const shape of document.querySelectorAll('main svg :is(rect, path, circle, line, polygon, polyline)')) {
    if (shape.closest('defs') || !shape.checkVisibility()) continue;
    const { x, y, width, height } = shape.getBoundingClientRect();
    if (width < 3 || height < 3) continue;
    const chart = shape.closest('[class*="chart"], .completion, .legend, figure, table')?.className;
    const name = `<${shape.tagName} class="${shape.getAttribute('class')}" fill="${shape.getAttribute('fill')}"> in ${chart}`;
    if (width * height <= (largest.get(name)?.area ?? 0)) continue;
    const box = { x, y: y + scrollY, width, height };
    largest.set(name, { name, ground: groundOf(shape.closest('svg')), box, area: width * height });
  }
  return [...largest.values()];
}

/** Whether a tenth of what is drawn, or its edge, differs from the ground as WCAG 1.4.11 asks. */
async function standsOut(page, { ground, box }, reader) {
  const y = await page.evaluate((top) => {
    scrollTo({ top: top - innerHeight / 2, behavior: 'instant' });
    return top - scrollY;
  }, box.y);
  const png = await page.screenshot({ clip: { ...box, y } });
  const pixels = await readPixels(reader, png);
  const differing = pixels.filter((pixel) => contrast(pixel, ground) >= 3).length;
  return differing >= pixels.length / 10 || differing >= 2 * (box.width + box.height) * 0.8;
}
