// The filter of the tasks of a disclosure shows just the tasks that the content says it should.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLongest, readUnitNames } from './content.mjs';
import { collapse } from './dom.mjs';
import { assertNone, missing } from './expect.mjs';
import { DESKTOP, SCRIPTING } from './settings.mjs';
import { buildSite, SMALL } from './site.mjs';
import { setStage } from './stage.mjs';

for (const [name, site] of Object.entries({ example: buildSite(), small: buildSite(SMALL) })) {
  const names = readUnitNames(site.root);
  const disclosure = readLongest(site.root);
  const path = `${disclosure.path}/index.html`;
  const tasks = disclosure.chapters.flatMap(({ title: chapter, tasks }) =>
    tasks.map((task) => ({ ...task, chapter, units: task.units.map((unit) => names.get(unit)) })),
  );
  const all = tasks.map(({ page }) => page);
  const units = [...new Set(tasks.flatMap((task) => task.units))];
  const statuses = new Set(tasks.map(({ status }) => status).filter(Boolean));
  const pagesWhere = (fits) => tasks.filter(fits).map(({ page }) => page);

  const stage = setStage(site);
  const open = (query, options, look) => stage.open(stage.url(path) + query, { viewport: DESKTOP, ...options }, look);
  const filter = (page) => page.locator('form.filter');
  const select = (page, which) => page.locator(`form.filter select[name="${which}"]`);

  /** The pages of the tasks whose rows are shown, in order. */
  const shown = async (page) => {
    const paths = await page.evaluate(() =>
      [...document.querySelectorAll('table.tasks tbody tr')]
        .filter((row) => row.checkVisibility())
        .map((row) => row.querySelector('th[scope="row"] a')?.pathname)
        .filter(Boolean),
    );
    return paths.map((one) => one.slice(site.base.length)).filter((one) => all.includes(one));
  };

  const assertShown = async (page, expected, what) => {
    assert.deepEqual(await shown(page), expected, what);
    const told = collapse(await page.locator('form.filter').getByRole('status').textContent());
    const numbers = told.match(/\d+/g)?.map(Number) ?? [];
    assert.ok(numbers.includes(expected.length), `${what}: “${told}” says ${expected.length}`);
    // What is not shown is hidden for everybody, and so is a chapter of which nothing is.
    const wrong = await page.evaluate(() =>
      [...document.querySelectorAll('table.tasks tbody')].flatMap((body) => {
        const rows = [...body.rows].filter((row) => row.querySelector('th[scope="row"]'));
        const isEmpty = rows.length > 0 && rows.every((row) => row.hidden);
        return isEmpty === body.hidden ? [] : [body.textContent.slice(0, 20)];
      }),
    );
    if (expected.length < all.length) assertNone(wrong, `${what}: chapters not shown as they should be`);
  };

  /** The options of a select that choose something, by their words. */
  const options = async (page, which) => {
    const found = await select(page, which).locator('option').evaluateAll((all) =>
      all.map((option) => ({ value: option.value, label: option.textContent.trim() })),
    );
    return found.filter(({ value }) => value !== '');
  };

  /** The value of the option of a name, which may have a number before it and a count behind. */
  const valueOf = (choices, name) => {
    const words = collapse(name);
    const isOf = (label) => label === words || label.endsWith(` ${words}`) || label.startsWith(`${words} `) || label.startsWith(`${words}（`);
    const found = choices.filter(({ label }) => isOf(collapse(label)));
    assert.equal(found.length, 1, `one option for ${name} in ${choices.map(({ label }) => label).join(' | ')}`);
    return found[0].value;
  };

  test(`${name}: every unit and every chapter shows its tasks`, async () => {
    const faults = await open('', {}, async (page) => {
      assert.equal(await filter(page).isVisible(), true);
      await assertShown(page, all, 'nothing chosen');
      const ofUnits = await options(page, 'unit');
      for (const unit of units) {
        await select(page, 'unit').selectOption(valueOf(ofUnits, unit));
        await assertShown(page, pagesWhere((task) => task.units.includes(unit)), unit);
      }
      assert.equal(ofUnits.length, units.length, 'no option for what has no task');
      await select(page, 'unit').selectOption('');
      const ofChapters = await options(page, 'chapter');
      for (const { title } of disclosure.chapters) {
        await select(page, 'chapter').selectOption(valueOf(ofChapters, title));
        await assertShown(page, pagesWhere((task) => task.chapter === title), title);
      }
      assert.equal(ofChapters.length, disclosure.chapters.length);
    });
    assertNone(faults);
  });

  test(`${name}: unit and chapter together, also where they have no task in common`, async () => {
    const faults = await open('', {}, async (page) => {
      const counts = new Set();
      const ofUnits = await options(page, 'unit');
      const ofChapters = await options(page, 'chapter');
      for (const { title } of disclosure.chapters.slice(0, 4)) {
        for (const unit of units.slice(0, 4)) {
          await select(page, 'chapter').selectOption(valueOf(ofChapters, title));
          await select(page, 'unit').selectOption(valueOf(ofUnits, unit));
          const expected = pagesWhere((task) => task.chapter === title && task.units.includes(unit));
          await assertShown(page, expected, `${title}, ${unit}`);
          counts.add(expected.length);
        }
      }
      assert.ok(counts.has(0) && counts.size > 1, [...counts].join());
      await filter(page).locator('button').click();
      await assertShown(page, all, 'reset');
      assert.equal(await page.evaluate(() => location.search), '');
    });
    assertNone(faults);
  });

  test(`${name}: status can be chosen where it is stated`, async () => {
    const faults = await open('', {}, async (page) => {
      const isThere = (await select(page, 'status').count()) > 0 && (await select(page, 'status').isVisible());
      assert.equal(isThere, statuses.size > 0);
      if (!isThere) return;
      const sets = [];
      for (const { value, label } of await options(page, 'status')) {
        await select(page, 'status').selectOption(value);
        const pages = await shown(page);
        await assertShown(page, pages, label);
        const words = await page.locator('table.tasks .status').filter({ visible: true }).allTextContents();
        if (words.length > 0) assertNone(words.filter((one) => !label.startsWith(one.trim())), label);
        sets.push(pages.join());
      }
      // Each choice is one status of the content; one more may be for the tasks that state none.
      const stated = [...statuses].map((status) => pagesWhere((task) => task.status === status).join());
      assertNone(missing(stated, sets), 'statuses without an option');
      const others = missing(sets, stated);
      assertNone(others.filter((one) => one !== pagesWhere((task) => !task.status).join()), 'options for no status');
    });
    assertNone(faults);
  });

  test(`${name}: what is chosen is in the address, and comes back from it`, async () => {
    const [unit] = units;
    const { title } = disclosure.chapters.find(({ tasks }) =>
      tasks.some((task) => task.units.some((one) => names.get(one) === unit)),
    );
    const expected = pagesWhere((task) => task.chapter === title && task.units.includes(unit));
    const faults = await open('', {}, async (page) => {
      const before = await page.evaluate(() => history.length);
      const chosenUnit = valueOf(await options(page, 'unit'), unit);
      const chosenChapter = valueOf(await options(page, 'chapter'), title);
      await select(page, 'unit').selectOption(chosenUnit);
      await select(page, 'chapter').selectOption(chosenChapter);
      const query = new URLSearchParams(await page.evaluate(() => location.search));
      assert.deepEqual([...query].sort(), [['chapter', chosenChapter], ['unit', chosenUnit]]);
      assert.equal(await page.evaluate(() => history.length), before, 'choosing is no step of the history');
      await page.reload();
      await assertShown(page, expected, 'after a reload');
      await page.locator('table.tasks th[scope="row"] a').filter({ visible: true }).first().click();
      await page.waitForURL((url) => url.pathname.endsWith(expected[0]));
      await page.goBack();
      await assertShown(page, expected, 'after going back');
      assert.equal(await select(page, 'unit').inputValue(), chosenUnit);
    });
    assertNone(faults);
  });

  test(`${name}: an address that names nothing shows everything`, async () => {
    const faults = await open('?unit=%3Cb%3Enobody&chapter=none&status=never&other=1', {}, async (page) => {
      await assertShown(page, all, 'unknown');
      assert.equal(await select(page, 'unit').inputValue(), '');
    });
    assertNone(faults);
  });

  for (const { javaScriptEnabled, scripting } of SCRIPTING) {
    test(`${name}: the filter is ${javaScriptEnabled ? '' : 'not '}there ${scripting}, and all tasks are`, async () => {
      const faults = await open('', { javaScriptEnabled }, async (page) => {
        assert.equal(await filter(page).isVisible(), javaScriptEnabled);
        assert.deepEqual(await shown(page), all);
      });
      assertNone(faults);
    });
  }

  test(`${name}: without JavaScript an address with a choice shows everything`, async () => {
    const query = `?unit=${encodeURIComponent(units[0])}`;
    const faults = await open(query, { javaScriptEnabled: false }, async (page) => {
      assert.deepEqual(await shown(page), all);
    });
    assertNone(faults);
  });
}
