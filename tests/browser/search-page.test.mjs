// The search page in a browser: typing, pages, facets, the address, suggestions, and what it says when
// something does not come.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { injectAxe, runAxe } from './axe.mjs';
import { assertNone } from './expect.mjs';
import { focusFaults, prepareStops } from './keyboard.mjs';
import { cutOff, overlapping, spaceText, tooWide } from './measure.mjs';
import { FACETS } from './search-encoder.mjs';
import * as oracle from './search-oracle.mjs';
import { buildSearchSite, TIER } from './search-site.mjs';
import { DESKTOP, inEachSetting, PHONE, setLargeText, SMALL_PHONE } from './settings.mjs';
import { setStage } from './stage.mjs';

const { site, segments, names, table } = buildSearchSite();
const PAGE = 'search/index.html';
const NONE = FACETS.map(() => []);
const answers = new Map();
/** What is to be found, which the oracle takes long to say. */
function find(text, facets = NONE) {
  const key = JSON.stringify([text, facets]);
  if (!answers.has(key)) answers.set(key, oracle.answer(segments, text, facets, table, TIER));
  return answers.get(key);
}

/** A query with several pages of hits, and one with few. */
const MANY = '建设';
const FEW = '拱宸桥';
const NOWHERE = '拱宸桥地铁上盖';

const unescape = (path) => decodeURIComponent(path).slice(site.base.length);
const told = (page) => page.locator('.told');
const hits = (page) => page.locator('.found .hits > li');
const pathsShown = async (page, list = '.found') =>
  (await page.locator(`${list} .hits > li > a`).evaluateAll((all) => all.map((link) => link.pathname))).map(unescape);
const field = (page) => page.locator('#q');

/** Waits until the page has told a count, and gives it. */
async function count(page, expected) {
  await told(page).filter({ hasText: expected === 0 ? /（0）/ : new RegExp(`^共 ${expected} 条`) }).waitFor({ timeout: 5000 });
}

async function assertFound(page, text, { facets = NONE, number = 1 } = {}) {
  const expected = find(text, facets);
  await count(page, expected.length);
  assert.deepEqual(await pathsShown(page), expected.slice(number * 10 - 10, number * 10).map(({ path }) => path));
}

const query = (page) => Object.fromEntries(new URL(page.url()).searchParams);

