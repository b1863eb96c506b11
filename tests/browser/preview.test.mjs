// The preview in the browser: a page is shown anew when the site changes, faults come and go, changes
// since the last release are marked, and all of it works without a mouse.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { injectAxe, runAxe } from './axe.mjs';
import { assertNone } from './expect.mjs';
import { preview } from './preview.mjs';
import { DESKTOP, PHONE, SCHEMES } from './settings.mjs';
import { REPOSITORY } from './site.mjs';

const TASK = 'content/plans/key/2020-q2/01/02.md';
const PAGE = 'open/plans/key/2020-q2/01/02.html';

/** What the bar says, as one text. */
const bar = (page) => page.locator('#bar');
/** Waits until a text stands on the page. */
const comes = (page, text) => page.locator('main').getByText(text).first().waitFor();

/** A preview of its own for a test, whose files it may change, and what goes wrong on its page. */
function testPreview(name, at, look, { source, options, settings } = {}) {
  test(name, async () => {
    const site = await preview(source, options);
    try {
      const { page, faults, close } = await site.open(at, settings);
      await bar(page).waitFor();
      await look(page, site, faults);
      assertNone(faults);
      await close();
    } finally {
      await site.close();
    }
  });
}

testPreview('an edit is shown by itself, at the same place of the page', '', async (page, site) => {
  const long = page.url() + 'plans/key-tasks/2020-q2/index.html';
  await page.goto(long);
  await bar(page).waitFor();
  await page.evaluate(() => scrollTo(0, 5000));
  const place = await page.evaluate(() => scrollY);
  assert.ok(place > 4000, 'the page is long enough');
  for (const [from, to] of [['财政收入与', '【一】财政收入与'], ['【一】', '【二】']]) {
    site.change('content/plans/key-tasks/2020-q2/01/03.toml', from, to);
    await comes(page, to);
    await page.waitForFunction((place) => Math.abs(scrollY - place) < 40, place);
  }
  // So is an edit of the theme.
  site.mkdir('themes/default/styles');
  site.write('themes/default/styles/8-own.css', 'main { border-left: 7px solid; }');
  await page.waitForFunction(() => getComputedStyle(document.querySelector('main')).borderLeftWidth === '7px');
  await page.waitForFunction((place) => Math.abs(scrollY - place) < 40, place);
}, { source: REPOSITORY });

testPreview('a page that an edit does not reach stays as it is', 'open/guide.html', async (page, site) => {
  await page.evaluate(() => (globalThis.isOld = true));
  site.change('content/plans/key/2020-q2/01/01.toml', '1-3月', '1-4月');
  await bar(page).getByText('全站：新增 0，改动').waitFor();
  await page.waitForFunction(() => !document.querySelector('gongkai-preview').shadowRoot.textContent.includes('改动 0'));
  assert.equal(await page.evaluate(() => globalThis.isOld), true);
});

testPreview('faults come over the page as it was, in the words of a build, and go when mended', PAGE, async (page, site) => {
  await page.evaluate(() => (globalThis.isOld = true));
  site.change(TASK, 'title =', 'titel =');
  const overlay = page.getByRole('alertdialog', { name: '内容有错，下面是此前的网页' });
  await overlay.waitFor();
  const told = await overlay.locator('pre').allTextContents();
  const build = site.build();
  assert.ok(told.length > 0 && told.every((text) => build.includes(`${text}\n`)), `${told}\n\n${build}`);
  assert.equal(await page.evaluate(() => globalThis.isOld), true, 'the page beneath is the last good one');
  // Closed by hand, it stays closed, and the bar still tells.
  await overlay.getByRole('button', { name: '关闭' }).focus();
  await page.keyboard.press('Escape');
  await overlay.waitFor({ state: 'detached' });
  const button = page.getByRole('button', { name: '2 个错误' });
  assert.equal(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.id), 'faults');
  await page.keyboard.press('Enter');
  await overlay.waitFor();
  site.change(TASK, 'titel = "', 'title = "改好的');
  await overlay.waitFor({ state: 'detached' });
  await comes(page, '改好的只有标题');
});

test('a site that is faulty from the start comes by itself', async () => {
  const site = await preview(undefined, [], (root) => root.change(TASK, 'title =', 'titel ='));
  try {
    const { page, faults, close } = await site.open(PAGE);
    await page.getByRole('heading', { name: '内容有错，暂时不能显示' }).waitFor();
    assert.match(await page.locator('main').textContent(), /content\/unknown-key.*\n.*02\.md:2:1/);
    await accessible(page, 'a faulty site');
    site.change(TASK, 'titel =', 'title =');
    await comes(page, '只有标题和一个单位');
    const notOk = (fault) => !/503/.test(fault);
    assertNone(faults.filter(notOk));
    await close();
  } finally {
    await site.close();
  }
});

