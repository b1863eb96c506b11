// axe-core finds nothing against WCAG 2.2 A and AA and its best practices, in any setting.

import { describe, test } from 'node:test';
import { injectAxe, runAxe } from './axe.mjs';
import { assertNone } from './expect.mjs';
import { inEachSetting, PHONE, SCRIPTING } from './settings.mjs';
import { buildSite, pageOfEachKind, SERIES, SERIES_KINDS, SMALL, SMALL_KINDS } from './site.mjs';
import { setStage } from './stage.mjs';

const sites = [
  { name: 'example', site: buildSite() },
  { name: 'small', site: buildSite(SMALL), kinds: SMALL_KINDS },
  { name: 'series', site: buildSite(SERIES), kinds: SERIES_KINDS },
];

for (const { name, site, kinds } of sites) {
  describe(`on the ${name} site`, { concurrency: 2 }, () => {
    const stage = setStage(site, { still: true });
    for (const [kind, path] of pageOfEachKind(site, kinds)) {
      for (const { javaScriptEnabled, scripting } of SCRIPTING) {
        test(`${kind} ${scripting}`, async (t) => {
          const { found, unsure, faults } = await examine(stage, path, javaScriptEnabled);
          if (unsure.size > 0) t.diagnostic(`axe cannot tell of ${unsure.size} elements, such as ${[...unsure][0]}`);
          assertNone(found, 'violations');
          assertNone(faults);
        });
      }
    }
  });
}

async function examine(stage, path, javaScriptEnabled) {
  const found = [];
  const unsure = new Set();
  const faults = await stage.open(stage.url(path), { javaScriptEnabled }, async (page) => {
    await injectAxe(page);
    const look = async (setting) => {
      const { violations, incomplete } = await runAxe(page, setting);
      found.push(...violations.map((violation) => `${setting}: ${violation}`));
      incomplete.forEach((one) => unsure.add(one));
    };
    await inEachSetting(page, look);
    await page.setViewportSize(PHONE);
    if (await unfold(page)) await look('everything unfolded');
  });
  return { found, unsure, faults };
}

/** Opens what is folded away: the menu, and lists that are folded on a small screen. */
async function unfold(page) {
  const folded = page.locator('button.menu, details:not([open]) > summary').filter({ visible: true });
  let opened = 0;
  while ((await folded.count()) > opened) {
    await folded.nth(opened).click();
    opened += 1;
  }
  return opened > 0;
}