describe('the search page', { concurrency: 2 }, () => {
  const stage = setStage(site);
  const open = async (search, options, look) => {
    const faults = await stage.open(stage.url(PAGE) + search, { viewport: DESKTOP, ...options }, look);
    assertNone(faults);
  };
  /** Where faults of the network are what is tested. */
  const openAmiss = (search, options, look) => stage.open(stage.url(PAGE) + search, { viewport: DESKTOP, ...options }, look);

  test('before anything is typed there is the index, and nothing is loaded', async () => {
    await open('', {}, async (page) => {
      await field(page).waitFor();
      assert.equal(await page.locator('#index').isVisible(), true);
      assert.equal(await page.locator('.fallback').isVisible(), false);
      assert.equal(await page.locator('.found').isVisible(), false);
      const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      assert.ok(!loaded.some((name) => name.endsWith('.bin')), loaded.join());
      const letters = await page.locator('.letters h4').allTextContents();
      assert.deepEqual(letters, letters.toSorted());
      assert.ok(letters.length > 8, letters.join());
    });
  });

  test('what is typed is found, every hit is marked, and Back leads to the index', async () => {
    await open('', {}, async (page) => {
      const before = await page.evaluate(() => history.length);
      await field(page).pressSequentially(FEW, { delay: 30 });
      await assertFound(page, FEW);
      assert.deepEqual(query(page), { q: FEW });
      assert.equal(await page.evaluate(() => history.length), before + 1, 'typing is one step of the history');
      assert.equal(await page.locator('#index').isVisible(), false);
      const wrong = await hits(page).evaluateAll((rows, word) => rows.flatMap((row) => {
        const marks = [...row.querySelectorAll('mark')].map((mark) => mark.textContent);
        const rest = row.cloneNode(true);
        for (const mark of rest.querySelectorAll('mark')) mark.replaceWith('\n');
        return marks.length > 0 && marks.every((mark) => mark === word) && !rest.textContent.includes(word) ? [] : [row.textContent];
      }), FEW);
      assertNone(wrong, 'hits not marked');
      await page.goBack();
      await page.locator('#index').waitFor();
      assert.equal(await field(page).inputValue(), '');
      assert.equal(await page.locator('.found').isVisible(), false);
    });
  });

  test('traditional characters, capitals and several phrases', async () => {
    for (const text of ['拱宸橋', 'r&d', 'Ｒ＆Ｄ', '建设 区', '推进 项目 街道', '的', '%']) {
      await open(`?q=${encodeURIComponent(text)}`, {}, async (page) => {
        assert.ok(find(text).length > 0, text);
        await assertFound(page, text);
      });
    }
  });

  test('an address says it all: query, page, facets', async () => {
    const { chapter } = find(MANY)[0];
    const facets = NONE.with(0, [chapter]);
    await open(`?q=${encodeURIComponent(MANY)}&chapter=${encodeURIComponent(chapter)}`, {}, (page) => assertFound(page, MANY, { facets }));
    await open(`?q=${encodeURIComponent(MANY)}&page=2`, {}, (page) => assertFound(page, MANY, { number: 2 }));
    const last = Math.ceil(find(MANY).length / 10);
    for (const page of ['999', '99999999999']) {
      await open(`?q=${encodeURIComponent(MANY)}&page=${page}`, {}, (one) => count(one, find(MANY).length));
    }
    await open(`?q=${encodeURIComponent(MANY)}&page=999`, {}, (page) => assertFound(page, MANY, { number: last }));
    for (const number of ['0', '-1', 'x', '']) {
      await open(`?q=${encodeURIComponent(MANY)}&page=${number}`, {}, (page) => assertFound(page, MANY));
    }
  });

  test('in steps of ten, by real links that take the focus to the results', async () => {
    const all = find(MANY);
    const pages = Math.ceil(all.length / 10);
    assert.ok(pages > 2);
    await open(`?q=${encodeURIComponent(MANY)}`, {}, async (page) => {
      await assertFound(page, MANY);
      const link = page.locator('.pager a', { hasText: '2' });
      assert.equal(new URL(await link.evaluate((one) => one.href)).searchParams.get('page'), '2');
      await link.click();
      await page.locator('.pager [aria-current="page"]', { hasText: '2' }).waitFor();
      await assertFound(page, MANY, { number: 2 });
      assert.match(await told(page).textContent(), new RegExp(`第 2 页，共 ${pages} 页`));
      assert.equal(await page.evaluate(() => document.activeElement.id), 'results');
      await page.reload();
      await assertFound(page, MANY, { number: 2 });
      await page.goBack();
      await page.locator('.pager [aria-current="page"]', { hasText: '1' }).waitFor();
      await assertFound(page, MANY);
      await hits(page).first().locator('a').click();
      await page.waitForURL((url) => unescape(url.pathname) === all[0].path);
      await page.goBack();
      await assertFound(page, MANY);
    });
  });

  test('facets narrow to what they say, and can be taken back', async () => {
    await open(`?q=${encodeURIComponent(MANY)}`, {}, async (page) => {
      await assertFound(page, MANY);
      const counts = oracle.tally(find(MANY));
      const details = page.locator('[data-facet="unit"]');
      await details.locator('summary').click();
      const shown = await details.locator('a').evaluateAll((links) => links.map((link) =>
        [link.querySelector('.name').textContent, Number(link.querySelector('.count').textContent)]));
      assert.deepEqual(new Map(shown), counts[1]);
      const [unit, some] = shown[1];
      await details.locator('a', { has: page.locator('.name', { hasText: new RegExp(`^${unit}$`) }) }).click();
      const facets = NONE.with(1, [unit]);
      assert.equal(find(MANY, facets).length, some);
      await assertFound(page, MANY, { facets });
      assert.deepEqual(query(page), { q: MANY, unit });
      assert.equal(await details.isVisible(), false);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'results');

      // A second one, of those that are left.
      const chapters = page.locator('[data-facet="chapter"]');
      await chapters.locator('summary').click();
      const first = chapters.locator('a').first();
      const chapter = await first.locator('.name').textContent();
      await first.click();
      await assertFound(page, MANY, { facets: facets.with(0, [chapter]) });

      const chosen = page.locator('.chosen a');
      assert.equal(await chosen.count(), 2);
      assert.match(await chosen.first().textContent(), /^取消条件：/);
      await chosen.filter({ hasText: unit }).click();
      await assertFound(page, MANY, { facets: NONE.with(0, [chapter]) });
      await page.goBack();
      await assertFound(page, MANY, { facets: facets.with(0, [chapter]) });
      await page.goBack();
      await page.goBack();
      await assertFound(page, MANY);
    });
  });

  test('a word by which nothing is left can be taken back as well', async () => {
    await open(`?q=${encodeURIComponent(FEW)}&status=absent`, {}, async (page) => {
      await count(page, 0);
      await page.locator('.chosen a').click();
      await assertFound(page, FEW);
    });
  });

  test('a slow earlier answer never takes the place of a later one', async () => {
    await open('', {}, async (page) => {
      // The later a file is asked for, the sooner it comes.
      let wait = 1500;
      await page.route('**/*.bin', async (route) => {
        const mine = wait;
        wait = Math.max(0, wait - 300);
        await new Promise((done) => setTimeout(done, mine));
        await route.continue().catch(() => {});
      });
      const seen = page.evaluate(() => {
        globalThis.seen = [];
        new MutationObserver(() => globalThis.seen.push([location.search, document.querySelector('.told').textContent]))
          .observe(document.querySelector('.told'), { childList: true });
      });
      await seen;
      for (const text of [MANY, '街道', FEW]) {
        await field(page).fill(text);
        await page.waitForTimeout(250);
      }
      await assertFound(page, FEW);
      await page.waitForTimeout(2500);
      await assertFound(page, FEW);
      const wrong = (await page.evaluate(() => globalThis.seen)).filter(([search, text]) =>
        /^共/.test(text) && !text.startsWith(`共 ${find(new URLSearchParams(search).get('q')).length} 条`));
      assertNone(wrong.map(String), 'counts of another query');
    });
  });

  test('no hit is said, and what is nearest stands apart', async () => {
    await open(`?q=${encodeURIComponent(NOWHERE)}`, {}, async (page) => {
      await count(page, 0);
      assert.equal(await told(page).textContent(), '没有完全相同的结果（0）');
      assert.equal(await hits(page).count(), 0);
      const near = oracle.nearest(segments, NOWHERE, NONE, table, TIER);
      assert.ok(near.length > 0);
      await page.getByRole('heading', { name: '最接近的内容' }).waitFor();
      assert.deepEqual(await pathsShown(page, '.nearest'), near.map(({ path }) => path));
    });
    await open('?q=gcq', {}, async (page) => {
      await count(page, 0);
      const link = page.locator('.names a', { hasText: '拱宸桥指挥部' });
      await link.click();
      await page.waitForURL((url) => url.pathname.includes('/units/'));
    });
    await open('?q=dyh', {}, async (page) => {
      await page.locator('.names a', { hasText: '大运河 地点' }).click();
      await assertFound(page, '大运河');
      assert.equal(await field(page).inputValue(), '大运河');
    });
  });

  test('too long a query is refused in words', async () => {
    await open(`?q=${'%E9%95%BF'.repeat(257)}`, {}, (page) => told(page).filter({ hasText: '太长' }).waitFor());
  });

  test('the combobox by keyboard', async () => {
    await open('', {}, async (page) => {
      const list = page.getByRole('listbox');
      const box = page.getByRole('combobox');
      const active = () => box.getAttribute('aria-activedescendant');
      const expected = names.filter(({ name }) => name.startsWith('区')).length;
      assert.ok(expected > 3);
      await box.focus();
      await page.keyboard.press('ArrowDown');
      assert.equal(await list.isVisible(), false, 'there is nothing to offer');
      await box.pressSequentially('qu');
      await list.waitFor();
      const options = list.getByRole('option');
      assert.equal(await box.getAttribute('aria-expanded'), 'true');
      assert.equal(await box.getAttribute('aria-controls'), await list.getAttribute('id'));
      assert.equal(await active(), '', 'nothing is chosen by itself');
      const all = await options.count();
      assert.equal(all, 8);
      await page.keyboard.press('ArrowDown');
      assert.equal(await active(), await options.first().getAttribute('id'));
      assert.equal(await options.first().getAttribute('aria-selected'), 'true');
      await page.keyboard.press('ArrowUp');
      assert.equal(await active(), '');
      await page.keyboard.press('ArrowUp');
      assert.equal(await active(), await options.last().getAttribute('id'));
      await page.keyboard.press('ArrowDown');
      assert.equal(await active(), '');
      assert.ok(await box.evaluate((one) => one === document.activeElement), 'the focus stays in the field');
      await page.keyboard.press('Escape');
      assert.equal(await list.isVisible(), false);
      assert.equal(await box.getAttribute('aria-expanded'), 'false');
      assert.equal(await box.inputValue(), 'qu', 'Escape closes the list first');
      await box.fill('gcq');
      await list.waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.pathname.includes('/units/'));
      assert.match(await page.locator('h1').textContent(), /拱宸桥/);
    });
    await open('', {}, async (page) => {
      await field(page).pressSequentially('dayunhe');
      await page.getByRole('option', { name: '大运河 地点' }).waitFor();
      await page.keyboard.press('Tab');
      assert.equal(await page.getByRole('listbox').isVisible(), false, 'leaving closes the list');
      await field(page).press('End');
      await field(page).pressSequentially(' ');
      await page.getByRole('option', { name: '大运河 地点' }).click();
      await assertFound(page, '大运河');
      assert.equal(await field(page).inputValue(), '大运河');
    });
  });

  test('Enter searches at once, and each settled query is a step of the history', async () => {
    await open('', {}, async (page) => {
      for (const text of [FEW, MANY]) {
        await field(page).fill(text);
        await field(page).press('Enter');
        assert.equal(query(page).q, text);
        await assertFound(page, text);
      }
      await page.goBack();
      await assertFound(page, FEW);
      assert.equal(await field(page).inputValue(), FEW);
      await page.goBack();
      await page.locator('#index').waitFor();
      await page.goForward();
      await assertFound(page, FEW);
    });
  });

  test('what is being composed is not searched', async () => {
    await open('', {}, async (page, context) => {
      await field(page).focus();
      const session = await context.newCDPSession(page);
      await session.send('Input.imeSetComposition', { text: 'gong', selectionStart: 4, selectionEnd: 4 });
      await page.waitForTimeout(500);
      assert.equal(new URL(page.url()).search, '');
      await session.send('Input.insertText', { text: FEW });
      await assertFound(page, FEW);
    });
  });

  for (const [what, spoil] of Object.entries({
    'is not there': (route) => route.fulfill({ status: 404, body: 'not found' }),
    'is cut off': async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.body()).subarray(0, 60) });
    },
    'is altered': async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body[body.length >> 1] ^= 0x10;
      await route.fulfill({ response, body });
    },
    'does not come': (route) => route.abort('internetdisconnected'),
  })) {
    for (const which of ['start-test.bin', 'head.bin', '0.bin', 'b*.bin', 'facets.bin', 'labels-*.bin']) {
      test(`when ${which} ${what} the page says so, and another try helps`, async () => {
        await openAmiss('', {}, async (page) => {
          await page.route(`**/${which}`, spoil);
          // What is asked for must need the file.
          const text = which === '0.bin' ? '%' : MANY;
          await field(page).fill(text);
          const failure = page.getByRole('alert');
          await failure.waitFor();
          assert.equal(await page.locator('.found').isVisible(), false);
          assert.equal(await told(page).isVisible(), false);
          assert.equal(await page.locator('#index').isVisible(), true);
          await page.unroute(`**/${which}`);
          await failure.getByRole('button').click();
          await assertFound(page, text);
          assert.equal(await failure.isVisible(), false);
        });
      });
    }
  }

  test('when the names do not come, the page says so', async () => {
    await openAmiss('', {}, async (page) => {
      await page.route('**/names-*.bin', (route) => route.abort());
      await field(page).fill('gcq');
      await page.getByRole('alert').waitFor();
    });
  });

  for (const [what, options, prepare] of [
    ['without JavaScript', { javaScriptEnabled: false }],
    ['when the script does not come', {}, (page) => page.route('**/search-*.js', (route) => route.abort())],
  ]) {
    test(`${what} the page says so and is an index`, async () => {
      await openAmiss('', options, async (page) => {
        if (prepare) {
          await prepare(page);
          await page.reload();
        }
        await page.waitForTimeout(1500);
        assert.equal(await page.locator('.fallback').isVisible(), true);
        assert.equal(await field(page).isVisible(), false);
        assert.equal(await page.locator('#index').isVisible(), true);
        const links = page.locator('#index a');
        assert.ok((await links.count()) > 50);
        await links.first().click();
        await page.waitForURL((url) => !url.pathname.endsWith(PAGE));
      });
    });
  }

  test('from a folder the page says so, and nothing is amiss in the console', async () => {
    const faults = await stage.open(stage.fileUrl(PAGE), {}, async (page) => {
      await page.waitForTimeout(1500);
      assert.equal(await page.locator('.fallback').isVisible(), true);
      assert.equal(await page.locator('#index').isVisible(), true);
    });
    assertNone(faults);
  });

  for (const javaScriptEnabled of [true, false]) {
    test(`the field at the head of a page leads there ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      for (const path of ['index.html', find(FEW)[0].path]) {
        const faults = await stage.open(stage.url(path), { viewport: SMALL_PHONE, javaScriptEnabled }, async (page) => {
          const form = page.getByRole('search');
          await form.getByRole('searchbox', { name: '搜索' }).fill(FEW);
          await form.getByRole('button', { name: '搜索' }).click();
          await page.waitForURL((url) => url.pathname.endsWith(PAGE));
          if (javaScriptEnabled) await assertFound(page, FEW);
          else assert.equal(await page.locator('#index').isVisible(), true);
        });
        assertNone(faults);
      }
    });
  }

  /** The page as it can be looked at, each way by what is in its address and what is done then. */
  const ways = {
    idle: ['', async (page) => field(page).waitFor()],
    results: [`?q=${encodeURIComponent(MANY)}&page=2&column=plans/key-tasks`, async (page) => {
      await page.locator('.pager [aria-current]').waitFor();
      await page.locator('.chosen a').waitFor();
      for (const name of ['chapter', 'unit']) await page.locator(`[data-facet="${name}"] summary`).click();
    }],
    'no hit': [`?q=${encodeURIComponent(NOWHERE)}`, (page) => page.locator('.nearest').waitFor()],
    suggestions: ['', async (page) => {
      await field(page).fill('qu');
      await page.getByRole('listbox').waitFor();
      await field(page).press('ArrowDown');
    }],
    failed: ['', async (page) => {
      await page.route('**/*.bin', (route) => route.fulfill({ status: 200, body: '' }));
      await field(page).fill(MANY);
      await page.getByRole('alert').waitFor();
    }],
  };

  for (const [name, [search, prepare]] of Object.entries(ways)) {
    test(`axe finds nothing: ${name}`, async () => {
      const found = [];
      await open(search, {}, async (page) => {
        await prepare(page);
        await injectAxe(page);
        const once = async (setting) => {
          // Changing a setting takes the focus, and leaving the field closes its list.
          if (name === 'suggestions') await prepare(page);
          const { violations } = await runAxe(page, setting);
          found.push(...violations.map((violation) => `${setting}: ${violation}`));
        };
        await inEachSetting(page, once);
      });
      assertNone(found, 'violations');
    });

    test(`nothing is lost at 320 pixels, enlarged, or spaced: ${name}`, async () => {
      const found = [];
      await open(search, {}, async (page) => {
        await prepare(page);
        for (const setting of ['normal', 'large', 'spaced']) {
          await page.setViewportSize(DESKTOP);
          await setLargeText(page, setting === 'large');
          if (setting === 'spaced') await page.evaluate(spaceText);
          if (name === 'suggestions') await prepare(page);
          for (const viewport of [DESKTOP, PHONE, SMALL_PHONE, { width: 320, height: 256 }]) {
            await page.setViewportSize(viewport);
            for (const measure of name === 'suggestions' ? [tooWide] : [tooWide, cutOff, overlapping]) {
              found.push(...(await page.evaluate(measure)).map((one) => `${setting}, ${viewport.width}: ${measure.name}: ${one}`));
            }
          }
        }
      });
      assertNone(found);
    });
  }

  for (const forcedColors of ['none', 'active']) {
    test(`every stop shows the focus, with ${forcedColors} forced colours`, async () => {
      const [search, prepare] = ways.results;
      const found = [];
      await open(search, { viewport: PHONE, forcedColors }, async (page) => {
        await prepare(page);
        // From the top again.
        await page.evaluate(() => document.activeElement.blur());
        await page.evaluate(() => scrollTo(0, 0));
        const stops = await prepareStops(page);
        await page.locator('a.skip').focus();
        for (let index = 1; index < stops && found.length < 10; index += 1) {
          await page.keyboard.press('Tab');
          found.push(...(await focusFaults(page, index)));
        }
      });
      assertNone(found);
    });
  }
});
