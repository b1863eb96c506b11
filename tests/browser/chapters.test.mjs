// The long table of a disclosure: its list of chapters, its head, and its rows on a phone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertNone } from './expect.mjs';
import { DESKTOP, PHONE, SCRIPTING } from './settings.mjs';
import { buildSite, pageOfEachKind } from './site.mjs';
import { setStage } from './stage.mjs';

const site = buildSite();
const path = pageOfEachKind(site).get('disclosure');
const stage = setStage(site);
const links = (page) => page.locator('.jump a');

/** Scrolls to where the chapter of a link begins, a little below the head of the table. */
function scrollTo(page, hash) {
  return page.evaluate((one) => {
    const top = document.querySelector(one).getBoundingClientRect().top + scrollY;
    scrollTo({ top: top - 100, behavior: 'instant' });
  }, hash);
}

test('on a wide screen the list of chapters says which is being read', async () => {
  const faults = await stage.open(stage.url(path), { viewport: DESKTOP }, async (page) => {
    const hashes = await links(page).evaluateAll((all) => all.map((link) => link.hash));
    assert.ok(hashes.length > 3);
    // Down, and up again.
    const middle = Math.floor(hashes.length / 2);
    for (const hash of [hashes[0], hashes[1], hashes[middle], hashes[middle + 1], hashes[2]]) {
      await scrollTo(page, hash);
      await page.waitForFunction(
        (one) => {
          const marked = [...document.querySelectorAll('.jump [aria-current]')];
          return marked.length === 1 && marked[0].hash === one && marked[0].getAttribute('aria-current') === 'true';
        },
        hash,
        { timeout: 3000 },
      ).catch(() => assert.fail(`${hash} is not marked`));
      const link = page.locator(`.jump a[href$="${hash}"]`);
      const box = await link.boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= DESKTOP.height, `the link of ${hash} is in sight`);
    }
  });
  assertNone(faults);
});

test('a link of the list leads to its chapter, and nothing covers it', async () => {
  const faults = await stage.open(stage.url(path), { viewport: DESKTOP }, async (page) => {
    for (const index of [0, 5, 3]) {
      const hash = await links(page).nth(index).evaluate((link) => link.hash);
      await links(page).nth(index).click();
      await page.waitForURL((url) => url.hash === hash);
      const heading = page.locator(`${hash}, ${hash} *`).and(page.getByRole('heading')).first();
      await heading.waitFor();
      const isSeen = await heading.evaluate((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return top >= 0 && bottom <= innerHeight && (element.contains(hit) || hit.contains(element));
      });
      assert.ok(isSeen, hash);
    }
  });
  assertNone(faults);
});

for (const { javaScriptEnabled, scripting } of SCRIPTING) {
  test(`the head of the table stays in sight ${scripting}`, async () => {
    const faults = await stage.open(stage.url(path), { viewport: DESKTOP, javaScriptEnabled }, async (page) => {
      const places = [];
      for (const part of [0.4, 0.6, 0.8]) {
        places.push(await page.evaluate((share) => {
          scrollTo({ top: document.documentElement.scrollHeight * share, behavior: 'instant' });
          const cell = document.querySelector('table.tasks thead th');
          const { left, top, bottom } = cell.getBoundingClientRect();
          const hit = document.elementFromPoint(left + 4, (top + bottom) / 2);
          return { top: Math.round(top), isSeen: cell.contains(hit), scrolled: scrollY > 500 };
        }, part));
      }
      for (const { top, isSeen, scrolled } of places) {
        assert.ok(scrolled && isSeen && top >= 0 && top < 100, JSON.stringify(places));
      }
    });
    assertNone(faults);
  });

  test(`the list of chapters is open on a wide screen and folded on a phone ${scripting}`, async () => {
    const faults = await stage.open(stage.url(path), { viewport: DESKTOP, javaScriptEnabled }, async (page) => {
      const all = await links(page).count();
      const visible = links(page).filter({ visible: true });
      assert.equal(await visible.count(), all, 'wide');
      await page.setViewportSize(PHONE);
      await page.reload();
      assert.equal(await visible.count(), 0, 'phone');
      await page.locator('.jump summary').click();
      assert.equal(await visible.count(), all, 'unfolded');
      const hash = await links(page).nth(2).evaluate((link) => link.hash);
      await links(page).nth(2).click();
      await page.waitForURL((url) => url.hash === hash);
    });
    assertNone(faults);
  });
}

test('on a phone each row is a card: its cells stand below one another, over the whole width', async () => {
  const faults = await stage.open(stage.url(path), { viewport: PHONE }, async (page) => {
    const { rows, wrong } = await page.evaluate(() => {
      const rows = [...document.querySelectorAll('table.tasks tbody tr')].filter((row) => row.cells.length > 1);
      const wrong = rows.filter((row) => {
        const boxes = [...row.cells].map((cell) => cell.getBoundingClientRect());
        const isBelow = boxes.every((box, index) => index === 0 || box.top >= boxes[index - 1].bottom - 1);
        const isWide = boxes.every((box) => box.width > innerWidth * 0.7);
        return !isBelow || !isWide;
      });
      return { rows: rows.length, wrong: wrong.map((row) => row.textContent.slice(0, 30)) };
    });
    assert.ok(rows > 0);
    assertNone(wrong, 'rows that are no cards');
  });
  assertNone(faults);
});
