// The navigation of the site: always there on a wide screen, behind a button on a phone.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertNone } from './expect.mjs';
import { DESKTOP, PHONE, SCRIPTING, SMALL_PHONE } from './settings.mjs';
import { buildSite, pageOfEachKind } from './site.mjs';
import { setStage } from './stage.mjs';

const site = buildSite();

describe('the menu', { concurrency: 2 }, () => {
  const stage = setStage(site, { still: true });

  for (const [kind, path] of pageOfEachKind(site)) {
    test(`${kind} without JavaScript`, async () => {
      const options = { viewport: DESKTOP, javaScriptEnabled: false };
      const faults = await stage.open(stage.url(path), options, async (page) => {
        const nav = page.locator('nav#site-nav');
        const button = page.locator('button.menu[popovertarget="site-nav"]');
        assert.equal(await nav.isVisible(), true, 'wide: the navigation');
        assert.equal(await button.isVisible(), false, 'wide: the button');
        const wide = await nav.getByRole('link').count();
        for (const viewport of [PHONE, SMALL_PHONE]) {
          await page.setViewportSize(viewport);
          assert.equal(await nav.isVisible(), false);
          assert.equal(await button.isVisible(), true);
          await button.click();
          assert.equal(await nav.isVisible(), true);
          assert.equal(await nav.getByRole('link').count(), wide, 'the same links');
          // All of it is in sight, and nothing lies over it.
          const covered = await nav.getByRole('link').evaluateAll((links) =>
            links.filter((link) => {
              const { left, right, top, bottom } = link.getBoundingClientRect();
              const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
              return !hit || !link.contains(hit) || left < 0 || right > innerWidth;
            }).map((link) => link.textContent),
          );
          assertNone(covered, 'links that cannot be pressed');
          await page.keyboard.press('Escape');
          assert.equal(await nav.isVisible(), false);
        }
      });
      assertNone(faults);
    });
  }

  for (const { javaScriptEnabled, scripting } of SCRIPTING) {
    test(`a link in it leads on, and a press beside it closes it, ${scripting}`, async () => {
      const url = stage.url('index.html');
      const options = { viewport: PHONE, javaScriptEnabled, hasTouch: true, isMobile: true };
      const faults = await stage.open(url, options, async (page) => {
        const nav = page.locator('#site-nav');
        const button = page.locator('button.menu');
        await button.tap();
        assert.equal(await nav.isVisible(), true);
        await page.touchscreen.tap(PHONE.width / 2, PHONE.height - 4);
        assert.equal(await nav.isVisible(), false);
        assert.equal(page.url(), url);
        await button.tap();
        const link = nav.getByRole('link').last();
        const href = await link.evaluate((one) => one.href);
        await link.tap();
        await page.waitForURL(href);
        assert.equal(await nav.isVisible(), false);
      });
      assertNone(faults);
    });
  }
});
