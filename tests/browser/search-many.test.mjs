// The search of a large site: what it finds, and what it loads. GONGKAI_TASKS says how many tasks it has; there
// are enough without it for several tiers (src/search/FORMAT.md).

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { writeManySite } from './many.mjs';
import { measureSearch, spread } from './search-bytes.mjs';
import { assertExact, makeQueries, readTexts, TERMS } from './search-queries.mjs';
import { buildSite } from './site.mjs';
import { setStage } from './stage.mjs';

const BUDGET = 16 * 1024;

const TASKS = Number(process.env.GONGKAI_TASKS ?? 5_000);

const site = buildSite(writeManySite(TASKS));
const texts = readTexts(site);
const queries = makeQueries(texts, 10);

describe(`among ${TASKS} tasks`, () => {
  const stage = setStage(site, { gzip: true });

  test('Chromium finds those that hold what is sought, and no others', () => assertExact(stage, texts, queries));

  test('little is loaded before the first result', async () => {
    const asked = [...queries.substrings, ...TERMS];
    const measured = await measureSearch(stage.browser, stage.server, asked.filter((_, at) => at % 3 === 0));
    const first = spread(measured.map(({ first: { bytes } }) => bytes));
    const ten = spread(measured.map(({ ten: { bytes } }) => bytes));
    console.log(`bytes to the first result ${JSON.stringify(first)}, to ten results ${JSON.stringify(ten)}`);
    assert.ok(first.mean > 1024, 'something is loaded');
    assert.ok(first.mean <= BUDGET && first.p95 <= BUDGET, `${JSON.stringify(first)}`);
  });
});
