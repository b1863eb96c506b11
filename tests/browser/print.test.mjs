// What comes out of a printer: all of the content, on sheets that say what they are of.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contrast } from './colour.mjs';
import { markdownText, readDisclosures } from './content.mjs';
import { assertNone } from './expect.mjs';
import { readPdf, squeeze } from './pdf.mjs';
import { SCHEMES } from './settings.mjs';
import { buildSite, pageOfEachKind } from './site.mjs';
import { setStage } from './stage.mjs';

const site = buildSite();
const pages = pageOfEachKind(site);
const path = pages.get('disclosure');
const disclosure = readDisclosures(site.root).find((one) => path === `${one.path}/index.html`);
const tasks = disclosure.chapters.flatMap((chapter) => chapter.tasks);
const stage = setStage(site, { still: true });

async function print(page) {
  return readPdf(await page.pdf({ format: 'A4', preferCSSPageSize: true, displayHeaderFooter: false }));
}

/** What the foot of each sheet of a page lacks. */
async function footFaults(page, sheets) {
  const url = await page.locator('link[rel="canonical"]').getAttribute('href');
  return sheets.flatMap(({ foot }, index) => {
    const squeezed = squeeze(foot);
    const faults = [];
    if (!squeezed.includes(squeeze(url))) faults.push(`sheet ${index + 1}: no address in “${foot}”`);
    const number = new RegExp(`(^|\\D)${index + 1}\\D{1,8}${sheets.length}(\\D|$)`);
    if (!number.test(foot)) faults.push(`sheet ${index + 1} of ${sheets.length}: no number in “${foot}”`);
    return faults;
  });
}