testPreview('changes are marked by a key and by a button, and unmarked', PAGE, async (page, site) => {
  assert.equal(await page.getByRole('button', { name: '标出改动' }).count(), 0, 'nothing to mark');
  site.change(TASK, '分两段写的进展', '分三段写的详细进展');
  await comes(page, '分三段');
  site.change(TASK, '- 第一点\n', '');
  await page.getByText('第一点').waitFor({ state: 'detached' });
  const button = page.getByRole('button', { name: '标出改动' });
  await button.waitFor();
  const html = () => page.locator('main').evaluate((main) => main.innerHTML);
  const plain = await html();
  const marked = async () => ({
    deleted: await page.locator('main del').allTextContents(),
    inserted: await page.locator('main ins').allTextContents(),
  });
  const expected = { deleted: ['两段', '第一点'], inserted: ['三段', '详细'] };
  const isMarked = (on) => page.waitForFunction((on) => (document.querySelectorAll('main ins').length > 0) === on, on);

  await page.keyboard.press('F8');
  await isMarked(true);
  assert.deepEqual(await marked(), expected);
  assert.equal(await button.getAttribute('aria-pressed'), 'true');
  await page.getByRole('status').filter({ hasText: '标出 2 处改动' }).waitFor();
  await accessible(page, 'with marks');
  await page.keyboard.press('F8');
  await isMarked(false);
  assert.equal(await html(), plain, 'as it was before');

  await button.click();
  await isMarked(true);
  assert.deepEqual(await marked(), expected);
  // They stay when the page is shown anew.
  site.change(TASK, '第二点', '第二点和第三点');
  await page.locator('main ins', { hasText: '和第三点' }).waitFor();
  await button.click();
  await isMarked(false);
});

testPreview('rows and paragraphs that came or went are marked where they stand', 'open/guide.html', async (page, site) => {
  site.change('content/guide.md', '| 甲 | 1 |', '| 乙 | 2 |\n| 丙 | 3 |\n\n新的一段，原来没有。');
  await comes(page, '新的一段');
  await page.getByRole('button', { name: '标出改动' }).click();
  await page.locator('main ins').first().waitFor();
  const rows = await page.locator('main tbody tr').evaluateAll((rows) =>
    rows.map((row) => [...row.cells].map((cell) => [...cell.children].map((one) => `${one.tagName} ${one.textContent}`))));
  assert.deepEqual(rows, [
    [['DEL 甲'], ['DEL 1']],
    [['INS 乙'], ['INS 2']],
    [['INS 丙'], ['INS 3']],
  ]);
  assert.deepEqual(await page.locator('main p ins').allTextContents(), ['新的一段，原来没有。']);
});

testPreview('all changes are listed, and lead to the pages', PAGE, async (page, site) => {
  site.change(TASK, '分两段', '分三段');
  site.write('content/more.md', '+++\ntitle = "更多"\n+++\n\n正文。\n');
  await page.getByRole('link', { name: /新增 1，改动 [1-9]/ }).click();
  await page.getByRole('heading', { name: '新增 (1)' }).waitFor();
  await accessible(page, 'the list of changes');
  await page.getByRole('link', { name: '更多', exact: true }).click();
  await bar(page).getByText('本页新增').waitFor();
});

testPreview('findings of the page stand in the bar; all of it works by keyboard', 'open/plans/key/2020-q2/01/01.html', async (page) => {
  const button = page.getByRole('button', { name: /本页检查结果 [1-9]/ });
  await button.waitFor();
  // The bar comes last in the order of the page.
  await page.locator('footer a').last().focus();
  const reach = async (name) => {
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press('Tab');
      const text = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent ?? '');
      if (text.includes(name)) return;
    }
    assert.fail(`${name} is not reached`);
  };
  await reach('本页检查结果');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: /本页检查结果/ });
  await panel.waitFor();
  assert.match(await panel.textContent(), /content\/plans\/key\/2020-q2\/01\/01\.toml:/);
  await accessible(page, 'with findings');
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  await reach('收起');
  await page.keyboard.press('Enter');
  const small = page.getByRole('button', { name: '展开预览栏' });
  await small.waitFor();
  assert.ok(await small.evaluate((element) => element.getRootNode().activeElement === element));
  await accessible(page, 'with a small bar');
  await page.keyboard.press('Enter');
  await button.waitFor();
});

testPreview('drafts are marked, also where something leads to them', 'open/unfinished.html', async (page) => {
  await bar(page).getByText('草稿，不会发布').waitFor();
  await accessible(page, 'a draft');
  await page.goto(new URL('/open/site-map.html', page.url()).href);
  await page.locator('.gongkai-held', { hasText: '（草稿）' }).waitFor();
}, { options: ['--drafts'] });

testPreview('the bar hides nothing and is not printed', PAGE, async (page) => {
  // It grows while more becomes known.
  await page.waitForFunction(() => {
    scrollTo(0, document.body.scrollHeight);
    const foot = document.querySelector('footer').getBoundingClientRect();
    const bar = document.querySelector('gongkai-preview').shadowRoot.querySelector('.bar').getBoundingClientRect();
    return bar.height > 40 && Math.abs(foot.bottom - bar.top) <= 1;
  });
  await page.emulateMedia({ media: 'print' });
  assert.equal(await bar(page).isVisible(), false);
}, { settings: { viewport: PHONE } });

/** axe finds nothing, on a desktop and a phone, light and dark. */
async function accessible(page, what) {
  await injectAxe(page);
  for (const viewport of [DESKTOP, PHONE]) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const { violations, incomplete } = await runAxe(page, what);
      assertNone([...violations, ...incomplete], `${what}, ${viewport.width} px, ${colorScheme}`);
    }
  }
  await page.setViewportSize(DESKTOP);
}
