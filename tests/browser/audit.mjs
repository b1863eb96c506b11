// Lighthouse, as on a phone, on a page of a server.

import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { CHROMIUM, CHROMIUM_ARGS } from './stage.mjs';

/** The kinds of page that are read most. */
export const AUDITED = ['home', 'disclosure', 'chapter', 'task'];

export function launchForAudits() {
  const chromeFlags = ['--headless=new', ...CHROMIUM_ARGS];
  return launch({ chromePath: CHROMIUM, chromeFlags, logLevel: 'silent' });
}

/** For each category its score, from 0 to 100, and the audits that made it less than 100. */
export async function audit(chrome, url, categories) {
  const options = { port: chrome.port, logLevel: 'silent', onlyCategories: categories };
  const { lhr } = await lighthouse(url, options);
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const results = Object.entries(lhr.categories).map(([category, { score, auditRefs }]) => {
    const failing = auditRefs
      .filter(({ weight }) => weight > 0)
      .map(({ id }) => lhr.audits[id])
      .filter((one) => one.score !== null && one.score < 1)
      .map(({ id, title, explanation, displayValue }) =>
        [`${id}: ${title}`, displayValue, explanation].filter(Boolean).join('; '),
      );
    return [category, { score: Math.round(score * 100), failing }];
  });
  return Object.fromEntries(results);
}
