// The Content-Security-Policy that every page brings with it, and all pages under it: no host is
// needed that sends one, and no page breaks it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { test } from 'node:test';
import { attribute } from './dom.mjs';
import { assertNone } from './expect.mjs';
import { buildSite, pageOfEachKind, SMALL } from './site.mjs';
import { setStage, watch } from './stage.mjs';

const sites = { example: buildSite(), small: buildSite(SMALL) };

/**
 * What there must be in a site for a page to be allowed to load it. Lighthouse, as other tools, asks
 * for robots.txt from within the page, which is then a connection.
 */
const USES = {
  'connect-src': ['.bin', '.txt'],
  'font-src': ['.woff', '.woff2'],
  'img-src': ['.gif', '.jpg', '.png', '.svg', '.webp'],
  'script-src': ['.js'],
  'style-src': ['.css'],
};

for (const [name, site] of Object.entries(sites)) {
  test(`every page of the ${name} site has a strict policy`, () => {
    const wrong = [];
    for (const [path, page] of site.pages) {
      const head = page.elements.filter((node) => node.parentNode.tagName === 'head');
      const isPolicy = (node) => attribute(node, 'http-equiv')?.toLowerCase() === 'content-security-policy';
      const policies = head.filter(isPolicy);
      if (policies.length !== 1) {
        wrong.push(`${path}: ${policies.length} policies`);
        continue;
      }
      const firstLoad = head.findIndex((node) => ['link', 'script', 'style', 'base'].includes(node.tagName));
      if (head.findIndex(isPolicy) > firstLoad) wrong.push(`${path}: something loads before the policy`);
      wrong.push(...tooMuch(attribute(policies[0], 'content'), site).map((fault) => `${path}: ${fault}`));
    }
    assertNone(wrong, 'pages without');
    assert.ok(site.pages.size > 10);
  });

  test(`nothing inline and nothing from elsewhere is in any page of the ${name} site`, () => {
    for (const path of site.pages.keys()) {
      const html = readFileSync(join(site.output, path), 'utf8');
      assert.doesNotMatch(html, /<style\b|\sstyle=|\son[a-z]+=|javascript:/i, path);
      for (const [script] of html.matchAll(/<script\b[^>]*>/gi)) {
        assert.match(script, /\ssrc=|application\/ld\+json/, path);
      }
    }
  });

  const stage = setStage(site, { still: true });
  const pages = [...site.pages.keys()].filter((path) => path !== '404.html');

  test(`no page of the ${name} site breaks its policy or says anything in the console`, async () => {
    const wrong = [];
    let opened = 0;
    // Two at a time.
    await Promise.all([0, 1].map(async (part) => {
      const page = await stage.browser.newPage();
      const faults = watch(page, stage.url(''));
      for (const path of pages.filter((_, index) => index % 2 === part)) {
        await page.goto(stage.url(path), { waitUntil: 'load' });
        wrong.push(...faults.splice(0).map((fault) => `${path}: ${fault}`));
        opened += 1;
      }
      await page.close();
    }));
    assertNone(wrong);
    assert.equal(opened, pages.length);
  });

  // The page for what is not there has the address of the site in its links: a host shows it at
  // any depth. It is never opened from a folder.
  for (const [kind, path] of pageOfEachKind(site)) {
    if (['404', 'redirect'].includes(kind)) continue;
    test(`${kind} of the ${name} site from a folder keeps its policy, and its style applies`, async () => {
      const faults = await stage.open(stage.fileUrl(path), {}, async (page) => {
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).margin), '0px');
      });
      assertNone(faults);
    });
  }
}

/** What a policy allows that the pages do not need. */
function tooMuch(policy, site) {
  const directives = new Map(
    policy.split(';').map((one) => one.trim().split(/\s+/)).map(([name, ...sources]) => [name, sources.join(' ')]),
  );
  const wrong = [];
  for (const name of ['default-src', 'base-uri']) {
    if (directives.get(name) !== "'none'") wrong.push(`${name} is ${directives.get(name)}, not 'none'`);
  }
  if (!directives.has('form-action')) wrong.push('form-action is not limited');
  for (const [name, sources] of directives) {
    if (!["'none'", "'self'"].includes(sources)) wrong.push(`${name} allows ${sources}`);
    const isUsed = [...site.files].some((file) => USES[name]?.includes(extname(file)));
    if (sources === "'self'" && name !== 'form-action' && !isUsed) wrong.push(`nothing needs ${name}`);
  }
  return wrong;
}
