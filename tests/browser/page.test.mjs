// One page of each kind, as a browser shows it, from a host that sends a policy of its own as well.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertNone } from './expect.mjs';
import { textShown, tooWide } from './measure.mjs';
import { DESKTOP, PHONE, SCRIPTING, SMALL_PHONE } from './settings.mjs';
import { buildSite, pageOfEachKind } from './site.mjs';
import { setStage } from './stage.mjs';

const DEVICES = {
  desktop: { screens: [DESKTOP], options: {} },
  phone: { screens: [PHONE, SMALL_PHONE], options: { isMobile: true, hasTouch: true } },
};

/** What only works with JavaScript, and is only shown with it. */
const BY_SCRIPT = 'form.filter, .print-button, #search > :not(.fallback)';

/** What says that the script has not started. */
const WITHOUT_SCRIPT = '.fallback';

const site = buildSite();

describe('one page of each kind', { concurrency: 2 }, () => {
  const stage = setStage(site, { still: true, policy: true });

  for (const [kind, path] of pageOfEachKind(site)) {
    for (const [device, { screens, options }] of Object.entries(DEVICES)) {
      test(`${kind} on a ${device}`, async () => {
        const faults = await stage.open(stage.url(path), options, async (page) => {
          assert.equal(await page.locator('h1').count(), 1, 'one h1');
          for (const screen of screens) {
            await page.setViewportSize(screen);
            assertNone(await page.evaluate(tooWide), `wider than ${screen.width} pixels`);
          }
        });
        assertNone(faults);
      });
    }

    test(`${kind} without JavaScript is the same page`, async () => {
      const texts = [];
      for (const { javaScriptEnabled } of SCRIPTING) {
        const faults = await stage.open(stage.url(path), { javaScriptEnabled }, async (page) => {
          texts.push(await page.evaluate(textShown, `${BY_SCRIPT}, ${WITHOUT_SCRIPT}`));
          const shown = await page.locator(BY_SCRIPT).filter({ visible: true }).count();
          if (!javaScriptEnabled) assert.equal(shown, 0, 'what needs JavaScript is not shown');
        });
        assertNone(faults);
      }
      assert.deepEqual(texts[1], texts[0]);
      assert.ok(texts[0].length > 0);
    });
  }

  test('the page for what is not there works at any depth', async () => {
    const url = stage.url('no/such/page.html');
    const faults = await stage.open(url, {}, async (page) => {
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).margin), '0px', 'it is styled');
      await page.getByRole('main').getByRole('link').first().click();
      await page.waitForURL((now) => now.href !== url);
      assert.match(await page.locator('body').getAttribute('class'), /page-home/);
    });
    assertNone(faults.filter((fault) => !fault.includes('404')));
  });
});
