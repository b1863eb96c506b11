// The switch for large text: without JavaScript for one page, with it for all that follow.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { assertNone } from './expect.mjs';
import { DESKTOP, PHONE, setLargeText } from './settings.mjs';
import { buildSite, pageOfEachKind } from './site.mjs';
import { setStage } from './stage.mjs';

const site = buildSite();
const pages = pageOfEachKind(site);
const home = pages.get('home');
const task = pages.get('task');

/** The size of the root's letters and of the smallest letters of the main content, in pixels. */
function sizes() {
  const size = (element) => parseFloat(getComputedStyle(element).fontSize);
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() && node.parentElement.checkVisibility()) texts.push(size(node.parentElement));
  }
  return {
    root: size(document.documentElement),
    heading: size(document.querySelector('h1')),
    smallest: Math.min(...texts),
  };
}

function assertLarge({ root, heading, smallest }) {
  assert.ok(root >= 22, `root ${root} px`);
  assert.ok(heading >= 30, `h1 ${heading} px`);
  assert.ok(smallest >= 18, `smallest ${smallest} px`);
}

const rootSize = (page) => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));

/** Remembers the size of the root at every frame that is drawn, and when the document was parsed. */
function rememberFrames() {
  globalThis.frames = [];
  const remember = () => {
    if (document.body) globalThis.frames.push(getComputedStyle(document.documentElement).fontSize);
  };
  const onFrame = () => {
    remember();
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  document.addEventListener('DOMContentLoaded', remember);
}

describe('large text', { concurrency: 2 }, () => {
  const stage = setStage(site, { still: true });

  for (const [kind, path] of pages) {
    test(`${kind} without JavaScript`, async () => {
      const options = { viewport: DESKTOP, javaScriptEnabled: false };
      const faults = await stage.open(stage.url(path), options, async (page) => {
        const normal = await page.evaluate(sizes);
        assert.equal(normal.root, 16);
        await setLargeText(page, true);
        assertLarge(await page.evaluate(sizes));
        await page.setViewportSize(PHONE);
        assertLarge(await page.evaluate(sizes));
        await page.setViewportSize(DESKTOP);
        await setLargeText(page, false);
        assert.deepEqual(await page.evaluate(sizes), normal);
      });
      assertNone(faults);
    });
  }

  test('the switch and its words are in the header of every page', () => {
    const without = [...site.pages].filter(([, page]) => {
      const box = page.elements.find((node) => node.attrs.some(({ name, value }) => name === 'id' && value === 'large-text'));
      for (let at = box; at; at = at.parentNode) if (at.tagName === 'header') return false;
      return true;
    });
    assertNone(without.map(([path]) => path), 'pages without');
  });

  for (const [place, urlOf] of Object.entries({ 'over HTTP': stage.url, 'from a folder': stage.fileUrl })) {
    test(`it stays on from page to page and after a reload, and can be put off, ${place}`, async () => {
      const faults = await stage.open(urlOf(home), { viewport: DESKTOP }, async (page) => {
        const box = page.locator('#large-text');
        await setLargeText(page, true);
        await page.reload();
        assertLarge(await page.evaluate(sizes));
        await page.getByRole('main').getByRole('link').first().click();
        await page.waitForURL((url) => url.href !== urlOf(home));
        assertLarge(await page.evaluate(sizes));
        assert.equal(await box.isChecked(), true);
        await setLargeText(page, false);
        assert.equal(await rootSize(page), 16);
        await page.reload();
        assert.equal(await rootSize(page), 16);
        await page.goto(urlOf(task));
        assert.equal(await rootSize(page), 16);
        assert.equal(await box.isChecked(), false);
        // Nor does the page that was left large come back so.
        await page.goto(urlOf(home));
        assert.equal(await rootSize(page), 16);
      });
      assertNone(faults);
    });

    test(`a page is never drawn in normal text first, ${place}`, async () => {
      const faults = await stage.open(urlOf(home), { viewport: DESKTOP }, async (page, context) => {
        await setLargeText(page, true);
        await context.addInitScript(rememberFrames);
        // Scripts come late, as over a slow line: what is drawn before them is seen.
        await context.route('**/*.js', async (route) => {
          await setTimeout(300);
          await route.continue();
        });
        for (const path of [pages.get('disclosure'), task]) {
          await page.goto(urlOf(path), { waitUntil: 'load' });
          await page.waitForFunction(() => globalThis.frames.length >= 3);
          assert.deepEqual([...new Set(await page.evaluate(() => globalThis.frames))], ['22px']);
        }
      });
      assertNone(faults);
    });
  }

  const shut = {
    'is closed': () => {
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('closed', 'SecurityError');
        },
      });
    },
    'is full': () => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    },
  };
  for (const [how, shutStorage] of Object.entries(shut)) {
    test(`it works on the page where storage ${how}`, async () => {
      const faults = await stage.open(stage.url(home), { viewport: DESKTOP }, async (page, context) => {
        await context.addInitScript(shutStorage);
        await page.goto(stage.url(task), { waitUntil: 'load' });
        await setLargeText(page, true);
        assertLarge(await page.evaluate(sizes));
        await setLargeText(page, false);
        assert.equal(await rootSize(page), 16);
        // The rest of the script runs as well.
        await page.goto(stage.url(pages.get('disclosure')), { waitUntil: 'load' });
        assert.equal(await page.locator('form.filter').isVisible(), true);
      });
      assertNone(faults);
    });
  }
});