describe('the disclosure on paper', () => {
  let sheets;
  let page;
  let heads;
  let headings;
  before(async () => {
    page = await stage.browser.newPage();
    await page.goto(stage.url(path), { waitUntil: 'load' });
    heads = squeeze((await page.locator('table.tasks > thead th').allTextContents()).join(''));
    headings = (await page.locator('table.tasks').getByRole('heading').allTextContents())
      .map(squeeze)
      .filter((text) => disclosure.chapters.some(({ title }) => text.endsWith(squeeze(title))));
    sheets = await print(page);
  });
  after(() => page?.close());

  /** The places where chapters begin: the last line of that text, for a chart has it too. */
  const starts = () =>
    headings.map((heading) => {
      const found = sheets.flatMap(({ lines }, sheet) =>
        lines.filter(({ text }) => text.startsWith(heading)).map(({ top }) => ({ heading, sheet, top })),
      );
      assert.ok(found.length > 0, `${heading} is on a sheet`);
      return found.at(-1);
    });

  test('every sheet has the address, the index number and its own number in its foot', async (t) => {
    t.diagnostic(`${sheets.length} sheets; the first foot: ${sheets[0].foot}`);
    const index = await page.locator('.row-index_number dd').textContent();
    const without = sheets.filter(({ foot }) => !squeeze(foot).includes(squeeze(index)));
    assertNone(without.map(({ foot }) => foot), 'feet without the index number');
    assertNone(await footFaults(page, sheets));
    assert.ok(sheets.length > 3);
  });

  test('all tasks stand there in order, each whole on one sheet, with the heads of the columns', () => {
    const lost = [];
    let at = { sheet: sheets.findIndex(({ text }) => text.includes(heads)), from: 0 };
    assert.ok(at.sheet >= 0, `${heads} stands on a sheet`);
    at.from = sheets[at.sheet].text.indexOf(heads);
    for (const { title, progress } of tasks) {
      const found = find(at, squeeze(markdownText(progress ?? '')), squeeze(title));
      if (!found) {
        lost.push(`${title}: not on one sheet after sheet ${at.sheet + 1}`);
        continue;
      }
      at = found;
      if (!sheets[at.sheet].lines.some(({ text }) => text === heads)) {
        lost.push(`${title}: no heads of columns on sheet ${at.sheet + 1}`);
      }
    }
    assertNone(lost);
  });

  /** Where a title and then its progress stand on one sheet, after a place. */
  const find = ({ sheet: first, from }, progress, title) => {
    for (let sheet = first; sheet < sheets.length; sheet += 1) {
      const { text } = sheets[sheet];
      const start = text.indexOf(title, sheet === first ? from : 0);
      const end = start < 0 ? -1 : text.indexOf(progress, start + title.length);
      if (end >= 0) return { sheet, from: end + progress.length };
    }
    return undefined;
  };

  test('a chapter never begins at the end of a sheet', () => {
    const alone = starts().filter(({ sheet, top }) => {
      const below = sheets[sheet].lines.filter((line) => line.top > top + 1);
      // The count of its tasks stands beside it, a little lower.
      return below.filter((line) => line.top > top + 15).length === 0;
    });
    assertNone(alone.map(({ heading }) => heading));
  });

  // A chapter could stand on one sheet when all its lines are no higher together than the highest
  // column of lines of a sheet. The first begins below what is before the table, so it may break.
  test('a chapter that could stand on one sheet is not broken', (t) => {
    const places = starts();
    const room = Math.max(...sheets.map(({ lines }) => height(lines)));
    const broken = [];
    places.forEach(({ heading, sheet, top }, index) => {
      const next = places[index + 1] ?? { sheet: sheets.length, top: 0 };
      const parts = sheets.slice(sheet, next.sheet + 1).map(({ lines }, offset) => {
        const here = sheet + offset;
        const first = here === sheet ? top : Math.max(...lines.filter(({ text }) => text === heads).map((line) => line.bottom));
        const last = here === next.sheet ? next.top : Infinity;
        return lines.filter((line) => line.top >= first - 1 && line.top < last - 1);
      }).filter((lines) => lines.length > 0);
      const needed = parts.reduce((sum, lines) => sum + height(lines), 0);
      if (parts.length > 1) t.diagnostic(`${heading}: on ${parts.length} sheets, ${Math.round(needed)} of ${Math.round(room)} pt`);
      if (parts.length > 1 && needed < room * 0.95 && index > 0) broken.push(heading);
    });
    assertNone(broken);
  });

  test('nothing is there that can only be pressed', async () => {
    await page.emulateMedia({ media: 'print' });
    const shown = await page.evaluate(() =>
      [...document.querySelectorAll('nav, .filter, .menu, .skip, #large-text, label[for="large-text"], button, summary')]
        .filter((element) => element.checkVisibility() && element.getClientRects().length > 0)
        .map((element) => `<${element.tagName.toLowerCase()} class="${element.className}">`),
    );
    assertNone(shown);
    // The same, on the sheets.
    await page.emulateMedia({ media: 'screen' });
    const words = await page.locator('label[for="large-text"], form.filter button').allTextContents();
    assert.ok(words.length >= 2);
    for (const word of words.map(squeeze)) {
      assertNone(sheets.filter(({ text }) => text.includes(word)).map(() => word));
    }
  });

  test('the text of every link is on a sheet', async () => {
    await page.emulateMedia({ media: 'print' });
    const links = await page.locator('a[href]').filter({ visible: true }).allInnerTexts();
    await page.emulateMedia({ media: 'screen' });
    assert.ok(links.length > tasks.length);
    const lost = links.filter((link) => !sheets.some(({ text }) => text.includes(squeeze(link))));
    assertNone(lost);
  });
});

for (const kind of ['task', 'chapter', 'unit']) {
  test(`every sheet of ${kind} has its address and its number in its foot`, async () => {
    const faults = await stage.open(stage.url(pages.get(kind)), {}, async (page) => {
      assertNone(await footFaults(page, await print(page)));
    });
    assertNone(faults);
  });
}

for (const [kind, one] of pages) {
  test(`${kind} is dark on white paper, whatever the screen is`, async () => {
    const faults = await stage.open(stage.url(one), {}, async (page) => {
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ media: 'print', colorScheme });
        const texts = await page.evaluate(() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const colours = new Map();
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (!node.data.trim() || !node.parentElement.checkVisibility()) continue;
            const { color } = getComputedStyle(node.parentElement);
            if (!colours.has(color)) colours.set(color, node.data.trim().slice(0, 30));
          }
          return [...colours];
        });
        assert.ok(texts.length > 0);
        const pale = texts.filter(([color]) => contrast(color.match(/[\d.]+/g).slice(0, 3).map(Number), [255, 255, 255]) < 4.5);
        assertNone(pale.map(([color, text]) => `${colorScheme}: ${text}: ${color}`));
      }
    });
    assertNone(faults);
  });
}

/** How much of a sheet lines take, in points. */
function height(lines) {
  return lines.length === 0 ? 0 : lines.at(-1).bottom - lines[0].top;
}
