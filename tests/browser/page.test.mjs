// One page of each kind, as a browser shows it. Pictures for a person go to `out/`.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildSite, fileUrl, launch, pageOfEachKind, serve } from './site.mjs';

const OUT = join(dirname(fileURLToPath(import.meta.url)), 'out');
const site = buildSite();
const pages = pageOfEachKind(site);

let browser;
let server;
before(async () => {
  mkdirSync(OUT, { recursive: true });
  [browser, server] = await Promise.all([launch(), serve(site, site.base, { still: true })]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a page in a context of its own and gives what went wrong while `look` looked at it. */
async function open(url, options, look) {
  const context = await browser.newContext(options);
  const faults = [];
  const page = await context.newPage();
  const origin = new URL(url).origin;
  page.on('console', (message) => faults.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`));
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.push(`elsewhere: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  try {
    await page.goto(url, { waitUntil: 'load' });
    await look(page);
  } finally {
    await context.close();
  }
  return faults;
}

const sizes = [
  { width: 320, height: 640, phone: true },
  { width: 390, height: 844, phone: true },
  { width: 1280, height: 800, phone: false },
];

for (const [kind, path] of pages) {
  for (const { width, height, phone } of sizes) {
    test(`${kind} at ${width} pixels`, async () => {
      const options = { viewport: { width, height }, isMobile: phone, hasTouch: phone };
      const faults = await open(server.url + path, options, async (page) => {
        assert.equal(await page.locator('h1').count(), 1, 'one h1');
        const wide = await page.evaluate(() => {
          const room = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= room) return [];
          return [...document.querySelectorAll('body *')]
            .filter((element) => element.getBoundingClientRect().right > room + 0.5)
            .map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 40)}`);
        });
        assert.deepEqual(wide, [], 'nothing is wider than the screen');
        if (width === 390) await picture(page, `${kind}-phone`);
        if (width === 1280) {
          await picture(page, `${kind}-desktop`);
          await page.emulateMedia({ colorScheme: 'dark' });
          await picture(page, `${kind}-dark`);
        }
      });
      assert.deepEqual(faults, []);
    });
  }

  test(`${kind} by keyboard`, async () => {
    const viewport = { width: 1280, height: 800 };
    const faults = await open(server.url + path, { viewport }, async (page) => {
      await page.keyboard.press('Tab');
      const skip = page.locator(':focus');
      assert.equal(await skip.getAttribute('class'), 'skip');
      const box = await skip.boundingBox();
      assert.ok(box.width > 40 && box.height > 20 && box.x >= 0 && box.y >= 0, JSON.stringify(box));
      const inMain = () => page.evaluate(() => document.activeElement.closest('main') !== null);
      // Past everything above it, the focus reaches the main content if there is anything to reach.
      const links = await page.locator('a[href], button, input, summary').count();
      const reachable = await page.getByRole('main').getByRole('link').count();
      let presses = 1;
      while (!(await inMain()) && presses <= links) {
        await page.keyboard.press('Tab');
        presses += 1;
      }
      assert.equal(await inMain(), reachable > 0);
      // The link skips there at once.
      await page.reload({ waitUntil: 'load' });
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.equal(new URL(page.url()).hash, '#main');
      await page.keyboard.press('Tab');
      assert.equal(await inMain(), reachable > 0);
    });
    assert.deepEqual(faults, []);
  });

  test(`${kind} without JavaScript is the same page`, async () => {
    const texts = [];
    for (const javaScriptEnabled of [true, false]) {
      const faults = await open(server.url + path, { javaScriptEnabled }, async (page) => {
        await page.getByRole('main').waitFor();
        texts.push(await page.getByRole('main').innerText());
      });
      assert.deepEqual(faults, []);
    }
    assert.equal(texts[1], texts[0]);
    assert.notEqual(texts[0].trim(), '');
  });

  // The page for what is not there has the address of the site in its links: a host shows it at
  // any depth. It is never opened from a folder.
  const skip = ['404', 'redirect'].includes(kind);
  test(`${kind} from a folder is styled`, { skip }, async () => {
    const faults = await open(fileUrl(site, path), {}, async (page) => {
      assert.ok(await isStyled(page));
    });
    assert.deepEqual(faults, []);
  });
}

test('the page for what is not there works at any depth', async () => {
  const url = `${server.url}no/such/page.html`;
  const faults = await open(url, {}, async (page) => {
    assert.ok(await isStyled(page));
    await page.getByRole('main').getByRole('link').first().click();
    await page.waitForURL((now) => now.href !== url);
    assert.match(await page.locator('body').getAttribute('class'), /page-home/);
  });
  const others = faults.filter((fault) => !fault.includes('404'));
  assert.deepEqual(others, []);
});

test('nothing inline and nothing from elsewhere is in any page', () => {
  for (const path of site.pages.keys()) {
    const html = readFileSync(join(site.output, path), 'utf8');
    assert.doesNotMatch(html, /<style\b|\sstyle=|\son[a-z]+=|javascript:/i, path);
    for (const [script] of html.matchAll(/<script\b[^>]*>/gi)) {
      assert.match(script, /\ssrc=|application\/ld\+json/, path);
    }
  }
});

/** Whether the style sheet applies: without it a body has a margin. */
function isStyled(page) {
  return page.evaluate(() => getComputedStyle(document.body).margin === '0px');
}

async function picture(page, name) {
  const tallest = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = page.viewportSize();
  await page.screenshot({
    path: join(OUT, `${name}.png`),
    fullPage: true,
    clip: { x: 0, y: 0, width, height: Math.min(tallest, 4000) },
  });
}
