// A page that is enlarged to 200 and 400 %, or whose text is set wider, loses nothing.
//
// Enlarging makes the window smaller in CSS pixels: that of 1280 × 1024 becomes 640 × 512 and
// 320 × 256.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertNone, missing } from './expect.mjs';
import { cutOff, overlapping, spaceText, textShown, tooWide } from './measure.mjs';
import { setLargeText } from './settings.mjs';
import { buildSite, pageOfEachKind, SERIES, SERIES_KINDS, SMALL, SMALL_KINDS } from './site.mjs';
import { setStage } from './stage.mjs';

const WHOLE = { width: 1280, height: 1024 };
const ZOOMS = { '200 %': { width: 640, height: 512 }, '400 %': { width: 320, height: 256 } };

/** Cards have no columns that need a head, and only a small screen folds a list away. */
const MEANT_TO_DIFFER = 'thead, .blank, summary';

const sites = [
  { name: 'example', site: buildSite() },
  { name: 'small', site: buildSite(SMALL), kinds: SMALL_KINDS },
  { name: 'series', site: buildSite(SERIES), kinds: SERIES_KINDS },
];

for (const { name, site, kinds } of sites) {
  describe(`enlarged, on the ${name} site`, { concurrency: 2 }, () => {
    const stage = setStage(site, { still: true });
    for (const [kind, path] of pageOfEachKind(site, kinds)) {
      test(kind, async () => {
        const found = [];
        const faults = await stage.open(stage.url(path), { viewport: WHOLE }, async (page) => {
          const look = async (setting) => {
            for (const measure of [tooWide, cutOff, overlapping]) {
              const told = await page.evaluate(measure);
              found.push(...told.map((one) => `${setting}: ${measure.name}: ${one}`));
            }
          };
          const whole = await page.evaluate(textShown, MEANT_TO_DIFFER);
          assert.ok(whole.length > 0);
          await look('100 %');
          for (const [zoom, viewport] of Object.entries(ZOOMS)) {
            await page.setViewportSize(viewport);
            const shown = await page.evaluate(textShown, MEANT_TO_DIFFER);
            assertNone(missing(whole, shown), `text lost at ${zoom}`);
            assertNone(missing(shown, whole), `text that is only there at ${zoom}`);
            await look(zoom);
          }
          await page.setViewportSize(WHOLE);
          await setLargeText(page, true);
          for (const [zoom, viewport] of Object.entries({ '100 %': WHOLE, ...ZOOMS })) {
            await page.setViewportSize(viewport);
            await look(`large, ${zoom}`);
          }
          await page.setViewportSize(WHOLE);
          await setLargeText(page, false);
          await page.evaluate(spaceText);
          for (const [zoom, viewport] of Object.entries({ '100 %': WHOLE, ...ZOOMS })) {
            await page.setViewportSize(viewport);
            await look(`spaced, ${zoom}`);
          }
        });
        assertNone(found);
        assertNone(faults);
      });
    }
  });
}
