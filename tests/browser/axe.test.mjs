// axe-core finds nothing against WCAG 2.2 A and AA and its best practices, in any setting.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { assertNone } from './expect.mjs';
import { inEachSetting, PHONE, SCRIPTING } from './settings.mjs';
import { buildSite, pageOfEachKind, SMALL, SMALL_KINDS } from './site.mjs';
import { setStage } from './stage.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Where a page has no JavaScript, timers never end. axe only uses them to do a thing later.
const INJECTED = `(() => {
  const setTimeout = (run, wait = 0) => {
    if (wait === 0) Promise.resolve().then(run);
  };
  ${AXE}
})()`;

const OPTIONS = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // Not on by default.
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations', 'incomplete'],
  // Style sheets are not fetched again, which the policy of the pages would forbid.
  preload: false,
};

/** Rules that have something to look at on every page. */
const ALWAYS = ['color-contrast', 'document-title', 'html-has-lang', 'landmark-one-main', 'region', 'target-size'];

const sites = [
  { name: 'example', site: buildSite() },
  { name: 'small', site: buildSite(SMALL), kinds: SMALL_KINDS },
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
    await page.evaluate(INJECTED);
    const look = async (setting) => {
      const { violations, incomplete, passes } = await page.evaluate(runAxe, OPTIONS);
      found.push(...violations.map((violation) => `${setting}: ${violation}`));
      incomplete.forEach((one) => unsure.add(one));
      assertNone(ALWAYS.filter((rule) => !passes.includes(rule)), `${setting}: rules not run`);
    };
    await inEachSetting(page, look);
    await page.setViewportSize(PHONE);
    if (await unfold(page)) await look('everything unfolded');
  });
  return { found, unsure, faults };
}

async function runAxe(options) {
  const { violations, incomplete, passes } = await globalThis.axe.run(options);
  const told = (results) =>
    results.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary.replace(/\s+/g, ' ')}`),
    );
  return {
    violations: told(violations),
    incomplete: told(incomplete),
    // A rule that fails was run as well.
    passes: [...passes, ...violations].map(({ id }) => id),
  };
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
