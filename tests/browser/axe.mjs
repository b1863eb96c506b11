// axe-core, run in a page.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { assertNone } from './expect.mjs';

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

export function injectAxe(page) {
  return page.evaluate(INJECTED);
}

/** What axe finds, and what it cannot tell; `setting` names the page as it is now. */
export async function runAxe(page, setting) {
  const { violations, incomplete, passes } = await page.evaluate(inPage, OPTIONS);
  assertNone(ALWAYS.filter((rule) => !passes.includes(rule)), `${setting}: rules not run`);
  return { violations, incomplete };
}

async function inPage(options) {
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
