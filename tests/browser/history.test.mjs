// Pages that tell what was corrected: on a screen, on a phone, on paper, without JavaScript, by ear.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { injectAxe, runAxe } from './axe.mjs';
import { assertNone } from './expect.mjs';
import { readPdf, squeeze } from './pdf.mjs';
import { inEachSetting, PHONE, SCRIPTING } from './settings.mjs';
import { buildSite, SMALL } from './site.mjs';
import { setStage } from './stage.mjs';

const DISCLOSURE = 'content/plans/key/2020-q2';

/** The small site in a repository of its own, with corrections. */
function corrected() {
  const root = mkdtempSync(join(tmpdir(), 'gongkai-history-'));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  cpSync(SMALL, root, { recursive: true });
  const git = (day, ...args) => {
    const time = `2020-08-0${day}T12:00:00+08:00`;
    const env = { ...process.env, GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time, GIT_CONFIG_GLOBAL: '/dev/null' };
    execFileSync('git', ['-C', root, '-c', 'user.name=甲', '-c', 'user.email=a@example.com', ...args], { env, stdio: 'ignore' });
  };
  const edit = (path, change) => writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));
  const commit = (day, message) => {
    git(day, 'add', '.');
    git(day, 'commit', '--quiet', '--message', message);
  };
  edit('site.toml', (text) => text.replace('show = false', 'authors = true').replace('per_page = 1', 'per_page = 20'));
  git(1, 'init', '--quiet');
  commit(1, '录入第二季度报告');
  edit(`${DISCLOSURE}/01/01.toml`, (text) => text.replace('-18.33%', '-18.34%').replace(', "各部门"', ''));
  commit(2, '更正增长率\n\nCorrection: 增长率应为-18.34%。');
  edit(`${DISCLOSURE}/disclosure.toml`, (text) => text.replace('第二季度两项任务的进展', '第二季度各项任务的进展情况'));
  commit(3, '改写概述');
  return root;
}

const site = buildSite(corrected());
const PATHS = ['plans/key/2020-q2/history.html', 'plans/key/2020-q2/01/01.history.html'];

describe('pages of revisions', () => {
  const stage = setStage(site, { still: true });

  for (const path of PATHS) {
    for (const { javaScriptEnabled, scripting } of SCRIPTING) {
      test(`${path} ${scripting}: axe finds nothing, and nothing is wider than the screen`, async () => {
        const found = [];
        const faults = await stage.open(stage.url(path), { javaScriptEnabled }, async (page) => {
          await injectAxe(page);
          await inEachSetting(page, async (setting, { width }) => {
            const { violations } = await runAxe(page, setting);
            found.push(...violations.map((violation) => `${setting}: ${violation}`));
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            if (wide > width) found.push(`${setting}: ${wide} px wide`);
          });
        });
        assertNone(found);
        assertNone(faults);
      });
    }

    test(`${path}: all of it is on paper, marked without colour`, async () => {
      await stage.open(stage.url(path), {}, async (page) => {
        const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
        const sheets = await readPdf(pdf);
        const text = squeeze(sheets.map((sheet) => sheet.text).join(''));
        for (const part of ['更正增长率', '增长率应为-18.34%。', '首次发布']) assert.ok(text.includes(squeeze(part)), part);
        await page.emulateMedia({ media: 'print' });
        const lines = await page.locator('main del, main ins').evaluateAll((all) =>
          all.map((one) => [one.localName, getComputedStyle(one).textDecorationLine]),
        );
        assert.ok(lines.length > 0);
        for (const [name, line] of lines) assert.equal(line, name === 'del' ? 'line-through' : 'underline');
      });
    });
  }

  test('marks are heard: what was deleted and what was inserted is said', async () => {
    await stage.open(stage.url(PATHS[1]), { viewport: PHONE }, async (page) => {
      assert.equal(await page.locator('main del').first().textContent(), '[删去、各部门]');
      assert.equal(await page.locator('main ins').first().textContent(), '[加入18.34%]');
      const hidden = await page.locator('main .sr').first().boundingBox();
      assert.ok(hidden.width <= 1 && hidden.height <= 1);
      assert.match(await page.locator('.facts').first().textContent(), /^版本 [0-9a-f]{12}，修订人 甲$/);
    });
  });

  test('a page leads to its revisions and back, by the keyboard', async () => {
    const path = PATHS[1].replace('.history', '');
    await stage.open(stage.url(path), {}, async (page) => {
      const link = page.getByRole('link', { name: '最近修订 2020-08-02' });
      await link.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(stage.url(PATHS[1]));
      await page.locator('main .of a').focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(stage.url(path));
    });
  });
});
