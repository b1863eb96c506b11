// Lighthouse finds nothing to better but, perhaps, speed, which depends on the machine: for that
// there is tests/run lighthouse.

import { after, before, test } from 'node:test';
import { audit, AUDITED, launchForAudits } from './audit.mjs';
import { assertNone } from './expect.mjs';
import { serve } from './server.mjs';
import { buildSite, pageOfEachKind } from './site.mjs';

const CATEGORIES = ['accessibility', 'best-practices', 'seo'];

const site = buildSite();
const pages = pageOfEachKind(site);

let chrome;
let server;
before(async () => {
  [chrome, server] = await Promise.all([launchForAudits(), serve(site, site.base, { gzip: true })]);
});
after(async () => {
  chrome?.kill();
  await server?.close();
});

for (const kind of AUDITED) {
  test(`Lighthouse on ${kind}`, async (t) => {
    const results = await audit(chrome, server.url + pages.get(kind), CATEGORIES);
    t.diagnostic(CATEGORIES.map((category) => `${category} ${results[category].score}`).join(', '));
    assertNone(
      CATEGORIES.filter((category) => results[category].score !== 100).flatMap((category) => [
        `${category} ${results[category].score}`,
        ...results[category].failing,
      ]),
      'below 100',
    );
  });
}
